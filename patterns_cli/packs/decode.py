"""Whether a file's data has the shape of its record: every fault at once, each with its place."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from patterns_cli.text.suggestions import close_matches, did_you_mean

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

    from patterns_cli.packs.diagnostics import Diagnostic
    from patterns_cli.packs.positions import SourceMap

RecordType = TypeVar("RecordType", bound=msgspec.Struct)

_TYPE_LABELS = {"string": "text", "object": "fields", "array": "a list"}


def decode_record(
    value: Any, record_type: type[RecordType], source: SourceMap
) -> tuple[RecordType | None, list[Diagnostic]]:
    """The value as a typed record, or None and what keeps it from being one."""
    try:
        return msgspec.convert(value, record_type), []
    except msgspec.ValidationError as error:
        # It tells the first fault only; the schema of the record tells them all.
        faults = [
            fault for one in _validator(record_type).iter_errors(value) for fault in _diagnostics_for(one, source)
        ]
        return None, sorted(faults) or [source.diagnostic_at((), str(error))]


@cache
def _validator(record_type: type[msgspec.Struct]) -> Draft202012Validator:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(msgspec.json.schema(record_type))


def _diagnostics_for(error: ValidationError, source: SourceMap) -> list[Diagnostic]:
    spot = list(error.absolute_path)
    place = _field_label(spot)
    schema: Any = error.schema
    instance: Any = error.instance
    wanted: Any = error.validator_value
    match error.validator:
        case "anyOf":
            # An optional record: only what the record itself finds wrong is worth telling.
            inner = [e for e in error.context if e.validator_value != "null"]
            return [fault for e in inner for fault in _diagnostics_for(e, source)]
        case "additionalProperties":
            known = sorted(schema["properties"])
            extra = [key for key in instance if key not in known]
            return [_unknown_key_diagnostic(source, spot, key, known) for key in extra]
        case "required":
            missing = next(key for key in wanted if f"'{key}'" in error.message)
            strange = (key for key in instance if key not in schema["properties"])
            if any(close_matches(key, schema["properties"])[:1] == (missing,) for key in strange):
                return []  # the misspelt key tells it
            return [source.diagnostic_at(spot, f"{place} has no `{missing}`", f"add `{missing}:`")]
        case "type":
            return [_wrong_type_diagnostic(error, source, place, _TYPE_LABELS.get(str(wanted), str(wanted)))]
        case "enum" if not isinstance(instance, str):
            return [_wrong_type_diagnostic(error, source, place, "text")]
        case "enum":
            hint = did_you_mean(str(instance), wanted, "use one of: " + ", ".join(wanted))
            return [source.diagnostic_at(spot, f"{place} cannot be `{instance}`", hint)]
        case "items" if wanted is False:
            return []  # maxItems tells it
        case "minItems" | "maxItems":
            message = f"{place} has {len(instance)} entries, not {wanted}"
            return [source.diagnostic_at(spot, message)]
        case _:
            return [source.diagnostic_at(spot, f"{place}: {error.message}")]


def _unknown_key_diagnostic(source: SourceMap, field_path: list[Any], key: str, known_keys: list[str]) -> Diagnostic:
    hint = did_you_mean(key, known_keys, "known here: " + ", ".join(known_keys), "`{}`")
    return source.diagnostic_at(
        [*field_path, key], f"`{key}` is not a field of {_field_label(field_path)}", hint, at_key=True
    )


def _wrong_type_diagnostic(error: ValidationError, source: SourceMap, label: str, expected: str) -> Diagnostic:
    instance: Any = error.instance
    if instance is None:
        return source.diagnostic_at(
            list(error.absolute_path), f"{label} is empty", f"write {expected}, or remove the line"
        )
    found = "fields" if isinstance(instance, dict) else "a list" if isinstance(instance, list) else "text"
    hint = "quote the text" if expected == "text" else ""
    if expected == "a list":
        hint = "write `- ` before each entry"
    return source.diagnostic_at(list(error.absolute_path), f"{label} should be {expected}, found {found}", hint)


def _field_label(field_path: list[Any]) -> str:
    if not field_path:
        return "the file"
    keys = [str(step) if isinstance(step, str) else f"entry {step + 1}" for step in field_path]
    return " › ".join(keys)
