"""Reading YAML: words stay as they are written, and whatever is wrong is told with its place."""

from __future__ import annotations

import json
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from patterns_cli.catalog import yaml_reader
from patterns_cli.catalog.characters import is_printable
from patterns_cli.catalog.faults import errors_only
from patterns_cli.catalog.files import MAX_BYTES
from patterns_cli.catalog.source_map import Mark, SourceMap
from patterns_cli.catalog.yaml_reader import MAX_VALUES, YamlFile, parse_yaml, read_yaml
from tests.catalog.telling import told

Read = Callable[[str | bytes], YamlFile]
Told = Callable[[str | bytes], list[str]]

PARSERS = [name for name in ("CLoader", "Loader") if hasattr(yaml, name)]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Write a file and read it."""

    def call(content: str | bytes) -> YamlFile:
        path = tmp_path / "x.yaml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_yaml(path)

    return call


@pytest.fixture
def wrong(read: Read, tmp_path: Path) -> Told:
    """What is told of a file, without its name."""
    return lambda content: [line.replace("x.yaml:", "", 1) for line in told(read(content).faults, tmp_path)]


@pytest.fixture(params=PARSERS)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both of PyYAML's parsers: the one in C, and the one that serves where it is missing."""
    monkeypatch.setattr(yaml_reader, "_PARSER", getattr(yaml, request.param))


def leaves(value: Any) -> list[Any]:
    """Everything in a value that holds nothing itself, keys included."""
    found: list[Any] = []
    pending = [value]
    while pending:
        one = pending.pop()
        if isinstance(one, dict):
            found += one.keys()
            pending += one.values()
        elif isinstance(one, list):
            pending += one
        else:
            found.append(one)
    return found


# Words stay words.

WORDS = (
    *("yes", "no", "on", "off", "Yes", "No", "On", "OFF", "true", "False", "y", "n", "null", "Null", "~"),
    *("010", "08", "1.10", "12:30", "09:30", "1e3", "0x1F", "0o7", "0b1", "1_000", "+1", "-1", ".inf", ".nan", "="),
    *("2024-01-01", "2001-12-14t21:59:43.10-05:00", "C#", "it's", "a:b", "http://x/y?z=1", "-a", "<<x"),
)


@pytest.mark.parametrize("word", WORDS)
def test_a_word_that_yaml_would_turn_into_something_else_stays_text(read: Read, word: str) -> None:
    file = read(f"value: {word}\nlist: [{word}]\nentries:\n  - {word}\n")
    assert file.value == {"value": word, "list": [word], "entries": [word]}
    assert file.faults == []


@pytest.mark.parametrize("word", [word for word in WORDS if ":" not in word])
def test_a_key_stays_text_as_well(read: Read, word: str) -> None:
    file = read(f"{word}: a\n")
    assert file.value == {word: "a"}
    assert file.faults == []


def test_a_value_that_is_left_out_is_nothing_and_quotes_with_nothing_in_them_are_text(read: Read) -> None:
    assert read("a:\nb: ''\nc: \"\"\nd:\n  -\n  - ''\n").value == {"a": None, "b": "", "c": "", "d": [None, ""]}


def test_text_in_lines_keeps_them_and_folded_text_joins_them(read: Read) -> None:
    file = read("kept: |\n  one\n    two\n\n  three\nfolded: >-\n  one\n  two\n\n  three\n")
    assert file.value == {"kept": "one\n  two\n\nthree\n", "folded": "one two\nthree"}


@pytest.mark.parametrize("text", ["C# and F#", "a#b", "'see #12'", '"see #12"', "'*'", "'&note'", "'{x}'", "'@a: b'"])
def test_a_hash_inside_a_word_and_whatever_is_quoted_belong_to_the_text(read: Read, text: str) -> None:
    file = read(f"a: {text}\n")
    assert file.value == {"a": text.strip("'\"")}
    assert file.faults == []


