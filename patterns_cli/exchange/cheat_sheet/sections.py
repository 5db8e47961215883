"""The sections of a cheat sheet: its title, introduction, groups of patterns, and chapters about no single pattern."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from patterns_cli.exchange.cheat_sheet.labels import (
    is_system_header,
    is_usage_title,
    label_meaning,
    labeled_paragraphs,
    split_number,
)
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
    """A heading and the blocks below it."""

    title: str
    line: int
    """The line of the heading, counted from 1."""
    level: int
    number: str = ""
    """The number before the title, as it is written."""
    blocks: list[PositionedBlock] = field(default_factory=list)

    @property
    def is_numbered(self) -> bool:
        """Whether the title still starts with a number."""
        return bool(split_number(self.title)[0])

    @property
    def has_pattern_content(self) -> bool:
        """Whether it says what a pattern is, when to use it or which systems use it."""
        return any(_has_pattern_label(positioned) for positioned in self.blocks)

    @property
    def has_labeled_text(self) -> bool:
        """Whether a labeled paragraph says what a pattern is or when to use it."""
        return any(
            isinstance(positioned.block, Paragraph) and _has_pattern_label(positioned) for positioned in self.blocks
        )

    @property
    def is_single_table(self) -> bool:
        """Whether it holds a single table and nothing else."""
        return [type(positioned.block) for positioned in self.blocks] == [TableBlock]

    @property
    def has_only_tables(self) -> bool:
        """Whether it holds tables and nothing else, with or without sub-headings."""
        kinds = {type(positioned.block) for positioned in self.blocks}
        return TableBlock in kinds and kinds <= {TableBlock, Heading}


@dataclass
class PatternGroup:
    """Consecutive patterns below the same heading."""

    opening_section: Section | None
    """The heading above the patterns and the blocks before the first pattern; None if there is no heading."""
    pattern_sections: list[Section] = field(default_factory=list)


@dataclass
class CheatSheet:
    """A cheat sheet divided into sections."""

    title: str
    pattern_level: int
    """The level of the headings that name patterns."""
    intro: list[PositionedBlock]
    """The blocks before the first group or pattern."""
    groups: list[PatternGroup]
    chapters: list[Section]
    """The sections about no single pattern."""
    remarks: list[ImportRemark]


def parse_sheet(blocks: tuple[PositionedBlock, ...], default_title: str) -> CheatSheet:
    """Divide a cheat sheet into sections; ``default_title`` is used if the sheet has no title."""
    title = default_title
    intro, sections = _split_at_headings(blocks)
    if sections and _has_title_heading(sections):
        heading = sections.pop(0)
        title = heading.title
        intro += heading.blocks
    pattern_level = _pattern_level(sections)
    intro_section = Section(title, 1, pattern_level, blocks=intro)
    sections = _merge_subsections(intro_section, sections, pattern_level)
    groups, chapters = _group_sections(sections, title, pattern_level)
    if not groups and intro_section.has_pattern_content:
        # The sheet is about a single pattern, named by the title.
        return CheatSheet(title, pattern_level, [], [PatternGroup(None, [intro_section])], chapters, [])
    return CheatSheet(title, pattern_level, intro_section.blocks, groups, chapters, _number_mismatches(groups))


def _split_at_headings(blocks: tuple[PositionedBlock, ...]) -> tuple[list[PositionedBlock], list[Section]]:
    intro: list[PositionedBlock] = []
    sections: list[Section] = []
    for positioned in blocks:
        if isinstance(positioned.block, Heading):
            sections.append(Section(positioned.block.text, positioned.line, positioned.block.level))
        else:
            (sections[-1].blocks if sections else intro).append(positioned)
    return intro, sections


def _has_title_heading(sections: list[Section]) -> bool:
    """Whether the first heading is the title of the sheet, not a pattern or a group."""
    first, *others = sections
    if first.level != TITLE_LEVEL:
        return False
    if any(section.level == TITLE_LEVEL for section in others):
        if first.is_numbered or _has_leading_pattern(sections):
            return False
        return any(
            section.level > TITLE_LEVEL or section.is_numbered or section.has_pattern_content for section in others
        )
    return not _has_leading_pattern(sections) or any(
        section.is_numbered or section.has_labeled_text for section in others
    )


def _has_leading_pattern(sections: list[Section]) -> bool:
    """Whether the first heading names a pattern, judged by what is right below it."""
    first = sections[0]
    subsections = (section for parent, section in _with_parents(sections) if parent is first)
    return first.has_pattern_content or any(map(_is_pattern_subheading, subsections))


def _pattern_level(sections: list[Section]) -> int:
    """The level of the headings that name patterns; less than all levels if the sheet is about a single pattern."""
    sections_with_parents = list(_with_parents(sections))
    top = [section for parent, section in sections_with_parents if parent is None]
    if any(map(_is_pattern_subheading, top)) and not any(section.is_numbered for section in sections):
        return min(section.level for section in top) - 1
    pattern_levels = [section.level for section in sections if section.is_numbered or section.has_pattern_content]
    pattern_levels += [
        parent.level for parent, section in sections_with_parents if parent and _is_pattern_subheading(section)
    ]
    if pattern_levels:
        return min(pattern_levels)
    levels = [section.level for section in sections]
    return DEFAULT_PATTERN_LEVEL if DEFAULT_PATTERN_LEVEL in levels or not levels else min(levels)


def _with_parents(sections: list[Section]) -> Iterator[tuple[Section | None, Section]]:
    """Each section with the section it belongs to, or None at the top."""
    ancestors: list[Section] = []
    for section in sections:
        while ancestors and ancestors[-1].level >= section.level:
            ancestors.pop()
        yield (ancestors[-1] if ancestors else None), section
        ancestors.append(section)


def _is_pattern_subheading(section: Section) -> bool:
    return label_meaning(section.title) is not None or is_usage_title(section.title)


def _merge_subsections(intro_section: Section, sections: list[Section], pattern_level: int) -> list[Section]:
    """The sections down to a level; deeper sections become sub-headings of the section or introduction before them."""
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
    """The groups that have patterns, and the chapters."""
    has_marked_patterns = any(section.is_numbered or section.has_pattern_content for section in sections)
    ungrouped = PatternGroup(None)
    current = ungrouped
    groups = [ungrouped]
    chapters = []
    for index, section in enumerate(sections):
        if section.level < pattern_level and _is_group_heading(sections, index, has_marked_patterns):
            # A heading that only repeats the title opens no group of its own.
            if section.title != title or section.blocks:
                current = PatternGroup(section)
                groups.append(current)
            else:
                current = ungrouped
        elif _is_pattern(section, has_marked_patterns):
            section.number, section.title = split_number(section.title)
            (ungrouped if section.level < pattern_level else current).pattern_sections.append(section)
        else:
            chapters.append(section)
    chapters += [group.opening_section for group in groups if group.opening_section and not group.pattern_sections]
    chapters.sort(key=lambda section: section.line)
    return [group for group in groups if group.pattern_sections], chapters


def _is_group_heading(sections: list[Section], index: int, has_marked_patterns: bool) -> bool:
    """Whether one of the sections below a heading is a pattern."""
    for section in sections[index + 1 :]:
        if section.level <= sections[index].level:
            return False
        if _is_pattern(section, has_marked_patterns):
            return True
    return False


def _is_pattern(section: Section, has_marked_patterns: bool) -> bool:
    """Whether a section is a pattern; if no section is marked as one, each that has more than tables is."""
    if section.is_numbered or section.has_pattern_content:
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
    sections = [section for group in groups for section in group.pattern_sections]
    for position, section in enumerate(sections, 1):
        digits = section.number.strip("#№§().: -–—")
        if digits.isdigit() and int(digits) != position:
            message = f"the section has the number {digits}, but it is imported as pattern {position}"
            remarks.append(ImportRemark(section.line, message, section.title))
    return remarks
