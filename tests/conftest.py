"""What holds for every test."""

import os

# Two threads of one matrix product wait for each other whenever the machine has other work, for a tenth of a
# second each time; it has to be said before NumPy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from hypothesis import settings

# How long one example takes says something about the machine, not about the promise; speed is in benchmarks/.
settings.register_profile("lapwing", deadline=None)
settings.load_profile("lapwing")
