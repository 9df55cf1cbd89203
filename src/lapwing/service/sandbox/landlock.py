"""Landlock: a process takes from itself every path, and every TCP port.

Source: https://docs.kernel.org/userspace-api/landlock.html
"""

import ctypes
import os

from lapwing.service.sandbox.kernel import syscall

# The same numbers on every architecture.
CREATE_RULESET = 444
RESTRICT_SELF = 446
VERSION_FLAG = 1

# Rights by the ABI that brought them. A right that is handled and granted by no rule is gone.
FS_RIGHTS = {1: 13, 2: 14, 3: 15, 5: 16}
NET_SINCE, NET_RIGHTS = 4, 0b11  # bind and connect TCP
SCOPED_SINCE, SCOPED_RIGHTS = 6, 0b11  # abstract sockets and signals to outside


class _RulesetAttr(ctypes.Structure):
    _fields_ = (
        ("handled_access_fs", ctypes.c_uint64),
        ("handled_access_net", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    )


def abi_version() -> int:
    """Return the kernel's Landlock ABI, 1 or more.

    Raises:
        OSError: the kernel has none, or it is switched off.
    """
    return syscall(CREATE_RULESET, 0, 0, VERSION_FLAG)


def give_up_files_and_ports() -> None:
    """Take from this process every path and, where the kernel can, TCP; needs no_new_privs.

    Raises:
        OSError: the kernel refused.
    """
    abi = abi_version()
    bits = max(count for since, count in FS_RIGHTS.items() if since <= abi)
    attr = _RulesetAttr(
        handled_access_fs=(1 << bits) - 1,
        handled_access_net=NET_RIGHTS if abi >= NET_SINCE else 0,
        scoped=SCOPED_RIGHTS if abi >= SCOPED_SINCE else 0,
    )
    ruleset = syscall(CREATE_RULESET, ctypes.addressof(attr), _attr_bytes(abi), 0)
    try:
        syscall(RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def _attr_bytes(abi: int) -> int:
    """Return how much of the structure a kernel of that ABI knows."""
    if abi >= SCOPED_SINCE:
        return ctypes.sizeof(_RulesetAttr)
    return 16 if abi >= NET_SINCE else 8
