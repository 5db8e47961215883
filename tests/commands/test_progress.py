"""``patterns progress`` and the commands below it."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import sys
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from patterns_cli.study.log import database as database_module
from patterns_cli.study.log.answer_log import open_log
from patterns_cli.study.study_day import local_clock
from tests.conftest import Patterns, Program, lines_wider_than
from tests.study.answering import answered


@pytest.fixture
def database(compiled_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The progress of a person who mixes up SSE and WebSocket, and studied until today."""
    monkeypatch.setattr(database_module, "SYNCHRONOUS", "OFF")
    path = compiled_home / "progress.db"
    now = local_clock()
    with open_log(path, clock=local_clock) as log:
        for day in range(8, -1, -1):
            when = now - timedelta(days=day)
            log.record(answered("recognise/sse", when=when, is_right=day % 2 == 0, confidence="think"))
            log.record(answered("tell/sse-or-websocket", when=when))
    return path


def test_of_nobody_there_is_nothing_to_say_and_nothing_is_made(patterns: Patterns, compiled_home: Path) -> None:
    ended = patterns("progress")
    assert ended.code == 0
    assert "Nothing is recorded yet" in ended.out
    assert not (compiled_home / "progress.db").exists()
    for sub in (["export", "-"], ["doctor"], ["reset", "--yes"]):
        assert patterns("progress", *sub).code == 0
    assert patterns("progress", "undo").code == 1
    assert not (compiled_home / "progress.db").exists()


def test_everything_is_said_in_labelled_lines(patterns: Patterns, database: Path) -> None:
    out = patterns("progress").out
    assert "answered today: 2 questions, no new items\n" in out
    assert "streak: 9 days\n" in out
    assert "SSE taken for WebSocket: 4 of 18 times\n" in out
    assert "SSE or WebSocket: " in out
    assert "expected" in out
    assert "week of " in out
    assert "Recognize SSE" in out
    assert "patterns compare sse websocket" in out


def test_a_terminal_gets_charts_as_wide_as_it_is(patterns: Patterns, database: Path) -> None:
    for width in (40, 80, 120):
        out = patterns("progress", "--no-pager", terminal=True, width=width).out
        assert not lines_wider_than(width, out)
        assert "█" in out
        assert "  Mon " in out
    assert "█" not in patterns("progress", terminal=True, encoding="ascii").out


def test_all_numbers_as_json(patterns: Patterns, database: Path) -> None:
    found = json.loads(patterns("progress", "--json").out)["progress"]
    assert found["streak"] == {"days": 9, "longest": 9}
    assert found["confusions"] == [{"right": "sse", "chosen": "websocket", "times": 4, "of": 18}]
    assert found["leeches"] == ["recognise/sse"]
    assert [pair["refs"] for pair in found["pairs"] if pair["seen"]] == [["sse", "websocket"]]
    assert len(found["due"]) == 7
    assert found["days"][-1]["answers"] == 2
    assert 0 < found["retention"]["predicted"] < 1


def test_options_stand_before_or_after_the_name_below(patterns: Patterns, database: Path) -> None:
    for args in (["--json", "progress", "undo"], ["progress", "--json", "undo"], ["progress", "undo", "--json"]):
        assert json.loads(patterns(*args).out)["undone"]["chosen"] == "sse"


def test_a_misspelt_command_below_gets_a_suggestion(patterns: Patterns) -> None:
    ended = patterns("progress", "exprot")
    assert ended.code == 2
    assert "Did you mean 'export'?" in ended.err


@pytest.mark.parametrize("sub", ["export", "merge", "undo", "reset", "doctor"])
def test_each_command_below_explains_itself_with_an_example(patterns: Patterns, sub: str) -> None:
    for words in (["progress", sub, "--help"], ["help", "progress", sub]):
        ended = patterns(*words)
        assert ended.code == 0
        assert f"patterns progress {sub}" in ended.out.split("Options:")[0].partition("\n")[2]


