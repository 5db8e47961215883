"""The tokenizer, the stemmer and the stop list."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patterns_cli.text.words import NUMBER_STEM, STOP_STEMS, capitalize, split_words, stem, tokenize

ANY_TEXT = st.text(st.characters(codec=None), max_size=300)


def stems(text: str) -> list[str]:
    return [token.stem for token in tokenize(text)]


def test_a_text_is_tokenized_into_stems_with_their_offsets() -> None:
    assert [tuple(token) for token in tokenize("Clients, polling!")] == [("client", 0, 7), ("poll", 9, 16)]


def test_letters_and_digits_are_tokens_of_their_own() -> None:
    assert stems("every 50ms over http2") == ["every", NUMBER_STEM, "ms", "over", "http", NUMBER_STEM]


def test_all_numbers_have_the_same_stem() -> None:
    assert stems("3 times") == stems("17 times")


@pytest.mark.parametrize("apostrophe", ["'", "’"])
def test_a_contracted_not_is_the_word_no(apostrophe: str) -> None:
    assert [tuple(token) for token in tokenize(f"they don{apostrophe}t send")] == [
        ("they", 0, 4), ("do", 5, 7), ("no", 8, 10), ("send", 11, 15),
    ]  # fmt: skip


def test_words_of_other_alphabets_are_not_understood() -> None:
    assert stems("кафе 漢字") == []


@pytest.mark.parametrize(
    ("word", "stemmed"),
    [
        ("watching", "watch"), ("watched", "watch"), ("watches", "watch"), ("polls", "poll"), ("keys", "key"),
        ("bus", "bus"), ("gas", "gas"), ("bed", "bed"), ("ring", "ring"), ("sse", "sse"), ("", ""), ("429", "#"),
    ],
)  # fmt: skip
def test_a_suffix_is_cut_if_three_letters_are_left(word: str, stemmed: str) -> None:
    assert stem(word) == stemmed


def test_stop_words_are_compared_as_stems() -> None:
    assert {"the", "thi", "was", "goe"} <= STOP_STEMS
    assert not {"poll", "no", "not"} & STOP_STEMS


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Long-Polling, twice!", ("long", "polling", "twice")),
        ("server_keeps", ("server", "keeps")),
        ("GET /v1/users?id=7", ("get", "v1", "users", "id", "7")),
        ("ＦＵＬＬ ﬁle Straße", ("full", "file", "strasse")),
        ("漢字 кафе", ("漢字", "кафе")),
        ("", ()),
        (" -- !? ", ()),
    ],
)
def test_whole_words_are_case_folded_and_keep_their_digits(text: str, words: tuple[str, ...]) -> None:
    assert split_words(text) == words


def test_a_name_of_mixed_case_keeps_its_first_letter() -> None:
    texts = ("gRPC streams", "mDNS", "per-IP ceiling", "plain text", "SSE", "éclair", "`GET` is safe", "3 times", "")
    assert [capitalize(text) for text in texts] == [
        "gRPC streams", "mDNS", "Per-IP ceiling", "Plain text", "SSE", "Éclair", "`GET` is safe", "3 times", "",
    ]  # fmt: skip


@given(ANY_TEXT)
def test_tokens_are_pieces_of_the_text_in_order(text: str) -> None:
    tokens = tokenize(text)
    assert all(0 <= token.start < token.end <= len(text) for token in tokens)
    assert all(token.end <= following.start for token, following in pairwise(tokens))
