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

from patterns_cli.advise.features import Feature
from patterns_cli.text.words import NUMBER_STEM, Token

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from patterns_cli.packs.model import Cue

_GAP = "~"
_MAX_GAP_WORDS = 3


class WordPattern(NamedTuple):
    """One word of a phrase: the words that it can be, and the beginnings that it can have."""

    words: frozenset[str]
    prefixes: tuple[str, ...]
    is_gap: bool = False

    def matches(self, word: str) -> bool:
        """Whether a word of a text is meant."""
        return word in self.words or (bool(self.prefixes) and word.startswith(self.prefixes))


class PhrasePattern(NamedTuple):
    """A phrase of a cue, by the cue's number."""

    cue_number: int
    word_patterns: tuple[WordPattern, ...]


class CueMatcher:
    """Cues ready to be looked for: phrases by how they begin, so that few are tried at each word."""

    def __init__(self, cues: Sequence[Cue]) -> None:
        self.cues = cues
        self._phrases_by_word: defaultdict[str, list[PhrasePattern]] = defaultdict(list)
        self._phrases_by_prefix: defaultdict[str, list[PhrasePattern]] = defaultdict(list)
        for number, cue in enumerate(cues):
            for text in cue.phrases:
                phrase = PhrasePattern(number, tuple(map(_parse_word_pattern, text.split())))
                for word in phrase.word_patterns[0].words:
                    self._phrases_by_word[word].append(phrase)
                for start in phrase.word_patterns[0].prefixes:
                    self._phrases_by_prefix[start].append(phrase)

    def find_cues(self, text: str, tokens: Sequence[Token]) -> Iterator[tuple[Cue, Feature]]:
        """The cues that a text gives, in their order, each with the tokens that first give it."""
        words = [_word_to_match(text, token) for token in tokens]
        spans: dict[int, range] = {}
        for at, word in enumerate(words):
            for phrase in self._phrases_starting_with(word):
                if phrase.cue_number not in spans:
                    end = _match_end(phrase.word_patterns, words, at)
                    if end:
                        spans[phrase.cue_number] = range(at, end)
        for number in sorted(spans):
            yield self.cues[number], Feature(f"§{self.cues[number].id}", tuple(spans[number]))

    def _phrases_starting_with(self, word: str) -> Iterator[PhrasePattern]:
        yield from self._phrases_by_word.get(word, ())
        for length in range(1, len(word) + 1):
            yield from self._phrases_by_prefix.get(word[:length], ())


def _match_end(word_patterns: Sequence[WordPattern], words: Sequence[str], start: int) -> int:
    """Where a phrase that begins at a word ends, or 0 where the words do not go on like it."""
    if not word_patterns:
        return start
    first, rest = word_patterns[0], word_patterns[1:]
    if first.is_gap:
        ends = (
            _match_end(rest, words, start + skipped)
            for skipped in range(_MAX_GAP_WORDS + 1)
            if start + skipped <= len(words)
        )
        return next(filter(None, ends), 0)
    if start < len(words) and first.matches(words[start]):
        return _match_end(rest, words, start + 1)
    return 0


def _parse_word_pattern(text: str) -> WordPattern:
    if text == _GAP:
        return WordPattern(frozenset(), (), is_gap=True)
    choices = text.split("|")
    words = frozenset(choice for choice in choices if not choice.endswith("*"))
    return WordPattern(words, tuple(choice[:-1] for choice in choices if choice.endswith("*")))


def _word_to_match(text: str, token: Token) -> str:
    if token.stem == NUMBER_STEM:
        return "0"
    word = text[token.start : token.end].lower()
    return word if word.isalpha() and word.isascii() else token.stem
