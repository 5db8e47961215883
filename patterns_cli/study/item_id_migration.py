"""What items are called today whose content goes by another id now, so that what was learned stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from patterns_cli.packs.content_ids import renames
from patterns_cli.packs.refs import is_or_varies
from patterns_cli.study.questions.question import FACT, NONE_FITS, RECOGNISE, TELL, cell_item

if TYPE_CHECKING:
    from collections.abc import Iterator

    from patterns_cli.packs.model import Pack

_PARTS = {"use_when": "for", "avoid_when": "against", "pitfalls": "pitfall"}
"""What a part of a card is called in the ids of its items."""


def item_renames(pack: Pack) -> dict[str, str]:
    """The beginnings of item ids that have changed, each with what stands in its place."""
    found: dict[str, str] = {}
    for old, new in renames(pack).items():
        found.update(zip(_beginnings(pack, old), _beginnings(pack, new), strict=False))
        found.update(_cells(pack, _ref(old), _ref(new)))
    return found


def _beginnings(pack: Pack, id_: str) -> Iterator[str]:
    """How the ids of all items begin that are made of something published."""
    kind, _, rest = id_.partition("/")
    match kind, rest.split("/"):
        case "patterns", [pattern, *path]:
            yield from _of_pattern(pattern, path)
        case "tables", [table, *row]:
            yield "/".join((FACT, "table", table, *row[1:]))
        case "contrasts", [contrast]:
            yield f"{TELL}/{contrast}"
        case "neighbours", [neighbour]:
            yield f"{FACT}/{neighbour}"
        case "systems", [system]:
            yield from (f"{FACT}/{pattern.id}/applied/{system}" for pattern in pack.patterns)


def _ref(id_: str) -> str:
    """What a published id is the ref of; empty where it is that of a part or of something without a ref."""
    match id_.split("/"):
        case ["patterns" | "neighbours", ref]:
            return ref
        case ["patterns", pattern, "variants", variant]:
            return f"{pattern}/{variant}"
    return ""


def _cells(pack: Pack, old: str, new: str) -> Iterator[tuple[str, str]]:
    """The cells of tables, which are called after what their column is about, with the name that they had."""
    for table in pack.tables:
        for column in table.columns:
            if new and is_or_varies(column.about, new):
                was = old + column.about.removeprefix(new)
                for row in table.rows:
                    yield cell_item(table.id, row.id, was), cell_item(table.id, row.id, column.about)


def _of_pattern(pattern: str, path: list[str]) -> Iterator[str]:
    ref, part = pattern, path
    if path[:1] == ["variants"]:
        ref, part = "/".join((pattern, *path[1:2])), path[2:]
    if not part:
        yield f"{FACT}/{ref}"
        yield f"{RECOGNISE}/{ref}"
        yield f"{NONE_FITS}/{ref}"
    elif part[0] in _PARTS:
        yield "/".join((FACT, ref, _PARTS[part[0]], *part[1:]))
