"""The nearest words to a misspelt one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def close_matches(word: str, candidates: Iterable[str], limit: int = 3, min_similarity: float = 0.6) -> tuple[str, ...]:
    """Up to ``most`` of ``known`` that ``word`` may have been meant for, nearest first.

    ``at_least`` is how alike they must be, from 0 to 1.
    """
    from rapidfuzz import fuzz, process, utils

    found = process.extract(
        word,
        sorted(set(candidates)),
        scorer=fuzz.ratio,
        processor=utils.default_process,
        limit=limit,
        score_cutoff=min_similarity * 100,
    )
    return tuple(match for match, _, _ in found)


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """A hint with the candidate closest to a misspelled word, or an empty text if none is close."""
    matches = close_matches(word, candidates, limit=1)
    return f"did you mean {matches[0]}?" if matches else ""
