"""``patterns progress merge`` killed: a file is merged completely or not at all, and nothing is lost."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

from patterns_cli.study.log.answer_log import open_log
from patterns_cli.study.log.merge import to_json_lines
from patterns_cli.study.study_day import local_clock
from tests.conftest import Patterns
from tests.kill.killing import is_sound, killed_after, moments, posix_only
from tests.study.answering import answered

pytestmark = posix_only

RECORDS = 400


def test_a_killed_merge_adds_every_event_or_none(patterns: Patterns, compiled_home: Path, tmp_path: Path) -> None:
    database = compiled_home / "progress.db"
    now = local_clock()
    with open_log(database, clock=local_clock) as log:
        mine = [log.record(answered(f"recognise/{n}", when=now - timedelta(days=n))).id for n in range(5)]
    there = set(mine)

    def file(number: int) -> tuple[Path, set[str]]:
        """A file with the answers of another machine, and their ids."""
        answers = [
            answered(
                f"tell/{n % 40}", id=f"{number}-{n}", machine="laptop", when=now - timedelta(days=n % 50, seconds=n)
            )
            for n in range(RECORDS)
        ]
        path = tmp_path / f"{number}.jsonl"
        path.write_text("".join(to_json_lines(answers)), encoding="utf-8")
        return path, {answer.id for answer in answers}

    timed, ids = file(-1)
    for number, seconds in enumerate(moments("progress", "merge", str(timed))):
        there |= ids if not number else set()
        path, new = file(number)
        killed_after(seconds, "progress", "merge", str(path))
        assert is_sound(database)
        with open_log(database, clock=local_clock) as log:
            kept = {event.id for event in log.events()}
        assert kept in (there, there | new)
        there = kept
        if number % 10 == 0:
            ended = patterns("progress", "merge", str(path), "--json")
            merged = json.loads(ended.out)["merged"]
            assert (ended.code, merged["new"] + merged["known"]) == (0, RECORDS)
            there |= new
    with open_log(database, clock=local_clock) as log:
        assert log.states() == log.rebuild()
        assert set(mine) <= {event.id for event in log.events()}
    assert patterns("progress").code == 0
