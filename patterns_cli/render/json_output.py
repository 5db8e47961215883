"""Encode an answer as one JSON object with sorted keys and a schema version."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from patterns_cli.text.control_chars import UNSAFE_CHARS, escape_char

SCHEMA_VERSION = 1

_UNSAFE_CHAR = re.compile(f"[{UNSAFE_CHARS}]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def to_json(view: msgspec.Struct | dict[str, Any]) -> str:
    """Encode an answer as JSON that is safe to print: control characters are escaped."""
    whole = {"schema_version": SCHEMA_VERSION, **msgspec.to_builtins(view)}
    text = msgspec.json.format(msgspec.json.encode(_escape_surrogates(whole), order="sorted"), indent=2).decode()
    return _UNSAFE_CHAR.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def to_json_line(view: msgspec.Struct | dict[str, Any]) -> str:
    """Encode an answer on one line, for output with one object a line."""
    return msgspec.json.format(to_json(view), indent=-1)


def _escape_surrogates(value: Any) -> Any:
    """Escape lone surrogates, which represent bytes that were not valid text."""
    match value:
        case str():
            return _SURROGATE.sub(lambda match: escape_char(match[0]), value)
        case dict():
            return {key: _escape_surrogates(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_escape_surrogates(inner) for inner in value]
        case msgspec.Struct():
            return _escape_surrogates(msgspec.to_builtins(value))
        case _:
            return value
