"""Which parts a cheat sheet has: a title, what stands before all else, patterns, and chapters about no one pattern."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from patterns_cli.exchange.cheat_sheet.labeled_lists import labelled_items
from patterns_cli.exchange.cheat_sheet.labels import is_applied, is_system_head, meaning_of, numbered
from patterns_cli.exchange.markdown.blocks import Grid, Heading, Placed, Points, Remark, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

TITLE_LEVEL = 1
USUAL_LEVEL = 2


@dataclass
class Section:
    """A heading and what stands below it; ``number`` is the one before its name."""

    title: str
    line: int
    level: int
    number: str = ""
    blocks: list[Placed] = field(default_factory=list)

    @property
    def has_labels(self) -> bool:
        """Whether it says what something is or when to use it, or which systems apply it."""
        return any(_tells_of_a_pattern(placed) for placed in self.blocks)

    @property
    def says_what(self) -> bool:
        """Whether labels in its text say what something is or when to use it."""
        return any(isinstance(placed.block, Text) and _tells_of_a_pattern(placed) for placed in self.blocks)

    @property
    def lone_table(self) -> bool:
        """Whether one table without a heading of its own is all that it holds."""
        return [type(placed.block) for placed in self.blocks] == [Grid]

    @property
    def has_only_tables(self) -> bool:
        """Whether tables are all that it holds, with or without headings of their own."""
        kinds = {type(placed.block) for placed in self.blocks}
        return Grid in kinds and kinds <= {Grid, Heading}


@dataclass
class Part:
    """Patterns that stand together; ``opening`` is the heading over them, if they have one."""

    opening: Section | None
    patterns: list[Section] = field(default_factory=list)


@dataclass
class Sheet:
    """A cheat sheet in its parts. ``level`` is that of the headings that name patterns."""

    title: str
    level: int
    intro: list[Placed]
    parts: list[Part]
    chapters: list[Section]
    remarks: list[Remark]


def sheet_of(blocks: tuple[Placed, ...], title: str) -> Sheet:
    """The parts of a sheet; ``title`` is what it is called where it has no title of its own."""
    intro, sections = _cut_at_headings(blocks)
    if sections and _is_title(sections):
        heading = sections.pop(0)
        title = heading.title
        intro += heading.blocks
    level = _pattern_level(sections)
    before = Section(title, 1, level, blocks=intro)
    parts, chapters = _sorted(_merged(before, sections, level), title, level)
    if not parts and before.has_labels:
        return Sheet(title, level, [], [Part(None, [before])], chapters, [])
    return Sheet(title, level, before.blocks, parts, chapters, _renumbered(parts))


def _cut_at_headings(blocks: tuple[Placed, ...]) -> tuple[list[Placed], list[Section]]:
    intro: list[Placed] = []
    sections: list[Section] = []
    for placed in blocks:
        if isinstance(placed.block, Heading):
            sections.append(Section(placed.block.text, placed.line, placed.block.level))
        else:
            (sections[-1].blocks if sections else intro).append(placed)
    return intro, sections


def _is_title(sections: list[Section]) -> bool:
    first, *others = sections
    if first.level != TITLE_LEVEL:
        return False
    if any(other.level == TITLE_LEVEL for other in others):
        if numbered(first.title)[0] or _is_described(sections):
            return False
        return any(other.level > TITLE_LEVEL or numbered(other.title)[0] or other.has_labels for other in others)
    return not _is_described(sections) or any(numbered(one.title)[0] or one.says_what for one in others)


def _is_described(sections: list[Section]) -> bool:
    """Whether the first heading is that of a pattern, by what stands right below it."""
    first = sections[0]
    below = (section for above, section in _below(sections) if above is first)
    return first.has_labels or any(_tells_of_a_pattern_above(section) for section in below)


def _pattern_level(sections: list[Section]) -> int:
    """The level of the headings that name patterns; above all of them where the sheet is about one alone."""
    top = [section for above, section in _below(sections) if above is None]
    if any(map(_tells_of_a_pattern_above, top)) and not any(numbered(section.title)[0] for section in sections):
        return min(section.level for section in top) - 1
    telling = [section.level for section in sections if numbered(section.title)[0] or section.has_labels]
    telling += [above.level for above, section in _below(sections) if above and _tells_of_a_pattern_above(section)]
    if telling:
        return min(telling)
    levels = [section.level for section in sections]
    return USUAL_LEVEL if USUAL_LEVEL in levels or not levels else min(levels)


def _below(sections: list[Section]) -> Iterator[tuple[Section | None, Section]]:
    """Each section after the one that it stands below, or None."""
    open_ones: list[Section] = []
    for section in sections:
        while open_ones and open_ones[-1].level >= section.level:
            open_ones.pop()
        yield (open_ones[-1] if open_ones else None), section
        open_ones.append(section)


def _tells_of_a_pattern_above(section: Section) -> bool:
    return meaning_of(section.title) is not None or is_applied(section.title)


def _merged(before: Section, sections: list[Section], level: int) -> list[Section]:
    """The sections down to a level; deeper ones become sub-headings of the one above, or of what is before all."""
    merged = [before]
    for section in sections:
        if section.level > level:
            merged[-1].blocks += [Placed(section.line, Heading(section.level, section.title)), *section.blocks]
        else:
            merged.append(section)
    return merged[1:]


def _sorted(sections: list[Section], title: str, level: int) -> tuple[list[Part], list[Section]]:
    tells = any(numbered(section.title)[0] or section.has_labels for section in sections)
    parts = [Part(None)]
    chapters = []
    for at, section in enumerate(sections):
        if section.level < level and _opens(sections, at, tells=tells):
            parts.append(Part(section) if section.title != title or section.blocks else parts[0])
        elif _is_pattern(section, tells=tells):
            section.number, section.title = numbered(section.title)
            (parts[0] if section.level < level else parts[-1]).patterns.append(section)
        else:
            chapters.append(section)
    own = [part for part in parts[1:] if part is not parts[0]]
    chapters += [part.opening for part in own if part.opening and not part.patterns]
    chapters.sort(key=lambda section: section.line)
    return [part for part in (parts[0], *own) if part.patterns], chapters


def _opens(sections: list[Section], at: int, *, tells: bool) -> bool:
    """Whether the sections right below a heading hold a pattern."""
    for section in sections[at + 1 :]:
        if section.level <= sections[at].level:
            return False
        if _is_pattern(section, tells=tells):
            return True
    return False


def _is_pattern(section: Section, *, tells: bool) -> bool:
    if numbered(section.title)[0] or section.has_labels:
        return True
    return not tells and not section.has_only_tables


def _tells_of_a_pattern(placed: Placed) -> bool:
    match placed.block:
        case Text(label, _):
            return bool(label) and meaning_of(label) is not None
        case Points(items, _):
            return bool(labelled_items(items))
        case Heading(_, text):
            return meaning_of(text) is not None or is_applied(text)
        case Grid(columns, _):
            return is_system_head(columns[0])
        case _:
            return False


def _renumbered(parts: list[Part]) -> list[Remark]:
    remarks = []
    patterns = [section for part in parts for section in part.patterns]
    for position, section in enumerate(patterns, 1):
        digits = section.number.strip("#№§().: -–—")
        if digits.isdigit() and int(digits) != position:
            message = f"the number {digits} is not kept: this is pattern {position}"
            remarks.append(Remark(section.line, message, section.title))
    return remarks
