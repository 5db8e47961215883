"""Cards of single entries: patterns, variants, neighbors, chapters and systems."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from patterns_cli.packs.model import (
    Caution,
    Chapter,
    Condition,
    Contrast,
    Footnote,
    Neighbor,
    Pattern,
    Reference,
    System,
    Table,
    Variant,
)
from patterns_cli.render.cards.notes import note_blocks, table_grid
from patterns_cli.render.document import (
    Block,
    BulletList,
    DiagramBlock,
    Document,
    Grid,
    Heading,
    LabeledRows,
    ListItem,
    Paragraph,
    Section,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from patterns_cli.catalog.catalog import Catalog, Entry, Usage

ROLE_LABELS = {"uses": "", "alternative": "as an alternative", "rejected": "does without"}
"""Labels for the role of a pattern in a system; plain use has no label."""

SECTION_TITLES = {
    "what": "What it is",
    "how": "How it works",
    "use": "Use when",
    "avoid": "Avoid when",
    "variants": "Variants",
    "applied": "Applied in systems",
    "notes": "Notes",
    "pitfalls": "Pitfalls",
    "confused": "Easily confused",
    "profile": "Profile",
    "tables": "Tables",
    "footnotes": "To be precise",
    "references": "References",
}
"""Titles of the sections of a pattern's card, by section id, in reading order."""

BRIEF_SECTIONS = ("what", "use", "avoid")


def entry_card(catalog: Catalog, entry: Entry) -> Document:
    """The card of an entry of any kind."""
    if isinstance(entry.record, System):
        return system_card(catalog, entry.record)
    if isinstance(entry.record, Chapter):
        return chapter_card(catalog, entry, entry.record)
    if isinstance(entry.record, Neighbor):
        return neighbor_card(catalog, entry, entry.record)
    return variant_card(catalog, entry, entry.variant) if entry.variant else pattern_card(catalog, entry)


def pattern_card(catalog: Catalog, entry: Entry) -> Document:
    """The full card of a pattern."""
    pattern = entry.pattern
    sources = {reference.id: reference for reference in pattern.references}
    drawing = catalog.diagram_of(entry)
    parts: dict[str, Sequence[Block]] = {
        "what": [Paragraph(pattern.what)] if pattern.what else [],
        "how": [DiagramBlock(drawing)] if drawing else [],
        "use": _condition_blocks(pattern.use_when),
        "avoid": _caution_blocks(catalog, pattern.avoid_when),
        "variants": [BulletList([ListItem(variant.summary, title=variant.name) for variant in pattern.variants])]
        if pattern.variants
        else [],
        "applied": _usage_table(catalog, pattern, catalog.usages_of(catalog.ref_of(entry))),
        "notes": list(_pattern_note_blocks(entry, pattern)),
        "pitfalls": _pitfall_blocks(pattern),
        "confused": _contrast_blocks(catalog, entry),
        "profile": profile_blocks(entry),
        "tables": list(_table_blocks(catalog, entry)),
        "footnotes": _footnote_blocks(pattern.footnotes, sources),
        "references": list(_reference_blocks(pattern)),
    }
    ref = catalog.ref_of(entry)
    other = next((contrast.between for contrast in catalog.contrasts_of(ref) if ref in contrast.between), None)
    steps = [(f"patterns show {catalog.ref_of(entry)} --brief", "the short of it")]
    if other:
        steps.append((f"patterns compare {' '.join(other)}", "side by side"))
    return Document(_heading(entry), _sections(parts), steps)


def variant_card(catalog: Catalog, entry: Entry, variant: Variant) -> Document:
    """The card of a variant, including what it shares with its pattern."""
    pattern = entry.pattern
    uses = [use for use in catalog.usages_of(catalog.ref_of(entry)) if use.row.variant == variant.id]
    parts: dict[str, Sequence[Block]] = {
        "what": [Paragraph(variant.what)],
        "use": _condition_blocks(variant.use_when),
        "avoid": _caution_blocks(catalog, variant.avoid_when),
        "applied": _usage_table(catalog, pattern, uses),
        "confused": _contrast_blocks(catalog, entry),
        "profile": profile_blocks(entry),
        "tables": list(_table_blocks(catalog, entry)),
    }
    steps = [(f"patterns show {catalog.ref_of(entry).rpartition('/')[0]}", f"all about {pattern.name}")]
    return Document(_heading(entry), _sections(parts), steps)


