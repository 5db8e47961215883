"""A cheat sheet in Markdown imported as a pack."""

from __future__ import annotations

from itertools import islice, takewhile
from typing import TYPE_CHECKING

import msgspec

from patterns_cli.errors import ContentError, NotFoundError, PatternsError
from patterns_cli.exchange.cheat_sheet.labels import split_number
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
from patterns_cli.exchange.cheat_sheet.tables import PatternNames, TableRegistry
from patterns_cli.exchange.markdown.blocks import ImportRemark, Paragraph, PositionedBlock, QuoteBlock, TableBlock
from patterns_cli.exchange.markdown.round_trip import MarkdownDocument, read_markdown
from patterns_cli.packs.install.slugs import UniqueSlugs, slugify
from patterns_cli.packs.model import Caution, Chapter, Condition, Group, Pack, PackInfo, Pattern, TheoryLink
from patterns_cli.text.names import short_name

if TYPE_CHECKING:
    from pathlib import Path

MAX_SHEET_BYTES = 1024 * 1024
"""Maximum size of a cheat sheet, in bytes."""

MAX_REASON_ID_WORDS = 8
"""Maximum number of words of a reason that go into its id."""

PACK_OPENING = "pack"
"""What a chapter opens if it is the introduction of the whole sheet."""

DEFAULT_GROUP_TITLE = "patterns"


class ImportedSheet(msgspec.Struct, frozen=True):
    """The result of an import."""

    pack: Pack
    remarks: tuple[ImportRemark, ...]
    """Warnings about lines that could not be imported as they are written, in line order."""


def read_sheet_bytes(path: Path) -> bytes:
    """Read a cheat sheet, up to a byte more than the maximum size.

    Raises NotFoundError if there is no such file and PatternsError if it cannot be read.
    """
    try:
        if path.exists() and not path.is_file():
            raise PatternsError(f"{path} is not a file", "give the path of a cheat sheet in Markdown")
        with path.open("rb") as file:
            return file.read(MAX_SHEET_BYTES + 1)
    except FileNotFoundError:
        raise NotFoundError(f"there is no file {path}") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise PatternsError(f"{path} cannot be read: {reason}") from None


def decode_sheet(data: bytes, name: str) -> str:
    """Decode a cheat sheet; raises ContentError if it is too large, empty or not UTF-8 text."""
    if len(data) > MAX_SHEET_BYTES:
        message = f"{name} is larger than {MAX_SHEET_BYTES // 1024 // 1024} MiB"
        raise ContentError(message, "split it into several cheat sheets")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ContentError(f"{name} is encoded in UTF-16", "save it as UTF-8")
    if b"\0" in data:
        raise ContentError(f"{name} is not a text file", "give the path of a cheat sheet in Markdown")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        message = f"{name}:{line}:{column}: byte 0x{data[error.start]:02x} is not UTF-8"
        raise ContentError(message, "save the file as UTF-8") from None
    if not text.strip():
        raise ContentError(f"{name} is empty")
    return text


def import_sheet(text: str, default_title: str, pack_id: str = "") -> ImportedSheet:
    """Import a cheat sheet in Markdown as a pack.

    ``default_title`` is used if the sheet has no title; an empty ``pack_id`` is derived from the title.
    """
    return _PackBuilder(read_markdown(text), default_title, pack_id).build()