@given(st.text())
@settings(deadline=None)
def test_text_in_quotes_comes_back_letter_by_letter(text: str) -> None:
    quoted = json.dumps(text, ensure_ascii=False).replace("\x7f", "\\x7f")
    quoted = "".join(c if is_printable(c) or c in '"\\' else f"\\U{ord(c):08X}" for c in quoted)
    quoted = quoted.replace("\ufeff", "\\uFEFF").replace("\ufffe", "\\uFFFE").replace("\uffff", "\\uFFFF")
    file = parse_yaml(f"a: {quoted}\n", SourceMap(Path("x.yaml")))
    assert file.value == {"a": text}
    assert bool(file.faults) == (not all(is_printable(c) for c in text))


# Places.


def test_every_value_knows_its_line_and_column_and_those_of_its_key(read: Read) -> None:
    source = read("id: a\nlist:\n  - x\n  - name: y\n    more: {k: v}\n").source
    assert source.mark(("id",)) == Mark(line=1, column=5, key_line=1, key_column=1)
    assert source.mark(("list",)) == Mark(line=3, column=3, key_line=2, key_column=1)
    assert source.mark(("list", 0)) == Mark(line=3, column=5, key_line=3, key_column=5)
    assert source.mark(("list", 1, "name")) == Mark(line=4, column=11, key_line=4, key_column=5)
    assert source.mark(("list", 1, "more", "k")) == Mark(line=5, column=15, key_line=5, key_column=12)


def test_what_is_missing_is_looked_for_in_the_nearest_thing_that_would_hold_it(read: Read) -> None:
    source = read("# first\nid: a\nlist:\n  - name: y\n").source
    assert source.mark(("list", 0, "summary")) == source.mark(("list", 0))
    assert source.mark(("list", 7)) == source.mark(("list",))
    assert source.mark(("nothing", "here")).line == 2


def test_where_nothing_was_read_the_place_is_the_first_line() -> None:
    assert SourceMap(Path("x.yaml")).mark(("a",)) == Mark(1, 1, 1, 1)


def test_a_fault_can_point_at_the_value_or_at_its_key(read: Read, tmp_path: Path) -> None:
    source = read("id: a\nname:   B\n").source
    faults = [source.fault(("name",), "wrong", "mend it"), source.fault(("name",), "odd", at_key=True)]
    assert told(faults, tmp_path) == ["x.yaml:2:9: wrong (mend it)", "x.yaml:2:1: odd"]


def test_a_byte_order_mark_is_no_part_of_the_first_key(read: Read) -> None:
    file = read(b"\xef\xbb\xbfid: a\n")
    assert file.value == {"id": "a"}
    assert file.source.mark(("id",)).column == 5


def test_a_windows_line_end_counts_once(read: Read, wrong: Told) -> None:
    assert read("a: b\r\nc: d\r\n").value == {"a": "b", "c": "d"}
    assert wrong("a: b\r\nc: @d\r\n") == ["2:4: text cannot start with @ (quote the text)"]


def test_columns_count_letters_not_bytes(wrong: Told) -> None:
    assert wrong("é漢🙂: @d") == ["1:6: text cannot start with @ (quote the text)"]


# Everyday mistakes: one sentence each, with its place and what to do.

QUOTE = "(quote the text)"
MISTAKES = {
    "a tab before a key": ("a:\n\tb: c\n", "2:1: a tab is used for indentation (use spaces)"),
    "a tab on the first line": ("\ta: b\n", "1:1: a tab is used for indentation (use spaces)"),
    "a tab in kept text": ("a: |\n\tx\n", "2:1: a tab is used for indentation (use spaces)"),
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
        "1:7: a list or mapping that was opened here is not closed (close the bracket, or quote the text)",
    ),
    "an open brace before another key": (
        "a: {b: c\nd: e\n",
        "1:4: a list or mapping that was opened here is not closed (close the bracket, or quote the text)",
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
def test_an_everyday_mistake_is_told_once_with_its_place_and_what_to_do(
    parser: None, wrong: Told, mistake: str
) -> None:
    text, sentence = MISTAKES[mistake]
    assert wrong(text) == [sentence]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: b\nc\n", "2:1"),
        ("a: b\nc\nd: e\n", "2:1"),
        ("a:\n  - b: c\n    some words\n    d: e\n", "3:5"),
    ],
)
def test_a_key_without_a_colon_is_told_where_it_stands(parser: None, wrong: Told, text: str, place: str) -> None:
    [sentence] = wrong(text)
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
def test_a_line_at_the_wrong_depth_is_told_in_plain_words(parser: None, wrong: Told, text: str, line: int) -> None:
    [sentence] = wrong(text)
    assert sentence.startswith(f"{line}:")
    assert "indent" in sentence
    assert "not valid YAML" not in sentence


