"""Facts: what is asked of cards, tables, systems and neighbors."""

from __future__ import annotations

import pytest

from patterns_cli.catalog.catalog import Catalog
from patterns_cli.study.deck import Deck
from patterns_cli.study.questions.builder import contains_name, strip_bold
from patterns_cli.study.questions.question import Question
from patterns_cli.study.questions.reasons import Reason
from patterns_cli.study.questions.steps import order_feedback


def question(deck: Deck, id_: str) -> Question:
    found = deck.question(id_)
    assert found is not None, id_
    return found


def test_a_name_is_typed_and_all_its_aliases_count(deck: Deck) -> None:
    asked = question(deck, "fact/sse/name/recall")
    assert (asked.form, asked.right_option.text) == ("recall", "SSE")
    assert "EventSource".casefold() in {name.casefold() for name in asked.accepted_names}


@pytest.mark.parametrize(
    ("id_", "right"),
    [
        ("fact/websocket/for/low-latency/side", "To choose it"),
        ("fact/websocket/against/infrequent-updates/side", "Not to"),
    ],
)
def test_a_line_of_the_card_speaks_for_or_against(deck: Deck, id_: str, right: str) -> None:
    asked = question(deck, id_)
    assert (asked.form, asked.right_option.text) == ("yes-no", right)


def test_one_reason_for_is_picked_among_those_against(deck: Deck) -> None:
    asked = question(deck, "fact/websocket/for/high-frequency/pick")
    assert asked.right_option.text == "High-frequency updates (multiple per second)."
    assert {option.id.partition(":")[0] for option in asked.options if not option.is_right} == {"against"}


def test_what_a_line_advises_is_not_shown_where_it_would_give_the_answer_away() -> None:
    assert (
        Reason("against", "x", "Server → client only (use SSE instead).").text_without_advice == "Server → client only."
    )
    assert Reason("for", "x", "High-frequency updates (multiple per second).").text_without_advice.endswith(
        "(multiple per second)."
    )


def test_what_serves_better_is_what_the_card_names(deck: Deck, catalog: Catalog) -> None:
    asked = question(deck, "fact/sse/against/bidirectional/instead")
    assert asked.right_option.id == "websocket"
    assert "sse" not in {option.id for option in asked.options}


def test_a_line_of_a_profile_goes_with_one_pattern(deck: Deck, catalog: Catalog) -> None:
    asked = question(deck, "fact/sse/profile/server-keeps/line")
    assert asked.right_option.text == catalog.entries["sse"].profile["server-keeps"]
    own, other = (question(deck, f"fact/sse/profile/server-keeps/{part}") for part in ("own", "other"))
    assert (own.right_option.id, other.right_option.id) == ("yes", "no")
    assert own.context != other.context


def test_two_patterns_with_the_same_line_are_not_asked_apart(deck: Deck) -> None:
    assert deck.question("fact/sse/profile/direction/whose") is None


def test_a_pitfall_has_its_own_remedy(deck: Deck, catalog: Catalog) -> None:
    pitfall = next(one for one in catalog.entries["sse"].pattern.pitfalls if one.id == "buffering-proxy")
    assert question(deck, "fact/sse/pitfall/buffering-proxy/helps").context.endswith(pitfall.do)
    assert question(deck, "fact/sse/pitfall/buffering-proxy/helps-not").right_option.id == "no"


def test_a_system_has_its_reason(deck: Deck) -> None:
    asked = question(deck, "fact/long-polling/applied/google-drive/why-not-websocket")
    assert asked.prompt == "Google Drive has Long Polling here. Why not WebSocket?"
    assert asked.right_option.text.startswith("File changes are infrequent")
    assert deck.items[asked.item_id].systems == ("google-drive",)


def test_a_system_that_does_without_is_not_asked_as_if_it_did_not(deck: Deck) -> None:
    ids = deck.question_ids(deck.items["fact/cdc/applied/splitwise"])
    assert {id_.rpartition("/")[2] for id_ in ids} == {"why"}
    assert question(deck, ids[0]).prompt == "Why does Splitwise do without CDC there?"


def test_cells_of_tables_belong_to_a_column_or_a_row(deck: Deck) -> None:
    column = question(deck, "fact/table/transports/frequency/long-polling/whose")
    assert (column.context, column.right_option.id) == ("Frequency: Low (file sync).", "long-polling")
    row = question(deck, "fact/table/rate-limiting-algorithms/fixed-window/whose-3")
    assert row.right_option.id == "rate-limiting/fixed-window"
    two = question(deck, "fact/table/offset-or-cursor/performance/pagination-cursor/whose")
    assert (two.form, {option.id for option in two.options}) == ("yes-no", {"pagination/cursor", "pagination/offset"})


def test_cells_that_are_alike_are_not_asked(deck: Deck) -> None:
    assert "fact/table/transports/protocol/sse" not in deck.items
    assert "fact/table/transports/protocol/websocket" in deck.items


def test_steps_are_asked_in_the_order_that_the_content_calls_forced(deck: Deck) -> None:
    asked = question(deck, "fact/sse/steps/5-9/order")
    assert len(asked.steps) == 5
    assert asked.right_option.id == "1-2-3-4-5"
    assert "fact/sse/steps/1-3/order" in deck.question_ids(deck.items["fact/sse/steps/1-3"])


def test_the_first_step_too_early_is_what_is_wrong_with_an_order() -> None:
    assert order_feedback(("a", "b", "c"), (1, 3, 2)) == "Before “c” comes “b”."
    assert order_feedback(("a", "b", "c"), (1, 2, 3)) == "It begins with “a” and ends with “c”."


def test_what_lies_outside_has_a_name_to_learn(deck: Deck) -> None:
    asked = question(deck, "fact/circuit-breaker/name/recall")
    assert asked.right_option.text == "Circuit breaker"
    assert "outside" in deck.items[asked.item_id].refs


def test_a_text_that_holds_a_name_is_known_to() -> None:
    assert contains_name("uses a Web-Socket there", ("WebSocket",))
    assert not contains_name("a socket on the web", ("WebSocket",))
    assert strip_bold("**Cursor** (opaque `token`)") == "Cursor (opaque `token`)"
