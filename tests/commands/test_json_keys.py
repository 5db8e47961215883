"""The shape of every JSON answer: the paths of its keys, as tests/data/json_keys lists them.

A removed key breaks scripts, and an added one is a promise. Where a change is intended, edit the file and mention
the key in the changelog.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Patterns

GOLDEN_FILES = Path(__file__).parents[1] / "data" / "json_keys"

MAPPINGS = ("but_not", "profile")
"""Objects whose keys are data, written as ``*``."""

PROBLEM = "the phone retries and we charge the card twice"
VERDICT = ("need=hold-back", "who-floods=callers", "limit-shape=allow-burst")
ANSWERS = [word for answer in VERDICT for word in ("--answer", answer)]

CALLS: dict[str, tuple[tuple[str, ...], ...]] = {
    "start": ((),),
    "ask": (("ask", PROBLEM), ("ask", "something slow"), ("ask", "a message queue for background work")),
    "decide": (("decide", *ANSWERS), ("decide", "-a", "need=learn-of-change", "-a", "who-learns=closed-app")),
    "decide-tree": (("decide", "--tree"),),
    "show": (("show", "websocket"), ("show", "pagination"), ("show", "rate-limiting")),
    "show-variant": (("show", "cursor"),),
    "show-neighbor": (("show", "circuit-breaker"),),
    "show-system": (("show", "uber"),),
    "compare": (("compare", "sse", "websocket", "long-polling"), ("compare", "token-bucket", "sliding-window")),
    "system": (("system",), ("list", "systems")),
    "search": (("search", "sticky", "session"),),
    "list": (("list",),),
    "list-neighbors": (("list", "neighbors"),),
    "list-tables": (("list", "tables"),),
    "learn": (("learn", "sse", "--no-input", "--seed", "1"),),
    "learn-course": (("learn", "--course"),),
    "quiz-export": (("quiz", "--export", "40"),),
    "quiz-answers": (("quiz", "--answers", "answers.jsonl"),),
    "progress": (("progress",),),
    "progress-doctor": (("progress", "doctor"),),
    "validate": (("validate", "faulty"),),
    "import": (("import", "caching.md"),),
    "pack-new": (("pack", "new", "mine"),),
    "pack-list": (("pack", "list"),),
    "paths": (("paths",),),
    "completion": (("completion", "bash"),),
    "export": (("export", "mermaid", "tree"), ("export", "svg", "sse")),
    "error": (("ask", ""),),
    "error-not-found": (("show", "websockt"),),
    "error-needs-answer": (("decide", "--no-input"),),
}


def key_paths(value: Any, path: str = "") -> Iterator[str]:
    """The path of every key: ``hits[].command``."""
    if isinstance(value, list):
        for item in value:
            yield from key_paths(item, f"{path}[]")
    elif isinstance(value, dict):
        for key, inner in value.items():
            name = "*" if path.rpartition(".")[2].removesuffix("[]") in MAPPINGS else key
            inner_path = f"{path}.{name}" if path else name
            yield inner_path
            yield from key_paths(inner, inner_path)


@pytest.mark.usefixtures("furnished")
@pytest.mark.parametrize("name", CALLS)
def test_no_key_is_added_or_removed(patterns: Patterns, name: str) -> None:
    shutil.rmtree("mine", ignore_errors=True)  # what `pack new mine` wrote the last time
    paths = {path for args in CALLS[name] for path in key_paths(json.loads(patterns(*args, "--json").out))}
    expected = (GOLDEN_FILES / f"{name}.txt").read_text(encoding="utf-8").split()
    assert sorted(paths) == expected


def test_every_golden_file_is_used() -> None:
    assert sorted(path.stem for path in GOLDEN_FILES.iterdir()) == sorted(CALLS)
