"""Started without a standard stream, as some services and scripts start programs."""

from __future__ import annotations

import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest

from patterns_cli.study.log.answer_log import open_log
from patterns_cli.study.study_day import local_clock
from tests.conftest import SmallPack
from tests.study.answering import answered

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")

LISTS = ("--version", "show sse", "ask -", "progress")
"""They need nobody to answer."""


def started(words: str, without: str, *, has_terminal: bool = True) -> subprocess.CompletedProcess[bytes]:
    """Run it, in a session of its own where no terminal is to be reached at all."""
    command = f'exec "$0" -m patterns_cli {words} {without}'
    return subprocess.run(
        ["bash", "-c", command, sys.executable],
        capture_output=True,
        check=False,
        timeout=60,
        start_new_session=not has_terminal,
    )


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


@pytest.fixture
def furnished_home(compiled_home: Path, small_pack: SmallPack) -> Path:
    """A home with something to lose: an answer and a pack."""
    with open_log(compiled_home / "progress.db", clock=local_clock) as log:
        log.record(answered("recognise/sse", when=local_clock()))
    (compiled_home / "packs").mkdir()
    small_pack.folder.rename(compiled_home / "packs" / "small")
    return compiled_home


def kept(home: Path) -> dict[Path, bytes]:
    """All that is the person's own."""
    files = [path for path in home.rglob("*") if path.is_file()]
    return {path: path.read_bytes() for path in files if path.parent.name != "cache"}


@pytest.mark.parametrize(
    ("words", "without"),
    [
        *product(["quiz", "decide"], ["<&-", "</dev/null", "<<< y", r"< <(printf '\n\n\n')"]),
        *product(["progress reset", "pack remove small"], ["<<< y", r"< <(yes '')", "<&-", "<&- >&- 2>&-"]),
    ],
)
def test_what_asks_a_person_ends_at_once_and_says_how_to_go_without(
    furnished_home: Path, words: str, without: str
) -> None:
    before = kept(furnished_home)
    ended = started(words, without)
    assert (ended.returncode, ended.stdout) == (2, b"")
    if "2>" not in without:
        first, hint, *options = ended.stderr.decode().splitlines()
        assert first.startswith("error: ")
        assert ("needs a confirmation" if words == "progress reset" else " to ask") in first
        assert hint.startswith("hint: ")
        assert any(way in hint for way in ("--export", "--answer", "--yes"))
        assert all(line.startswith("  ") for line in options)
    assert kept(furnished_home) == before


@pytest.mark.parametrize("words", ["quiz", "decide"])
def test_in_a_session_without_a_terminal_it_is_the_same(furnished_home: Path, words: str) -> None:
    before = kept(furnished_home)
    ended = started(words, "</dev/null", has_terminal=False)
    assert (ended.returncode, ended.stdout) == (2, b"")
    assert ended.stderr.startswith(b"error: a terminal is needed to ask")
    assert kept(furnished_home) == before


def test_no_file_takes_the_number_of_a_stream(catalog: object, home: Path) -> None:
    exported = home.parent / "exported.jsonl"
    ended = started(f"progress export {exported} --json", "<&- >&- 2>&-")
    assert ended.returncode == 0
    assert exported.read_bytes() == b""
