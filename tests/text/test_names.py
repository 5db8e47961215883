"""How names are compared, and what is nearest to a misspelt one."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from patterns_cli.text.names import normalize_name
from patterns_cli.text.suggestions import close_matches

ANY_TEXT = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    "spelling",
    [
        "web socket",
        "Web-Socket",
        "WEBSOCKET",
        " web_socket ",
        "web.socket",
        "web/socket",
        "web\tsocket",
        "ｗｅｂsocket",
    ],
)
def test_case_spaces_and_punctuation_make_no_difference(spelling: str) -> None:
    assert normalize_name(spelling) == "websocket"


@pytest.mark.parametrize(
    ("one", "other"),
    [("ﬁle", "file"), ("STRASSE", "straße"), ("caf\u00e9", "cafe\u0301"), ("x²", "x2"), ("№ 5", "no5")],
)
def test_letters_that_are_written_in_two_ways_are_the_same(one: str, other: str) -> None:
    assert normalize_name(one) == normalize_name(other)


@pytest.mark.parametrize(("one", "other"), [("s3", "s4"), ("c", "d"), ("ab", "ba"), ("кафе", "кофе"), ("漢", "字")])
def test_different_letters_are_different_names(one: str, other: str) -> None:
    assert normalize_name(one) != normalize_name(other)


@pytest.mark.parametrize("name", ["", "---", " \t\n", "()", "\u0301", "\ud800"])
def test_a_name_without_letters_or_digits_is_nothing(name: str) -> None:
    assert normalize_name(name) == ""


@given(ANY_TEXT)
@example("\u1100-\u1161")
@settings(deadline=None)
def test_what_is_normalized_stays_as_it_is(name: str) -> None:
    assert normalize_name(normalize_name(name)) == normalize_name(name)


@given(ANY_TEXT)
@settings(deadline=None)
def test_a_normalized_name_is_letters_and_digits_only(name: str) -> None:
    assert all(character.isalnum() for character in normalize_name(name))


@given(st.text(), st.sampled_from([" ", "-", "_", "."]))
@settings(deadline=None)
def test_a_mark_around_a_name_changes_nothing(name: str, mark: str) -> None:
    assert normalize_name(f"{mark}{name}{mark}") == normalize_name(name)


@given(st.text())
@settings(deadline=None)
def test_composed_and_decomposed_letters_are_one_name(name: str) -> None:
    assert normalize_name(unicodedata.normalize("NFD", name)) == normalize_name(unicodedata.normalize("NFC", name))


# The nearest.

KNOWN = ["websocket", "webhooks", "sse", "long-polling", "rate-limiting", "pagination"]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("websockte", "websocket"),
        ("WebSocket", "websocket"),
        ("webhook", "webhooks"),
        ("longpolling", "long-polling"),
        ("rate limiting", "rate-limiting"),
        ("paginaton", "pagination"),
    ],
)
def test_a_misspelt_word_has_the_right_one_nearest(word: str, meant: str) -> None:
    assert close_matches(word, KNOWN)[0] == meant


@pytest.mark.parametrize("word", ["", "zzz", "kubernetes", "!!!"])
def test_a_word_that_is_like_nothing_has_nothing_near(word: str) -> None:
    assert close_matches(word, KNOWN) == ()


def test_no_more_are_given_than_were_asked_for_nearest_first() -> None:
    known = ["cart", "card", "care", "cars", "dark"]
    assert close_matches("cards", known, limit=2) == ("card", "cars")
    assert close_matches("card", known, limit=1) == ("card",)
    assert len(close_matches("car", known)) == 3


def test_how_alike_words_must_be_can_be_asked_for() -> None:
    assert close_matches("card", ["care"], min_similarity=0.9) == ()
    assert close_matches("card", ["care"], min_similarity=0.7) == ("care",)


def test_words_that_are_equally_near_come_in_the_order_of_the_alphabet_however_they_are_given() -> None:
    assert (
        close_matches("bat", ["rat", "cat", "hat"])
        == close_matches("bat", ["hat", "rat", "cat"])
        == ("cat", "hat", "rat")
    )


def test_a_word_that_is_given_twice_is_told_once() -> None:
    assert close_matches("card", ["card", "card"]) == ("card",)


@given(ANY_TEXT, st.lists(ANY_TEXT, max_size=6))
@settings(deadline=None)
def test_the_nearest_to_any_word_are_some_of_the_known(word: str, known: list[str]) -> None:
    near = close_matches(word, known)
    assert len(near) <= 3
    assert set(near) <= set(known)


@given(st.text("abcdefgh-", min_size=1).filter(lambda word: word.strip("-")))
@settings(deadline=None)
def test_a_known_word_is_nearest_to_itself(word: str) -> None:
    assert close_matches(word, [word, "something else"])[0] == word
