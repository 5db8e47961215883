"""A text as the packs in force read it, and what they say of it together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from patterns_cli.advise import hyperparameters as params
from patterns_cli.advise.index import AnalyzedText, Index, analyze_text
from patterns_cli.advise.naive_bayes import Explainer, Scores, score, verdict_probabilities
from patterns_cli.advise.similar_scenarios import SimilarScenarios

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class PackPrediction:
    """A text as one pack's scenarios read it."""

    def __init__(self, index: Index, text: str) -> None:
        self.index = index
        self.analyzed_text: AnalyzedText = analyze_text(text, index.cue_matcher)
        self.scores: Scores = score(index, self.analyzed_text)
        self.similar_scenarios = SimilarScenarios(index, self.analyzed_text)
        self.probabilities = verdict_probabilities(self.scores, self.similar_scenarios.knn_votes)

    @property
    def likeliest_neighbor(self) -> str:
        """The neighbour that the words speak for, if what is asked lies outside."""
        return max(self.scores.neighbor_scores, key=self.scores.neighbor_scores.__getitem__, default="")

    def explainer(self, probabilities: Mapping[str, float]) -> Explainer:
        """What finds the words that speak for a verdict."""
        return Explainer(self.analyzed_text, self.scores, probabilities)


def best_prediction_for(
    predictions: Sequence[PackPrediction], weights: Sequence[float], verdict: str
) -> PackPrediction:
    """The reading that knows a verdict and is trusted most, by its share; the first where none knows it."""
    knowing = [number for number, reading in enumerate(predictions) if verdict in reading.scores.verdict_scores]
    return predictions[max(knowing, key=weights.__getitem__, default=0)]


def pack_weights(predictions: Sequence[PackPrediction]) -> list[float]:
    """How much each reading counts beside the others: the more, the nearer one of its stories comes to the text.

    A word tells as little as it does in the pack where it is commonest: in a pack of a few stories every
    word looks rare.
    """
    if len(predictions) == 1:
        return [1.0]
    words = predictions[0].similar_scenarios.word_weights
    weights = {word: min(reading.similar_scenarios.word_weights[word] for reading in predictions) for word in words}
    trusts = [
        (1.0 if reading.index.has_scenarios else params.NO_SCENARIO_TRUST)
        * reading.similar_scenarios.coverage(weights) ** params.PACK_WEIGHT_EXPONENT
        for reading in predictions
    ]
    whole = sum(trusts)
    return [trust / whole if whole else 1 / len(predictions) for trust in trusts]


def mix_predictions(predictions: Sequence[PackPrediction], weights: Sequence[float]) -> dict[str, float]:
    """How likely each verdict is by all readings, each by its share; from descriptions alone never very sure."""
    likely: dict[str, float] = {}
    for reading, share in zip(predictions, weights, strict=True):
        for verdict, one in reading.probabilities.items():
            likely[verdict] = likely.get(verdict, 0.0) + one * share
    if any(reading.index.has_scenarios for reading in predictions):
        return likely
    even = 1 / len(likely)
    return {
        verdict: params.NO_SCENARIO_TRUST * one + (1 - params.NO_SCENARIO_TRUST) * even
        for verdict, one in likely.items()
    }
