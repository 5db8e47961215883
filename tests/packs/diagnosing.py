"""Helpers that print the diagnostics of packs and files as users see them, without the folder of the test."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from patterns_cli.packs.diagnostics import Diagnostic
from patterns_cli.packs.loader import load_pack
from patterns_cli.packs.yaml_reader import YamlFile

ReadYaml = Callable[[str | bytes], YamlFile]
Diagnose = Callable[[str | bytes], list[str]]


def format_diagnostics(diagnostics: Iterable[Diagnostic], folder: Path) -> list[str]:
    """Each diagnostic as it is printed, with its file relative to a folder, and warnings marked."""
    lines = []
    for diagnostic in diagnostics:
        file = Path(diagnostic.file).relative_to(folder).as_posix()
        severity = "warning: " if diagnostic.severity == "warning" else ""
        lines.append(f"{severity}{file}{str(diagnostic).removeprefix(diagnostic.file)}")
    return lines


def diagnose_pack(folder: Path) -> list[str]:
    """All diagnostics of loading the pack in a folder."""
    return format_diagnostics(load_pack(folder).diagnostics, folder)


def files_with_diagnostics(folder: Path) -> list[str]:
    """Names of the pack's files with diagnostics, without duplicates."""
    files = [Path(diagnostic.file).relative_to(folder).as_posix() for diagnostic in load_pack(folder).diagnostics]
    return list(dict.fromkeys(files))


def leaves(value: Any) -> list[Any]:
    """All leaves of a nested value, including keys."""
    found: list[Any] = []
    pending = [value]
    while pending:
        current = pending.pop()
        if isinstance(current, dict):
            found += current.keys()
            pending += current.values()
        elif isinstance(current, list):
            pending += current
        else:
            found.append(current)
    return found
