"""The filter, run instruction by instruction as the kernel would."""

import errno

import pytest

from lapwing.service.sandbox.seccomp import (
    ALLOW,
    ARCH_AT,
    CLONE_THREAD,
    CONDITIONAL,
    JUMP_AT_LEAST,
    JUMP_EQUAL,
    JUMP_SET,
    KILL_PROCESS,
    LOAD,
    MACHINES,
    NUMBER_AT,
    PROT_EXEC,
    REFUSE,
    RETURN,
    Machine,
    program,
)

PID = 4711
REFUSED = REFUSE | errno.EPERM
FORBIDDEN_X86_64 = {
    "open": 2,
    "socket": 41,
    "fork": 57,
    "execve": 59,
    "kill": 62,
    "ptrace": 101,
    "openat": 257,
}


def outcome(machine: Machine, number: int, *arguments: int, arch: int | None = None) -> int:
    """Return what the filter returns for a call."""
    words = {NUMBER_AT: number, ARCH_AT: machine.audit_arch if arch is None else arch}
    for index in range(6):
        words[16 + 8 * index] = arguments[index] if index < len(arguments) else 0
    steps = program(machine, own_pid=PID)
    at = accumulator = 0
    while True:
        code, if_true, if_false, value = steps[at]
        at += 1
        if code == LOAD:
            accumulator = words[value]
        elif code == RETURN:
            return value
        else:
            tests = {
                JUMP_EQUAL: accumulator == value,
                JUMP_SET: bool(accumulator & value),
                JUMP_AT_LEAST: accumulator >= value,
            }
            at += if_true if tests[code] else if_false


@pytest.fixture(params=sorted(MACHINES))
def machine(request: pytest.FixtureRequest) -> Machine:
    return MACHINES[request.param]


def test_what_a_worker_needs_is_allowed(machine: Machine) -> None:
    for name in machine.numbers.keys() - CONDITIONAL:
        assert outcome(machine, machine.numbers[name]) == ALLOW, name


def test_every_other_call_is_refused(machine: Machine) -> None:
    for number in set(range(600)) - set(machine.numbers.values()):
        assert outcome(machine, number) == REFUSED, number


@pytest.mark.parametrize("name", FORBIDDEN_X86_64)
def test_the_calls_that_matter_most_are_among_them(name: str) -> None:
    assert outcome(MACHINES["x86_64"], FORBIDDEN_X86_64[name]) == REFUSED


@pytest.mark.parametrize("call", ["mmap", "mprotect"])
def test_memory_is_never_runnable(machine: Machine, call: str) -> None:
    number = machine.numbers[call]
    assert outcome(machine, number, 0, 0, 3) == ALLOW
    assert outcome(machine, number, 0, 0, 3 | PROT_EXEC) == REFUSED


def test_threads_but_no_processes(machine: Machine) -> None:
    number = machine.numbers["clone"]
    assert outcome(machine, number, CLONE_THREAD | 0x100) == ALLOW
    assert outcome(machine, number, 17) == REFUSED
    assert outcome(machine, machine.numbers["clone3"]) == REFUSE | errno.ENOSYS


def test_a_worker_signals_nobody_but_itself(machine: Machine) -> None:
    number = machine.numbers["tgkill"]
    assert outcome(machine, number, PID) == ALLOW
    assert outcome(machine, number, 1) == REFUSED


def test_calls_in_a_foreign_convention_kill(machine: Machine) -> None:
    assert outcome(machine, 0, arch=0x40000003) == KILL_PROCESS
    assert outcome(machine, 0x40000000) == KILL_PROCESS
