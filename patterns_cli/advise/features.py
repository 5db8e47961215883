"""A problem's text as the features that a ranking counts: words, pairs of words, and what is denied.

Each feature keeps the words of the text that it stands for, so that a verdict can be explained by
them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(r"[a-z]+|\d+")
_CONTRACTED_NOT = re.compile(r"n['’]t\b")
_SUFFIXES = ("ing", "ed", "es", "s")
_MIN_STEM_CHARS = 3
_NEGATIONS = frozenset(
    ("not", "never", "no", "without", "nobody", "none", "nothing", "cannot", "neither", "nor", "dont", "doesnt", "cant")
)
_MIXED_CASE_NAME = re.compile(r"[^\W\d_]+?[A-Z]")
"""The beginning of a name such as gRPC."""

NUMBER_STEM = "#"
"""Stands for every number, as it is their being there that tells."""

_STOP_WORDS = """
a about all also an and any are as at bad be been best better but by can could d do does each every fix for from
get go goes going good had has have he help her his how i if in into is it its just let ll look m made make
makes may me must my need of on or our out over please re s see she should so some t than that the their them
then there they thing this to too try up us ve want was way we were what when where which while who will with
work would you your
"""

_NEGATION_SCOPE_WORDS = 3
"""How many words after a denial it reaches."""


class Token(NamedTuple):
    """A word of the text, without its ending, and where it stands."""

    stem: str
    start: int
    end: int


class Feature(NamedTuple):
    """Something that a text says, and the tokens (by number) that say it."""

    name: str
    token_indexes: tuple[int, ...]


def fold_case(text: str) -> str:
    """The text in small letters and one form, character for character where that is possible."""
    return text.lower() if text.isascii() else "".join(map(_fold_character, text))


@cache
def _fold_character(character: str) -> str:
    lower = unicodedata.normalize("NFKC", character).lower()
    return lower if len(lower) == 1 else character


def capitalize(text: str) -> str:
    """The text with a capital letter, unless it begins with a name that has capitals of its own, such as gRPC."""
    return text if _MIXED_CASE_NAME.match(text) else text[:1].upper() + text[1:]


def condition_text(when: str) -> str:
    """What a side of a contrast asks for, without the yes or no that answers the contrast's question."""
    return capitalize(when.removeprefix("Yes, ").removeprefix("No, "))


def tokenize(text: str) -> list[Token]:
    """The words and numbers of a text."""
    small = _CONTRACTED_NOT.sub(" no", fold_case(text))  # as long as what it stands for, so that places stay right
    return [Token(stem(match[0]), match.start(), match.end()) for match in _TOKEN.finditer(small)]


def stem(word: str) -> str:
    """A word without a common ending; all numbers are one."""
    if word.isdigit():
        return NUMBER_STEM
    for ending in _SUFFIXES:
        if word.endswith(ending) and len(word) - len(ending) >= _MIN_STEM_CHARS:
            return word[: -len(ending)]
    return word


STOP_STEMS = frozenset(stem(word) for word in _STOP_WORDS.split())
"""The stems of words that stand in any problem, and are shown as reasons only between others."""


def extract_features(tokens: list[Token]) -> list[Feature]:
    """The features of a text, each once, with the place where it first stands."""
    found: dict[str, Feature] = {}
    for feature in _iter_features(tokens):
        found.setdefault(feature.name, feature)
    return list(found.values())


def _iter_features(tokens: list[Token]) -> Iterator[Feature]:
    denied_until = -1
    for number, token in enumerate(tokens):
        yield Feature(token.stem, (number,))
        if number:
            yield Feature(f"{tokens[number - 1].stem} {token.stem}", (number - 1, number))
        if number <= denied_until:
            yield Feature(f"!{token.stem}", (number,))
        if token.stem in _NEGATIONS:
            denied_until = number + _NEGATION_SCOPE_WORDS
