"""The known scenarios that are most similar to a text."""

from __future__ import annotations

import heapq
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
"""Minimum size of a bank for the weight of words, in scenarios; a smaller one is treated as having this size."""

MAX_REASON_SCENARIOS = 10
"""Maximum number of the most similar scenarios in which reasons against other verdicts are looked for."""


class SimilarScenarios:
    """The scenarios of a pack by their similarity to a text: the weight of the rare words they share with it.

    A word weighs its squared inverse document frequency (Manning, Raghavan and Schütze, Introduction to
    Information Retrieval, 2008, chapter 6).
    """

    def __init__(self, index: Index, analyzed_text: AnalyzedText) -> None:
        self._index = index
        self._postings = {token.stem: index.scenarios_with(token.stem) for token in analyzed_text.tokens}
        self.word_weights = {
            # A word that is in no scenario weighs as much as one that is in a single scenario.
            stem: _squared_idf(index, max(1, len(numbers)))
            for stem, numbers in self._postings.items()
        }
        """The weight of each word of the text in this pack."""

    def _overlaps(self, word_weights: Mapping[str, float]) -> dict[int, float]:
        """Return the weight of the words that each scenario shares with the text."""
        overlaps: defaultdict[int, float] = defaultdict(float)
        for stem, weight in word_weights.items():
            for number in self._postings[stem]:
                overlaps[number] += weight
        return overlaps

    @cached_property
    def _similarities(self) -> dict[int, float]:
        lengths = self._index.scenario_lengths
        overlaps = self._overlaps(self.word_weights)
        return {number: overlap / math.sqrt(lengths[number] + 1) for number, overlap in overlaps.items()}

    def _order(self, number: int) -> tuple[float, int]:
        return -self._similarities[number], number

    def coverage(self, word_weights: Mapping[str, float]) -> float:
        """Return the maximum share of the weight of a text's words that one scenario has, from 0 to 1."""
        total = sum(word_weights.values())
        return max(self._overlaps(word_weights).values(), default=0.0) / total if total else 0.0

    def _scenarios_with_verdict(self, verdict: str) -> Iterator[IndexedScenario]:
        """Yield the scenarios with a verdict, the most similar first."""
        numbers = [number for number in self._similarities if self._index.verdict_of(number) == verdict]
        return map(self._index.scenario, sorted(numbers, key=self._order))

    @cached_property
    def knn_votes(self) -> dict[str, float]:
        """Each verdict's share of the votes of the k nearest neighbors, weighted by similarity; adds up to 1.

        Every verdict also gets the vote of a long scenario that shares a single rare word, so that the
        shares are equal if nothing is similar.
        """
        uniform_vote = _min_similarity(self._index) ** params.VOTE_EXPONENT / len(self._index.verdicts)
        votes = dict.fromkeys(self._index.verdicts, uniform_vote)
        for number in heapq.nsmallest(params.KNN_K, self._similarities, key=self._order):
            votes[self._index.verdict_of(number)] += self._similarities[number] ** params.VOTE_EXPONENT
        total = sum(votes.values())
        return {verdict: vote / total for verdict, vote in votes.items()}

    def most_similar(self, verdict: str, limit: int) -> tuple[IndexedScenario, ...]:
        """Return up to ``limit`` problems with a verdict, the most similar first."""
        scenarios = self._scenarios_with_verdict(verdict)
        return tuple(islice((scenario for scenario in scenarios if not scenario.is_card_text), limit))

    def reasons_against_others(self, verdict: str) -> dict[str, str]:
        """Return why other verdicts would not do, from the most similar problem with a verdict that mentions each."""
        reasons: dict[str, str] = {}
        for scenario in islice(self._scenarios_with_verdict(verdict), MAX_REASON_SCENARIOS):
            for other, why in scenario.but_not.items():
                reasons.setdefault(other, why)
        return reasons


def _min_similarity(index: Index) -> float:
    """Return the similarity of a long scenario that shares a single rare word with a text."""
    return _squared_idf(index, 1) / math.sqrt(params.UNIFORM_VOTE_WORDS + 1)


def _squared_idf(index: Index, document_frequency: int) -> float:
    return math.log(1 + max(index.scenario_count, MIN_BANK_SIZE) / document_frequency) ** 2
