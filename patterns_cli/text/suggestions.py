"""The nearest words to a misspelt one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest(word: str, known: Iterable[str], most: int = 3, at_least: float = 0.6) -> tuple[str, ...]:
    """Up to ``most`` of ``known`` that ``word`` may have been meant for, nearest first.

    ``at_least`` is how alike they must be, from 0 to 1.
    """
    from rapidfuzz import fuzz, process, utils

    found = process.extract(
        word,
        sorted(set(known)),
        scorer=fuzz.ratio,
        processor=utils.default_process,
        limit=most,
        score_cutoff=at_least * 100,
    )
    return tuple(match for match, _, _ in found)
