"""JSON Schemas of the content files, for editors: what can stand in a file, and what it means.

They come from the records of ``model``, with the words of their docstrings. One thing is looser than
there: an editor sees the number 5 in ``title: 5``, where the loader sees the text "5". So where the
loader takes text, a schema also takes what YAML would turn into a number or a boolean.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from patterns_cli.atomic_write import draft_of
from patterns_cli.packs.file_types import KINDS

if TYPE_CHECKING:
    from pathlib import Path

DRAFT = "https://json-schema.org/draft/2020-12/schema"
WRITTEN_AS_TEXT = ["string", "number", "boolean"]
"""What an editor may take plain text for."""

_CLAUSE = re.compile(r"(?<=[.;:])\s+")
_NAME = re.compile(r"``(\w+)``")


@cache
def schema_of(kind: str) -> dict[str, Any]:
    """The JSON Schema of a kind of content file; raises KeyError for one that is none of ``KINDS``."""
    schema: dict[str, Any] = msgspec.json.schema(KINDS[kind].record)
    for record in schema["$defs"].values():
        _describe(record)
    return {"$schema": DRAFT, **_loosened(schema)}


def schema_file(kind: str) -> str:
    """The JSON Schema of a kind as the text of a file."""
    return msgspec.json.format(msgspec.json.encode(schema_of(kind), order="sorted"), indent=2).decode() + "\n"


def write_schemas(folder: Path) -> list[Path]:
    """Write the schemas of all kinds into a folder; raises OSError where that cannot be done."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for kind in KINDS:
        path = folder / f"{kind}.json"
        with draft_of(path) as draft:
            draft.write_text(schema_file(kind), encoding="utf-8", newline="\n")
        files.append(path)
    return files


def _describe(record: dict[str, Any]) -> None:
    """Give the record and its fields the words of its docstring that are about them."""
    words = " ".join(str(record.get("description", "")).split())
    fields: dict[str, dict[str, Any]] = record.get("properties", {})
    about: dict[str, list[str]] = {}
    for clause in _CLAUSE.split(words):
        named = [name for name in _NAME.findall(clause) if name in fields]
        if named:
            about.setdefault(named[0], []).append(_plain(clause))
    record["description"] = _plain(words)
    for name, clauses in about.items():
        fields[name]["description"] = " ".join(clauses)


def _plain(words: str) -> str:
    return words.replace("``", "`").rstrip(";:")


def _loosened(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_loosened(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    loose = {key: _loosened(value) for key, value in schema.items()}
    if loose.get("type") == "string":
        loose["type"] = WRITTEN_AS_TEXT
    return loose
