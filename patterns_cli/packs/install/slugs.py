"""Ids made from names: short, unique, and safe as file names everywhere."""

from __future__ import annotations

import re
import unicodedata
import zlib

from patterns_cli.packs.filenames import is_reserved_on_windows
from patterns_cli.packs.model import OUTSIDE
from patterns_cli.text.names import normalize_name

MAX_SLUG_CHARS = 60
"""An id has at most so many characters, so that a path with it stays short."""

_NON_SLUG_CHARS = re.compile(r"[^a-z0-9]+")
_TRANSLITERATIONS = str.maketrans(
    {"#": " sharp ", "&": " and ", "+": " plus ", "ß": "ss", "ø": "o", "ł": "l", "æ": "ae"}
)


class UniqueSlugs:
    """Gives ids that differ in their letters and digits, as names are compared by these."""

    def __init__(self, *taken: str) -> None:
        self._taken = {normalize_name(id_) for id_ in (OUTSIDE, *taken)}
        self._last_numbers: dict[str, int] = {}

    def assign(self, name: str, kind: str) -> str:
        """An id for something of that name; ``kind`` stands in where the name gives none."""
        wanted = slugify(name, kind)
        found, number = wanted, self._last_numbers.get(wanted, 1)
        while normalize_name(found) in self._taken:
            number += 1
            found = f"{wanted}-{number}"
        self._last_numbers[wanted] = number
        self._taken.add(normalize_name(found))
        return found


def slugify(name: str, kind: str) -> str:
    """The words of a name with hyphens between them.

    A name with letters that are not Latin gets a checksum of itself, so that its id does not depend
    on what else there is.
    """
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_TRANSLITERATIONS))
    words = _NON_SLUG_CHARS.sub("-", plain.encode("ascii", "ignore").decode()).strip("-")
    foreign = any(not character.isascii() and character.isalnum() for character in plain)
    short = _truncate(words)
    if foreign or not short:
        short = f"{short or kind}-{zlib.crc32(name.encode('utf-8', 'surrogatepass')):08x}"
    return f"{short}-{kind}" if is_reserved_on_windows(short) else short


def _truncate(words: str) -> str:
    if len(words) <= MAX_SLUG_CHARS:
        return words
    whole, _, _ = words[: MAX_SLUG_CHARS + 1].rpartition("-")
    return whole or words[:MAX_SLUG_CHARS]
