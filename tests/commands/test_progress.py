"""``patterns progress`` and its subcommands."""

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
    """The progress of a user who mixes up SSE and WebSocket, and studied until today."""
    monkeypatch.setattr(database_module, "SYNCHRONOUS", "OFF")
    path = compiled_home / "progress.db"
    now = local_clock()
    with open_log(path, clock=local_clock) as log:
        for day in range(8, -1, -1):
            when = now - timedelta(days=day)
            log.record(answered("recognise/sse", when=when, is_right=day % 2 == 0, confidence="think"))
            log.record(answered("tell/sse-or-websocket", when=when))
    return path


def test_without_answers_nothing_is_reported_or_created(patterns: Patterns, compiled_home: Path) -> None:
    ended = patterns("progress")
    assert ended.code == 0
    assert "Nothing is recorded yet" in ended.out
    assert not (compiled_home / "progress.db").exists()
    for sub in (["export", "-"], ["doctor"], ["reset", "--yes"]):
        assert patterns("progress", *sub).code == 0
    assert patterns("progress", "undo").code == 1
    assert not (compiled_home / "progress.db").exists()


def test_plain_output_has_a_labeled_line_for_each_figure(patterns: Patterns, database: Path) -> None:
    out = patterns("progress").out
    assert "answered today: 2 questions, no new items\n" in out
    assert "streak: 9 days\n" in out
    assert "SSE taken for WebSocket: 4 of 18 times\n" in out
    assert "SSE or WebSocket: " in out
    assert "expected" in out
    assert "week of " in out
    assert "Recognize SSE" in out
    assert "patterns compare sse websocket" in out


def test_charts_fit_the_width_of_the_terminal(patterns: Patterns, database: Path) -> None:
    for width in (40, 80, 120):
        out = patterns("progress", "--no-pager", terminal=True, width=width).out
        assert not lines_wider_than(width, out)
        assert "█" in out
        assert "  Mon " in out
    assert "█" not in patterns("progress", terminal=True, encoding="ascii").out


def test_json_has_every_figure(patterns: Patterns, database: Path) -> None:
    found = json.loads(patterns("progress", "--json").out)["progress"]
    assert found["streak"] == {"days": 9, "longest": 9}
    assert found["confusions"] == [{"right": "sse", "chosen": "websocket", "times": 4, "of": 18}]
    assert found["leeches"] == ["recognise/sse"]
    assert [pair["refs"] for pair in found["pairs"] if pair["seen"]] == [["sse", "websocket"]]
    assert len(found["due"]) == 7
    assert found["days"][-1]["answers"] == 2
    assert 0 < found["retention"]["predicted"] < 1


def test_options_work_before_and_after_the_subcommand(patterns: Patterns, database: Path) -> None:
    for args in (["--json", "progress", "undo"], ["progress", "--json", "undo"], ["progress", "undo", "--json"]):
        assert json.loads(patterns(*args).out)["undone"]["chosen"] == "sse"


def test_a_misspelled_subcommand_gets_a_suggestion(patterns: Patterns) -> None:
    ended = patterns("progress", "exprot")
    assert ended.code == 2
    assert "Did you mean 'export'?" in ended.err


@pytest.mark.parametrize("sub", ["export", "merge", "undo", "reset", "doctor"])
def test_the_help_of_each_subcommand_has_an_example(patterns: Patterns, sub: str) -> None:
    for words in (["progress", sub, "--help"], ["help", "progress", sub]):
        ended = patterns(*words)
        assert ended.code == 0
        assert f"patterns progress {sub}" in ended.out.split("Options:")[0].partition("\n")[2]


