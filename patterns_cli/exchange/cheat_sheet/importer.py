"""A cheat sheet as a pack."""

from __future__ import annotations

from itertools import islice, takewhile
from typing import TYPE_CHECKING

import msgspec

from patterns_cli.exchange.cheat_sheet.labels import split_number
from patterns_cli.exchange.cheat_sheet.names import PatternNames
from patterns_cli.exchange.cheat_sheet.notes import notes_from_blocks
from patterns_cli.exchange.cheat_sheet.pattern_section import (
    Reason,
    SectionContent,
    TitledTable,
    parse_chapter,
    parse_pattern_section,
)
from patterns_cli.exchange.cheat_sheet.sections import PatternGroup, Section, parse_sheet
from patterns_cli.exchange.cheat_sheet.sentences import split_sentences
from patterns_cli.exchange.cheat_sheet.systems import SystemRegistry
from patterns_cli.exchange.markdown.blocks import ImportRemark, Paragraph, PositionedBlock, QuoteBlock, TableBlock
from patterns_cli.exchange.markdown.reader import read_markdown
from patterns_cli.packs.install.slugs import UniqueSlugs, slugify
from patterns_cli.packs.model import (
    Caution,
    Chapter,
    Condition,
    Group,
    Pack,
    PackInfo,
    Pattern,
    Table,
    TableColumn,
    TableRow,
    TheoryLink,
)
from patterns_cli.text.names import short_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DEFAULT_GROUP_TITLE = "patterns"
PACK_OPENING = "pack"
MIN_COMPARED = 2


class ImportedSheet(msgspec.Struct, frozen=True):
    """The pack that a sheet gives, and what of the sheet could not be kept as it was written."""

    pack: Pack
    remarks: tuple[ImportRemark, ...]


def import_sheet(text: str, default_title: str, pack_id: str = "") -> ImportedSheet:
    """The pack of a cheat sheet in Markdown.

    ``name`` stands in for a title where the sheet has none; the pack's id comes from the title unless
    it is given.
    """
    reading = read_markdown(text)
    return _PackBuilder(reading.blocks, default_title, pack_id, reading.remarks).build()


def table_title(columns: Sequence[str], owner_title: str) -> str:
    """What a table without a title is called: after its columns, or after what it belongs to."""
    named = [column for column in columns if column]
    if len(named) > MIN_COMPARED and columns[0]:
        return " vs ".join(named[1:])
    return " / ".join(named) or owner_title


