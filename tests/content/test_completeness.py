"""Every pattern is told as fully as the others, and the parts agree with one another."""

from __future__ import annotations

import re

import pytest

from patterns_cli.catalog.catalog import Catalog
from patterns_cli.packs.checks.validate import validate_pack
from patterns_cli.packs.model import OUTSIDE
from patterns_cli.study.deck import Deck
from patterns_cli.text.names import normalize_name
from tests.conftest import CONTENT

PAIRS = (
    ("sse", "websocket"),
    ("sse", "long-polling"),
    ("websocket", "long-polling"),
    ("webhooks", "long-polling"),
    ("webhooks", "sse"),
    ("cdc", "webhooks"),
    ("cdc", "transactional-outbox"),
    ("heartbeat", "long-polling"),
    ("idempotency-keys", "rate-limiting"),
    ("pagination/cursor", "pagination/offset"),
    ("presigned-urls", "proxy-upload"),
    ("rate-limiting/token-bucket", "rate-limiting/sliding-window"),
    ("rate-limiting/sliding-window", "rate-limiting/fixed-window"),
    ("rate-limiting", "circuit-breaker"),
    ("idempotency-keys", "unique-index"),
)


def test_the_content_has_no_fault(catalog: Catalog) -> None:
    assert [str(fault) for fault in catalog.diagnostics] == []


def test_each_pattern_has_all_that_a_card_tells(catalog: Catalog) -> None:
    for entry in catalog.patterns:
        pattern = entry.pattern
        assert pattern.aliases, pattern.id
        assert len(pattern.pitfalls) >= 4, pattern.id
        assert len(pattern.references) >= 3, pattern.id
        assert pattern.footnotes, pattern.id
        drawing = catalog.diagram_of(entry)
        assert drawing is not None
        assert len(drawing.steps) >= 5, pattern.id
        assert len(pattern.profile) == 9, pattern.id


def test_summaries_and_profiles_are_short_enough_to_stand_side_by_side(catalog: Catalog) -> None:
    for entry in catalog.patterns_with_variants():
        assert len(entry.summary) <= 90, entry.ref
        assert "\n" not in entry.summary
        assert all(len(text) <= 90 for text in entry.profile.values()), entry.ref


def test_every_reference_is_cited_and_leads_to_a_secure_address(catalog: Catalog) -> None:
    table_sources = {source for table in catalog.tables() for note in table.footnotes for source in note.sources}
    for entry in catalog.patterns:
        pattern = entry.pattern
        cited = {source for pitfall in pattern.pitfalls for source in pitfall.sources}
        cited |= {source for footnote in pattern.footnotes for source in footnote.sources}
        for reference in pattern.references:
            assert reference.url.startswith("https://"), reference.id
            assert reference.id in cited | table_sources, f"{pattern.id}: {reference.id}"


def test_a_reference_that_several_patterns_cite_is_the_same_everywhere(catalog: Catalog) -> None:
    seen: dict[str, tuple[str, str, str]] = {}
    for entry in catalog.patterns:
        for reference in entry.pattern.references:
            told = (reference.title, reference.url, reference.publisher)
            assert seen.setdefault(reference.id, told) == told, reference.id


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_pairs_that_people_confuse_have_their_question(catalog: Catalog, pair: tuple[str, str]) -> None:
    assert catalog.contrast_between(*pair) is not None


def test_contrasts_say_of_both_sides_why_they_fail_where_the_other_is_right(catalog: Catalog) -> None:
    told = [choice.fails for contrast in catalog.contrasts() for choice in contrast.choices]
    assert all(10 <= len(fails.split()) <= 45 for fails in told)
    assert len(set(told)) == len(told)


def test_all_that_can_be_chosen_say_what_they_are_for(catalog: Catalog, deck: Deck) -> None:
    jobs = [catalog.entries[ref].job for ref in deck.sources.answerable_refs]
    for part in ("solves", "only", "needs"):
        told = [getattr(job, part) for job in jobs]
        assert all(3 <= len(words.split()) <= 32 for words in told)
        assert len(set(told)) == len(told)
    assert all(job is not None and " only " in job.only for job in jobs)
    assert not any(job is None or job.needs.endswith(".") for job in jobs)


def test_contrasts_name_neither_side_in_their_story(catalog: Catalog) -> None:
    for contrast in catalog.contrasts():
        story = normalize_name(contrast.flip.story)
        for ref in contrast.between:
            assert normalize_name(catalog.name_of(ref)) not in story, contrast.id


def test_flips_go_both_ways(catalog: Catalog) -> None:
    forward = [contrast.flip.answer == contrast.between[0] for contrast in catalog.contrasts()]
    assert 0.4 <= sum(forward) / len(forward) <= 0.6


def test_there_are_enough_neighbors_each_with_a_first_step(catalog: Catalog) -> None:
    assert len(catalog.neighbors) >= 25
    for pack in catalog.packs:
        for neighbour in pack.neighbors:
            assert neighbour.purpose
            assert neighbour.tell_apart
            assert neighbour.do
            assert neighbour.near, neighbour.id


def test_the_tree_reaches_every_pattern_variant_and_outside(catalog: Catalog) -> None:
    assert catalog.tree is not None
    named = {leaf.verdict for leaf in catalog.tree.leaves}
    wanted = {entry.ref for entry in catalog.patterns_with_variants()} - {"pagination"}
    assert wanted | {OUTSIDE} == named


def test_prose_has_no_typing_slips(catalog: Catalog) -> None:
    import msgspec

    def texts(value: object) -> list[str]:
        if isinstance(value, str):
            return [value]
        if isinstance(value, dict):
            return [text for item in value.values() for text in texts(item)]
        return [text for item in value for text in texts(item)] if isinstance(value, (list, tuple)) else []

    for pack in catalog.packs:
        for text in texts(msgspec.to_builtins(pack)):
            assert "FILL" not in text
            assert "TODO" not in text
            assert "  " not in text.strip() or "\n" in text, text
            assert not re.search(r"\b(the|a|an|of|to|is|and) \1\b", text), text


def test_nothing_that_was_published_is_missing_and_nothing_teaches_wrongly() -> None:
    """New ids are added to ids.txt by `patterns validate --publish content`."""
    assert [str(fault) for fault in validate_pack(CONTENT / "realtime-api")] == []
