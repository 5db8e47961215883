"""Counting in little memory counts as any counting does."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from patterns_cli.advise.feature_counter import MOST, Counted, Tally
from patterns_cli.packs.packed_uints import unpacked

KEYS = st.sampled_from([0, 1, 0xFFFFFF, 0x1000000, 0x1000001, 0xFFFFFFFF]) | st.integers(0, 0xFFFFFFFF)
ADDED = st.lists(st.tuples(KEYS, st.integers(0, 400), st.integers(1, 255)), max_size=60)


class Unpacked:
    """What was counted, as numbers again."""

    def __init__(self, counted: Counted) -> None:
        self.keys = unpacked("I", counted.keys)
        self.starts = unpacked("I", counted.starts)
        self.class_numbers = unpacked("H", counted.class_numbers)
        self.counts = unpacked("H", counted.counts)


@given(ADDED)
def test_all_is_counted_in_the_order_of_the_keys(added: list[tuple[int, int, int]]) -> None:
    tally = Tally()
    expected: Counter[tuple[int, int]] = Counter()
    for key, class_number, weight in added:
        tally.add(key, class_number, weight)
        expected[key, class_number] += weight
    counted = tally.counted(401)
    found = Unpacked(counted)
    assert list(found.keys) == sorted({key for key, _ in expected})
    rows = {
        (key, found.class_numbers[at]): found.counts[at]
        for n, key in enumerate(found.keys)
        for at in range(found.starts[n], found.starts[n + 1])
    }
    assert rows == dict(expected)
    assert sum(counted.totals) == sum(expected.values())


def test_much_is_counted_as_little_is() -> None:
    tally = Tally()
    for number in range(20_000):
        tally.add(0x01000000 | number % 3000, number % 7, 2)
    counted = tally.counted(7)
    found = Unpacked(counted)
    assert len(found.keys) == 3000
    assert sum(counted.totals) == 40_000
    assert sum(found.counts) == 40_000


def test_a_count_stops_where_it_no_longer_fits() -> None:
    tally = Tally()
    for _ in range(300):
        tally.add(7, 0, 255)
    counted = tally.counted(1)
    assert (Unpacked(counted).counts[0], counted.totals) == (MOST, (300 * 255,))
