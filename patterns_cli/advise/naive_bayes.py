"""Which verdict a problem's words speak for, how surely, and which words they are.

Naive Bayes over the counted scenarios (multinomial, additive smoothing; Manning, Raghavan and
Schütze, Introduction to Information Retrieval, 2008, chapter 13): each feature of the text adds the
logarithm of how much of a verdict's own words it is. Such sums are far too sure of themselves, so
they are divided by a temperature, found by cross-validation, before they become probabilities
(Guo et al., On Calibration of Modern Neural Networks, 2017).
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from patterns_cli.advise import hyperparameters as params
from patterns_cli.advise.features import COMMON_STEMS
from patterns_cli.packs.model import OUTSIDE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from patterns_cli.advise.features import Feature
    from patterns_cli.advise.index import Index, Said


class Mark(msgspec.Struct, frozen=True):
    """A run of the text, from ``start`` up to ``end``, and how much it speaks for the verdict."""

    start: int
    end: int
    words: str
    weight: float


class Ranked(msgspec.Struct, frozen=True):
    """A verdict, how likely it is right, and the words of the text that speak for it."""

    verdict: str
    confidence: float
    because: tuple[Mark, ...] = ()


@dataclass
class Share:
    """What one token adds to the scores.

    Of most verdicts no story has its features, and they get what ``scale`` and ``offset`` say of the
    size of a verdict alone; ``told`` holds what the others get beside that.
    """

    unsaid: Mapping[str, float]
    scale: float = 0.0
    offset: float = 0.0
    told: dict[str, float] = field(default_factory=dict)

    def of(self, verdict: str) -> float:
        """What it adds to the score of a verdict."""
        return self.scale * self.unsaid[verdict] - self.offset + self.told.get(verdict, 0.0)

    def over(self, likely: Mapping[str, float]) -> float:
        """What it adds to the scores of several verdicts, each counted as much as it is likely."""
        even = sum(self.unsaid[verdict] * one for verdict, one in likely.items())
        told = sum(one * likely.get(verdict, 0.0) for verdict, one in self.told.items())
        return self.scale * even - self.offset * sum(likely.values()) + told


class Ranking(msgspec.Struct, frozen=True):
    """What the words of a text say of each verdict: the scores, and what each token adds to them."""

    scores: dict[str, float]
    shares: dict[int, Share]
    kinds: dict[str, float]
    """The scores of the neighbours by which outside is divided."""
    known: int
    """How many of the text's words are known at all."""


def scored(index: Index, said: Said) -> Ranking:
    """Add up what the features of a text say of each verdict of an index.

    What lies outside is many things, so it is scored as the likeliest of its neighbours, each by its
    own few stories and, where they say nothing, by those of all.

    A feature is in the stories of few verdicts. All others get the same for it but for their size, so
    that is added up once, and the work grows with what was found and not with what there is.
    """
    totals = {verdict: sum(index.totals[n] for n in numbers) for verdict, numbers in index.numbers_of.items()}
    base = {verdict: total + params.SMOOTHING * index.feature_count for verdict, total in totals.items()}
    unsaid = {verdict: math.log(params.SMOOTHING / one) for verdict, one in base.items()}
    divided = {verdict: numbers for verdict, numbers in index.numbers_of.items() if len(numbers) > 1}
    evenly = sum(unsaid.values())
    whole = Share(unsaid)
    shares: dict[int, Share] = {}
    within: defaultdict[int, float] = defaultdict(float)
    borrowing = dict.fromkeys(divided, 0.0)
    for feature in said.features:
        counts = index.counts_of(feature.name)
        if not counts:
            continue
        weight = params.CUE_WEIGHT if feature.name.startswith("§") else 1.0
        found: defaultdict[str, int] = defaultdict(int)
        for number, count in counts.items():
            found[index.classes[number][0]] += count
        more = {v: math.log((count + params.SMOOTHING) / base[v]) - unsaid[v] for v, count in found.items()}
        mean = (evenly + sum(more.values())) / len(unsaid)
        _give(whole, weight, mean, more)
        for token in feature.tokens:
            _give(shares.setdefault(token, Share(unsaid)), weight / len(feature.tokens), mean, more)
        borrowed = {v: params.BORROWED * math.exp(unsaid[v] + more.get(v, 0.0)) for v in divided}
        for verdict, one in borrowed.items():
            borrowing[verdict] += weight * (math.log(one) - mean)
        for number, count in counts.items():
            verdict = index.classes[number][0]
            if verdict in divided:
                within[number] += weight * math.log1p(count / borrowed[verdict])
    scores = {verdict: whole.of(verdict) for verdict in index.verdicts}
    kinds: dict[str, float] = {}
    for verdict, numbers in divided.items():
        of_each = {
            n: math.log(index.totals[n] / totals[verdict])
            + borrowing[verdict]
            - whole.scale * math.log(index.totals[n] + params.BORROWED)
            + within[n]
            for n in numbers
        }
        scores[verdict] = _log_sum([*of_each.values()])
        kinds |= {index.classes[n][1]: one for n, one in of_each.items()}
    if OUTSIDE in scores:
        scores[OUTSIDE] += math.log(params.PRIOR_OUTSIDE)
    return Ranking(scores, shares, kinds, len(shares))


