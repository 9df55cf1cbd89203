"""Decisions become cases, and cases findings: what joins what, who may decide, what follows."""
