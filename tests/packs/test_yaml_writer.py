"""What is written as YAML reads back as it was, here and elsewhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from patterns_cli.packs.model import Condition, Note
from patterns_cli.packs.positions import SourceMap
from patterns_cli.packs.yaml_reader import parse_yaml
from patterns_cli.packs.yaml_writer import FOLD_WIDTH_CHARS, non_default_fields, to_yaml
from patterns_cli.text.control_chars import UNSAFE_CHARS, is_printable

AWKWARD = [
    *("yes", "no", "No", "on", "OFF", "y", "n", "true", "null", "~", "=", "<<", "1.10", "1e3", "010", "0x1F", "0o7"),
    *("12:30", "1_000", "2024-01-02", ".inf", "-.INF", ".nan", "+1", "1.", ".5", "-", "?", ":", "- dash", "a: b"),
    *("a #b", "#tag", "@x", "`code`", "%d", "&a", "*a", "!tag", "[x]", "{x}", "| a", "> a", "'single'", '"double"'),
    *("", " ", "  leading", "trailing ", "a\n", "\na", "a\n\n", "\n", "\n\n", "a\nb", " a\nb", "a \nb", "\ta\n\tb"),
    *("tab\there", "a\n  b\n c\n", "🙂", "über", "日本語", "back\\slash", "---", "...", "--- a", "a\n---\nb", "key:"),
    *("# comment\n# of two lines\n", "x" * 5000, "word " * 400, "a  b " * 40, "word\n" * 3 + "  \n"),
]

texts = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]).filter(is_printable)),
    st.text(alphabet=" \n\tab:#-'\"|>&*!%@`{}[],?~0.1e\\\u00a0é🙂"),
    st.lists(st.sampled_from(["word", "two words", "a:", "#", "-", "  ", "x" * 90]), max_size=60).map(" ".join),
)


def read(text: str) -> Any:
    file = parse_yaml(text, SourceMap(Path("written.yaml")))
    assert file.diagnostics == []
    return file.value


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_text_comes_back_as_it_was(text: str) -> None:
    value = {"key": text, "list": [text, {"inner": text}]}
    written = to_yaml(value)
    assert read(written) == value
    assert yaml.safe_load(written) == value


@given(texts, st.lists(texts, max_size=3))
def test_any_text_comes_back_as_it_was(text: str, others: list[str]) -> None:
    value = {"text": text, "list": others, "deep": [{"text": text, "more": [{"list": others}]}]}
    written = to_yaml(value)
    assert read(written) == value
    assert yaml.safe_load(written) == value
    assert to_yaml(value) == written


class CoreLoader(yaml.BaseLoader):
    """Reads plain scalars as YAML 1.2 does, by its core schema (chapter 10.3.2 of the specification)."""


CoreLoader.yaml_implicit_resolvers = {}

for tag, pattern in (
    ("null", r"null|Null|NULL|~|"),
    ("bool", r"true|True|TRUE|false|False|FALSE"),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"),
):
    CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), None)
    CoreLoader.add_constructor(f"tag:yaml.org,2002:{tag}", lambda _, node: (node.tag, node.value))


def test_the_newer_schema_would_read_plain_numbers_as_such() -> None:
    read_as_core = yaml.load("[1e3, 0o7, true, ~, 1.10, no, 12:30, a]", CoreLoader)
    assert [isinstance(value, str) for value in read_as_core] == [False] * 5 + [True] * 3


@given(texts | st.sampled_from(AWKWARD) | st.from_regex(r"[-+]?[0-9.eExo_:]{1,6}", fullmatch=True))
def test_programs_that_read_the_newer_yaml_get_the_same_text(text: str) -> None:
    value = {"text": text, "list": [text]}
    assert yaml.load(to_yaml(value), CoreLoader) == value


@pytest.mark.parametrize("number", ["1e3", "0o17", "1.5e-3", "+12", ".5", "5."])
def test_what_is_a_number_in_newer_yaml_is_quoted(number: str) -> None:
    assert to_yaml({"key": number}) == f"key: '{number}'\n"


def test_lines_stand_below_their_key_and_long_text_is_folded() -> None:
    assert to_yaml({"code": "one\n  two\n"}) == "code: |\n  one\n    two\n"
    folded = to_yaml({"what": "many words " * 30 + "end"})
    assert folded.startswith("what: >-\n  many words")
    assert max(map(len, folded.splitlines())) <= FOLD_WIDTH_CHARS + len(" words ")


def test_entries_of_a_list_stand_in_below_their_key() -> None:
    assert to_yaml({"list": [{"id": "a", "text": "b"}]}) == "list:\n  - id: a\n    text: b\n"


@pytest.mark.parametrize("character", ["\x1b", "\u202e", "\ufeff", "\x85"])
def test_what_the_reader_would_refuse_is_refused(character: str) -> None:
    assert character in UNSAFE_CHARS or not is_printable(character)
    with pytest.raises(ValueError, match="cannot be written"):
        to_yaml({"key": f"a{character}"})


def test_a_record_is_written_without_what_only_repeats_a_default() -> None:
    assert non_default_fields(Condition(id="a", text="")) == {"id": "a", "text": ""}
    assert non_default_fields(Note(id="a", points=("b",))) == {"id": "a", "points": ["b"]}
