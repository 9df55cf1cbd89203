"""The fingerprint kernels: pure functions over NumPy arrays, knowing nothing else."""
