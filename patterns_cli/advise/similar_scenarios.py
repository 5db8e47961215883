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

    from patterns_cli.advise.index import AnalyzedText, Index, IndexedScenario

MIN_BANK_SIZE = 1000
"""A bank of fewer stories weighs words as one of so many would."""

MAX_REASON_SCENARIOS = 10
"""Among so many of the likest stories it is looked for what one says of another verdict."""


class SimilarScenarios:
    """The stories of a pack by how like a text they are: by the rare words that they share with it."""

    def __init__(self, index: Index, analyzed_text: AnalyzedText) -> None:
        self._index = index
        self.word_weights = {token.stem: _word_weight(index, token.stem) for token in analyzed_text.tokens}
        """How much each word of the text tells in this pack."""

    @cached_property
    def _overlaps(self) -> dict[int, float]:
        return self._compute_overlaps(self.word_weights)

    def _compute_overlaps(self, word_weights: Mapping[str, float]) -> dict[int, float]:
        """How much the words weigh that each story shares with the text."""
        shared: defaultdict[int, float] = defaultdict(float)
        for word, weight in word_weights.items():
            for number in self._index.scenarios_with(word):
                shared[number] += weight
        return shared

    @cached_property
    def _by_similarity(self) -> list[tuple[int, float]]:
        lengths = self._index.scenario_lengths
        likeness = {number: one / math.sqrt(lengths[number] + 1) for number, one in self._overlaps.items()}
        return sorted(likeness.items(), key=lambda item: (-item[1], item[0]))

    def coverage(self, word_weights: Mapping[str, float]) -> float:
        """How much of what a text's words weigh the likest story shares, from 0 to 1."""
        whole = sum(word_weights.values())
        return max(self._compute_overlaps(word_weights).values(), default=0.0) / whole if whole else 0.0

    def _scenarios_with_verdict(self, verdict: str) -> Iterator[IndexedScenario]:
        for number, _ in self._by_similarity:
            if self._index.verdict_of(number) == verdict:
                yield self._index.scenario(number)

    @cached_property
    def knn_votes(self) -> dict[str, float]:
        """Each verdict's share of the likest stories, the likest counting most; all equal where none is like.

        One vote goes to all alike: that of a long story which shares a single rare word.
        """
        likest = self._by_similarity[: params.KNN_K]
        votes = dict.fromkeys(
            self._index.verdicts, _min_similarity(self._index) ** params.VOTE_EXPONENT / len(self._index.verdicts)
        )
        for number, likeness in likest:
            votes[self._index.verdict_of(number)] += likeness**params.VOTE_EXPONENT
        whole = sum(votes.values())
        return {verdict: vote / whole for verdict, vote in votes.items()}

    def most_similar(self, verdict: str, limit: int) -> tuple[IndexedScenario, ...]:
        """Up to ``most`` problems with a verdict, the likest first."""
        problems = (story for story in self._scenarios_with_verdict(verdict) if not story.is_card_text)
        return tuple(islice(problems, limit))

    def reasons_against_others(self, verdict: str) -> dict[str, str]:
        """Why others would not do, in the words of the likest problem with a verdict that speaks of each."""
        reasons: dict[str, str] = {}
        for story in islice(self._scenarios_with_verdict(verdict), MAX_REASON_SCENARIOS):
            for other, why in story.but_not.items():
                reasons.setdefault(other, why)
        return reasons


def _word_weight(index: Index, stem: str) -> float:
    """How much a word tells: the rarer, the more; one that no story has as much as one that a single story has."""
    return _squared_idf(index, max(1, len(index.scenarios_with(stem))))


def _min_similarity(index: Index) -> float:
    """How like a text a long story is that shares a single rare word with it."""
    return _squared_idf(index, 1) / math.sqrt(params.UNIFORM_VOTE_WORDS + 1)


def _squared_idf(index: Index, document_frequency: int) -> float:
    return math.log(1 + max(len(index.scenarios), MIN_BANK_SIZE) / document_frequency) ** 2
