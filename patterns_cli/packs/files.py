"""The files of a pack's folder: their names, and how to list and read them."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

CONTENT_FILES = (
    *("pack.yaml", "systems.yaml", "tables.yaml", "chapters.yaml", "contrasts.yaml", "neighbours.yaml"),
    *("decide.yaml", "history.yaml"),
)
"""Names of the content files in a pack's folder, except for cues.yaml, which is loaded with the scenarios."""

CUES_FILE = "cues.yaml"
PUBLISHED_IDS_FILE = "ids.txt"
"""Name of the file with the ids that a pack has published, one per line."""

PACK_FILES = (*CONTENT_FILES, CUES_FILE)
"""Names of the YAML files in a pack's folder, beside the folders ``patterns`` and ``scenarios``."""


def pattern_files(folder: Path) -> list[Path]:
    """Pattern files of a pack, sorted by name."""
    return yaml_files(folder / "patterns")


def content_files(folder: Path) -> list[Path]:
    """Content files of a pack except for scenarios and cues, in a fixed order."""
    present = _file_names(folder)
    return [folder / name for name in CONTENT_FILES if name in present] + pattern_files(folder)


def scenario_files(folder: Path) -> list[Path]:
    """Files of a pack's scenarios and cues, in a fixed order."""
    cues = [folder / CUES_FILE] if CUES_FILE in _file_names(folder) else []
    return cues + yaml_files(folder / "scenarios")


def unknown_files(folder: Path) -> list[Path]:
    """YAML files in a pack's folder that are not part of a pack."""
    return [path for path in yaml_files(folder) if path.name not in PACK_FILES]


def pack_folders(folder: Path) -> list[Path]:
    """Packs in a folder, sorted by name; hidden folders are skipped."""
    subfolders = (folder / name for name in sorted(_file_names(folder)) if not name.startswith("."))
    return [path for path in subfolders if is_pack(path)]


def is_pack(folder: Path) -> bool:
    """Whether a folder is a pack: it has a pack.yaml or a folder ``patterns``."""
    return (folder / "pack.yaml").exists() or (folder / "patterns").is_dir()


MAX_FILE_BYTES = 8 * 1024 * 1024
"""Maximum size of a content file, in bytes."""


def read_content(path: Path) -> bytes:
    """Up to ``MAX_FILE_BYTES`` + 1 bytes of a content file; raises OSError if it cannot be read."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(0, "it is not a regular file")
    with path.open("rb") as file:
        return file.read(MAX_FILE_BYTES + 1)


def display_path(path: Path) -> str:
    """Printable form of a path, even if it is not valid Unicode."""
    return str(path).encode("utf-8", "backslashreplace").decode("utf-8")


def yaml_files(folder: Path) -> list[Path]:
    """YAML files in a folder, sorted by name."""
    # Files with a leading dot are backups and metadata of editors and operating systems.
    return [
        folder / name for name in sorted(_file_names(folder)) if name.endswith((".yaml", ".yml")) and name[0] != "."
    ]


def _file_names(folder: Path) -> set[str]:
    try:
        return set(os.listdir(folder))
    except OSError:
        return set()
