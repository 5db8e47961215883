"""The vote of the most similar scenarios, worked out by hand for a small bank."""

from __future__ import annotations

from math import log

import pytest

from patterns_cli.advise import hyperparameters as params
from patterns_cli.advise.index import IndexedScenario, analyze_text
from patterns_cli.advise.similar_scenarios import SimilarScenarios
from tests.advise.small_index import small_index

BANK = (
    IndexedScenario("a", "push", "viewers watch board", "", {"poll": "Too slow."}),
    IndexedScenario("b", "poll", "watch board daily report run late monday always", "", {"push": "Too rare."}),
    IndexedScenario("c", "poll", "unrelated", ""),
    IndexedScenario("push#0", "push", "viewers", "", {"hook": "Not a server."}),
)
INDEX = small_index([("push", ""), ("poll", ""), ("hook", "")], bank=BANK)
RARE = log(1 + 1000 / 1) ** 2
"""The weight of a word of a single scenario; a bank of fewer than 1,000 scenarios counts as 1,000."""
COMMON = log(1 + 1000 / 2) ** 2
"""The weight of a word of two scenarios."""


def similar(text: str) -> SimilarScenarios:
    return SimilarScenarios(INDEX, analyze_text(text, INDEX.cue_matcher))


def test_a_word_weighs_the_more_the_rarer_it_is() -> None:
    assert similar("watch daily unheard").word_weights == pytest.approx(
        {"watch": COMMON, "daily": RARE, "unheard": RARE}
    )


def test_scenarios_vote_by_shared_weight_over_the_root_of_their_length(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(params, "VOTE_EXPONENT", 2)
    monkeypatch.setattr(params, "UNIFORM_VOTE_WORDS", 15)
    # "watch" is in a (3 words: COMMON / sqrt 4) and b (8 words: COMMON / sqrt 9). The uniform vote is
    # (RARE / sqrt 16) squared, a third for each verdict.
    uniform = (RARE / 4) ** 2 / 3
    push, poll = (COMMON / 2) ** 2 + uniform, (COMMON / 3) ** 2 + uniform
    total = push + poll + uniform
    assert similar("watch").knn_votes == pytest.approx(
        {"push": push / total, "poll": poll / total, "hook": uniform / total}
    )


def test_only_the_k_nearest_vote(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(params, "KNN_K", 1)
    votes = similar("watch").knn_votes
    assert votes["poll"] == votes["hook"] < votes["push"]


def test_a_text_like_no_scenario_gives_equal_votes() -> None:
    assert similar("unheard").knn_votes == pytest.approx({"push": 1 / 3, "poll": 1 / 3, "hook": 1 / 3})


def test_coverage_is_the_share_of_the_weight_that_the_nearest_scenario_has() -> None:
    found = similar("watch viewers unheard")
    # a has watch and viewers (COMMON each, viewers is in a and in a card) of COMMON + COMMON + RARE
    assert found.coverage(found.word_weights) == pytest.approx(2 * COMMON / (2 * COMMON + RARE))
    assert found.coverage({}) == 0.0
    assert similar("unheard").coverage({"unheard": RARE}) == 0.0


def test_the_most_similar_scenarios_are_problems_with_the_verdict_nearest_first() -> None:
    found = similar("viewers watch")
    assert [scenario.id for scenario in found.most_similar("push", 3)] == ["a"]
    assert [scenario.id for scenario in found.most_similar("poll", 3)] == ["b"]
    assert found.most_similar("push", 0) == ()


def test_equally_similar_scenarios_come_in_the_order_of_the_bank() -> None:
    bank = [IndexedScenario(id_, "push", f"watch {id_}", "") for id_ in ("z", "y", "x")]
    index = small_index([("push", "")], bank=bank)
    found = SimilarScenarios(index, analyze_text("watch", index.cue_matcher))
    assert [scenario.id for scenario in found.most_similar("push", 2)] == ["z", "y"]


def test_reasons_against_others_come_from_the_nearest_scenario_that_gives_one() -> None:
    # The card text (1 word: COMMON / sqrt 2) is nearer to "viewers" than a (3 words: COMMON / sqrt 4).
    assert similar("viewers").reasons_against_others("push") == {"hook": "Not a server.", "poll": "Too slow."}
    assert similar("watch").reasons_against_others("poll") == {"push": "Too rare."}
