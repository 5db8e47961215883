"""What the section of a pattern says: what, when, where applied; and what is left as notes and tables.

A block is taken out where its meaning is known, whatever stands around it, and the rest keeps its order.
So a pattern that is written again in the usual order is read as the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from patterns_cli.exchange.cheat_sheet.labeled_lists import labeled_paragraphs
from patterns_cli.exchange.cheat_sheet.labels import (
    LabelMeaning,
    has_extra_words,
    is_system_header,
    is_usage_title,
    label_meaning,
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
from patterns_cli.exchange.markdown.lines import parse_link
from patterns_cli.exchange.markdown.reader import is_round_trip_safe

THEORY_LABEL = "theory"
THEORY_SEPARATOR = " — "


@dataclass(frozen=True)
class Reason:
    """One reason for or against; ``label`` where its label says more than the usual one."""

    text: str
    label: str


@dataclass(frozen=True)
class TitledTable:
    """A table under a title of its own, or none."""

    title: str
    block: TableBlock
    line: int


@dataclass
class SectionContent:
    """What was found in a section. ``rest`` holds what is left, with tables in their places."""

    remaining: list[PositionedBlock | TitledTable]
    what: str = ""
    use_when: list[Reason] = field(default_factory=list)
    avoid_when: list[Reason] = field(default_factory=list)
    diagram: str = ""
    usage_table: TitledTable | None = None
    theory_links: list[tuple[str, str]] = field(default_factory=list)


def parse_pattern_section(blocks: list[PositionedBlock]) -> SectionContent:
    """The parts of a pattern's section."""
    parts = SectionContent([*blocks])
    _take_theory(parts)
    _take_recognized(parts)
    if not (parts.what or parts.use_when or parts.avoid_when):
        parts.remaining = _expand_labeled_lists(parts.remaining)
        _take_recognized(parts)
    first = block_at(parts.remaining, 0)
    if not parts.what and isinstance(first, Paragraph) and not first.label:
        parts.what = first.text
        del parts.remaining[0]
    _take_diagram(parts)
    return parts


def _take_recognized(content: SectionContent) -> None:
    while _take_labeled(content) or _take_headings(content) or _take_tables(content, take_usage_table=True):
        pass


def _expand_labeled_lists(remaining: list[PositionedBlock | TitledTable]) -> list[PositionedBlock | TitledTable]:
    """The blocks; where no paragraph has a label with a meaning, lists whose entries have are taken for paragraphs."""
    blocks = [one.block for one in remaining if isinstance(one, PositionedBlock)]
    if any(isinstance(block, Paragraph) and label_meaning(block.label) for block in blocks):
        return remaining
    found: list[PositionedBlock | TitledTable] = []
    for one in remaining:
        items = (
            labeled_paragraphs(one.block.items)
            if isinstance(one, PositionedBlock) and isinstance(one.block, ListBlock)
            else []
        )
        found += [PositionedBlock(one.line, item) for item in items] or [one]
    return found


def parse_chapter(blocks: list[PositionedBlock]) -> SectionContent:
    """The parts of a section that is about no one pattern: notes and tables only."""
    parts = SectionContent([*blocks])
    _take_tables(parts, take_usage_table=False)
    return parts


def block_at(remaining: list[PositionedBlock | TitledTable], index: int) -> Block | TitledTable | None:
    """The block at a place, or None behind the end."""
    if not 0 <= index < len(remaining):
        return None
    one = remaining[index]
    return one.block if isinstance(one, PositionedBlock) else one


def _take_theory(content: SectionContent) -> None:
    kept: list[PositionedBlock | TitledTable] = []
    for placed in content.remaining:
        link = _parse_theory_link(placed.block) if isinstance(placed, PositionedBlock) else None
        if link:
            content.theory_links.append(link)
        else:
            kept.append(placed)
    content.remaining = kept


def _parse_theory_link(block: Block) -> tuple[str, str] | None:
    if not isinstance(block, Paragraph) or block.label.casefold() != THEORY_LABEL:
        return None
    before, dash, remark = block.text.partition(THEORY_SEPARATOR)
    link = parse_link(before)
    if link is None or THEORY_SEPARATOR in link[0]:
        return None
    return link[0] + dash + remark, link[1]


def _take_diagram(content: SectionContent) -> None:
    for at, placed in enumerate(content.remaining):
        block = placed.block if isinstance(placed, PositionedBlock) else None
        if not isinstance(block, CodeBlock) or block.language != "mermaid" or not _is_drawable(block.text):
            continue
        if isinstance(block_at(content.remaining, at - 1), Heading | Paragraph):
            continue  # it belongs to what announces it
        content.diagram = block.text
        del content.remaining[at]
        return


def _is_drawable(text: str) -> bool:
    from patterns_cli.packs.diagram import DiagramError, render_diagram

    try:
        render_diagram(text)
    except DiagramError:
        return False
    return True


