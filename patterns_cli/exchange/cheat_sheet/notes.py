"""The notes of a pattern or a chapter, made from blocks and turned back into blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec.structs import replace

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
)
from patterns_cli.exchange.markdown.round_trip import is_round_trip_safe
from patterns_cli.packs.install.slugs import UniqueSlugs
from patterns_cli.packs.model import Note

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

MAX_ID_SOURCE_CHARS = 80
"""Maximum length of the text that a note's id is made from, in characters."""

_NOTE_LEVELS: tuple[Literal["", "1", "2"], ...] = ("", "1", "2")
_EMPTY_NOTE = Note(id="")


def notes_from_blocks(
    blocks: Iterable[PositionedBlock | TitledTable], heading_level: int, add_table: Callable[[TitledTable], str]
) -> tuple[Note, ...]:
    """The notes of a section whose heading has ``heading_level``; ``add_table`` returns the id of a table."""
    notes: list[Note] = []
    heading: Note | None = None
    for positioned in blocks:
        if isinstance(positioned, TitledTable) or isinstance(positioned.block, Heading):
            if heading:
                notes.append(heading)
            heading = None
        if isinstance(positioned, TitledTable):
            notes.append(replace(_EMPTY_NOTE, table=add_table(positioned)))
        elif isinstance(positioned.block, Heading):
            sublevel = min(max(positioned.block.level - heading_level - 1, 0), len(_NOTE_LEVELS) - 1)
            heading = replace(_EMPTY_NOTE, heading=positioned.block.text, level=_NOTE_LEVELS[sublevel])
        elif not heading and notes and _is_continuation(notes[-1], positioned.block):
            notes[-1] = _with_block(notes[-1], positioned.block)
        else:
            notes.append(_with_block(heading or _EMPTY_NOTE, positioned.block))
            heading = None
    if heading:
        notes.append(heading)
    ids = UniqueSlugs()
    return tuple(replace(note, id=ids.assign(_id_source(note), "note")) for note in notes)


def notes_to_blocks(
    notes: Iterable[Note], heading_level: int, table_to_blocks: Callable[[str, bool], list[Block]]
) -> Iterator[Block]:
    """The blocks of the notes of a section whose heading has ``heading_level``.

    ``table_to_blocks`` returns the blocks of the table with an id. Its second argument says whether the title must be
    written even if an import would derive it: a heading or an empty label before the table would become its title.
    """
    last: Block | None = None
    for note in notes:
        blocks = list(_note_to_blocks(note, heading_level))
        if note.table:
            before = blocks[-1] if blocks else last
            is_titled = isinstance(before, Heading) or (isinstance(before, Paragraph) and not before.text)
            blocks += table_to_blocks(note.table, is_titled)
        last = blocks[-1] if blocks else last
        yield from blocks


def single_line(text: str) -> str:
    """The text without line breaks and without space around it."""
    return " ".join(text.split()) if "\n" in text else text.strip()


def _is_continuation(note: Note, block: Block) -> bool:
    """Whether a block is the code, list or text that the note announces."""
    if note.points or note.steps or note.code or note.markdown or note.table:
        return False
    is_empty_label = bool(note.label) and not note.text
    match block:
        case CodeBlock() | ListBlock():
            return bool(note.label or note.text)
        case RawBlock() | QuoteBlock():
            return is_empty_label
        case Paragraph(label, _):
            return is_empty_label and not label
        case _:
            return False


def _with_block(note: Note, block: Block) -> Note:
    match block:
        case Paragraph(label, text):
            return replace(note, label=label or note.label, text=text)
        case ListBlock(items, is_ordered):
            return replace(note, steps=items) if is_ordered else replace(note, points=items)
        case CodeBlock(text, language):
            return replace(note, code=text, language=language)
        case RawBlock(markdown):
            return replace(note, markdown=markdown)
        case QuoteBlock(text):
            return replace(note, markdown=f"> {text}")
        case _:
            raise TypeError(f"a note cannot hold a {type(block).__name__}")


def _id_source(note: Note) -> str:
    """The text that a note's id is made from."""
    first_item = next(iter(note.points or note.steps), "")
    sources = (note.label, note.heading, note.table, note.text, note.markdown, note.language, first_item)
    return next(filter(None, sources), "note")[:MAX_ID_SOURCE_CHARS]


def _note_to_blocks(note: Note, heading_level: int) -> Iterator[Block]:
    if note.heading:
        yield Heading(heading_level + 1 + _NOTE_LEVELS.index(note.level), single_line(note.heading))
    if note.label or note.text:
        yield Paragraph(single_line(note.label), single_line(note.text))
    for items, is_ordered in ((note.points, False), (note.steps, True)):
        if items:
            yield ListBlock(tuple(map(single_line, items)), is_ordered)
    if note.code:
        yield CodeBlock(note.code.rstrip("\n") + "\n", single_line(note.language))
    if note.markdown:
        quote = QuoteBlock(note.markdown[2:])
        yield quote if note.markdown == f"> {quote.text}" and is_round_trip_safe(quote) else RawBlock(note.markdown)
