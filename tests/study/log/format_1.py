"""Files of format 1, as versions before JSON events wrote them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import msgspec

from patterns_cli.study.log.database import APPLICATION_ID
from patterns_cli.study.log.events import AnswerEvent, Event
from patterns_cli.study.log.migrations import FORMAT_1_TABLES

SCHEMA = """
CREATE TABLE answers (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, machine TEXT NOT NULL, item TEXT NOT NULL,
    question TEXT NOT NULL, chosen TEXT NOT NULL, right TEXT NOT NULL, shown TEXT NOT NULL,
    is_right INTEGER NOT NULL, confidence TEXT NOT NULL, milliseconds INTEGER NOT NULL, at INTEGER NOT NULL,
    offset INTEGER NOT NULL, day TEXT NOT NULL, revision TEXT NOT NULL, mode TEXT NOT NULL
);
CREATE INDEX answers_of_item ON answers (item, question, day);
CREATE INDEX answers_of_day ON answers (day);
CREATE INDEX answers_of_machine ON answers (machine);
CREATE TABLE undos (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, machine TEXT NOT NULL, answer TEXT NOT NULL,
    at INTEGER NOT NULL
);
CREATE INDEX undos_of_answer ON undos (answer);
CREATE TABLE steps (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, machine TEXT NOT NULL, lesson TEXT NOT NULL,
    step INTEGER NOT NULL, steps INTEGER NOT NULL, milliseconds INTEGER NOT NULL, at INTEGER NOT NULL,
    offset INTEGER NOT NULL, day TEXT NOT NULL
);
CREATE TABLE reports (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, machine TEXT NOT NULL, question TEXT NOT NULL,
    why TEXT NOT NULL, at INTEGER NOT NULL
);
CREATE TABLE cards (
    item TEXT PRIMARY KEY, stability REAL NOT NULL, difficulty REAL NOT NULL, first TEXT NOT NULL,
    last TEXT NOT NULL, due TEXT NOT NULL, reps INTEGER NOT NULL, lapses INTEGER NOT NULL,
    failed INTEGER NOT NULL, is_right INTEGER NOT NULL, confidence TEXT NOT NULL, at INTEGER NOT NULL,
    answer TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


def write_format_1(path: Path, events: Sequence[Event], machine: str = "m") -> Sequence[Event]:
    """Write a file of format 1 with these events; returns them."""
    tables = {event_type: table for table, event_type in FORMAT_1_TABLES.items()}
    connection = sqlite3.connect(path)
    connection.executescript(f"{SCHEMA} PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = 1;")
    for event in events:
        fields = msgspec.structs.asdict(event)
        if isinstance(event, AnswerEvent):
            fields |= {"shown": json.dumps(event.shown), "is_right": int(event.is_right)}
        columns = ", ".join(f'"{name}"' for name in fields)
        values = ", ".join("?" * len(fields))
        connection.execute(f"INSERT INTO {tables[type(event)]} ({columns}) VALUES ({values})", [*fields.values()])
    meta = {"machine": machine, "inode": str(path.stat().st_ino), "cards": "[2,0,1,0,null]"}
    connection.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
    connection.commit()
    connection.close()
    return events
