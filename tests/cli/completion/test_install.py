"""``patterns completion --install``: once, and no more than asked."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from patterns_cli.cli.completion.install import END, START
from patterns_cli.cli.completion.shells import Shell, script, shell_in_use
from tests.conftest import Patterns

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="start-up files lie elsewhere on Windows")

START_UP = {"bash": ".bash_profile" if sys.platform == "darwin" else ".bashrc", "zsh": ".zshrc"}


@pytest.fixture(autouse=True)
def person(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A person's folder, empty."""
    path = tmp_path / "person"
    path.mkdir()
    monkeypatch.setenv("HOME", str(path))
    for name in ("ZDOTDIR", "XDG_CONFIG_HOME", "PROFILE"):
        monkeypatch.delenv(name, raising=False)
    return path


@pytest.mark.parametrize("shell", Shell)
def test_the_script_is_printed_as_it_is(patterns: Patterns, shell: str) -> None:
    ended = patterns("completion", shell)
    assert (ended.code, ended.err, ended.out) == (0, "", script(Shell(shell)))
    assert json.loads(patterns("completion", shell, "--json").out)["script"] == ended.out


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_installed_twice_it_stands_there_once(patterns: Patterns, person: Path, home: Path, shell: str) -> None:
    start_up = person / START_UP[shell]
    start_up.write_bytes(b"alias ll='ls -l'\n# caf\xe9")
    first = patterns("completion", shell, "--install")
    assert first.code == 0
    installed = home / "completion" / f"patterns.{shell}"
    assert first.out == f"changed: {installed}\nchanged: {start_up}\n"
    text = start_up.read_bytes()
    assert text.startswith(b"alias ll='ls -l'\n# caf\xe9\n" + START.encode())
    assert installed.read_text(encoding="utf-8") == script(Shell(shell))
    second = patterns("completion", shell, "--install")
    assert (second.code, second.out) == (0, "")
    assert second.err == f"Nothing to do: {shell} completes patterns already.\n"
    assert start_up.read_bytes() == text
    assert text.count(START.encode()) == 1


def test_it_is_mended_where_it_stands(patterns: Patterns, person: Path) -> None:
    start_up = person / START_UP["bash"]
    start_up.write_text(f"before\n{START}\nold\n{END}\nafter\n", encoding="utf-8")
    patterns("completion", "bash", "--install")
    lines = start_up.read_text(encoding="utf-8").splitlines()
    assert [lines[0], lines[1], lines[3], lines[4]] == ["before", START, END, "after"]
    assert len(lines) == 5


@pytest.mark.parametrize("shell", [*Shell])
def test_uninstalled_all_is_as_before(
    patterns: Patterns, person: Path, monkeypatch: pytest.MonkeyPatch, shell: str
) -> None:
    monkeypatch.setenv("PROFILE", str(person / "profile.ps1"))
    for name in (*START_UP.values(), "profile.ps1"):
        (person / name).write_bytes(b"one\r\ntwo\r\n")
    patterns("completion", shell, "--install")
    ended = patterns("completion", shell, "--uninstall", "--json")
    assert len(json.loads(ended.out)["changed"]) == (1 if shell == "fish" else 2)
    for name in (*START_UP.values(), "profile.ps1"):
        assert (person / name).read_bytes() == b"one\r\ntwo\r\n"
    again = patterns("completion", shell, "--uninstall")
    assert again.err == f"Nothing to do: {shell} was not set up.\n"


def test_fish_needs_no_start_up_file(patterns: Patterns, person: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(person / "config"))
    ended = patterns("completion", "fish", "--install")
    path = person / "config" / "fish" / "completions" / "patterns.fish"
    assert ended.out == f"changed: {path}\n"
    assert path.read_text(encoding="utf-8") == script(Shell.FISH)


def test_zsh_is_set_up_where_its_files_are(patterns: Patterns, person: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZDOTDIR", str(person / "zsh"))
    patterns("completion", "zsh", "--install")
    assert START in (person / "zsh" / ".zshrc").read_text(encoding="utf-8")
    assert not (person / ".zshrc").exists()


def test_a_link_stays_a_link(patterns: Patterns, person: Path) -> None:
    (person / "dotfiles").mkdir()
    real = person / "dotfiles" / "bashrc"
    real.write_text("one\n", encoding="utf-8")
    real.chmod(0o600)
    (person / START_UP["bash"]).symlink_to(real)
    patterns("completion", "bash", "--install")
    assert (person / START_UP["bash"]).is_symlink()
    assert START in real.read_text(encoding="utf-8")
    assert real.stat().st_mode & 0o777 == 0o600


def test_what_cannot_be_written_is_told_in_a_line(patterns: Patterns, person: Path) -> None:
    (person / START_UP["bash"]).mkdir()
    ended = patterns("completion", "bash", "--install")
    assert ended.code == 1
    assert ended.err.startswith("error: ")
    assert ended.err.count("\n") == 1


@pytest.mark.parametrize(
    ("shell", "expected"),
    [("/bin/bash", Shell.BASH), ("/usr/bin/zsh", Shell.ZSH), ("/opt/pwsh", Shell.POWERSHELL), ("/bin/tcsh", None)],
)
def test_the_shell_in_use_is_known_from_the_environment(shell: str, expected: Shell | None) -> None:
    assert shell_in_use({"SHELL": shell}) is expected


def test_without_a_known_shell_one_must_be_named(patterns: Patterns) -> None:
    ended = patterns("completion", env={"SHELL": "/bin/tcsh"})
    assert ended.code == 2
    assert "bash, zsh, fish, powershell" in ended.err
    assert patterns("completion", "bash", "--install", "--uninstall").code == 2
