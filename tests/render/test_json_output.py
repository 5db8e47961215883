"""Answers as JSON."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from patterns_cli.render.json_output import to_json


def test_keys_are_sorted_and_the_version_is_there() -> None:
    assert list(json.loads(to_json({"z": 1, "a": {"c": 1, "b": 2}}))) == ["a", "schema_version", "z"]


@given(st.text(st.characters(codec=None), max_size=200))
def test_any_text_gives_json_that_is_safe_to_print(text: str) -> None:
    out = to_json({"text": text})
    out.encode("utf-8")
    told = json.loads(out)["text"]
    if not any(0xD800 <= ord(character) < 0xE000 for character in text):
        assert told == text
    assert not any((ord(c) < 0x20 and c != "\n") or 0x7F <= ord(c) < 0xA0 or c in "\u202e\u2066" for c in out)
