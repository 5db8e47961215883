"""What all tests share: the built-in catalogue, small packs to break, and ways to run the program."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings

from patterns_cli.advise.recommend import open_index
from patterns_cli.app import run
from patterns_cli.catalog.catalog import Catalog, open_catalog
from patterns_cli.packs.cache import CacheLocations
from patterns_cli.study.deck import Deck
from patterns_cli.study.questions.sources import QuestionSources

CONTENT = Path(__file__).parent.parent / "content"
CHEAT_SHEET = Path(__file__).parent / "data" / "cheat_sheet.md"

# A submission must not fail for a bug that a random example finds elsewhere, so CI runs the same examples each time.
settings.register_profile("ci", derandomize=True, max_examples=40, deadline=None)
if os.environ.get("CI"):
    settings.load_profile("ci")

QUIET = {
    "NO_COLOR",
    "FORCE_COLOR",
    "COLUMNS",
    "PATTERNS_ACCESSIBLE",
    "PATTERNS_PAGER",
    "PATTERNS_DAY_START",
    "PAGER",
    "LESS",
}
"""What a developer's own environment must not decide for a test."""


@pytest.fixture(scope="session")
def shared_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home for all tests that only look things up, so that the content is compiled once."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(autouse=True)
def environment(shared_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same surroundings for every test, whoever runs it."""
    for name in QUIET:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATTERNS_HOME", str(shared_home))
    monkeypatch.setenv("TERM", "xterm-256color")


@pytest.fixture(scope="session")
def catalog(shared_home: Path) -> Catalog:
    """The built-in catalogue."""
    return open_catalog([CONTENT / "realtime-api"], CacheLocations(find_cache_dir=lambda: shared_home / "cache"))


@pytest.fixture(scope="session")
def deck(catalog: Catalog, shared_home: Path) -> Deck:
    """Everything that can be learnt from the built-in packs."""
    stores = CacheLocations(find_cache_dir=lambda: shared_home / "cache")
    return Deck(QuestionSources(catalog, [open_index(CONTENT / "realtime-api", catalog.packs[0], stores)]))


@dataclass(frozen=True)
class Ended:
    """How a run ended and what it printed."""

    code: int
    out: str
    err: str
    data: bytes
    """What was printed, before it is read in the encoding of the stream."""


class Stream(io.TextIOWrapper):
    """A standard stream of a run: a pipe or a terminal, with an encoding of its own."""

    def __init__(self, *, terminal: bool, encoding: str, text: str = "") -> None:
        self.bytes = io.BytesIO(text.encode(encoding))
        self.terminal = terminal
        super().__init__(self.bytes, encoding=encoding, write_through=True)

    def isatty(self) -> bool:
        return self.terminal

    def fileno(self) -> int:
        raise OSError("not a file")


Patterns = Callable[..., Ended]


@pytest.fixture
def patterns(monkeypatch: pytest.MonkeyPatch) -> Patterns:
    """Run the program in this process: ``patterns("show", "ws", terminal=True, width=60)``."""

    def call(
        *args: str,
        terminal: bool = False,
        encoding: str = "utf-8",
        width: int | None = None,
        typed: str = "",
        env: Mapping[str, str] | None = None,
    ) -> Ended:
        streams = [Stream(terminal=terminal, encoding=encoding, text=text) for text in (typed, "", "")]
        with monkeypatch.context() as patch:
            for name, value in {**(env or {}), **({"COLUMNS": str(width)} if width else {})}.items():
                patch.setenv(name, value)
            for name, stream in zip(("stdin", "stdout", "stderr"), streams, strict=True):
                patch.setattr(sys, name, stream)
            code = run(args)
        data, errors = (stream.bytes.getvalue() for stream in streams[1:])
        # What other programs read is UTF-8 in any locale, so that it may be no text in this encoding.
        out, err = (printed.decode(encoding, "surrogateescape") for printed in (data, errors))
        return Ended(code, out, err, data)

    return call


Program = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def program() -> Program:
    """Run the program as a process of its own."""

    def call(*args: str, env: Mapping[str, str] | None = None, **options: object) -> subprocess.CompletedProcess[bytes]:
        settings: dict[str, object] = {"stdin": subprocess.DEVNULL, "capture_output": True, "timeout": 60, **options}
        command = [sys.executable, "-m", "patterns_cli", *args]
        return subprocess.run(command, env={**os.environ, **(env or {})}, check=False, **settings)  # type: ignore[call-overload, no-any-return]

    return call


PACK = "id: small\ntitle: Small\nsummary: A pack for a test.\nprofile:\n  - id: starts\n    label: Who starts\n"

PATTERN = """\
id: alpha
name: Alpha
summary: The first of two.
what: It goes first.
use_when:
  - id: always
    text: Always.
avoid_when:
  - id: never
    text: Never.
    instead: [beta]
profile:
  starts: Alpha does
"""


@dataclass(frozen=True)
class SmallPack:
    """A pack on disk with two patterns, to be changed by a test."""

    folder: Path

    def fill(self) -> None:
        """Write it without a fault: alpha and beta."""
        self.write("pack.yaml", PACK.replace("small", self.folder.name))
        self.write("patterns/alpha.yaml", PATTERN)
        beta = PATTERN.replace("alpha", "beta").replace("Alpha", "Beta").replace("[beta]", "[alpha]")
        self.write("patterns/beta.yaml", beta)

    def write(self, name: str, text: str) -> Path:
        """Write one of its files."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def replace(self, name: str, old: str, new: str) -> Path:
        """Change words of one of its files."""
        text = (self.folder / name).read_text(encoding="utf-8")
        assert old in text
        return self.write(name, text.replace(old, new, 1))


@pytest.fixture
def small_pack(tmp_path: Path) -> SmallPack:
    """A pack without a fault: alpha and beta."""
    pack = SmallPack(tmp_path / "small")
    pack.fill()
    return pack


@pytest.fixture(scope="session")
def furnished_folder(tmp_path_factory: pytest.TempPathFactory, shared_home: Path, deck: Deck) -> Path:
    """A folder with a sound pack, a faulty one, a cheat sheet, a file of answers, and a home of one who studies."""
    from patterns_cli.study.log.answer_log import open_log
    from patterns_cli.study.study_day import local_clock
    from tests.study.answering import answered

    folder = tmp_path_factory.mktemp("furnished")
    clean, faulty = SmallPack(folder / "clean"), SmallPack(folder / "faulty")
    for pack in (clean, faulty):
        pack.fill()
    faulty.replace("patterns/alpha.yaml", "[beta]", "[beto]")
    faulty.replace(
        "patterns/beta.yaml", "what: It goes first.", "what: It goes \u2192 first, see #2 of caf\u00e9.\nwat: ''"
    )
    faulty.write("sistems.yaml", "systems: []\n")
    shutil.copy(Path(__file__).parent / "data" / "sheets" / "caching.md", folder)
    questions = [next(deck.sample_questions(item, 1)) for item in [*deck.items.values()][::40]]
    chosen = [question.options[number % 2].id for number, question in enumerate(questions)]
    lines = [json.dumps({"id": one.id, "chosen": id_}) for one, id_ in zip(questions, chosen, strict=True)]
    (folder / "answers.jsonl").write_text("\n".join(lines), encoding="utf-8")
    home = folder / "home"
    shutil.copytree(shared_home / "cache", home / "cache")
    now = local_clock()
    with open_log(home / "progress.db", clock=local_clock) as log:
        for day in (90, 60, 30, 5, 4, 3, 2, 1, 0):
            when = now - timedelta(days=day)
            log.record(answered("recognise/sse", when=when, is_right=day % 2 == 0, confidence="think"))
            log.record(answered("tell/sse-or-websocket", when=when))
        log.record(answered("recognise/what-was-removed", when=now))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("PATTERNS_HOME", str(home))
        assert run(["import", "caching.md", "--json"]) == 0
    return folder


@pytest.fixture
def furnished(furnished_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """To be in that folder, with that home."""
    monkeypatch.chdir(furnished_folder)
    monkeypatch.setenv("PATTERNS_HOME", str(furnished_folder / "home"))
    return furnished_folder


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of this test's own."""
    path = tmp_path / "home"
    monkeypatch.setenv("PATTERNS_HOME", str(path))
    return path


@pytest.fixture
def compiled_home(home: Path, shared_home: Path, deck: Deck) -> Path:
    """A home of this test's own, in which nothing is kept yet but the compiled content."""
    shutil.copytree(shared_home / "cache", home / "cache")
    return home


def visible_words(text: str) -> Iterator[str]:
    """The words of a text, without what colours it."""
    import re

    yield from re.findall(r"\w+", re.sub(r"\x1b\[[0-9;]*m", "", text))


def lines_wider_than(width: int, text: str) -> Sequence[str]:
    """The lines of a text that do not fit."""
    import re

    from rich.cells import cell_len

    plain = re.sub(r"\x1b\[[0-9;]*m", "", text)
    return [line for line in plain.split("\n") if cell_len(line) > width]
