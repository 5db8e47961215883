"""A catalog shown in all its ways: nothing falls over, nothing is too wide, nothing acts on the terminal."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random

from patterns_cli.advise.recommend import open_index, recommend
from patterns_cli.catalog.catalog import Catalog, Entry
from patterns_cli.catalog.search import search
from patterns_cli.errors import PatternsError
from patterns_cli.exchange.catalog_json import catalog_to_dict
from patterns_cli.exchange.cheat_sheet.pack_markdown import pack_to_markdown
from patterns_cli.exchange.mermaid import to_sequence_diagram, tree_to_flowchart
from patterns_cli.packs.cache import CacheLocations
from patterns_cli.render import json_views
from patterns_cli.render.cards import entry as entry_cards
from patterns_cli.render.cards import lists
from patterns_cli.render.cards.advice import tree_card
from patterns_cli.render.cards.answer import recommendation_card, unsettled_card
from patterns_cli.render.cards.comparison import comparison_card
from patterns_cli.render.cards.search import hits_card
from patterns_cli.render.document import Document
from patterns_cli.render.json_output import to_json
from patterns_cli.render.plain_renderer import PlainRenderer
from patterns_cli.render.rich_renderer import RichRenderer
from patterns_cli.study.deck import Deck
from patterns_cli.study.lesson import build_lesson
from patterns_cli.study.questions.sources import QuestionSources
from patterns_cli.text.control_chars import find_unsafe
from tests.conftest import lines_wider_than
from tests.fuzz.limits import in_time

WIDTH = 40
MOST_ENTRIES = 12
MOST_QUESTIONS = 60
SHOWN = 8
"""One input in so many is shown as well, which takes far longer than to read it."""


def is_shown(data: bytes) -> bool:
    """Whether what an input gives is to be shown as well."""
    return zlib.crc32(data) % SHOWN == 0


def show_all(catalog: Catalog, folder: Path, stores: CacheLocations) -> None:
    """Show, print and ask whatever a catalog of one pack gives."""
    for document in documents(catalog):
        with in_time("showing a card"):
            _is_fit(PlainRenderer(WIDTH, encoding="utf-8").render(document))
            _is_fit(RichRenderer(WIDTH, color=False, encoding="utf-8").render(document))
        PlainRenderer(None, encoding="ascii").render(document)
        RichRenderer(WIDTH, color=True, encoding="ascii").render(document)
    for entry in some_entries(catalog):
        _is_json(to_json(json_views.entry_view(catalog, entry)))
    _is_json(to_json(catalog_to_dict(catalog)))
    for what in ("patterns", "systems", "neighbors", "tables"):
        _is_json(to_json(json_views.list_view(catalog, what)))
    if catalog.tree is not None:
        tree_to_flowchart(catalog, catalog.tree)
    for pattern in catalog.packs[0].patterns[:MOST_ENTRIES]:
        if pattern.diagram and any(id_ == pattern.id for _, id_ in catalog.diagrams):
            to_sequence_diagram(pattern.diagram)
    _is_safe(pack_to_markdown(catalog.packs[0]))
    _ask(catalog, folder, stores)


def some_entries(catalog: Catalog) -> Iterator[Entry]:
    """Entries of every kind, though not all of them."""
    kinds = (catalog.entries.values(), catalog.system_entries.values(), catalog.chapters)
    for entries in kinds:
        yield from islice(entries, MOST_ENTRIES)


def documents(catalog: Catalog) -> Iterator[Document]:
    """All that there is to be shown."""
    for entry in some_entries(catalog):
        card = entry_cards.entry_card(catalog, entry)
        yield card
        yield entry_cards.brief_card(card)
    patterns = [entry for entry in catalog.patterns_with_variants() if entry.kind in ("pattern", "variant")]
    if len(patterns) > 1:
        yield comparison_card(catalog, patterns[:3])
    for listed in (lists.pattern_list, lists.system_matrix, lists.neighbor_list, lists.table_list):
        yield listed(catalog)
    if catalog.tree is not None:
        yield tree_card(catalog, catalog.tree)
    for query in ("alpha", "cache server"):
        yield hits_card(search(catalog, query)[:MOST_ENTRIES])


def _ask(catalog: Catalog, folder: Path, stores: CacheLocations) -> None:
    index = open_index(folder, catalog.packs[0], stores)
    again = open_index(folder, catalog.packs[0], stores)
    assert again.classes == index.classes
    for number in range(index.scenario_count):
        assert again.scenario(number) == index.scenario(number), "the index is different when it comes from the cache"
    indexes = [index] if index.classes else []
    deck = Deck(QuestionSources(catalog, indexes))
    for item in islice(deck.items.values(), MOST_QUESTIONS):
        for question in deck.sample_questions(item, 2):
            assert any(option.is_right for option in question.options) or question.form == "recall", question.id
    for entry in islice(catalog.patterns_with_variants(), 3):
        if entry.kind == "pattern":
            build_lesson(deck, entry, lambda _: {}, Random(0))
    if not indexes:
        return
    try:
        found = recommend(catalog, indexes, "the cache server goes first and always pushes", {})
    except PatternsError:
        return
    card = unsettled_card if found.advice is None else recommendation_card
    _is_fit(PlainRenderer(WIDTH, encoding="utf-8").render(card(catalog, found)))
    _is_fit(RichRenderer(WIDTH, color=False, encoding="utf-8").render(card(catalog, found)))


def _is_safe(text: str) -> None:
    acting = find_unsafe(text)
    assert acting is None, f"{acting[0]!r} is shown as it is"


def _is_fit(text: str) -> None:
    _is_safe(text)
    wide = lines_wider_than(WIDTH, text)
    assert not wide, f"wider than {WIDTH}: {wide[0]!r}"


def _is_json(text: str) -> None:
    json.loads(text)
