"""Search over everything the catalogue says."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patterns_cli.catalog.catalog import Catalog, open_catalog
from patterns_cli.catalog.lookup import find_entry
from patterns_cli.catalog.search import (
    MAX_QUERY_WORDS,
    Hit,
    all_passages,
    matches_stem,
    query_stems,
    search,
)
from patterns_cli.text.words import split_words
from tests.conftest import SmallPack


def text_of(hit: Hit) -> str:
    """All that a query could have matched, in small letters."""
    return f"{hit.passage.subject} {hit.passage.text}".casefold()


# Words.


def test_common_words_count_only_where_there_are_no_others() -> None:
    assert query_stems("how do I scale the websockets") == ("scale", "websocket")
    assert query_stems("the") == ("the",)
    assert query_stems("What is it?") == ("what", "is", "it")


def test_a_word_that_is_asked_twice_counts_once() -> None:
    assert query_stems("ticket Tickets TICKET") == ("ticket",)


def test_a_start_fits_a_longer_word_but_two_letters_fit_only_themselves() -> None:
    assert matches_stem("poll", "polling")
    assert not matches_stem("poll", "enrolled")
    assert matches_stem("ws", "ws")
    assert not matches_stem("ws", "wss")


# What is found.


@pytest.mark.parametrize(
    ("query", "subject"),
    [
        ("websocket", "WebSocket"),
        ("debezium", "CDC (Change Data Capture)"),
        ("keyset", "Cursor-based pagination"),
        ("eventsource", "SSE (Server-Sent Events)"),
        ("etag", "Conditional polling (ETag)"),
        ("movie tickets", "BookMyShow"),
    ],
)
def test_the_best_hit_is_about_what_was_asked(catalog: Catalog, query: str, subject: str) -> None:
    assert search(catalog, query)[0].passage.subject == subject


@pytest.mark.parametrize("query", ["websocket", "cursor", "token bucket", "a retry after a timeout"])
def test_hits_come_best_first(catalog: Catalog, query: str) -> None:
    scores = [hit.score for hit in search(catalog, query)]
    assert scores
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    "spelling", ["WEBSOCKET", "WebSocket", "  websocket?! ", "ｗebsocket", "the websocket", "websockets"]
)
def test_case_punctuation_and_common_words_make_no_difference(catalog: Catalog, spelling: str) -> None:
    assert search(catalog, spelling) == search(catalog, "websocket")


def test_passages_with_all_words_come_alone(catalog: Catalog) -> None:
    hits = search(catalog, "sticky sessions")
    assert hits
    assert all("sticky" in text_of(hit) and "session" in text_of(hit) for hit in hits)
    assert all(hit.matched_stems == ("sticky", "session") for hit in hits)


def test_where_no_passage_has_all_words_those_with_some_are_found(catalog: Catalog) -> None:
    hits = search(catalog, "websocket xylophone")
    assert [hit.passage for hit in hits] == [hit.passage for hit in search(catalog, "websocket")]
    assert all(hit.matched_stems == ("websocket",) for hit in hits)


def test_of_several_words_the_rare_one_weighs_more(catalog: Catalog) -> None:
    assert "debezium" in text_of(search(catalog, "xylophone client debezium")[0])


def test_a_word_is_found_by_its_start_not_by_its_middle(catalog: Catalog) -> None:
    assert search(catalog, "debez")
    assert search(catalog, "ebezium") == []


@pytest.mark.parametrize("query", ["", " ", "!?", "()", "\x00", "xylophone", "\ud800"])
def test_a_query_that_nothing_holds_finds_nothing(catalog: Catalog, query: str) -> None:
    assert search(catalog, query) == []


def test_special_characters_in_a_query_are_no_pattern_language(catalog: Catalog) -> None:
    assert search(catalog, "web.ocket") != search(catalog, "websocket")
    assert search(catalog, "websocket*") == search(catalog, "websocket")
    assert search(catalog, "[websocket]") == search(catalog, "websocket")


def test_an_empty_catalogue_finds_nothing() -> None:
    assert search(open_catalog([]), "websocket") == []


# What there is to find.

WORDS_IN_THE_PACK = {
    "summary": ("patterns/alpha.yaml", "The first of two."),
    "what": ("patterns/alpha.yaml", "It goes first."),
    "use when": ("patterns/alpha.yaml", "Always."),
    "avoid when": ("patterns/alpha.yaml", "Never."),
    "profile": ("patterns/alpha.yaml", "Alpha does"),
}
CONTRAST = """\
contrasts:
  - id: c
    between: [alpha, beta]
    question: q?
    choices: [{choose: alpha, when: w, because: b}, {choose: beta, when: w, because: b}]
    flip: {story: s, answer: alpha, change: c, then: beta, because: b}
