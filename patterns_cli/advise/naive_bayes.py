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
from patterns_cli.advise.features import STOP_STEMS
from patterns_cli.packs.model import OUTSIDE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from patterns_cli.advise.features import Feature
    from patterns_cli.advise.index import AnalyzedText, Index


class Highlight(msgspec.Struct, frozen=True):
    """A run of the text, from ``start`` up to ``end``, and how much it speaks for the verdict."""

    start: int
    end: int
    words: str
    weight: float


class RankedVerdict(msgspec.Struct, frozen=True):
    """A verdict, how likely it is right, and the words of the text that speak for it."""

    verdict: str
    confidence: float
    because: tuple[Highlight, ...] = ()


@dataclass
class Contribution:
    """What one token adds to the scores.

    Of most verdicts no story has its features, and they get what ``scale`` and ``offset`` say of the
    size of a verdict alone; ``told`` holds what the others get beside that.
    """

    unseen_log_likelihoods: Mapping[str, float]
    total_weight: float = 0.0
    offset: float = 0.0
    deltas: dict[str, float] = field(default_factory=dict)

    def score(self, verdict: str) -> float:
        """What it adds to the score of a verdict."""
        return self.total_weight * self.unseen_log_likelihoods[verdict] - self.offset + self.deltas.get(verdict, 0.0)

    def expected_score(self, probabilities: Mapping[str, float]) -> float:
        """What it adds to the scores of several verdicts, each counted as much as it is likely."""
        even = sum(self.unseen_log_likelihoods[verdict] * one for verdict, one in probabilities.items())
        told = sum(one * probabilities.get(verdict, 0.0) for verdict, one in self.deltas.items())
        return self.total_weight * even - self.offset * sum(probabilities.values()) + told


class Scores(msgspec.Struct, frozen=True):
    """What the words of a text say of each verdict: the scores, and what each token adds to them."""

    verdict_scores: dict[str, float]
    contributions: dict[int, Contribution]
    neighbor_scores: dict[str, float]
    """The scores of the neighbours by which outside is divided."""
    known_token_count: int
    """How many of the text's words are known at all."""


def score(index: Index, analyzed_text: AnalyzedText) -> Scores:
    """Add up what the features of a text say of each verdict of an index.

    What lies outside is many things, so it is scored as the likeliest of its neighbours, each by its
    own few stories and, where they say nothing, by those of all.

    A feature is in the stories of few verdicts. All others get the same for it but for their size, so
    that is added up once, and the work grows with what was found and not with what there is.
    """
    totals = {
        verdict: sum(index.class_totals[n] for n in numbers) for verdict, numbers in index.verdict_classes.items()
    }
    base = {verdict: total + params.SMOOTHING * index.vocabulary_size for verdict, total in totals.items()}
    unsaid = {verdict: math.log(params.SMOOTHING / one) for verdict, one in base.items()}
    divided = {verdict: numbers for verdict, numbers in index.verdict_classes.items() if len(numbers) > 1}
    evenly = sum(unsaid.values())
    whole = Contribution(unsaid)
    shares: dict[int, Contribution] = {}
    within: defaultdict[int, float] = defaultdict(float)
    borrowing = dict.fromkeys(divided, 0.0)
    for feature in analyzed_text.features:
        counts = index.class_counts(feature.name)
        if not counts:
            continue
        weight = params.CUE_WEIGHT if feature.name.startswith("§") else 1.0
        found: defaultdict[str, int] = defaultdict(int)
        for number, count in counts.items():
            found[index.classes[number][0]] += count
        more = {v: math.log((count + params.SMOOTHING) / base[v]) - unsaid[v] for v, count in found.items()}
        mean = (evenly + sum(more.values())) / len(unsaid)
        _add_feature(whole, weight, mean, more)
        for token in feature.token_indexes:
            _add_feature(
                shares.setdefault(token, Contribution(unsaid)), weight / len(feature.token_indexes), mean, more
            )
        borrowed = {v: params.NEIGHBOR_BACKOFF * math.exp(unsaid[v] + more.get(v, 0.0)) for v in divided}
        for verdict, one in borrowed.items():
            borrowing[verdict] += weight * (math.log(one) - mean)
        for number, count in counts.items():
            verdict = index.classes[number][0]
            if verdict in divided:
                within[number] += weight * math.log1p(count / borrowed[verdict])
    scores = {verdict: whole.score(verdict) for verdict in index.verdicts}
    kinds: dict[str, float] = {}
    for verdict, numbers in divided.items():
        of_each = {
            n: math.log(index.class_totals[n] / totals[verdict])
            + borrowing[verdict]
            - whole.total_weight * math.log(index.class_totals[n] + params.NEIGHBOR_BACKOFF)
            + within[n]
            for n in numbers
        }
        scores[verdict] = _log_sum_exp([*of_each.values()])
        kinds |= {index.classes[n][1]: one for n, one in of_each.items()}
    if OUTSIDE in scores:
        scores[OUTSIDE] += math.log(params.OUTSIDE_PRIOR)
    return Scores(scores, shares, kinds, len(shares))


def _add_feature(contribution: Contribution, weight: float, mean: float, deltas: Mapping[str, float]) -> None:
    """Add a feature to a share: how it speaks for each verdict, against the mean of all."""
    contribution.total_weight += weight
    contribution.offset += weight * mean
    for verdict, one in deltas.items():
        contribution.deltas[verdict] = contribution.deltas.get(verdict, 0.0) + weight * one