@pytest.mark.parametrize("text", ["a: > b", "a: >b", "a: |b"], ids=["> with a space", ">", "|"])
def test_text_that_starts_with_a_folding_sign_is_told_in_plain_words(parser: None, wrong: Told, text: str) -> None:
    [sentence] = wrong(text)
    assert sentence.startswith("1:")
    assert QUOTE.strip("()") in sentence
    assert "expected" not in sentence


def test_a_backslash_in_double_quotes_is_not_told_to_quote_what_is_quoted(parser: None, wrong: Told) -> None:
    [sentence] = wrong('path: "C:\\data\\queue"\n')
    assert sentence.startswith("1:")
    assert "quote the text if it holds special characters" not in sentence


@pytest.mark.parametrize(
    "text", ["a: - b", "a: }", "a: ,", "a: ? b", "a: & b", "a: * b", "[a, , b]", "a: b\n...\nc: d"]
)
def test_other_broken_yaml_is_told_once_with_its_line(parser: None, wrong: Told, text: str) -> None:
    [sentence] = wrong(text)
    assert sentence.startswith(("1:", "3:"))
    assert sentence.endswith(")")


# What is read differently than it looks.

DUPLICATES = {
    "two lines": ("summary: a\nname: b\nsummary: c\n", ["3:1: `summary` stands here and on line 1"]),
    "three lines": ("a: b\na: c\na: d\n", ["2:1: `a` stands here and on line 1", "3:1: `a` stands here and on line 1"]),
    "in braces": ("- {id: x, id: y}\n", ["1:11: `id` stands here and on line 1"]),
    "deeper": ("- id: x\n  of:\n    b: 1\n    b: 2\n", ["4:5: `b` stands here and on line 3"]),
    "the first one empty": ("a:\na: b\n", ["2:1: `a` stands here and on line 1"]),
    "quoted the second time": ("a: b\n'a': c\n", ["2:1: `a` stands here and on line 1"]),
    "two patterns under one name": ("p:\n  a: {b: 1}\n  a: {b: 2}\n", ["3:3: `a` stands here and on line 2"]),
}


@pytest.mark.parametrize("kind", DUPLICATES)
def test_a_duplicate_key_is_told_with_both_lines(wrong: Told, kind: str) -> None:
    text, sentences = DUPLICATES[kind]
    assert wrong(text) == [f"{sentence} (keep one of the two)" for sentence in sentences]


CUT = "the text after # is taken as a comment (quote the text if # is part of it)"


def test_the_same_key_in_two_entries_is_no_duplicate(wrong: Told) -> None:
    assert wrong("- id: a\n  of: {id: b}\n- id: a\n") == []


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
    parser: None, wrong: Told, text: str, place: str
) -> None:
    assert wrong(text) == [f"warning: {place}: {CUT}"]


def test_a_tab_before_a_hash_cuts_text_as_well(wrong: Told) -> None:
    assert wrong("a: b\t# x\n") == [f"warning: 1:4: {CUT}"]


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
def test_an_honest_comment_is_no_fault(parser: None, wrong: Told, text: str) -> None:
    assert wrong(text) == []


def test_a_warning_does_not_keep_the_file_from_being_read(read: Read) -> None:
    file = read("a: see rule #3\n")
    assert file.value == {"a": "see rule"}
    assert file.faults != []
    assert errors_only(file.faults) == ()