class _PackBuilder:
    def __init__(
        self, blocks: tuple[PositionedBlock, ...], default_title: str, pack_id: str, remarks: Iterable[ImportRemark]
    ) -> None:
        self.sheet = parse_sheet(blocks, default_title)
        self.remarks = [*remarks, *self.sheet.remarks]
        self.systems = SystemRegistry(self.remarks)
        self.slugs = UniqueSlugs()
        self.table_slugs = UniqueSlugs()
        self.tables: list[Table] = []
        self.chapters: list[Chapter] = []
        self.pack_id = pack_id or slugify(split_number(self.sheet.title)[1], "pack")
        ordered = [section for part in self.sheet.groups for section in part.pattern_sections]
        self.sections = [
            (self.slugs.assign((short_name(section.title) or section.title), "pattern"), section) for section in ordered
        ]
        self.pattern_names = PatternNames((id_, section.title) for id_, section in self.sections)

    def build(self) -> ImportedSheet:
        summary, intro = _split_summary(self.sheet.intro)
        groups = self._build_groups()
        patterns = tuple(self._build_pattern(id_, section) for id_, section in self.sections)
        self._add_chapter("Introduction", intro, self.sheet.title, PACK_OPENING)
        for group, part in zip(groups, self.sheet.groups, strict=True):
            if part.opening_section and part.opening_section.blocks:
                self._add_chapter(
                    part.opening_section.title, part.opening_section.blocks, part.opening_section.title, group.id
                )
        for section in self.sheet.chapters:
            if not section.is_single_table:
                self._add_chapter(section.title, section.blocks, section.title, "")
        for section in self.sheet.chapters:
            if section.is_single_table:
                self._add_single_table(section)
        pack = Pack(
            info=PackInfo(id=self.pack_id, title=self.sheet.title, summary=summary, groups=groups),
            patterns=patterns,
            systems=self.systems.all_systems(),
            tables=tuple(self.tables),
            chapters=tuple(self.chapters),
        )
        if patterns and not any(section.has_pattern_content or section.number for _, section in self.sections):
            line = self.sections[0][1].line
            message = "no section is numbered or says when to use it; every heading is taken for a pattern"
            self.remarks.append(ImportRemark(line, message))
        return ImportedSheet(pack, tuple(sorted(set(self.remarks))))

    def _build_groups(self) -> tuple[Group, ...]:
        ids = UniqueSlugs(PACK_OPENING)
        left = iter(self.sections)
        groups = []
        for part in self.sheet.groups:
            title = part.opening_section.title if part.opening_section else self.sheet.title
            members = tuple(id_ for id_, _ in islice(left, len(part.pattern_sections)))
            groups.append(Group(id=_group_id(ids, part), title=title, patterns=members))
        return tuple(groups)

    def _build_pattern(self, id_: str, section: Section) -> Pattern:
        parts = parse_pattern_section(section.blocks)
        applied = self.systems.build_usage_table(parts.usage_table) if parts.usage_table else None

        def add_own_table(table: TitledTable) -> str:
            return self._add_table(f"{id_}-{_table_slug(table, section.title)}", table, section.title, (id_,))

        first = list(takewhile(lambda one: isinstance(one, TitledTable), parts.remaining))
        for one in first:
            if isinstance(one, TitledTable):
                add_own_table(one)
        notes = notes_from_blocks(parts.remaining[len(first) :], self.sheet.pattern_level, add_own_table)
        use, avoid = UniqueSlugs(), UniqueSlugs()
        return Pattern(
            id=id_,
            name=section.title,
            summary=_pattern_summary(parts, section.title),
            what=parts.what,
            use_when=tuple(
                Condition(id=_reason_id(use, reason), text=reason.text, label=reason.label) for reason in parts.use_when
            ),
            avoid_when=tuple(
                Caution(id=_reason_id(avoid, reason), text=reason.text, label=reason.label)
                for reason in parts.avoid_when
            ),
            diagram=parts.diagram,
            applied=applied,
            notes=notes,
            theory=tuple(TheoryLink(text=text, link=link) for text, link in parts.theory_links),
        )

    def _add_single_table(self, section: Section) -> None:
        """A section about no one pattern that holds a table and nothing else: the table goes by its heading."""
        for placed in section.blocks:
            if isinstance(placed.block, TableBlock):
                table = TitledTable(section.title, placed.block, placed.line)
                self._add_table(slugify(section.title, "table"), table, section.title, ())

    def _add_chapter(self, title: str, blocks: list[PositionedBlock], owner_title: str, opens: str) -> None:
        if not blocks and opens:
            return
        rest = parse_chapter(blocks).remaining
        id_ = self.slugs.assign(title, "chapter")
        notes = notes_from_blocks(
            rest,
            self.sheet.pattern_level,
            lambda table: self._add_table(f"{id_}-{_table_slug(table, owner_title)}", table, owner_title, ()),
        )
        self.chapters.append(Chapter(id=id_, title=title, opens=opens, notes=notes))

    def _add_table(self, id_: str, table: TitledTable, owner_title: str, patterns: tuple[str, ...]) -> str:
        id_ = self.table_slugs.assign(id_, "table")
        first, *others = table.block.columns
        columns = (
            TableColumn(label=first),
            *(TableColumn(label=label, about=self.pattern_names.find_id(label)) for label in others),
        )
        covered = tuple(dict.fromkeys(column.about for column in columns if column.about))
        rows = UniqueSlugs()
        self.tables.append(
            Table(
                id=id_,
                title=table.title or table_title(table.block.columns, owner_title),
                patterns=patterns or (covered if len(covered) >= MIN_COMPARED else ()),
                columns=columns,
                rows=tuple(self._build_row(rows, cells) for cells in table.block.rows),
            )
        )
        return id_

    def _build_row(self, slugs: UniqueSlugs, cells: tuple[str, ...]) -> TableRow:
        about = tuple(dict.fromkeys(filter(None, map(self.pattern_names.find_id, cells))))
        return TableRow(id=slugs.assign(cells[0], "row"), cells=cells, about=about)


def _split_summary(intro: list[PositionedBlock]) -> tuple[str, list[PositionedBlock]]:
    """The line that says what the sheet is about, and the rest of what stands before its patterns."""
    match intro:
        case [PositionedBlock(_, QuoteBlock(text)), *rest] | [PositionedBlock(_, Paragraph("", text)), *rest]:
            return text, rest
        case _:
            return "", intro


def _pattern_summary(content: SectionContent, name: str) -> str:
    reasons = [reason.text for reason in content.use_when]
    return next(filter(None, (*split_sentences(content.what)[:1], *reasons[:1])), name)


def _reason_id(slugs: UniqueSlugs, reason: Reason) -> str:
    return slugs.assign(" ".join(reason.text.split()[:8]), "reason")


def _group_id(slugs: UniqueSlugs, group: PatternGroup) -> str:
    return slugs.assign(group.opening_section.title if group.opening_section else DEFAULT_GROUP_TITLE, "group")


def _table_slug(table: TitledTable, owner_title: str) -> str:
    return slugify(table.title or table_title(table.block.columns, owner_title), "table")
