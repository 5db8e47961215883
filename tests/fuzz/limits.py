"""How long one input may take, and how much memory."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator

LARGEST = 20_000
"""No input has more bytes."""

SLOWEST = 2.0
"""So many seconds of the processor any one thing that is done with an input may take."""

TRACED = 3
"""Code that is traced takes about so many times as long; what is slow is tried again without."""

LARGEST_GROWTH = 300 * 1024
"""So many KiB one input may add to the memory that the process ever had."""


class SlowError(Exception):
    """Something took too long."""


class GreedyError(Exception):
    """An input took too much memory."""


class _Allowed:
    seconds = SLOWEST


def allow(seconds: float) -> None:
    """Set how long any one thing may take from now on."""
    _Allowed.seconds = seconds


@contextlib.contextmanager
def in_time(what: str) -> Iterator[None]:
    """Raise SlowError where the block takes too long."""
    start = time.process_time()
    yield
    spent = time.process_time() - start
    if spent > _Allowed.seconds:
        raise SlowError(f"{what} takes {spent:.1f} s")


@contextlib.contextmanager
def in_memory() -> Iterator[None]:
    """Raise GreedyError where the block takes too much memory."""
    before = _peak()
    yield
    grown = _peak() - before
    if grown > LARGEST_GROWTH:
        raise GreedyError(f"{grown // 1024} MiB more")


def _peak() -> int:
    try:
        import resource
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
