"""Copies that are kept before the file of the answer log is changed as a whole."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from patterns_cli.study.log.database import translate_errors

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path


def keep_copy(path: Path, now: datetime) -> Path:
    """Copy the file beside itself under a name with the date that nothing has yet. Raises ProgressError."""
    with translate_errors(path):
        number = 1
        while True:
            again = f"-{number}" if number > 1 else ""
            copy = path.with_name(f"{path.stem}.{now:%Y-%m-%d-%H%M%S}{again}{path.suffix}")
            try:
                copy.touch(exist_ok=False)
            except FileExistsError:
                number += 1
                continue
            shutil.copy2(path, copy)
            return copy
