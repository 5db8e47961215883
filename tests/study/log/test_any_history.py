"""Any history of answers, undos, exports, merges and crashes on several machines replays to the same states."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from patterns_cli.study.log import database as database_module
from patterns_cli.study.log import rows
from patterns_cli.study.log.events import AnswerEvent
from patterns_cli.study.log.merge import merge, to_json_lines
from patterns_cli.study.schedule import replay
from tests.study.answering import answered, days_later, log_at

MACHINES = st.sampled_from(["laptop", "desk", "phone"])
MODES = st.sampled_from(["quiz", "learn", "lesson-intro", "cram"])
ITEMS = st.sampled_from(["tell/a", "tell/b", "fact/c"])


class Histories(RuleBasedStateMachine):
    """Three machines, with the ids of the events that each must have."""

    def __init__(self) -> None:
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(database_module, "SYNCHRONOUS", "OFF")  # power stays on in a test
        self.folder = Path(tempfile.mkdtemp())
        self.answers: dict[str, AnswerEvent] = {}
        self.undone: dict[str, str] = {}
        self.held: dict[str, set[str]] = {name: set() for name in ("laptop", "desk", "phone")}
        self.own: dict[str, list[str]] = {name: [] for name in self.held}
        self.touched = "laptop"

    def path(self, machine: str) -> Path:
        self.touched = machine
        return self.folder / f"{machine}.db"

    def teardown(self) -> None:
        for machine in self.held:
            self.touched = machine
            self.replays_to_the_same_state()
        self.patch.undo()
        shutil.rmtree(self.folder)

    @rule(
        machine=MACHINES,
        item=ITEMS,
        days=st.floats(0, 40),
        is_right=st.booleans(),
        mode=st.sampled_from(["quiz", "cram"]),
    )
    def answer(self, machine: str, item: str, days: float, is_right: bool, mode: str) -> None:
        with log_at(self.path(machine)) as log:
            answer = log.record(answered(item, when=days_later(days), is_right=is_right, mode=mode))
        self.answers[answer.id] = answer
        self.held[machine].add(answer.id)
        self.own[machine].append(answer.id)

    @rule(machine=MACHINES)
    def undo(self, machine: str) -> None:
        with log_at(self.path(machine)) as log:
            before = {event.id for event in log.events()}
            taken = log.undo_last()
            new = {event.id for event in log.events()} - before
        last = self.own[machine].pop() if self.own[machine] else None
        assert (taken.id if taken else None) == last
        assert len(new) == (last is not None)
        for undo in new:
            self.undone[undo] = str(last)
        self.held[machine] |= new

    @rule(machine=MACHINES, other=MACHINES, as_file=st.booleans())
    def merge(self, machine: str, other: str, as_file: bool) -> None:
        source = self.path(other)
        if not source.exists():
            return
        if as_file:
            with log_at(source) as log:
                text = "".join(to_json_lines(log.events()))
            source = self.folder / "exported.jsonl"
            source.write_bytes(text.encode())
        with log_at(self.path(machine)) as log:
            merged = merge(log, source, lambda: days_later(3650))
        assert merged.new_count == len(self.held[other] - self.held[machine])
        self.held[machine] |= self.held[other]

    @rule(machine=MACHINES, other=MACHINES, keep=st.floats(0, 1))
    def merge_incomplete_file(self, machine: str, other: str, keep: float) -> None:
        with log_at(self.path(other)) as log:
            text = "".join(to_json_lines(log.events())).encode()
        source = self.folder / "cut.jsonl"
        source.write_bytes(text[: int(len(text) * keep)])
        with log_at(self.path(machine)) as log:
            merge(log, source, lambda: days_later(3650))
            kept = {event.id for event in log.events()}
        assert self.held[machine] <= kept <= self.held[machine] | self.held[other]
        self.held[machine] = kept

    @rule(machine=MACHINES, at=st.sampled_from(["insert", "cache"]))
    def fail_while_recording(self, machine: str, at: str) -> None:
        with log_at(self.path(machine)) as log, pytest.MonkeyPatch.context() as patch:

            def fail(*args: object) -> None:
                raise KeyboardInterrupt

            if at == "insert":
                patch.setattr(rows, "insert", fail)
            else:
                patch.setattr(log._cache, "rebuild", fail)
            with contextlib.suppress(KeyboardInterrupt):
                log.add([answered("tell/a", machine="elsewhere")])
                raise AssertionError("the event was recorded")

    @rule(machine=MACHINES)
    def crash_in_the_middle_of_a_write(self, machine: str) -> None:
        """Leave the file as a process does that dies while writing its pages."""
        path = self.path(machine)
        if not path.exists():
            return
        journal = path.with_name(path.name + "-journal")
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("DELETE FROM events")
        connection.execute("DELETE FROM states")
        connection.execute("CREATE TABLE filler (text)")
        connection.executemany("INSERT INTO filler VALUES (?)", [("x" * 3000,)] * 50)
        data, journal_data = path.read_bytes(), journal.read_bytes()
        connection.execute("ROLLBACK")
        connection.close()
        assert data != path.read_bytes()
        path.write_bytes(data)
        journal.write_bytes(journal_data)

    @invariant()
    def replays_to_the_same_state(self) -> None:
        held = self.held[self.touched]
        undone = {self.undone[id_] for id_ in held if id_ in self.undone}
        counted = [self.answers[id_] for id_ in held if id_ in self.answers and id_ not in undone]
        with log_at(self.folder / f"{self.touched}.db") as log:
            assert {event.id for event in log.events()} == held
            assert {answer.id for answer in log.answers()} == {answer.id for answer in counted}
            assert log.states() == replay(counted)
            assert log.replayed_states() == log.states()
            assert log.check_integrity() == []


TestHistories = Histories.TestCase
TestHistories.settings = settings(max_examples=30, stateful_step_count=20, deadline=None)
