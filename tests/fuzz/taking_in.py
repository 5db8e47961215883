"""Files from elsewhere: zip files of packs, exported progress, and answers to grade."""

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
from tests.fuzz.limits import in_time
from tests.study.answering import MONDAY, log_at


class _Folder:
    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="patterns-fuzz-"))

    def close(self) -> None:
        """Remove what was written."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def emptied(self) -> Path:
        """The folder, without what was written before."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        return self.folder


class Zip(_Folder):
    """Unpacks the zip file that an input is."""

    def __call__(self, data: bytes) -> None:
        """Raise what is wrong with how it is unpacked."""
        folder = self.emptied()
        archive, target = folder / "pack.zip", folder / "within" / "target"
        archive.write_bytes(data)
        target.mkdir(parents=True)
        try:
            with in_time("unpacking"):
                unpack_zip(archive, target)
        except PatternsError:
            pass
        else:
            assert (target / "pack.yaml").is_file(), "unpacked, and without a head"
        outside = {path for path in folder.rglob("*") if target not in (path, *path.parents)}
        assert outside == {archive, target.parent}, f"written outside: {outside}"
        assert not any(path.is_symlink() for path in target.rglob("*")), "a link was unpacked"


class Merge(_Folder):
    """Merges the exported progress that an input is."""

    def __call__(self, data: bytes) -> None:
        """Raise what is wrong with how it is merged, and with what is read from it afterwards."""
        folder = self.emptied()
        path = folder / "other.jsonl"
        path.write_bytes(data)
        with log_at(folder / "progress.db") as log:
            try:
                with in_time("merging"):
                    merged = merge(log, path, lambda: MONDAY)
            except PatternsError:
                assert log.events() == [], "refused, and yet taken in"
                return
            assert merged.new_count == len(log.events()), "so many are new, and not so many there"
            assert merge(log, path, lambda: MONDAY).new_count == 0, "the second time something is new"
            text = "".join(to_json_lines(log.events()))
            records, left_out = parse_json_lines(text.encode(), "again")
            assert not left_out
            assert sorted(map(str, records)) == sorted(map(str, log.events())), "exported as something else"
            states = log.states()
            assert log.replayed_states() == states == log.rebuild(), "states differ when they are worked out anew"
            log.day_counts(date(2026, 1, 5))
            assert not log.check_integrity()


class Answers(_Folder):
    """Grades the file of answers that an input is."""

    @cached_property
    def _deck(self) -> Deck:
        catalog = open_catalog([CONTENT / "realtime-api"])
        return Deck(
            QuestionSources(catalog, [open_index(CONTENT / "realtime-api", catalog.packs[0], CacheLocations())])
        )

    def __call__(self, data: bytes) -> None:
        """Raise what is wrong with how it is read and graded."""
        path = self.emptied() / "answers.json"
        path.write_bytes(data)
        self._grade(str(path), io.StringIO())
        self._grade("-", io.StringIO(data.decode("utf-8", "surrogateescape")))

    def _grade(self, source: str, stdin: io.StringIO) -> None:
        try:
            with in_time("grading"):
                results = grade_answers(self._deck, source, stdin)
        except PatternsError:
            return
        to_json({"answers": [result_to_dict(result) for result in results]})
        PlainRenderer(40, encoding="utf-8").render(graded_answers_card(results))
