"""The order in which things are met."""

from __future__ import annotations

from patterns_cli.catalog.catalog import Catalog
from patterns_cli.study.course import course_order, items_in_course_order, progress_refs
from patterns_cli.study.deck import Deck


def test_every_pattern_has_its_lesson_and_meets_what_it_is_confused_with(deck: Deck, catalog: Catalog) -> None:
    order = course_order(deck.sources)
    assert sorted(order) == sorted(entry.ref for entry in catalog.patterns)
    assert order[:3] == ["websocket", "sse", "long-polling"]


def test_new_items_are_a_skill_and_a_fact_by_turns(deck: Deck) -> None:
    items = items_in_course_order(deck)
    assert {item.id for item in items} == set(deck.items)
    assert [item.kind for item in items[:6]] == ["skill", "fact"] * 3
    assert items[0].id == "recognise/websocket"


def test_two_are_told_apart_once_both_were_met(deck: Deck) -> None:
    skills = [item.id for item in items_in_course_order(deck) if item.kind == "skill"]
    for pair, ours, theirs in (
        ("tell/sse-or-websocket", "recognise/sse", "recognise/websocket"),
        ("tell/cdc-or-webhooks", "recognise/cdc", "recognise/webhooks"),
    ):
        assert skills.index(pair) > max(skills.index(ours), skills.index(theirs))


def test_progress_is_told_of_patterns_variants_and_none(deck: Deck) -> None:
    told = progress_refs(deck.sources)
    assert told[0] == "websocket"
    assert told.index("pagination/cursor") > told.index("pagination")
    assert told[-1] == "outside"
