"""The kinds of content files: where each stands in a pack, and which record it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from patterns_cli.packs.model import (
    Chapter,
    Contrast,
    CuesFile,
    DecisionTree,
    HistoryFile,
    Neighbor,
    PackInfo,
    Pattern,
    Record,
    ScenariosFile,
    System,
    Table,
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


class NeighborsFile(Record, frozen=True, kw_only=True, rename={"neighbors": "neighbours"}):
    """``neighbours.yaml``: what lies near the patterns but outside them."""

    neighbors: tuple[Neighbor, ...]


class ChaptersFile(Record, frozen=True, kw_only=True):
    """``chapters.yaml``: what a cheat sheet holds beside its patterns."""

    chapters: tuple[Chapter, ...]


class FileType(NamedTuple):
    """A kind of content file: the file's name, or its folder's where there is one file a thing."""

    location: str
    record: type[Record]


FILE_TYPES: dict[str, FileType] = {
    "pack": FileType("pack.yaml", PackInfo),
    "pattern": FileType("patterns", Pattern),
    "systems": FileType("systems.yaml", SystemsFile),
    "tables": FileType("tables.yaml", TablesFile),
    "chapters": FileType("chapters.yaml", ChaptersFile),
    "contrasts": FileType("contrasts.yaml", ContrastsFile),
    "neighbours": FileType("neighbours.yaml", NeighborsFile),
    "decide": FileType("decide.yaml", DecisionTree),
    "scenarios": FileType("scenarios", ScenariosFile),
    "cues": FileType("cues.yaml", CuesFile),
    "history": FileType("history.yaml", HistoryFile),
}
"""Every kind by its name, which is also that of its JSON Schema."""


def detect_file_type(path: Path, keys: set[str]) -> str:
    """The kind of a file: as its name or its folder says, else the one whose fields its top-level keys are."""
    for name, kind in FILE_TYPES.items():
        if kind.location in (path.name, path.parent.name):
            return name
    shared = {name: len(keys.intersection(kind.record.__struct_encode_fields__)) for name, kind in FILE_TYPES.items()}
    best = max(FILE_TYPES, key=lambda name: shared[name])
    return best if shared[best] else "pattern"
