"""A seccomp filter: the worker may compute, take memory, and talk over the socket it has. Nothing else.

Source: seccomp(2); include/uapi/linux/{seccomp,filter,audit}.h; system call numbers from asm-generic/unistd.h
(aarch64) and arch/x86/entry/syscalls/syscall_64.tbl.
"""

import ctypes
import errno
import os
import platform
from collections.abc import Mapping
from dataclasses import dataclass

from lapwing.service.sandbox.kernel import PR_SET_SECCOMP, prctl

FILTER_MODE = 2
ALLOW = 0x7FFF0000
KILL_PROCESS = 0x80000000
REFUSE = 0x00050000  # or an errno in the low bits

# Classic BPF: load a word of seccomp_data; jump if equal, if any bit is set, if greater or equal; return.
LOAD, JUMP_EQUAL, JUMP_SET, JUMP_AT_LEAST, RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
NUMBER_AT, ARCH_AT, ARGUMENTS_AT = 0, 4, 16
# x86-64 also answers calls numbered from here on, in the x32 convention.
X32_FROM = 0x40000000

PROT_EXEC = 0x4
CLONE_THREAD = 0x10000


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """An architecture: its audit name, and its numbers for the calls that we name."""

    audit_arch: int
    numbers: Mapping[str, int]


# fmt: off
_X86_64 = {
    "read": 0, "write": 1, "close": 3, "fstat": 5, "lseek": 8, "mmap": 9, "mprotect": 10, "munmap": 11,
    "brk": 12, "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15, "pread64": 17, "readv": 19,
    "writev": 20, "sched_yield": 24, "mremap": 25, "madvise": 28, "nanosleep": 35, "getpid": 39,
    "sendto": 44, "recvfrom": 45, "recvmsg": 47, "clone": 56, "exit": 60, "gettimeofday": 96,
    "sigaltstack": 131, "gettid": 186, "futex": 202, "sched_getaffinity": 204, "restart_syscall": 219,
    "clock_gettime": 228, "clock_nanosleep": 230, "exit_group": 231, "tgkill": 234, "set_robust_list": 273,
    "getrandom": 318, "membarrier": 324, "rseq": 334, "clone3": 435,
}
_AARCH64 = {
    "read": 63, "write": 64, "close": 57, "fstat": 80, "lseek": 62, "mmap": 222, "mprotect": 226,
    "munmap": 215, "brk": 214, "rt_sigaction": 134, "rt_sigprocmask": 135, "rt_sigreturn": 139,
    "pread64": 67, "readv": 65, "writev": 66, "sched_yield": 124, "mremap": 216, "madvise": 233,
    "nanosleep": 101, "getpid": 172, "sendto": 206, "recvfrom": 207, "recvmsg": 212, "clone": 220,
    "exit": 93, "gettimeofday": 169, "sigaltstack": 132, "gettid": 178, "futex": 98,
    "sched_getaffinity": 123, "restart_syscall": 128, "clock_gettime": 113, "clock_nanosleep": 115,
    "exit_group": 94, "tgkill": 131, "set_robust_list": 99, "getrandom": 278, "membarrier": 283,
    "rseq": 293, "clone3": 435,
}
# fmt: on

MACHINES: Mapping[str, Machine] = {
    "x86_64": Machine(audit_arch=0xC000003E, numbers=_X86_64),
    "aarch64": Machine(audit_arch=0xC00000B7, numbers=_AARCH64),
}

# Allowed only with certain arguments.
CONDITIONAL = frozenset({"mmap", "mprotect", "clone", "clone3", "tgkill"})


class _Instruction(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint16),
        ("jump_true", ctypes.c_uint8),
        ("jump_false", ctypes.c_uint8),
        ("value", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("instructions", ctypes.POINTER(_Instruction)))


Step = tuple[int, int, int, int]


def install() -> None:
    """Put this process, and any thread it starts, behind the filter for good; needs no_new_privs.

    Raises:
        OSError: the kernel refused, or the machine is neither x86-64 nor aarch64.
    """
    machine = MACHINES.get(platform.machine())
    if machine is None:
        raise OSError(errno.ENOSYS, f"no filter for {platform.machine()}")
    steps = program(machine, own_pid=os.getpid())
    array = (_Instruction * len(steps))(*(_Instruction(*step) for step in steps))
    whole = _Program(len(steps), array)
    prctl(PR_SET_SECCOMP, FILTER_MODE, ctypes.addressof(whole))


def program(machine: Machine, *, own_pid: int) -> list[Step]:
    """Return the filter as (code, jump if true, jump if false, value)."""
    numbers = machine.numbers
    steps: list[Step] = [
        (LOAD, 0, 0, ARCH_AT),
        (JUMP_EQUAL, 1, 0, machine.audit_arch),
        (RETURN, 0, 0, KILL_PROCESS),
        (LOAD, 0, 0, NUMBER_AT),
        (JUMP_AT_LEAST, 0, 1, X32_FROM),
        (RETURN, 0, 0, KILL_PROCESS),
    ]
    for name in numbers.keys() - CONDITIONAL:
        steps += _when(numbers[name], [(RETURN, 0, 0, ALLOW)])
    for name in ("mmap", "mprotect"):
        # Memory is written or run, never both: nothing that a decoder makes becomes code.
        steps += _when(numbers[name], _unless_set(argument=2, bits=PROT_EXEC))
    # Threads (a video codec inside HEIC starts one) but no processes.
    steps += _when(numbers["clone"], _only_if_set(argument=0, bits=CLONE_THREAD))
    # Its flags lie behind a pointer that a filter cannot follow; libc falls back to clone.
    steps += _when(numbers["clone3"], [(RETURN, 0, 0, REFUSE | errno.ENOSYS)])
    # abort() signals itself.
    steps += _when(numbers["tgkill"], _only_if_equal(argument=0, value=own_pid))
    steps.append((RETURN, 0, 0, REFUSE | errno.EPERM))
    return steps


def _when(number: int, then: list[Step]) -> list[Step]:
    """Run *then*, which has to return, if the call is *number*."""
    return [(JUMP_EQUAL, 0, len(then), number), *then]


def _unless_set(*, argument: int, bits: int) -> list[Step]:
    return _tested(argument, (JUMP_SET, 0, 1, bits), if_true=REFUSE | errno.EPERM, if_false=ALLOW)


def _only_if_set(*, argument: int, bits: int) -> list[Step]:
    return _tested(argument, (JUMP_SET, 0, 1, bits), if_true=ALLOW, if_false=REFUSE | errno.EPERM)


def _only_if_equal(*, argument: int, value: int) -> list[Step]:
    return _tested(argument, (JUMP_EQUAL, 0, 1, value), if_true=ALLOW, if_false=REFUSE | errno.EPERM)


def _tested(argument: int, test: Step, *, if_true: int, if_false: int) -> list[Step]:
    # Both machines are little-endian: the low half of a 64-bit argument comes first.
    load = (LOAD, 0, 0, ARGUMENTS_AT + 8 * argument)
    return [load, test, (RETURN, 0, 0, if_true), (RETURN, 0, 0, if_false)]
