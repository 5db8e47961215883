"""Copies of the answer log's file: a backup on each day of study, and one before every repair or reset."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from typing import TYPE_CHECKING

from patterns_cli.atomic_write import atomic_path

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

MAX_BACKUPS = 3
"""Maximum number of daily backups kept."""


def daily_backups(path: Path) -> list[Path]:
    """The daily backups of a file, newest first."""
    return sorted(_backup_folder(path).glob(f"{path.stem}.????-??-??{path.suffix}"), reverse=True)


def back_up_daily(connection: sqlite3.Connection, path: Path, day: date) -> None:
    """Make the backup of the day unless there is one, and delete the oldest beyond the maximum.

    SQLite copies a consistent state even while other processes write. Raises OSError or sqlite3.Error.
    """
    backup = _backup_folder(path) / f"{path.stem}.{day}{path.suffix}"
    if backup.exists():
        return
    backup.parent.mkdir(exist_ok=True)
    with atomic_path(backup) as draft, contextlib.closing(sqlite3.connect(draft)) as target:
        connection.backup(target)
    # After a wrong clock, the backup of today need not be the newest by name.
    others = [other for other in daily_backups(path) if other != backup]
    for old in others[MAX_BACKUPS - 1 :]:
        old.unlink(missing_ok=True)


def delete_daily_backups(path: Path) -> None:
    """Delete the backups, so that no repair brings back what the user has reset. Raises OSError."""
    for backup in daily_backups(path):
        backup.unlink()


def copy_aside(path: Path, now: datetime) -> Path:
    """Copy a file beside itself under a new name with the time; returns the copy. Raises OSError."""
    number = 1
    while True:
        suffix = f"-{number}" if number > 1 else ""
        copy = path.with_name(f"{path.stem}.{now:%Y-%m-%d-%H%M%S}{suffix}{path.suffix}")
        try:
            copy.touch(exist_ok=False)
        except FileExistsError:
            number += 1
            continue
        shutil.copy2(path, copy)
        return copy


def _backup_folder(path: Path) -> Path:
    return path.with_name("backups")