@pytest.mark.parametrize("text", ["summary: &note text\n", "summary: &a\n", "a: &note {b: c}\n", "a: &n [b]\n"])
def test_an_anchor_that_nothing_uses_is_a_warning(wrong: Told, text: str) -> None:
    place = text.index("&") + 1
    name = text[place:].split(maxsplit=1)[0]
    assert wrong(text) == [f"warning: 1:{place}: the anchor &{name} is never used (quote text that starts with &)"]


def test_an_anchor_that_is_used_is_honest_work(read: Read) -> None:
    file = read("a: &text Words.\nb: *text\nc: &list [x, y]\nd: [*text, *list]\ne: &map {k: v}\nf: *map\n")
    assert file.faults == []
    assert file.value == {
        "a": "Words.",
        "b": "Words.",
        "c": ["x", "y"],
        "d": ["Words.", ["x", "y"]],
        "e": {"k": "v"},
        "f": {"k": "v"},
    }


def test_an_anchor_can_be_set_anew(read: Read) -> None:
    assert read("a: &x one\nb: *x\nc: &x two\nd: *x\n").value == {"a": "one", "b": "one", "c": "two", "d": "two"}


# Refused.

REFUSED = {
    "an unknown alias": ("a: *star\n", "1:4: no anchor &star stands before this (quote text that starts with *)"),
    "an alias before its anchor": ("a: *x\nb: &x c\n", "1:4: no anchor &x stands before this"),
    "an alias as a key": ("a: &x b\n*x : c\n", "2:1: an alias cannot be a key (write the key out)"),
    "a mapping that holds itself": ("a: &x {child: *x}\n", "1:15: *x holds itself (write the text out)"),
    "a list that holds itself": ("a: &x\n  - b\n  - [*x]\n", "3:6: *x holds itself (write the text out)"),
    "a merge": (
        "base: &b {c: d}\nx:\n  <<: *b\n  c: e\n",
        "3:3: merge keys (<<) are not used here (write the fields out)",
    ),
    "a merge in braces": ("b: &b {c: d}\nx: {<<: *b}\n", "2:5: merge keys (<<) are not used here"),
    "a list as a key": ("[a]: b\n", "1:1: a key must be text (quote a key that starts with [, { or ?)"),
    "a mapping as a key": ("{a}: b\n", "1:1: a key must be text (quote a key that starts with [, { or ?)"),
    "a second document": ("a: b\n---\nc: d\n", "2:1: a second document starts here (keep one document a file)"),
    "a second document that is empty": ("a: b\n---\n", "2:1: a second document starts here"),
    "a tag of YAML": (
        "a: !!int 5\n",
        "1:4: the tag tag:yaml.org,2002:int is not used here (write the text without a tag)",
    ),
    "a tag of its own": ("a: !secret x\n", "1:4: the tag !secret is not used here (write the text without a tag)"),
    "a tag on a list": ("a: !!set [b]\n", "1:4: the tag tag:yaml.org,2002:set is not used here"),
    "a tag on a key": ("!!int 5: b\n", "1:1: the tag tag:yaml.org,2002:int is not used here"),
    "a binary": ("a: !!binary aGk=\n", "1:4: the tag tag:yaml.org,2002:binary is not used here"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_not_used_here_is_refused_with_its_place(parser: None, read: Read, wrong: Told, kind: str) -> None:
    text, sentence = REFUSED[kind]
    assert read(text).value is None
    [told_once] = wrong(text)
    assert told_once.startswith(sentence)


def test_a_merge_is_not_told_as_a_duplicate_key(wrong: Told) -> None:
    text = "base: &b {category: creational}\np:\n  <<: *b\n  category: structural\n"
    assert wrong(text) == ["3:3: merge keys (<<) are not used here (write the fields out)"]


def test_a_key_that_only_looks_like_a_merge_is_text_when_it_is_quoted(read: Read) -> None:
    assert read("'<<': a\n").value == {"<<": "a"}


def test_the_tag_of_plain_text_changes_nothing(read: Read) -> None:
    assert read("a: !!str 5\nb: ! 010\n").value == {"a": "5", "b": "010"}


@pytest.mark.parametrize(
    "tag",
    [
        '!!python/object/apply:os.system ["touch {place}"]',
        "!!python/object/new:os.system [touch {place}]",
        "!!python/object/apply:pathlib.Path.touch [{place}]",
        "!!python/name:os.system ''",
        "!!python/module:os ''",
    ],
)
def test_a_python_tag_runs_nothing(parser: None, wrong: Told, tmp_path: Path, tag: str) -> None:
    place = tmp_path / "owned"
    [sentence] = wrong(f"s: {tag.format(place=place.as_posix())}\n")
    assert sentence.startswith("1:4: the tag tag:yaml.org,2002:python/")
    assert not place.exists()


# What is not a file of text.


@pytest.mark.parametrize("text", ["", "\n", "# todo\n", "\ufeff", "  \n# a\n\n"])
def test_an_empty_file_is_told(wrong: Told, text: str) -> None:
    assert wrong(text) == ["1:1: the file is empty"]


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
def test_bytes_that_are_not_utf_8_are_told_with_their_place(wrong: Told, data: bytes, sentence: str) -> None:
    assert wrong(data) == [sentence]


def test_a_directory_named_like_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").mkdir()
    file = read_yaml(tmp_path / "x.yaml")
    assert file.value is None
    [sentence] = told(file.faults, tmp_path)
    assert sentence.startswith("x.yaml:1:1: cannot be read: ")


def test_a_dangling_link_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").symlink_to(tmp_path / "nowhere")
    assert told(read_yaml(tmp_path / "x.yaml").faults, tmp_path) == [
        "x.yaml:1:1: cannot be read: No such file or directory"
    ]


# Hostile files.


def test_nine_levels_of_nine_aliases_are_refused_before_they_explode(parser: None, wrong: Told) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]" for level in range(1, 9)]
    [sentence] = wrong("\n".join([*lines, "summary: *a8"]))
    assert f"more than {MAX_VALUES} values, repeated ones counted" in sentence
    assert sentence.startswith("6:")


@pytest.mark.parametrize(("more", "is_read"), [(999, True), (1000, False)])
def test_an_alias_counts_as_all_that_it_repeats_and_the_limit_is_exact(read: Read, more: int, is_read: bool) -> None:
    thousand = f"&x [{', '.join(['a'] * 999)}]"
    repeated = (MAX_VALUES - 1) // 1000 - 1
    file = read(f"[{thousand}, {', '.join(['*x'] * repeated + ['a'] * more)}]")
    assert (file.value is not None) == is_read


@pytest.mark.parametrize(("letters", "times"), [(100_000, 10_000), (1_000_000, 300)], ids=["1 GB", "300 MB"])
def test_a_long_text_that_aliases_repeat_is_refused_before_it_explodes(wrong: Told, letters: int, times: int) -> None:
    [sentence] = wrong(f"what: &x {'x' * letters}\naliases: [{', '.join(['*x'] * times)}]\n")
    assert sentence.startswith("2:")
    assert "more than" in sentence


def test_a_long_key_that_aliases_repeat_is_refused_as_well(wrong: Told) -> None:
    [sentence] = wrong(f"a: &x {{? {'k' * 100_000} : b}}\nc: [{', '.join(['*x'] * 10_000)}]\n")
    assert sentence.startswith("2:")
    assert "more than" in sentence


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[" * 1500 + "]" * 1500, 1),
        ("[" * 100_000, 1),
        ("{a: " * 1500 + "}" * 1500, 1),
        ("- " * 1500 + "a", 1),
        ("\n".join(" " * depth + "a:" for depth in range(1500)), 33),
    ],
    ids=["lists", "lists left open", "braces", "dashes", "indented keys"],
)
def test_fifteen_hundred_levels_are_refused_not_walked_into(parser: None, wrong: Told, text: str, line: int) -> None:
    [sentence] = wrong(text)
    assert sentence.startswith(f"{line}:")
    assert "more than 32 levels deep" in sentence


