"""The API under /v1: what a platform asks and tells, and what is told about the service's own state."""
