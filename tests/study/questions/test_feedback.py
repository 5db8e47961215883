"""Why an answer fails, and when it would have been right."""

from __future__ import annotations

import pytest

from patterns_cli.advise.index import IndexedScenario
from patterns_cli.catalog.catalog import open_catalog
from patterns_cli.study.deck import Deck
from patterns_cli.study.questions.feedback import distractor_for, explain_verdict, sentence
from patterns_cli.study.questions.sources import QuestionSources
from tests.conftest import SmallPack


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("nothing goes up", "Nothing goes up."),
        ("Enough!", "Enough!"),
        ("\"don't call us, we'll call you.\"", "\"don't call us, we'll call you.\""),
        ("said “so”", "Said “so”."),
        ("`SELECT` is slow", "`SELECT` is slow."),
        ("  ", ""),
    ],
)
def test_a_reason_is_told_as_a_sentence(text: str, told: str) -> None:
    assert sentence(text) == told


def test_what_the_problem_itself_says_comes_first(deck: Deck) -> None:
    story = IndexedScenario("x", "sse", "Scores tick.", "one way", {"websocket": "fans send nothing"})
    wrong = distractor_for(deck.sources, "sse", "websocket", story)
    assert wrong.feedback.startswith("Fans send nothing. A WebSocket is no longer plain HTTP")
    assert wrong.right_when == "The open page sends many messages too, and each must arrive at once."


def test_else_the_contrast_says_why_theirs_fails_and_when_it_would_be_right(deck: Deck) -> None:
    wrong = distractor_for(deck.sources, "sse", "websocket")
    assert wrong.feedback.startswith("A WebSocket is no longer plain HTTP")
    assert wrong.right_when.startswith("The open page sends many")
    assert not wrong.is_right


def test_of_a_contrast_that_does_not_say_why_theirs_fails_it_is_told_why_ours_serves(
    small_pack: SmallPack,
) -> None:
    sides = "".join(f"      - {{choose: {one}, when: W {one}., because: B {one}.}}\n" for one in ("alpha", "beta"))
    flip = "    flip: {story: S., answer: alpha, change: C., then: beta, because: F.}\n"
    head = "contrasts:\n  - id: a-or-b\n    between: [alpha, beta]\n    question: Which?\n    choices:\n"
    small_pack.write("contrasts.yaml", head + sides + flip)
    wrong = distractor_for(QuestionSources(open_catalog([small_pack.folder]), []), "alpha", "beta")
    assert (wrong.feedback, wrong.right_when) == ("B alpha.", "W beta.")


def test_a_variant_is_told_from_what_its_pattern_is_told_from(deck: Deck) -> None:
    wrong = distractor_for(deck.sources, "pagination/cursor", "full-text-search")
    assert deck.sources.contrast_between("pagination/cursor", "full-text-search") is not None
    assert wrong.feedback != ""
    both = distractor_for(deck.sources, "rate-limiting/token-bucket", "rate-limiting/sliding-window")
    contrast = deck.sources.contrast_between("rate-limiting/token-bucket", "rate-limiting/sliding-window")
    assert contrast is not None
    assert both.feedback == next(one.fails for one in contrast.choices if one.choose == "rate-limiting/sliding-window")


def test_without_either_it_is_said_what_little_it_does_and_what_is_needed(deck: Deck) -> None:
    story = IndexedScenario(
        "x", "cdc", "The index lags.", "the table changes", {"rate-limiting": "nobody calls too often"}
    )
    wrong = distractor_for(deck.sources, "cdc", "rate-limiting", story)
    assert wrong.feedback == (
        "Nobody calls too often. Rate limiting only limits how much each caller may request. "
        "Here you need every change that is committed to a database, whoever makes it."
    )
    assert wrong.right_when == "You need a limit on what each caller may ask for."


def test_where_none_fits_what_is_needed_goes_by_its_name(deck: Deck) -> None:
    wrong = distractor_for(deck.sources, "table-partitioning", "webhooks")
    assert wrong.feedback.endswith("Here something else is needed: Table partitioning and archiving.")
    nameless = distractor_for(deck.sources, "outside", "webhooks")
    assert nameless.feedback.endswith("Here something else is needed.")


def test_a_pattern_and_its_variant_are_not_two_jobs(deck: Deck) -> None:
    wrong = distractor_for(deck.sources, "pagination/cursor", "pagination")
    assert wrong.feedback == "Pagination is the pattern as a whole; Cursor-based pagination is one way of doing it."


def test_of_a_pack_that_does_not_say_what_its_patterns_are_for_the_summary_is_told(small_pack: SmallPack) -> None:
    wrong = distractor_for(QuestionSources(open_catalog([small_pack.folder]), []), "alpha", "beta")
    assert wrong.feedback.startswith("It does another job: ")
    assert wrong.right_when != ""


def test_the_right_answer_is_told_by_what_decides_and_what_solves_it(deck: Deck) -> None:
    told = explain_verdict(
        deck.sources, IndexedScenario("x", "rate-limiting", "One script floods us.", "one caller takes all")
    )
    assert told == (
        "One caller takes all. "
        "The server counts each caller's requests and refuses those above a limit, so no single caller can use up a "
        "shared resource."
    )
    outside = explain_verdict(
        deck.sources, IndexedScenario("x", "outside", "Slow.", "no index", {}, "table-partitioning")
    )
    assert outside.startswith("No index. What it asks for is: Table partitioning and archiving. Splits a big table")


def test_where_one_fits_none_of_these_is_wrong(deck: Deck) -> None:
    assert distractor_for(deck.sources, "sse", "outside").feedback == "One of them does fit: SSE."


def test_a_neighbor_would_be_right_for_what_it_is_for(deck: Deck) -> None:
    story = IndexedScenario(
        "x", "rate-limiting", "Logins are guessed.", "one address tries on", {"single-sign-on": "not asked"}
    )
    wrong = distractor_for(deck.sources, "rate-limiting", "single-sign-on", story)
    assert wrong.feedback == "Not asked."
    assert wrong.right_when.startswith("You need this: Lets people log in")