def _log_sum_exp(logs: Sequence[float]) -> float:
    most = max(logs)
    return most + math.log(sum(math.exp(one - most) for one in logs))


def is_evidence_for(index: Index, feature: Feature, verdict: str) -> bool:
    """Whether a feature is clearly more at home with a verdict than with the others."""
    if verdict not in index.verdicts:
        return False
    counts = index.class_counts(feature.name)
    shares = {
        one: (sum(counts.get(n, 0) for n in numbers) + params.SMOOTHING) / sum(index.class_totals[n] for n in numbers)
        for one, numbers in index.verdict_classes.items()
    }
    return shares[verdict] > params.MIN_EVIDENCE_RATIO * sum(shares.values()) / len(shares)


def verdict_probabilities(scores: Scores, votes: Mapping[str, float]) -> dict[str, float]:
    """How likely each verdict is right, by the words and by the verdicts of the likest stories.

    A verdict's problems are of several kinds, and all its words together tell less of one than a
    story of the same kind does.
    """
    length = max(1, scores.known_token_count)
    temperature = params.TEMPERATURE * length**params.TEMPERATURE_EXPONENT
    logs = {
        verdict: score / temperature + params.VOTE_WEIGHT * math.log(votes.get(verdict, 0.0) + params.VOTE_SMOOTHING)
        for verdict, score in scores.verdict_scores.items()
    }
    best = max(logs.values())
    odds = {verdict: math.exp(one - best) for verdict, one in logs.items()}
    whole = sum(odds.values())
    return {verdict: one / whole for verdict, one in odds.items()}


class Explainer:
    """Finds the words of a text that speak for one verdict rather than for the others.

    The others count as much as ``likely`` says. What they say together is added up once for all.
    """

    def __init__(self, analyzed_text: AnalyzedText, scores: Scores, probabilities: Mapping[str, float]) -> None:
        self._analyzed_text = analyzed_text
        self._scores = scores
        self._probabilities = {
            verdict: one for verdict, one in probabilities.items() if verdict in scores.verdict_scores
        }
        self._total_probability = sum(self._probabilities.values())
        self._expected_scores = {
            token: share.expected_score(self._probabilities) for token, share in scores.contributions.items()
        }

    def highlights(self, verdict: str) -> tuple[Highlight, ...]:
        """The words for a verdict, neighbouring ones joined, strongest first; none for one that no story has."""
        if verdict not in self._scores.verdict_scores:
            return ()
        own = self._probabilities.get(verdict, 0.0)
        others = (self._total_probability - own) or 1.0
        weights = {}
        for token, share in self._scores.contributions.items():
            speaks = share.score(verdict)
            weights[token] = speaks - (self._expected_scores[token] - speaks * own) / others
        strong = sorted(
            (token for token, weight in weights.items() if weight > params.MIN_HIGHLIGHT_WORD_WEIGHT),
            key=weights.__getitem__,
        )
        runs = _merge_highlights(self._analyzed_text, sorted(strong[-params.MAX_HIGHLIGHT_WORDS :]), weights)
        return tuple(mark for mark in runs if mark.weight >= params.MIN_HIGHLIGHT_RUN_WEIGHT)


def _merge_highlights(
    analyzed_text: AnalyzedText, token_indexes: Sequence[int], weights: Mapping[int, float]
) -> tuple[Highlight, ...]:
    runs: list[list[int]] = []
    for token in token_indexes:
        if runs and token == runs[-1][-1] + 1:
            runs[-1].append(token)
        else:
            runs.append([token])
    found = []
    for run in filter(None, (_trim_stop_words(analyzed_text, run) for run in runs)):
        start, end = _widen_to_words(
            analyzed_text.text, analyzed_text.tokens[run[0]].start, analyzed_text.tokens[run[-1]].end
        )
        found.append(
            Highlight(start, end, analyzed_text.text[start:end], round(sum(weights[token] for token in run), 3))
        )
    return tuple(sorted(found, key=lambda mark: -mark.weight))


def _trim_stop_words(analyzed_text: AnalyzedText, run: Sequence[int]) -> Sequence[int]:
    """A run without the words of any sentence at its ends."""
    telling = [n for n, token in enumerate(run) if analyzed_text.tokens[token].stem not in STOP_STEMS]
    return run[telling[0] : telling[-1] + 1] if telling else ()


def feature_text(analyzed_text: AnalyzedText, feature: Feature) -> str:
    """The words of the text that a feature stands for."""
    first, last = analyzed_text.tokens[feature.token_indexes[0]], analyzed_text.tokens[feature.token_indexes[-1]]
    start, end = _widen_to_words(analyzed_text.text, first.start, last.end)
    return analyzed_text.text[start:end]


def _widen_to_words(text: str, start: int, end: int) -> tuple[int, int]:
    """A run widened to whole words, as ``n't`` is a word of its own only for counting."""
    while start and (text[start - 1].isalnum() or text[start - 1] in "'’"):
        start -= 1
    while end < len(text) and (text[end].isalnum() or (text[end] in "'’" and text[end + 1 : end + 2].isalnum())):
        end += 1
    return start, end
