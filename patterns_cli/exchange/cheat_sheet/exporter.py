"""A pack as a cheat sheet: the blocks of a Markdown text in their usual order."""

from __future__ import annotations

from itertools import count, groupby
from typing import TYPE_CHECKING

from patterns_cli.exchange.cheat_sheet.export_extras import pack_extras, pattern_extras, table_extras
from patterns_cli.exchange.cheat_sheet.importer import OPENS_THE_PACK, table_title
from patterns_cli.exchange.cheat_sheet.labels import AVOID, USE, WHAT, is_applied, is_system_head, meaning_of
from patterns_cli.exchange.cheat_sheet.notes import blocks_of_notes, grid_blocks, one_line
from patterns_cli.exchange.cheat_sheet.pattern_section import THEORY_REMARK
from patterns_cli.exchange.cheat_sheet.sentences import sentences
from patterns_cli.exchange.markdown.blocks import Block, Code, Grid, Heading, Points, Quote, Text
from patterns_cli.exchange.markdown.lines import link_of, written_link
from patterns_cli.exchange.markdown.reader import reads_back

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from patterns_cli.packs.model import (
        Applied,
        Caution,
        Chapter,
        Condition,
        Group,
        Pack,
        Pattern,
        System,
        Table,
        TheoryLink,
    )


def blocks_of_pack(pack: Pack) -> list[Block]:
    """The cheat sheet of a pack: what stands before all else, its patterns, then what is about no one pattern."""
    return list(_Writer(pack).blocks())


class _Writer:
    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.systems = {system.id: system for system in pack.systems}
        self.tables = {table.id: table for table in pack.tables}
        notes = [note for pattern in pack.patterns for note in pattern.notes]
        notes += [note for chapter in pack.chapters for note in chapter.notes]
        self.placed = {note.table for note in notes if note.table}
        groups = [group for group in pack.info.groups if group.patterns]
        self.has_parts = any(not self._is_nameless(number, group) for number, group in enumerate(groups))
        self.level = 3 if self.has_parts else 2

    def blocks(self) -> Iterator[Block]:
        """All blocks, in order."""
        info = self.pack.info
        yield Heading(1, one_line(info.title))
        if info.summary:
            yield Quote(one_line(info.summary))
        intro = list(self._opening(OPENS_THE_PACK, info.title))
        for block, after in zip(intro, [*intro[1:], None], strict=False):
            yield _as_label(block) if isinstance(block, Heading) and isinstance(after, Grid) else block
        yield from self._patterns()
        for chapter in self.pack.chapters:
            if not chapter.opens:
                yield Heading(2, one_line(chapter.title))
                yield from self._chapter(chapter, chapter.title)
        for table in self.pack.tables:
            if len(table.patterns) != 1 and table.id not in self.placed:
                yield from grid_blocks(one_line(table.title), _grid(table), 2)
                yield from table_extras(table, self.level + 1)
        yield from pack_extras(self.pack)

    def _patterns(self) -> Iterator[Block]:
        left = {pattern.id: pattern for pattern in self.pack.patterns}
        numbers = count(1)
        for at, group in enumerate(self.pack.info.groups):
            members = [left.pop(id_) for id_ in group.patterns if id_ in left]
            if members and not self._is_nameless(at, group):
                yield Heading(2, one_line(group.title))
                yield from self._opening(group.id, group.title)
            for pattern in members:
                yield from self._pattern(next(numbers), pattern)
        for pattern in left.values():
            yield from self._pattern(next(numbers), pattern)

    def _is_nameless(self, at: int, group: Group) -> bool:
        """Whether a group is there only to keep patterns in order."""
        opened = any(chapter.opens == group.id for chapter in self.pack.chapters)
        return at == 0 and group.title == self.pack.info.title and not opened

    def _opening(self, opens: str, owner: str) -> Iterator[Block]:
        for chapter in self.pack.chapters:
            if chapter.opens == opens:
                yield from self._chapter(chapter, owner)

    def _chapter(self, chapter: Chapter, owner: str) -> Iterator[Block]:
        yield from blocks_of_notes(
            chapter.notes, self.level, lambda id_, titled: self._table(id_, owner, titled=titled)
        )

    def _table(self, id_: str, owner: str, *, titled: bool = False) -> list[Block]:
        table = self.tables.get(id_)
        if table is None:
            return []
        grid = _grid(table)
        derived = not titled and table.title == table_title(grid.columns, owner)
        return grid_blocks("" if derived else one_line(table.title), grid, self.level + 1)

    def _pattern(self, number: int, pattern: Pattern) -> Iterator[Block]:
        yield Heading(self.level, f"{number}. {one_line(pattern.name)}")
        if pattern.what:
            yield Text(WHAT, one_line(pattern.what))
        yield from _reasons(pattern.use_when, USE)
        yield from _reasons(pattern.avoid_when, AVOID)
        if pattern.diagram:
            yield Code(pattern.diagram.rstrip("\n") + "\n", "mermaid")
        own = [table for table in self.pack.tables if table.patterns == (pattern.id,) and table.id not in self.placed]
        tables = [block for table in own for block in self._table(table.id, pattern.name)]
        applied = list(self._applied(pattern.applied)) if pattern.applied else []
        # The first of two tables that could be the one of the systems is taken for it.
        yield from applied + tables if any(_could_be_applied(table) for table in own) else tables + applied
        yield from blocks_of_notes(
            pattern.notes, self.level, lambda id_, titled: self._table(id_, pattern.name, titled=titled)
        )
        yield from (block for table in own for block in table_extras(table, self.level + 1))
        yield from pattern_extras(pattern, self.pack, self.level + 1)
        yield from (_theory(link) for link in pattern.theory)

    def _applied(self, applied: Applied) -> Iterator[Block]:
        rows = []
        for row in applied.rows:
            system = self.systems.get(row.system)
            cells = (_system(system, row.link) if system else row.system, row.use, row.why, *row.more)
            rows.append(cells[: len(applied.columns)])
        grid = Grid(applied.columns, tuple(tuple(map(one_line, cells)) for cells in rows))
        yield from grid_blocks(one_line(applied.title), grid, self.level + 1)


