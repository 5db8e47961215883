"""A text taken apart into words and features."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from patterns_cli.advise.features import capitalize, extract_features, stem, tokenize

ANY_TEXT = st.text(st.characters(codec=None), max_size=300)


def names(text: str) -> list[str]:
    return [feature.name for feature in extract_features(tokenize(text))]


def test_words_pairs_of_words_and_what_is_denied() -> None:
    assert names("viewers never reply") == ["viewer", "never", "viewer never", "reply", "never reply", "!reply"]


def test_a_denial_reaches_three_words_far() -> None:
    assert [name for name in names("no one two three four") if name.startswith("!")] == ["!one", "!two", "!three"]


def test_n_t_is_a_denial_whatever_the_apostrophe() -> None:
    assert "!send" in names("they don't send")
    assert names("they don't send") == names("they don’t send")


def test_all_numbers_are_one() -> None:
    assert names("3 times") == names("17 times")


def test_a_feature_is_counted_once() -> None:
    assert names("poll poll poll").count("poll") == 1


def test_endings_are_cut_where_enough_is_left() -> None:
    assert [stem(word) for word in ("watching", "watched", "watches", "gas", "bed", "ring")] == [
        "watch", "watch", "watch", "gas", "bed", "ring",
    ]  # fmt: skip


def test_a_name_keeps_its_own_capitals_at_the_beginning_of_a_sentence() -> None:
    texts = ("gRPC streams", "mDNS", "per-IP ceiling", "plain text", "SSE", "éclair", "`GET` is safe", "3 times", "")
    assert [capitalize(text) for text in texts] == [
        "gRPC streams", "mDNS", "Per-IP ceiling", "Plain text", "SSE", "Éclair", "`GET` is safe", "3 times", "",
    ]  # fmt: skip


@given(ANY_TEXT)
def test_every_token_is_a_piece_of_the_text(text: str) -> None:
    tokens = tokenize(text)
    assert all(0 <= token.start < token.end <= len(text) for token in tokens)
    assert all(one.end <= other.start for one, other in pairwise(tokens))


@given(ANY_TEXT)
def test_every_feature_stands_on_tokens(text: str) -> None:
    tokens = tokenize(text)
    assert all(
        feature.token_indexes and max(feature.token_indexes) < len(tokens) for feature in extract_features(tokens)
    )
