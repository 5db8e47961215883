"""How faults read in these tests: as a person sees them, without the folder that a test works in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from patterns_cli.catalog.load import load_pack

if TYPE_CHECKING:
    from collections.abc import Iterable

    from patterns_cli.catalog.faults import Fault


def told(faults: Iterable[Fault], folder: Path) -> list[str]:
    """Each fault as it is printed, its file seen from a folder, and warnings marked as such."""
    lines = []
    for fault in faults:
        place = Path(fault.file).relative_to(folder).as_posix()
        mark = "warning: " if fault.severity == "warning" else ""
        lines.append(f"{mark}{place}{str(fault).removeprefix(fault.file)}")
    return lines


def told_of(folder: Path) -> list[str]:
    """Everything that is wrong with the pack in a folder."""
    return told(load_pack(folder).faults, folder)


def files_told_of(folder: Path) -> list[str]:
    """The files of a pack in which something is wrong, each once."""
    places = [Path(fault.file).relative_to(folder).as_posix() for fault in load_pack(folder).faults]
    return list(dict.fromkeys(places))