def neighbor_card(catalog: Catalog, entry: Entry, neighbor: Neighbor) -> Document:
    """The card of a neighbor: its purpose and how to distinguish it."""
    near = ", ".join(catalog.name_of(ref) for ref in neighbor.near)
    facts = [("What it is for", neighbor.purpose), ("How to tell", neighbor.tell_apart), ("To start", neighbor.do)]
    if near:
        facts.append(("Mistaken for", near))
    parts: list[Section] = [Section("what", "", [LabeledRows(facts)])]
    contrasts = _contrast_blocks(catalog, entry)
    if contrasts:
        parts.append(Section("confused", SECTION_TITLES["confused"], contrasts))
    steps = [(f"patterns show {ref}", catalog.name_of(ref)) for ref in neighbor.near[:2]]
    return Document(Heading(neighbor.name, "A neighbor: near these patterns, but none of them."), parts, steps)


def chapter_card(catalog: Catalog, entry: Entry, chapter: Chapter) -> Document:
    """The card of a cheat sheet chapter that covers no single pattern."""
    tables = {table.id: table for table in entry.pack.tables}
    blocks = list(note_blocks(chapter.notes, tables))
    first = next((pattern for pattern in catalog.patterns if pattern.pack is entry.pack), None)
    steps = [(f"patterns show {catalog.ref_of(first)}", first.name)] if first else []
    return Document(Heading(entry.name, entry.summary), [Section("notes", "", blocks)] if blocks else [], steps)


def system_card(catalog: Catalog, system: System) -> Document:
    """The card of a system: its patterns, reasons and rejected alternatives."""
    uses = [use for use in catalog.usages() if use.row.system == system.id]
    sections = [
        Section(re.sub("[/:]", "-", use.ref), _usage_title(catalog, use), [LabeledRows(_usage_rows(catalog, use))])
        for use in uses
    ]
    if system.link:
        sections.append(Section("link", "In the cheat sheets", [Paragraph(system.link)]))
    steps = [(f"patterns show {use.pattern_ref}", use.pattern.name) for use in uses[:3]]
    return Document(Heading(system.name, system.summary), sections, steps)


def brief_card(document: Document) -> Document:
    """The short form of a card: its main sections only."""
    kept = [section for section in document.sections if section.id in BRIEF_SECTIONS]
    return Document(document.heading, kept or list(document.sections)[:1])


def profile_blocks(entry: Entry) -> Sequence[Block]:
    """The profile as labeled rows, in the pack's order."""
    rows = [
        (attribute.label, entry.profile[attribute.id])
        for attribute in entry.pack.info.profile
        if attribute.id in entry.profile
    ]
    return [LabeledRows(rows)] if rows else []


def _heading(entry: Entry) -> Heading:
    return Heading(entry.name, entry.summary)


def _sections(parts: dict[str, Sequence[Block]]) -> list[Section]:
    return [Section(id_, SECTION_TITLES[id_], blocks) for id_, blocks in parts.items() if blocks]


def _condition_blocks(conditions: Iterable[Condition]) -> Sequence[Block]:
    items = [ListItem(condition.text, title=condition.label) for condition in conditions]
    return [BulletList(items, "+")] if items else []


def _caution_blocks(catalog: Catalog, cautions: Iterable[Caution]) -> Sequence[Block]:
    items = [
        ListItem(caution.text, _alternative_rows(catalog, caution.instead), title=caution.label) for caution in cautions
    ]
    return [BulletList(items, "-")] if items else []


def _alternative_rows(catalog: Catalog, refs: Sequence[str], label: str = "Use instead") -> list[tuple[str, str]]:
    return [(label, ", ".join(catalog.name_of(ref) for ref in refs))] if refs else []


