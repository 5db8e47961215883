"""JSON Schemas of the content files, for editors.

They are derived from the records of ``model`` and ``file_types``. A record is described by its docstring, a
field by the string below it.

A schema accepts more than the loader in one respect: in ``title: 5``, an editor sees the number 5, where the
loader sees the text "5". So where the loader expects text, a schema also accepts numbers and booleans.
"""

from __future__ import annotations

import ast
import inspect
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import msgspec

from patterns_cli.atomic_write import atomic_path
from patterns_cli.packs.file_types import FILE_TYPES
from patterns_cli.packs.model import Record

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCALAR_TYPES = ["string", "number", "boolean"]
"""Types that an editor may see in an unquoted text."""


@cache
def json_schema(type_name: str) -> dict[str, Any]:
    """JSON Schema of a type of content file; raises KeyError for a name that is not in ``FILE_TYPES``."""
    schema: dict[str, Any] = msgspec.json.schema(FILE_TYPES[type_name].record)
    records = {record.__name__: record for record in Record.__subclasses__()}
    for record_name, record_schema in schema["$defs"].items():
        for field_name, text in _field_docstrings(records[record_name]).items():
            record_schema["properties"][field_name]["description"] = text
    return {"$schema": SCHEMA_DIALECT, **_accept_scalars(schema)}


def schema_text(type_name: str) -> str:
    """JSON Schema of a type of content file, as the text of a file."""
    return msgspec.json.format(msgspec.json.encode(json_schema(type_name), order="sorted"), indent=2).decode() + "\n"


def write_schemas(folder: Path) -> list[Path]:
    """Write the schemas of all file types into a folder; raises OSError if that fails."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for type_name in FILE_TYPES:
        path = folder / f"{type_name}.json"
        with atomic_path(path) as temporary:
            temporary.write_text(schema_text(type_name), encoding="utf-8", newline="\n")
        files.append(path)
    return files


def _field_docstrings(record: type[Record]) -> dict[str, str]:
    """The string below each field of a record, by the field's name in YAML.

    Python does not keep these strings, so they are read from the source.
    """
    tree = ast.parse(inspect.getsource(record))
    body = next(node.body for node in tree.body if isinstance(node, ast.ClassDef))
    encoded_names = dict(zip(record.__struct_fields__, record.__struct_encode_fields__, strict=True))
    docstrings = {}
    for statement, below in pairwise(body):
        match statement, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                docstrings[encoded_names[name]] = inspect.cleandoc(text)
    return docstrings


def _accept_scalars(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_accept_scalars(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    loose = {key: _accept_scalars(value) for key, value in schema.items()}
    if loose.get("type") == "string":
        loose["type"] = SCALAR_TYPES
    return loose
