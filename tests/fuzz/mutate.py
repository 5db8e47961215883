"""Random changes to inputs: to the lines and words of texts, and to the bytes of any input."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from tests.fuzz.limits import MAX_INPUT_BYTES

_EDGES = (0, 1, 0x7F, 0x80, 0xFE, 0xFF)


class Mutator:
    """Changes inputs at random."""

    def __init__(self, words: Sequence[bytes], others: Callable[[], Sequence[bytes]], *, is_text: bool) -> None:
        """Insert ``words``, and pieces of the inputs that ``others`` returns."""
        self._words = words
        self._others = others
        byte_mutations = (_change_byte, _cut, self._put_word, self._splice)
        line_mutations = (_drop, _repeat, _swap, _move, _indent, self._take_lines, self._replace_word, self._put_word)
        self._mutations = (*line_mutations, *line_mutations, *byte_mutations) if is_text else byte_mutations

    def mutate(self, data: bytes, random: Random, max_size: int = MAX_INPUT_BYTES) -> bytes:
        """Change an input in a few ways; ``max_size`` is in bytes."""
        for _ in range(1 + int(random.expovariate(0.7))):
            data = random.choice(self._mutations)(data, random)[:max_size]
        return data

    def _put_word(self, data: bytes, random: Random) -> bytes:
        at = random.randint(0, len(data))
        return data[:at] + random.choice(self._words) + data[at:]

    def _replace_word(self, data: bytes, random: Random) -> bytes:
        words = data.split(b" ")
        words[random.randrange(len(words))] = random.choice(self._words)
        return b" ".join(words)

    def _splice(self, data: bytes, random: Random) -> bytes:
        other = random.choice(self._others())
        start, end = _span(len(other), random)
        at = random.randint(0, len(data))
        return data[:at] + other[start:end] + data[at:]

    def _take_lines(self, data: bytes, random: Random) -> bytes:
        lines, other = data.split(b"\n"), random.choice(self._others()).split(b"\n")
        start = random.randrange(len(other))
        at = random.randint(0, len(lines))
        return b"\n".join([*lines[:at], *other[start : start + _few(random)], *lines[at:]])


def _few(random: Random) -> int:
    return 1 + int(random.expovariate(0.4))


def _span(length: int, random: Random) -> tuple[int, int]:
    start = random.randint(0, length)
    return start, min(length, start + 4 * _few(random))


def _change_byte(data: bytes, random: Random) -> bytes:
    if not data:
        return b"\0"
    at = random.randrange(len(data))
    new = random.choice((random.choice(_EDGES), random.randrange(256), data[at] ^ (1 << random.randrange(8))))
    return data[:at] + bytes([new]) + data[at + 1 :]


def _cut(data: bytes, random: Random) -> bytes:
    start, end = _span(len(data), random)
    return data[:start] + data[end:]


def _drop(data: bytes, random: Random) -> bytes:
    lines = data.split(b"\n")
    at = random.randrange(len(lines))
    return b"\n".join([*lines[:at], *lines[at + _few(random) :]])


def _repeat(data: bytes, random: Random) -> bytes:
    lines = data.split(b"\n")
    at = random.randrange(len(lines))
    some = lines[at : at + _few(random)]
    times = 2 ** (random.choice((0, 0, 0, 1, 2)) if random.random() < 0.99 else 10)
    return b"\n".join([*lines[:at], *(some * times)[:MAX_INPUT_BYTES], *lines[at:]])


def _swap(data: bytes, random: Random) -> bytes:
    lines = data.split(b"\n")
    first, second = random.randrange(len(lines)), random.randrange(len(lines))
    lines[first], lines[second] = lines[second], lines[first]
    return b"\n".join(lines)


def _move(data: bytes, random: Random) -> bytes:
    lines = data.split(b"\n")
    at = random.randrange(len(lines))
    count = _few(random)
    some = lines[at : at + count]
    del lines[at : at + count]
    to = random.randint(0, len(lines))
    return b"\n".join([*lines[:to], *some, *lines[to:]])


def _indent(data: bytes, random: Random) -> bytes:
    lines = data.split(b"\n")
    at = random.randrange(len(lines))
    for number in range(at, min(len(lines), at + _few(random))):
        lines[number] = b"  " + lines[number] if random.random() < 0.5 else lines[number].removeprefix(b"  ")
    return b"\n".join(lines)
