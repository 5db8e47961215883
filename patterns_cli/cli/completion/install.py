"""Install shell completion for the user, and uninstall it."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from patterns_cli.atomic_write import atomic_path

if TYPE_CHECKING:
    from patterns_cli.cli.completion.shells import Setup

START = "# >>> patterns completion >>>"
END = "# <<< patterns completion <<<"


def install(setup: Setup, script: str) -> list[Path]:
    """Write the script and make the start-up file read it.

    Returns the changed files. The rest of the start-up file stays as it is. Raises OSError if a
    file cannot be written.
    """
    changed = [path for path, text in _desired_files(setup, script) if _write(path, text)]
    return [path for path in (setup.script, setup.start_up) if path in changed]


def uninstall(setup: Setup) -> list[Path]:
    """Remove what ``install`` added; returns the changed files."""
    changed: list[Path] = []
    if setup.start_up is not None:
        text = _read(setup.start_up)
        if text is not None and _write(setup.start_up, _without_block(text)):
            changed.append(setup.start_up)
    with contextlib.suppress(FileNotFoundError):
        setup.script.unlink()
        changed.append(setup.script)
    return changed


def _desired_files(setup: Setup, script: str) -> list[tuple[Path, str]]:
    files = [(setup.script, script)]
    if setup.start_up is not None:
        files.append((setup.start_up, _with_block(_read(setup.start_up) or "", setup.reads)))
    return files


def _with_block(text: str, line: str) -> str:
    """The text with our block replaced in place, or appended if missing."""
    newline = "\r\n" if "\r\n" in text else "\n"
    block = newline.join((START, line, END, ""))
    before, found, rest = text.partition(START)
    _, ended, after = rest.partition(END)
    if found and ended:
        return before + block + after.removeprefix("\r").removeprefix("\n")
    gap = "" if not text or text.endswith("\n") else newline
    return f"{text}{gap}{block}"


def _without_block(text: str) -> str:
    before, found, rest = text.partition(START)
    _, ended, after = rest.partition(END)
    return before + after.removeprefix("\r").removeprefix("\n") if found and ended else text


def _read(path: Path) -> str | None:
    """The file's text with any bytes preserved, or None if it is missing."""
    try:
        return path.read_bytes().decode("utf-8", "surrogateescape")
    except FileNotFoundError:
        return None


def _write(path: Path, text: str) -> bool:
    """Write a file atomically, following links; returns whether it changed."""
    if _read(path) == text:
        return False
    target = Path(os.path.realpath(path))
    target.parent.mkdir(parents=True, exist_ok=True)
    with atomic_path(target) as draft:
        draft.write_bytes(text.encode("utf-8", "surrogateescape"))
        if target.exists():
            draft.chmod(target.stat().st_mode & 0o7777)
    return True
