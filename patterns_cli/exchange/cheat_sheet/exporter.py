"""A pack exported as a cheat sheet in Markdown, which an import reads as the same pack."""

from __future__ import annotations

from itertools import count, groupby, zip_longest
from typing import TYPE_CHECKING

from patterns_cli.exchange.cheat_sheet.importer import PACK_OPENING
from patterns_cli.exchange.cheat_sheet.labels import (
    AVOID_LABEL,
    USE_LABEL,
    WHAT_LABEL,
    is_system_header,
    is_usage_title,
    label_meaning,
)
from patterns_cli.exchange.cheat_sheet.notes import notes_to_blocks, single_line
from patterns_cli.exchange.cheat_sheet.pattern_section import THEORY_SEPARATOR
from patterns_cli.exchange.cheat_sheet.sentences import split_sentences
from patterns_cli.exchange.cheat_sheet.tables import default_table_title
from patterns_cli.exchange.markdown.blocks import (
    Block,
    CodeBlock,
    Heading,
    ListBlock,
    Paragraph,
    QuoteBlock,
    TableBlock,
)
from patterns_cli.exchange.markdown.inline import format_link, parse_link
from patterns_cli.exchange.markdown.round_trip import is_round_trip_safe, write_markdown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from patterns_cli.packs.model import (
        Caution,
        Condition,
        Footnote,
        Group,
        Note,
        Pack,
        Pattern,
        System,
        Table,
        TheoryLink,
        UsageTable,
    )


def pack_to_markdown(pack: Pack) -> str:
    """Export a pack as a cheat sheet."""
    return write_markdown(list(_Exporter(pack).blocks()))


