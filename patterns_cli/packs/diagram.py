"""A pattern's Mermaid diagram, as pictures for a terminal and as steps in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from termaid import render
from termaid.model.sequence import Block, Message, Note
from termaid.parser.sequence import parse_sequence_diagram

from patterns_cli.packs.model import DiagramRendering, DiagramStep, RenderedDiagram

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_LABEL_WIDTHS = (None, 24, 16)
"""How wide a message label may get before it is wrapped, in each picture."""

_BLOCK_WORDS = {
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
"""What a diagram can be and still be read in a terminal."""


class DiagramError(ValueError):
    """The text is not a sequence diagram that can be drawn."""


def render_diagram(mermaid: str) -> RenderedDiagram:
    """Draw a Mermaid sequence diagram.

    Raises DiagramError where the text is no sequence diagram or has a line that is not understood.
    """
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
    pictures = {picture.width: picture for picture in map(_renderer_for(mermaid), _MAX_LABEL_WIDTHS)}
    return RenderedDiagram(renderings=tuple(pictures[width] for width in sorted(pictures, reverse=True)), steps=steps)


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
        word = line.split(maxsplit=1)[0].lower() if line.strip() else ""
        depth += (word in _BLOCK_WORDS) - (word == "end")
        if depth < 0:
            raise DiagramError("an `end` ends nothing")
        deepest = max(deepest, depth)
    if depth:
        raise DiagramError(f"{depth} blocks are not ended" if depth > 1 else "a block is not ended")
    if deepest > MAX_BLOCK_DEPTH:
        raise DiagramError(f"more than {MAX_BLOCK_DEPTH} blocks stand in each other")


def _renderer_for(mermaid: str) -> Any:
    def render_at(label_width: int | None) -> DiagramRendering:
        lines = _rendered_lines(mermaid, label_width, ascii_only=False)
        return DiagramRendering(
            width=max(map(len, lines)),
            lines=lines,
            ascii_lines=_rendered_lines(mermaid, label_width, ascii_only=True),
        )

    return render_at


def _rendered_lines(mermaid: str, label_width: int | None, *, ascii_only: bool) -> tuple[str, ...]:
    art = render(mermaid, use_ascii=ascii_only, max_label_width=label_width)
    lines = [line.rstrip() for line in art.split("\n")]
    margin = min(len(line) - len(line.lstrip()) for line in lines if line)
    return tuple(line[margin:] for line in lines if line)


def _diagram_steps(events: list[Any], names: dict[str, str], within: tuple[str, ...]) -> Iterator[DiagramStep]:
    for event in events:
        if isinstance(event, Message):
            yield DiagramStep(text=_message_text(event, names), within=within)
        elif isinstance(event, Note):
            yield DiagramStep(text=_plain_label(event.text), within=within)
        elif isinstance(event, Block):
            word = _BLOCK_WORDS.get(event.kind, event.kind)
            label = f"{word} {_plain_label(event.label)}" if word else ""
            yield from _diagram_steps(event.events, names, _enter_block(within, label))
            other = word if event.kind == "par" else "otherwise,"
            for section in event.sections:
                yield from _diagram_steps(
                    section.events, names, _enter_block(within, f"{other} {_plain_label(section.label)}")
                )


def _enter_block(within: tuple[str, ...], block_label: str) -> tuple[str, ...]:
    words = block_label.strip().rstrip(",")
    return (*within, words) if words else within


def _plain_label(label: str) -> str:
    return " ".join(_LINE_BREAK.sub(" ", label).split())


def _message_text(message: Message, names: dict[str, str]) -> str:
    sender = names.get(message.source, message.source)
    receiver = names.get(message.target, message.target)
    way = sender if sender == receiver else f"{sender} → {receiver}"
    words = _plain_label(message.label)
    told = f"{way}: {words}" if words else way
    return f"{told} (does not arrive)" if message.arrow_type == "cross" else told
