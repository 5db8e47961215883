"""How names are compared: without case, spaces, hyphens or other punctuation."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def normalize_name(name: str) -> str:
    """The letters and digits of a name, folded to one form and without accents."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    return "".join(character for character in folded if character.isalnum())


def name_forms(ref: str, name: str, aliases: Iterable[str]) -> tuple[str, ...]:
    """Return every name of an entry: its ref, its name with and without parentheses, and its aliases."""
    short, _, rest = name.partition(" (")
    return tuple(dict.fromkeys(filter(None, (ref, name, short, rest.rstrip(")"), *aliases))))
