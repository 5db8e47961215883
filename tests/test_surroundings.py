"""Whoever runs it, and wherever: no home, no rights, another order of hashes, warnings as errors."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from patterns_cli.paths import Paths
from tests.conftest import CHEAT_SHEET, CONTENT, Patterns, Program

LOOK_UPS = (
    ("--help",),
    ("--version",),
    ("list",),
    ("show", "sse"),
    ("compare", "sse", "websocket"),
    ("ask", "the phone retries and we charge the card twice", "--no-input"),
    ("decide", "--tree"),
    ("learn", "sse", "--no-input", "--seed", "1"),
    ("quiz", "--export", "3"),
    ("progress",),
    ("validate", str(CONTENT / "realtime-api" / "pack.yaml")),
)
"""They write nothing that they need."""


@pytest.mark.parametrize("args", [("show", "sse"), ("ask", "tie", "--no-input"), ("paths",)], ids=" ".join)
def test_a_home_that_cannot_be_is_no_hindrance(patterns: Patterns, tmp_path: Path, args: tuple[str, ...]) -> None:
    (tmp_path / "file").touch()
    ended = patterns(*args, env={"PATTERNS_HOME": str(tmp_path / "file" / "home")})
    assert (ended.code, ended.err) == (0, "")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.fixture
def without_a_home(tmp_path: Path, shared_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """To be a user whom the system does not know, as in many containers, in an empty folder."""

    def unknown(*_: object) -> object:
        raise KeyError("no such user")

    pwd = pytest.importorskip("pwd", reason="Windows knows all its users")
    for name in ("getpwuid", "getpwnam"):
        monkeypatch.setattr(pwd, name, unknown)
    for name in ("HOME", "PATTERNS_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "empty"
    folder.mkdir()
    monkeypatch.chdir(folder)
    # What is compiled already need not be compiled again by each test.
    (tmp_path / "xdg").mkdir()
    (tmp_path / "xdg" / "patterns").symlink_to(shared_home / "cache")
    return folder


@pytest.mark.parametrize("args", LOOK_UPS, ids=" ".join)
def test_without_a_home_every_answer_is_given_and_nothing_is_written(
    patterns: Patterns, catalog: object, without_a_home: Path, args: tuple[str, ...]
) -> None:
    ended = patterns(*args, env={"XDG_CACHE_HOME": str(without_a_home.parent / "xdg")})
    assert (ended.code, ended.err) == (0, "")
    assert ended.out
    assert [*without_a_home.iterdir()] == []


@pytest.mark.parametrize("home", ["", "~nobody-of-that-name/home"])
@pytest.mark.parametrize(
    "args",
    [
        ("quiz", "--report", "fact/sse/name/recall"),
        ("import", str(CHEAT_SHEET)),
        ("pack", "add", str(CONTENT / "realtime-api")),
        ("completion", "bash", "--install"),
    ],
    ids=lambda args: args if isinstance(args, str) else args[0],
)
def test_without_a_home_what_would_be_kept_there_is_refused_with_what_to_do(
    patterns: Patterns, catalog: object, without_a_home: Path, home: str, args: tuple[str, ...]
) -> None:
    ended = patterns(*args, env={"XDG_CACHE_HOME": str(without_a_home.parent / "xdg"), "PATTERNS_HOME": home})
    assert (ended.code, ended.out) == (1, "")
    assert "your home folder is unknown\nhint: set PATTERNS_HOME to a folder of yours\n" in ended.err
    assert [*without_a_home.iterdir()] == []


def test_without_a_home_no_cache_is_written_into_the_folder_one_is_in(patterns: Patterns, without_a_home: Path) -> None:
    assert patterns("show", "sse", "--brief").code == 0
    assert [*without_a_home.iterdir()] == []


def test_the_shell_files_of_nobody_are_not_set_up(patterns: Patterns, without_a_home: Path) -> None:
    ended = patterns("completion", "bash", "--install", env={"PATTERNS_HOME": str(without_a_home.parent / "own")})
    assert (ended.code, ended.out) == (1, "")
    assert "set HOME to the folder of your shell's files" in ended.err


@pytest.fixture
def powerless() -> list[str]:
    """What starts a program so that rights bind it even where root runs the tests."""
    if sys.platform == "win32":
        pytest.skip("Windows has other rights")
    if os.geteuid() != 0:
        return []
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("root may do everything here")
    rights = "-dac_override,-dac_read_search"
    return [setpriv, "--bounding-set", rights, "--inh-caps", rights]


LOCKED = {
    "the folder is read-only": lambda home: home.chmod(0o555),
    "the folder is closed": lambda home: home.chmod(0o000),
    "the file is another's": lambda home: (home / "progress.db").chmod(0o000),
}


@pytest.mark.parametrize("kind", LOCKED)
def test_whoever_owns_the_home_look_ups_are_answered_and_progress_tells_why_not(
    powerless: list[str], compiled_home: Path, kind: str
) -> None:
    if kind == "the file is another's":
        (compiled_home / "progress.db").touch()
    before = sorted(compiled_home.rglob("*"))
    LOCKED[kind](compiled_home)
    try:
        look_ups = (("list",), ("show", "sse", "--brief"), ("ask", "we charge twice", "--no-input"))
        for args in look_ups[: 1 if kind == "the folder is closed" else 3]:  # it closes the cache as well
            ended = subprocess.run(
                [*powerless, sys.executable, "-m", "patterns_cli", *args], capture_output=True, check=False
            )
            assert (ended.returncode, ended.stderr) == (0, b""), args
            assert ended.stdout
        command = [*powerless, sys.executable, "-m", "patterns_cli", "quiz", "--report", "fact/sse/name/recall"]
        ended = subprocess.run(command, capture_output=True, check=False)
        assert ended.returncode == 1
        assert ended.stderr.startswith(b"error: your progress cannot be ")
        assert b"hint: fix the permissions, or set PATTERNS_HOME to a folder of yours" in ended.stderr
    finally:
        compiled_home.chmod(0o700)
    assert sorted(compiled_home.rglob("*")) == before


def test_packs_that_were_not_installed_are_missed_aloud(
    patterns: Patterns, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Paths, "content", tmp_path)
    for args in (("list",), ("show", "sse")):
        ended = patterns(*args)
        assert ended.err.startswith(
            f"warning: the built-in packs are missing: they should lie in {tmp_path} (reinstall"
        )


POSIX = {"LC_ALL": "POSIX", "LANG": "", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.mark.skipif(sys.platform == "win32", reason="locales are not set by the environment there")
@pytest.mark.parametrize(
    "args",
    [
        ("import", "notes.md", "-o", "made"),
        ("pack", "new", "made"),
        ("pack", "schema", "-o", "made"),
        ("export", "gift", "--topic", "sse", "-o", "made"),
        ("export", "svg", "sse", "-o", "made"),
        ("ask", "--record", "made", "--no-input", "we charge twice"),
    ],
    ids=" ".join,
)
def test_files_are_the_same_bytes_in_every_locale(
    program: Program, catalog: object, tmp_path: Path, args: tuple[str, ...]
) -> None:
    made = []
    for name, env in (("utf-8", {"LC_ALL": "C.UTF-8"}), ("posix", POSIX)):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "notes.md").write_text("# Café\n\n## 1. Naïve → 🙂\n\n**What**: “x”\n", encoding="utf-8")
        ended = program(*args, env=env, cwd=folder)
        assert ended.returncode == 0, ended.stderr
        files = [path for path in [folder / "made", *(folder / "made").rglob("*")] if path.is_file()]
        made.append({path.relative_to(folder).as_posix(): path.read_bytes() for path in files})
    assert made[0]
    assert made[0] == made[1]


@pytest.mark.parametrize(
    "args",
    [
        ("quiz", "--export", "5", "--seed", "7"),
        ("learn", "websocket", "--no-input", "--seed", "7"),
        ("ask", "tie", "--no-input", "--json"),
        ("search", "connection", "--json"),
        ("export", "gift", "--topic", "sse", "--per-item", "1"),
        ("export", "json"),
        ("validate", "faulty", "clean"),
    ],
    ids=" ".join,
)
def test_the_order_of_hashes_decides_nothing(program: Program, furnished: Path, args: tuple[str, ...]) -> None:
    outs = {program(*args, env={"PYTHONHASHSEED": seed}).stdout for seed in ("0", "1")}
    assert len(outs) == 1
    assert outs.pop()


@pytest.mark.parametrize("args", [*LOOK_UPS[3:-1], ("quiz", "--answers", "answers.jsonl")], ids=" ".join)
def test_nothing_that_is_used_is_about_to_go(furnished: Path, args: tuple[str, ...]) -> None:
    strict = [sys.executable, "-W", "error::DeprecationWarning", "-W", "error::ResourceWarning"]
    command = [*strict, "-m", "patterns_cli", *args]
    ended = subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL, timeout=60)
    assert (ended.returncode, ended.stderr) == (0, b"")
