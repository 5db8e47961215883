"""A catalog rendered in every way: nothing fails, is too wide or could control the terminal."""

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
from patterns_cli.exchange.cheat_sheet.exporter import pack_to_markdown
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
from tests.fuzz.limits import time_limit

WIDTH = 40
MAX_ENTRIES = 12
MAX_QUESTIONS = 60
RENDER_EVERY = 8
"""Every how many inputs to render a pack, which takes far longer than to load it."""


def should_render(data: bytes) -> bool:
    """Whether to render the pack of an input."""
    return zlib.crc32(data) % RENDER_EVERY == 0


def render_everything(catalog: Catalog, folder: Path, stores: CacheLocations) -> None:
    """Render every card, export and question of a catalog with a single pack."""
    for document in documents(catalog):
        with time_limit("rendering a card"):
            check_output(PlainRenderer(WIDTH, encoding="utf-8").render(document))
            check_output(RichRenderer(WIDTH, color=False, encoding="utf-8").render(document))
        PlainRenderer(None, encoding="ascii").render(document)
        RichRenderer(WIDTH, color=True, encoding="ascii").render(document)
    for entry in sample_entries(catalog):
        check_json(to_json(json_views.entry_view(catalog, entry)))
    check_json(to_json(catalog_to_dict(catalog)))
    for what in ("patterns", "systems", "neighbors", "tables"):
        check_json(to_json(json_views.list_view(catalog, what)))
    if catalog.tree is not None:
        tree_to_flowchart(catalog, catalog.tree)
    for pattern in catalog.packs[0].patterns[:MAX_ENTRIES]:
        if pattern.diagram and any(id_ == pattern.id for _, id_ in catalog.diagrams):
            to_sequence_diagram(pattern.diagram)
    check_safe(pack_to_markdown(catalog.packs[0]))
    check_questions_and_advice(catalog, folder, stores)


def sample_entries(catalog: Catalog) -> Iterator[Entry]:
    """Entries of every kind, though not all of them."""
    kinds = (catalog.entries.values(), catalog.system_entries.values(), catalog.chapters)
    for entries in kinds:
        yield from islice(entries, MAX_ENTRIES)


def documents(catalog: Catalog) -> Iterator[Document]:
    """Every kind of document."""
    for entry in sample_entries(catalog):
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
        yield hits_card(search(catalog, query)[:MAX_ENTRIES])


def check_questions_and_advice(catalog: Catalog, folder: Path, stores: CacheLocations) -> None:
    index = open_index(folder, catalog.packs[0], stores)
    again = open_index(folder, catalog.packs[0], stores)
    assert again.classes == index.classes
    for number in range(index.scenario_count):
        assert again.scenario(number) == index.scenario(number), "the index is different when it comes from the cache"
    indexes = [index] if index.classes else []
    deck = Deck(QuestionSources(catalog, indexes))
    for item in islice(deck.items.values(), MAX_QUESTIONS):
        for question in deck.sample_questions(item, 2):
            assert any(option.is_right for option in question.options) or question.form == "recall", question.id
    for entry in islice(catalog.patterns_with_variants(), 3):
        if entry.kind == "pattern":
            build_lesson(deck, entry, lambda _: {}, Random(0))
    if not indexes:
        return
    try:
        recommendation = recommend(catalog, indexes, "the cache server goes first and always pushes", {})
    except PatternsError:
        return
    card = unsettled_card if recommendation.advice is None else recommendation_card
    check_output(PlainRenderer(WIDTH, encoding="utf-8").render(card(catalog, recommendation)))
    check_output(RichRenderer(WIDTH, color=False, encoding="utf-8").render(card(catalog, recommendation)))


def check_safe(text: str) -> None:
    unsafe = find_unsafe(text)
    assert unsafe is None, f"{unsafe[0]!r} is printed as it is"


def check_output(text: str) -> None:
    check_safe(text)
    wide_lines = lines_wider_than(WIDTH, text)
    assert not wide_lines, f"wider than {WIDTH}: {wide_lines[0]!r}"


def check_json(text: str) -> None:
    json.loads(text)
