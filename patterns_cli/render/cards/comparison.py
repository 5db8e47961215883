"""Several patterns side by side."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import msgspec

from patterns_cli.packs.model import Contrast, Neighbor, Table, TableRow
from patterns_cli.packs.refs import is_same_or_variant
from patterns_cli.render.cards.entry import contrast_item, table_footnotes
from patterns_cli.render.cards.notes import table_grid
from patterns_cli.render.document import (
    BulletList,
    Document,
    Grid,
    Heading,
    LabeledRows,
    ListItem,
    Section,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from patterns_cli.catalog.catalog import Catalog, Entry


PAIR_SIZE = 2


def comparison_card(catalog: Catalog, entries: Sequence[Entry]) -> Document:
    """What tells the entries apart: a table of the pack that covers them, profiles, contrasts."""
    names = [entry.short_name for entry in entries]
    sections = [
        *_table_sections(catalog, entries),
        _profile_section(entries),
        *_entry_contrast_sections(catalog, entries),
    ]
    steps = [(f"patterns show {catalog.ref_of(entry)}", entry.short_name) for entry in entries[:3]]
    return Document(Heading(" or ".join(names) + "?"), sections, steps)


def tables_for(catalog: Catalog, refs: Sequence[str]) -> list[Table]:
    """The pack's tables that say something about every one of the refs, cut down to them."""
    found = []
    for table in catalog.tables():
        columns = [n for n, column in enumerate(table.columns) if column.about in refs]
        rows = [row for row in table.rows if any(_is_about(row, ref) for ref in refs)]
        if len(columns) == len(refs):
            found.append(_select_cells(table, [0, *columns], table.rows))
        elif rows and all(any(_is_about(row, ref) for row in rows) for ref in refs):
            found.append(_select_cells(table, range(len(table.columns)), rows))
    return found


def _is_about(row: TableRow, ref: str) -> bool:
    return any(is_same_or_variant(about, ref) for about in row.about)


def _select_cells(table: Table, columns: Iterable[int], rows: Iterable[TableRow]) -> Table:
    kept = list(columns)
    cut_rows = tuple(msgspec.structs.replace(row, cells=tuple(row.cells[n] for n in kept)) for row in rows)
    return msgspec.structs.replace(
        table,
        columns=tuple(table.columns[n] for n in kept),
        rows=cut_rows,
        footnotes=tuple(
            note for note in table.footnotes if any(note.quote in cell for row in cut_rows for cell in row.cells)
        ),
    )


def _table_sections(catalog: Catalog, entries: Sequence[Entry]) -> Iterator[Section]:
    for table in tables_for(catalog, [catalog.ref_of(entry) for entry in entries]):
        grid = table_grid(table)
        yield Section(table.id, table.title, [Grid(grid.columns, grid.rows), *table_footnotes(catalog, table)])


def _profile_section(entries: Sequence[Entry]) -> Section:
    columns = ["", *(entry.short_name for entry in entries)]
    rows = [["In one line", *(entry.summary for entry in entries)]]
    attributes = {a.id: a.label for entry in entries for a in entry.pack.info.profile}
    for id_, label in attributes.items():
        values = [entry.profile.get(id_, "") for entry in entries]
        if all(values):
            rows.append([label, *values])
    return Section("profile", "Side by side", [Grid(columns, rows)])


def _entry_contrast_sections(catalog: Catalog, entries: Sequence[Entry]) -> Iterator[Section]:
    pairs = combinations([catalog.ref_of(entry) for entry in entries], 2)
    found = [contrast for pair in pairs if (contrast := catalog.contrast_between(*pair))]
    if len(entries) == PAIR_SIZE and found:
        yield from contrast_sections(catalog, found[0])
    elif found:
        items = [contrast_item(catalog, contrast) for contrast in found]
        yield Section("contrasts", "What tells them apart", [BulletList(items)])
    for entry in entries:
        if isinstance(entry.record, Neighbor):
            yield Section(
                f"tell-{entry.ref}",
                f"About {entry.short_name}",
                [LabeledRows([("How to tell", entry.record.tell_apart)])],
            )


def contrast_sections(catalog: Catalog, contrast: Contrast) -> Iterator[Section]:
    """One contrast in full: the deciding question, its answers, and a story that turns round."""
    answers = [
        ListItem(f"{choice.when} {choice.because}", title=catalog.name_of(choice.choose)) for choice in contrast.choices
    ]
    yield Section("contrast", contrast.question, [BulletList(answers)])
    flip = contrast.flip
    facts = [
        ("A case", flip.story),
        ("Answer", catalog.name_of(flip.answer)),
        ("One fact changes", flip.change),
        ("Then", catalog.name_of(flip.then)),
        ("Because", flip.because),
    ]
    yield Section("flip", "One changed fact turns it round", [LabeledRows(facts)])
