"""The parts of a pattern's section: what it is, when to use it, where it is used, and the rest.

A block with a known meaning is taken out wherever it is, and the other blocks keep their order. So a pattern that
is exported in the usual order is imported as the same pattern.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from patterns_cli.exchange.cheat_sheet.labels import (
    LabelMeaning,
    has_extra_words,
    is_system_header,
    is_usage_title,
    label_meaning,
    labeled_paragraphs,
)
from patterns_cli.exchange.cheat_sheet.sentences import split_sentences
from patterns_cli.exchange.markdown.blocks import (
    Block,
    CodeBlock,
    Heading,
    ListBlock,
    Paragraph,
    PositionedBlock,
    TableBlock,
)
from patterns_cli.exchange.markdown.inline import parse_link
from patterns_cli.exchange.markdown.round_trip import is_round_trip_safe

THEORY_LABEL = "theory"
THEORY_SEPARATOR = " — "


@dataclass(frozen=True)
class Reason:
    """A reason to use a pattern, or not to."""

    text: str
    label: str
    """The label it is below if that says more than "When to use" or "When NOT to use", else empty."""


@dataclass(frozen=True)
class TitledTable:
    """A table and its title."""

    title: str
    """Empty if no heading or label is right before the table."""
    block: TableBlock
    line: int
    """The line where the table starts, counted from 1."""


SectionItem = PositionedBlock | TitledTable


@dataclass
class SectionContent:
    """The parts of a section."""

    remaining: list[SectionItem]
    """The blocks without a known meaning and the tables, in order."""
    what: str = ""
    use_when: list[Reason] = field(default_factory=list)
    avoid_when: list[Reason] = field(default_factory=list)
    diagram: str = ""
    usage_table: TitledTable | None = None
    """The table of the systems that use the pattern."""
    theory_links: list[tuple[str, str]] = field(default_factory=list)
    """Text and URL of each link."""


def parse_pattern_section(blocks: list[PositionedBlock]) -> SectionContent:
    """Parse the section of a pattern."""
    content = SectionContent([*blocks])
    _take_theory(content)
    _take_recognized(content)
    if not (content.what or content.use_when or content.avoid_when):
        content.remaining = _expand_labeled_lists(content.remaining)
        _take_recognized(content)
    first = _block_at(content.remaining, 0)
    if not content.what and isinstance(first, Paragraph) and not first.label:
        content.what = first.text
        del content.remaining[0]
    _take_diagram(content)
    return content


def parse_chapter(blocks: list[PositionedBlock]) -> list[SectionItem]:
    """The blocks of a section that is about no single pattern, with its tables titled."""
    content = SectionContent([*blocks])
    _take_tables(content, take_usage_table=False)
    return content.remaining


def system_column_index(table: TableBlock) -> int:
    """The index of the column with the systems; 0 if no header says so."""
    return next((index for index, column in enumerate(table.columns) if is_system_header(column)), 0)


def _block_at(items: list[SectionItem], index: int) -> Block | TitledTable | None:
    """The block at an index, or None if the index is out of range."""
    if not 0 <= index < len(items):
        return None
    item = items[index]
    return item.block if isinstance(item, PositionedBlock) else item


def _take_recognized(content: SectionContent) -> None:
    """Take the labels, headings and tables with a known meaning, until none is left.

    Taking a block can bring a label and its text next to each other.
    """
    while _take_labeled(content) or _take_headings(content) or _take_tables(content, take_usage_table=True):
        pass


def _expand_labeled_lists(items: list[SectionItem]) -> list[SectionItem]:
    """The items with labeled lists as paragraphs, unless a paragraph already has a label with a meaning."""
    blocks = [item.block for item in items if isinstance(item, PositionedBlock)]
    if any(isinstance(block, Paragraph) and label_meaning(block.label) for block in blocks):
        return items
    expanded: list[SectionItem] = []
    for item in items:
        match item:
            case PositionedBlock(line, ListBlock(list_items)) if paragraphs := labeled_paragraphs(list_items):
                expanded += [PositionedBlock(line, paragraph) for paragraph in paragraphs]
            case _:
                expanded.append(item)
    return expanded


def _take_theory(content: SectionContent) -> None:
    kept: list[SectionItem] = []
    for item in content.remaining:
        link = _parse_theory_link(item.block) if isinstance(item, PositionedBlock) else None
        if link:
            content.theory_links.append(link)
        else:
            kept.append(item)
    content.remaining = kept


def _parse_theory_link(block: Block) -> tuple[str, str] | None:
    if not isinstance(block, Paragraph) or block.label.casefold() != THEORY_LABEL:
        return None
    link_markdown, separator, comment = block.text.partition(THEORY_SEPARATOR)
    link = parse_link(link_markdown)
    if link is None or THEORY_SEPARATOR in link[0]:
        return None
    return link[0] + separator + comment, link[1]


def _take_diagram(content: SectionContent) -> None:
    """Take the first diagram that can be drawn, unless a heading or a paragraph announces it."""
    for index in range(len(content.remaining)):
        block = _block_at(content.remaining, index)
        if not isinstance(block, CodeBlock) or block.language != "mermaid" or not _is_drawable(block.text):
            continue
        if not isinstance(_block_at(content.remaining, index - 1), Heading | Paragraph):
            content.diagram = block.text
            del content.remaining[index]
            return


def _is_drawable(text: str) -> bool:
    from patterns_cli.packs.diagram import DiagramError, render_diagram

    try:
        render_diagram(text)
    except DiagramError:
        return False
    return True


def _take_labeled(content: SectionContent) -> bool:
    """Take the paragraphs whose label has a meaning, with the text or list they announce; whether any was taken."""
    kept: list[SectionItem] = []
    for item in content.remaining:
        block = item.block if isinstance(item, PositionedBlock) else None
        if not _take_trailing_labels(content, kept, block):
            kept.append(item)
    _take_trailing_labels(content, kept, None)
    changed = len(kept) < len(content.remaining)
    content.remaining = kept
    return changed


def _take_trailing_labels(content: SectionContent, kept: list[SectionItem], next_block: Block | None) -> bool:
    """Take the complete labeled paragraphs at the end of ``kept``; whether one of them took ``next_block``.

    A label without text takes the paragraph or list after it; text that ends in a colon may take the list after it.
    """
    while kept:
        block = _block_at(kept, len(kept) - 1)
        meaning = label_meaning(block.label) if isinstance(block, Paragraph) and block.label else None
        if meaning is None or not isinstance(block, Paragraph):
            return False
        unlabeled_text = next_block.text if isinstance(next_block, Paragraph) and not next_block.label else ""
        took_next = False
        if meaning == "what":
            text = block.text or unlabeled_text
            if not text or content.what:
                return False
            content.what, took_next = text, not block.text
        else:
            reasons = split_sentences(block.text)
            if isinstance(next_block, ListBlock) and _is_list_introduction(block.text, reasons):
                reasons, took_next = [*reasons, *next_block.items], True
            elif not block.text and unlabeled_text:
                reasons, took_next = split_sentences(unlabeled_text), True
            if not reasons:
                return False
            _add_reasons(content, meaning, reasons, block.label)
        kept.pop()
        if took_next:
            return True
    return False


def _is_list_introduction(text: str, reasons: list[str]) -> bool:
    return not text or (text.endswith(":") and is_round_trip_safe(ListBlock(tuple(reasons))))


def _add_reasons(content: SectionContent, meaning: LabelMeaning, texts: list[str], label: str) -> None:
    reasons = [Reason(text, label if has_extra_words(label) else "") for text in texts]
    (content.use_when if meaning == "use" else content.avoid_when).extend(reasons)


def _take_headings(content: SectionContent) -> bool:
    """Take the sub-headings with a meaning, with the text below them; whether any was taken."""
    kept: list[SectionItem] = []
    index = 0
    while index < len(content.remaining):
        taken = _take_heading_at(content, index)
        if not taken:
            kept.append(content.remaining[index])
        index += taken or 1
    changed = len(kept) < len(content.remaining)
    content.remaining = kept
    return changed


def _take_heading_at(content: SectionContent, index: int) -> int:
    """Take a sub-heading with a meaning and the text below it; how many blocks were taken."""
    heading = _block_at(content.remaining, index)
    meaning = label_meaning(heading.text) if isinstance(heading, Heading) else None
    if meaning is None or not isinstance(heading, Heading):
        return 0
    below: list[Paragraph | ListBlock] = []
    while isinstance(block := _block_at(content.remaining, index + 1 + len(below)), Paragraph | ListBlock):
        if isinstance(block, Paragraph) and block.label:
            break
        below.append(block)
    if meaning == "what":
        if not below or not isinstance(below[0], Paragraph) or content.what:
            return 0
        content.what = below[0].text
        return 2
    reasons = [
        text
        for block in below
        for text in (block.items if isinstance(block, ListBlock) else split_sentences(block.text))
    ]
    if not reasons:
        return 0
    _add_reasons(content, meaning, reasons, heading.text)
    return 1 + len(below)


def _take_tables(content: SectionContent, *, take_usage_table: bool) -> bool:
    """Title the tables, and take the first one of systems if asked to; whether there was a table."""
    kept: list[SectionItem] = []
    changed = False
    for item in content.remaining:
        if not isinstance(item, PositionedBlock) or not isinstance(item.block, TableBlock):
            kept.append(item)
            continue
        changed = True
        title = ""
        match _block_at(kept, len(kept) - 1):
            case Heading(_, text) | Paragraph(text, "") if text:
                title = text
                kept.pop()
        table = TitledTable(title, item.block, item.line)
        if take_usage_table and content.usage_table is None and _is_usage_table(table):
            content.usage_table = table
        else:
            kept.append(table)
    content.remaining = kept
    return changed


def _is_usage_table(table: TitledTable) -> bool:
    if not is_usage_title(table.title) and not is_system_header(table.block.columns[0]):
        return False
    system_column = system_column_index(table.block)
    return all(row[system_column] for row in table.block.rows)
