"""What a pack knows beyond a cheat sheet, as blocks: variants, pitfalls, profiles, sources, contrasts, neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from patterns_cli.exchange.cheat_sheet.notes import single_line
from patterns_cli.exchange.markdown.blocks import Block, Heading, ListBlock, TableBlock
from patterns_cli.exchange.markdown.lines import format_link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from patterns_cli.packs.model import Footnote, Pack, Pattern, Table


def pattern_extras(pattern: Pattern, pack: Pack, level: int) -> Iterator[Block]:
    """The sub-headings of one pattern; ``level`` is theirs."""
    variants = [f"**{variant.name}**: {single_line(variant.what)}" for variant in pattern.variants]
    yield from _list_section("Variants", variants, level)
    rows = [(one.title, one.text, one.do) for one in pattern.pitfalls]
    yield from _table_section("Pitfalls", ("Pitfall", "What happens", "What to do"), rows, level)
    profile = [(a.label, pattern.profile[a.id]) for a in pack.info.profile if a.id in pattern.profile]
    yield from _table_section("Profile", ("", pattern.name), profile, level)
    yield from footnote_table("To be precise", pattern.footnotes, level)
    sources = [
        f"{format_link(one.title, one.url)} ({one.publisher}): {single_line(one.says)}" for one in pattern.references
    ]
    yield from _list_section("References", sources, level)


def table_extras(table: Table, level: int) -> Iterator[Block]:
    """The remarks on a table."""
    yield from footnote_table(f"To be precise: {table.title}", table.footnotes, level)


def pack_extras(pack: Pack) -> Iterator[Block]:
    """The sections about no one pattern."""
    names = {pattern.id: pattern.name for pattern in pack.patterns}
    names |= {f"{pattern.id}/{one.id}": one.name for pattern in pack.patterns for one in pattern.variants}
    names |= {neighbour.id: neighbour.name for neighbour in pack.neighbors}
    contrasts = [
        (one.question, *(f"**{names.get(choice.choose, choice.choose)}**: {choice.when}" for choice in one.choices))
        for one in pack.contrasts
    ]
    yield from _table_section("Easily confused", ("Question", "One", "The other"), contrasts, 2)
    neighbours = [(one.name, one.purpose, one.tell_apart, one.do) for one in pack.neighbors]
    yield from _table_section("Near, but outside", ("Name", "What it is for", "How to tell", "To start"), neighbours, 2)


def footnote_table(title: str, notes: Iterable[Footnote], level: int) -> Iterator[Block]:
    """Remarks on words that stand above them."""
    yield from _table_section(title, ("Words", "To be precise"), [(note.quote, note.text) for note in notes], level)


def _list_section(title: str, items: Sequence[str], level: int) -> Iterator[Block]:
    if items:
        yield from (Heading(level, title), ListBlock(tuple(items)))


def _table_section(
    title: str, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]], level: int
) -> Iterator[Block]:
    if rows:
        cells = tuple(tuple(map(single_line, row)) for row in rows)
        yield from (Heading(level, single_line(title)), TableBlock(tuple(map(single_line, columns)), cells))
