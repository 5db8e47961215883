"""The mixture of what several packs predict, worked out by hand."""

from __future__ import annotations

import pytest

from patterns_cli.advise import hyperparameters as params
from patterns_cli.advise.index import IndexedScenario
from patterns_cli.advise.mixture import PackPrediction, best_prediction_for, mix_predictions, pack_weights
from tests.advise.small_index import small_index

PUSH = small_index([("push", "")], [4], {"watch": {0: 2}}, bank=[IndexedScenario("a", "push", "watch board", "")])
LOCK = small_index([("lock", "")], [4], {"edit": {0: 2}}, bank=[IndexedScenario("b", "lock", "edit", "")])
CARDS = small_index(
    [("cards", "")], [4], {"edit": {0: 2}}, bank=[IndexedScenario("c", "cards", "edit", "")], has_scenarios=False
)


def test_a_single_pack_has_all_the_weight() -> None:
    assert pack_weights([PackPrediction(CARDS, "unheard")]) == [1.0]


def test_packs_are_weighted_by_the_cube_of_the_coverage_of_their_nearest_scenario(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(params, "PACK_WEIGHT_EXPONENT", 3)
    # All three words weigh the same: PUSH has two of three, LOCK one of three. So 2 ** 3 to 1 ** 3.
    predictions = [PackPrediction(index, "watch board edit") for index in (PUSH, LOCK)]
    assert pack_weights(predictions) == pytest.approx([8 / 9, 1 / 9])


def test_a_pack_without_scenarios_is_trusted_less(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(params, "NO_SCENARIO_TRUST", 0.6)
    # Both have all words: 1 to 0.6
    predictions = [PackPrediction(index, "edit") for index in (LOCK, CARDS)]
    assert pack_weights(predictions) == pytest.approx([1 / 1.6, 0.6 / 1.6])


def test_packs_that_know_nothing_of_a_text_weigh_the_same() -> None:
    assert pack_weights([PackPrediction(index, "unheard") for index in (PUSH, LOCK)]) == [0.5, 0.5]


def test_probabilities_are_added_up_by_weight() -> None:
    predictions = [PackPrediction(PUSH, "watch"), PackPrediction(LOCK, "watch")]
    assert mix_predictions(predictions, [0.75, 0.25]) == pytest.approx({"push": 0.75, "lock": 0.25})
    both = [PackPrediction(PUSH, "watch"), PackPrediction(PUSH, "watch")]
    assert mix_predictions(both, [0.75, 0.25]) == pytest.approx({"push": 1.0})


def test_without_any_scenarios_the_mixture_is_shrunk_to_uniform(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(params, "NO_SCENARIO_TRUST", 0.6)
    other = small_index([("other", "")], [4], {}, has_scenarios=False)
    predictions = [PackPrediction(CARDS, "edit"), PackPrediction(other, "edit")]
    # 0.6 * 0.9 + 0.4 / 2 and 0.6 * 0.1 + 0.4 / 2
    assert mix_predictions(predictions, [0.9, 0.1]) == pytest.approx({"cards": 0.74, "other": 0.26})


def test_the_best_prediction_is_that_of_the_heaviest_pack_that_has_the_verdict() -> None:
    predictions = [PackPrediction(PUSH, "x"), PackPrediction(LOCK, "x"), PackPrediction(LOCK, "x")]
    assert best_prediction_for(predictions, [0.5, 0.2, 0.3], "lock") is predictions[2]
    assert best_prediction_for(predictions, [0.5, 0.2, 0.3], "push") is predictions[0]
    assert best_prediction_for(predictions, [0.5, 0.2, 0.3], "none") is predictions[0]
