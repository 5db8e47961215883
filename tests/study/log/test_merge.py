"""Export as JSON lines, and merging of the logs of two machines."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import tempfile
from datetime import datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patterns_cli.errors import NotFoundError, PatternsError, ProgressError
from patterns_cli.study.log.events import AnswerEvent, Confidence, ReportEvent, UndoEvent
from patterns_cli.study.log.merge import merge, parse_json_lines, to_json_lines
from patterns_cli.study.schedule import replay
from tests.study.answering import MONDAY, answered, days_later, log_at


def clock() -> datetime:
    return days_later(3650)


def exported(path: Path, target: Path) -> Path:
    with log_at(path) as log:
        target.write_bytes("".join(to_json_lines(log.events())).encode())
    return target


@pytest.fixture
def laptop(tmp_path: Path) -> Path:
    """The log of a laptop: three answers, one of them undone, and a report."""
    path = tmp_path / "laptop.db"
    with log_at(path) as log:
        for day in range(3):
            log.record(answered("tell/a", when=days_later(day), chosen='a "quoted" — ünïcode\n'))
        log.undo_last()
        log.record(ReportEvent(id="r", machine="", question="tell/a/1", why="two fit", at=5))
    return path


def test_each_line_is_an_event_with_its_type(laptop: Path, tmp_path: Path) -> None:
    lines = exported(laptop, tmp_path / "x.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["type"] for line in lines].count("answer") == 3
    assert {json.loads(line)["type"] for line in lines} == {"answer", "undo", "report"}
    assert "ünïcode" in "".join(lines)
    events, skipped_line = parse_json_lines("\n".join(lines).encode(), "x")
    assert skipped_line == ""
    with log_at(laptop) as log:
        assert events == log.events()


@pytest.mark.parametrize("kind", ["lines", "database"])
def test_events_of_another_machine_are_added_once(laptop: Path, tmp_path: Path, kind: str) -> None:
    source = laptop if kind == "database" else exported(laptop, tmp_path / "x.jsonl")
    before = source.read_bytes()
    with log_at(tmp_path / "desk.db") as log:
        mine = log.record(answered("tell/a", when=days_later(5)))
        assert merge(log, source, clock) == (5, 0, "")
        assert merge(log, source, clock) == (0, 5, "")
        assert log.states()["tell/a"].reps == 3
        assert log.undo_last() == mine
    assert source.read_bytes() == before


def test_merging_a_log_with_itself_changes_nothing(laptop: Path) -> None:
    with log_at(laptop) as log:
        before = log.states()
        assert merge(log, laptop, clock) == (0, 5, "")
        assert log.states() == before


def test_an_incomplete_last_line_is_skipped_with_a_warning(laptop: Path, tmp_path: Path) -> None:
    file = exported(laptop, tmp_path / "x.jsonl")
    file.write_bytes(file.read_bytes()[:-20])
    with log_at(tmp_path / "desk.db") as log:
        merged = merge(log, file, clock)
        assert merged.new_count == 4
        assert merged.skipped_line == f"{file}:5: skipped the last line, which is incomplete"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"day": "2026-02-30"}, "day is out of range"),
        ({"day": "20260302"}, "YYYY-MM-DD"),
        ({"at": "soon"}, "Expected `int`"),
        ({"at": 2**63}, "Expected `int` <= "),
        ({"confidence": "very"}, "Invalid enum value"),
        ({"mood": "good"}, "unknown field `mood`"),
        ({"type": "dream"}, "Invalid value 'dream'"),
        ({"machine": ""}, "Expected `str` of length >= 1 - at `$.machine`"),
    ],
)
def test_an_invalid_line_is_named_and_nothing_is_added(tmp_path: Path, change: dict[str, object], reason: str) -> None:
    good = [json.loads(msgspec.json.encode(answered(machine="m"))) for _ in range(3)]
    good[1].update(change)
    file = tmp_path / "x.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in good), encoding="utf-8")
    with log_at(tmp_path / "desk.db") as log:
        with pytest.raises(ProgressError) as error:
            merge(log, file, clock)
        assert f"{file}:2: " in error.value.message
        assert reason in error.value.message
        assert log.events() == []


def test_an_error_lists_only_the_first_invalid_lines(tmp_path: Path) -> None:
    with pytest.raises(ProgressError, match=r"\(and 95 more\)"):
        parse_json_lines(b"no\n" * 100, "x")


def test_different_events_of_the_same_id_are_refused(laptop: Path, tmp_path: Path) -> None:
    file = exported(laptop, tmp_path / "x.jsonl")
    file.write_text(file.read_text(encoding="utf-8").replace('"is_right":true', '"is_right":false'), encoding="utf-8")
    with log_at(laptop) as log:
        before = log.events()
        with pytest.raises(ProgressError, match="a different record with the id"):
            merge(log, file, clock)
        assert log.events() == before


def test_windows_line_ends_a_byte_order_mark_and_empty_lines_are_accepted(laptop: Path, tmp_path: Path) -> None:
    file = exported(laptop, tmp_path / "x.jsonl")
    events, _ = parse_json_lines(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n\r\n"), "x")
    assert len(events) == 5


def test_a_file_that_is_not_a_log_is_reported(tmp_path: Path) -> None:
    folder, missing, other, junk = (tmp_path / name for name in ("folder", "missing", "other.db", "junk.db"))
    folder.mkdir()
    junk.write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000)
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE mine (text)")
    connection.close()
    with log_at(tmp_path / "desk.db") as log:
        for path, kind, words in (
            (folder, ProgressError, "is a folder"),
            (missing, NotFoundError, "there is no file"),
            (other, ProgressError, f"{other} is a database of another program"),
            (junk, ProgressError, f"damaged: {junk}"),
        ):
            with pytest.raises(PatternsError) as error:
                merge(log, path, clock)
            assert isinstance(error.value, kind)
            assert words in error.value.message


ANSWERS = st.lists(
    st.tuples(
        st.sampled_from(["tell/a", "tell/b", "fact/c"]),
        st.floats(0, 40),
        st.booleans(),
        st.sampled_from(["sure", "think", "guess"]),
        st.sampled_from(["quiz", "learn", "lesson-intro", "cram"]),
        st.booleans(),
    ),
    max_size=14,
)


@settings(max_examples=25, deadline=None)
@given(ANSWERS, st.randoms(use_true_random=False))
def test_merges_in_any_order_give_the_states_of_a_single_replay(
    given_answers: list[tuple[str, float, bool, Confidence, str, bool]], chance: random.Random
) -> None:
    folder = Path(tempfile.mkdtemp())
    machines = [folder / f"{name}.db" for name in "abc"]
    answers: dict[str, AnswerEvent] = {}
    try:
        for item, days, is_right, confidence, mode, is_undone in given_answers:
            with log_at(chance.choice(machines)) as log:
                answer = log.record(
                    answered(item, when=days_later(days), is_right=is_right, confidence=confidence, mode=mode)
                )
                answers[answer.id] = answer
                if is_undone:
                    undone = log.undo_last()
                    assert undone is not None
                    del answers[undone.id]
        there = [machine for machine in machines if machine.exists()]
        merges = [(target, source) for target in there for source in there]
        chance.shuffle(merges)
        for target, machine in [*merges, *((machines[0], source) for source in there)]:
            source = exported(machine, folder / "x.jsonl") if chance.random() < 0.5 else machine
            with log_at(target) as log:
                merge(log, source, clock)
        if machines[0].exists():
            with log_at(machines[0]) as log:
                assert log.states() == replay(answers.values())
                assert log.states() == log.rebuild()
                assert {answer.id for answer in log.answers()} == set(answers)
    finally:
        shutil.rmtree(folder)


def test_an_undo_merged_before_its_answer_still_counts(tmp_path: Path) -> None:
    answer = answered(machine="m")
    undo = UndoEvent(id="u", machine="m", answer=answer.id, at=answer.at + 1)
    with log_at(tmp_path / "desk.db") as log:
        log.add([undo])
        log.add([answer])
        assert (log.states(), list(log.answers())) == ({}, [])
        assert log.day_counts(MONDAY.date()) == (0, 0)
