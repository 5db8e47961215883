"""Whatever stands in a file that a person gives: an answer or an error, never a traceback, nothing that acts."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.commands.test_any_text import TEXT
from tests.conftest import Ended, Patterns
from tests.wholeness import ACTING

pytestmark = pytest.mark.usefixtures("furnished")

quickly = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

briefly = settings(quickly, max_examples=6)
"""For what takes a while."""

PIECES = (
    *("{", "}", "[", "]", ":", ",", "-", "#", "&a ", "*a", "|", ">-", "!!x ", "\t", "\n", "\n\n", "  ", "'", '"', "\\"),
    *("id", "name", "chosen", "answers", "recognise/sse", "tell/sse-or-websocket", "sse", "## 1. SSE", "### ", "```"),
    *(
        "**What**: ",
        "**When to use**: ",
        "| a | b |\n|---|---|\n",
        "null",
        "1e999",
        "9" * 5000,
        "\\ud800",
        "\x1b]0;x\x07",
    ),
    *("\u2028", "\x00", "\ufeff", "\x85", "~~~", "<!-- ", "[x](y)", "use_when:\n  - id: a\n    text: b\n"),
)
NAMES = TEXT.map(lambda text: os.fsdecode(text.encode("utf-8", "surrogatepass").replace(b"\x00", b"")))
"""What can be given to a process: bytes of any kind but zero."""

BYTES = st.one_of(
    st.binary(max_size=60),
    TEXT.map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=25).map(
        lambda pieces: "".join(pieces).encode("utf-8", "surrogatepass")
    ),
)
DEEP = b"[" * 100_000
ANSWERS = st.one_of(
    BYTES,
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=6) | st.sampled_from(["id", "chosen", "sse"]),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "chosen", "answers"]), inner)
        ),
        max_leaves=6,
    ).map(lambda value: json.dumps(value).encode()),
)


def is_answered_or_refused(ended: Ended) -> None:
    assert ended.code in (0, 1, 2), ended.err
    assert not ACTING.search(ended.out + ended.err)
    assert "Traceback" not in ended.err
    assert ended.out or ended.err


def is_one_object(ended: Ended) -> None:
    assert ended.code in (0, 1, 2), ended.err
    assert json.loads(ended.out)["schema_version"]
    assert not ACTING.search(ended.out + ended.err)


@pytest.mark.parametrize("name", ["pack.yaml", "patterns/alpha.yaml", "scenarios/any.yaml", "decide.yaml", "ids.txt"])
@quickly
@given(data=BYTES, strict=st.booleans(), whole=st.booleans())
@example(data=DEEP, strict=False, whole=True)
@example(data=b'name: "\\ud800"', strict=False, whole=False)
def test_validate_tells_of_any_file(patterns: Patterns, name: str, data: bytes, strict: bool, whole: bool) -> None:
    shutil.rmtree("tried", ignore_errors=True)
    shutil.copytree("clean", "tried")
    path = Path("tried", name)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    args = ["validate", "tried" if whole else str(path), *(["--strict"] if strict else [])]
    is_answered_or_refused(patterns(*args, terminal=True, width=40, env={"NO_COLOR": "1"}))
    is_one_object(patterns(*args, "--json"))


@quickly
@given(data=BYTES, strict=st.booleans(), piped=st.booleans())
@example(data=DEEP, strict=False, piped=False)
@example(data=b"> " * 30_000 + b"## 1. A", strict=False, piped=False)
@example(data=b"## 1. \xed\xa0\x80", strict=False, piped=False)
def test_import_takes_or_refuses_any_sheet(patterns: Patterns, data: bytes, strict: bool, piped: bool) -> None:
    shutil.rmtree("taken", ignore_errors=True)
    Path("any.md").write_bytes(data)
    args = ["import", "any.md", "-o", "taken", *(["--strict"] if strict else [])]
    ended = patterns(*args, terminal=not piped, width=40, env={"NO_COLOR": "1"})
    is_answered_or_refused(ended)
    if ended.code == 0:
        assert patterns("validate", "taken").code == 0
    else:
        assert not Path("taken").exists()
    is_one_object(patterns(*args, "--json"))


@quickly
@given(data=ANSWERS)
@example(data=DEEP)
@example(data=b"")
@example(data=b"[]")
@example(data=b'{"id": "recognise/sse/x", "chosen": "\\ud800\\u001b[2J"}')
@example(data=b"9" * 10_000)
def test_quiz_grades_or_refuses_any_file_of_answers(patterns: Patterns, data: bytes) -> None:
    Path("given.json").write_bytes(data)
    args = ["quiz", "--answers", "given.json"]
    is_answered_or_refused(patterns(*args, terminal=True, width=40, env={"NO_COLOR": "1"}))
    is_one_object(patterns(*args, "--json"))


@quickly
@given(data=BYTES)
@example(data=DEEP)
@example(data=b'{"type":"undo","id":"\\u001b","machine":"m","answer":"a","at":1}\n')
def test_progress_merges_or_refuses_any_file(patterns: Patterns, home: Path, data: bytes) -> None:
    file = home.parent / "any.jsonl"
    file.write_bytes(data)
    is_answered_or_refused(patterns("progress", "merge", str(file), terminal=True))
    is_one_object(patterns("progress", "merge", str(file), "--json"))


@briefly
@given(text=NAMES, json=st.booleans())
@example(text="/" * 300 + "x" * 5000, json=False)
@example(text="/" * 300 + "x" * 5000, json=True)
@pytest.mark.parametrize(
    "command", [("validate",), ("import",), ("quiz", "--answers"), ("progress", "merge"), ("pack", "add")], ids=" ".join
)
def test_any_name_of_a_file_is_answered_or_refused(
    patterns: Patterns, compiled_home: Path, command: list[str], text: str, json: bool
) -> None:
    if json:
        is_one_object(patterns(*command, f"./{text}", "--json"))
    else:
        is_answered_or_refused(patterns(*command, f"./{text}", terminal=True, env={"NO_COLOR": "1"}))


@briefly
@given(text=NAMES, joined=st.booleans())
@pytest.mark.parametrize(
    "command",
    [
        ("quiz", "--no-input", "--topic"),
        ("quiz", "--export"),
        ("quiz", "--report"),
        ("learn", "--no-input", "--"),
        ("show", "sse", "--pack"),
        ("pack", "remove", "--"),
        ("pack", "schema", "--"),
        ("export", "mermaid", "--"),
        ("export", "svg", "--"),
        ("completion", "--"),
    ],
    ids=" ".join,
)
def test_any_word_after_an_option_is_answered_or_refused(
    patterns: Patterns, compiled_home: Path, command: list[str], text: str, joined: bool
) -> None:
    words = [*command[:-1], f"{command[-1]}={text}"] if joined else [*command, text]
    ended = patterns(*words, env={"NO_COLOR": "1"})
    assert ended.code in (0, 1, 2), ended.err
    assert "Traceback" not in ended.err
    assert not ACTING.search(ended.err)
