"""Whatever text a person gives: an answer or an error, never a traceback, and nothing that acts on the terminal."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from tests.conftest import Patterns
from tests.wholeness import ACTING

AWKWARD = (
    "",
    " ",
    "\x00",
    "\x1b[2J\x1b]52;c;aGk=\x07",
    "\x9b31m",
    "a\u202eb",
    "caf\udce9",
    "\ud800",
    "--",
    "-",
    "-x",
    "--json=1",
    "*)(",
    "'; DROP TABLE",
    "%s{0}$(reboot)`x`",
    "[bold]x[/bold]",
    "\ufeffwebsocket",
    "ﬀ ß İ ı",
    "٣",
    "👩‍👩‍👧",
    "e\u0301",
    "\u200b",
    "\x1c\x85\u2028",
    "a" * 5000,
    "/" * 300,
    "websocket" * 400,
)
WORDS = (
    "websocket",
    "sse",
    "uber",
    "poll",
    "charge",
    "twice",
    "it's",
    "rate-limiting/",
    "realtime-api:",
    "pagination/",
)

TEXT = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(max_size=60),
    st.lists(st.sampled_from(WORDS) | st.text(max_size=8), max_size=12).map(" ".join),
    st.binary(max_size=20).map(lambda data: data.decode("utf-8", "surrogateescape")),
)
COMMANDS = ("ask", "search", "show", "compare", "system")

quickly = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("command", COMMANDS)
@quickly
@given(texts=st.lists(TEXT, min_size=1, max_size=3), as_options=st.booleans(), plain=st.booleans())
@example(texts=["\x1b]0;x\x07"], as_options=False, plain=True)
@example(texts=["\ud800"], as_options=False, plain=False)
@example(texts=["-" * 40], as_options=True, plain=False)
def test_any_text_is_answered_or_refused(
    patterns: Patterns, command: str, texts: list[str], as_options: bool, plain: bool
) -> None:
    before = [*(["--plain"] if plain else ["--color", "never"]), "--no-input"]
    words = texts if as_options else ["--", *texts]
    ended = patterns(command, *before, *words, terminal=True, width=60)
    assert ended.code in (0, 1, 2), ended.err
    assert not ACTING.search(ended.out + ended.err)
    assert "Traceback" not in ended.err
    assert ended.out or ended.err


@pytest.mark.parametrize("command", COMMANDS)
@quickly
@given(texts=st.lists(TEXT, min_size=1, max_size=3))
@example(texts=["\ud800"])
@example(texts=["caf\udce9 twice"])
def test_json_is_one_valid_object(patterns: Patterns, command: str, texts: list[str]) -> None:
    assume(texts != ["-"])  # reads problems from standard input, and answers each
    ended = patterns(command, "--json", "--", *texts, terminal=True)
    assert ended.code in (0, 1, 2), ended.err
    answer = json.loads(ended.out)
    assert answer["schema_version"]
    assert ("error" in answer) is bool(re.match("error: ", ended.err))
    json.dumps(answer, ensure_ascii=False).encode("utf-8")


@quickly
@given(word=TEXT, words=st.lists(TEXT | st.sampled_from(COMMANDS), max_size=3))
def test_completing_any_text_says_candidates_or_nothing(patterns: Patterns, word: str, words: list[str]) -> None:
    ended = patterns("complete", f"--word={word}", "--", *words)
    assert (ended.code, ended.err) == (0, "")
    assert not ACTING.search(ended.out.replace("\t", ""))


@quickly
@given(text=TEXT)
def test_any_first_word_is_a_command_a_name_or_an_error(patterns: Patterns, text: str) -> None:
    ended = patterns(text, terminal=True, env={"NO_COLOR": "1"})
    assert ended.code in (0, 1, 2), ended.err
    assert not ACTING.search(ended.out + ended.err)
