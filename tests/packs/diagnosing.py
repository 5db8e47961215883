"""What is read in these tests, and how faults read: as a person sees them, without the folder of the test."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from patterns_cli.packs.diagnostics import Diagnostic
from patterns_cli.packs.loader import load_pack
from patterns_cli.packs.yaml_reader import YamlFile

Read = Callable[[str | bytes], YamlFile]
Told = Callable[[str | bytes], list[str]]


def told(faults: Iterable[Diagnostic], folder: Path) -> list[str]:
    """Each fault as it is printed, its file seen from a folder, and warnings marked as such."""
    lines = []
    for fault in faults:
        place = Path(fault.file).relative_to(folder).as_posix()
        mark = "warning: " if fault.severity == "warning" else ""
        lines.append(f"{mark}{place}{str(fault).removeprefix(fault.file)}")
    return lines


def told_of(folder: Path) -> list[str]:
    """Everything that is wrong with the pack in a folder."""
    return told(load_pack(folder).diagnostics, folder)


def files_told_of(folder: Path) -> list[str]:
    """The files of a pack in which something is wrong, each once."""
    places = [Path(fault.file).relative_to(folder).as_posix() for fault in load_pack(folder).diagnostics]
    return list(dict.fromkeys(places))


def leaves(value: Any) -> list[Any]:
    """Everything in a value that holds nothing itself, keys included."""
    found: list[Any] = []
    pending = [value]
    while pending:
        one = pending.pop()
        if isinstance(one, dict):
            found += one.keys()
            pending += one.values()
        elif isinstance(one, list):
            pending += one
        else:
            found.append(one)
    return found
