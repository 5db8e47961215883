"""Types of content files: where each is in a pack, and the record it holds."""

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
    """systems.yaml: the systems that use the patterns."""

    systems: tuple[System, ...]
    """The systems, in any order."""


class TablesFile(Record, frozen=True, kw_only=True):
    """tables.yaml: comparison and decision tables."""

    tables: tuple[Table, ...]
    """The tables, in the order they are listed."""


class ContrastsFile(Record, frozen=True, kw_only=True):
    """contrasts.yaml: pairs of patterns that are easily confused."""

    contrasts: tuple[Contrast, ...]
    """The pairs, in any order."""


class NeighborsFile(Record, frozen=True, kw_only=True, rename={"neighbors": "neighbours"}):
    """neighbours.yaml: solutions close to the patterns but not covered by the pack."""

    neighbors: tuple[Neighbor, ...]
    """The neighbors, in any order."""


class ChaptersFile(Record, frozen=True, kw_only=True):
    """chapters.yaml: chapters of a cheat sheet that are not about a single pattern."""

    chapters: tuple[Chapter, ...]
    """The chapters, in order."""


class FileType(NamedTuple):
    """A type of content file."""

    location: str
    """The file's name, or the folder's name if there is a file for each record."""

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
"""All file types by name, which is also the name of the JSON Schema."""


def detect_file_type(path: Path, keys: set[str]) -> str:
    """Name of a file's type: by its name or folder, else by the record that shares most top-level keys."""
    for name, file_type in FILE_TYPES.items():
        if file_type.location in (path.name, path.parent.name):
            return name
    shared_keys = {
        name: len(keys.intersection(file_type.record.__struct_encode_fields__))
        for name, file_type in FILE_TYPES.items()
    }
    best = max(FILE_TYPES, key=lambda name: shared_keys[name])
    return best if shared_keys[best] else "pattern"
