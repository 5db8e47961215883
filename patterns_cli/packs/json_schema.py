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

from patterns_cli.atomic_write import atomic_path
from patterns_cli.packs.file_types import FILE_TYPES

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCALAR_TYPES = ["string", "number", "boolean"]
"""What an editor may take plain text for."""

_CLAUSE_BREAK = re.compile(r"(?<=[.;:])\s+")
_FIELD_NAME = re.compile(r"``(\w+)``")


@cache
def json_schema(type_name: str) -> dict[str, Any]:
    """The JSON Schema of a kind of content file; raises KeyError for one that is none of ``KINDS``."""
    schema: dict[str, Any] = msgspec.json.schema(FILE_TYPES[type_name].record)
    for record in schema["$defs"].values():
        _add_descriptions(record)
    return {"$schema": SCHEMA_DIALECT, **_accept_scalars(schema)}


def schema_text(type_name: str) -> str:
    """The JSON Schema of a kind as the text of a file."""
    return msgspec.json.format(msgspec.json.encode(json_schema(type_name), order="sorted"), indent=2).decode() + "\n"


def write_schemas(folder: Path) -> list[Path]:
    """Write the schemas of all kinds into a folder; raises OSError where that cannot be done."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for kind in FILE_TYPES:
        path = folder / f"{kind}.json"
        with atomic_path(path) as draft:
            draft.write_text(schema_text(kind), encoding="utf-8", newline="\n")
        files.append(path)
    return files


def _add_descriptions(schema: dict[str, Any]) -> None:
    """Give the record and its fields the words of its docstring that are about them."""
    words = " ".join(str(schema.get("description", "")).split())
    fields: dict[str, dict[str, Any]] = schema.get("properties", {})
    about: dict[str, list[str]] = {}
    for clause in _CLAUSE_BREAK.split(words):
        named = [name for name in _FIELD_NAME.findall(clause) if name in fields]
        if named:
            about.setdefault(named[0], []).append(_strip_markup(clause))
    schema["description"] = _strip_markup(words)
    for name, clauses in about.items():
        fields[name]["description"] = " ".join(clauses)


def _strip_markup(text: str) -> str:
    return text.replace("``", "`").rstrip(";:")


def _accept_scalars(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_accept_scalars(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    loose = {key: _accept_scalars(value) for key, value in schema.items()}
    if loose.get("type") == "string":
        loose["type"] = SCALAR_TYPES
    return loose
