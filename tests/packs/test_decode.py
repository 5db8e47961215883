"""The shape of a file: every fault of it at once, each with its place and what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patterns_cli.packs.decode import decode_record
from patterns_cli.packs.file_types import ContrastsFile, NeighborsFile, SystemsFile, TablesFile
from patterns_cli.packs.model import DecisionTree, PackInfo, Pattern, Record
from patterns_cli.packs.positions import SourceMap
from patterns_cli.packs.yaml_reader import read_yaml
from tests.conftest import CONTENT, PATTERN
from tests.packs.diagnosing import format_diagnostics

RECORDS: dict[str, type[Record]] = {
    "pack.yaml": PackInfo,
    "decide.yaml": DecisionTree,
    "systems.yaml": SystemsFile,
    "tables.yaml": TablesFile,
    "contrasts.yaml": ContrastsFile,
    "neighbours.yaml": NeighborsFile,
}


def diagnose(folder: Path, text: str, record: type[Record] = Pattern) -> list[str]:
    """Diagnostics of decoding a file, without the file's name."""
    path = folder / "x.yaml"
    path.write_text(text, encoding="utf-8")
    file = read_yaml(path)
    value, faults = decode_record(file.value, record, file.source)
    assert (value is None) == bool(faults)
    return [line.replace("x.yaml:", "", 1) for line in format_diagnostics(faults, folder)]


def changed(old: str, new: str) -> str:
    """A pattern without a fault, but for one change."""
    assert old in PATTERN
    return PATTERN.replace(old, new, 1)


@pytest.mark.parametrize("name", RECORDS)
def test_a_file_of_the_right_shape_becomes_its_record(name: str) -> None:
    file = read_yaml(CONTENT / "realtime-api" / name)
    value, faults = decode_record(file.value, RECORDS[name], file.source)
    assert faults == []
    assert isinstance(value, RECORDS[name])


def test_a_record_holds_the_words_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(f"{PATTERN}aliases: [No, 1.10, 12:30, ~]\n", encoding="utf-8")
    file = read_yaml(tmp_path / "x.yaml")
    pattern, _ = decode_record(file.value, Pattern, file.source)
    assert pattern is not None
    assert (pattern.id, pattern.name, pattern.profile) == ("alpha", "Alpha", {"starts": "Alpha does"})
    assert pattern.aliases == ("No", "1.10", "12:30", "~")
    assert pattern.avoid_when[0].instead == ("beta",)


# The whole file.


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("# a list\n- a\n", "2:1: the file should be fields, found a list"),
        ("hello\n", "1:1: the file should be fields, found text"),
        ("---\n", "the file is empty (add content, or delete the file)"),
    ],
)
def test_a_file_that_is_no_mapping_is_reported_in_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    [line] = diagnose(tmp_path, text)
    assert line.endswith(sentence)


# Fields that are missing.


def test_a_missing_field_is_reported_where_its_record_starts(tmp_path: Path) -> None:
    text = changed("    text: Always.\n", "")
    assert diagnose(tmp_path, text) == ["6:5: use_when › entry 1 has no `text` (add `text:`)"]


def test_all_missing_fields_are_reported_at_once(tmp_path: Path) -> None:
    assert diagnose(tmp_path, "# only a name\nname: X\n") == [
        f"2:1: the file has no `{name}` (add `{name}:`)" for name in ("avoid_when", "id", "summary", "use_when", "what")
    ]


def test_faults_of_different_kinds_are_reported_together_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = changed("name: Alpha", "mood: Alpha").replace("id: always", "id: [always]").replace("[beta]", "beta")
    assert [sentence.split(":")[0] for sentence in diagnose(tmp_path, text)] == ["1", "2", "6", "11"]


# Fields that nobody knows.


