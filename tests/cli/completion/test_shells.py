"""The scripts in the real shells: what Tab makes of a line."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from patterns_cli.cli.completion.shells import Shell, script

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="these shells are not there")


def needs(shell: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(shell) is None, reason=f"{shell} is not installed")


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all scripts, and one ``bin`` with the program."""
    folder = tmp_path_factory.mktemp("scripts")
    for shell in Shell:
        (folder / shell).write_text(script(shell), encoding="utf-8")
    program = folder / "bin" / "patterns"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m patterns_cli "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return folder


@pytest.fixture(autouse=True)
def on_the_path(scripts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{scripts / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("ZDOTDIR", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


CASES = [
    ("patterns compar", ["compare"]),
    ("patterns show heartb", ["heartbeat"]),
    ("patterns list --color ", ["auto", "always", "never"]),
    ("patterns system ube", ["uber"]),
    ("patterns nosuch ", []),
]


def bash(scripts: Path, line: str, setting: str = ":") -> subprocess.CompletedProcess[str]:
    asked = f'{setting}; source "{scripts / "bash"}"; COMP_LINE="$1"; COMP_POINT=${{#1}}; _patterns_completion'
    told = f'{asked}; ((${{#COMPREPLY[@]}})) && printf "%s\\n" "${{COMPREPLY[@]}}"; true'
    command = ["bash", "--norc", "-c", told, "bash", line]
    return subprocess.run(command, capture_output=True, text=True, check=True)


@needs("bash")
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        *CASES,
        ("patterns list --color=al", ["always"]),
        ("patterns decide -a need=move-f", ["move-files"]),
        ("patterns show realtime-api:heart", ["heartbeat"]),
        ("patterns show 'heart", ["heartbeat"]),
    ],
)
def test_bash(scripts: Path, line: str, expected: list[str]) -> None:
    ended = bash(scripts, line, "set -u")
    assert ended.stderr == ""
    assert ended.stdout.split() == expected


@needs("bash")
def test_bash_where_words_do_not_break_at_a_colon(scripts: Path) -> None:
    ended = bash(scripts, "patterns show realtime-api:heart", "COMP_WORDBREAKS=${COMP_WORDBREAKS//:}")
    assert ended.stdout == "realtime-api:heartbeat\n"


@needs("bash")
def test_bash_completes_file_names_itself(scripts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "my decision.md").touch()
    monkeypatch.chdir(tmp_path)
    assert bash(scripts, "patterns decide --record my").stdout == "my decision.md\n"


@needs("fish")
@pytest.mark.parametrize(
    ("line", "expected"), [*CASES, ("patterns show realtime-api:heart", ["realtime-api:heartbeat"])]
)
def test_fish(scripts: Path, line: str, expected: list[str]) -> None:
    asked = f'source "{scripts / "fish"}"; complete --do-complete=$argv[1]'
    command = ["fish", "--no-config", "-c", asked, line]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ended.stderr == ""
    assert [one.partition("\t")[0] for one in ended.stdout.splitlines()] == expected


INTERACTIVE = [
    pytest.param("bash", ["--norc", "--noprofile", "-i"], marks=needs("bash"), id="bash"),
    pytest.param("zsh", ["-f", "-i"], marks=needs("zsh"), id="zsh"),
]


@pytest.mark.parametrize(("shell", "options"), INTERACTIVE)
@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("patterns show heartb\t", "patterns show heartbeat "),
        ("patterns show realtime-api:hear\t", "patterns show realtime-api:heartbeat "),
        ("patterns show rate-limiting/tok\t", "patterns show rate-limiting/token-bucket "),
    ],
)
def test_tab_in_a_terminal(scripts: Path, shell: str, options: list[str], typed: str, completed: str) -> None:
    child = pexpect.spawn(shell, options, encoding="utf-8", timeout=20, dimensions=(40, 120))
    try:
        child.sendline(f"PS1='ready> '; TERM=dumb; source '{scripts / shell}'; echo sour''ced")
        child.expect("sourced")
        child.expect("ready> ")
        child.send(typed)
        child.expect_exact(completed.rsplit(maxsplit=1)[-1])
        child.send("\x15")
        child.send("exit\n")
    finally:
        child.close(force=True)
