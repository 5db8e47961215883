"""Count millions of features without holding an object for each."""

from __future__ import annotations

from array import array
from collections import defaultdict
from typing import NamedTuple

MOST = 0xFFFF
"""A count stops here."""

_HEAP_BITS = 24
"""So many of the lower bits of a key do not say on which heap it lies."""

_CLASS_BITS, _WEIGHT_BITS = 16, 8


class Counted(NamedTuple):
    """Keys in order; the classes that have key n, and how often, lie from ``starts[n]`` to ``starts[n + 1]``."""

    keys: array[int]
    starts: array[int]
    class_numbers: array[int]
    counts: array[int]
    totals: list[int]
    """How much each class has been given in all."""


class Tally:
    """Collects what is to be counted: a key of 32 bits, a class, and how much it counts.

    Each is one number on one of 256 heaps, by the key's first bits, so that the heaps can be counted
    one after the other and the keys come out in order.
    """

    def __init__(self) -> None:
        self._heaps = [array("Q") for _ in range(1 << (32 - _HEAP_BITS))]

    def add(self, key: int, class_number: int, weight: int) -> None:
        """Count a key for a class."""
        self._heaps[key >> _HEAP_BITS].append((key << _CLASS_BITS | class_number) << _WEIGHT_BITS | weight)

    def counted(self, classes: int) -> Counted:
        """Everything that was added, counted. The tally is empty afterwards."""
        found = Counted(array("I"), array("I", [0]), array("H"), array("H"), [0] * classes)
        while self._heaps:
            self._count(self._heaps.pop(0), found)
        return found

    def _count(self, heap: array[int], found: Counted) -> None:
        sums: defaultdict[int, int] = defaultdict(int)
        for code in heap:
            sums[code >> _WEIGHT_BITS] += code & ((1 << _WEIGHT_BITS) - 1)
        for code in sorted(sums):
            key, class_number = code >> _CLASS_BITS, code & ((1 << _CLASS_BITS) - 1)
            if found.keys and found.keys[-1] == key:
                found.starts[-1] += 1
            else:
                found.keys.append(key)
                found.starts.append(found.starts[-1] + 1)
            found.class_numbers.append(class_number)
            found.counts.append(min(sums[code], MOST))
            found.totals[class_number] += sums[code]
