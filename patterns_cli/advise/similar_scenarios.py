"""The known scenarios that a text is most like."""

from __future__ import annotations

import math
from collections import defaultdict
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from patterns_cli.advise import hyperparameters as params

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from patterns_cli.advise.index import Index, Said, Story

RARE = 1000
"""A bank of fewer stories weighs words as one of so many would."""

NEAR = 10
"""Among so many of the likest stories it is looked for what one says of another verdict."""


class LikeStories:
    """The stories of a pack by how like a text they are: by the rare words that they share with it."""

    def __init__(self, index: Index, said: Said) -> None:
        self._index = index
        self.weights = {token.stem: _weight(index, token.stem) for token in said.tokens}
        """How much each word of the text tells in this pack."""

    @cached_property
    def _shared(self) -> dict[int, float]:
        return self._weighed(self.weights)

    def _weighed(self, weights: Mapping[str, float]) -> dict[int, float]:
        """How much the words weigh that each story shares with the text."""
        shared: defaultdict[int, float] = defaultdict(float)
        for word, weight in weights.items():
            for number in self._index.stories_with(word):
                shared[number] += weight
        return shared

    @cached_property
    def _ranked(self) -> list[tuple[int, float]]:
        lengths = self._index.lengths
        likeness = {number: one / math.sqrt(lengths[number] + 1) for number, one in self._shared.items()}
        return sorted(likeness.items(), key=lambda item: (-item[1], item[0]))

    def closeness(self, weights: Mapping[str, float]) -> float:
        """How much of what a text's words weigh the likest story shares, from 0 to 1."""
        whole = sum(weights.values())
        return max(self._weighed(weights).values(), default=0.0) / whole if whole else 0.0

    def _stories(self, verdict: str) -> Iterator[Story]:
        for number, _ in self._ranked:
            if self._index.verdict_of(number) == verdict:
                yield self._index.story(number)

    @cached_property
    def votes(self) -> dict[str, float]:
        """Each verdict's share of the likest stories, the likest counting most; all equal where none is like.

        One vote goes to all alike: that of a long story which shares a single rare word.
        """
        likest = self._ranked[: params.VOTERS]
        votes = dict.fromkeys(
            self._index.verdicts, _faint(self._index) ** params.VOTE_SHARPNESS / len(self._index.verdicts)
        )
        for number, likeness in likest:
            votes[self._index.verdict_of(number)] += likeness**params.VOTE_SHARPNESS
        whole = sum(votes.values())
        return {verdict: vote / whole for verdict, vote in votes.items()}

    def nearest(self, verdict: str, most: int) -> tuple[Story, ...]:
        """Up to ``most`` problems with a verdict, the likest first."""
        problems = (story for story in self._stories(verdict) if not story.is_card)
        return tuple(islice(problems, most))

    def reasons_against(self, verdict: str) -> dict[str, str]:
        """Why others would not do, in the words of the likest problem with a verdict that speaks of each."""
        reasons: dict[str, str] = {}
        for story in islice(self._stories(verdict), NEAR):
            for other, why in story.but_not.items():
                reasons.setdefault(other, why)
        return reasons


def _weight(index: Index, word: str) -> float:
    """How much a word tells: the rarer, the more; one that no story has as much as one that a single story has."""
    return _weight_in(index, max(1, len(index.stories_with(word))))


def _faint(index: Index) -> float:
    """How like a text a long story is that shares a single rare word with it."""
    return _weight_in(index, 1) / math.sqrt(params.FAINT_LENGTH + 1)


def _weight_in(index: Index, having: int) -> float:
    return math.log(1 + max(len(index.stories), RARE) / having) ** 2
