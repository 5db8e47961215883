"""Reading YAML: text stays as it is written, and errors are reported with their position."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patterns_cli.packs.diagnostics import errors_only
from patterns_cli.packs.positions import Position, SourceMap
from patterns_cli.packs.yaml_reader import parse_yaml, read_yaml
from patterns_cli.text.control_chars import is_printable
from tests.packs.diagnosing import Diagnose, ReadYaml, format_diagnostics

# Words stay words.

WORDS = (
    *("yes", "no", "on", "off", "Yes", "No", "On", "OFF", "true", "False", "y", "n", "null", "Null", "~"),
    *("010", "08", "1.10", "12:30", "09:30", "1e3", "0x1F", "0o7", "0b1", "1_000", "+1", "-1", ".inf", ".nan", "="),
    *("2024-01-01", "2001-12-14t21:59:43.10-05:00", "C#", "it's", "a:b", "http://x/y?z=1", "-a", "<<x"),
)


@pytest.mark.parametrize("word", WORDS)
def test_a_word_that_yaml_would_turn_into_something_else_stays_text(read: ReadYaml, word: str) -> None:
    file = read(f"value: {word}\nlist: [{word}]\nentries:\n  - {word}\n")
    assert file.value == {"value": word, "list": [word], "entries": [word]}
    assert file.diagnostics == []


@pytest.mark.parametrize("word", [word for word in WORDS if ":" not in word])
def test_a_key_stays_text_as_well(read: ReadYaml, word: str) -> None:
    file = read(f"{word}: a\n")
    assert file.value == {word: "a"}
    assert file.diagnostics == []


def test_a_value_that_is_left_out_is_nothing_and_quotes_with_nothing_in_them_are_text(read: ReadYaml) -> None:
    assert read("a:\nb: ''\nc: \"\"\nd:\n  -\n  - ''\n").value == {"a": None, "b": "", "c": "", "d": [None, ""]}


def test_text_in_lines_keeps_them_and_folded_text_joins_them(read: ReadYaml) -> None:
    file = read("kept: |\n  one\n    two\n\n  three\nfolded: >-\n  one\n  two\n\n  three\n")
    assert file.value == {"kept": "one\n  two\n\nthree\n", "folded": "one two\nthree"}


@pytest.mark.parametrize("text", ["C# and F#", "a#b", "'see #12'", '"see #12"', "'*'", "'&note'", "'{x}'", "'@a: b'"])
def test_a_hash_inside_a_word_and_whatever_is_quoted_belong_to_the_text(read: ReadYaml, text: str) -> None:
    file = read(f"a: {text}\n")
    assert file.value == {"a": text.strip("'\"")}
    assert file.diagnostics == []


@given(st.text())
@settings(deadline=None)
def test_text_in_quotes_comes_back_letter_by_letter(text: str) -> None:
    quoted = json.dumps(text, ensure_ascii=False).replace("\x7f", "\\x7f")
    quoted = "".join(c if is_printable(c) or c in '"\\' else f"\\U{ord(c):08X}" for c in quoted)
    quoted = quoted.replace("\ufeff", "\\uFEFF").replace("\ufffe", "\\uFFFE").replace("\uffff", "\\uFFFF")
    file = parse_yaml(f"a: {quoted}\n", SourceMap(Path("x.yaml")))
    assert file.value == {"a": text}
    assert bool(file.diagnostics) == (not all(is_printable(c) for c in text))


# Places.


def test_every_value_knows_its_line_and_column_and_those_of_its_key(read: ReadYaml) -> None:
    source = read("id: a\nlist:\n  - x\n  - name: y\n    more: {k: v}\n").source
    assert source.position_of(("id",)) == Position(line=1, column=5, key_line=1, key_column=1)
    assert source.position_of(("list",)) == Position(line=3, column=3, key_line=2, key_column=1)
    assert source.position_of(("list", 0)) == Position(line=3, column=5, key_line=3, key_column=5)
    assert source.position_of(("list", 1, "name")) == Position(line=4, column=11, key_line=4, key_column=5)
    assert source.position_of(("list", 1, "more", "k")) == Position(line=5, column=15, key_line=5, key_column=12)


def test_what_is_missing_is_looked_for_in_the_nearest_thing_that_would_hold_it(read: ReadYaml) -> None:
    source = read("# first\nid: a\nlist:\n  - name: y\n").source
    assert source.position_of(("list", 0, "summary")) == source.position_of(("list", 0))
    assert source.position_of(("list", 7)) == source.position_of(("list",))
    assert source.position_of(("nothing", "here")).line == 2


def test_where_nothing_was_read_the_place_is_the_first_line() -> None:
    assert SourceMap(Path("x.yaml")).position_of(("a",)) == Position(1, 1, 1, 1)


def test_a_fault_can_point_at_the_value_or_at_its_key(read: ReadYaml, tmp_path: Path) -> None:
    source = read("id: a\nname:   B\n").source
    faults = [source.diagnostic_at(("name",), "wrong", "mend it"), source.diagnostic_at(("name",), "odd", at_key=True)]
    assert format_diagnostics(faults, tmp_path) == ["x.yaml:2:9: wrong (mend it)", "x.yaml:2:1: odd"]


def test_a_byte_order_mark_is_no_part_of_the_first_key(read: ReadYaml) -> None:
    file = read(b"\xef\xbb\xbfid: a\n")
    assert file.value == {"id": "a"}
    assert file.source.position_of(("id",)).column == 5


def test_a_windows_line_end_counts_once(read: ReadYaml, diagnose: Diagnose) -> None:
    assert read("a: b\r\nc: d\r\n").value == {"a": "b", "c": "d"}
    assert diagnose("a: b\r\nc: @d\r\n") == ["2:4: text cannot start with @ (quote the text)"]


def test_columns_count_letters_not_bytes(diagnose: Diagnose) -> None:
    assert diagnose("é漢🙂: @d") == ["1:6: text cannot start with @ (quote the text)"]


# Everyday mistakes: one sentence each, with its place and what to do.

QUOTE = "(quote the text)"
MISTAKES = {
    "a tab before a key": ("a:\n\tb: c\n", "2:1: the line is indented with a tab (use spaces)"),
    "a tab on the first line": ("\ta: b\n", "1:1: the line is indented with a tab (use spaces)"),
    "a tab in kept text": ("a: |\n\tx\n", "2:1: the line is indented with a tab (use spaces)"),
    "a colon in text": (
        "when: Use this: when it fits\n",
        "1:15: a colon followed by a space splits this text in two (quote the text, or write it below after >-)",
    ),
    "two colons": (
        "key: a: b\n",
        "1:7: a colon followed by a space splits this text in two (quote the text, or write it below after >-)",
    ),
    "an at sign": ("s: @name\n", f"1:4: text cannot start with @ {QUOTE}"),
    "a backtick": ("s: `code`\n", f"1:4: text cannot start with ` {QUOTE}"),
    "a percent sign": ("s: %d\n", f"1:4: text cannot start with % {QUOTE}"),
    "an open bracket": (
        "tags: [a, b\n",
        "1:7: the list or mapping that starts here is not closed (close the bracket, or quote the text)",
    ),
    "an open brace before another key": (
        "a: {b: c\nd: e\n",
        "1:4: the list or mapping that starts here is not closed (close the bracket, or quote the text)",
    ),
    "an open quote": ("a: b\ns: 'it is\n", "2:4: a quote is not closed (add the closing quote)"),
    "an open double quote": ('s: "it is\nb: c\n', "1:4: a quote is not closed (add the closing quote)"),
    "a list after a key": (
        "a: b\n- c\n",
        "2:1: the line does not fit the lines above it (check its indentation and quotes)",
    ),
    "text after a quote": (
        "key: 'a' b\n",
        "1:10: the line does not fit the lines above it (check its indentation and quotes)",
    ),
    "nothing before a colon": (
        ": b\n",
        "1:1: the line does not fit the lines above it (check its indentation and quotes)",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_an_everyday_mistake_is_reported_once_with_its_place_and_what_to_do(
    parser: None, diagnose: Diagnose, mistake: str
) -> None:
    text, sentence = MISTAKES[mistake]
    assert diagnose(text) == [sentence]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: b\nc\n", "2:1"),
        ("a: b\nc\nd: e\n", "2:1"),
        ("a:\n  - b: c\n    some words\n    d: e\n", "3:5"),
    ],
)
def test_a_key_without_a_colon_is_reported_where_it_is(parser: None, diagnose: Diagnose, text: str, place: str) -> None:
    [sentence] = diagnose(text)
    assert sentence.startswith(f"{place}: ")
    assert "colon" in sentence


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("use_when:\n  - id: a\n   - id: b\n", 3),
        ("a:\n  - b\n c: d\n", 3),
        ("- a\nb: c\n", 2),
        ("  a: b\nc: d\n", 2),
    ],
    ids=["an entry too far in", "a key between two levels", "a key after a list", "a line further out than the first"],
)
def test_a_line_at_the_wrong_depth_is_reported_in_plain_words(
    parser: None, diagnose: Diagnose, text: str, line: int
) -> None:
    [sentence] = diagnose(text)
    assert sentence.startswith(f"{line}:")
    assert "indent" in sentence
    assert "not valid YAML" not in sentence


@pytest.mark.parametrize("text", ["a: > b", "a: >b", "a: |b"], ids=["> with a space", ">", "|"])
def test_text_that_starts_with_a_folding_sign_is_reported_in_plain_words(
    parser: None, diagnose: Diagnose, text: str
) -> None:
    [sentence] = diagnose(text)
    assert sentence.startswith("1:")
    assert QUOTE.strip("()") in sentence
    assert "expected" not in sentence


def test_a_backslash_in_double_quotes_is_not_reported_to_quote_what_is_quoted(parser: None, diagnose: Diagnose) -> None:
    [sentence] = diagnose('path: "C:\\data\\queue"\n')
    assert sentence.startswith("1:")
    assert "quote the text if it holds special characters" not in sentence


@pytest.mark.parametrize(
    "text", ["a: - b", "a: }", "a: ,", "a: ? b", "a: & b", "a: * b", "[a, , b]", "a: b\n...\nc: d"]
)
def test_other_broken_yaml_is_reported_once_with_its_line(parser: None, diagnose: Diagnose, text: str) -> None:
    [sentence] = diagnose(text)
    assert sentence.startswith(("1:", "3:"))
    assert sentence.endswith(")")


# What is read differently than it looks.

DUPLICATES = {
    "two lines": ("summary: a\nname: b\nsummary: c\n", ["3:1: the key `summary` is already on line 1"]),
    "three lines": (
        "a: b\na: c\na: d\n",
        ["2:1: the key `a` is already on line 1", "3:1: the key `a` is already on line 1"],
    ),
    "in braces": ("- {id: x, id: y}\n", ["1:11: the key `id` is already on line 1"]),
    "deeper": ("- id: x\n  of:\n    b: 1\n    b: 2\n", ["4:5: the key `b` is already on line 3"]),
    "the first one empty": ("a:\na: b\n", ["2:1: the key `a` is already on line 1"]),
    "quoted the second time": ("a: b\n'a': c\n", ["2:1: the key `a` is already on line 1"]),
    "two patterns under one name": ("p:\n  a: {b: 1}\n  a: {b: 2}\n", ["3:3: the key `a` is already on line 2"]),
}


@pytest.mark.parametrize("kind", DUPLICATES)
def test_a_duplicate_key_is_reported_with_both_lines(diagnose: Diagnose, kind: str) -> None:
    text, sentences = DUPLICATES[kind]
    assert diagnose(text) == [f"{sentence} (remove one of the two)" for sentence in sentences]


CUT = "the text after # is read as a comment (quote the text if # is part of it)"


def test_the_same_key_in_two_entries_is_no_duplicate(diagnose: Diagnose) -> None:
    assert diagnose("- id: a\n  of: {id: b}\n- id: a\n") == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("summary: see rule #3 before use\n", "1:10"),
        ("a:\n  - first # x\n", "2:5"),
        ("a: [b # x\n  ]\n", "1:5"),
        ("a: b #\n", "1:4"),
        ("x: y\na: 1.10 #x\n", "2:4"),
        ("a: b # x\r\n", "1:4"),
    ],
)
def test_text_that_is_cut_at_a_hash_is_a_warning_with_its_place(
    parser: None, diagnose: Diagnose, text: str, place: str
) -> None:
    assert diagnose(text) == [f"warning: {place}: {CUT}"]


def test_a_tab_before_a_hash_cuts_text_as_well(diagnose: Diagnose) -> None:
    assert diagnose("a: b\t# x\n") == [f"warning: 1:4: {CUT}"]


@pytest.mark.parametrize(
    "text",
    [
        "# first\na: b\n",
        "a: b\n# between\nc: d\n",
        "a: b\n  # further in\n\nc: d\n",
        "a: # after a key\n  b: c\n",
        "a: 'b' # after a quote\n",
        "a: [b, c] # after a list\n",
        "a: >-\n  b # inside\n",
        "a: |\n  b # inside\n",
        "a: b\n# last",
    ],
)
def test_an_honest_comment_is_no_fault(parser: None, diagnose: Diagnose, text: str) -> None:
    assert diagnose(text) == []


def test_a_warning_does_not_keep_the_file_from_being_read(read: ReadYaml) -> None:
    file = read("a: see rule #3\n")
    assert file.value == {"a": "see rule"}
    assert file.diagnostics != []
    assert errors_only(file.diagnostics) == ()


@pytest.mark.parametrize("text", ["summary: &note text\n", "summary: &a\n", "a: &note {b: c}\n", "a: &n [b]\n"])
def test_an_anchor_that_nothing_uses_is_a_warning(diagnose: Diagnose, text: str) -> None:
    place = text.index("&") + 1
    name = text[place:].split(maxsplit=1)[0]
    assert diagnose(text) == [f"warning: 1:{place}: the anchor &{name} is never used (quote a text that starts with &)"]


def test_an_anchor_that_is_used_is_honest_work(read: ReadYaml) -> None:
    file = read("a: &text Words.\nb: *text\nc: &list [x, y]\nd: [*text, *list]\ne: &map {k: v}\nf: *map\n")
    assert file.diagnostics == []
    assert file.value == {
        "a": "Words.",
        "b": "Words.",
        "c": ["x", "y"],
        "d": ["Words.", ["x", "y"]],
        "e": {"k": "v"},
        "f": {"k": "v"},
    }


def test_an_anchor_can_be_redefined(read: ReadYaml) -> None:
    assert read("a: &x one\nb: *x\nc: &x two\nd: *x\n").value == {"a": "one", "b": "one", "c": "two", "d": "two"}


# What is not a file of text.


@pytest.mark.parametrize("text", ["", "\n", "# todo\n", "\ufeff", "  \n# a\n\n"])
def test_an_empty_file_is_reported(diagnose: Diagnose, text: str) -> None:
    assert diagnose(text) == ["1:1: the file is empty (add content, or delete the file)"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"a: b\nc: caf\xe9\n", "2:7: byte 0xe9 is not UTF-8 (save the file as UTF-8)"),
        (b"\n\xe9", "2:1: byte 0xe9 is not UTF-8 (save the file as UTF-8)"),
        (b"\xff\xfea\x00", "1:1: byte 0xff is not UTF-8 (save the file as UTF-8)"),
        (b"a: \xed\xa0\x80\n", "1:4: byte 0xed is not UTF-8 (save the file as UTF-8)"),
        (b"a: \xc3", "1:4: byte 0xc3 is not UTF-8 (save the file as UTF-8)"),
    ],
    ids=["latin-1", "after an empty line", "UTF-16", "a surrogate", "a cut letter"],
)
def test_bytes_that_are_not_utf_8_are_reported_with_their_place(diagnose: Diagnose, data: bytes, sentence: str) -> None:
    assert diagnose(data) == [sentence]


def test_a_directory_named_like_a_file_is_reported(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").mkdir()
    file = read_yaml(tmp_path / "x.yaml")
    assert file.value is None
    [sentence] = format_diagnostics(file.diagnostics, tmp_path)
    assert sentence.startswith("x.yaml:1:1: the file cannot be read: ")


def test_a_dangling_link_is_reported(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").symlink_to(tmp_path / "nowhere")
    assert format_diagnostics(read_yaml(tmp_path / "x.yaml").diagnostics, tmp_path) == [
        "x.yaml:1:1: the file cannot be read: No such file or directory"
    ]
