"""Fuzz targets: files from elsewhere, which are archives of packs, exported progress and answers to grade."""

from __future__ import annotations

import io
import shutil
import tempfile
from datetime import date
from functools import cached_property
from pathlib import Path

from patterns_cli.advise.recommend import open_index
from patterns_cli.catalog.catalog import open_catalog
from patterns_cli.errors import PatternsError
from patterns_cli.exchange.question_json import grade_answers, result_to_dict
from patterns_cli.packs.cache import CacheLocations
from patterns_cli.packs.install.archive import unpack_zip
from patterns_cli.render.cards.quiz import graded_answers_card
from patterns_cli.render.json_output import to_json
from patterns_cli.render.plain_renderer import PlainRenderer
from patterns_cli.study.deck import Deck
from patterns_cli.study.log.merge import merge, parse_json_lines, to_json_lines
from patterns_cli.study.questions.sources import QuestionSources
from tests.conftest import CONTENT
from tests.fuzz.limits import time_limit
from tests.study.answering import MONDAY, log_at


class _TemporaryFolder:
    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="patterns-fuzz-"))

    def close(self) -> None:
        """Delete the temporary folder."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def empty(self) -> Path:
        """Empty the folder and return it."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        return self.folder


class Zip(_TemporaryFolder):
    """Unpacks an input as a zip file."""

    def __call__(self, data: bytes) -> None:
        """Unpack an archive; raises if anything is written outside the target folder."""
        folder = self.empty()
        archive, target = folder / "pack.zip", folder / "within" / "target"
        archive.write_bytes(data)
        target.mkdir(parents=True)
        try:
            with time_limit("unpacking"):
                unpack_zip(archive, target)
        except PatternsError:
            pass
        else:
            assert (target / "pack.yaml").is_file(), "unpacked without pack.yaml"
        outside = {path for path in folder.rglob("*") if target not in (path, *path.parents)}
        assert outside == {archive, target.parent}, f"written outside: {outside}"
        assert not any(path.is_symlink() for path in target.rglob("*")), "a link was unpacked"


class Merge(_TemporaryFolder):
    """Merges an input as exported progress."""

    def __call__(self, data: bytes) -> None:
        """Merge a file twice and read the log; raises if anything is wrong."""
        folder = self.empty()
        path = folder / "other.jsonl"
        path.write_bytes(data)
        with log_at(folder / "progress.db") as log:
            try:
                with time_limit("merging"):
                    merged = merge(log, path, lambda: MONDAY)
            except PatternsError:
                assert log.events() == [], "rejected, but merged"
                return
            assert merged.new_count == len(log.events()), "the number of new events is wrong"
            assert merge(log, path, lambda: MONDAY).new_count == 0, "the second merge adds events"
            text = "".join(to_json_lines(log.events()))
            records, rejected = parse_json_lines(text.encode(), "again")
            assert not rejected
            assert sorted(map(str, records)) == sorted(map(str, log.events())), "the export differs"
            states = log.states()
            assert log.replayed_states() == states == log.rebuild(), "replayed states differ"
            log.day_counts(date(2026, 1, 5))
            assert not log.check_integrity()


class Answers(_TemporaryFolder):
    """Grades an input as a file of answers."""

    @cached_property
    def _deck(self) -> Deck:
        catalog = open_catalog([CONTENT / "realtime-api"])
        return Deck(
            QuestionSources(catalog, [open_index(CONTENT / "realtime-api", catalog.packs[0], CacheLocations())])
        )

    def __call__(self, data: bytes) -> None:
        """Grade a file, also from standard input; raises if anything is wrong."""
        path = self.empty() / "answers.json"
        path.write_bytes(data)
        self._grade(str(path), io.StringIO())
        self._grade("-", io.StringIO(data.decode("utf-8", "surrogateescape")))

    def _grade(self, source: str, stdin: io.StringIO) -> None:
        try:
            with time_limit("grading"):
                results = grade_answers(self._deck, source, stdin)
        except PatternsError:
            return
        to_json({"answers": [result_to_dict(result) for result in results]})
        PlainRenderer(40, encoding="utf-8").render(graded_answers_card(results))
