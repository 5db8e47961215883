"""Suggestions for misspelled words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def close_matches(word: str, candidates: Iterable[str], limit: int = 3, min_similarity: float = 0.6) -> tuple[str, ...]:
    """Up to ``limit`` candidates similar to a word, most similar first.

    ``min_similarity`` is the minimum normalized edit similarity, from 0 to 1.
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


def did_you_mean(word: str, candidates: Iterable[str], otherwise: str = "", template: str = "{}") -> str:
    """A hint that names the most similar candidate, or ``otherwise`` if none is similar.

    The candidate is written as ``template`` says, such as ``{}.yaml``.
    """
    return suggestion_hint([template.format(match) for match in close_matches(word, candidates, limit=1)], otherwise)


def suggestion_hint(suggestions: Sequence[str], otherwise: str = "") -> str:
    """A hint that names all the suggestions, or ``otherwise`` without any."""
    if not suggestions:
        return otherwise
    *others, last = suggestions
    return f"did you mean {', '.join(others)} or {last}?" if others else f"did you mean {last}?"