def test_thirty_two_levels_are_read_and_the_next_is_told_where_it_opens(parser: None, read: Read, wrong: Told) -> None:
    assert read("[" * 32 + "]" * 32).faults == []
    assert wrong("[" * 33 + "]" * 33) == ["1:33: more than 32 levels deep (nothing here needs that)"]


def test_a_line_of_fifty_megabytes_is_refused_without_taking_it_in(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"a: " + b"x" * 50_000_000)
    tracemalloc.start()
    try:
        faults = read_yaml(path).faults
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert told(faults, tmp_path) == ["x.yaml:1:1: is larger than 8 MiB (split it into several files)"]
    assert most < 2 * MAX_BYTES


@pytest.mark.parametrize(("size", "is_read"), [(MAX_BYTES, True), (MAX_BYTES + 1, False)])
def test_a_file_may_be_as_large_as_the_limit_and_no_larger(read: Read, size: int, is_read: bool) -> None:
    start = b"a: b\n#"
    assert (read(start + b"x" * (size - len(start))).value == {"a": "b"}) == is_read


def test_many_values_on_one_line_take_no_longer_than_on_many(read: Read) -> None:
    """A file of a few megabytes must not stop the program, however it is broken into lines."""
    values, tail = "a,\n" * 50_000, "'" + "x" * 2_000_000 + "'"
    start = time.perf_counter()
    read(f"[{values}{tail}]")
    on_many = time.perf_counter() - start
    start = time.perf_counter()
    read(f"[{values}{tail}]".replace("\n", " "))
    on_one = time.perf_counter() - start
    assert on_one < 4 * on_many


