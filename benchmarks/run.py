"""Every benchmark, one after the other, each in a process of its own so that none finds another's memory.

python -m benchmarks.run [--quick]
"""

import os
import subprocess
import sys

QUICK = (
    ("pdq_speed", "--quick"),
    ("pdq_recall", "--quick"),
    ("index", "--rows", "1000000"),
    ("terms",),
    ("import_list", "--rows", "50000"),
    ("look_back", "--rows", "100000", "--contents", "10000", "--rounds", "1"),
    ("screening", "--pictures", "120", "--rows", "100000"),
    ("ledger", "--lines", "100000"),
)
WHOLE = (
    ("pdq_speed",),
    ("pdq_recall",),
    ("index", "--rows", "1000000"),
    ("index", "--rows", "1000000", "--skewed"),
    ("index", "--rows", "10000000", "--path", "numpy"),
    ("index", "--rows", "10000000", "--path", "compiled"),
    ("terms",),
    ("import_list",),
    ("import_list", "--rows", "1000000", "--columns", "pdq", "--rounds", "1"),
    ("look_back",),
    ("screening",),
    ("ledger",),
)


def main() -> int:
    failed = 0
    for name, *options in QUICK if "--quick" in sys.argv else WHOLE:
        print(f"\n== python -m benchmarks.{name} {' '.join(options)}", flush=True)
        command = [sys.executable, "-m", f"benchmarks.{name}", *options]
        one_thread = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
        failed += subprocess.run(command, env=one_thread, check=False).returncode != 0
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main())
