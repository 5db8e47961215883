"""What the section of a pattern says: what, when, where applied; and what is left as notes and tables.

A block is taken out where its meaning is known, whatever stands around it, and the rest keeps its order.
So a pattern that is written again in the usual order is read as the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from patterns_cli.exchange.blocks import Block, Code, Grid, Heading, Placed, Points, Text
from patterns_cli.exchange.labels import Meaning, is_applied, is_system_head, labelled_items, meaning_of, says_more
from patterns_cli.exchange.lines import link_of
from patterns_cli.exchange.markdown_reader import reads_back
from patterns_cli.exchange.sentences import sentences

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
    parts = Parts(_with_labelled_lists(blocks))
    _take_theory(parts)
    while _take_labelled(parts) or _take_headed(parts) or _take_tables(parts, applied=True):
        pass
    first = block_at(parts.rest, 0)
    if not parts.what and isinstance(first, Text) and not first.label:
        parts.what = first.text
        del parts.rest[0]
    _take_diagram(parts)
    return parts


def _with_labelled_lists(blocks: list[Placed]) -> list[Placed | Titled]:
    """The blocks; where no paragraph has a label with a meaning, lists whose entries have are taken for paragraphs."""
    if any(isinstance(one.block, Text) and meaning_of(one.block.label) for one in blocks):
        return [*blocks]
    found: list[Placed | Titled] = []
    for placed in blocks:
        items = labelled_items(placed.block.items) if isinstance(placed.block, Points) else []
        found += [Placed(placed.line, Text(*item)) for item in items] or [placed]
    return found


def chapter_parts(blocks: list[Placed]) -> Parts:
    """The parts of a section that is about no one pattern: notes and tables only."""
    parts = Parts([*blocks])
    while _take_tables(parts, applied=False):
        pass
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
    from patterns_cli.catalog.diagram import DiagramError, draw

    try:
        draw(text)
    except DiagramError:
        return False
    return True


def _take_labelled(parts: Parts) -> bool:
    """Take the first paragraph out whose label has a meaning, with what it announces; tells if there was one."""
    for at in range(len(parts.rest)):
        block = block_at(parts.rest, at)
        if not isinstance(block, Text) or not block.label:
            continue
        meaning = meaning_of(block.label)
        if meaning and _take(parts, at, meaning, block):
            return True
    return False


def _take(parts: Parts, at: int, meaning: Meaning, block: Text) -> bool:
    after = block_at(parts.rest, at + 1)
    if meaning == "what":
        text = block.text or (after.text if isinstance(after, Text) and not after.label else "")
        if not text or parts.what:
            return False
        parts.what = text
        del parts.rest[at : at + (1 if block.text else 2)]
        return True
    reasons = sentences(block.text)
    announces = not block.text or (block.text.endswith(":") and reads_back(Points(tuple(reasons))))
    if announces and isinstance(after, Points):
        reasons += after.items
        del parts.rest[at + 1]
    elif not block.text and isinstance(after, Text) and not after.label:
        reasons = sentences(after.text)
        del parts.rest[at + 1]
    if not reasons:
        return False
    _add(parts, meaning, reasons, block.label)
    del parts.rest[at]
    return True


def _add(parts: Parts, meaning: Meaning, reasons: list[str], label: str) -> None:
    own = label if says_more(label) else ""
    (parts.use if meaning == "use" else parts.avoid).extend(Reason(text, own) for text in reasons)


def _take_headed(parts: Parts) -> bool:
    """Take what stands below a sub-heading with a meaning; tells if there was one."""
    for at in range(len(parts.rest)):
        block = block_at(parts.rest, at)
        meaning = meaning_of(block.text) if isinstance(block, Heading) else None
        if not isinstance(block, Heading) or meaning is None:
            continue
        if meaning == "what":
            after = block_at(parts.rest, at + 1)
            if isinstance(after, Text) and not after.label and not parts.what:
                parts.what = after.text
                del parts.rest[at : at + 2]
                return True
            continue
        end = at + 1
        reasons: list[str] = []
        while True:
            after = block_at(parts.rest, end)
            if isinstance(after, Points):
                reasons += after.items
            elif isinstance(after, Text) and not after.label:
                reasons += sentences(after.text)
            else:
                break
            end += 1
        if reasons:
            _add(parts, meaning, reasons, block.text)
            del parts.rest[at:end]
            return True
    return False


def _take_tables(parts: Parts, *, applied: bool) -> bool:
    """Give the first table that has none yet its title, and take the table of systems out; tells if there was one."""
    for at in range(len(parts.rest)):
        grid = block_at(parts.rest, at)
        if not isinstance(grid, Grid):
            continue
        before = block_at(parts.rest, at - 1)
        title = ""
        if isinstance(before, Heading) or (isinstance(before, Text) and before.label and not before.text):
            title = before.text if isinstance(before, Heading) else before.label
        placed = parts.rest[at]
        titled = Titled(title, grid, placed.line)
        start = at - 1 if title else at
        if applied and parts.applied is None and _is_applied(titled):
            parts.applied = titled
            del parts.rest[start : at + 1]
        else:
            parts.rest[start : at + 1] = [titled]
        return True
    return False


def _is_applied(table: Titled) -> bool:
    if not is_applied(table.title) and not is_system_head(table.grid.columns[0]):
        return False
    at = system_column(table.grid)
    return all(row[at] for row in table.grid.rows)


def system_column(grid: Grid) -> int:
    """Which column of an applied table holds the systems."""
    return next((at for at, column in enumerate(grid.columns) if is_system_head(column)), 0)
