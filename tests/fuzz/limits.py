"""Limits on the time and memory that an input may take."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator

MAX_INPUT_BYTES = 20_000
"""Maximum size of an input, in bytes."""

MAX_SECONDS = 2.0
"""Maximum CPU time of each operation on an input, in seconds."""

TRACING_FACTOR = 3
"""How many times longer traced code may take."""

MAX_GROWTH_KIB = 300 * 1024
"""Maximum growth of the peak memory of the process by an input, in KiB."""


class SlowError(Exception):
    """An operation took too long."""


class MemoryGrowthError(Exception):
    """An input took too much memory."""


class _Limit:
    seconds = MAX_SECONDS


def set_time_limit(seconds: float) -> None:
    """Set the maximum CPU time of each operation, in seconds."""
    _Limit.seconds = seconds


@contextlib.contextmanager
def time_limit(what: str) -> Iterator[None]:
    """Raise SlowError if the block takes too long."""
    start = time.process_time()
    yield
    spent = time.process_time() - start
    if spent > _Limit.seconds:
        raise SlowError(f"{what} takes {spent:.1f} s")


@contextlib.contextmanager
def memory_limit() -> Iterator[None]:
    """Raise MemoryGrowthError if the block takes too much memory."""
    before = _peak_kib()
    yield
    grown = _peak_kib() - before
    if grown > MAX_GROWTH_KIB:
        raise MemoryGrowthError(f"{grown // 1024} MiB more")


def _peak_kib() -> int:
    try:
        import resource
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
