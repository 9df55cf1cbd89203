"""The checks, one file each; see compliance.port.Check."""
