"""An import is killed at one line after another; whatever line it was, a whole version serves."""

import subprocess
import sys
from pathlib import Path

import pytest

# Forks one child for each line of the store's own code that an import and the acceptance after it run; the
# child dies there without a word, as by SIGKILL or a power cut that keeps what was written.
SCRIPT = """
import os, shutil, sys
from pathlib import Path

from lapwing.model.lists import Entry
from tests.store.test_lists import NAME, NOW, REFERENCE, Lists, acts, md5s, put, signal
from lapwing.lists.closeness import PERCEPTUAL
from lapwing.service.store.list_acts import What

home, every = Path(sys.argv[1]), int(sys.argv[2])
pdq = Entry(id="p", kind="pdq", value="0" * 64, item="p")


def change(lists):
    put(lists, *md5s(range(30)), pdq)
    lists.accept(NAME, 1, by="bo", why="back", now=NOW)


def dies_at(line):
    left = line

    def trace(frame, event, _arg):
        nonlocal left
        if "/service/store/" not in frame.f_code.co_filename:
            return None
        left -= event == "line"
        if left < 0:
            os._exit(9)
        return trace

    sys.settrace(trace)


start = home / "start"
first = Lists(start)
first.add(REFERENCE, by="ada", now=NOW)
put(first, *md5s(range(20)), pdq)

line, seen, ended = 0, set(), False
while not ended:
    copy = home / str(line)
    shutil.copytree(start, copy)
    child = os.fork()
    if child == 0:
        dies_at(line)
        change(Lists(copy))
        os._exit(0)
    ended = os.waitpid(child, 0)[1] == 0

    after = Lists(copy)
    after.verify(NAME)
    lookup = after.lookup()
    number = dict(lookup.versions)[NAME]
    entries = {1: 20, 2: 30}[number]
    for at, listed in ((19, True), (29, number == 2)):
        assert bool(lookup.match([signal("md5", f"{at:032x}")]).matches) is listed, (line, number)
    assert lookup.match([signal("pdq", "0" * 64)]).matches, line

    # Whoever writes next finds the journal complete and the list as good as ever.
    put(after, *md5s(range(40)), pdq)
    told = acts(after)
    assert told.count((What.SERVING, 1)) == 1, (line, told)
    assert told.count((What.SERVING, 2)) <= 1, (line, told)
    assert number == 1 or (What.SERVING, 2) in told, (line, told)
    assert told[-1][0] is What.SERVING, (line, told)
    assert len(after.versions(NAME)) == told[-1][1], (line, told)
    seen.add((number, told[-1][1], (What.ACCEPTED, 1) in told))
    shutil.rmtree(copy)
    line += every
print(sorted(seen), line)
"""


@pytest.mark.slow
def test_an_import_that_dies_at_any_line_leaves_a_whole_version_serving(tmp_path: Path) -> None:
    done = subprocess.run(  # noqa: S603 - our own interpreter and script
        [sys.executable, "-c", SCRIPT, str(tmp_path), "61"],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    # Deaths before the new version was there, while it served, and after the acceptance were among them.
    for state in ("(1, 2, False)", "(2, 3, False)", "(1, 3, True)"):
        assert state in done.stdout
