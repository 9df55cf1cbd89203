"""The pool: hostile jobs cost their own answer and nothing else."""

import resource
import sys
import threading
import time
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from errno import EACCES, EAGAIN, EPERM
from functools import partial
from pathlib import Path

import pytest

from lapwing.model.content import Limits, Why
from lapwing.model.errors import Unavailable
from lapwing.model.signals import Measured
from lapwing.service.sandbox import crew
from lapwing.service.sandbox.desk import DESK_BYTES
from lapwing.service.sandbox.pool import Pool
from lapwing.service.sandbox.worker import Worker
from tests.sandbox_material import COMMAND, DETECTORS, FORBIDDEN, KINDS

pytestmark = pytest.mark.slow

LIMITS = Limits(wall_seconds=20, cpu_seconds=10, memory_bytes=256 << 20, answer_bytes=1 << 19)
SHORT = Limits(wall_seconds=0.5, cpu_seconds=10)


def pool(*, limits: Limits = LIMITS, workers: int = 1, jobs_each: int = 5000) -> Pool:
    return Pool(
        kinds=KINDS, detectors=DETECTORS, limits=limits, workers=workers, jobs_each=jobs_each, command=COMMAND
    )


@pytest.fixture(scope="module")
def shared() -> Iterator[Pool]:
    with pool() as made:
        yield made


def ask(of: Pool, command: str) -> Measured:
    return of.measure(command.encode(), kind="obedient")


def noted(measured: Measured) -> str:
    assert measured.gaps == ()
    (note,) = (signal.value for signal in measured.signals if signal.kind == "note")
    return note


def lost(measured: Measured, *, command: str) -> tuple[Why, str]:
    """Return why the answer is unknown, having seen that what can be known without a worker is there."""
    assert [signal.value for signal in measured.signals] == [str(len(command))]
    of_kind, of_detector = measured.gaps
    assert (of_kind.who, of_detector.who, of_detector.why) == ("obedient", "echo", of_kind.why)
    return of_kind.why, of_kind.detail


def test_a_job_gives_what_the_worker_and_the_parent_measured(shared: Pool) -> None:
    measured = ask(shared, "good")
    assert [(signal.kind, signal.value) for signal in measured.signals] == [("note", "done"), ("length", "4")]
    assert measured.gaps == ()
    assert measured.size_bytes == 4


@pytest.mark.parametrize("deed", FORBIDDEN)
def test_a_confined_worker_is_refused(shared: Pool, deed: str) -> None:
    assert noted(ask(shared, f"try {deed}")) in {f"refused {EPERM}", f"refused {EACCES}"}


