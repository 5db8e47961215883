"""Features of a text for naive Bayes: words, pairs of words, and negated words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from patterns_cli.text.words import stem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from patterns_cli.text.words import Token

CUE_PREFIX = "§"
"""First character of the name of a feature that a cue gives."""

_NEGATIONS = "not never no without nobody none nothing cannot neither nor dont doesnt cant"
_NEGATION_STEMS = frozenset(map(stem, _NEGATIONS.split()))
_NEGATION_SCOPE_WORDS = 3
"""Number of words after a negation that it applies to."""


class Feature(NamedTuple):
    """A feature of a text."""

    name: str
    """A stem, two stems with a space between, ``!`` and a negated stem, or ``§`` and the id of a cue."""
    token_indexes: tuple[int, ...]
    """The tokens that it was made from, never empty."""


def extract_features(tokens: Sequence[Token]) -> list[Feature]:
    """The features of a tokenized text, each once, with the tokens where it first occurs."""
    features: dict[str, Feature] = {}
    for feature in _iter_features(tokens):
        features.setdefault(feature.name, feature)
    return list(features.values())


def _iter_features(tokens: Sequence[Token]) -> Iterator[Feature]:
    negated_until = -1
    for index, token in enumerate(tokens):
        yield Feature(token.stem, (index,))
        if index:
            yield Feature(f"{tokens[index - 1].stem} {token.stem}", (index - 1, index))
        if index <= negated_until:
            yield Feature(f"!{token.stem}", (index,))
        if token.stem in _NEGATION_STEMS:
            negated_until = index + _NEGATION_SCOPE_WORDS
