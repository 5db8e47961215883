"""Whoever runs it, and wherever: no home, no rights, another order of hashes, warnings as errors."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import CONTENT, Patterns, Program

LOOK_UPS = (
    ("--help",),
    ("--version",),
    ("list",),
    ("show", "sse"),
    ("compare", "sse", "websocket"),
    ("ask", "the phone retries and we charge the card twice", "--no-input"),
    ("decide", "--tree"),
    ("learn", "sse", "--no-input", "--seed", "1"),
    ("quiz", "--export", "3"),
    ("progress",),
    ("validate", str(CONTENT / "realtime-api" / "pack.yaml")),
)
"""They write nothing that they need."""


@pytest.mark.parametrize("args", [("show", "sse"), ("ask", "tie", "--no-input"), ("paths",)], ids=" ".join)
def test_a_home_that_cannot_be_is_no_hindrance(patterns: Patterns, tmp_path: Path, args: tuple[str, ...]) -> None:
    (tmp_path / "file").touch()
    ended = patterns(*args, env={"PATTERNS_HOME": str(tmp_path / "file" / "home")})
    assert (ended.code, ended.err) == (0, "")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize(
    "args",
    [
        ("quiz", "--export", "5", "--seed", "7"),
        ("learn", "websocket", "--no-input", "--seed", "7"),
        ("ask", "tie", "--no-input", "--json"),
        ("search", "connection", "--json"),
        ("export", "gift", "--topic", "sse", "--per-item", "1"),
        ("export", "json"),
        ("validate", "faulty", "clean"),
    ],
    ids=" ".join,
)
def test_the_order_of_hashes_decides_nothing(program: Program, furnished: Path, args: tuple[str, ...]) -> None:
    outs = {program(*args, env={"PYTHONHASHSEED": seed}).stdout for seed in ("0", "1")}
    assert len(outs) == 1
    assert outs.pop()


@pytest.mark.parametrize("args", [*LOOK_UPS[3:-1], ("quiz", "--answers", "answers.jsonl")], ids=" ".join)
def test_nothing_that_is_used_is_about_to_go(furnished: Path, args: tuple[str, ...]) -> None:
    strict = [sys.executable, "-W", "error::DeprecationWarning", "-W", "error::ResourceWarning"]
    command = [*strict, "-m", "patterns_cli", *args]
    ended = subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL, timeout=60)
    assert (ended.returncode, ended.stderr) == (0, b"")