def test_a_worker_inherits_nothing(shared: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAPWING_SECRET", "not for workers")
    with pool() as fresh:
        assert "LAPWING_SECRET" not in noted(ask(fresh, "environment"))
    # The three standard streams, which are /dev/null, the link, and the desk.
    assert noted(ask(shared, "descriptors")) == "5"


def test_a_worker_may_start_a_thread(shared: Pool) -> None:
    assert noted(ask(shared, "thread")) == "ran"


@pytest.mark.parametrize(
    ("command", "why", "detail"),
    [
        ("die", Why.DIED, "SIGSEGV"),
        ("abort", Why.DIED, "SIGABRT"),
        ("leave", Why.DIED, "exit 3"),
        ("babble", Why.DIED, "an answer that makes no sense: DecodeError"),
        ("boast", Why.DIED, f"an answer that makes no sense: {1 << 31} bytes"),
        ("long", Why.DIED, "an answer that makes no sense"),
        ("grow", Why.TOO_LARGE, "over the limit on memory"),
        ("fail", Why.FAILED, "RecursionError"),
    ],
)
def test_a_worker_that_fails_costs_its_own_answer_only(
    shared: Pool, command: str, why: Why, detail: str
) -> None:
    measured = ask(shared, command)
    found, said = lost(measured, command=command)
    assert (found, said[: len(detail)]) == (why, detail)
    assert noted(ask(shared, "good")) == "done"


@pytest.mark.parametrize("command", ["hang", "trickle", "spin"])
def test_a_worker_is_killed_at_the_deadline(command: str) -> None:
    with pool(limits=SHORT) as short:
        short.confinement()
        began = time.monotonic()
        assert lost(ask(short, command), command=command) == (Why.TOO_SLOW, "over 0.5 seconds")
        assert time.monotonic() - began < 2


def test_a_worker_is_killed_when_its_cpu_seconds_are_used_up() -> None:
    limits = Limits(cpu_seconds=1, wall_seconds=30)
    with pool(limits=limits) as short:
        assert lost(ask(short, "spin"), command="spin") == (Why.TOO_SLOW, "over the limit on CPU seconds")


def test_cpu_seconds_are_counted_for_each_job_anew() -> None:
    with pool(limits=Limits(cpu_seconds=1)) as short:
        before = noted(ask(short, "pid"))
        for _ in range(8):
            ask(short, "take 200")
        assert noted(ask(short, "pid")) == before


def test_memory_is_had_up_to_the_limit_and_not_beyond(shared: Pool) -> None:
    assert noted(ask(shared, "take 200")) == "took 200"
    assert lost(ask(shared, "take 300"), command="take 300")[0] is Why.TOO_LARGE


def test_input_over_the_limit_is_not_handed_over() -> None:
    with pool(limits=Limits(input_bytes=4)) as small:
        assert noted(ask(small, "good")) == "done"
        assert lost(ask(small, "good "), command="good ") == (Why.TOO_LARGE, "5 bytes")


@pytest.mark.parametrize("size", [DESK_BYTES, DESK_BYTES + 1, 3 * DESK_BYTES])
def test_input_of_any_size_arrives_whole(shared: Pool, size: int) -> None:
    data = b"sum " + bytes(range(256)) * (size // 256) + b"\1" * size
    data = data[: size - 1] + b"\7"
    assert noted(shared.measure(data, kind="obedient")) == f"{size} bytes, {zlib.crc32(data)}"


def test_a_worker_is_replaced_after_its_jobs() -> None:
    with pool(jobs_each=2) as two:
        pids = [noted(ask(two, "pid")) for _ in range(6)]
    assert [pids.count(pid) for pid in dict.fromkeys(pids)] == [2, 2, 2]


def test_many_threads_are_each_given_their_own_answer() -> None:
    with pool(workers=2) as two, ThreadPoolExecutor(8) as threads:
        commands = [f"take {megabytes}" for megabytes in range(1, 50)]
        answers = list(threads.map(lambda command: noted(ask(two, command)), commands))
    assert answers == [f"took {megabytes}" for megabytes in range(1, 50)]


def test_a_worker_that_comes_free_wakes_one_who_waits_and_not_all(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[bool] = []
    gave_up = crew.Crew._gave_up

    def noted_look(self: crew.Crew) -> bool:
        looks.append(True)
        return gave_up(self)

    with pool() as fresh, ThreadPoolExecutor(12) as asking:
        fresh.confinement()
        monkeypatch.setattr(crew.Crew, "_gave_up", noted_look)
        answers = list(asking.map(partial(ask, fresh), ["take 100"] * 12))
    assert len(answers) == 12
    assert len(looks) < 2 * 12


def test_nothing_is_left_behind_by_hundreds_of_jobs_and_some_deaths() -> None:
    def used() -> tuple[int, int, int]:
        children = [(task / "children").read_text().split() for task in Path("/proc/self/task").iterdir()]
        return len(list(Path("/proc/self/fd").iterdir())), threading.active_count(), sum(map(len, children))

    before = used()
    with pool(workers=2) as two:
        for round_ in range(300):
            ask(two, "die" if round_ % 60 == 59 else "good")
    assert used() == before


def test_memory_of_the_main_process_stays_flat(shared: Pool) -> None:
    def peak() -> int:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    padding = b" " * (4 << 20)
    for _ in range(4):
        shared.measure(b"take 1" + padding, kind="obedient")
    before = peak()
    for _ in range(24):
        shared.measure(b"take 1" + padding, kind="obedient")
    assert peak() - before < 8 * 1024


def test_who_waits_when_the_pool_closes_is_told() -> None:
    told: list[str] = []
    short = pool()

    def wait() -> None:
        try:
            ask(short, "hang")
        except Unavailable as unavailable:
            told.append(unavailable.detail)

    with short:
        short.confinement()
        threads = [threading.Thread(target=wait) for _ in range(3)]
        for thread in threads:
            thread.start()
        time.sleep(0.2)
    for thread in threads:
        thread.join(5)
    assert told == ["the pool of workers is closed"] * 3


def test_a_closed_pool_says_so() -> None:
    with pytest.raises(Unavailable, match="closed"):
        ask(pool(), "good")


@pytest.mark.parametrize(
    "command",
    [("/nonexistent/python",), (sys.executable, "-c", "raise SystemExit(1)")],
    ids=["no such program", "ends at once"],
)
def test_workers_that_do_not_start_make_the_pool_unavailable(command: tuple[str, ...]) -> None:
    broken = Pool(kinds=KINDS, detectors=DETECTORS, limits=LIMITS, workers=2, command=command)
    with broken:
        began = time.monotonic()
        with pytest.raises(Unavailable):
            ask(broken, "good")
        # While it waits for its next attempt it answers at once, and it does not attempt again and again.
        for _ in range(100):
            with pytest.raises(Unavailable):
                ask(broken, "good")
        assert broken._crew._failures <= 1 + (time.monotonic() - began) // 0.4


def flaky(folder: Path, *, failing: range) -> tuple[str, ...]:
    """Return a command that starts a worker, but ends at once at its starts of the numbers in *failing*."""
    script = (
        "import os, sys\n"
        f"number = len(os.listdir({str(folder)!r}))\n"
        f"open({str(folder)!r} + f'/{{number}}-{{os.getpid()}}', 'x').close()\n"
        f"if number in {failing!r}: sys.exit(1)\n"
        f"os.execv({sys.executable!r}, {list(COMMAND)!r} + sys.argv[1:])"
    )
    return (sys.executable, "-I", "-S", "-c", script)


@pytest.mark.parametrize("failing", [range(3), range(1, 3)], ids=["the first ones", "those after the first"])
def test_workers_that_fail_to_start_are_tried_again_and_nobody_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: range
) -> None:
    monkeypatch.setattr(crew, "FIRST_WAIT_SECONDS", 0.05)
    command = flaky(tmp_path, failing=failing)
    with Pool(
        kinds=KINDS, detectors=DETECTORS, limits=LIMITS, workers=1, jobs_each=1, command=command
    ) as shaky:
        assert [noted(ask(shaky, "good")) for _ in range(3)] == ["done"] * 3
    assert len(list(tmp_path.iterdir())) >= 3 + len(failing)


def test_only_after_several_attempts_with_no_worker_at_all_is_anybody_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "FIRST_WAIT_SECONDS", 0.05)
    command = flaky(tmp_path, failing=range(1, 100))
    with Pool(
        kinds=KINDS, detectors=DETECTORS, limits=LIMITS, workers=1, jobs_each=1, command=command
    ) as short_lived:
        assert noted(ask(short_lived, "good")) == "done"
        with pytest.raises(Unavailable, match="did not start"):
            ask(short_lived, "good")
    assert len(list(tmp_path.iterdir())) == 1 + crew.MOST_ATTEMPTS


def test_one_worker_that_cannot_be_started_costs_the_others_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Worker] = []

    def one_of_two(command: Sequence[str]) -> Worker:
        if started:
            raise BlockingIOError(EAGAIN, "Resource temporarily unavailable")
        started.append(Worker(command))
        return started[0]

    monkeypatch.setattr(crew, "Worker", one_of_two)
    with pool(workers=2) as two, ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: noted(ask(two, "pid")), range(8)))
    assert len(set(answers)) == 1


def test_a_worker_that_does_not_read_its_examples_does_not_start() -> None:
    script = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parents[4])!r})\n"
        "import tests.sandbox_material as m\n"
        "m.Obedient.good = (b'fail',)\n"
        "m.serve(m.KINDS, m.DETECTORS)"
    )
    broken = Pool(
        kinds=KINDS,
        detectors=DETECTORS,
        limits=LIMITS,
        workers=1,
        command=(sys.executable, "-I", "-c", script),
    )
    with broken, pytest.raises(Unavailable, match="did not start: RecursionError"):
        broken.confinement()
