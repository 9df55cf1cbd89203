"""The few system calls that Python has no name for, through ctypes; each raises OSError with its errno."""

import ctypes
import os

# include/uapi/linux/prctl.h
PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_SECCOMP = 22
PR_SET_NO_NEW_PRIVS = 38

_LIBC = ctypes.CDLL(None, use_errno=True)
_LIBC.syscall.restype = ctypes.c_long


def prctl(option: int, *arguments: int) -> None:
    """Change something about this process, as prctl does.

    Raises:
        OSError: the kernel refused.
    """
    rest = [ctypes.c_ulong(each) for each in (*arguments, 0, 0, 0, 0)[:4]]
    _checked(_LIBC.prctl(ctypes.c_int(option), *rest))


def syscall(number: int, *arguments: int) -> int:
    """Call a system call by its number and return what it returned.

    Raises:
        OSError: the kernel refused.
    """
    return _checked(_LIBC.syscall(ctypes.c_long(number), *(ctypes.c_long(each) for each in arguments)))


def unshare(flags: int) -> None:
    """Move this process into new namespaces.

    Raises:
        OSError: the kernel refused.
    """
    _checked(_LIBC.unshare(ctypes.c_int(flags)))


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result