class _Exporter:
    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.systems = {system.id: system for system in pack.systems}
        self.tables = {table.id: table for table in pack.tables}
        notes = [note for pattern in pack.patterns for note in pattern.notes]
        notes += [note for chapter in pack.chapters for note in chapter.notes]
        self.note_table_ids = {note.table for note in notes if note.table}
        groups = [group for group in pack.info.groups if group.patterns]
        has_group_headings = any(not self._is_implicit_group(index, group) for index, group in enumerate(groups))
        self.pattern_level = 3 if has_group_headings else 2

    def blocks(self) -> Iterator[Block]:
        info = self.pack.info
        yield Heading(1, single_line(info.title))
        if info.summary:
            yield QuoteBlock(single_line(info.summary))
        intro = list(self._opening_blocks(PACK_OPENING, info.title))
        for block, following in zip_longest(intro, intro[1:]):
            yield _as_label(block) if isinstance(block, Heading) and isinstance(following, TableBlock) else block
        yield from self._all_pattern_blocks()
        for chapter in self.pack.chapters:
            if not chapter.opens:
                yield Heading(2, single_line(chapter.title))
                yield from self._note_blocks(chapter.notes, chapter.title)
        for table in self.pack.tables:
            if len(table.patterns) != 1 and table.id not in self.note_table_ids:
                yield from _titled_table(table.title, _table_block(table), 2)
                yield from self._table_footnotes(table)
        yield from _pack_extras(self.pack)

    def _all_pattern_blocks(self) -> Iterator[Block]:
        ungrouped = {pattern.id: pattern for pattern in self.pack.patterns}
        numbers = count(1)
        for index, group in enumerate(self.pack.info.groups):
            members = [ungrouped.pop(id_) for id_ in group.patterns if id_ in ungrouped]
            if members and not self._is_implicit_group(index, group):
                yield Heading(2, single_line(group.title))
                yield from self._opening_blocks(group.id, group.title)
            for pattern in members:
                yield from self._pattern_blocks(next(numbers), pattern)
        for pattern in ungrouped.values():
            yield from self._pattern_blocks(next(numbers), pattern)

    def _is_implicit_group(self, group_index: int, group: Group) -> bool:
        """Whether a group stands for patterns below no group heading."""
        has_opening = any(chapter.opens == group.id for chapter in self.pack.chapters)
        return group_index == 0 and group.title == self.pack.info.title and not has_opening

    def _opening_blocks(self, opens: str, owner_title: str) -> Iterator[Block]:
        for chapter in self.pack.chapters:
            if chapter.opens == opens:
                yield from self._note_blocks(chapter.notes, owner_title)

    def _note_blocks(self, notes: Sequence[Note], owner_title: str) -> Iterator[Block]:
        def table_to_blocks(id_: str, is_titled: bool) -> list[Block]:
            return self._table_blocks(id_, owner_title, keep_title=is_titled)

        return notes_to_blocks(notes, self.pattern_level, table_to_blocks)

    def _table_blocks(self, id_: str, owner_title: str, *, keep_title: bool = False) -> list[Block]:
        table = self.tables.get(id_)
        if table is None:
            return []
        block = _table_block(table)
        is_derived = not keep_title and table.title == default_table_title(block.columns, owner_title)
        return _titled_table("" if is_derived else table.title, block, self.pattern_level + 1)

    def _table_footnotes(self, table: Table) -> Iterator[Block]:
        return _footnote_section(f"To be precise: {table.title}", table.footnotes, self.pattern_level + 1)

    def _pattern_blocks(self, number: int, pattern: Pattern) -> Iterator[Block]:
        yield Heading(self.pattern_level, f"{number}. {single_line(pattern.name)}")
        if pattern.what:
            yield Paragraph(WHAT_LABEL, single_line(pattern.what))
        yield from _reason_blocks(pattern.use_when, USE_LABEL)
        yield from _reason_blocks(pattern.avoid_when, AVOID_LABEL)
        if pattern.diagram:
            yield CodeBlock(pattern.diagram.rstrip("\n") + "\n", "mermaid")
        own_tables = [
            table
            for table in self.pack.tables
            if table.patterns == (pattern.id,) and table.id not in self.note_table_ids
        ]
        table_blocks = [block for table in own_tables for block in self._table_blocks(table.id, pattern.name)]
        usage_blocks = self._usage_blocks(pattern.applied) if pattern.applied else []
        # An import takes the first table that can be the usage table.
        if any(_can_be_usage_table(table) for table in own_tables):
            yield from usage_blocks + table_blocks
        else:
            yield from table_blocks + usage_blocks
        yield from self._note_blocks(pattern.notes, pattern.name)
        for table in own_tables:
            yield from self._table_footnotes(table)
        yield from _pattern_extras(pattern, self.pack, self.pattern_level + 1)
        for link in pattern.theory:
            yield _theory_paragraph(link)

    def _usage_blocks(self, usage_table: UsageTable) -> list[Block]:
        rows = []
        for row in usage_table.rows:
            system = self.systems.get(row.system)
            cells = (_system_cell(system, row.link) if system else row.system, row.use, row.why, *row.more)
            rows.append(tuple(map(single_line, cells[: len(usage_table.columns)])))
        block = TableBlock(usage_table.columns, tuple(rows))
        return _titled_table(usage_table.title, block, self.pattern_level + 1)


def _as_label(heading: Heading) -> Block:
    """The title of a table as a label if possible, because a heading before the first section would start one."""
    label = Paragraph(heading.text, "")
    return label if label_meaning(heading.text) is None and is_round_trip_safe(label) else heading


def _can_be_usage_table(table: Table) -> bool:
    return is_usage_title(table.title) or is_system_header(table.columns[0].label)


def _titled_table(title: str, block: TableBlock, level: int) -> list[Block]:
    """A table, below a heading with its title if it has one."""
    heading = single_line(title)
    return [Heading(level, heading), block] if heading else [block]


def _table_block(table: Table) -> TableBlock:
    rows = tuple(tuple(map(single_line, row.cells)) for row in table.rows)
    return TableBlock(tuple(single_line(column.label) for column in table.columns), rows)


def _system_cell(system: System, row_url: str) -> str:
    url = row_url or system.link
    link = format_link(system.name, url)
    return link if not url or parse_link(link) else system.name


