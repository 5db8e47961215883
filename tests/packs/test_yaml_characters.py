"""Characters in YAML: those that a terminal interprets are rejected, all others are allowed."""

from __future__ import annotations

from pathlib import Path

import pytest

from patterns_cli.packs.positions import SourceMap
from patterns_cli.packs.yaml_reader import parse_yaml
from patterns_cli.text.control_chars import is_printable
from tests.packs.diagnosing import Diagnose, ReadYaml


@pytest.mark.parametrize(
    ("escape", "code"),
    [
        ("\\e", "U+001B (a control character)"),
        ("\\a", "U+0007 (a control character)"),
        ("\\0", "U+0000 (a control character)"),
        ("\\b", "U+0008 (a control character)"),
        ("\\r", "U+000D (a control character)"),
        ("\\x7f", "U+007F (a control character)"),
        ("\\x9b", "U+009B (a control character)"),
        ("\\N", "U+0085 (a control character)"),
        ("\\L", "U+2028 (line separator)"),
        ("\\u200F", "U+200F (right-to-left mark)"),
        ("\\u202E", "U+202E (right-to-left override)"),
        ("\\u2066", "U+2066 (left-to-right isolate)"),
        ("\\u061C", "U+061C (arabic letter mark)"),
    ],
)
def test_an_escaped_control_character_is_reported_with_its_place_and_code(
    parser: None, diagnose: Diagnose, escape: str, code: str
) -> None:
    sentence = f"1:4: the text contains {code}, which a terminal interprets (remove it)"
    assert diagnose(f'a: "x{escape}y"\n') == [sentence]
    assert diagnose(f'"a{escape}b": c\n') == [sentence.replace("1:4", "1:1", 1)]


REFUSED_BY_YAML = (0x00, 0x07, 0x08, 0x0B, 0x0C, 0x1B, 0x7F, 0x80, 0x9B)
TAKEN_BY_YAML = (0x85, 0x200E, 0x2028, 0x2029, 0x202E)


@pytest.mark.parametrize("code", REFUSED_BY_YAML + TAKEN_BY_YAML, ids="{:04X}".format)
@pytest.mark.parametrize("start", ["c: ", "c: 'x", "c: >-\n  "], ids=["plain", "quoted", "folded"])
def test_a_raw_control_character_is_reported_with_its_line_and_code(diagnose: Diagnose, code: int, start: str) -> None:
    [sentence] = diagnose(f"a: b\n{start}{chr(code)}'\n")
    assert sentence.startswith(("2:", "3:"))
    assert f"the text contains U+{code:04X}" in sentence


@pytest.mark.parametrize("code", REFUSED_BY_YAML, ids="{:04X}".format)
def test_a_raw_control_character_is_reported_in_a_comment_too(diagnose: Diagnose, code: int) -> None:
    sentence = f"2:4: the text contains U+{code:04X} (a control character), which a terminal interprets (remove it)"
    assert diagnose(f"a: b\n# x{chr(code)}\n") == [sentence]


def test_a_raw_control_character_after_an_empty_line_is_reported_with_its_place(diagnose: Diagnose) -> None:
    assert diagnose("\n\x1b") == [
        "2:1: the text contains U+001B (a control character), which a terminal interprets (remove it)"
    ]


@pytest.mark.parametrize("code", [0x85, 0x2028, 0x2029], ids="{:04X}".format)
def test_an_unseen_line_end_does_not_move_what_comes_after_it(diagnose: Diagnose, code: int) -> None:
    assert not any(sentence.startswith("3:") for sentence in diagnose(f"# a{chr(code)}\nb: @c\n"))


@pytest.mark.parametrize("code", [0xFFFE, 0xFFFF], ids="{:04X}".format)
def test_what_is_no_character_at_all_is_reported_where_it_is(diagnose: Diagnose, code: int) -> None:
    [sentence] = diagnose(f"a: b\nc: d{chr(code)}\n")
    assert sentence.startswith("2:5: ")
    assert f"U+{code:04X}" in sentence


@pytest.mark.parametrize("text", ["a: \ud800", "\udcff", "a: b\n# \udfff\n"])
def test_a_lone_surrogate_is_reported_like_any_other_fault(parser: None, text: str) -> None:
    [fault] = parse_yaml(text, SourceMap(Path("x.yaml"))).diagnostics
    assert (fault.line, fault.severity) == (text.count("\n", 0, 8) + 1, "error")


@pytest.mark.parametrize("escape", ["\\uD800", "\\U00110000", "\\xZZ", "\\u12"])
def test_an_escape_that_names_no_character_is_reported_with_its_line(
    parser: None, diagnose: Diagnose, escape: str
) -> None:
    [sentence] = diagnose(f'a: b\nc: "{escape}"\n')
    assert sentence.startswith("2:")


@pytest.mark.parametrize("text", ["é", "漢字", "→", "🙂", "👩‍💻", "ﷺ", "\u00a0", "\u200b", "naïve"])
def test_letters_and_signs_of_every_script_are_welcome(read: ReadYaml, text: str) -> None:
    file = read(f"a: x{text}y\n")
    assert file.value == {"a": f"x{text}y"}
    assert file.diagnostics == []


@pytest.mark.parametrize("character", ["\n", "\t", " ", "a", "é", "\u200d", "🙂"])
def test_what_only_shows_is_printable(character: str) -> None:
    assert is_printable(character)


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\r", "\x7f", "\x9b", "\u2028", "\u202e", "\u2069", "\ud800"])
def test_what_acts_on_a_terminal_is_not_printable(character: str) -> None:
    assert not is_printable(character)
