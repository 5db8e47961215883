"""Features of a text: words, pairs of words, and negated words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patterns_cli.advise.features import extract_features
from patterns_cli.text.words import tokenize

ANY_TEXT = st.text(st.characters(codec=None), max_size=300)


def names(text: str) -> list[str]:
    return [feature.name for feature in extract_features(tokenize(text))]


def test_features_are_stems_pairs_of_stems_and_negated_stems() -> None:
    assert names("viewers never reply") == ["viewer", "never", "viewer never", "reply", "never reply", "!reply"]


def test_a_negation_reaches_three_words() -> None:
    assert [name for name in names("no red green blue black") if name.startswith("!")] == ["!red", "!green", "!blue"]


@pytest.mark.parametrize(
    "negation",
    "not never no without nobody none nothing cannot neither nor dont doesnt cant don't can't".split(),  # noqa: SIM905
)
def test_every_negation_negates_the_word_after_it(negation: str) -> None:
    assert "!send" in names(f"{negation} sent sending")


@pytest.mark.parametrize("word", ["note", "know", "some", "always"])
def test_other_words_negate_nothing(word: str) -> None:
    assert not any(name.startswith("!") for name in names(f"{word} sent sending"))


def test_a_feature_is_listed_once_with_its_first_tokens() -> None:
    features = extract_features(tokenize("poll again poll"))
    assert [(feature.name, feature.token_indexes) for feature in features] == [
        ("poll", (0,)), ("again", (1,)), ("poll again", (0, 1)), ("again poll", (1, 2)),
    ]  # fmt: skip


@given(ANY_TEXT)
def test_every_feature_is_made_from_tokens(text: str) -> None:
    tokens = tokenize(text)
    for feature in extract_features(tokens):
        assert feature.token_indexes
        assert max(feature.token_indexes) < len(tokens)
