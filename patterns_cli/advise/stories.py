"""The known scenarios that a text is most like."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from patterns_cli.advise.index import Index, Said, Story

RARE = 1000
"""A bank of fewer stories weighs words as one of so many would."""


def nearest_stories(index: Index, said: Said, verdicts: Collection[str] | None = None, most: int = 3) -> list[Story]:
    """Up to ``most`` scenarios that share the rarest words with a text, the likest first.

    With ``verdicts``, only scenarios that these answer.
    """
    found = []
    for number, _ in _ranked(index, said):
        story = index.story(number)
        if not story.is_card and (verdicts is None or story.verdict in verdicts):
            found.append(story)
            if len(found) == most:
                break
    return found


def why_not(index: Index, said: Said, verdict: str, other: str, near: int = 150) -> str:
    """Why the likest of a verdict's scenarios that speak of another one say that it would not do."""
    for number, _ in _ranked(index, said)[:near]:
        story = index.story(number)
        if story.verdict == verdict and other in story.but_not:
            return story.but_not[other]
    return ""


def closeness(index: Index, said: Said) -> float:
    """How much of a text's rare words the likest story shares, from 0 to 1."""
    words = {token.stem for token in said.tokens}
    whole = sum(_weight(index, word) for word in words)
    shared: defaultdict[int, float] = defaultdict(float)
    for word in words:
        for number in index.stories_with(word):
            shared[number] += _weight(index, word)
    return max(shared.values(), default=0.0) / whole if whole else 0.0


def likeliest_neighbour(index: Index, said: Said, verdict: str, near: int = 15) -> str:
    """The neighbour that the likest scenarios of a verdict name, each by how like it is."""
    votes: defaultdict[str, float] = defaultdict(float)
    for number, likeness in _ranked(index, said):
        story = index.story(number)
        if story.verdict == verdict and story.neighbour:
            votes[story.neighbour] += likeness
            near -= 1
            if not near:
                break
    return max(votes, key=votes.__getitem__, default="")


def _ranked(index: Index, said: Said) -> list[tuple[int, float]]:
    """All scenarios that share a word with the text, with how much they share, the likest first."""
    likeness: defaultdict[int, float] = defaultdict(float)
    for word in {token.stem for token in said.tokens}:
        for number in index.stories_with(word):
            likeness[number] += _weight(index, word)
    lengths = index.lengths
    scored = {number: one / math.sqrt(lengths[number] + 1) for number, one in likeness.items()}
    return sorted(scored.items(), key=lambda item: (-item[1], item[0]))


def _weight(index: Index, word: str) -> float:
    """How much a word tells: the rarer, the more; one that no story has as much as one that a single story has."""
    having = max(1, len(index.stories_with(word)))
    return math.log(1 + max(len(index.stories), RARE) / having) ** 2
