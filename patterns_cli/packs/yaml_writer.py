"""Write plain data as YAML that is easy to edit, and that every YAML reader reads as the same text.

All leaves are text, as ``yaml_reader`` requires. Text that other readers would take for a number, a
date, a boolean or null is quoted; text with line breaks is written below its key after ``|``, and long
text after ``>-``.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
import yaml

from patterns_cli.packs.positions import SourceMap
from patterns_cli.packs.yaml_reader import parse_yaml

FOLD_WIDTH_CHARS = 96
"""Approximate width of folded text, in characters."""

MAX_INLINE_CHARS = 80
"""Maximum length of text on the line of its key, in characters."""

_AMBIGUOUS_SCALAR = re.compile(
    r"[-+]?(\.?[0-9][0-9_,.:]*([eE][-+]?[0-9]+)?|0[oOxXbB][0-9a-fA-F_]+|\.(inf|nan))"
    r"|y|n|yes|no|on|off|true|false|null|none|nan|inf|~|=|<<|[0-9]{4}-[0-9].*",
    re.IGNORECASE,
)
"""Text that some YAML readers would not read as text."""


def to_yaml(value: Any) -> str:
    """Mappings, lists and texts as the text of a YAML file.

    Raises ValueError for a text that YAML cannot represent or ``yaml_reader`` would reject.
    """
    for dumper in (_PlainDumper, _QuotingDumper):
        text = yaml.dump(
            value, Dumper=dumper, width=FOLD_WIDTH_CHARS, allow_unicode=True, sort_keys=False, default_flow_style=False
        )
        file = parse_yaml(text, SourceMap(Path("written.yaml")))
        if file.value == value and not file.diagnostics:
            return text
    reason = str(file.diagnostics[0]) if file.diagnostics else "it would be read back differently"
    raise ValueError(f"this cannot be written as YAML: {reason}")


def non_default_fields(record: msgspec.Struct) -> dict[str, Any]:
    """Fields of a record in YAML, in order, without those that have their default value."""
    plain = {}
    for field in msgspec.structs.fields(record):
        value = getattr(record, field.name)
        if field.required or value != _default_value(field):
            plain[field.encode_name] = _to_plain(value)
    return plain


def _default_value(field: msgspec.structs.FieldInfo) -> Any:
    return field.default if field.default is not msgspec.NODEFAULT else field.default_factory()


def _to_plain(value: Any) -> Any:
    match value:
        case msgspec.Struct():
            return non_default_fields(value)
        case tuple() | list():
            return [_to_plain(item) for item in value]
        case dict():
            return {key: _to_plain(item) for key, item in value.items()}
        case _:
            return value


class _PlainDumper(yaml.SafeDumper):
    """Writes each text in a readable style."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True


class _QuotingDumper(_PlainDumper):
    """Writes every text in double quotes, for text that a readable style would change."""


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=_scalar_style(text))


def _scalar_style(text: str) -> str | None:
    if "\n" in text:
        return "|"
    if len(text) > MAX_INLINE_CHARS and " " in text:
        return ">"
    return "'" if _AMBIGUOUS_SCALAR.fullmatch(text) else None


def _represent_quoted(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')


_PlainDumper.add_representer(str, _represent_text)
_QuotingDumper.add_representer(str, _represent_quoted)
