"""Every pattern is described as fully as the others, and the parts of the content agree."""

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


def test_the_content_is_valid(catalog: Catalog) -> None:
    assert [str(diagnostic) for diagnostic in catalog.diagnostics] == []


def test_each_pattern_fills_every_section_of_its_card(catalog: Catalog) -> None:
    for entry in catalog.patterns:
        pattern = entry.pattern
        assert pattern.aliases, pattern.id
        assert len(pattern.pitfalls) >= 4, pattern.id
        assert len(pattern.references) >= 3, pattern.id
        assert pattern.footnotes, pattern.id
        diagram = catalog.diagram_of(entry)
        assert diagram is not None
        assert len(diagram.steps) >= 5, pattern.id
        assert len(pattern.profile) == 9, pattern.id


def test_summaries_and_profiles_fit_side_by_side(catalog: Catalog) -> None:
    for entry in catalog.patterns_with_variants():
        assert len(entry.summary) <= 90, entry.ref
        assert "\n" not in entry.summary
        assert all(len(text) <= 90 for text in entry.profile.values()), entry.ref


def test_every_reference_is_cited_and_uses_https(catalog: Catalog) -> None:
    table_sources = {source for table in catalog.tables() for note in table.footnotes for source in note.sources}
    for entry in catalog.patterns:
        pattern = entry.pattern
        cited = {source for pitfall in pattern.pitfalls for source in pitfall.sources}
        cited |= {source for footnote in pattern.footnotes for source in footnote.sources}
        for reference in pattern.references:
            assert reference.url.startswith("https://"), reference.id
            assert reference.id in cited | table_sources, f"{pattern.id}: {reference.id}"


def test_a_reference_of_several_patterns_is_the_same_in_each(catalog: Catalog) -> None:
    seen: dict[str, tuple[str, str, str]] = {}
    for entry in catalog.patterns:
        for reference in entry.pattern.references:
            source = (reference.title, reference.url, reference.publisher)
            assert seen.setdefault(reference.id, source) == source, reference.id


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_pairs_that_are_often_confused_have_a_contrast(catalog: Catalog, pair: tuple[str, str]) -> None:
    assert catalog.contrast_between(*pair) is not None


def test_each_side_of_a_contrast_says_why_it_fails(catalog: Catalog) -> None:
    failures = [choice.fails for contrast in catalog.contrasts() for choice in contrast.choices]
    assert all(10 <= len(failure.split()) <= 45 for failure in failures)
    assert len(set(failures)) == len(failures)


def test_each_recommendable_entry_says_what_it_is_for(catalog: Catalog, deck: Deck) -> None:
    jobs = [catalog.entries[ref].job for ref in deck.sources.answerable_refs]
    for part in ("solves", "only", "needs"):
        texts = [getattr(job, part) for job in jobs]
        assert all(3 <= len(text.split()) <= 32 for text in texts)
        assert len(set(texts)) == len(texts)
    assert all(job is not None and re.match(r"(An? )?\S+( \S+)? only ", job.only) for job in jobs)
    assert not any(job is None or job.needs.endswith(".") for job in jobs)


def test_the_story_of_a_contrast_names_neither_side(catalog: Catalog) -> None:
    for contrast in catalog.contrasts():
        story = normalize_name(contrast.flip.story)
        for ref in contrast.between:
            assert normalize_name(catalog.name_of(ref)) not in story, contrast.id


def test_contrasts_flip_in_both_directions_about_equally_often(catalog: Catalog) -> None:
    forward = [contrast.flip.answer == contrast.between[0] for contrast in catalog.contrasts()]
    assert 0.4 <= sum(forward) / len(forward) <= 0.6


def test_there_are_enough_neighbors_each_with_a_first_step(catalog: Catalog) -> None:
    assert len(catalog.neighbors) >= 25
    for pack in catalog.packs:
        for neighbor in pack.neighbors:
            assert neighbor.purpose, neighbor.id
            assert neighbor.tell_apart, neighbor.id
            assert neighbor.do, neighbor.id
            assert neighbor.near, neighbor.id


def test_the_tree_reaches_every_pattern_variant_and_outside(catalog: Catalog) -> None:
    assert catalog.tree is not None
    verdicts = {leaf.verdict for leaf in catalog.tree.leaves}
    expected = {entry.ref for entry in catalog.patterns_with_variants()} - {"pagination"}
    assert verdicts == expected | {OUTSIDE}


def test_prose_has_no_placeholders_and_no_doubled_words(catalog: Catalog) -> None:
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


def test_the_pack_passes_validation_with_all_published_ids() -> None:
    """New ids are added to ids.txt by `patterns validate --publish content`."""
    assert [str(diagnostic) for diagnostic in validate_pack(CONTENT / "realtime-api")] == []
