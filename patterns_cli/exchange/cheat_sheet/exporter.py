"""A pack as a cheat sheet: the blocks of a Markdown text in their usual order."""

from __future__ import annotations

from itertools import count, groupby
from typing import TYPE_CHECKING

from patterns_cli.exchange.cheat_sheet.export_extras import pack_extras, pattern_extras, table_extras
from patterns_cli.exchange.cheat_sheet.importer import PACK_OPENING, table_title
from patterns_cli.exchange.cheat_sheet.labels import (
    AVOID_LABEL,
    USE_LABEL,
    WHAT_LABEL,
    is_system_header,
    is_usage_title,
    label_meaning,
)
from patterns_cli.exchange.cheat_sheet.notes import notes_to_blocks, single_line, table_blocks
from patterns_cli.exchange.cheat_sheet.pattern_section import THEORY_SEPARATOR
from patterns_cli.exchange.cheat_sheet.sentences import split_sentences
from patterns_cli.exchange.markdown.blocks import (
    Block,
    CodeBlock,
    Heading,
    ListBlock,
    Paragraph,
    QuoteBlock,
    TableBlock,
)
from patterns_cli.exchange.markdown.lines import format_link, parse_link
from patterns_cli.exchange.markdown.reader import is_round_trip_safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from patterns_cli.packs.model import (
        Caution,
        Chapter,
        Condition,
        Group,
        Pack,
        Pattern,
        System,
        Table,
        TheoryLink,
        UsageTable,
    )


def pack_to_blocks(pack: Pack) -> list[Block]:
    """The cheat sheet of a pack: what stands before all else, its patterns, then what is about no one pattern."""
    return list(_Exporter(pack).blocks())


class _Exporter:
    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.systems = {system.id: system for system in pack.systems}
        self.tables = {table.id: table for table in pack.tables}
        notes = [note for pattern in pack.patterns for note in pattern.notes]
        notes += [note for chapter in pack.chapters for note in chapter.notes]
        self.note_table_ids = {note.table for note in notes if note.table}
        groups = [group for group in pack.info.groups if group.patterns]
        self.has_group_headings = any(not self._is_implicit_group(number, group) for number, group in enumerate(groups))
        self.pattern_level = 3 if self.has_group_headings else 2

    def blocks(self) -> Iterator[Block]:
        """All blocks, in order."""
        info = self.pack.info
        yield Heading(1, single_line(info.title))
        if info.summary:
            yield QuoteBlock(single_line(info.summary))
        intro = list(self._opening_blocks(PACK_OPENING, info.title))
        for block, after in zip(intro, [*intro[1:], None], strict=False):
            yield _heading_as_label(block) if isinstance(block, Heading) and isinstance(after, TableBlock) else block
        yield from self._all_pattern_blocks()
        for chapter in self.pack.chapters:
            if not chapter.opens:
                yield Heading(2, single_line(chapter.title))
                yield from self._chapter_blocks(chapter, chapter.title)
        for table in self.pack.tables:
            if len(table.patterns) != 1 and table.id not in self.note_table_ids:
                yield from table_blocks(single_line(table.title), _table_block(table), 2)
                yield from table_extras(table, self.pattern_level + 1)
        yield from pack_extras(self.pack)

    def _all_pattern_blocks(self) -> Iterator[Block]:
        left = {pattern.id: pattern for pattern in self.pack.patterns}
        numbers = count(1)
        for at, group in enumerate(self.pack.info.groups):
            members = [left.pop(id_) for id_ in group.patterns if id_ in left]
            if members and not self._is_implicit_group(at, group):
                yield Heading(2, single_line(group.title))
                yield from self._opening_blocks(group.id, group.title)
            for pattern in members:
                yield from self._pattern_blocks(next(numbers), pattern)
        for pattern in left.values():
            yield from self._pattern_blocks(next(numbers), pattern)

    def _is_implicit_group(self, group_index: int, group: Group) -> bool:
        """Whether a group is there only to keep patterns in order."""
        opened = any(chapter.opens == group.id for chapter in self.pack.chapters)
        return group_index == 0 and group.title == self.pack.info.title and not opened

    def _opening_blocks(self, opens: str, owner_title: str) -> Iterator[Block]:
        for chapter in self.pack.chapters:
            if chapter.opens == opens:
                yield from self._chapter_blocks(chapter, owner_title)

    def _chapter_blocks(self, chapter: Chapter, owner_title: str) -> Iterator[Block]:
        yield from notes_to_blocks(
            chapter.notes,
            self.pattern_level,
            lambda id_, titled: self._table_blocks(id_, owner_title, keep_title=titled),
        )

    def _table_blocks(self, id_: str, owner_title: str, *, keep_title: bool = False) -> list[Block]:
        table = self.tables.get(id_)
        if table is None:
            return []
        grid = _table_block(table)
        derived = not keep_title and table.title == table_title(grid.columns, owner_title)
        return table_blocks("" if derived else single_line(table.title), grid, self.pattern_level + 1)

    def _pattern_blocks(self, number: int, pattern: Pattern) -> Iterator[Block]:
        yield Heading(self.pattern_level, f"{number}. {single_line(pattern.name)}")
        if pattern.what:
            yield Paragraph(WHAT_LABEL, single_line(pattern.what))
        yield from _reason_blocks(pattern.use_when, USE_LABEL)
        yield from _reason_blocks(pattern.avoid_when, AVOID_LABEL)
        if pattern.diagram:
            yield CodeBlock(pattern.diagram.rstrip("\n") + "\n", "mermaid")
        own = [
            table
            for table in self.pack.tables
            if table.patterns == (pattern.id,) and table.id not in self.note_table_ids
        ]
        tables = [block for table in own for block in self._table_blocks(table.id, pattern.name)]
        applied = list(self._usage_blocks(pattern.applied)) if pattern.applied else []
        # The first of two tables that could be the one of the systems is taken for it.
        yield from applied + tables if any(_can_be_usage_table(table) for table in own) else tables + applied
        yield from notes_to_blocks(
            pattern.notes,
            self.pattern_level,
            lambda id_, titled: self._table_blocks(id_, pattern.name, keep_title=titled),
        )
        yield from (block for table in own for block in table_extras(table, self.pattern_level + 1))
        yield from pattern_extras(pattern, self.pack, self.pattern_level + 1)
        yield from (_theory_paragraph(link) for link in pattern.theory)

    def _usage_blocks(self, usage_table: UsageTable) -> Iterator[Block]:
        rows = []
        for row in usage_table.rows:
            system = self.systems.get(row.system)
            cells = (_system_cell(system, row.link) if system else row.system, row.use, row.why, *row.more)
            rows.append(cells[: len(usage_table.columns)])
        grid = TableBlock(usage_table.columns, tuple(tuple(map(single_line, cells)) for cells in rows))
        yield from table_blocks(single_line(usage_table.title), grid, self.pattern_level + 1)


