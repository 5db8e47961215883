"""What is left of a section, as notes in their order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from patterns_cli.exchange.cheat_sheet.pattern_section import Titled
from patterns_cli.exchange.markdown.blocks import Block, Code, Grid, Heading, Placed, Points, Quote, Raw, Text
from patterns_cli.exchange.markdown.reader import reads_back
from patterns_cli.packs.install.slugs import Ids
from patterns_cli.packs.model import Note

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_LEVELS: tuple[Literal["", "1", "2"], ...] = ("", "1", "2")


def notes_of(rest: Iterable[Placed | Titled], level: int, table_id: Callable[[Titled], str]) -> tuple[Note, ...]:
    """The notes; ``level`` is that of the section's own heading, ``table_id`` gives a table its id."""
    ids = Ids()
    found: list[dict[str, Any]] = []
    heading: dict[str, Any] = {}
    for one in rest:
        if isinstance(one, Titled):
            found += [heading] if heading else []
            found.append({"table": table_id(one)})
            heading = {}
        elif isinstance(one.block, Heading):
            found += [heading] if heading else []
            below = min(max(one.block.level - level - 1, 0), len(_LEVELS) - 1)
            heading = {"heading": one.block.text, "level": _LEVELS[below]}
        elif not heading and found and _joins(found[-1], one.block):
            found[-1].update(_fields(one.block))
        else:
            found.append({**heading, **_fields(one.block)})
            heading = {}
    found += [heading] if heading else []
    return tuple(Note(id=ids.give(_name(fields), "note"), **fields) for fields in found)


def _joins(open_note: dict[str, Any], block: Block) -> bool:
    """Whether a block is the code, the list or the text that the note before it announces."""
    if set(open_note) - {"heading", "level", "label", "text"}:
        return False
    match block:
        case Code() | Points():
            return "text" in open_note
        case Raw() | Quote():
            return bool(open_note.get("label")) and not open_note["text"]
        case Text(label, _):
            return bool(open_note.get("label")) and not open_note["text"] and not label
        case _:
            return False


def _fields(block: Block) -> dict[str, Any]:
    match block:
        case Text("", text):
            return {"text": text}
        case Text(label, text):
            return {"label": label, "text": text}
        case Points(items, ordered):
            return {"steps" if ordered else "points": items}
        case Code(text, language):
            return {"code": text, "language": language}
        case Raw(markdown):
            return {"markdown": markdown}
        case Quote(text):
            return {"markdown": f"> {text}"}
        case _:
            raise TypeError(f"{type(block).__name__} is no part of a note")


def _name(fields: dict[str, Any]) -> str:
    """The words that an id is made from."""
    points = fields.get("points") or fields.get("steps") or ("",)
    told = (fields.get(key, "") for key in ("label", "heading", "table", "text", "markdown", "language"))
    return next(filter(None, (*told, points[0])), "note")[:80]


def blocks_of_notes(notes: Iterable[Note], level: int, table: Callable[[str, bool], list[Block]]) -> Iterator[Block]:
    """The notes as blocks again.

    ``table`` gives the blocks of a table by its id, with its title in any case where that is asked for:
    below a heading or a label without text, it would go by these.
    """
    last: list[Block] = []
    for note in notes:
        own = list(_note_blocks(note, level))
        if note.table:
            before = [*last, *own][-1:]
            own += table(note.table, any(isinstance(one, Heading) or one == Text(_label(one), "") for one in before))
        last = own or last
        yield from own


def _label(block: Block) -> str:
    return block.label if isinstance(block, Text) else ""


def _note_blocks(note: Note, level: int) -> Iterator[Block]:
    if note.heading:
        yield Heading(level + 1 + _LEVELS.index(note.level), one_line(note.heading))
    if note.label or note.text:
        yield Text(one_line(note.label), one_line(note.text))
    for items, ordered in ((note.points, False), (note.steps, True)):
        if items:
            yield Points(tuple(map(one_line, items)), ordered)
    if note.code:
        yield Code(note.code.rstrip("\n") + "\n", one_line(note.language))
    if note.markdown:
        quote = Quote(note.markdown[2:])
        yield quote if note.markdown == f"> {quote.text}" and reads_back(quote) else Raw(note.markdown)


def one_line(text: str) -> str:
    """Text without line breaks."""
    return " ".join(text.split()) if "\n" in text else text.strip()


def grid_blocks(title: str, grid: Grid, level: int) -> list[Block]:
    """A table below its title, if it has one."""
    return [*([Heading(level, title)] if title else []), grid]