@pytest.mark.parametrize(
    ("line", "meant"),
    [("sumary: x", "summary"), ("Name: X", "name"), ("usewhen: []", "use_when"), ("alias: [x]", "aliases")],
)
def test_a_misspelled_field_is_reported_at_its_key_with_what_was_meant(tmp_path: Path, line: str, meant: str) -> None:
    key = line.partition(":")[0]
    assert diagnose(tmp_path, f"{PATTERN}{line}\n") == [
        f"14:1: `{key}` is not a field of the file (did you mean {meant}?)"
    ]


def test_a_misspelled_field_is_reported_and_not_once_more_as_missing(tmp_path: Path) -> None:
    assert diagnose(tmp_path, changed("summary: ", "sumary: ")) == [
        "3:1: `sumary` is not a field of the file (did you mean summary?)",
    ]


def test_an_invented_field_is_reported_with_those_that_exist(tmp_path: Path) -> None:
    [sentence] = diagnose(tmp_path, f"{PATTERN}mood: 1\n")
    assert sentence.startswith(
        "14:1: `mood` is not a field of the file (the fields here are aliases, applied, avoid_when, "
    )
    assert "diagram, footnotes, id, in_order, job, name" in sentence


def test_an_unknown_field_deeper_down_is_reported_with_the_way_to_it(tmp_path: Path) -> None:
    text = changed("    instead: [beta]", "    insted: [beta]")
    assert diagnose(tmp_path, text) == [
        "11:5: `insted` is not a field of avoid_when › entry 1 (did you mean instead?)",
    ]


# Values of the wrong kind.

KINDS = {
    "text where a list belongs": (
        "aliases: x",
        "14:10: aliases should be a list, found text (write `- ` before each entry)",
    ),
    "fields where a list belongs": (
        "aliases: {a: b}",
        "14:10: aliases should be a list, found fields (write `- ` before each entry)",
    ),
    "a list where text belongs": (
        "diagram: [a]",
        "14:10: diagram should be text, found a list (put the text in quotes)",
    ),
    "fields where text belongs": (
        "diagram: {key}",
        "14:10: diagram should be text, found fields (put the text in quotes)",
    ),
    "a list in a list": (
        "aliases: [a, [b]]",
        "14:14: aliases › entry 2 should be text, found a list (put the text in quotes)",
    ),
    "an empty list": ("aliases:", "14:9: aliases is empty (write a list, or remove the line)"),
    "an empty entry": ("aliases:\n  - a\n  -", "16:4: aliases › entry 2 is empty (write text, or remove the line)"),
    "text where a record belongs": ("applied: text", "14:10: applied should be fields, found text"),
    "an entry that is no record": ("notes: [x]", "14:9: notes › entry 1 should be fields, found text"),
    "text deep down": (
        "notes:\n  - id: a\n    text: {b: c}",
        "16:11: notes › entry 1 › text should be text, found fields (put the text in quotes)",
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_value_of_the_wrong_kind_is_reported_with_what_belongs_there(tmp_path: Path, kind: str) -> None:
    line, sentence = KINDS[kind]
    assert diagnose(tmp_path, f"{PATTERN}{line}\n") == [sentence]


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("", "3:9: summary is empty (write text, or remove the line)"),
        ("{key}", "3:10: summary should be text, found fields (put the text in quotes)"),
        ("[x]", "3:10: summary should be text, found a list (put the text in quotes)"),
    ],
)
def test_a_summary_that_is_not_plain_text_is_reported(tmp_path: Path, value: str, sentence: str) -> None:
    assert diagnose(tmp_path, changed("summary: The first of two.", f"summary: {value}")) == [sentence]


def test_a_profile_line_without_text_is_reported(tmp_path: Path) -> None:
    text = changed("starts: Alpha does", "starts:")
    assert diagnose(tmp_path, text) == ["13:10: profile › starts is empty (write text, or remove the line)"]


def test_an_optional_record_may_be_left_empty(tmp_path: Path) -> None:
    assert diagnose(tmp_path, f"{PATTERN}applied:\n") == []


# Words of a fixed choice, and lists of a fixed length.

