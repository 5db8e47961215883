"""Find what a text says by the phrases that say it.

A phrase is a row of words in which

- ``a|b`` stands for either word,
- ``word*`` for a word that starts so,
- ``~`` for up to three words of any kind,
- ``0`` for a number.

Words are compared in small letters, with ``n't`` as ``no``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from patterns_cli.advise.words import NUMBER, Feature, Token

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from patterns_cli.catalog.model import Cue

_GAP = "~"


class CompiledCue(NamedTuple):
    """A cue whose phrases are one pattern over the words of a text."""

    cue: Cue
    pattern: re.Pattern[str]


def compiled(cues: Iterable[Cue]) -> list[CompiledCue]:
    """Cues ready to be looked for."""
    return [CompiledCue(cue, re.compile("|".join(map(pattern_of, cue.phrases)))) for cue in cues]


def pattern_of(phrase: str) -> str:
    """A phrase as a regular expression over words that each end in a space."""
    return "(?<![^ ])" + "".join(_piece(word) for word in phrase.split())


def _piece(word: str) -> str:
    if word == _GAP:
        return r"(?:\S+ ){0,3}"
    choices = [re.escape(choice.rstrip("*")) + (r"\S*" if choice.endswith("*") else "") for choice in word.split("|")]
    return f"(?:{'|'.join(choices)}) "


def cues_in(text: str, tokens: list[Token], cues: Iterable[CompiledCue]) -> Iterator[tuple[Cue, Feature]]:
    """The cues that a text gives, each with the tokens that give it."""
    words = [_word(text, token) for token in tokens]
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    at = 0
    for number, word in enumerate(words):
        starts[at] = number
        at += len(word) + 1
        ends[at] = number
    line = "".join(f"{word} " for word in words)
    for cue, pattern in cues:
        found = pattern.search(line)
        if found and found.end() in ends and found.start() in starts:
            span = range(starts[found.start()], ends[found.end()] + 1)
            yield cue, Feature(f"§{cue.id}", tuple(span))


def _word(text: str, token: Token) -> str:
    if token.stem == NUMBER:
        return "0"
    word = text[token.start : token.end].lower()
    return word if word.isalpha() and word.isascii() else token.stem