"""
TREE = """\
start: q
questions:
  - {id: q, ask: a?, path: p, options: [{id: o, label: L, example: e, to: l}]}
leaves:
  - {id: l, verdict: alpha, because: b, costs: [], reconsider: []}
"""
ADDED = {
    "an alias": ("patterns/alpha.yaml", "aliases: [xylophone]\n", "Also called"),
    "a note": ("patterns/alpha.yaml", "notes: [{id: n, label: Remark, text: xylophone}]\n", "Remark"),
    "code": ("patterns/alpha.yaml", "notes: [{id: n, code: GET xylophone}]\n", "Note"),
    "a pitfall": ("patterns/alpha.yaml", "pitfalls: [{id: p, title: T, text: t, do: A xylophone.}]\n", "Pitfall"),
    "a footnote": (
        "patterns/alpha.yaml",
        "footnotes: [{id: f, quote: goes, text: A xylophone., sources: []}]\n",
        "To be precise",
    ),
    "a reference": (
        "patterns/alpha.yaml",
        "references: [{id: r, title: Xylophone, url: u, publisher: p, says: s}]\n",
        "Reference",
    ),
    "a step of the diagram": (
        "patterns/alpha.yaml",
        "diagram: |\n  sequenceDiagram\n    A->>B: xylophone\n",
        "How it works",
    ),
    "a variant": (
        "patterns/alpha.yaml",
        "variants: [{id: v, name: V, summary: s, what: A xylophone.}]\n",
        "What it is",
    ),
    "an alias of a variant": (
        "patterns/alpha.yaml",
        "variants: [{id: v, name: V, summary: s, what: w, aliases: [xylophone]}]\n",
        "Also called",
    ),
    "a reason for a variant": (
        "patterns/alpha.yaml",
        "variants: [{id: v, name: V, summary: s, what: w, use_when: [{id: u, text: xylophone}]}]\n",
        "Use when",
    ),
    "a reason against a variant": (
        "patterns/alpha.yaml",
        "variants: [{id: v, name: V, summary: s, what: w, avoid_when: [{id: u, text: xylophone}]}]\n",
        "Avoid when",
    ),
    "the profile of a variant": (
        "patterns/alpha.yaml",
        "variants: [{id: v, name: V, summary: s, what: w, profile: {starts: xylophone}}]\n",
        "Profile",
    ),
    "a system": ("systems.yaml", "systems: [{id: s, name: S, summary: A xylophone.}]\n", "System"),
    "an alias of a system": (
        "systems.yaml",
        "systems: [{id: s, name: S, summary: t, aliases: [xylophone]}]\n",
        "System",
    ),
    "a neighbour": (
        "neighbours.yaml",
        "neighbours: [{id: n, name: N, purpose: A xylophone., tell_apart: t, do: d}]\n",
        "What it is for",
    ),
    "how to tell a neighbour": (
        "neighbours.yaml",
        "neighbours: [{id: n, name: N, purpose: p, tell_apart: A xylophone., do: d}]\n",
        "How to tell",
    ),
    "a table": (
        "tables.yaml",
        "tables: [{id: t, title: T, columns: [{label: L}], rows: [{id: r, cells: [xylophone]}]}]\n",
        "Table",
    ),
    "a contrast": ("contrasts.yaml", CONTRAST.replace("q?", "A xylophone?"), "Contrast"),
    "the case of a contrast": ("contrasts.yaml", CONTRAST.replace("story: s", "story: A xylophone."), "Case"),
    "a question of the tree": ("decide.yaml", TREE.replace("a?", "A xylophone?"), "Question"),
    "a leaf of the tree": ("decide.yaml", TREE.replace("costs: []", "costs: [A xylophone.]"), "Advice"),
}


@pytest.mark.parametrize("kind", WORDS_IN_THE_PACK)
def test_every_field_of_a_pattern_can_be_found(small_pack: SmallPack, kind: str) -> None:
    name, words = WORDS_IN_THE_PACK[kind]
    small_pack.replace(name, words, "A xylophone.")
    [hit] = search(open_catalog([small_pack.folder]), "xylophone")
    assert hit.passage.subject == "Alpha"
    assert hit.passage.command.startswith("patterns show alpha")


@pytest.mark.parametrize("kind", ADDED)
def test_everything_else_that_a_pack_says_can_be_found_under_its_own_heading(small_pack: SmallPack, kind: str) -> None:
    name, text, place = ADDED[kind]
    path = small_pack.folder / name
    small_pack.write(name, (path.read_text(encoding="utf-8") if path.exists() else "") + text)
    catalog = open_catalog([small_pack.folder])
    assert [fault for fault in catalog.diagnostics if fault.severity == "error"] == []
    [hit] = search(catalog, "xylophone")
    assert hit.passage.heading == place


def test_a_row_of_an_applied_table_is_found_under_its_system(small_pack: SmallPack) -> None:
    small_pack.write("systems.yaml", "systems: [{id: shop, name: The shop, summary: s}]\n")
    text = (small_pack.folder / "patterns" / "alpha.yaml").read_text(encoding="utf-8")
    rows = "applied: {title: T, columns: [a, b, c], rows: [{system: shop, use: A xylophone., why: w}]}\n"
    small_pack.write("patterns/alpha.yaml", text + rows)
    [hit] = search(open_catalog([small_pack.folder]), "xylophone")
    assert (hit.passage.subject, hit.passage.heading) == ("Alpha", "Applied in The shop")
    assert hit.passage.command == "patterns system shop"


def test_every_passage_says_where_it_stands_and_how_to_read_more(catalog: Catalog) -> None:
    for passage in all_passages(catalog):
        assert passage.subject, passage
        assert passage.heading, passage
        assert passage.command.startswith("patterns "), passage


def test_every_card_that_a_passage_sends_to_exists(catalog: Catalog) -> None:
    for passage in all_passages(catalog):
        words = passage.command.split()
        if words[1] in ("show", "system"):
            assert find_entry(catalog, words[2]).ref == words[2]


def test_every_pattern_variant_and_system_is_found_by_its_name(catalog: Catalog) -> None:
    for entry in catalog.patterns_with_variants():
        assert entry.name in [hit.passage.subject for hit in search(catalog, entry.name)]
    for system in catalog.systems.values():
        assert system.name in [hit.passage.subject for hit in search(catalog, system.name)]


# Whatever is asked.

ASKED = st.text(st.characters(exclude_categories=())) | st.lists(
    st.sampled_from(
        ["web", "socket", "the", " ", "-", "ing", "s", "limit", "İ", "ß", "ﬃ", "\x00", "漢", "(", "*", "\\"]
    )
).map("".join)


@given(ASKED)
@settings(deadline=None, max_examples=40)
def test_any_query_finds_passages_that_hold_its_words_or_nothing(catalog: Catalog, query: str) -> None:
    wanted = query_stems(query)
    for hit in search(catalog, query):
        words = split_words(f"{hit.passage.subject} {hit.passage.text}")
        assert hit.matched_stems
        assert all(one in wanted and any(matches_stem(one, word) for word in words) for one in hit.matched_stems)
        assert hit.score > 0


@given(ASKED)
@settings(deadline=None)
def test_the_stems_of_any_query_are_words_each_once(query: str) -> None:
    stems = query_stems(query)
    assert len(set(stems)) == len(stems)
    assert all(stems)


def test_a_very_long_query_is_cut_to_what_makes_sense(catalog: Catalog) -> None:
    assert len(query_stems(" ".join(f"word{number}" for number in range(2000)))) <= MAX_QUERY_WORDS
    assert search(catalog, "sticky sessions " * 1000)
