"""How names are compared: without case, spaces, hyphens or other punctuation."""

from __future__ import annotations

import unicodedata


def normalize_name(name: str) -> str:
    """The letters and digits of a name, folded to one form and without accents."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    return "".join(character for character in folded if character.isalnum())
