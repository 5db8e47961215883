"""Comparison of names: case, accents, punctuation and a plural ``s`` make no difference."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def normalize_name(name: str) -> str:
    """The letters and digits of a name, case-folded and without accents."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    return "".join(character for character in folded if character.isalnum())


def name_forms(name: str) -> frozenset[str]:
    """The normalized names that are the same as a name: as it is, with a plural ``s``, and without.

    Empty for a name without letters and digits.
    """
    normalized = normalize_name(name)
    return frozenset((normalized, f"{normalized}s", normalized.removesuffix("s"))) - {""} if normalized else frozenset()


def is_same_name(first: str, second: str) -> bool:
    """Whether two names are the same except for case, accents, punctuation and a plural ``s``."""
    return normalize_name(second) in name_forms(first)


def short_name(name: str) -> str:
    """The part of a name before its parentheses: ``SSE`` of ``SSE (Server-Sent Events)``."""
    return name.partition(" (")[0]


def all_names(ref: str, name: str, aliases: Iterable[str]) -> tuple[str, ...]:
    """Every name of an entry: its ref, its name with and without parentheses, and its aliases."""
    return tuple(dict.fromkeys(filter(None, (ref, *names_within(name), *aliases))))


def names_within(name: str) -> tuple[str, ...]:
    """A name with its part before the parentheses and the part inside, each once."""
    short, _, rest = name.partition(" (")
    return tuple(dict.fromkeys(part for part in (name, short, rest.rstrip(")")) if part))
