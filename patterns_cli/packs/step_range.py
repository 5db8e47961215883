"""Stretches of a diagram's steps."""

from __future__ import annotations


def parse_step_range(text: str, step_count: int) -> range | None:
    """The steps that a stretch such as ``2-5`` names, counted from 0; None where it names none of so many."""
    first, dash, last = text.partition("-")
    if not dash or not (first.isascii() and first.isdigit() and last.isascii() and last.isdigit()):
        return None
    found = range(int(first) - 1, int(last))
    return found if found.start >= 0 and len(found) > 1 and found.stop <= step_count else None
