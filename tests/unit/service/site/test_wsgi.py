"""A process that serves looks for garbage seldom, and not in what it has held since it began."""

import subprocess
import sys

import pytest

SERVES = """
import gc
from lapwing.service.site import wsgi

usual = gc.get_threshold()
wsgi._collect_seldom()
print(gc.isenabled(), gc.get_freeze_count() > 10_000, gc.get_threshold()[0] >= 10 * usual[0])
"""


@pytest.mark.slow
def test_garbage_is_looked_for_seldom() -> None:
    done = subprocess.run([sys.executable, "-c", SERVES], capture_output=True, text=True, check=True)  # noqa: S603  # our own program
    assert done.stdout.split() == ["True", "True", "True"]
