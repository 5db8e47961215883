"""A pattern's Mermaid diagram, as pictures for a terminal and as steps in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from termaid import render
from termaid.model.sequence import Block, Message, Note
from termaid.parser.sequence import parse_sequence_diagram

from patterns_cli.packs.model import Drawing, Picture, Step

if TYPE_CHECKING:
    from collections.abc import Iterator

_LABEL_WIDTHS = (None, 24, 16)
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
_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)

MOST_LINES = 200
LONGEST_LINE = 200
MOST_CHARACTERS = 10_000
MOST_PARTICIPANTS = 20
DEEPEST_BLOCK = 8
"""What a diagram can be and still be read in a terminal."""


class DiagramError(ValueError):
    """The text is not a sequence diagram that can be drawn."""


def draw(mermaid: str) -> Drawing:
    """Draw a Mermaid sequence diagram.

    Raises DiagramError where the text is no sequence diagram or has a line that is not understood.
    """
    if not mermaid.lstrip().startswith("sequenceDiagram"):
        raise DiagramError("it does not start with sequenceDiagram")
    _check_size(mermaid)
    parsed = parse_sequence_diagram(mermaid)
    if parsed.warnings:
        raise DiagramError(str(parsed.warnings[0]))
    if len(parsed.participants) > MOST_PARTICIPANTS:
        raise DiagramError(f"it has more than {MOST_PARTICIPANTS} participants")
    names = {participant.id: participant.label for participant in parsed.participants}
    steps = tuple(_steps(parsed.events, names, ()))
    if not steps:
        raise DiagramError("it has no messages")
    pictures = {picture.width: picture for picture in map(_picture(mermaid), _LABEL_WIDTHS)}
    return Drawing(pictures=tuple(pictures[width] for width in sorted(pictures, reverse=True)), steps=steps)


def _check_size(mermaid: str) -> None:
    if len(mermaid) > MOST_CHARACTERS:
        raise DiagramError(f"it has more than {MOST_CHARACTERS:,} characters")
    lines = mermaid.split("\n")
    if len(lines) > MOST_LINES:
        raise DiagramError(f"it has more than {MOST_LINES} lines")
    for line in lines:
        if len(line) > LONGEST_LINE:
            raise DiagramError(f"a line has more than {LONGEST_LINE} characters")
    deepest = depth = 0
    for line in lines:
        word = line.split(maxsplit=1)[0].lower() if line.strip() else ""
        depth += (word in _BLOCK_WORDS) - (word == "end")
        if depth < 0:
            raise DiagramError("an `end` ends nothing")
        deepest = max(deepest, depth)
    if depth:
        raise DiagramError(f"{depth} blocks are not ended" if depth > 1 else "a block is not ended")
    if deepest > DEEPEST_BLOCK:
        raise DiagramError(f"more than {DEEPEST_BLOCK} blocks stand in each other")


def _picture(mermaid: str) -> Any:
    def at(label_width: int | None) -> Picture:
        lines = _drawn(mermaid, label_width, ascii_only=False)
        return Picture(
            width=max(map(len, lines)),
            lines=lines,
            ascii_lines=_drawn(mermaid, label_width, ascii_only=True),
        )

    return at


def _drawn(mermaid: str, label_width: int | None, *, ascii_only: bool) -> tuple[str, ...]:
    art = render(mermaid, use_ascii=ascii_only, max_label_width=label_width)
    lines = [line.rstrip() for line in art.split("\n")]
    margin = min(len(line) - len(line.lstrip()) for line in lines if line)
    return tuple(line[margin:] for line in lines if line)


def _steps(events: list[Any], names: dict[str, str], within: tuple[str, ...]) -> Iterator[Step]:
    for event in events:
        if isinstance(event, Message):
            yield Step(text=_message(event, names), within=within)
        elif isinstance(event, Note):
            yield Step(text=_words(event.text), within=within)
        elif isinstance(event, Block):
            word = _BLOCK_WORDS.get(event.kind, event.kind)
            label = f"{word} {_words(event.label)}" if word else ""
            yield from _steps(event.events, names, _inside(within, label))
            other = word if event.kind == "par" else "otherwise,"
            for section in event.sections:
                yield from _steps(section.events, names, _inside(within, f"{other} {_words(section.label)}"))


def _inside(within: tuple[str, ...], label: str) -> tuple[str, ...]:
    words = label.strip().rstrip(",")
    return (*within, words) if words else within


def _words(label: str) -> str:
    return " ".join(_BREAK.sub(" ", label).split())


def _message(message: Message, names: dict[str, str]) -> str:
    sender = names.get(message.source, message.source)
    receiver = names.get(message.target, message.target)
    way = sender if sender == receiver else f"{sender} → {receiver}"
    words = _words(message.label)
    told = f"{way}: {words}" if words else way
    return f"{told} (does not arrive)" if message.arrow_type == "cross" else told
