"""Migration of item ids after content is renamed, so that learning progress is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from patterns_cli.packs.content_ids import rename_map
from patterns_cli.packs.refs import is_same_or_variant
from patterns_cli.study.questions.question import FACT, NONE_FITS, RECOGNIZE, TELL_APART, cell_item_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from patterns_cli.packs.model import Pack

_ITEM_PART_NAMES = {"use_when": "for", "avoid_when": "against", "pitfalls": "pitfall"}
"""Names of card parts in item ids, by content key."""


def item_renames(pack: Pack) -> dict[str, str]:
    """Changed item id prefixes, each mapped to its replacement."""
    found: dict[str, str] = {}
    for old, new in rename_map(pack).items():
        found.update(zip(_item_id_prefixes(pack, old), _item_id_prefixes(pack, new), strict=False))
        found.update(_cell_item_renames(pack, _ref_of_content_id(old), _ref_of_content_id(new)))
    return found


def _item_id_prefixes(pack: Pack, content_id: str) -> Iterator[str]:
    """Prefixes of the ids of all items built from a piece of content."""
    kind, _, rest = content_id.partition("/")
    match kind, rest.split("/"):
        case "patterns", [pattern, *path]:
            yield from _pattern_item_prefixes(pattern, path)
        case "tables", [table, *row]:
            yield "/".join((FACT, "table", table, *row[1:]))
        case "contrasts", [contrast]:
            yield f"{TELL_APART}/{contrast}"
        case "neighbours", [neighbor]:
            yield f"{FACT}/{neighbor}"
        case "systems", [system]:
            yield from (f"{FACT}/{pattern.id}/applied/{system}" for pattern in pack.patterns)


def _ref_of_content_id(content_id: str) -> str:
    """Ref for a content id, or "" if the content has no ref of its own."""
    match content_id.split("/"):
        case ["patterns" | "neighbours", ref]:
            return ref
        case ["patterns", pattern, "variants", variant]:
            return f"{pattern}/{variant}"
    return ""


def _cell_item_renames(pack: Pack, old_ref: str, new_ref: str) -> Iterator[tuple[str, str]]:
    """Old and new ids of table cells, which include the ref of their column."""
    for table in pack.tables:
        for column in table.columns:
            if new_ref and is_same_or_variant(column.about, new_ref):
                old_about = old_ref + column.about.removeprefix(new_ref)
                for row in table.rows:
                    yield cell_item_id(table.id, row.id, old_about), cell_item_id(table.id, row.id, column.about)


def _pattern_item_prefixes(pattern: str, path: list[str]) -> Iterator[str]:
    ref, part = pattern, path
    if path[:1] == ["variants"]:
        ref, part = "/".join((pattern, *path[1:2])), path[2:]
    if not part:
        yield f"{FACT}/{ref}"
        yield f"{RECOGNIZE}/{ref}"
        yield f"{NONE_FITS}/{ref}"
    elif part[0] in _ITEM_PART_NAMES:
        yield "/".join((FACT, ref, _ITEM_PART_NAMES[part[0]], *part[1:]))
