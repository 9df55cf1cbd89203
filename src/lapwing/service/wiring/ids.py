"""Ids that nobody can guess, in the order of time, so that a database finds recent ones together."""

import secrets
import time

_RANDOM_BYTES = 10


def new_id(prefix: str) -> str:
    """Return `prefix-` and 32 hex digits: 12 of the time in milliseconds, 20 at random."""
    return f"{prefix}-{time.time_ns() // 1_000_000:012x}{secrets.token_hex(_RANDOM_BYTES)}"
