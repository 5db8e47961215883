"""Predictions of the loaded packs for a text, and their weighted mixture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from patterns_cli.advise import hyperparameters as params
from patterns_cli.advise.index import AnalyzedText, Index, analyze_text
from patterns_cli.advise.naive_bayes import Explainer, Scores, score, verdict_probabilities
from patterns_cli.advise.similar_scenarios import SimilarScenarios

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class PackPrediction:
    """The prediction of one pack's scenarios for a text."""

    def __init__(self, index: Index, text: str) -> None:
        self.index = index
        self.analyzed_text: AnalyzedText = analyze_text(text, index.cue_matcher)
        self.scores: Scores = score(index, self.analyzed_text)
        self.similar_scenarios = SimilarScenarios(index, self.analyzed_text)
        self.probabilities = verdict_probabilities(self.scores, self.similar_scenarios.knn_votes)

    @property
    def likeliest_neighbor(self) -> str:
        """The neighbor with the highest score, or an empty text if the pack has no neighbors."""
        return max(self.scores.neighbor_scores, key=self.scores.neighbor_scores.__getitem__, default="")

    def explainer(self, probabilities: Mapping[str, float]) -> Explainer:
        """The explainer that finds the words for a verdict."""
        return Explainer(self.analyzed_text, self.scores, probabilities)


def best_prediction_for(
    predictions: Sequence[PackPrediction], weights: Sequence[float], verdict: str
) -> PackPrediction:
    """The prediction of the heaviest pack that has the verdict, or the first prediction if no pack has it."""
    candidates = [
        number for number, prediction in enumerate(predictions) if verdict in prediction.scores.verdict_scores
    ]
    return predictions[max(candidates, key=weights.__getitem__, default=0)]


def pack_weights(predictions: Sequence[PackPrediction]) -> list[float]:
    """The weight of each prediction, which grows with the coverage of the text by the pack's nearest scenario.

    A word weighs as little as in the pack where it is most common, because in a small pack every word looks rare.
    The weights add up to 1.
    """
    if len(predictions) == 1:
        return [1.0]
    words = predictions[0].similar_scenarios.word_weights
    weights = {
        word: min(prediction.similar_scenarios.word_weights[word] for prediction in predictions) for word in words
    }
    trusts = [
        (1.0 if prediction.index.has_scenarios else params.NO_SCENARIO_TRUST)
        * prediction.similar_scenarios.coverage(weights) ** params.PACK_WEIGHT_EXPONENT
        for prediction in predictions
    ]
    total = sum(trusts)
    return [trust / total if total else 1 / len(predictions) for trust in trusts]


def mix_predictions(predictions: Sequence[PackPrediction], weights: Sequence[float]) -> dict[str, float]:
    """The weighted sum of the predictions, shrunk to uniform if no pack has scenarios."""
    mixture: dict[str, float] = {}
    for prediction, weight in zip(predictions, weights, strict=True):
        for verdict, probability in prediction.probabilities.items():
            mixture[verdict] = mixture.get(verdict, 0.0) + probability * weight
    if any(prediction.index.has_scenarios for prediction in predictions):
        return mixture
    uniform = 1 / len(mixture)
    return {
        verdict: params.NO_SCENARIO_TRUST * probability + (1 - params.NO_SCENARIO_TRUST) * uniform
        for verdict, probability in mixture.items()
    }
