"""Rejected YAML: unsupported syntax, excessive size, and arbitrary bytes."""

from __future__ import annotations

import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from patterns_cli.packs.files import MAX_FILE_BYTES
from patterns_cli.packs.positions import SourceMap
from patterns_cli.packs.yaml_reader import MAX_VALUES, parse_yaml, read_yaml
from tests.packs.diagnosing import Diagnose, ReadYaml, format_diagnostics, leaves

# Refused.

REFUSED = {
    "an unknown alias": (
        "a: *star\n",
        "1:4: there is no anchor &star above this line (quote a text that starts with *)",
    ),
    "an alias before its anchor": ("a: *x\nb: &x c\n", "1:4: there is no anchor &x above this line"),
    "an alias as a key": ("a: &x b\n*x : c\n", "2:1: an alias cannot be a key (write the key itself)"),
    "a mapping that contains itself": ("a: &x {child: *x}\n", "1:15: *x contains itself (write the text out)"),
    "a list that contains itself": ("a: &x\n  - b\n  - [*x]\n", "3:6: *x contains itself (write the text out)"),
    "a merge": (
        "base: &b {c: d}\nx:\n  <<: *b\n  c: e\n",
        "3:3: merge keys (<<) are not supported (write the fields out)",
    ),
    "a merge in braces": ("b: &b {c: d}\nx: {<<: *b}\n", "2:5: merge keys (<<) are not supported"),
    "a list as a key": ("[a]: b\n", "1:1: a key must be text (quote a key that starts with [, { or ?)"),
    "a mapping as a key": ("{a}: b\n", "1:1: a key must be text (quote a key that starts with [, { or ?)"),
    "a second document": ("a: b\n---\nc: d\n", "2:1: a second document starts here (keep a single document per file)"),
    "a second document that is empty": ("a: b\n---\n", "2:1: a second document starts here"),
    "a tag of YAML": (
        "a: !!int 5\n",
        "1:4: the tag tag:yaml.org,2002:int is not supported (write the text without a tag)",
    ),
    "a tag of its own": ("a: !secret x\n", "1:4: the tag !secret is not supported (write the text without a tag)"),
    "a tag on a list": ("a: !!set [b]\n", "1:4: the tag tag:yaml.org,2002:set is not supported"),
    "a tag on a key": ("!!int 5: b\n", "1:1: the tag tag:yaml.org,2002:int is not supported"),
    "a binary": ("a: !!binary aGk=\n", "1:4: the tag tag:yaml.org,2002:binary is not supported"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_not_used_here_is_refused_with_its_place(
    parser: None, read: ReadYaml, diagnose: Diagnose, kind: str
) -> None:
    text, sentence = REFUSED[kind]
    assert read(text).value is None
    [told_once] = diagnose(text)
    assert told_once.startswith(sentence)


def test_a_merge_is_not_reported_as_a_duplicate_key(diagnose: Diagnose) -> None:
    text = "base: &b {category: creational}\np:\n  <<: *b\n  category: structural\n"
    assert diagnose(text) == ["3:3: merge keys (<<) are not supported (write the fields out)"]


def test_a_key_that_only_looks_like_a_merge_is_text_when_it_is_quoted(read: ReadYaml) -> None:
    assert read("'<<': a\n").value == {"<<": "a"}


def test_the_tag_of_plain_text_changes_nothing(read: ReadYaml) -> None:
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
def test_a_python_tag_runs_nothing(parser: None, diagnose: Diagnose, tmp_path: Path, tag: str) -> None:
    place = tmp_path / "owned"
    [sentence] = diagnose(f"s: {tag.format(place=place.as_posix())}\n")
    assert sentence.startswith("1:4: the tag tag:yaml.org,2002:python/")
    assert not place.exists()


# Hostile files.


def test_nine_levels_of_nine_aliases_are_refused_before_they_explode(parser: None, diagnose: Diagnose) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]" for level in range(1, 9)]
    [sentence] = diagnose("\n".join([*lines, "summary: *a8"]))
    assert f"more than {MAX_VALUES} values, including repeated ones" in sentence
    assert sentence.startswith("6:")


@pytest.mark.parametrize(("more", "is_read"), [(999, True), (1000, False)])
def test_an_alias_counts_as_all_that_it_repeats_and_the_limit_is_exact(
    read: ReadYaml, more: int, is_read: bool
) -> None:
    thousand = f"&x [{', '.join(['a'] * 999)}]"
    repeated = (MAX_VALUES - 1) // 1000 - 1
    file = read(f"[{thousand}, {', '.join(['*x'] * repeated + ['a'] * more)}]")
    assert (file.value is not None) == is_read


@pytest.mark.parametrize(("letters", "times"), [(100_000, 10_000), (1_000_000, 300)], ids=["1 GB", "300 MB"])
def test_a_long_text_that_aliases_repeat_is_refused_before_it_explodes(
    diagnose: Diagnose, letters: int, times: int
) -> None:
    [sentence] = diagnose(f"what: &x {'x' * letters}\naliases: [{', '.join(['*x'] * times)}]\n")
    assert sentence.startswith("2:")
    assert "more than" in sentence


def test_a_long_key_that_aliases_repeat_is_refused_as_well(diagnose: Diagnose) -> None:
    [sentence] = diagnose(f"a: &x {{? {'k' * 100_000} : b}}\nc: [{', '.join(['*x'] * 10_000)}]\n")
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
def test_fifteen_hundred_levels_are_refused_not_walked_into(
    parser: None, diagnose: Diagnose, text: str, line: int
) -> None:
    [sentence] = diagnose(text)
    assert sentence.startswith(f"{line}:")
    assert "more than 32 levels deep" in sentence


def test_thirty_two_levels_are_read_and_the_next_is_reported_where_it_opens(
    parser: None, read: ReadYaml, diagnose: Diagnose
) -> None:
    assert read("[" * 32 + "]" * 32).diagnostics == []
    assert diagnose("[" * 33 + "]" * 33) == ["1:33: the content is nested more than 32 levels deep (use fewer levels)"]


def test_a_line_of_fifty_megabytes_is_refused_without_taking_it_in(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"a: " + b"x" * 50_000_000)
    tracemalloc.start()
    try:
        faults = read_yaml(path).diagnostics
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert format_diagnostics(faults, tmp_path) == [
        "x.yaml:1:1: the file is larger than 8 MiB (split it into several files)"
    ]
    assert most < 2 * MAX_FILE_BYTES


@pytest.mark.parametrize(("size", "is_read"), [(MAX_FILE_BYTES, True), (MAX_FILE_BYTES + 1, False)])
def test_a_file_may_be_as_large_as_the_limit_and_no_larger(read: ReadYaml, size: int, is_read: bool) -> None:
    start = b"a: b\n#"
    assert (read(start + b"x" * (size - len(start))).value == {"a": "b"}) == is_read


def test_many_values_on_one_line_take_no_longer_than_on_many(read: ReadYaml) -> None:
    """A file of a few megabytes must not stop the program, however it is broken into lines."""
    values, tail = "a,\n" * 50_000, "'" + "x" * 2_000_000 + "'"
    start = time.perf_counter()
    read(f"[{values}{tail}]")
    on_many = time.perf_counter() - start
    start = time.perf_counter()
    read(f"[{values}{tail}]".replace("\n", " "))
    on_one = time.perf_counter() - start
    assert on_one < 4 * on_many


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
def test_any_text_is_read_or_reported_and_its_leaves_are_text(text: str) -> None:
    file = parse_yaml(text, SourceMap(Path("x.yaml")))
    assert all(leaf is None or isinstance(leaf, str) for leaf in leaves(file.value))
    assert all(diagnostic.message for diagnostic in file.diagnostics)


def is_within(text: str, line: int, column: int) -> bool:
    """Whether a position is in a text or directly after one of its lines, as an editor counts lines."""
    lines = text.split("\n")
    if len(lines) > 1 and not lines[-1]:
        lines.pop()
    return 1 <= line <= len(lines) and 1 <= column <= len(lines[line - 1].removesuffix("\r")) + 1


@pytest.mark.usefixtures("parser")
@given(ANY_TEXT | YAML_LIKE)
@example("---")
@example("---\n")
@example("---\r\n")
@example("# a comment\n---\n\n")
@example("a:\n")
@example("- \n")
@example("? ")
@example("- &a")
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_position_of_any_text_is_within_the_text(text: str) -> None:
    file = parse_yaml(text, SourceMap(Path("x.yaml")))
    for diagnostic in file.diagnostics:
        assert is_within(text, diagnostic.line, diagnostic.column), diagnostic
    for position in file.source.positions.values():
        assert is_within(text, position.line, position.column), position
        assert is_within(text, position.key_line, position.key_column), position


@given(st.binary())
@settings(deadline=None)
def test_any_bytes_are_read_or_reported(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(data)
    file = read_yaml(path)
    assert all(leaf is None or isinstance(leaf, str) for leaf in leaves(file.value))


@pytest.mark.parametrize("text", ["rows:\n  - cells: [a, b, ", "a: {b: ", 'a: "b', "a: [b", "- a\n- [", "a: 'b\n"])
def test_what_is_not_closed_by_the_end_is_reported_within_the_file(tmp_path: Path, text: str) -> None:
    path = tmp_path / "cut.yaml"
    path.write_text(text, encoding="utf-8")
    [fault] = read_yaml(path).diagnostics
    lines = text.split("\n")
    assert 1 <= fault.line <= len(lines)
    assert 1 <= fault.column <= len(lines[fault.line - 1]) + 1
    assert "not valid YAML" not in fault.message


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
def test_the_column_of_a_byte_that_is_no_text_counts_characters(tmp_path: Path, start: bytes) -> None:
    path = tmp_path / "bytes.yaml"
    path.write_bytes(start + b"a: b\nk: " + "日本".encode() + b"\xff\n")
    assert format_diagnostics(read_yaml(path).diagnostics, tmp_path) == [
        "bytes.yaml:2:6: byte 0xff is not UTF-8 (save the file as UTF-8)",
    ]