def test_what_is_exported_can_be_merged_elsewhere(
    patterns: Patterns, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "answers.jsonl"
    assert patterns("progress", "export", str(file)).err == f"Wrote 18 records to {file}\n"
    assert patterns("progress", "export", "-").out == file.read_text(encoding="utf-8")
    assert patterns("progress", "export", str(file)).code == 1
    assert patterns("progress", "export", str(file), "--force").code == 0
    here = json.loads(patterns("progress", "--json").out)
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(database.parent / "cache", elsewhere / "cache")
    monkeypatch.setenv("PATTERNS_HOME", str(elsewhere))
    assert patterns("progress", "merge", str(file)).err == "18 new records, 0 were there already\n"
    assert patterns("progress", "merge", str(database)).err == "0 new records, 18 were there already\n"
    assert json.loads(patterns("progress", "--json").out) == here
    file.write_bytes(file.read_bytes()[:-5])
    assert f"warning: {file}:18: the last line was cut off" in patterns("progress", "merge", str(file)).err


def test_undo_takes_back_one_answer_after_the_other(patterns: Patterns, database: Path) -> None:
    assert "Took back your answer `sse` to tell/sse-or-websocket/" in patterns("progress", "undo").err
    assert "to recognise/sse/" in patterns("progress", "undo").err
    assert "streak: 8 days" in patterns("progress").out


def test_reset_is_never_done_unasked(patterns: Patterns, database: Path) -> None:
    before = database.read_bytes()
    ended = patterns("progress", "reset")
    assert ended.code == 2
    assert "--yes does it" in ended.err
    assert database.read_bytes() == before


def test_reset_asks_and_no_is_no(patterns: Patterns, database: Path) -> None:
    for reply in ("1\n", "no\n", "q\n", ""):
        ended = patterns("progress", "reset", "--plain", terminal=True, typed=reply)
        assert ended.code == 0
        assert "Take away all your progress (18 answers)?" in ended.out
        assert "Nothing was changed." in ended.err
    assert "streak: 9 days" in patterns("progress").out


def test_after_a_reset_one_begins_anew_and_a_copy_holds_the_rest(patterns: Patterns, database: Path) -> None:
    ended = patterns("progress", "reset", "--plain", terminal=True, typed="2\n")
    assert ended.code == 0
    (copy,) = [path for path in database.parent.iterdir() if path.suffix == ".db" and path != database]
    assert str(copy) in ended.err
    assert "Nothing is recorded yet" in patterns("progress").out
    assert patterns("progress", "merge", str(copy)).err.startswith("18 new records")
    assert "streak: 9 days" in patterns("progress").out
    answer = json.loads(patterns("progress", "reset", "--yes", "--json").out)["reset"]
    assert answer["answers"] == 18
    assert Path(answer["copy"]).exists()


def test_the_doctor_finds_nothing_and_then_mends_what_is_broken(patterns: Patterns, database: Path) -> None:
    assert "state: sound" in patterns("progress", "doctor").out
    whole = database.read_bytes()
    database.write_bytes(b"\xff" * 4096 + whole[4096:])
    ended = patterns("progress")
    assert ended.code == 1
    assert "`patterns progress doctor` repairs it" in ended.err
    assert "Traceback" not in ended.err
    out = patterns("progress", "doctor").out
    assert "records: 18\n" in out
    assert "state: mended" in out
    assert "the old file is kept in: " in out
    assert "streak: 9 days" in patterns("progress").out
    assert json.loads(patterns("progress", "doctor", "--json").out)["doctor"]["faults"] == []


@pytest.mark.parametrize("kind", ["junk", "cut", "empty", "folder", "newer"])
def test_whatever_is_wrong_with_the_file_no_look_up_minds(patterns: Patterns, database: Path, kind: str) -> None:
    whole = database.read_bytes()
    if kind == "newer":
        connection = sqlite3.connect(database)
        connection.execute("PRAGMA user_version = 99")
        connection.close()
    elif kind == "folder":
        database.unlink()
        database.mkdir()
    else:
        database.write_bytes({"junk": b"junk" * 4000, "cut": whole[:4096], "empty": b""}[kind])
    before = database.read_bytes() if database.is_file() else b""
    for args in (["list"], ["show", "sse", "--brief"], ["paths"], ["ask", "charged twice"], ["quiz", "--export", "1"]):
        ended = patterns(*args)
        assert (ended.code, ended.err) == (0, "")
    for args in (["progress"], ["quiz", "--plain"]):
        ended = patterns(*args, terminal=True, typed="q\n")
        assert ended.code == (0 if kind == "empty" else 1)
        assert "Traceback" not in ended.err
        assert (str(database) in ended.err) == (kind != "empty")
        assert ("hint: " in ended.err) == (kind != "empty")
    assert (database.read_bytes() if database.is_file() else b"") == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes of this kind")
def test_a_pipe_in_its_place_hangs_nothing(program: Program, compiled_home: Path) -> None:
    os.mkfifo(compiled_home / "progress.db")
    for args in (("show", "sse", "--brief"), ("ask", "charged twice"), ("list",)):
        assert program(*args, timeout=20).returncode == 0
    for args in (("progress",), ("quiz", "--report", "fact/sse/name/recall")):
        ended = program(*args, timeout=20)
        assert ended.returncode == 1
        assert b"not a plain file" in ended.stderr


def test_an_hour_that_is_none_is_refused(patterns: Patterns, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATTERNS_DAY_START", "noon")
    ended = patterns("progress")
    assert ended.code == 2
    assert "PATTERNS_DAY_START is `noon`" in ended.err


def test_answers_from_a_clock_that_was_wrong_are_told_once(patterns: Patterns, database: Path) -> None:
    with open_log(database, clock=local_clock) as log:
        log.record(answered("recognise/sse", when=local_clock() + timedelta(days=36500)))
    ended = patterns("progress")
    assert ended.code == 0
    assert ended.err.count("warning: 1 answer is dated ahead of this machine's clock") == 1
    assert "streak: 9 days" in ended.out
    ended = patterns("quiz", "--plain", terminal=True, typed="q\n")
    assert ended.code == 0
    assert ended.err.count("warning: 1 answer is dated ahead of this machine's clock") == 1
    assert "\nQuestion 1\n" in ended.out


def test_what_an_item_is_called_reaches_no_terminal_raw(patterns: Patterns, database: Path) -> None:
    with open_log(database, clock=local_clock) as log:
        for day in range(6, 0, -1):
            log.record(
                answered("x/\x1b[2J", when=local_clock() - timedelta(days=day), is_right=False, chosen="\x1b]0;")
            )
    for args in (["progress"], ["progress", "undo"], ["progress", "export", "-"], ["progress", "--json"]):
        ended = patterns(*args, env={"NO_COLOR": "1"})
        assert ended.code == 0
        assert "\x1b" not in ended.out + ended.err


def test_paths_name_the_file(patterns: Patterns, compiled_home: Path) -> None:
    assert f"your progress: {compiled_home / 'progress.db'}\n" in patterns("paths").out


def test_the_weeks_of_the_year_follow_each_other(patterns: Patterns, database: Path) -> None:
    days = [day["day"] for day in json.loads(patterns("progress", "--json").out)["progress"]["days"]]
    assert all(one < other for one, other in pairwise(days))
