"""Count millions of features without holding an object for each."""

from __future__ import annotations

from array import array
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from patterns_cli.packs.packed_uints import packed

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST = 0xFFFF
"""A count stops here."""

_SHIFT = 24
"""A number on a heap has the lower 24 bits of the key, 16 of the class and 24 of the sum so far."""

_MASK = (1 << _SHIFT) - 1
_CLASS_BITS = 16
_OFTEN = 2048
"""A heap with more numbers is added up, which most often makes it much smaller."""


class Counted(NamedTuple):
    """What was counted, as runs of numbers (see ``catalog/runs.py``).

    Keys in order; the classes that have key n, and how often, lie from ``starts[n]`` to ``starts[n + 1]``.
    """

    keys: bytes
    starts: bytes
    class_numbers: bytes
    counts: bytes
    totals: tuple[int, ...]
    """How much each class has been given in all."""


class Tally:
    """Collects what is to be counted: a key of 32 bits, a class, and how much it counts.

    Each is one number on one of 256 heaps, by the key's first bits, so that the heaps can be counted
    one after the other and the keys come out in order.
    """

    def __init__(self) -> None:
        self._heaps = [array("Q") for _ in range(256)]
        self._full = [_OFTEN] * 256

    def add(self, key: int, class_number: int, weight: int) -> None:
        """Count a key for a class."""
        number = key >> _SHIFT
        heap = self._heaps[number]
        heap.append(((key & _MASK) << _CLASS_BITS | class_number) << _SHIFT | weight)
        if len(heap) >= self._full[number]:
            sums = _summed(heap)
            heap[:] = array("Q", (code << _SHIFT | min(one, _MASK) for code, one in sums.items()))
            self._full[number] = max(_OFTEN, 2 * len(heap))

    def counted(self, classes: int) -> Counted:
        """Everything that was added, counted. The tally is empty afterwards."""
        rows = _Rows(classes)
        for number, heap in enumerate(self._heaps):
            rows.add(number << _SHIFT, _summed(heap))
            del heap[:]
        return Counted(
            packed("I", rows.keys),
            packed("I", rows.starts),
            packed("H", rows.class_numbers),
            packed("H", rows.counts),
            tuple(rows.totals),
        )


def _summed(heap: Iterable[int]) -> dict[int, int]:
    sums: defaultdict[int, int] = defaultdict(int)
    for code in heap:
        sums[code >> _SHIFT] += code & _MASK
    return sums


class _Rows:
    def __init__(self, classes: int) -> None:
        self.keys = array("I")
        self.starts = array("I", [0])
        self.class_numbers = array("H")
        self.counts = array("H")
        self.totals = [0] * classes

    def add(self, first: int, sums: dict[int, int]) -> None:
        """Add the sums of a heap whose keys start with these bits."""
        for code in sorted(sums):
            key, class_number = first | code >> _CLASS_BITS, code & ((1 << _CLASS_BITS) - 1)
            if self.keys and self.keys[-1] == key:
                self.starts[-1] += 1
            else:
                self.keys.append(key)
                self.starts.append(self.starts[-1] + 1)
            self.class_numbers.append(class_number)
            self.counts.append(min(sums[code], MOST))
            self.totals[class_number] += sums[code]
