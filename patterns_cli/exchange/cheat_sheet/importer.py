"""A cheat sheet as a pack."""

from __future__ import annotations

from itertools import islice, takewhile
from typing import TYPE_CHECKING

import msgspec

from patterns_cli.exchange.cheat_sheet.labels import numbered
from patterns_cli.exchange.cheat_sheet.names import PatternNames
from patterns_cli.exchange.cheat_sheet.notes import notes_of
from patterns_cli.exchange.cheat_sheet.pattern_section import Parts, Reason, Titled, chapter_parts, pattern_parts
from patterns_cli.exchange.cheat_sheet.sections import Part, Section, sheet_of
from patterns_cli.exchange.cheat_sheet.sentences import sentences
from patterns_cli.exchange.cheat_sheet.systems import Systems
from patterns_cli.exchange.markdown.blocks import Grid, Placed, Quote, Remark, Text
from patterns_cli.exchange.markdown.reader import read_markdown
from patterns_cli.packs.install.slugs import Ids, slug
from patterns_cli.packs.model import (
    Caution,
    Chapter,
    Column,
    Condition,
    Group,
    Pack,
    PackInfo,
    Pattern,
    Row,
    Table,
    TheoryLink,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DEFAULT_GROUP = "patterns"
OPENS_THE_PACK = "pack"
SEVERAL = 2


class ReadSheet(msgspec.Struct, frozen=True):
    """The pack that a sheet gives, and what of the sheet could not be kept as it was written."""

    pack: Pack
    remarks: tuple[Remark, ...]


def read_sheet(text: str, name: str, pack_id: str = "") -> ReadSheet:
    """The pack of a cheat sheet in Markdown.

    ``name`` stands in for a title where the sheet has none; the pack's id comes from the title unless
    it is given.
    """
    reading = read_markdown(text)
    return _Builder(reading.blocks, name, pack_id, reading.remarks).read()


def table_title(columns: Sequence[str], owner: str) -> str:
    """What a table without a title is called: after its columns, or after what it belongs to."""
    named = [column for column in columns if column]
    if len(named) > SEVERAL and columns[0]:
        return " vs ".join(named[1:])
    return " / ".join(named) or owner


class _Builder:
    def __init__(self, blocks: tuple[Placed, ...], name: str, pack_id: str, remarks: Iterable[Remark]) -> None:
        self.sheet = sheet_of(blocks, name)
        self.remarks = [*remarks, *self.sheet.remarks]
        self.systems = Systems(self.remarks)
        self.ids = Ids()
        self.table_ids = Ids()
        self.tables: list[Table] = []
        self.chapters: list[Chapter] = []
        self.pack_id = pack_id or slug(numbered(self.sheet.title)[1], "pack")
        ordered = [section for part in self.sheet.parts for section in part.patterns]
        self.sections = [(self.ids.give(_short(section.title), "pattern"), section) for section in ordered]
        self.names = PatternNames((id_, section.title) for id_, section in self.sections)

    def read(self) -> ReadSheet:
        summary, intro = _summary_of(self.sheet.intro)
        groups = self._groups()
        patterns = tuple(self._pattern(id_, section) for id_, section in self.sections)
        self._chapter("Introduction", intro, self.sheet.title, OPENS_THE_PACK)
        for group, part in zip(groups, self.sheet.parts, strict=True):
            if part.opening and part.opening.blocks:
                self._chapter(part.opening.title, part.opening.blocks, part.opening.title, group.id)
        for section in self.sheet.chapters:
            if not section.lone_table:
                self._chapter(section.title, section.blocks, section.title, "")
        for section in self.sheet.chapters:
            if section.lone_table:
                self._lone_table(section)
        pack = Pack(
            info=PackInfo(id=self.pack_id, title=self.sheet.title, summary=summary, groups=groups),
            patterns=patterns,
            systems=self.systems.all(),
            tables=tuple(self.tables),
            chapters=tuple(self.chapters),
        )
        if patterns and not any(section.has_labels or section.number for _, section in self.sections):
            line = self.sections[0][1].line
            message = "no section is numbered or says when to use it; every heading is taken for a pattern"
            self.remarks.append(Remark(line, message))
        return ReadSheet(pack, tuple(sorted(set(self.remarks))))

    def _groups(self) -> tuple[Group, ...]:
        ids = Ids(OPENS_THE_PACK)
        left = iter(self.sections)
        groups = []
        for part in self.sheet.parts:
            title = part.opening.title if part.opening else self.sheet.title
            members = tuple(id_ for id_, _ in islice(left, len(part.patterns)))
            groups.append(Group(id=_group_id(ids, part), title=title, patterns=members))
        return tuple(groups)

    def _pattern(self, id_: str, section: Section) -> Pattern:
        parts = pattern_parts(section.blocks)
        applied = self.systems.applied(parts.applied) if parts.applied else None

        def own_table(table: Titled) -> str:
            return self._table(f"{id_}-{_slug_of(table, section.title)}", table, section.title, (id_,))

        first = list(takewhile(lambda one: isinstance(one, Titled), parts.rest))
        for one in first:
            if isinstance(one, Titled):
                own_table(one)
        notes = notes_of(parts.rest[len(first) :], self.sheet.level, own_table)
        use, avoid = Ids(), Ids()
        return Pattern(
            id=id_,
            name=section.title,
            summary=_summary(parts, section.title),
            what=parts.what,
            use_when=tuple(
                Condition(id=_reason_id(use, reason), text=reason.text, label=reason.label) for reason in parts.use
            ),
            avoid_when=tuple(
                Caution(id=_reason_id(avoid, reason), text=reason.text, label=reason.label) for reason in parts.avoid
            ),
            diagram=parts.diagram,
            applied=applied,
            notes=notes,
            theory=tuple(TheoryLink(text=text, link=link) for text, link in parts.theory),
        )

    def _lone_table(self, section: Section) -> None:
        """A section about no one pattern that holds a table and nothing else: the table goes by its heading."""
        for placed in section.blocks:
            if isinstance(placed.block, Grid):
                table = Titled(section.title, placed.block, placed.line)
                self._table(slug(section.title, "table"), table, section.title, ())

    def _chapter(self, title: str, blocks: list[Placed], owner: str, opens: str) -> None:
        if not blocks and opens:
            return
        rest = chapter_parts(blocks).rest
        id_ = self.ids.give(title, "chapter")
        notes = notes_of(
            rest, self.sheet.level, lambda table: self._table(f"{id_}-{_slug_of(table, owner)}", table, owner, ())
        )
        self.chapters.append(Chapter(id=id_, title=title, opens=opens, notes=notes))

    def _table(self, id_: str, table: Titled, owner: str, patterns: tuple[str, ...]) -> str:
        id_ = self.table_ids.give(id_, "table")
        first, *others = table.grid.columns
        columns = (Column(label=first), *(Column(label=label, about=self.names.of(label)) for label in others))
        covered = tuple(dict.fromkeys(column.about for column in columns if column.about))
        rows = Ids()
        self.tables.append(
            Table(
                id=id_,
                title=table.title or table_title(table.grid.columns, owner),
                patterns=patterns or (covered if len(covered) >= SEVERAL else ()),
                columns=columns,
                rows=tuple(self._row(rows, cells) for cells in table.grid.rows),
            )
        )
        return id_

    def _row(self, ids: Ids, cells: tuple[str, ...]) -> Row:
        about = tuple(dict.fromkeys(filter(None, map(self.names.of, cells))))
        return Row(id=ids.give(cells[0], "row"), cells=cells, about=about)


def _short(name: str) -> str:
    """A name without what stands in parentheses after it."""
    return name.partition(" (")[0] or name


def _summary_of(intro: list[Placed]) -> tuple[str, list[Placed]]:
    """The line that says what the sheet is about, and the rest of what stands before its patterns."""
    match intro:
        case [Placed(_, Quote(text)), *rest] | [Placed(_, Text("", text)), *rest]:
            return text, rest
        case _:
            return "", intro


def _summary(parts: Parts, name: str) -> str:
    reasons = [reason.text for reason in parts.use]
    return next(filter(None, (*sentences(parts.what)[:1], *reasons[:1])), name)


def _reason_id(ids: Ids, reason: Reason) -> str:
    return ids.give(" ".join(reason.text.split()[:8]), "reason")


def _group_id(ids: Ids, part: Part) -> str:
    return ids.give(part.opening.title if part.opening else DEFAULT_GROUP, "group")


def _slug_of(table: Titled, owner: str) -> str:
    return slug(table.title or table_title(table.grid.columns, owner), "table")
