"""Plain data to YAML that people like to edit, and that reads back as the same text everywhere.

All leaves are text, as ``yaml_reader`` wants them. What other readers of YAML would take for a number,
a date, a boolean or nothing stands in quotes; lines stand below their key after ``|``, and long
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
"""Long text is folded at about this column."""

MAX_INLINE_CHARS = 80
"""Text longer than this stands below its key."""

_AMBIGUOUS_SCALAR = re.compile(
    r"[-+]?(\.?[0-9][0-9_,.:]*([eE][-+]?[0-9]+)?|0[oOxXbB][0-9a-fA-F_]+|\.(inf|nan))"
    r"|y|n|yes|no|on|off|true|false|null|none|nan|inf|~|=|<<|[0-9]{4}-[0-9].*",
    re.IGNORECASE,
)
"""What one reader of YAML or another would not take for text."""


def to_yaml(value: Any) -> str:
    """Mappings, lists and texts as the text of one YAML file.

    Raises ValueError for a text that YAML cannot hold or ``yaml_reader`` would refuse.
    """
    for writer in (_PlainDumper, _QuotingDumper):
        text = yaml.dump(
            value, Dumper=writer, width=FOLD_WIDTH_CHARS, allow_unicode=True, sort_keys=False, default_flow_style=False
        )
        read = parse_yaml(text, SourceMap(Path("written.yaml")))
        if read.value == value and not read.diagnostics:
            return text
    reason = str(read.diagnostics[0]) if read.diagnostics else "it would change"
    raise ValueError(f"this cannot be written as YAML: {reason}")


def non_default_fields(record: msgspec.Struct) -> dict[str, Any]:
    """The fields of a record in their order, without those that only repeat their default."""
    found = {}
    for field in msgspec.structs.fields(record):
        value = getattr(record, field.name)
        if field.required or value != _default_value(field):
            found[field.encode_name] = _to_plain(value)
    return found


def _default_value(field: msgspec.structs.FieldInfo) -> Any:
    return field.default if field.default is not msgspec.NODEFAULT else field.default_factory()


def _to_plain(value: Any) -> Any:
    match value:
        case msgspec.Struct():
            return non_default_fields(value)
        case tuple() | list():
            return [_to_plain(inner) for inner in value]
        case dict():
            return {key: _to_plain(inner) for key, inner in value.items()}
        case _:
            return value


class _PlainDumper(yaml.SafeDumper):
    """Writes each text in the plainest style that keeps it."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True


class _QuotingDumper(_PlainDumper):
    """Writes every text in double quotes, for what no plainer style keeps."""


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
