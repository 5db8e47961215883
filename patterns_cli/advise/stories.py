"""The known scenarios that a text is most like."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from patterns_cli.advise.index import Index, Said, Story


def nearest_stories(index: Index, said: Said, verdicts: Collection[str] | None = None, most: int = 3) -> list[Story]:
    """Up to ``most`` scenarios that share the rarest words with a text, the likest first.

    With ``verdicts``, only scenarios that these answer.
    """
    found = []
    for number, _ in _ranked(index, said):
        story = index.story(number)
        if verdicts is None or story.verdict in verdicts:
            found.append(story)
            if len(found) == most:
                break
    return found


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
    count = len(index.stories)
    likeness: defaultdict[int, float] = defaultdict(float)
    for word in {token.stem for token in said.tokens}:
        having = index.stories_with(word)
        weight = math.log(1 + count / len(having)) ** 2 if having else 0.0
        for number in having:
            likeness[number] += weight
    lengths = index.lengths
    scored = {number: one / math.sqrt(lengths[number] + 1) for number, one in likeness.items()}
    return sorted(scored.items(), key=lambda item: (-item[1], item[0]))