def _take_labeled(content: SectionContent) -> bool:
    """Take out the paragraphs whose label has a meaning, with what they announce; tells if there was one."""
    kept: list[PositionedBlock | TitledTable] = []
    for one in content.remaining:
        block = one.block if isinstance(one, PositionedBlock) else None
        if not _take_trailing_labels(content, kept, block):
            kept.append(one)
    _take_trailing_labels(content, kept, None)
    changed = len(kept) < len(content.remaining)
    content.remaining = kept
    return changed


def _take_trailing_labels(
    content: SectionContent, kept: list[PositionedBlock | TitledTable], next_block: Block | None
) -> bool:
    """Take the labelled paragraphs at the end of ``kept``, as far as they are whole; tells if the last took ``after``.

    One without text waits for what follows; one that ends in a colon may take the list that follows.
    """
    while kept:
        block = block_at(kept, len(kept) - 1)
        meaning = label_meaning(block.label) if isinstance(block, Paragraph) and block.label else None
        if meaning is None or not isinstance(block, Paragraph):
            return False
        unlabelled = next_block.text if isinstance(next_block, Paragraph) and not next_block.label else ""
        took_after = False
        if meaning == "what":
            text = block.text or unlabelled
            if not text or content.what:
                return False
            content.what, took_after = text, not block.text
        else:
            reasons = split_sentences(block.text)
            if isinstance(next_block, ListBlock) and _is_list_introduction(block.text, reasons):
                reasons, took_after = [*reasons, *next_block.items], True
            elif not block.text and unlabelled:
                reasons, took_after = split_sentences(unlabelled), True
            if not reasons:
                return False
            _add_reasons(content, meaning, reasons, block.label)
        kept.pop()
        if took_after:
            return True
    return False


def _is_list_introduction(text: str, reasons: list[str]) -> bool:
    return not text or (text.endswith(":") and is_round_trip_safe(ListBlock(tuple(reasons))))


def _add_reasons(content: SectionContent, meaning: LabelMeaning, reasons: list[str], label: str) -> None:
    own = label if has_extra_words(label) else ""
    (content.use_when if meaning == "use" else content.avoid_when).extend(Reason(text, own) for text in reasons)


def _take_headings(content: SectionContent) -> bool:
    """Take what stands below the sub-headings with a meaning; tells if there was one."""
    kept: list[PositionedBlock | TitledTable] = []
    at = 0
    while at < len(content.remaining):
        taken = _take_heading_at(content, at)
        if not taken:
            kept.append(content.remaining[at])
        at += taken or 1
    changed = len(kept) < len(content.remaining)
    content.remaining = kept
    return changed


def _take_heading_at(content: SectionContent, index: int) -> int:
    """Take a sub-heading with a meaning and what it says; gives how many blocks that were."""
    heading = block_at(content.remaining, index)
    meaning = label_meaning(heading.text) if isinstance(heading, Heading) else None
    if meaning is None or not isinstance(heading, Heading):
        return 0
    said: list[Block | TitledTable] = []
    while isinstance(after := block_at(content.remaining, index + 1 + len(said)), Paragraph | ListBlock):
        if isinstance(after, Paragraph) and after.label:
            break
        said.append(after)
    if meaning == "what":
        if not said or not isinstance(said[0], Paragraph) or content.what:
            return 0
        content.what = said[0].text
        return 2
    reasons = [
        reason
        for one in said
        for reason in (one.items if isinstance(one, ListBlock) else split_sentences(_paragraph_text(one)))
    ]
    if not reasons:
        return 0
    _add_reasons(content, meaning, reasons, heading.text)
    return 1 + len(said)


def _paragraph_text(block: Block | TitledTable) -> str:
    return block.text if isinstance(block, Paragraph) else ""


def _take_tables(content: SectionContent, *, take_usage_table: bool) -> bool:
    """Give the tables their titles, and take the first one of systems out; tells if there was a table."""
    kept: list[PositionedBlock | TitledTable] = []
    changed = False
    for one in content.remaining:
        if not isinstance(one, PositionedBlock) or not isinstance(one.block, TableBlock):
            kept.append(one)
            continue
        changed = True
        before = block_at(kept, len(kept) - 1)
        title = ""
        if isinstance(before, Heading) or (isinstance(before, Paragraph) and before.label and not before.text):
            title = before.text if isinstance(before, Heading) else before.label
            kept.pop()
        titled = TitledTable(title, one.block, one.line)
        if take_usage_table and content.usage_table is None and _is_usage_table(titled):
            content.usage_table = titled
        else:
            kept.append(titled)
    content.remaining = kept
    return changed


def _is_usage_table(table: TitledTable) -> bool:
    if not is_usage_title(table.title) and not is_system_header(table.block.columns[0]):
        return False
    at = system_column_index(table.block)
    return all(row[at] for row in table.block.rows)


def system_column_index(table: TableBlock) -> int:
    """Which column of an applied table holds the systems."""
    return next((at for at, column in enumerate(table.columns) if is_system_header(column)), 0)
