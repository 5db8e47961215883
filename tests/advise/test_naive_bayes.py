"""Scores, probabilities and highlights, worked out by hand for small counts."""

from __future__ import annotations

from math import exp, log

import pytest

from patterns_cli.advise import hyperparameters as params
from patterns_cli.advise.features import Feature
from patterns_cli.advise.index import AnalyzedText, Index, analyze_text
from patterns_cli.advise.naive_bayes import (
    Contribution,
    Explainer,
    Scores,
    feature_text,
    is_evidence_for,
    score,
    verdict_probabilities,
)
from patterns_cli.packs.model import OUTSIDE, Cue
from tests.advise.small_index import small_index


@pytest.fixture(autouse=True)
def round_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hyperparameters that are easy to work with; the tests depend on no tuned value."""
    numbers = {
        "SMOOTHING": 0.5, "CUE_WEIGHT": 0.25, "NEIGHBOR_BACKOFF": 10.0, "OUTSIDE_PRIOR": 0.4, "TEMPERATURE": 2.0,
        "TEMPERATURE_EXPONENT": 0.5, "VOTE_WEIGHT": 0.75, "VOTE_SMOOTHING": 0.1, "MIN_HIGHLIGHT_WORD_WEIGHT": 0.25,
        "MIN_HIGHLIGHT_RUN_WEIGHT": 0.6, "MAX_HIGHLIGHT_WORDS": 3, "MIN_EVIDENCE_RATIO": 1.5,
    }  # fmt: skip
    for name, number in numbers.items():
        monkeypatch.setattr(params, name, number)


TWO = small_index([("push", ""), ("poll", "")], [8, 18], {"reply": {0: 2, 1: 1}, "wait": {1: 4}})
"""Two verdicts, two features; add-alpha denominators are 8 + 0.5 * 2 = 9 and 18 + 0.5 * 2 = 19."""


def read(text: str, index: Index = TWO) -> AnalyzedText:
    return analyze_text(text, index.cue_matcher)


def test_the_score_is_the_smoothed_log_likelihood_of_all_known_features() -> None:
    scores = score(TWO, read("reply wait"))
    # push: (2 + 0.5) / 9 for reply, (0 + 0.5) / 9 for wait; poll: (1 + 0.5) / 19 and (4 + 0.5) / 19
    assert scores.verdict_scores == pytest.approx(
        {"push": log(2.5 / 9) + log(0.5 / 9), "poll": log(1.5 / 19) + log(4.5 / 19)}
    )
    assert scores.unseen == pytest.approx({"push": log(0.5 / 9), "poll": log(0.5 / 19)})
    assert scores.neighbor_scores == {}


def test_unknown_words_say_nothing() -> None:
    scores = score(TWO, read("unheard reply words"))
    assert scores.verdict_scores == pytest.approx({"push": log(2.5 / 9), "poll": log(1.5 / 19)})
    assert scores.contributions.keys() == {1}
    assert scores.known_token_count == 1
    assert score(TWO, read("unheard")).verdict_scores == {"push": 0.0, "poll": 0.0}


def test_a_feature_of_two_words_is_shared_between_them() -> None:
    index = small_index([("push", ""), ("poll", "")], [8, 18], {"reply": {0: 2}, "reply wait": {1: 4}})
    contributions = score(index, read("reply wait")).contributions
    # log1p(2 / 0.5) = log 5 for reply alone; half of log1p(4 / 0.5) = log 9 for each word of the pair
    assert contributions[0].weight == 1.5
    assert contributions[0].deltas == pytest.approx({"push": log(5), "poll": log(9) / 2})
    assert contributions[1].weight == 0.5
    assert contributions[1].deltas == pytest.approx({"poll": log(9) / 2})


def test_a_cue_counts_by_its_own_weight() -> None:
    cue = Cue(id="quiet", says="It is quiet.", phrases=("silent",))
    index = small_index([("push", ""), ("poll", "")], [8, 18], {"§quiet": {0: 2}, "wait": {1: 4}}, cues=[cue])
    # a quarter of log(2.5 / 9) and of log(0.5 / 19)
    assert score(index, read("silent", index)).verdict_scores == pytest.approx(
        {"push": log(2.5 / 9) / 4, "poll": log(0.5 / 19) / 4}
    )


OUTER = small_index(
    [("push", ""), (OUTSIDE, "cache"), (OUTSIDE, "lock")],
    [8, 6, 12],
    {"reply": {0: 2}, "stale": {1: 3}, "edit": {2: 4, 1: 1}},
)
"""Outside has two neighbors; add-alpha denominators are 8 + 1.5 = 9.5 and 6 + 12 + 1.5 = 19.5."""


def test_outside_is_a_mixture_of_its_neighbors() -> None:
    scores = score(OUTER, read("stale reply"))
    # Likelihood in outside: stale (3 + 0.5) / 19.5, reply 0.5 / 19.5; each times 10 is the backoff.
    stale, reply = 10 * 3.5 / 19.5, 10 * 0.5 / 19.5
    cache = log(6 / 18) + log((3 + stale) / 16) + log(reply / 16)
    lock = log(12 / 18) + log(stale / 22) + log(reply / 22)
    assert scores.neighbor_scores == pytest.approx({"cache": cache, "lock": lock})
    assert scores.verdict_scores[OUTSIDE] == pytest.approx(log(exp(cache) + exp(lock)) + log(0.4))
    assert scores.verdict_scores["push"] == pytest.approx(log(0.5 / 9.5) + log(2.5 / 9.5))


def test_a_neighbor_is_scored_by_cues_at_their_weight_too() -> None:
    cue = Cue(id="old", says="It is old.", phrases=("stale",))
    index = small_index([(OUTSIDE, "cache"), (OUTSIDE, "lock")], [6, 12], {"§old": {0: 3}}, cues=[cue])
    # denominator 18 + 0.5 * 1 = 18.5
    backoff = 10 * 3.5 / 18.5
    assert score(index, read("stale", index)).neighbor_scores == pytest.approx(
        {"cache": log(6 / 18) + log((3 + backoff) / 16) / 4, "lock": log(12 / 18) + log(backoff / 22) / 4}
    )


def test_outside_with_a_single_neighbor_is_scored_like_a_pattern_with_its_prior() -> None:
    index = small_index([("push", ""), (OUTSIDE, "cache")], [8, 6], {"stale": {1: 3}})
    # denominators 8.5 and 6.5
    assert score(index, read("stale")).verdict_scores == pytest.approx(
        {"push": log(0.5 / 8.5), OUTSIDE: log(3.5 / 6.5) + log(0.4)}
    )


def scores_of(verdict_scores: dict[str, float], known_tokens: int = 0) -> Scores:
    return Scores(verdict_scores, {}, {number: Contribution() for number in range(known_tokens)}, {})


def test_probabilities_are_scores_over_the_temperature_and_weighted_votes() -> None:
    # The temperature is 2 * sqrt(4 words) = 4. push: 8 / 4 + 0.75 log(0.8 + 0.1); poll: 4 / 4 + 0.75 log(0 + 0.1)
    push, poll = exp(2) * 0.9**0.75, exp(1) * 0.1**0.75
    assert verdict_probabilities(scores_of({"push": 8.0, "poll": 4.0}, 4), {"push": 0.8}) == pytest.approx(
        {"push": push / (push + poll), "poll": poll / (push + poll)}
    )


@pytest.mark.parametrize("known_tokens", [0, 1])
def test_a_text_without_known_words_has_the_temperature_of_one_word(known_tokens: int) -> None:
    # Temperature 2, equal votes: odds exp(2 / 2) to 1
    found = verdict_probabilities(scores_of({"push": 2.0, "poll": 0.0}, known_tokens), {})
    assert found == pytest.approx({"push": exp(1) / (exp(1) + 1), "poll": 1 / (exp(1) + 1)})


def test_probabilities_of_very_small_scores_add_up() -> None:
    found = verdict_probabilities(scores_of({"push": -9000.0, "poll": -9000.0}, 1), {})
    assert found == pytest.approx({"push": 0.5, "poll": 0.5})


@pytest.mark.parametrize(
    ("feature", "verdict", "expected"),
    [
        # reply: push (2 + 0.5) / 8 = 0.3125, poll (1 + 0.5) / 18 = 0.0833, mean 0.1979, times 1.5 = 0.2969
        ("reply", "push", True),
        ("reply", "poll", False),
        # wait: push 0.5 / 8 = 0.0625, poll 4.5 / 18 = 0.25, mean 0.15625, times 1.5 = 0.2344
        ("wait", "poll", True),
        # unheard: push 0.0625, poll 0.5 / 18 = 0.0278, mean 0.0451, times 1.5 = 0.0677
        ("unheard", "push", False),
        ("reply", "elsewhere", False),
    ],
)
def test_evidence_is_half_as_frequent_again_as_on_average(feature: str, verdict: str, expected: bool) -> None:
    assert is_evidence_for(TWO, Feature(feature, (0,)), verdict) is expected


def test_evidence_of_outside_is_counted_over_all_neighbors() -> None:
    # edit: outside (4 + 1 + 0.5) / 18 = 0.3056, push 0.5 / 8 = 0.0625; mean 0.184, times 1.5 = 0.2760
    assert is_evidence_for(OUTER, Feature("edit", (0,)), OUTSIDE)


def test_at_exactly_the_ratio_a_feature_is_no_evidence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(params, "MIN_EVIDENCE_RATIO", 1.0)
    index = small_index([("push", ""), ("poll", "")], [8, 8], {"wait": {0: 2, 1: 2}})
    assert not is_evidence_for(index, Feature("wait", (0,)), "push")


def marked(
    text: str, weights: dict[str, float], probabilities: dict[str, float] | None = None
) -> list[tuple[str, float]]:
    """The highlights for push, if each word adds a delta for it; all else is equal."""
    analyzed = read(text)
    words = text.split()
    contributions = {n: Contribution(1.0, {"push": weights[word]}) for n, word in enumerate(words) if word in weights}
    scores = Scores({"push": 0.0, "poll": 0.0}, {"push": -1.0, "poll": -1.0}, contributions, {})
    likely = probabilities or {"push": 0.5, "poll": 0.5}
    return [(mark.words, mark.weight) for mark in Explainer(analyzed, scores, likely).highlights("push")]


def test_adjacent_words_are_one_highlight_and_the_strongest_comes_first() -> None:
    assert marked("viewers watch prices quietly", {"viewers": 0.7, "prices": 0.5, "quietly": 0.4}) == [
        ("prices quietly", 0.9), ("viewers", 0.7),
    ]  # fmt: skip


@pytest.mark.parametrize(("weight", "expected"), [(0.6, [("viewers", 0.6)]), (0.599, [])])
def test_a_run_must_have_the_minimum_weight(weight: float, expected: list[tuple[str, float]]) -> None:
    assert marked("viewers", {"viewers": weight}) == expected


def test_a_word_must_weigh_more_than_the_minimum_to_count_in_a_run() -> None:
    assert marked("viewers watch", {"viewers": 0.7, "watch": 0.25}) == [("viewers", 0.7)]
    assert marked("viewers watch", {"viewers": 0.7, "watch": 0.26}) == [("viewers watch", 0.96)]


def test_only_the_strongest_words_are_shown() -> None:
    weights = {"viewers": 0.7, "prices": 0.9, "boards": 0.8, "phones": 1.0}
    assert marked("viewers x prices x boards x phones", weights) == [
        ("phones", 1.0), ("prices", 0.9), ("boards", 0.8),
    ]  # fmt: skip


def test_stop_words_are_cut_from_the_ends_of_a_run_and_kept_inside() -> None:
    assert marked("the watch and", {"the": 0.5, "watch": 0.8, "and": 0.5}) == [("watch", 0.8)]
    assert marked("watch the prices", {"the": 0.5, "watch": 0.8, "prices": 0.5}) == [("watch the prices", 1.8)]
    assert marked("the", {"the": 2.0}) == []


def test_a_highlight_has_offsets_and_covers_whole_words() -> None:
    analyzed = read("they don't send it")
    # tokens: they, do, no, send, it; the third is the n't
    scores = Scores({"push": 0.0, "poll": 0.0}, {"push": 0.0, "poll": 0.0}, {2: Contribution(1.0, {"push": 2.0})}, {})
    (mark,) = Explainer(analyzed, scores, {"push": 0.5, "poll": 0.5}).highlights("push")
    assert (mark.words, mark.start, mark.end) == ("don't", 5, 10)


def test_the_text_of_a_feature_runs_from_its_first_token_to_its_last() -> None:
    analyzed = read("Really, they don't send!")
    assert feature_text(analyzed, Feature("no send", (3, 4))) == "don't send"
    assert feature_text(analyzed, Feature("realli", (0,))) == "Really"
    assert feature_text(read("the users' page"), Feature("user", (1,))) == "users"
    assert feature_text(read("the user's"), Feature("user", (1,))) == "user's"


def test_a_token_is_weighed_against_the_mean_of_the_rivals() -> None:
    analyzed = read("reply")
    contributions = {0: Contribution(2.0, {"push": 3.0, "poll": 1.0})}
    unseen = {"push": -2.0, "poll": -3.0, "hook": -1.0}
    scores = Scores(dict.fromkeys(unseen, 0.0), unseen, contributions, {})
    (mark,) = Explainer(analyzed, scores, {"push": 0.6, "poll": 0.3, "hook": 0.1}).highlights("push")
    # push 2 * -2 + 3 = -1; poll 2 * -3 + 1 = -5; hook 2 * -1 = -2; rivals (0.3 * -5 + 0.1 * -2) / 0.4 = -4.25
    assert mark.weight == 3.25


@pytest.mark.parametrize("rest", [1e-3, 1e-13, 1e-16, 1e-100])
def test_highlights_stay_exact_for_a_verdict_that_is_almost_certain(rest: float) -> None:
    found = marked("viewers watch", {"viewers": 0.7, "watch": 0.4}, {"push": 1 - rest, "poll": rest})
    assert found == [("viewers watch", 1.1)]


def test_verdicts_of_other_packs_are_no_rivals() -> None:
    found = marked("viewers", {"viewers": 0.7}, {"push": 0.2, "poll": 0.2, "elsewhere": 0.6})
    assert found == [("viewers", 0.7)]


def test_without_scenarios_or_rivals_there_are_no_highlights() -> None:
    analyzed = read("reply")
    contributions = {0: Contribution(1.0, {"push": 3.0})}
    alone = Scores({"push": 0.0}, {"push": -1.0}, contributions, {})
    assert Explainer(analyzed, alone, {"push": 1.0}).highlights("push") == ()
    assert Explainer(analyzed, alone, {"push": 0.5, "other": 0.5}).highlights("other") == ()
