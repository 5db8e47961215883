"""Kill the program with SIGKILL at random moments.

``PATTERNS_KILLS=100`` sets the number of kills per test; the default is 3.
"""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

KILLS = int(os.environ.get("PATTERNS_KILLS", "3"))

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot kill a process at once")


def command(*args: str) -> list[str]:
    """The command line of the program in a new process."""
    return [sys.executable, "-m", "patterns_cli", *args]


def moments(*args: str) -> Iterator[float]:
    """A random delay in seconds for each kill, up to a little longer than a complete run.

    Most delays are late, because the first part of a run only loads the program.
    """
    started = time.monotonic()
    subprocess.run(command(*args), check=True, capture_output=True, timeout=60)
    duration = time.monotonic() - started
    chance = random.Random(KILLS)
    for _ in range(KILLS):
        yield duration * chance.triangular(0, 1.1, 0.8)


def killed_after(seconds: float, *args: str) -> bool:
    """Start the program and kill it after a delay; returns whether it was still running."""
    process = subprocess.Popen(command(*args), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return True
    return False


def is_sound(database: Path) -> bool:
    """Whether SQLite finds no damage in the file of the answers, or there is no file yet."""
    if not database.exists():
        return True
    connection = sqlite3.connect(database)
    try:
        return bool(connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)])
    finally:
        connection.close()
