"""The README shows what the program really prints, and its commands are the ones that CI runs."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.conftest import Patterns

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
WIDTH = 88
CUT = "[...]"


def shown_runs() -> list[tuple[str, str]]:
    """Each command that the README shows, with the output under it."""
    blocks = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    runs = []
    for block in blocks:
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            runs.append((command, output))
    return runs


@pytest.mark.parametrize(("command", "output"), shown_runs(), ids=lambda value: value[:40])
def test_what_the_readme_shows_is_what_is_printed(patterns: Patterns, command: str, output: str) -> None:
    words = shlex.split(command)
    ended = patterns(*words[1:], "--no-input", terminal=True, width=WIDTH, env={"NO_COLOR": "1", "TERM": "xterm"})
    assert ended.code == 0, ended.err
    at = 0
    for piece in output.split(CUT + "\n"):
        assert piece.strip("\n") in ended.out[at:]
        at = ended.out.index(piece.strip("\n"), at) + len(piece.strip("\n"))


def test_the_pack_in_the_readme_is_whole_and_without_fault(patterns: Patterns, compiled_home: Path) -> None:
    for name, text in re.findall(r"```yaml\n# (\S+)\n(.*?)```", README, re.DOTALL):
        path = compiled_home / "packs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    ended = patterns("show", "synthetic", "customer")
    assert (ended.code, ended.err) == (0, "")
    assert "A made-up customer in production" in ended.out
    assert "Probe account" in patterns("ask", "a made-up customer who buys something every few minutes").out
    assert not patterns("ask", "two people chat").out.startswith("Probe account")


def test_the_readme_shows_real_output() -> None:
    assert len(shown_runs()) >= 3


def test_ci_runs_the_commands_of_the_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "README.md" in script
    assert README.count("<!-- ci: ") == 2