def _as_label(heading: Heading) -> Block:
    """The title of a table as a label, where it can be one: before all sections a heading would open one."""
    label = Text(heading.text, "")
    return label if meaning_of(heading.text) is None and reads_back(label) else heading


def _could_be_applied(table: Table) -> bool:
    return is_applied(table.title) or is_system_head(table.columns[0].label)


def _grid(table: Table) -> Grid:
    rows = tuple(tuple(map(one_line, row.cells)) for row in table.rows)
    return Grid(tuple(one_line(column.label) for column in table.columns), rows)


def _system(system: System, link: str) -> str:
    address = link or system.link
    written = written_link(system.name, address)
    return written if not address or link_of(written) else system.name


def _reasons(reasons: Sequence[Condition | Caution], usual: str) -> Iterator[Block]:
    """The reasons on one line a label where that reads back as the same ones, else as a list."""
    for label, run in groupby(reasons, lambda reason: reason.label):
        yield from _labelled_reasons(label or usual, [one_line(reason.text) for reason in run])


def _labelled_reasons(label: str, texts: list[str]) -> Iterator[Block]:
    line, points = " ".join(texts), Points(tuple(texts))
    is_list = reads_back(points)
    if sentences(line) == texts and not (line.endswith(":") and is_list):
        yield Text(label, line)
    elif len(texts) == 1 or is_list:
        yield from (Text(label, ""), points)
    else:
        for text in texts:
            yield from _labelled_reasons(label, [text])


def _theory(link: TheoryLink) -> Block:
    words, dash, remark = link.text.partition(THEORY_REMARK)
    return Text("Theory", written_link(words, link.link) + dash + remark)
