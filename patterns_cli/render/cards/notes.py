"""Blocks for the notes and tables of a cheat sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from patterns_cli.render.document import Block, BulletList, CodeBlock, Grid, LabeledRows, ListItem, Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from patterns_cli.packs.model import Note, Table


def note_blocks(notes: Iterable[Note], tables: Mapping[str, Table]) -> Iterator[Block]:
    """The blocks of notes; ``tables`` holds the tables by id."""
    for note in notes:
        if note.heading:
            yield Paragraph(note.heading if "*" in note.heading else f"**{note.heading}**")
        if note.text:
            yield LabeledRows([(note.label, note.text)]) if note.label else Paragraph(note.text)
        elif note.label:
            yield Paragraph(f"{note.label}:")
        if note.points:
            yield BulletList([ListItem(point) for point in note.points])
        if note.steps:
            yield BulletList([ListItem(step) for step in note.steps], "1")
        if note.code:
            yield CodeBlock(note.code)
        if note.markdown:
            yield CodeBlock(note.markdown)
        if note.table in tables:
            yield table_grid(tables[note.table])


def table_grid(table: Table) -> Grid:
    """A table of the catalog as a grid with its title."""
    return Grid([column.label for column in table.columns], [row.cells for row in table.rows], table.title)
