"""JSON views of catalog entries, lists and search results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from patterns_cli.packs.model import Pattern, System
from patterns_cli.render.cards.comparison import tables_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from patterns_cli.catalog.catalog import Catalog, Entry, Usage
    from patterns_cli.catalog.search import Hit


_SECTION_KEYS = {
    "what": ("what", "purpose", "tell_apart", "do", "near"),
    "how": ("diagram", "in_order", "steps"),
    "use": ("use_when", "job"),
    "avoid": ("avoid_when",),
    "variants": ("variants",),
    "applied": ("uses",),
    "notes": ("notes", "theory"),
    "pitfalls": ("pitfalls",),
    "confused": ("contrasts",),
    "profile": ("profile",),
    "tables": ("tables",),
    "footnotes": ("footnotes",),
    "references": ("references",),
}
"""Keys by the section of a card that shows them; keys of no section identify the entry."""


def entry_view(catalog: Catalog, entry: Entry, sections: Iterable[str] | None = None) -> dict[str, Any]:
    """Build the answer of ``show`` and ``system`` for an entry.

    It includes what other records say about the entry. If ``sections`` lists section ids of its card,
    the keys of all other sections are left out.
    """
    answer = _whole_entry_view(catalog, entry)
    if sections is not None:
        wanted = {*sections}
        hidden = {key for id_, keys in _SECTION_KEYS.items() if id_ not in wanted for key in keys}
        answer = {key: value for key, value in answer.items() if key not in hidden}
    return answer


def _whole_entry_view(catalog: Catalog, entry: Entry) -> dict[str, Any]:
    answer = _entry_fields(catalog, entry)
    if isinstance(entry.record, System):
        usages = [usage for usage in catalog.usages() if usage.row.system == entry.record.id]
        return {**answer, "uses": [usage_view(catalog, usage) for usage in usages]}
    if isinstance(entry.record, Pattern):
        answer["uses"] = [usage_view(catalog, use) for use in catalog.usages_of(catalog.ref_of(entry))]
        answer["tables"] = [_to_builtins(table) for table in entry.pack.tables if entry.record.id in table.patterns]
        drawing = catalog.diagram_of(entry)
        answer["steps"] = [_to_builtins(step) for step in drawing.steps] if drawing else []
    answer["contrasts"] = [_to_builtins(contrast) for contrast in catalog.contrasts_of(catalog.ref_of(entry))]
    return answer


def comparison_view(catalog: Catalog, entries: Sequence[Entry]) -> dict[str, Any]:
    """Several entries, the tables that cover them and the contrasts between them."""
    refs = [catalog.ref_of(entry) for entry in entries]
    contrasts = [contrast for contrast in catalog.contrasts() if set(contrast.between) <= set(refs)]
    return {
        "compared": [_entry_fields(catalog, entry) for entry in entries],
        "tables": [_to_builtins(table) for table in tables_for(catalog, refs)],
        "contrasts": [_to_builtins(contrast) for contrast in contrasts],
    }


def systems_view(catalog: Catalog) -> dict[str, Any]:
    """All systems, each with the patterns it uses."""
    uses = list(catalog.usages())
    return {
        "systems": [
            {**_to_builtins(system), "uses": [usage_view(catalog, use) for use in uses if use.row.system == system.id]}
            for system in catalog.systems.values()
        ]
    }


def list_view(catalog: Catalog, kind: str) -> dict[str, Any]:
    """The entries of a kind, summarized if they are patterns."""
    match kind:
        case "systems":
            return systems_view(catalog)
        case "neighbors":
            return {"neighbors": [_entry_fields(catalog, entry) for entry in catalog.neighbors]}
        case "tables":
            return {"tables": [_to_builtins(table) for table in catalog.tables()]}
        case _:
            return {"patterns": [_entry_summary(catalog, entry) for entry in catalog.patterns_with_variants()]}


def list_ids(catalog: Catalog, kind: str) -> Iterator[str]:
    """The ids of the entries of a kind."""
    match kind:
        case "systems":
            yield from catalog.systems
        case "neighbors":
            yield from (catalog.ref_of(entry) for entry in catalog.neighbors)
        case "tables":
            yield from (table.id for table in catalog.tables())
        case _:
            yield from (catalog.ref_of(entry) for entry in catalog.patterns_with_variants())


def search_view(query: str, hits: Sequence[Hit], shown_hits: Sequence[Hit]) -> dict[str, Any]:
    """The search hits to show, and the total number of hits."""
    return {
        "query": query,
        "total": len(hits),
        "hits": [
            {
                "subject": hit.passage.subject,
                "place": hit.passage.heading,
                "text": hit.passage.text,
                "command": hit.passage.command,
                "found": hit.matched_stems,
                "score": round(hit.score, 3),
            }
            for hit in shown_hits
        ],
    }


def start_view(catalog: Catalog, due: int | None) -> dict[str, Any]:
    """Counts per pack, and ``due`` items, or None if nothing was practiced."""
    return {
        "due": due,
        "packs": [
            {
                "id": pack.info.id,
                "title": pack.info.title,
                "patterns": len(pack.patterns),
                "systems": len(pack.systems),
                "contrasts": len(pack.contrasts),
                "neighbors": len(pack.neighbors),
            }
            for pack in catalog.packs
        ],
    }


def usage_view(catalog: Catalog, usage: Usage) -> dict[str, Any]:
    """A row of an applied table, with its pattern's and system's names."""
    return {
        **_to_builtins(usage.row),
        "columns": usage.table.columns,
        "pattern": usage.ref,
        "pattern_name": catalog.name_of(usage.ref),
        "system_name": catalog.system_name(usage.row.system),
    }


def _entry_fields(catalog: Catalog, entry: Entry) -> dict[str, Any]:
    identity = {"ref": catalog.ref_of(entry), "kind": entry.kind, "name": entry.name, "pack": entry.pack.info.id}
    item: dict[str, Any] = _to_builtins(entry.variant or entry.record)
    item.pop("applied", None)
    if entry.profile:
        item["profile"] = entry.profile
    return {**item, **identity}


def _entry_summary(catalog: Catalog, entry: Entry) -> dict[str, Any]:
    return {
        "ref": catalog.ref_of(entry),
        "kind": entry.kind,
        "name": entry.name,
        "summary": entry.summary,
        "aliases": entry.aliases,
    }


def _to_builtins(record: msgspec.Struct) -> Any:
    return msgspec.to_builtins(record)
