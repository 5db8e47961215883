"""The kinds of content files: where each stands in a pack, and which record it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from patterns_cli.packs.model import (
    Chapter,
    Contrast,
    CuesFile,
    HistoryFile,
    Neighbour,
    PackInfo,
    Pattern,
    Record,
    ScenariosFile,
    System,
    Table,
    Tree,
)

if TYPE_CHECKING:
    from pathlib import Path


class SystemsFile(Record, frozen=True, kw_only=True):
    """``systems.yaml``: the systems that apply the patterns."""

    systems: tuple[System, ...]


class TablesFile(Record, frozen=True, kw_only=True):
    """``tables.yaml``: comparison and decision tables."""

    tables: tuple[Table, ...]


class ContrastsFile(Record, frozen=True, kw_only=True):
    """``contrasts.yaml``: pairs that people confuse."""

    contrasts: tuple[Contrast, ...]


class NeighboursFile(Record, frozen=True, kw_only=True):
    """``neighbours.yaml``: what lies near the patterns but outside them."""

    neighbours: tuple[Neighbour, ...]


class ChaptersFile(Record, frozen=True, kw_only=True):
    """``chapters.yaml``: what a cheat sheet holds beside its patterns."""

    chapters: tuple[Chapter, ...]


class Kind(NamedTuple):
    """A kind of content file: the file's name, or its folder's where there is one file a thing."""

    place: str
    record: type[Record]


KINDS: dict[str, Kind] = {
    "pack": Kind("pack.yaml", PackInfo),
    "pattern": Kind("patterns", Pattern),
    "systems": Kind("systems.yaml", SystemsFile),
    "tables": Kind("tables.yaml", TablesFile),
    "chapters": Kind("chapters.yaml", ChaptersFile),
    "contrasts": Kind("contrasts.yaml", ContrastsFile),
    "neighbours": Kind("neighbours.yaml", NeighboursFile),
    "decide": Kind("decide.yaml", Tree),
    "scenarios": Kind("scenarios", ScenariosFile),
    "cues": Kind("cues.yaml", CuesFile),
    "history": Kind("history.yaml", HistoryFile),
}
"""Every kind by its name, which is also that of its JSON Schema."""


def kind_of(path: Path, keys: set[str]) -> str:
    """The kind of a file: as its name or its folder says, else the one whose fields its top-level keys are."""
    for name, kind in KINDS.items():
        if kind.place in (path.name, path.parent.name):
            return name
    shared = {name: len(keys.intersection(kind.record.__struct_fields__)) for name, kind in KINDS.items()}
    best = max(KINDS, key=lambda name: shared[name])
    return best if shared[best] else "pattern"