def _heading_as_label(heading: Heading) -> Block:
    """The title of a table as a label, where it can be one: before all sections a heading would open one."""
    label = Paragraph(heading.text, "")
    return label if label_meaning(heading.text) is None and is_round_trip_safe(label) else heading


def _can_be_usage_table(table: Table) -> bool:
    return is_usage_title(table.title) or is_system_header(table.columns[0].label)


def _table_block(table: Table) -> TableBlock:
    rows = tuple(tuple(map(single_line, row.cells)) for row in table.rows)
    return TableBlock(tuple(single_line(column.label) for column in table.columns), rows)


def _system_cell(system: System, row_url: str) -> str:
    address = row_url or system.link
    written = format_link(system.name, address)
    return written if not address or parse_link(written) else system.name


def _reason_blocks(reasons: Sequence[Condition | Caution], default_label: str) -> Iterator[Block]:
    """The reasons on one line a label where that reads back as the same ones, else as a list."""
    for label, run in groupby(reasons, lambda reason: reason.label):
        yield from _labeled_reason_blocks(label or default_label, [single_line(reason.text) for reason in run])


def _labeled_reason_blocks(label: str, texts: list[str]) -> Iterator[Block]:
    line, points = " ".join(texts), ListBlock(tuple(texts))
    is_list = is_round_trip_safe(points)
    if split_sentences(line) == texts and not (line.endswith(":") and is_list):
        yield Paragraph(label, line)
    elif len(texts) == 1 or is_list:
        yield from (Paragraph(label, ""), points)
    else:
        for text in texts:
            yield from _labeled_reason_blocks(label, [text])


def _theory_paragraph(link: TheoryLink) -> Block:
    words, dash, remark = link.text.partition(THEORY_SEPARATOR)
    return Paragraph("Theory", format_link(words, link.link) + dash + remark)
