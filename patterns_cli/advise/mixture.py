"""A text as the packs in force read it, and what they say of it together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from patterns_cli.advise import hyperparameters as params
from patterns_cli.advise.index import Index, Said, said
from patterns_cli.advise.naive_bayes import Marker, Ranking, likelihoods, scored
from patterns_cli.advise.similar_scenarios import LikeStories

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Reading:
    """A text as one pack's scenarios read it."""

    def __init__(self, index: Index, text: str) -> None:
        self.index = index
        self.said: Said = said(text, index.compiled_cues)
        self.ranking: Ranking = scored(index, self.said)
        self.stories = LikeStories(index, self.said)
        self.likely = likelihoods(self.ranking, self.stories.votes)

    @property
    def neighbour(self) -> str:
        """The neighbour that the words speak for, if what is asked lies outside."""
        return max(self.ranking.kinds, key=self.ranking.kinds.__getitem__, default="")

    def marker(self, likely: Mapping[str, float]) -> Marker:
        """What finds the words that speak for a verdict."""
        return Marker(self.said, self.ranking, likely)


def reading_of(readings: Sequence[Reading], trusted: Sequence[float], verdict: str) -> Reading:
    """The reading that knows a verdict and is trusted most, by its share; the first where none knows it."""
    knowing = [number for number, reading in enumerate(readings) if verdict in reading.ranking.scores]
    return readings[max(knowing, key=trusted.__getitem__, default=0)]


def shares(readings: Sequence[Reading]) -> list[float]:
    """How much each reading counts beside the others: the more, the nearer one of its stories comes to the text.

    A word tells as little as it does in the pack where it is commonest: in a pack of a few stories every
    word looks rare.
    """
    if len(readings) == 1:
        return [1.0]
    words = readings[0].stories.weights
    weights = {word: min(reading.stories.weights[word] for reading in readings) for word in words}
    trusts = [
        (1.0 if reading.index.is_told else params.UNTOLD) * reading.stories.closeness(weights) ** params.TRUST_GROWTH
        for reading in readings
    ]
    whole = sum(trusts)
    return [trust / whole if whole else 1 / len(readings) for trust in trusts]


def together(readings: Sequence[Reading], trusted: Sequence[float]) -> dict[str, float]:
    """How likely each verdict is by all readings, each by its share; from descriptions alone never very sure."""
    likely: dict[str, float] = {}
    for reading, share in zip(readings, trusted, strict=True):
        for verdict, one in reading.likely.items():
            likely[verdict] = likely.get(verdict, 0.0) + one * share
    if any(reading.index.is_told for reading in readings):
        return likely
    even = 1 / len(likely)
    return {verdict: params.UNTOLD * one + (1 - params.UNTOLD) * even for verdict, one in likely.items()}
