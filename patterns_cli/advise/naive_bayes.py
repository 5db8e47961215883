"""Score verdicts by the words of a text, and find the words that speak for each.

Multinomial naive Bayes with add-alpha smoothing (Manning, Raghavan and Schütze, Introduction to
Information Retrieval, 2008, chapter 13). All verdicts have the same prior, except outside. Outside is
many kinds of problems, so it is a mixture of its neighbors, each smoothed by the words of all of them
(Dirichlet prior smoothing: Zhai and Lafferty, A Study of Smoothing Methods for Language Models, 2004).

Naive Bayes is overconfident, so its log-likelihoods are divided by a temperature, found by
cross-validation, before they become posterior probabilities (Guo et al., On Calibration of Modern
Neural Networks, 2017).
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from patterns_cli.advise import hyperparameters as params
from patterns_cli.advise.features import CUE_PREFIX
from patterns_cli.packs.model import OUTSIDE
from patterns_cli.text.words import STOP_STEMS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from patterns_cli.advise.features import Feature
    from patterns_cli.advise.index import AnalyzedText, Index


class Highlight(msgspec.Struct, frozen=True):
    """A run of words that speaks for a verdict."""

    start: int
    """Offset of the first character in the text."""
    end: int
    """Offset after the last character in the text."""
    words: str
    weight: float
    """Log-odds that the run adds to the verdict against its rivals."""


class RankedVerdict(msgspec.Struct, frozen=True):
    """A verdict with its probability and the words that speak for it."""

    verdict: str
    confidence: float
    """Posterior probability, from 0 to 1."""
    because: tuple[Highlight, ...] = ()


@dataclass
class Contribution:
    """Log-likelihood that features add to each verdict: ``weight * unseen[verdict] + deltas[verdict]``."""

    weight: float = 0.0
    """Total weight of the features."""
    deltas: dict[str, float] = field(default_factory=dict)
    """What a verdict gets above the log-likelihood of an unseen feature; most verdicts get nothing."""

    def add_feature(self, weight: float, deltas: Mapping[str, float]) -> None:
        """Add a feature, counted ``weight`` times."""
        self.weight += weight
        for verdict, delta in deltas.items():
            self.deltas[verdict] = self.deltas.get(verdict, 0.0) + weight * delta


class Scores(msgspec.Struct, frozen=True):
    """Log-likelihoods of a text, by verdict."""

    verdict_scores: dict[str, float]
    """Log-likelihood of the text by verdict; for outside, with its prior."""
    unseen: dict[str, float]
    """Log-likelihood, by verdict, of a feature that no scenario of the verdict has."""
    contributions: dict[int, Contribution]
    """What each known token adds to the scores, by its index in the text."""
    neighbor_scores: dict[str, float]
    """Log-likelihood of the text by neighbor of outside."""

    @property
    def known_token_count(self) -> int:
        """Number of tokens that are part of a known feature."""
        return len(self.contributions)


class _KnownFeature(NamedTuple):
    weight: float
    class_counts: Mapping[int, int]
    deltas: Mapping[str, float]


def score(index: Index, analyzed_text: AnalyzedText) -> Scores:
    """Compute the log-likelihood of a text under each verdict of an index.

    Few verdicts have scenarios with a given feature. What the others get for it depends only on their
    size and is added up once, so the work grows with the features found and not with the index.
    """
    unseen = {
        verdict: math.log(params.SMOOTHING / (_total(index, classes) + params.SMOOTHING * index.vocabulary_size))
        for verdict, classes in index.verdict_classes.items()
    }
    features: list[_KnownFeature] = []
    whole_text = Contribution()
    by_token: defaultdict[int, Contribution] = defaultdict(Contribution)
    for feature in analyzed_text.features:
        class_counts = index.class_counts(feature.name)
        if class_counts:
            weight = params.CUE_WEIGHT if feature.name.startswith(CUE_PREFIX) else 1.0
            deltas = _deltas(index, class_counts)
            features.append(_KnownFeature(weight, class_counts, deltas))
            whole_text.add_feature(weight, deltas)
            for token_index in feature.token_indexes:
                by_token[token_index].add_feature(weight / len(feature.token_indexes), deltas)
    verdict_scores: dict[str, float] = {}
    neighbor_scores: dict[str, float] = {}
    for verdict, classes in index.verdict_classes.items():
        if len(classes) == 1:
            verdict_scores[verdict] = whole_text.weight * unseen[verdict] + whole_text.deltas.get(verdict, 0.0)
        else:
            class_scores = _class_scores(index, verdict, features, unseen[verdict])
            verdict_scores[verdict] = _log_sum_exp(class_scores.values())
            neighbor_scores |= {index.classes[number][1]: score for number, score in class_scores.items()}
    if OUTSIDE in verdict_scores:
        verdict_scores[OUTSIDE] += math.log(params.OUTSIDE_PRIOR)
    return Scores(verdict_scores, unseen, dict(by_token), neighbor_scores)


def _total(index: Index, classes: Sequence[int]) -> int:
    return sum(index.class_totals[number] for number in classes)


def _deltas(index: Index, class_counts: Mapping[int, int]) -> dict[str, float]:
    """The log-likelihood of a feature above that of an unseen feature, for the verdicts that have it."""
    counts: defaultdict[str, int] = defaultdict(int)
    for number, count in class_counts.items():
        counts[index.classes[number][0]] += count
    return {verdict: math.log1p(count / params.SMOOTHING) for verdict, count in counts.items()}


def _class_scores(index: Index, verdict: str, features: Sequence[_KnownFeature], unseen: float) -> dict[int, float]:
    """The log of prior times likelihood, for each class of a verdict that has several.

    The likelihood of a feature in a class is ``(count + backoff) / (total + NEIGHBOR_BACKOFF)``, where
    ``backoff`` is ``NEIGHBOR_BACKOFF`` times the likelihood of the feature in the whole verdict.
    """
    classes = index.verdict_classes[verdict]
    total = _total(index, classes)
    weight = sum(feature.weight for feature in features)
    scores = {
        number: math.log(index.class_totals[number] / total)
        - weight * math.log(index.class_totals[number] + params.NEIGHBOR_BACKOFF)
        for number in classes
    }
    shared = 0.0
    for feature in features:
        backoff = params.NEIGHBOR_BACKOFF * math.exp(unseen + feature.deltas.get(verdict, 0.0))
        shared += feature.weight * math.log(backoff)
        for number, count in feature.class_counts.items():
            if number in scores:
                scores[number] += feature.weight * math.log1p(count / backoff)
    return {number: score + shared for number, score in scores.items()}


def _log_sum_exp(logs: Collection[float]) -> float:
    highest = max(logs)
    return highest + math.log(sum(math.exp(log - highest) for log in logs))


def verdict_probabilities(scores: Scores, votes: Mapping[str, float]) -> dict[str, float]:
    """Posterior probability of each verdict, from its log-likelihood and its share of the neighbor vote.

    A verdict has problems of several kinds. Naive Bayes sees all of them at once; the vote of the
    most similar scenarios knows the kind.
    """
    temperature = params.TEMPERATURE * max(1, scores.known_token_count) ** params.TEMPERATURE_EXPONENT
    logits = {
        verdict: score / temperature + params.VOTE_WEIGHT * math.log(votes.get(verdict, 0.0) + params.VOTE_SMOOTHING)
        for verdict, score in scores.verdict_scores.items()
    }
    log_total = _log_sum_exp(logits.values())
    return {verdict: math.exp(logit - log_total) for verdict, logit in logits.items()}


def is_evidence_for(index: Index, feature: Feature, verdict: str) -> bool:
    """Whether a feature is clearly more frequent in a verdict than in the average verdict."""
    if verdict not in index.verdicts:
        return False
    class_counts = index.class_counts(feature.name)
    rates = {
        other: (sum(class_counts.get(number, 0) for number in classes) + params.SMOOTHING) / _total(index, classes)
        for other, classes in index.verdict_classes.items()
    }
    return rates[verdict] > params.MIN_EVIDENCE_RATIO * sum(rates.values()) / len(rates)


class Explainer:
    """Finds the words of a text that speak for a verdict rather than for its rivals."""

    def __init__(self, analyzed_text: AnalyzedText, scores: Scores, probabilities: Mapping[str, float]) -> None:
        """Weigh the rivals of a verdict by ``probabilities``; those that ``scores`` does not know are left out."""
        self._analyzed_text = analyzed_text
        self._scores = scores
        self._probabilities = {
            verdict: probability for verdict, probability in probabilities.items() if verdict in scores.verdict_scores
        }

    def highlights(self, verdict: str) -> tuple[Highlight, ...]:
        """Runs of words for a verdict, strongest first; empty if no scenario has the verdict or it has no rival."""
        log_odds = self._log_odds(verdict) if verdict in self._scores.verdict_scores else {}
        strong = sorted(
            (token for token, weight in log_odds.items() if weight > params.MIN_HIGHLIGHT_WORD_WEIGHT),
            key=log_odds.__getitem__,
        )
        highlights = _merge_highlights(self._analyzed_text, sorted(strong[-params.MAX_HIGHLIGHT_WORDS :]), log_odds)
        return tuple(highlight for highlight in highlights if highlight.weight >= params.MIN_HIGHLIGHT_RUN_WEIGHT)

    def _log_odds(self, verdict: str) -> dict[int, float]:
        """What each token adds to the log-likelihood of a verdict above the mean of its rivals."""
        # The rivals are added up without the verdict. Subtracting it from a sum over all would leave only
        # rounding errors where its probability is close to 1.
        rivals = {rival: probability for rival, probability in self._probabilities.items() if rival != verdict}
        total = sum(rivals.values())
        if not total:
            return {}
        unseen = self._scores.unseen
        unseen_mean = sum(unseen[rival] * probability for rival, probability in rivals.items()) / total
        return {
            token_index: contribution.weight * (unseen[verdict] - unseen_mean)
            + contribution.deltas.get(verdict, 0.0)
            - sum(delta * rivals.get(rival, 0.0) for rival, delta in contribution.deltas.items()) / total
            for token_index, contribution in self._scores.contributions.items()
        }


def _merge_highlights(
    analyzed_text: AnalyzedText, token_indexes: Sequence[int], log_odds: Mapping[int, float]
) -> tuple[Highlight, ...]:
    """Join adjacent tokens into runs without stop words at their ends, strongest first."""
    runs: list[list[int]] = []
    for token_index in token_indexes:
        if runs and token_index == runs[-1][-1] + 1:
            runs[-1].append(token_index)
        else:
            runs.append([token_index])
    highlights = []
    for run in runs:
        content = [place for place, index in enumerate(run) if analyzed_text.tokens[index].stem not in STOP_STEMS]
        if content:
            trimmed = run[content[0] : content[-1] + 1]
            start, end = _text_span(analyzed_text, trimmed[0], trimmed[-1])
            weight = round(sum(log_odds[index] for index in trimmed), 3)
            highlights.append(Highlight(start, end, analyzed_text.text[start:end], weight))
    return tuple(sorted(highlights, key=lambda highlight: -highlight.weight))


def feature_text(analyzed_text: AnalyzedText, feature: Feature) -> str:
    """The words of the text that a feature was made from, and all between them."""
    start, end = _text_span(analyzed_text, feature.token_indexes[0], feature.token_indexes[-1])
    return analyzed_text.text[start:end]


def _text_span(analyzed_text: AnalyzedText, first: int, last: int) -> tuple[int, int]:
    """The offsets of a run of tokens, widened to whole words, because ``n't`` is a token of its own."""
    text, start, end = analyzed_text.text, analyzed_text.tokens[first].start, analyzed_text.tokens[last].end
    while start and (text[start - 1].isalnum() or text[start - 1] in "'’"):
        start -= 1
    while end < len(text) and (text[end].isalnum() or (text[end] in "'’" and text[end + 1 : end + 2].isalnum())):
        end += 1
    return start, end
