"""Started without a standard stream, as some services and scripts start programs."""

from __future__ import annotations

import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")

LISTS = ("--version", "show sse", "ask -", "progress")
"""They need nobody to answer."""


def started(words: str, without: str) -> subprocess.CompletedProcess[bytes]:
    command = f'exec "$0" -m patterns_cli {words} {without}'
    return subprocess.run(["bash", "-c", command, sys.executable], capture_output=True, check=False, timeout=60)


@pytest.mark.parametrize("words", LISTS)
def test_an_answer_needs_no_standard_input(catalog: object, words: str) -> None:
    ended = started(words, "<&-")
    assert (ended.returncode, b"Traceback" in ended.stderr, b"bug" in ended.stderr) == (0, False, False)
    assert ended.stdout or words == "ask -"


@pytest.mark.parametrize(
    ("words", "without"), [("show sse", ">&-"), ("show sse", "2>&-"), *((words, "<&- >&- 2>&-") for words in LISTS)]
)
def test_what_nobody_reads_is_not_printed_and_no_error(catalog: object, words: str, without: str) -> None:
    ended = started(words, without)
    assert ended.returncode == 0
    if "2>" not in without and words != "ask -":  # which notes that there was no problem to read
        assert ended.stderr == b""


@pytest.mark.parametrize(
    ("words", "without"),
    [
        *product(["quiz", "decide"], ["<&-", "</dev/null", "<<< y"]),
        *product(["progress reset", "pack remove caching"], ["<<< y", "<&- >&- 2>&-"]),
    ],
)
def test_what_asks_a_person_ends_at_once(compiled_home: Path, words: str, without: str) -> None:
    ended = started(words, without)
    assert ended.returncode in (1, 2)
    assert b"Traceback" not in ended.stderr
    if "2>" not in without:
        assert ended.stderr.startswith(b"error: ")
        assert ended.stderr.count(b"error: ") == 1
    assert not (compiled_home / "progress.db").exists()


def test_no_file_takes_the_number_of_a_stream(catalog: object, home: Path) -> None:
    exported = home.parent / "exported.jsonl"
    ended = started(f"progress export {exported} --json", "<&- >&- 2>&-")
    assert ended.returncode == 0
    assert exported.read_bytes() == b""