def _usage_table(catalog: Catalog, pattern: Pattern, usages: Iterable[Usage]) -> Sequence[Block]:
    rows = [(_system_cell(catalog, use), *_usage_cells(use)) for use in usages]
    return [Grid(pattern.applied.columns, rows)] if pattern.applied and rows else []


def _usage_cells(usage: Usage) -> Sequence[str]:
    """The cells of a usage row, except the system's own cell."""
    return [usage.row.use, usage.row.why, *usage.row.more, *usage.table.columns][: len(usage.table.columns) - 1]


def _system_cell(catalog: Catalog, usage: Usage) -> str:
    role = ROLE_LABELS[usage.row.role]
    name = catalog.system_name(usage.row.system)
    return f"{name} ({role})" if role else name


def _usage_title(catalog: Catalog, usage: Usage) -> str:
    role = ROLE_LABELS[usage.row.role]
    name = catalog.name_of(usage.ref)
    return f"{name} ({role})" if role else name


def _usage_rows(catalog: Catalog, usage: Usage) -> list[tuple[str, str]]:
    _, *labels = usage.table.columns
    facts = [(label, cell) for label, cell in zip(labels, _usage_cells(usage), strict=True) if cell]
    if usage.row.link:
        facts.append(("In the cheat sheets", usage.row.link))
    return facts + _alternative_rows(catalog, usage.row.instead_of, "Not chosen")


def _table_blocks(catalog: Catalog, entry: Entry) -> Iterator[Block]:
    among_notes = {note.table for note in entry.pattern.notes}
    for table in entry.pack.tables:
        if entry.pattern.id not in table.patterns or table.id in among_notes:
            continue
        yield table_grid(table)
        yield from table_footnotes(catalog, table)


def table_footnotes(catalog: Catalog, table: Table) -> Iterator[Block]:
    """The footnotes of a table, with their sources."""
    sources = {reference.id: reference for entry in catalog.patterns for reference in entry.pattern.references}
    yield from _footnote_blocks(table.footnotes, sources)


def _footnote_blocks(footnotes: Sequence[Footnote], references: dict[str, Reference]) -> Sequence[Block]:
    items = [
        ListItem(
            note.text, [("Source", _reference_titles(note.sources, references))], title=f"“{note.quote.rstrip('.')}”"
        )
        for note in footnotes
    ]
    return [BulletList(items)] if items else []


def _reference_titles(ids: Iterable[str], references: dict[str, Reference]) -> str:
    known = [references[id_] for id_ in ids if id_ in references]
    return "; ".join(f"{reference.title} ({reference.publisher})" for reference in known)


def _pattern_note_blocks(entry: Entry, pattern: Pattern) -> Iterator[Block]:
    yield from note_blocks(pattern.notes, {table.id: table for table in entry.pack.tables})
    for link in pattern.theory:
        yield LabeledRows([("Theory", link.text)])


def _pitfall_blocks(pattern: Pattern) -> Sequence[Block]:
    items = [ListItem(pitfall.text, [("Do", pitfall.do)], title=pitfall.title) for pitfall in pattern.pitfalls]
    return [BulletList(items, "1")] if items else []


def _contrast_blocks(catalog: Catalog, entry: Entry) -> Sequence[Block]:
    items = [contrast_item(catalog, contrast) for contrast in catalog.contrasts_of(catalog.ref_of(entry))]
    return [BulletList(items)] if items else []


def contrast_item(catalog: Catalog, contrast: Contrast) -> ListItem:
    """The question that separates two entries, and what each answer means."""
    title = " or ".join(catalog.name_of(ref) for ref in contrast.between)
    answers = [(catalog.name_of(choice.choose), choice.when) for choice in contrast.choices]
    return ListItem(contrast.question, answers, title=title)


def _reference_blocks(pattern: Pattern) -> Iterator[Block]:
    items = [
        ListItem(f"{reference.title}. {reference.says}", [("", reference.url)]) for reference in pattern.references
    ]
    if items:
        yield BulletList(items)
