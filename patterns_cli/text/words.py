"""Words of a text: the tokenizer, the stemmer and the stop list that ranking, search and checks share."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

_WORD = re.compile(r"[^\W_]+")
_TOKEN = re.compile(r"[a-z]+|\d+")
"""English words and numbers: `ask` understands no other language, and says so rather than guess."""

_CONTRACTED_NOT = re.compile(r"n['’]t\b")
_SUFFIXES = ("ing", "ed", "es", "s")

_MIN_STEM_CHARS = 3
"""Minimum length of a stem, in characters; a suffix that would leave less is kept."""

_MIXED_CASE_NAME = re.compile(r"[^\W\d_]+?[A-Z]")
"""The beginning of a name such as gRPC."""

NUMBER_STEM = "#"
"""The stem of every number, because that there is a number matters more than which."""


class Token(NamedTuple):
    """A stemmed word of a text and its position."""

    stem: str
    start: int
    """Offset of the first character in the text."""
    end: int
    """Offset after the last character in the text."""


def fold_case(text: str) -> str:
    """The text in lowercase and compatibility form, with every character at its old offset."""
    return text.lower() if text.isascii() else "".join(map(_fold_character, text))


@cache
def _fold_character(character: str) -> str:
    lower = unicodedata.normalize("NFKC", character).lower()
    return lower if len(lower) == 1 else character


def split_words(text: str) -> tuple[str, ...]:
    """The words of a text, case-folded and whole: not stemmed, letters and digits together."""
    return tuple(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def tokenize(text: str) -> list[Token]:
    """Split a text into stemmed words and numbers; ``n't`` is the word ``no``."""
    folded = _CONTRACTED_NOT.sub(" no", fold_case(text))  # of equal length, so that offsets stay right
    return [Token(stem(match[0]), match.start(), match.end()) for match in _TOKEN.finditer(folded)]


def stem(word: str) -> str:
    """Strip a common English suffix from a lowercase word; all numbers have the same stem."""
    if word.isdigit():
        return NUMBER_STEM
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _MIN_STEM_CHARS:
            return word[: -len(suffix)]
    return word


_STOP_WORDS = """
a about all also an and any are as at bad be been best better but by can could d do does each every fix for from
get go goes going good had has have he help her his how i if in into is it its just let ll look m made make
makes may me must my need of on or our out over please re s see she should so some t than that the their them
then there they thing this to too try up us ve want was way we were what when where which while who will with
work would you your
"""

STOP_STEMS = frozenset(map(stem, _STOP_WORDS.split()))
"""The stems of words found in any text, which alone are no reason for an answer."""


def capitalize(text: str) -> str:
    """The text with a capital first letter, unless it begins with a name of mixed case such as gRPC."""
    return text if _MIXED_CASE_NAME.match(text) else text[:1].upper() + text[1:]


def condition_text(when: str) -> str:
    """The condition of a contrast's side, without the yes or no that answers the contrast's question."""
    return capitalize(when.removeprefix("Yes, ").removeprefix("No, "))
