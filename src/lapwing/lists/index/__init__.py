"""Exact search of 256-bit fingerprints within a radius: pure functions over NumPy arrays."""
