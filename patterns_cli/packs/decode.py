"""Whether a file's data has the shape of its record: every fault at once, each with its place."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from patterns_cli.text.suggestions import nearest

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

    from patterns_cli.packs.diagnostics import Fault
    from patterns_cli.packs.positions import SourceMap

RecordType = TypeVar("RecordType", bound=msgspec.Struct)

_KINDS = {"string": "text", "object": "fields", "array": "a list"}


def shaped(value: Any, record: type[RecordType], source: SourceMap) -> tuple[RecordType | None, list[Fault]]:
    """The value as a typed record, or None and what keeps it from being one."""
    try:
        return msgspec.convert(value, record), []
    except msgspec.ValidationError as error:
        # It tells the first fault only; the schema of the record tells them all.
        faults = [fault for one in _validator(record).iter_errors(value) for fault in _faults(one, source)]
        return None, sorted(faults) or [source.fault((), str(error))]


@cache
def _validator(record: type[msgspec.Struct]) -> Draft202012Validator:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(msgspec.json.schema(record))


def _faults(error: ValidationError, source: SourceMap) -> list[Fault]:
    spot = list(error.absolute_path)
    place = _name(spot)
    schema: Any = error.schema
    instance: Any = error.instance
    wanted: Any = error.validator_value
    match error.validator:
        case "anyOf":
            # An optional record: only what the record itself finds wrong is worth telling.
            inner = [e for e in error.context if e.validator_value != "null"]
            return [fault for e in inner for fault in _faults(e, source)]
        case "additionalProperties":
            known = sorted(schema["properties"])
            extra = [key for key in instance if key not in known]
            return [_unknown_key(source, spot, key, known) for key in extra]
        case "required":
            missing = next(key for key in wanted if f"'{key}'" in error.message)
            strange = (key for key in instance if key not in schema["properties"])
            if any(nearest(key, schema["properties"])[:1] == (missing,) for key in strange):
                return []  # the misspelt key tells it
            return [source.fault(spot, f"{place} has no `{missing}`", f"add `{missing}:`")]
        case "type":
            return [_wrong_type(error, source, place, _KINDS.get(str(wanted), str(wanted)))]
        case "enum" if not isinstance(instance, str):
            return [_wrong_type(error, source, place, "text")]
        case "enum":
            near = nearest(str(instance), wanted)
            hint = f"did you mean {near[0]}?" if near else "use one of: " + ", ".join(wanted)
            return [source.fault(spot, f"{place} cannot be `{instance}`", hint)]
        case "items" if wanted is False:
            return []  # maxItems tells it
        case "minItems" | "maxItems":
            message = f"{place} has {len(instance)} entries, not {wanted}"
            return [source.fault(spot, message)]
        case _:
            return [source.fault(spot, f"{place}: {error.message}")]


def _unknown_key(source: SourceMap, spot: list[Any], key: str, known: list[str]) -> Fault:
    near = nearest(key, known)
    hint = f"did you mean `{near[0]}`?" if near else "known here: " + ", ".join(known)
    return source.fault([*spot, key], f"`{key}` is not a field of {_name(spot)}", hint, at_key=True)


def _wrong_type(error: ValidationError, source: SourceMap, place: str, wanted: str) -> Fault:
    instance: Any = error.instance
    if instance is None:
        return source.fault(list(error.absolute_path), f"{place} is empty", f"write {wanted}, or remove the line")
    found = "fields" if isinstance(instance, dict) else "a list" if isinstance(instance, list) else "text"
    hint = "quote the text" if wanted == "text" else ""
    if wanted == "a list":
        hint = "write `- ` before each entry"
    return source.fault(list(error.absolute_path), f"{place} should be {wanted}, found {found}", hint)


def _name(spot: list[Any]) -> str:
    if not spot:
        return "the file"
    keys = [str(step) if isinstance(step, str) else f"entry {step + 1}" for step in spot]
    return " › ".join(keys)