# Characters that terminals act upon.


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
def test_an_escaped_control_character_is_told_with_its_place_and_code(
    parser: None, wrong: Told, escape: str, code: str
) -> None:
    sentence = f"1:4: holds {code}, which terminals act upon (remove it)"
    assert wrong(f'a: "x{escape}y"\n') == [sentence]
    assert wrong(f'"a{escape}b": c\n') == [sentence.replace("1:4", "1:1", 1)]


REFUSED_BY_YAML = (0x00, 0x07, 0x08, 0x0B, 0x0C, 0x1B, 0x7F, 0x80, 0x9B)
TAKEN_BY_YAML = (0x85, 0x200E, 0x2028, 0x2029, 0x202E)


@pytest.mark.parametrize("code", REFUSED_BY_YAML + TAKEN_BY_YAML, ids="{:04X}".format)
@pytest.mark.parametrize("start", ["c: ", "c: 'x", "c: >-\n  "], ids=["plain", "quoted", "folded"])
def test_a_raw_control_character_is_told_with_its_line_and_code(wrong: Told, code: int, start: str) -> None:
    [sentence] = wrong(f"a: b\n{start}{chr(code)}'\n")
    assert sentence.startswith(("2:", "3:"))
    assert f"holds U+{code:04X}" in sentence


@pytest.mark.parametrize("code", REFUSED_BY_YAML, ids="{:04X}".format)
def test_a_raw_control_character_is_told_in_a_comment_too(wrong: Told, code: int) -> None:
    sentence = f"2:4: holds U+{code:04X} (a control character), which terminals act upon (remove it)"
    assert wrong(f"a: b\n# x{chr(code)}\n") == [sentence]


def test_a_raw_control_character_after_an_empty_line_is_told_with_its_place(wrong: Told) -> None:
    assert wrong("\n\x1b") == ["2:1: holds U+001B (a control character), which terminals act upon (remove it)"]


@pytest.mark.parametrize("code", [0x85, 0x2028, 0x2029], ids="{:04X}".format)
def test_an_unseen_line_end_does_not_move_what_comes_after_it(wrong: Told, code: int) -> None:
    assert not any(sentence.startswith("3:") for sentence in wrong(f"# a{chr(code)}\nb: @c\n"))


@pytest.mark.parametrize("code", [0xFFFE, 0xFFFF], ids="{:04X}".format)
def test_what_is_no_character_at_all_is_told_where_it_stands(wrong: Told, code: int) -> None:
    [sentence] = wrong(f"a: b\nc: d{chr(code)}\n")
    assert sentence.startswith("2:5: ")
    assert f"U+{code:04X}" in sentence