def _give(share: Share, weight: float, mean: float, told: Mapping[str, float]) -> None:
    """Add a feature to a share: how it speaks for each verdict, against the mean of all."""
    share.scale += weight
    share.offset += weight * mean
    for verdict, one in told.items():
        share.told[verdict] = share.told.get(verdict, 0.0) + weight * one


def _log_sum(logs: Sequence[float]) -> float:
    most = max(logs)
    return most + math.log(sum(math.exp(one - most) for one in logs))


def speaks_for(index: Index, feature: Feature, verdict: str) -> bool:
    """Whether a feature is clearly more at home with a verdict than with the others."""
    if verdict not in index.verdicts:
        return False
    counts = index.counts_of(feature.name)
    shares = {
        one: (sum(counts.get(n, 0) for n in numbers) + params.SMOOTHING) / sum(index.totals[n] for n in numbers)
        for one, numbers in index.numbers_of.items()
    }
    return shares[verdict] > params.AT_HOME * sum(shares.values()) / len(shares)


def likelihoods(ranking: Ranking, votes: Mapping[str, float]) -> dict[str, float]:
    """How likely each verdict is right, by the words and by the verdicts of the likest stories.

    A verdict's problems are of several kinds, and all its words together tell less of one than a
    story of the same kind does.
    """
    length = max(1, ranking.known)
    temperature = params.TEMPERATURE * length**params.TEMPERATURE_GROWTH
    logs = {
        verdict: score / temperature + params.VOTE_WEIGHT * math.log(votes.get(verdict, 0.0) + params.UNVOTED)
        for verdict, score in ranking.scores.items()
    }
    best = max(logs.values())
    odds = {verdict: math.exp(one - best) for verdict, one in logs.items()}
    whole = sum(odds.values())
    return {verdict: one / whole for verdict, one in odds.items()}


class Marker:
    """Finds the words of a text that speak for one verdict rather than for the others.

    The others count as much as ``likely`` says. What they say together is added up once for all.
    """

    def __init__(self, said: Said, ranking: Ranking, likely: Mapping[str, float]) -> None:
        self._said = said
        self._ranking = ranking
        self._likely = {verdict: one for verdict, one in likely.items() if verdict in ranking.scores}
        self._whole = sum(self._likely.values())
        self._together = {token: share.over(self._likely) for token, share in ranking.shares.items()}

    def marks(self, verdict: str) -> tuple[Mark, ...]:
        """The words for a verdict, neighbouring ones joined, strongest first; none for one that no story has."""
        if verdict not in self._ranking.scores:
            return ()
        own = self._likely.get(verdict, 0.0)
        others = (self._whole - own) or 1.0
        weights = {}
        for token, share in self._ranking.shares.items():
            speaks = share.of(verdict)
            weights[token] = speaks - (self._together[token] - speaks * own) / others
        strong = sorted(
            (token for token, weight in weights.items() if weight > params.TELLING_WORD), key=weights.__getitem__
        )
        runs = _joined(self._said, sorted(strong[-params.MOST_WORDS :]), weights)
        return tuple(mark for mark in runs if mark.weight >= params.TELLING_RUN)


def _joined(said: Said, tokens: Sequence[int], weights: Mapping[int, float]) -> tuple[Mark, ...]:
    runs: list[list[int]] = []
    for token in tokens:
        if runs and token == runs[-1][-1] + 1:
            runs[-1].append(token)
        else:
            runs.append([token])
    found = []
    for run in filter(None, (_trimmed(said, run) for run in runs)):
        start, end = _whole_words(said.text, said.tokens[run[0]].start, said.tokens[run[-1]].end)
        found.append(Mark(start, end, said.text[start:end], round(sum(weights[token] for token in run), 3)))
    return tuple(sorted(found, key=lambda mark: -mark.weight))


def _trimmed(said: Said, run: Sequence[int]) -> Sequence[int]:
    """A run without the words of any sentence at its ends."""
    telling = [n for n, token in enumerate(run) if said.tokens[token].stem not in COMMON_STEMS]
    return run[telling[0] : telling[-1] + 1] if telling else ()


def words_of(said: Said, feature: Feature) -> str:
    """The words of the text that a feature stands for."""
    first, last = said.tokens[feature.tokens[0]], said.tokens[feature.tokens[-1]]
    start, end = _whole_words(said.text, first.start, last.end)
    return said.text[start:end]


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """A run widened to whole words, as ``n't`` is a word of its own only for counting."""
    while start and (text[start - 1].isalnum() or text[start - 1] in "'’"):
        start -= 1
    while end < len(text) and (text[end].isalnum() or (text[end] in "'’" and text[end + 1 : end + 2].isalnum())):
        end += 1
    return start, end
