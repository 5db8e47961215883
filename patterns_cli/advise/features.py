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
_NOT = re.compile(r"n['’]t\b")
_ENDINGS = ("ing", "ed", "es", "s")
_SHORTEST_STEM = 3
_DENIALS = frozenset(
    ("not", "never", "no", "without", "nobody", "none", "nothing", "cannot", "neither", "nor", "dont", "doesnt", "cant")
)
_OWN_CAPITALS = re.compile(r"[^\W\d_]+?[A-Z]")
"""The beginning of a name such as gRPC."""

NUMBER = "#"
"""Stands for every number, as it is their being there that tells."""

_COMMON = """
a about all also an and any are as at bad be been best better but by can could d do does each every fix for from
get go goes going good had has have he help her his how i if in into is it its just let ll look m made make
makes may me must my need of on or our out over please re s see she should so some t than that the their them
then there they thing this to too try up us ve want was way we were what when where which while who will with
work would you your
"""

_SCOPE = 3
"""How many words after a denial it reaches."""


class Token(NamedTuple):
    """A word of the text, without its ending, and where it stands."""

    stem: str
    start: int
    end: int


class Feature(NamedTuple):
    """Something that a text says, and the tokens (by number) that say it."""

    name: str
    tokens: tuple[int, ...]


def folded(text: str) -> str:
    """The text in small letters and one form, character for character where that is possible."""
    return text.lower() if text.isascii() else "".join(map(_fold, text))


@cache
def _fold(character: str) -> str:
    lower = unicodedata.normalize("NFKC", character).lower()
    return lower if len(lower) == 1 else character


def capitalized(text: str) -> str:
    """The text with a capital letter, unless it begins with a name that has capitals of its own, such as gRPC."""
    return text if _OWN_CAPITALS.match(text) else text[:1].upper() + text[1:]


def condition(when: str) -> str:
    """What a side of a contrast asks for, without the yes or no that answers the contrast's question."""
    return capitalized(when.removeprefix("Yes, ").removeprefix("No, "))


def tokens_of(text: str) -> list[Token]:
    """The words and numbers of a text."""
    small = _NOT.sub(" no", folded(text))  # as long as what it stands for, so that places stay right
    return [Token(stem(match[0]), match.start(), match.end()) for match in _TOKEN.finditer(small)]


def stem(word: str) -> str:
    """A word without a common ending; all numbers are one."""
    if word.isdigit():
        return NUMBER
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


COMMON_STEMS = frozenset(stem(word) for word in _COMMON.split())
"""The stems of words that stand in any problem, and are shown as reasons only between others."""


def features_of(tokens: list[Token]) -> list[Feature]:
    """The features of a text, each once, with the place where it first stands."""
    found: dict[str, Feature] = {}
    for feature in _features(tokens):
        found.setdefault(feature.name, feature)
    return list(found.values())


def _features(tokens: list[Token]) -> Iterator[Feature]:
    denied_until = -1
    for number, token in enumerate(tokens):
        yield Feature(token.stem, (number,))
        if number:
            yield Feature(f"{tokens[number - 1].stem} {token.stem}", (number - 1, number))
        if number <= denied_until:
            yield Feature(f"!{token.stem}", (number,))
        if token.stem in _DENIALS:
            denied_until = number + _SCOPE
