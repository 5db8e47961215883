"""The JSON Schemas that editors check content by."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from patterns_cli.packs.decode import decode_record
from patterns_cli.packs.file_types import FILE_TYPES, detect_file_type
from patterns_cli.packs.install.template import TEMPLATE_DIR
from patterns_cli.packs.json_schema import json_schema, schema_text
from patterns_cli.packs.positions import SourceMap
from patterns_cli.packs.yaml_reader import parse_yaml
from tests.conftest import CONTENT

SCHEMAS = CONTENT / "schemas"
FILES = sorted(path for root in (CONTENT, TEMPLATE_DIR) for path in root.rglob("*.yaml"))


def faults(kind: str, text: str) -> list[str]:
    """What an editor, which sees YAML's own numbers and booleans, finds wrong with a text."""
    value: Any = yaml.safe_load(text)
    return [error.message for error in Draft202012Validator(json_schema(kind)).iter_errors(value)]


@pytest.mark.parametrize("kind", FILE_TYPES)
def test_the_committed_schemas_are_those_of_the_model(kind: str) -> None:
    """If this fails, run `patterns pack schema -o content/schemas`."""
    assert (SCHEMAS / f"{kind}.json").read_text(encoding="utf-8") == schema_text(kind)
    Draft202012Validator.check_schema(json_schema(kind))


def test_there_is_no_other_schema() -> None:
    assert sorted(path.stem for path in SCHEMAS.iterdir()) == sorted(FILE_TYPES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-2:]))
def test_every_file_names_the_schema_that_it_passes(path: Path) -> None:
    with path.open(encoding="utf-8") as file:
        named = file.readline().removeprefix("# yaml-language-server: $schema=").strip()
    kind = detect_file_type(path, set())
    assert Path(named).name == f"{kind}.json"
    if TEMPLATE_DIR not in path.parents:
        assert (path.parent / named).resolve() == SCHEMAS / f"{kind}.json"
    loaded = parse_yaml(path.read_text(encoding="utf-8"), SourceMap(path)).value
    assert list(Draft202012Validator(json_schema(kind)).iter_errors(loaded)) == []


@pytest.mark.parametrize("path", sorted(TEMPLATE_DIR.rglob("*.yaml")), ids=lambda path: path.name)
def test_a_file_passes_as_an_editor_reads_it_too(path: Path) -> None:
    assert faults(detect_file_type(path, set()), path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("title", ["5", "1.10", "No", "12:30", "true", "2024", "0x1F", "plain"])
def test_what_the_loader_takes_for_text_is_no_fault_in_an_editor(title: str) -> None:
    text = f"id: a\ntitle: {title}\nsummary: S\n"
    assert faults("pack", text) == []
    loaded, wrong = decode_record(
        parse_yaml(text, SourceMap(Path("a"))).value, FILE_TYPES["pack"].record, SourceMap(Path("a"))
    )
    assert (getattr(loaded, "title", None), wrong) == (title, [])


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ("pack", "id: a\ntitle: T\nsumary: S\n", "'sumary' was unexpected"),
        ("pack", "id: a\ntitle: T\n", "'summary' is a required property"),
        ("pack", "id: a\ntitle:\nsummary: S\n", "None is not of type"),
        ("pack", "id: a\ntitle: [T]\nsummary: S\n", "is not of type"),
        ("systems", "systems: none\n", "is not of type 'array'"),
        ("systems", "systems:\n  - {id: a, name: A, summary: S, aliases: a}\n", "is not of type 'array'"),
        ("contrasts", "contrasts:\n  - {between: [a, b, c]}\n", "too long"),
        ("cues", "cues:\n  - phrases: []\n", "'says' is a required property"),
        ("history", "renamed:\n  - {id: a}\n", "'renamed_from' is a required property"),
    ],
)
def test_usual_mistakes_are_faults_in_an_editor(kind: str, text: str, words: str) -> None:
    assert any(words in fault for fault in faults(kind, text))


def test_a_role_is_one_of_three_words() -> None:
    row = "{system: s, use: u, why: w, role: usess}"
    pattern = "id: a\nname: A\nsummary: S\nwhat: W\nuse_when: []\navoid_when: []\n"
    pattern += f"applied: {{title: T, columns: [a, b, c], rows: [{row}]}}\n"
    assert faults("pattern", pattern) != []
    assert faults("pattern", pattern.replace("usess", "rejected")) == []


@pytest.mark.parametrize("kind", FILE_TYPES)
def test_every_record_and_field_has_a_description_without_markup(kind: str) -> None:
    records = json.loads(schema_text(kind))["$defs"].values()
    descriptions = [record["description"] for record in records]
    descriptions += [field["description"] for record in records for field in record["properties"].values()]
    assert all(text[0].isupper() or ".yaml" in text for text in descriptions)
    assert all(text.endswith(".") and "``" not in text for text in descriptions)


def test_a_field_is_described_by_the_string_below_it_in_the_model() -> None:
    scenario = json.loads(schema_text("scenarios"))["$defs"]["Scenario"]
    assert scenario["description"] == "A problem in a user's own words. Its verdict is that of its file."
    assert scenario["properties"]["neighbour"]["description"].startswith("Id of the neighbor that fits")


def test_the_short_name_of_a_tree_question_is_optional() -> None:
    question = json_schema("decide")["$defs"]["TreeQuestion"]
    assert "path" in question["properties"]
    assert "path" not in question["required"]
