"""Which files of a pack's folder hold its knowledge."""

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


CUES_FILE = "cues.yaml"
PUBLISHED_IDS_FILE = "ids.txt"
"""The ids that a pack has published, one a line."""

PACK_FILES = (*CONTENT_FILES, CUES_FILE)
"""The files that can stand in a pack's folder, beside ``patterns`` and ``scenarios``."""


def pattern_files(folder: Path) -> list[Path]:
    """The pattern files of a pack, by name."""
    return yaml_files(folder / "patterns")


def content_files(folder: Path) -> list[Path]:
    """All files that hold a pack's knowledge, in a fixed order."""
    present = _file_names(folder)
    return [folder / name for name in CONTENT_FILES if name in present] + pattern_files(folder)


def scenario_files(folder: Path) -> list[Path]:
    """The files that hold a pack's scenarios and cues, in a fixed order."""
    cues = [folder / CUES_FILE] if CUES_FILE in _file_names(folder) else []
    return cues + yaml_files(folder / "scenarios")


def unknown_files(folder: Path) -> list[Path]:
    """YAML files in a pack's folder that are none of a pack's."""
    return [path for path in yaml_files(folder) if path.name not in PACK_FILES]


def pack_folders(folder: Path) -> list[Path]:
    """The packs in a folder of packs, by name: each sub-folder that has a pack.yaml or patterns."""
    found = (folder / name for name in sorted(_file_names(folder)) if not name.startswith("."))
    return [path for path in found if is_pack(path)]


def is_pack(folder: Path) -> bool:
    """Whether a folder is a pack: it has a pack.yaml or patterns."""
    return (folder / "pack.yaml").exists() or (folder / "patterns").is_dir()


MAX_FILE_BYTES = 8 * 1024 * 1024
"""No content file is larger; one that is, is never read whole."""


def read_content(path: Path) -> bytes:
    """The bytes of a content file, at most one more than it may have; raises OSError where there are none."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(0, "it is not a file")
    with path.open("rb") as file:
        return file.read(MAX_FILE_BYTES + 1)


def display_path(path: Path) -> str:
    """A path as text that can be stored and printed, even where its name is none."""
    return str(path).encode("utf-8", "backslashreplace").decode("utf-8")


def yaml_files(folder: Path) -> list[Path]:
    """The YAML files in a folder, by name."""
    # A file with a leading dot is what an editor or a system left there.
    return [
        folder / name for name in sorted(_file_names(folder)) if name.endswith((".yaml", ".yml")) and name[0] != "."
    ]


def _file_names(folder: Path) -> set[str]:
    try:
        return set(os.listdir(folder))
    except OSError:
        return set()
