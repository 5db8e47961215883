"""The program never uses the network, and nothing it reads is run."""

from __future__ import annotations

import ast
import socket
from pathlib import Path

import pytest

from tests.commands.invocations import ANSWERS
from tests.conftest import Patterns

pytestmark = pytest.mark.usefixtures("furnished")

PACKAGE = Path(__file__).parent.parent / "patterns_cli"
NETWORKING = {"socket", "ssl", "http", "urllib", "requests", "httpx", "ftplib", "smtplib", "asyncio"}
RUNNING = {"eval", "exec", "compile", "__import__"}


@pytest.mark.parametrize("words", ANSWERS, ids=" ".join)
def test_every_answer_is_given_without_a_connection(
    patterns: Patterns, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert patterns(*words).code == 0


def imports_of(tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def test_no_module_can_reach_the_network_or_unpickle() -> None:
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert not imports_of(tree) & (NETWORKING | {"pickle", "marshal", "shelve"}), path


def test_no_module_runs_text() -> None:
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in RUNNING, path
