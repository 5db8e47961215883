"""What the section of a pattern says: what, when, where applied; and what is left as notes and tables.

A block is taken out where its meaning is known, whatever stands around it, and the rest keeps its order.
So a pattern that is written again in the usual order is read as the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from patterns_cli.exchange.cheat_sheet.labeled_lists import labelled_items
from patterns_cli.exchange.cheat_sheet.labels import Meaning, is_applied, is_system_head, meaning_of, says_more
from patterns_cli.exchange.cheat_sheet.sentences import sentences
from patterns_cli.exchange.markdown.blocks import Block, Code, Grid, Heading, Placed, Points, Text
from patterns_cli.exchange.markdown.lines import link_of
from patterns_cli.exchange.markdown.reader import reads_back

THEORY = "theory"
THEORY_REMARK = " — "


@dataclass(frozen=True)
class Reason:
    """One reason for or against; ``label`` where its label says more than the usual one."""

    text: str
    label: str


@dataclass(frozen=True)
class Titled:
    """A table under a title of its own, or none."""

    title: str
    grid: Grid
    line: int


@dataclass
class Parts:
    """What was found in a section. ``rest`` holds what is left, with tables in their places."""

    rest: list[Placed | Titled]
    what: str = ""
    use: list[Reason] = field(default_factory=list)
    avoid: list[Reason] = field(default_factory=list)
    diagram: str = ""
    applied: Titled | None = None
    theory: list[tuple[str, str]] = field(default_factory=list)


def pattern_parts(blocks: list[Placed]) -> Parts:
    """The parts of a pattern's section."""
    parts = Parts([*blocks])
    _take_theory(parts)
    _take_known(parts)
    if not (parts.what or parts.use or parts.avoid):
        parts.rest = _with_labelled_lists(parts.rest)
        _take_known(parts)
    first = block_at(parts.rest, 0)
    if not parts.what and isinstance(first, Text) and not first.label:
        parts.what = first.text
        del parts.rest[0]
    _take_diagram(parts)
    return parts


def _take_known(parts: Parts) -> None:
    while _take_labelled(parts) or _take_headed(parts) or _take_tables(parts, applied=True):
        pass


def _with_labelled_lists(rest: list[Placed | Titled]) -> list[Placed | Titled]:
    """The blocks; where no paragraph has a label with a meaning, lists whose entries have are taken for paragraphs."""
    blocks = [one.block for one in rest if isinstance(one, Placed)]
    if any(isinstance(block, Text) and meaning_of(block.label) for block in blocks):
        return rest
    found: list[Placed | Titled] = []
    for one in rest:
        items = labelled_items(one.block.items) if isinstance(one, Placed) and isinstance(one.block, Points) else []
        found += [Placed(one.line, item) for item in items] or [one]
    return found


def chapter_parts(blocks: list[Placed]) -> Parts:
    """The parts of a section that is about no one pattern: notes and tables only."""
    parts = Parts([*blocks])
    _take_tables(parts, applied=False)
    return parts


def block_at(rest: list[Placed | Titled], at: int) -> Block | Titled | None:
    """The block at a place, or None behind the end."""
    if not 0 <= at < len(rest):
        return None
    one = rest[at]
    return one.block if isinstance(one, Placed) else one


def _take_theory(parts: Parts) -> None:
    kept: list[Placed | Titled] = []
    for placed in parts.rest:
        link = _theory_of(placed.block) if isinstance(placed, Placed) else None
        if link:
            parts.theory.append(link)
        else:
            kept.append(placed)
    parts.rest = kept


def _theory_of(block: Block) -> tuple[str, str] | None:
    if not isinstance(block, Text) or block.label.casefold() != THEORY:
        return None
    before, dash, remark = block.text.partition(THEORY_REMARK)
    link = link_of(before)
    if link is None or THEORY_REMARK in link[0]:
        return None
    return link[0] + dash + remark, link[1]


def _take_diagram(parts: Parts) -> None:
    for at, placed in enumerate(parts.rest):
        block = placed.block if isinstance(placed, Placed) else None
        if not isinstance(block, Code) or block.language != "mermaid" or not _is_drawable(block.text):
            continue
        if isinstance(block_at(parts.rest, at - 1), Heading | Text):
            continue  # it belongs to what announces it
        parts.diagram = block.text
        del parts.rest[at]
        return


def _is_drawable(text: str) -> bool:
    from patterns_cli.packs.diagram import DiagramError, draw

    try:
        draw(text)
    except DiagramError:
        return False
    return True


