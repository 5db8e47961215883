"""Kill the program with SIGKILL at a moment that nobody chose.

``PATTERNS_KILLS=100`` sets how often each test kills; a handful, if nothing is said.
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

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="a process cannot be killed at once there")


def command(*args: str) -> list[str]:
    """The program as a process of its own."""
    return [sys.executable, "-m", "patterns_cli", *args]


def moments(*args: str) -> Iterator[float]:
    """As many delays in seconds as there are kills, spread over what a whole run takes and a little longer.

    The first part of a run only loads the program, so that most fall later.
    """
    started = time.monotonic()
    subprocess.run(command(*args), check=True, capture_output=True, timeout=60)
    whole = time.monotonic() - started
    chance = random.Random(KILLS)
    for _ in range(KILLS):
        yield whole * chance.triangular(0, 1.1, 0.8)


def killed_after(seconds: float, *args: str) -> bool:
    """Start the program and kill it; returns whether it was still running."""
    process = subprocess.Popen(command(*args), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return True
    return False


def is_sound(database: Path) -> bool:
    """Whether SQLite finds the file of the answers whole; there may be none yet."""
    if not database.exists():
        return True
    connection = sqlite3.connect(database)
    try:
        return bool(connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)])
    finally:
        connection.close()
