"""Make ids from names: short, unique, and valid as file names on every operating system."""

from __future__ import annotations

import re
import unicodedata
import zlib

from patterns_cli.packs.filenames import is_reserved_on_windows
from patterns_cli.packs.model import OUTSIDE
from patterns_cli.text.names import normalize_name

MAX_SLUG_CHARS = 60
"""Maximum length of a slug in characters, which keeps paths short."""

_NON_SLUG_CHARS = re.compile(r"[^a-z0-9]+")
_TRANSLITERATIONS = str.maketrans(
    {"#": " sharp ", "&": " and ", "+": " plus ", "ß": "ss", "ø": "o", "ł": "l", "æ": "ae"}
)


class UniqueSlugs:
    """Assigns ids that differ in their letters and digits, by which names are compared."""

    def __init__(self, *taken: str) -> None:
        self._taken = {normalize_name(id_) for id_ in (OUTSIDE, *taken)}
        self._last_numbers: dict[str, int] = {}

    def assign(self, name: str, kind: str) -> str:
        """A new id for a name; ``kind`` is the fallback for a name without letters and digits."""
        base = slugify(name, kind)
        slug, number = base, self._last_numbers.get(base, 1)
        while normalize_name(slug) in self._taken:
            number += 1
            slug = f"{base}-{number}"
        self._last_numbers[base] = number
        self._taken.add(normalize_name(slug))
        return slug


def slugify(name: str, kind: str) -> str:
    """The words of a name, joined with hyphens.

    A name with non-Latin letters gets a checksum of the name, so that its id does not depend on other names.
    """
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_TRANSLITERATIONS))
    words = _NON_SLUG_CHARS.sub("-", plain.encode("ascii", "ignore").decode()).strip("-")
    has_other_letters = any(not character.isascii() and character.isalnum() for character in plain)
    short = _truncate(words)
    if has_other_letters or not short:
        short = f"{short or kind}-{zlib.crc32(name.encode('utf-8', 'surrogatepass')):08x}"
    return f"{short}-{kind}" if is_reserved_on_windows(short) else short


def _truncate(words: str) -> str:
    if len(words) <= MAX_SLUG_CHARS:
        return words
    whole, _, _ = words[: MAX_SLUG_CHARS + 1].rpartition("-")
    return whole or words[:MAX_SLUG_CHARS]
