"""Which parts a cheat sheet has: a title, what stands before all else, patterns, and chapters about no one pattern."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from patterns_cli.exchange.cheat_sheet.labeled_lists import labeled_paragraphs
from patterns_cli.exchange.cheat_sheet.labels import is_system_header, is_usage_title, label_meaning, split_number
from patterns_cli.exchange.markdown.blocks import (
    Heading,
    ImportRemark,
    ListBlock,
    Paragraph,
    PositionedBlock,
    TableBlock,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

TITLE_LEVEL = 1
DEFAULT_PATTERN_LEVEL = 2


@dataclass
class Section:
    """A heading and what stands below it; ``number`` is the one before its name."""

    title: str
    line: int
    level: int
    number: str = ""
    blocks: list[PositionedBlock] = field(default_factory=list)

    @property
    def has_pattern_content(self) -> bool:
        """Whether it says what something is or when to use it, or which systems apply it."""
        return any(_has_pattern_label(placed) for placed in self.blocks)

    @property
    def has_labeled_text(self) -> bool:
        """Whether labels in its text say what something is or when to use it."""
        return any(isinstance(placed.block, Paragraph) and _has_pattern_label(placed) for placed in self.blocks)

    @property
    def is_single_table(self) -> bool:
        """Whether one table without a heading of its own is all that it holds."""
        return [type(placed.block) for placed in self.blocks] == [TableBlock]

    @property
    def has_only_tables(self) -> bool:
        """Whether tables are all that it holds, with or without headings of their own."""
        kinds = {type(placed.block) for placed in self.blocks}
        return TableBlock in kinds and kinds <= {TableBlock, Heading}


@dataclass
class PatternGroup:
    """Patterns that stand together; ``opening`` is the heading over them, if they have one."""

    opening_section: Section | None
    pattern_sections: list[Section] = field(default_factory=list)


@dataclass
class CheatSheet:
    """A cheat sheet in its parts. ``level`` is that of the headings that name patterns."""

    title: str
    pattern_level: int
    intro: list[PositionedBlock]
    groups: list[PatternGroup]
    chapters: list[Section]
    remarks: list[ImportRemark]


def parse_sheet(blocks: tuple[PositionedBlock, ...], title: str) -> CheatSheet:
    """The parts of a sheet; ``title`` is what it is called where it has no title of its own."""
    intro, sections = _split_at_headings(blocks)
    if sections and _has_title_heading(sections):
        heading = sections.pop(0)
        title = heading.title
        intro += heading.blocks
    level = _pattern_level(sections)
    before = Section(title, 1, level, blocks=intro)
    parts, chapters = _group_sections(_merge_subsections(before, sections, level), title, level)
    if not parts and before.has_pattern_content:
        return CheatSheet(title, level, [], [PatternGroup(None, [before])], chapters, [])
    return CheatSheet(title, level, before.blocks, parts, chapters, _number_mismatches(parts))


def _split_at_headings(blocks: tuple[PositionedBlock, ...]) -> tuple[list[PositionedBlock], list[Section]]:
    intro: list[PositionedBlock] = []
    sections: list[Section] = []
    for placed in blocks:
        if isinstance(placed.block, Heading):
            sections.append(Section(placed.block.text, placed.line, placed.block.level))
        else:
            (sections[-1].blocks if sections else intro).append(placed)
    return intro, sections


def _has_title_heading(sections: list[Section]) -> bool:
    first, *others = sections
    if first.level != TITLE_LEVEL:
        return False
    if any(other.level == TITLE_LEVEL for other in others):
        if split_number(first.title)[0] or _has_leading_pattern(sections):
            return False
        return any(
            other.level > TITLE_LEVEL or split_number(other.title)[0] or other.has_pattern_content for other in others
        )
    return not _has_leading_pattern(sections) or any(
        split_number(one.title)[0] or one.has_labeled_text for one in others
    )


def _has_leading_pattern(sections: list[Section]) -> bool:
    """Whether the first heading is that of a pattern, by what stands right below it."""
    first = sections[0]
    below = (section for above, section in _with_parents(sections) if above is first)
    return first.has_pattern_content or any(_is_pattern_subheading(section) for section in below)


def _pattern_level(sections: list[Section]) -> int:
    """The level of the headings that name patterns; above all of them where the sheet is about one alone."""
    top = [section for above, section in _with_parents(sections) if above is None]
    if any(map(_is_pattern_subheading, top)) and not any(split_number(section.title)[0] for section in sections):
        return min(section.level for section in top) - 1
    telling = [section.level for section in sections if split_number(section.title)[0] or section.has_pattern_content]
    telling += [above.level for above, section in _with_parents(sections) if above and _is_pattern_subheading(section)]
    if telling:
        return min(telling)
    levels = [section.level for section in sections]
    return DEFAULT_PATTERN_LEVEL if DEFAULT_PATTERN_LEVEL in levels or not levels else min(levels)


def _with_parents(sections: list[Section]) -> Iterator[tuple[Section | None, Section]]:
    """Each section after the one that it stands below, or None."""
    open_ones: list[Section] = []
    for section in sections:
        while open_ones and open_ones[-1].level >= section.level:
            open_ones.pop()
        yield (open_ones[-1] if open_ones else None), section
        open_ones.append(section)


def _is_pattern_subheading(section: Section) -> bool:
    return label_meaning(section.title) is not None or is_usage_title(section.title)


def _merge_subsections(intro_section: Section, sections: list[Section], pattern_level: int) -> list[Section]:
    """The sections down to a level; deeper ones become sub-headings of the one above, or of what is before all."""
    merged = [intro_section]
    for section in sections:
        if section.level > pattern_level:
            merged[-1].blocks += [PositionedBlock(section.line, Heading(section.level, section.title)), *section.blocks]
        else:
            merged.append(section)
    return merged[1:]


def _group_sections(
    sections: list[Section], title: str, pattern_level: int
) -> tuple[list[PatternGroup], list[Section]]:
    tells = any(split_number(section.title)[0] or section.has_pattern_content for section in sections)
    parts = [PatternGroup(None)]
    chapters = []
    for at, section in enumerate(sections):
        if section.level < pattern_level and _is_group_heading(sections, at, has_marked_patterns=tells):
            parts.append(PatternGroup(section) if section.title != title or section.blocks else parts[0])
        elif _is_pattern(section, has_marked_patterns=tells):
            section.number, section.title = split_number(section.title)
            (parts[0] if section.level < pattern_level else parts[-1]).pattern_sections.append(section)
        else:
            chapters.append(section)
    own = [part for part in parts[1:] if part is not parts[0]]
    chapters += [part.opening_section for part in own if part.opening_section and not part.pattern_sections]
    chapters.sort(key=lambda section: section.line)
    return [part for part in (parts[0], *own) if part.pattern_sections], chapters


def _is_group_heading(sections: list[Section], index: int, *, has_marked_patterns: bool) -> bool:
    """Whether the sections right below a heading hold a pattern."""
    for section in sections[index + 1 :]:
        if section.level <= sections[index].level:
            return False
        if _is_pattern(section, has_marked_patterns=has_marked_patterns):
            return True
    return False


def _is_pattern(section: Section, *, has_marked_patterns: bool) -> bool:
    if split_number(section.title)[0] or section.has_pattern_content:
        return True
    return not has_marked_patterns and not section.has_only_tables


def _has_pattern_label(positioned: PositionedBlock) -> bool:
    match positioned.block:
        case Paragraph(label, _):
            return bool(label) and label_meaning(label) is not None
        case ListBlock(items, _):
            return bool(labeled_paragraphs(items))
        case Heading(_, text):
            return label_meaning(text) is not None or is_usage_title(text)
        case TableBlock(columns, _):
            return is_system_header(columns[0])
        case _:
            return False


def _number_mismatches(groups: list[PatternGroup]) -> list[ImportRemark]:
    remarks = []
    patterns = [section for part in groups for section in part.pattern_sections]
    for position, section in enumerate(patterns, 1):
        digits = section.number.strip("#№§().: -–—")
        if digits.isdigit() and int(digits) != position:
            message = f"the number {digits} is not kept: this is pattern {position}"
            remarks.append(ImportRemark(section.line, message, section.title))
    return remarks
