"""Decode the data of a file into a typed record, with all errors and their positions."""

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
    """The value as a record, or None and the errors in it."""
    try:
        return msgspec.convert(value, record_type), []
    except msgspec.ValidationError as error:
        # msgspec stops at the first error; jsonschema is slower to import, but finds all of them.
        schema_errors = _validator(record_type).iter_errors(value)
        diagnostics = [diagnostic for found in schema_errors for diagnostic in _diagnostics_for(found, source)]
        return None, sorted(diagnostics) or [source.diagnostic_at((), str(error))]


@cache
def _validator(record_type: type[msgspec.Struct]) -> Draft202012Validator:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(msgspec.json.schema(record_type))


def _diagnostics_for(error: ValidationError, source: SourceMap) -> list[Diagnostic]:
    path = list(error.absolute_path)
    label = _field_label(path)
    schema: Any = error.schema
    instance: Any = error.instance
    expected: Any = error.validator_value
    match error.validator:
        case "anyOf":
            # For an optional record, report what is wrong in the record, not that it should be null.
            inner_errors = [inner for inner in error.context if inner.validator_value != "null"]
            return [diagnostic for inner in inner_errors for diagnostic in _diagnostics_for(inner, source)]
        case "additionalProperties":
            known = sorted(schema["properties"])
            extra = [key for key in instance if key not in known]
            return [_unknown_key_diagnostic(source, path, key, known) for key in extra]
        case "required":
            missing = next(key for key in expected if f"'{key}'" in error.message)
            unknown = (key for key in instance if key not in schema["properties"])
            if any(close_matches(key, schema["properties"])[:1] == (missing,) for key in unknown):
                return []  # reported at the misspelled key
            return [source.diagnostic_at(path, f"{label} has no `{missing}`", f"add `{missing}:`")]
        case "type":
            return [_wrong_type_diagnostic(error, source, label, _TYPE_LABELS.get(str(expected), str(expected)))]
        case "enum" if not isinstance(instance, str):
            return [_wrong_type_diagnostic(error, source, label, "text")]
        case "enum":
            hint = did_you_mean(str(instance), expected) or "use one of: " + ", ".join(filter(None, expected))
            return [source.diagnostic_at(path, f"{label} cannot be `{instance}`", hint)]
        case "items" if expected is False:
            return []  # reported by maxItems
        case "minItems" | "maxItems":
            at_least = "at least " if error.validator == "minItems" and "maxItems" not in schema else ""
            count = "1 entry" if len(instance) == 1 else f"{len(instance)} entries"
            message = f"{label} has {count}, but needs {at_least}{expected}"
            hint = "add entries" if error.validator == "minItems" else "remove entries"
            return [source.diagnostic_at(path, message, hint)]
        case _:
            return [source.diagnostic_at(path, f"{label}: {error.message}")]


def _unknown_key_diagnostic(source: SourceMap, field_path: list[Any], key: str, known_keys: list[str]) -> Diagnostic:
    hint = did_you_mean(key, known_keys) or "the fields here are " + ", ".join(known_keys)
    return source.diagnostic_at(
        [*field_path, key], f"`{key}` is not a field of {_field_label(field_path)}", hint, at_key=True
    )


def _wrong_type_diagnostic(error: ValidationError, source: SourceMap, label: str, expected: str) -> Diagnostic:
    instance: Any = error.instance
    if instance is None:
        hint = f"write {expected}, or remove the line" if error.absolute_path else "add content, or delete the file"
        return source.diagnostic_at(list(error.absolute_path), f"{label} is empty", hint)
    found = "fields" if isinstance(instance, dict) else "a list" if isinstance(instance, list) else "text"
    hint = "put the text in quotes" if expected == "text" else ""
    if expected == "a list":
        hint = "write `- ` before each entry"
    return source.diagnostic_at(list(error.absolute_path), f"{label} should be {expected}, found {found}", hint)


def _field_label(field_path: list[Any]) -> str:
    if not field_path:
        return "the file"
    keys = [part if isinstance(part, str) else f"entry {part + 1}" for part in field_path]
    return " › ".join(keys)
