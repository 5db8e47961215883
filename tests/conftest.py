"""What all tests share: the built-in catalogue, small packs to break, and ways to run the program."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from patterns_cli.advise.ask import open_index
from patterns_cli.app import run
from patterns_cli.catalog.catalog import Catalog, open_catalog
from patterns_cli.catalog.sealed import Stores
from patterns_cli.study.deck import Deck
from patterns_cli.study.material import Material

CONTENT = Path(__file__).parent.parent / "content"
CHEAT_SHEET = Path(__file__).parent / "data" / "cheat_sheet.md"

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
    return open_catalog([CONTENT / "realtime-api"], cache=lambda: shared_home / "cache")


@pytest.fixture(scope="session")
def deck(catalog: Catalog, shared_home: Path) -> Deck:
    """Everything that can be learnt from the built-in packs."""
    stores = Stores(cache=lambda: shared_home / "cache")
    return Deck(Material(catalog, [open_index(CONTENT / "realtime-api", catalog.packs[0], stores)]))


@dataclass(frozen=True)
class Ended:
    """How a run ended and what it printed."""

    code: int
    out: str
    err: str


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
        out, err = (stream.bytes.getvalue().decode(encoding) for stream in streams[1:])
        return Ended(code, out, err)

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
    pack.write("pack.yaml", PACK)
    pack.write("patterns/alpha.yaml", PATTERN)
    beta = PATTERN.replace("alpha", "beta").replace("Alpha", "Beta").replace("[beta]", "[alpha]")
    pack.write("patterns/beta.yaml", beta)
    return pack


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of this test's own."""
    path = tmp_path / "home"
    monkeypatch.setenv("PATTERNS_HOME", str(path))
    return path


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
