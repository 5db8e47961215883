"""Find what a text says by the phrases that say it.

A phrase is a row of words in which

- ``a|b`` stands for either word,
- ``word*`` for a word that starts so,
- ``~`` for up to three words of any kind,
- ``0`` for a number.

Words are compared in small letters, with ``n't`` as ``no``.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from patterns_cli.advise.features import NUMBER, Feature, Token

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from patterns_cli.packs.model import Cue

_GAP = "~"
_WIDEST_GAP = 3


class Piece(NamedTuple):
    """One word of a phrase: the words that it can be, and the beginnings that it can have."""

    words: frozenset[str]
    starts: tuple[str, ...]
    is_gap: bool = False

    def fits(self, word: str) -> bool:
        """Whether a word of a text is meant."""
        return word in self.words or (bool(self.starts) and word.startswith(self.starts))


class Phrase(NamedTuple):
    """A phrase of a cue, by the cue's number."""

    cue: int
    pieces: tuple[Piece, ...]


class CompiledCues:
    """Cues ready to be looked for: phrases by how they begin, so that few are tried at each word."""

    def __init__(self, cues: Sequence[Cue]) -> None:
        self.cues = cues
        self._by_word: defaultdict[str, list[Phrase]] = defaultdict(list)
        self._by_start: defaultdict[str, list[Phrase]] = defaultdict(list)
        for number, cue in enumerate(cues):
            for text in cue.phrases:
                phrase = Phrase(number, tuple(map(_piece, text.split())))
                for word in phrase.pieces[0].words:
                    self._by_word[word].append(phrase)
                for start in phrase.pieces[0].starts:
                    self._by_start[start].append(phrase)

    def found_in(self, text: str, tokens: Sequence[Token]) -> Iterator[tuple[Cue, Feature]]:
        """The cues that a text gives, in their order, each with the tokens that first give it."""
        words = [_word(text, token) for token in tokens]
        spans: dict[int, range] = {}
        for at, word in enumerate(words):
            for phrase in self._beginning(word):
                if phrase.cue not in spans:
                    end = _end(phrase.pieces, words, at)
                    if end:
                        spans[phrase.cue] = range(at, end)
        for number in sorted(spans):
            yield self.cues[number], Feature(f"§{self.cues[number].id}", tuple(spans[number]))

    def _beginning(self, word: str) -> Iterator[Phrase]:
        yield from self._by_word.get(word, ())
        for length in range(1, len(word) + 1):
            yield from self._by_start.get(word[:length], ())


def _end(pieces: Sequence[Piece], words: Sequence[str], at: int) -> int:
    """Where a phrase that begins at a word ends, or 0 where the words do not go on like it."""
    if not pieces:
        return at
    first, rest = pieces[0], pieces[1:]
    if first.is_gap:
        ends = (_end(rest, words, at + skipped) for skipped in range(_WIDEST_GAP + 1) if at + skipped <= len(words))
        return next(filter(None, ends), 0)
    if at < len(words) and first.fits(words[at]):
        return _end(rest, words, at + 1)
    return 0


def _piece(text: str) -> Piece:
    if text == _GAP:
        return Piece(frozenset(), (), is_gap=True)
    choices = text.split("|")
    words = frozenset(choice for choice in choices if not choice.endswith("*"))
    return Piece(words, tuple(choice[:-1] for choice in choices if choice.endswith("*")))


def _word(text: str, token: Token) -> str:
    if token.stem == NUMBER:
        return "0"
    word = text[token.start : token.end].lower()
    return word if word.isalpha() and word.isascii() else token.stem