def test_an_export_can_be_merged_on_another_machine(
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
    assert patterns("progress", "merge", str(file)).err == "Added 18 new records; 0 were there already\n"
    assert patterns("progress", "merge", str(database)).err == "Added 0 new records; 18 were there already\n"
    assert json.loads(patterns("progress", "--json").out) == here
    file.write_bytes(file.read_bytes()[:-5])
    assert f"warning: {file}:18: skipped the last line" in patterns("progress", "merge", str(file)).err


def test_undo_takes_back_answers_from_last_to_first(patterns: Patterns, database: Path) -> None:
    assert "Took back your answer `sse` to tell/sse-or-websocket/" in patterns("progress", "undo").err
    assert "to recognise/sse/" in patterns("progress", "undo").err
    assert "streak: 8 days" in patterns("progress").out


def test_reset_without_a_terminal_needs_yes(patterns: Patterns, database: Path) -> None:
    before = database.read_bytes()
    ended = patterns("progress", "reset")
    assert ended.code == 2
    assert "add --yes to confirm" in ended.err
    assert database.read_bytes() == before


def test_reset_asks_for_confirmation(patterns: Patterns, database: Path) -> None:
    for reply in ("1\n", "no\n", "q\n", ""):
        ended = patterns("progress", "reset", "--plain", terminal=True, typed=reply)
        assert ended.code == 0
        assert "Delete all your progress (18 answers)?" in ended.out
        assert "Nothing was changed." in ended.err
    assert "streak: 9 days" in patterns("progress").out


def test_a_reset_starts_over_and_keeps_a_copy(patterns: Patterns, database: Path) -> None:
    ended = patterns("progress", "reset", "--plain", terminal=True, typed="2\n")
    assert ended.code == 0
    (copy,) = [path for path in database.parent.iterdir() if path.suffix == ".db" and path != database]
    assert str(copy) in ended.err
    assert "Nothing is recorded yet" in patterns("progress").out
    assert patterns("progress", "merge", str(copy)).err.startswith("Added 18 new records")
    assert "streak: 9 days" in patterns("progress").out
    answer = json.loads(patterns("progress", "reset", "--yes", "--json").out)["reset"]
    assert answer["answers"] == 18
    assert Path(answer["copy"]).exists()


def test_the_doctor_finds_no_faults_and_then_repairs_a_damaged_file(patterns: Patterns, database: Path) -> None:
    assert "state: no faults found" in patterns("progress", "doctor").out
    with open_log(database, clock=local_clock) as log:
        log.record(answered("recognise/sse"))
    whole = database.read_bytes()
    database.write_bytes(b"\xff" * 4096 + whole[4096:])
    ended = patterns("progress")
    assert ended.code == 1
    assert "`patterns progress doctor` repairs it" in ended.err
    assert "Traceback" not in ended.err
    out = patterns("progress", "doctor").out
    assert "records: 18\n" in out
    assert "state: repaired" in out
    assert f"records from progress.{local_clock().date()}.db: 18\n" in out
    assert "the old file is kept in: " in out
    assert "streak: 9 days" in patterns("progress").out
    report = json.loads(patterns("progress", "doctor", "--json").out)["doctor"]
    assert (report["faults"], report["records"], report["rescued"]) == ([], 18, [])


@pytest.mark.parametrize("kind", ["junk", "cut", "empty", "folder", "newer"])
def test_look_ups_work_whatever_is_wrong_with_the_file(patterns: Patterns, database: Path, kind: str) -> None:
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
def test_a_pipe_in_place_of_the_file_hangs_no_command(program: Program, compiled_home: Path) -> None:
    os.mkfifo(compiled_home / "progress.db")
    for args in (("show", "sse", "--brief"), ("ask", "charged twice"), ("list",)):
        assert program(*args, timeout=20).returncode == 0
    for args in (("progress",), ("quiz", "--report", "fact/sse/name/recall")):
        ended = program(*args, timeout=20)
        assert ended.returncode == 1
        assert b"not a regular file" in ended.stderr


def test_an_invalid_day_start_hour_is_refused(
    patterns: Patterns, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATTERNS_DAY_START", "noon")
    ended = patterns("progress")
    assert ended.code == 2
    assert "PATTERNS_DAY_START is `noon`" in ended.err


def test_answers_from_a_wrong_clock_give_a_single_warning(patterns: Patterns, database: Path) -> None:
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


def test_control_characters_of_item_ids_never_reach_the_terminal(patterns: Patterns, database: Path) -> None:
    with open_log(database, clock=local_clock) as log:
        for day in range(6, 0, -1):
            log.record(
                answered("x/\x1b[2J", when=local_clock() - timedelta(days=day), is_right=False, chosen="\x1b]0;")
            )
    for args in (["progress"], ["progress", "undo"], ["progress", "export", "-"], ["progress", "--json"]):
        ended = patterns(*args, env={"NO_COLOR": "1"})
        assert ended.code == 0
        assert "\x1b" not in ended.out + ended.err


def test_paths_shows_the_file(patterns: Patterns, compiled_home: Path) -> None:
    assert f"your progress: {compiled_home / 'progress.db'}\n" in patterns("paths").out


def test_the_days_of_the_year_are_in_order(patterns: Patterns, database: Path) -> None:
    days = [day["day"] for day in json.loads(patterns("progress", "--json").out)["progress"]["days"]]
    assert all(day < next_day for day, next_day in pairwise(days))