class _PackBuilder:
    def __init__(self, document: MarkdownDocument, default_title: str, pack_id: str) -> None:
        self.sheet = parse_sheet(document.blocks, default_title)
        self.remarks = [*document.remarks, *self.sheet.remarks]
        self.systems = SystemRegistry(self.remarks)
        self.slugs = UniqueSlugs()
        self.chapters: list[Chapter] = []
        self.pack_id = pack_id or slugify(split_number(self.sheet.title)[1], "pack")
        self.sections = [
            (self.slugs.assign(short_name(section.title) or section.title, "pattern"), section)
            for group in self.sheet.groups
            for section in group.pattern_sections
        ]
        self.tables = TableRegistry(PatternNames((id_, section.title) for id_, section in self.sections))

    def build(self) -> ImportedSheet:
        summary, intro = _split_summary(self.sheet.intro)
        groups = self._build_groups()
        patterns = tuple(self._build_pattern(id_, section) for id_, section in self.sections)
        if intro:
            self._add_chapter("Introduction", intro, self.sheet.title, PACK_OPENING)
        for group, pattern_group in zip(groups, self.sheet.groups, strict=True):
            opening = pattern_group.opening_section
            if opening and opening.blocks:
                self._add_chapter(opening.title, opening.blocks, opening.title, group.id)
        for section in self.sheet.chapters:
            if not section.is_single_table:
                self._add_chapter(section.title, section.blocks, section.title, "")
        for section in self.sheet.chapters:
            if section.is_single_table:
                self._add_single_table(section)
        if patterns and not any(section.has_pattern_content or section.number for _, section in self.sections):
            line = self.sections[0][1].line
            message = 'no section has a number or a label such as "When to use", so every heading is read as a pattern'
            self.remarks.append(ImportRemark(line, message))
        pack = Pack(
            info=PackInfo(id=self.pack_id, title=self.sheet.title, summary=summary, groups=groups),
            patterns=patterns,
            systems=self.systems.all_systems(),
            tables=tuple(self.tables.tables),
            chapters=tuple(self.chapters),
        )
        return ImportedSheet(pack, tuple(sorted(set(self.remarks))))

    def _build_groups(self) -> tuple[Group, ...]:
        slugs = UniqueSlugs(PACK_OPENING)
        pattern_ids = iter([id_ for id_, _ in self.sections])
        groups = []
        for group in self.sheet.groups:
            title = group.opening_section.title if group.opening_section else self.sheet.title
            members = tuple(islice(pattern_ids, len(group.pattern_sections)))
            groups.append(Group(id=_group_id(slugs, group), title=title, patterns=members))
        return tuple(groups)

    def _build_pattern(self, id_: str, section: Section) -> Pattern:
        content = parse_pattern_section(section.blocks)

        def add_table(table: TitledTable) -> str:
            return self.tables.add_to_owner(table, id_, section.title, (id_,))

        # The tables before everything else belong to the pattern itself, the others to its notes.
        leading_tables = list(takewhile(lambda item: isinstance(item, TitledTable), content.remaining))
        for item in leading_tables:
            if isinstance(item, TitledTable):
                add_table(item)
        notes = notes_from_blocks(content.remaining[len(leading_tables) :], self.sheet.pattern_level, add_table)
        use_slugs, avoid_slugs = UniqueSlugs(), UniqueSlugs()
        return Pattern(
            id=id_,
            name=section.title,
            summary=_pattern_summary(content, section.title),
            what=content.what,
            use_when=tuple(
                Condition(id=_reason_id(use_slugs, reason), text=reason.text, label=reason.label)
                for reason in content.use_when
            ),
            avoid_when=tuple(
                Caution(id=_reason_id(avoid_slugs, reason), text=reason.text, label=reason.label)
                for reason in content.avoid_when
            ),
            diagram=content.diagram,
            applied=self.systems.build_usage_table(content.usage_table) if content.usage_table else None,
            notes=notes,
            theory=tuple(TheoryLink(text=text, link=link) for text, link in content.theory_links),
        )

    def _add_single_table(self, section: Section) -> None:
        """Add the table of a section that holds nothing else, titled by the section's heading."""
        for positioned in section.blocks:
            if isinstance(positioned.block, TableBlock):
                table = TitledTable(section.title, positioned.block, positioned.line)
                self.tables.add(slugify(section.title, "table"), section.title, table)

    def _add_chapter(self, title: str, blocks: list[PositionedBlock], owner_title: str, opens: str) -> None:
        id_ = self.slugs.assign(title, "chapter")
        notes = notes_from_blocks(
            parse_chapter(blocks),
            self.sheet.pattern_level,
            lambda table: self.tables.add_to_owner(table, id_, owner_title),
        )
        self.chapters.append(Chapter(id=id_, title=title, opens=opens, notes=notes))


def _split_summary(intro: list[PositionedBlock]) -> tuple[str, list[PositionedBlock]]:
    """The first quote or paragraph of an introduction as its summary, or an empty string, and the other blocks."""
    match intro:
        case [PositionedBlock(_, QuoteBlock(text)), *rest] | [PositionedBlock(_, Paragraph("", text)), *rest]:
            return text, rest
        case _:
            return "", intro


def _pattern_summary(content: SectionContent, name: str) -> str:
    """The first sentence that says what a pattern is, else the first reason to use it, else its name."""
    first_sentence = "".join(split_sentences(content.what)[:1])
    first_reason = "".join(reason.text for reason in content.use_when[:1])
    return first_sentence or first_reason or name


def _reason_id(slugs: UniqueSlugs, reason: Reason) -> str:
    return slugs.assign(" ".join(reason.text.split()[:MAX_REASON_ID_WORDS]), "reason")


def _group_id(slugs: UniqueSlugs, group: PatternGroup) -> str:
    return slugs.assign(group.opening_section.title if group.opening_section else DEFAULT_GROUP_TITLE, "group")