APPLIED = "applied:\n  title: T\n  columns: [a, b, c]\n  rows:\n    - {system: s, use: u, why: w}\n"


def applied(old: str, new: str) -> str:
    """A pattern with an applied table that has one change."""
    assert old in APPLIED
    return PATTERN + APPLIED.replace(old, new, 1)


@pytest.mark.parametrize(
    ("role", "hint"),
    [("use", "did you mean uses?"), ("quarrels", "use one of: alternative, rejected, uses")],
)
def test_a_word_that_is_no_choice_is_reported_with_those_there_are(tmp_path: Path, role: str, hint: str) -> None:
    text = applied("why: w}", f"why: w, role: {role}}}")
    assert diagnose(tmp_path, text) == [f"18:41: applied › rows › entry 1 › role cannot be `{role}` ({hint})"]


@pytest.mark.parametrize(("value", "found"), [("", "empty"), ("[a]", "a list"), ("{a: b}", "fields")])
def test_a_choice_that_is_no_word_is_reported_without_a_word_of_python(tmp_path: Path, value: str, found: str) -> None:
    [sentence] = diagnose(tmp_path, applied("why: w}", f"why: w, role: {value}}}"))
    assert sentence.startswith("18:")
    assert found in sentence
    assert not any(word in sentence for word in ("None", "['a']", "{'a'"))


CONTRAST = """\
contrasts:
  - id: a
    between: [a, b]
    question: q
    choices: [{choose: a, when: w, because: b}, {choose: b, when: w, because: b}]
    flip: {story: s, answer: a, change: c, then: b, because: b}
"""


@pytest.mark.parametrize("between", ["[a]", "[a, b, c]", "[a, b, c, d, e]", "[]"])
def test_a_list_of_the_wrong_length_is_reported_once(tmp_path: Path, between: str) -> None:
    count = 0 if between == "[]" else between.count(",") + 1
    lines = diagnose(tmp_path, CONTRAST.replace("[a, b]", between), ContrastsFile)
    entries, hint = ("1 entry" if count == 1 else f"{count} entries"), ("add" if count < 2 else "remove")
    assert lines == [f"3:14: contrasts › entry 1 › between has {entries}, but needs 2 ({hint} entries)"]


@pytest.mark.parametrize("columns", ["[a]", "[a, b]", "[a, b, c, d, e]"])
def test_an_applied_table_may_have_any_number_of_columns(tmp_path: Path, columns: str) -> None:
    assert diagnose(tmp_path, applied("[a, b, c]", columns)) == []


def test_an_applied_table_has_a_column(tmp_path: Path) -> None:
    assert diagnose(tmp_path, applied("[a, b, c]", "[]")) == [
        "16:12: applied › columns has 0 entries, but needs at least 1 (add entries)"
    ]


def test_too_many_records_are_reported_once_as_well(tmp_path: Path) -> None:
    choice = "{choose: a, when: w, because: b}"
    text = (
        "contrasts:\n  - id: a\n    between: [a, b]\n    question: q\n"
        f"    choices: [{choice}, {choice}, {choice}]\n"
        "    flip: {story: s, answer: a, change: c, then: b, because: b}\n"
    )
    assert diagnose(tmp_path, text, ContrastsFile) == [
        "5:14: contrasts › entry 1 › choices has 3 entries, but needs 2 (remove entries)"
    ]


# Whatever a file holds.

KEYS = st.sampled_from(sorted(Pattern.__struct_encode_fields__)) | st.text(max_size=5)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.text(max_size=8) | st.sampled_from(["uses", "alpha"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=12,
)


@given(VALUES, st.sampled_from([Pattern, *RECORDS.values()]))
@settings(deadline=None)
def test_any_value_becomes_a_record_or_is_reported(value: Any, record: type[Record]) -> None:
    got, faults = decode_record(value, record, SourceMap(Path("x.yaml")))
    assert (got is None) == bool(faults)
    if got is not None:
        assert msgspec.convert(msgspec.to_builtins(got), record) == got
