"""What is left of a section, as notes in their order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from patterns_cli.exchange.cheat_sheet.pattern_section import TitledTable
from patterns_cli.exchange.markdown.blocks import (
    Block,
    CodeBlock,
    Heading,
    ListBlock,
    Paragraph,
    PositionedBlock,
    QuoteBlock,
    RawBlock,
    TableBlock,
)
from patterns_cli.exchange.markdown.reader import is_round_trip_safe
from patterns_cli.packs.install.slugs import UniqueSlugs
from patterns_cli.packs.model import Note

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_NOTE_LEVELS: tuple[Literal["", "1", "2"], ...] = ("", "1", "2")


def notes_from_blocks(
    blocks: Iterable[PositionedBlock | TitledTable], heading_level: int, add_table: Callable[[TitledTable], str]
) -> tuple[Note, ...]:
    """The notes; ``level`` is that of the section's own heading, ``table_id`` gives a table its id."""
    ids = UniqueSlugs()
    found: list[dict[str, Any]] = []
    heading: dict[str, Any] = {}
    for one in blocks:
        if isinstance(one, TitledTable):
            found += [heading] if heading else []
            found.append({"table": add_table(one)})
            heading = {}
        elif isinstance(one.block, Heading):
            found += [heading] if heading else []
            below = min(max(one.block.level - heading_level - 1, 0), len(_NOTE_LEVELS) - 1)
            heading = {"heading": one.block.text, "level": _NOTE_LEVELS[below]}
        elif not heading and found and _is_continuation(found[-1], one.block):
            found[-1].update(_note_fields(one.block))
        else:
            found.append({**heading, **_note_fields(one.block)})
            heading = {}
    found += [heading] if heading else []
    return tuple(Note(id=ids.assign(_id_source(fields), "note"), **fields) for fields in found)


def _is_continuation(open_note: dict[str, Any], block: Block) -> bool:
    """Whether a block is the code, the list or the text that the note before it announces."""
    if set(open_note) - {"heading", "level", "label", "text"}:
        return False
    match block:
        case CodeBlock() | ListBlock():
            return "text" in open_note
        case RawBlock() | QuoteBlock():
            return bool(open_note.get("label")) and not open_note["text"]
        case Paragraph(label, _):
            return bool(open_note.get("label")) and not open_note["text"] and not label
        case _:
            return False


def _note_fields(block: Block) -> dict[str, Any]:
    match block:
        case Paragraph("", text):
            return {"text": text}
        case Paragraph(label, text):
            return {"label": label, "text": text}
        case ListBlock(items, ordered):
            return {"steps" if ordered else "points": items}
        case CodeBlock(text, language):
            return {"code": text, "language": language}
        case RawBlock(markdown):
            return {"markdown": markdown}
        case QuoteBlock(text):
            return {"markdown": f"> {text}"}
        case _:
            raise TypeError(f"{type(block).__name__} is no part of a note")


def _id_source(fields: dict[str, Any]) -> str:
    """The words that an id is made from."""
    points = fields.get("points") or fields.get("steps") or ("",)
    told = (fields.get(key, "") for key in ("label", "heading", "table", "text", "markdown", "language"))
    return next(filter(None, (*told, points[0])), "note")[:80]


def notes_to_blocks(
    notes: Iterable[Note], heading_level: int, render_table: Callable[[str, bool], list[Block]]
) -> Iterator[Block]:
    """The notes as blocks again.

    ``table`` gives the blocks of a table by its id, with its title in any case where that is asked for:
    below a heading or a label without text, it would go by these.
    """
    last: list[Block] = []
    for note in notes:
        own = list(_note_to_blocks(note, heading_level))
        if note.table:
            before = [*last, *own][-1:]
            own += render_table(
                note.table,
                any(isinstance(one, Heading) or one == Paragraph(_paragraph_label(one), "") for one in before),
            )
        last = own or last
        yield from own


def _paragraph_label(block: Block) -> str:
    return block.label if isinstance(block, Paragraph) else ""


def _note_to_blocks(note: Note, heading_level: int) -> Iterator[Block]:
    if note.heading:
        yield Heading(heading_level + 1 + _NOTE_LEVELS.index(note.level), single_line(note.heading))
    if note.label or note.text:
        yield Paragraph(single_line(note.label), single_line(note.text))
    for items, ordered in ((note.points, False), (note.steps, True)):
        if items:
            yield ListBlock(tuple(map(single_line, items)), ordered)
    if note.code:
        yield CodeBlock(note.code.rstrip("\n") + "\n", single_line(note.language))
    if note.markdown:
        quote = QuoteBlock(note.markdown[2:])
        yield quote if note.markdown == f"> {quote.text}" and is_round_trip_safe(quote) else RawBlock(note.markdown)


def single_line(text: str) -> str:
    """Text without line breaks."""
    return " ".join(text.split()) if "\n" in text else text.strip()


def table_blocks(title: str, table: TableBlock, level: int) -> list[Block]:
    """A table below its title, if it has one."""
    return [*([Heading(level, title)] if title else []), table]
