"""Render a Mermaid sequence diagram for a terminal, and as steps in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from patterns_cli.packs.model import DiagramRendering, DiagramStep, RenderedDiagram

if TYPE_CHECKING:
    from collections.abc import Iterator

    from termaid.model.sequence import Message

_MAX_LABEL_WIDTHS = (None, 24, 16)
"""Maximum width of a message label in characters, for each rendering. None means no limit."""

_BLOCK_LABELS = {
    "loop": "repeat",
    "alt": "if",
    "opt": "if",
    "par": "at the same time",
    "critical": "critical",
    "break": "stop if",
    "rect": "",
}
_LINE_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)

MAX_LINES = 200
MAX_LINE_CHARS = 200
MAX_DIAGRAM_CHARS = 10_000
MAX_PARTICIPANTS = 20
MAX_BLOCK_DEPTH = 8
"""Limits within which a diagram can be drawn quickly and read in a terminal."""


class DiagramError(ValueError):
    """A text is not a sequence diagram that can be rendered."""


def render_diagram(mermaid: str) -> RenderedDiagram:
    """Render a Mermaid sequence diagram.

    Raises DiagramError if the text is not a sequence diagram, is too large, or has a line with unknown syntax.
    """
    from termaid.parser.sequence import parse_sequence_diagram

    if not mermaid.lstrip().startswith("sequenceDiagram"):
        raise DiagramError("it does not start with sequenceDiagram")
    _check_size(mermaid)
    parsed = parse_sequence_diagram(mermaid)
    if parsed.warnings:
        raise DiagramError(str(parsed.warnings[0]))
    if len(parsed.participants) > MAX_PARTICIPANTS:
        raise DiagramError(f"it has more than {MAX_PARTICIPANTS} participants")
    names = {participant.id: participant.label for participant in parsed.participants}
    steps = tuple(_diagram_steps(parsed.events, names, ()))
    if not steps:
        raise DiagramError("it has no messages")
    renderings = {}
    for label_width in _MAX_LABEL_WIDTHS:
        lines = _rendered_lines(mermaid, label_width, ascii_only=False)
        width = max(map(len, lines))
        ascii_lines = _rendered_lines(mermaid, label_width, ascii_only=True)
        renderings[width] = DiagramRendering(width=width, lines=lines, ascii_lines=ascii_lines)
    return RenderedDiagram(
        renderings=tuple(renderings[width] for width in sorted(renderings, reverse=True)), steps=steps
    )


def _check_size(mermaid: str) -> None:
    if len(mermaid) > MAX_DIAGRAM_CHARS:
        raise DiagramError(f"it has more than {MAX_DIAGRAM_CHARS:,} characters")
    lines = mermaid.split("\n")
    if len(lines) > MAX_LINES:
        raise DiagramError(f"it has more than {MAX_LINES} lines")
    for line in lines:
        if len(line) > MAX_LINE_CHARS:
            raise DiagramError(f"a line has more than {MAX_LINE_CHARS} characters")
    deepest = depth = 0
    for line in lines:
        keyword = line.split(maxsplit=1)[0].lower() if line.strip() else ""
        depth += (keyword in _BLOCK_LABELS) - (keyword == "end")
        if depth < 0:
            raise DiagramError("an `end` has no block to close")
        deepest = max(deepest, depth)
    if depth:
        raise DiagramError(f"{depth} blocks have no `end`" if depth > 1 else "a block has no `end`")
    if deepest > MAX_BLOCK_DEPTH:
        raise DiagramError(f"blocks are nested more than {MAX_BLOCK_DEPTH} levels deep")


def _rendered_lines(mermaid: str, label_width: int | None, *, ascii_only: bool) -> tuple[str, ...]:
    from termaid import render

    drawing = render(mermaid, use_ascii=ascii_only, max_label_width=label_width)
    lines = [line.rstrip() for line in drawing.split("\n")]
    indentation = min(len(line) - len(line.lstrip()) for line in lines if line)
    return tuple(line[indentation:] for line in lines if line)


def _diagram_steps(events: list[Any], names: dict[str, str], within: tuple[str, ...]) -> Iterator[DiagramStep]:
    from termaid.model.sequence import Block, Message, Note

    for event in events:
        if isinstance(event, Message):
            yield DiagramStep(text=_message_text(event, names), within=within)
        elif isinstance(event, Note):
            yield DiagramStep(text=_plain_label(event.text), within=within)
        elif isinstance(event, Block):
            keyword = _BLOCK_LABELS.get(event.kind, event.kind)
            label = f"{keyword} {_plain_label(event.label)}" if keyword else ""
            yield from _diagram_steps(event.events, names, _enter_block(within, label))
            section_keyword = keyword if event.kind == "par" else "otherwise,"
            for section in event.sections:
                yield from _diagram_steps(
                    section.events, names, _enter_block(within, f"{section_keyword} {_plain_label(section.label)}")
                )


def _enter_block(within: tuple[str, ...], block_label: str) -> tuple[str, ...]:
    label = block_label.strip().rstrip(",")
    return (*within, label) if label else within


def _plain_label(label: str) -> str:
    return " ".join(_LINE_BREAK.sub(" ", label).split())


def _message_text(message: Message, names: dict[str, str]) -> str:
    sender = names.get(message.source, message.source)
    receiver = names.get(message.target, message.target)
    route = sender if sender == receiver else f"{sender} → {receiver}"
    label = _plain_label(message.label)
    text = f"{route}: {label}" if label else route
    return f"{text} (does not arrive)" if message.arrow_type == "cross" else text


def parse_step_range(text: str, step_count: int) -> range | None:
    """Step indexes, from 0, of a range such as ``2-5``, or None if it is malformed, too short or out of range."""
    first, dash, last = text.partition("-")
    if not dash or not (first.isascii() and first.isdigit() and last.isascii() and last.isdigit()):
        return None
    steps = range(int(first) - 1, int(last))
    return steps if steps.start >= 0 and len(steps) > 1 and steps.stop <= step_count else None