def _reason_blocks(reasons: Sequence[Condition | Caution], default_label: str) -> Iterator[Block]:
    """The reasons below each label, on one line if it is read as the same reasons, else as a list."""
    for label, same_label in groupby(reasons, lambda reason: reason.label):
        yield from _labeled_reason_blocks(label or default_label, [single_line(reason.text) for reason in same_label])


def _labeled_reason_blocks(label: str, texts: list[str]) -> Iterator[Block]:
    line, list_block = " ".join(texts), ListBlock(tuple(texts))
    can_be_list = is_round_trip_safe(list_block)
    if split_sentences(line) == texts and not (line.endswith(":") and can_be_list):
        yield Paragraph(label, line)
    elif len(texts) == 1 or can_be_list:
        yield from (Paragraph(label, ""), list_block)
    else:
        for text in texts:
            yield from _labeled_reason_blocks(label, [text])


def _theory_paragraph(link: TheoryLink) -> Block:
    link_text, separator, comment = link.text.partition(THEORY_SEPARATOR)
    return Paragraph("Theory", format_link(link_text, link.link) + separator + comment)


# What a pack holds beyond a cheat sheet. An import reads it as notes and tables.


def _pattern_extras(pattern: Pattern, pack: Pack, level: int) -> Iterator[Block]:
    """The variants, pitfalls, profile, footnotes and references of a pattern, below headings of a level."""
    variants = [f"**{variant.name}**: {single_line(variant.what)}" for variant in pattern.variants]
    yield from _list_section("Variants", variants, level)
    pitfalls = [(pitfall.title, pitfall.text, pitfall.do) for pitfall in pattern.pitfalls]
    yield from _table_section("Pitfalls", ("Pitfall", "What happens", "What to do"), pitfalls, level)
    profile = [
        (attribute.label, pattern.profile[attribute.id])
        for attribute in pack.info.profile
        if attribute.id in pattern.profile
    ]
    yield from _table_section("Profile", ("", pattern.name), profile, level)
    yield from _footnote_section("To be precise", pattern.footnotes, level)
    references = [
        f"{format_link(reference.title, reference.url)} ({reference.publisher}): {single_line(reference.says)}"
        for reference in pattern.references
    ]
    yield from _list_section("References", references, level)


def _pack_extras(pack: Pack) -> Iterator[Block]:
    """The contrasts and neighbors of a pack."""
    names = {pattern.id: pattern.name for pattern in pack.patterns}
    names |= {f"{pattern.id}/{variant.id}": variant.name for pattern in pack.patterns for variant in pattern.variants}
    names |= {neighbor.id: neighbor.name for neighbor in pack.neighbors}
    contrasts = [
        (
            contrast.question,
            *(f"**{names.get(choice.choose, choice.choose)}**: {choice.when}" for choice in contrast.choices),
        )
        for contrast in pack.contrasts
    ]
    yield from _table_section("Easily confused", ("Question", "One", "The other"), contrasts, 2)
    neighbors = [(neighbor.name, neighbor.purpose, neighbor.tell_apart, neighbor.do) for neighbor in pack.neighbors]
    yield from _table_section("Near, but outside", ("Name", "What it is for", "How to tell", "To start"), neighbors, 2)


def _footnote_section(title: str, footnotes: Iterable[Footnote], level: int) -> Iterator[Block]:
    rows = [(footnote.quote, footnote.text) for footnote in footnotes]
    return _table_section(title, ("Words", "To be precise"), rows, level)


def _list_section(title: str, items: Sequence[str], level: int) -> Iterator[Block]:
    if items:
        yield from (Heading(level, title), ListBlock(tuple(items)))


def _table_section(
    title: str, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]], level: int
) -> Iterator[Block]:
    if rows:
        cells = tuple(tuple(map(single_line, row)) for row in rows)
        yield from _titled_table(title, TableBlock(tuple(map(single_line, columns)), cells), level)
