"""A text as the packs in force read it, and what they say of it together."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from patterns_cli.advise import tuned
from patterns_cli.advise.index import Index, Said, said
from patterns_cli.advise.rank import Marker, Ranking, likelihoods, scored
from patterns_cli.advise.stories import LikeStories

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

    @cached_property
    def trust(self) -> float:
        """How much this reading counts beside others: the more, the nearer one of its stories comes to the text."""
        told = 1.0 if self.index.is_told else tuned.UNTOLD
        return float(told * self.stories.closeness**tuned.TRUST_GROWTH)

    @property
    def neighbour(self) -> str:
        """The neighbour that the words speak for, if what is asked lies outside."""
        return max(self.ranking.kinds, key=self.ranking.kinds.__getitem__, default="")

    def marker(self, likely: Mapping[str, float]) -> Marker:
        """What finds the words that speak for a verdict."""
        return Marker(self.said, self.ranking, likely)


def reading_of(readings: Sequence[Reading], verdict: str) -> Reading:
    """The reading that knows a verdict best, or the first where none knows it."""
    knowing = [reading for reading in readings if verdict in reading.ranking.scores]
    return max(knowing, key=lambda reading: reading.trust if len(knowing) > 1 else 0, default=readings[0])


def together(readings: Sequence[Reading]) -> dict[str, float]:
    """How likely each verdict is by all readings; one that rests on descriptions alone is never very sure."""
    shares = [reading.trust for reading in readings] if len(readings) > 1 else [1.0]
    whole = sum(shares)
    likely: dict[str, float] = {}
    for reading, share in zip(readings, shares, strict=True):
        for verdict, one in reading.likely.items():
            likely[verdict] = likely.get(verdict, 0.0) + one * (share / whole if whole else 1 / len(readings))
    if any(reading.index.is_told for reading in readings):
        return likely
    even = 1 / len(likely)
    return {verdict: tuned.UNTOLD * one + (1 - tuned.UNTOLD) * even for verdict, one in likely.items()}
