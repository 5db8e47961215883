"""Runs of numbers as bytes, which cost nothing to open; a word is known by its checksum."""

from __future__ import annotations

import sys
import zlib
from array import array
from bisect import bisect_left
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable


def key_of(word: str) -> int:
    """The number by which a word is known."""
    return zlib.crc32(word.encode("utf-8", "replace"))


def find(keys: array[int], key: int) -> int | None:
    """Where a key first stands among sorted ones; None where it does not."""
    at = bisect_left(keys, key)
    return at if at < len(keys) and keys[at] == key else None


def packed(kind: Literal["I", "H"], numbers: Iterable[int]) -> bytes:
    """Numbers of four or two bytes, in the same order of bytes on every machine."""
    run = numbers if isinstance(numbers, array) and numbers.typecode == kind else array(kind, numbers)
    return _in_file_order(run).tobytes()


def unpacked(kind: Literal["I", "H"], data: bytes) -> array[int]:
    """The numbers that ``packed`` was given."""
    numbers = array(kind)
    numbers.frombytes(data)
    return _in_file_order(numbers)


def _in_file_order(numbers: array[int]) -> array[int]:
    if sys.byteorder == "big":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers
