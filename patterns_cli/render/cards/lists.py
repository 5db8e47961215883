"""Lists of the patterns, neighbors, tables and systems in the catalog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from patterns_cli.render.cards.entry import table_footnotes
from patterns_cli.render.cards.notes import table_grid
from patterns_cli.render.document import Document, Grid, Heading, LabeledRows, Matrix, Section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from patterns_cli.catalog.catalog import Catalog, Entry
    from patterns_cli.packs.model import Pack

MATRIX_ROLE_LABELS = {"uses": "uses", "alternative": "could", "rejected": "does without"}


def pattern_list(catalog: Catalog) -> Document:
    """All patterns by group, each with its variants."""
    sections = [section for pack in catalog.packs for section in _group_sections(catalog, pack)]
    chapters = [(entry.ref, f"{entry.name} ({entry.summary})") for entry in catalog.chapters]
    if chapters:
        sections.append(Section("chapters", "More in the cheat sheets", [LabeledRows(chapters)]))
    steps = [("patterns show websocket", "all about one"), ("patterns decide", "be led to one by questions")]
    if catalog.patterns:
        steps[0] = (f"patterns show {catalog.patterns[0].ref}", "all about one")
    return Document(None, sections, steps)


def _group_sections(catalog: Catalog, pack: Pack) -> Iterator[Section]:
    ungrouped = {entry.ref: entry for entry in catalog.patterns if entry.pack is pack}
    for group in pack.info.groups:
        members = [ungrouped.pop(id_) for id_ in group.patterns if id_ in ungrouped]
        yield Section(
            group.id, group.title, [LabeledRows([row for member in members for row in _pattern_rows(catalog, member)])]
        )
    if ungrouped:
        rows = [row for entry in ungrouped.values() for row in _pattern_rows(catalog, entry)]
        yield Section("others", pack.info.title, [LabeledRows(rows)])


def _pattern_rows(catalog: Catalog, entry: Entry) -> Iterator[tuple[str, str]]:
    ref = catalog.ref_of(entry)
    yield ref, entry.summary
    for variant in entry.pattern.variants:
        yield f"{ref}/{variant.id}", variant.summary


def neighbor_list(catalog: Catalog) -> Document:
    """All neighbors, each with its summary."""
    rows = [(catalog.ref_of(entry), entry.summary) for entry in catalog.neighbors]
    section = Section("neighbours", "Near these patterns, but none of them", [LabeledRows(rows)])
    steps = [
        (f"patterns show {catalog.ref_of(entry)}", "how to tell it from the patterns")
        for entry in list(catalog.neighbors)[:1]
    ]
    return Document(None, [section], steps)


def table_list(catalog: Catalog) -> Document:
    """All tables, complete with their footnotes."""
    sections = []
    for table in catalog.tables():
        grid = table_grid(table)
        sections.append(
            Section(table.id, table.title, [Grid(grid.columns, grid.rows), *table_footnotes(catalog, table)])
        )
    return Document(None, sections)


def system_matrix(catalog: Catalog) -> Document:
    """A matrix of systems and the patterns that they use."""
    patterns = [entry for entry in catalog.patterns if entry.pattern.applied]
    roles = {(use.row.system, use.pattern_ref): MATRIX_ROLE_LABELS[use.row.role] for use in catalog.usages()}
    rows = [
        (system.name, [roles.get((system.id, catalog.ref_of(entry)), "") for entry in patterns])
        for system in catalog.systems.values()
    ]
    matrix = Matrix("System", [entry.short_name for entry in patterns], rows, MATRIX_ROLE_LABELS["uses"])
    steps = [(f"patterns system {id_}", "all it uses, and why") for id_ in list(catalog.systems)[:1]]
    return Document(Heading("Systems and what they use"), [Section("matrix", "", [matrix])], steps)