def _take_labelled(parts: Parts) -> bool:
    """Take out the paragraphs whose label has a meaning, with what they announce; tells if there was one."""
    kept: list[Placed | Titled] = []
    for one in parts.rest:
        block = one.block if isinstance(one, Placed) else None
        if not _complete(parts, kept, block):
            kept.append(one)
    _complete(parts, kept, None)
    changed = len(kept) < len(parts.rest)
    parts.rest = kept
    return changed


def _complete(parts: Parts, kept: list[Placed | Titled], after: Block | None) -> bool:
    """Take the labelled paragraphs at the end of ``kept``, as far as they are whole; tells if the last took ``after``.

    One without text waits for what follows; one that ends in a colon may take the list that follows.
    """
    while kept:
        block = block_at(kept, len(kept) - 1)
        meaning = meaning_of(block.label) if isinstance(block, Text) and block.label else None
        if meaning is None or not isinstance(block, Text):
            return False
        unlabelled = after.text if isinstance(after, Text) and not after.label else ""
        took_after = False
        if meaning == "what":
            text = block.text or unlabelled
            if not text or parts.what:
                return False
            parts.what, took_after = text, not block.text
        else:
            reasons = sentences(block.text)
            if isinstance(after, Points) and _announces(block.text, reasons):
                reasons, took_after = [*reasons, *after.items], True
            elif not block.text and unlabelled:
                reasons, took_after = sentences(unlabelled), True
            if not reasons:
                return False
            _add(parts, meaning, reasons, block.label)
        kept.pop()
        if took_after:
            return True
    return False


def _announces(text: str, reasons: list[str]) -> bool:
    return not text or (text.endswith(":") and reads_back(Points(tuple(reasons))))


def _add(parts: Parts, meaning: Meaning, reasons: list[str], label: str) -> None:
    own = label if says_more(label) else ""
    (parts.use if meaning == "use" else parts.avoid).extend(Reason(text, own) for text in reasons)


def _take_headed(parts: Parts) -> bool:
    """Take what stands below the sub-headings with a meaning; tells if there was one."""
    kept: list[Placed | Titled] = []
    at = 0
    while at < len(parts.rest):
        taken = _take_below(parts, at)
        if not taken:
            kept.append(parts.rest[at])
        at += taken or 1
    changed = len(kept) < len(parts.rest)
    parts.rest = kept
    return changed


def _take_below(parts: Parts, at: int) -> int:
    """Take a sub-heading with a meaning and what it says; gives how many blocks that were."""
    heading = block_at(parts.rest, at)
    meaning = meaning_of(heading.text) if isinstance(heading, Heading) else None
    if meaning is None or not isinstance(heading, Heading):
        return 0
    said: list[Block | Titled] = []
    while isinstance(after := block_at(parts.rest, at + 1 + len(said)), Text | Points):
        if isinstance(after, Text) and after.label:
            break
        said.append(after)
    if meaning == "what":
        if not said or not isinstance(said[0], Text) or parts.what:
            return 0
        parts.what = said[0].text
        return 2
    reasons = [
        reason for one in said for reason in (one.items if isinstance(one, Points) else sentences(_text_of(one)))
    ]
    if not reasons:
        return 0
    _add(parts, meaning, reasons, heading.text)
    return 1 + len(said)


def _text_of(block: Block | Titled) -> str:
    return block.text if isinstance(block, Text) else ""


def _take_tables(parts: Parts, *, applied: bool) -> bool:
    """Give the tables their titles, and take the first one of systems out; tells if there was a table."""
    kept: list[Placed | Titled] = []
    changed = False
    for one in parts.rest:
        if not isinstance(one, Placed) or not isinstance(one.block, Grid):
            kept.append(one)
            continue
        changed = True
        before = block_at(kept, len(kept) - 1)
        title = ""
        if isinstance(before, Heading) or (isinstance(before, Text) and before.label and not before.text):
            title = before.text if isinstance(before, Heading) else before.label
            kept.pop()
        titled = Titled(title, one.block, one.line)
        if applied and parts.applied is None and _is_applied(titled):
            parts.applied = titled
        else:
            kept.append(titled)
    parts.rest = kept
    return changed


def _is_applied(table: Titled) -> bool:
    if not is_applied(table.title) and not is_system_head(table.grid.columns[0]):
        return False
    at = system_column(table.grid)
    return all(row[at] for row in table.grid.rows)


def system_column(grid: Grid) -> int:
    """Which column of an applied table holds the systems."""
    return next((at for at, column in enumerate(grid.columns) if is_system_head(column)), 0)