@pytest.mark.parametrize("text", ["a: \ud800", "\udcff", "a: b\n# \udfff\n"])
def test_a_lone_surrogate_is_told_like_any_other_fault(parser: None, text: str) -> None:
    [fault] = parse_yaml(text, SourceMap(Path("x.yaml"))).faults
    assert (fault.line, fault.severity) == (text.count("\n", 0, 8) + 1, "error")


@pytest.mark.parametrize("escape", ["\\uD800", "\\U00110000", "\\xZZ", "\\u12"])
def test_an_escape_that_names_no_character_is_told_with_its_line(parser: None, wrong: Told, escape: str) -> None:
    [sentence] = wrong(f'a: b\nc: "{escape}"\n')
    assert sentence.startswith("2:")


@pytest.mark.parametrize("text", ["é", "漢字", "→", "🙂", "👩‍💻", "ﷺ", "\u00a0", "\u200b", "naïve"])
def test_letters_and_signs_of_every_script_are_welcome(read: Read, text: str) -> None:
    file = read(f"a: x{text}y\n")
    assert file.value == {"a": f"x{text}y"}
    assert file.faults == []


@pytest.mark.parametrize("character", ["\n", "\t", " ", "a", "é", "\u200d", "🙂"])
def test_what_only_shows_is_printable(character: str) -> None:
    assert is_printable(character)


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\r", "\x7f", "\x9b", "\u2028", "\u202e", "\u2069", "\ud800"])
def test_what_acts_on_a_terminal_is_not_printable(character: str) -> None:
    assert not is_printable(character)


# Whatever is in a file.

ANY_TEXT = st.text(st.characters(exclude_categories=()))
PIECES = (
    *("a", "b", ": ", ":", "- ", "-", "\n", "\n  ", "\n    ", " ", "\t", " # x", "&x ", "*x", "! ", "!!str ", "[", "]"),
    *(
        "{",
        "}",
        ",",
        "|",
        ">-",
        "'",
        '"',
        "\\",
        "\\e",
        "\\u12",
        "? ",
        "?",
        "%",
        "@",
        "<<",
        "---",
        "...",
        "\r",
        "\u2028",
    ),
    *("\x85", "\ufeff", "\x00", "\x1b", "é", "🙂", "%YAML 1.1\n", "1", "~", "\ufffe"),
)
YAML_LIKE = st.lists(st.sampled_from(PIECES), max_size=20).map("".join)


@given(ANY_TEXT | YAML_LIKE)
@example("a: \ud800")
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_or_told_and_its_leaves_are_text(text: str) -> None:
    file = parse_yaml(text, SourceMap(Path("x.yaml")))
    assert all(leaf is None or isinstance(leaf, str) for leaf in leaves(file.value))
    assert all(fault.line >= 1 and fault.column >= 1 and fault.message for fault in file.faults)


@given(st.binary())
@settings(deadline=None)
def test_any_bytes_are_read_or_told(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(data)
    file = read_yaml(path)
    assert all(leaf is None or isinstance(leaf, str) for leaf in leaves(file.value))


@pytest.mark.parametrize("text", ["rows:\n  - cells: [a, b, ", "a: {b: ", 'a: "b', "a: [b", "- a\n- [", "a: 'b\n"])
def test_what_is_not_closed_by_the_end_is_told_within_the_file(tmp_path: Path, text: str) -> None:
    path = tmp_path / "cut.yaml"
    path.write_text(text, encoding="utf-8")
    [fault] = read_yaml(path).faults
    lines = text.split("\n")
    assert 1 <= fault.line <= len(lines)
    assert 1 <= fault.column <= len(lines[fault.line - 1]) + 1
    assert "not valid YAML" not in fault.message


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
def test_the_column_of_a_byte_that_is_no_text_counts_characters(tmp_path: Path, start: bytes) -> None:
    path = tmp_path / "bytes.yaml"
    path.write_bytes(start + b"a: b\nk: " + "日本".encode() + b"\xff\n")
    assert told(read_yaml(path).faults, tmp_path) == [
        "bytes.yaml:2:6: byte 0xff is not UTF-8 (save the file as UTF-8)",
    ]
