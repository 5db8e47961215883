"""Ids made from names: short, unique, and safe as file names everywhere."""

from __future__ import annotations

import re
import unicodedata
import zlib

from patterns_cli.packs.filenames import is_device
from patterns_cli.packs.model import OUTSIDE
from patterns_cli.text.names import normalized

LONGEST = 60
"""An id has at most so many characters, so that a path with it stays short."""

_NOT_IN_AN_ID = re.compile(r"[^a-z0-9]+")
_WORDS = str.maketrans({"#": " sharp ", "&": " and ", "+": " plus ", "ß": "ss", "ø": "o", "ł": "l", "æ": "ae"})


class Ids:
    """Gives ids that differ in their letters and digits, as names are compared by these."""

    def __init__(self, *taken: str) -> None:
        self._taken = {normalized(id_) for id_ in (OUTSIDE, *taken)}
        self._last: dict[str, int] = {}

    def give(self, name: str, kind: str) -> str:
        """An id for something of that name; ``kind`` stands in where the name gives none."""
        wanted = slug(name, kind)
        found, number = wanted, self._last.get(wanted, 1)
        while normalized(found) in self._taken:
            number += 1
            found = f"{wanted}-{number}"
        self._last[wanted] = number
        self._taken.add(normalized(found))
        return found


def slug(name: str, kind: str) -> str:
    """The words of a name with hyphens between them.

    A name with letters that are not Latin gets a checksum of itself, so that its id does not depend
    on what else there is.
    """
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_WORDS))
    words = _NOT_IN_AN_ID.sub("-", plain.encode("ascii", "ignore").decode()).strip("-")
    foreign = any(not character.isascii() and character.isalnum() for character in plain)
    short = _cut(words)
    if foreign or not short:
        short = f"{short or kind}-{zlib.crc32(name.encode('utf-8', 'surrogatepass')):08x}"
    return f"{short}-{kind}" if is_device(short) else short


def _cut(words: str) -> str:
    if len(words) <= LONGEST:
        return words
    whole, _, _ = words[: LONGEST + 1].rpartition("-")
    return whole or words[:LONGEST]
