"""Ids are stable, distinct, and file names on every system."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patterns_cli.packs.install.slugs import MAX_SLUG_CHARS, UniqueSlugs, slugify
from patterns_cli.text.names import normalize_name

NAMES = [
    *("../../../tmp/evil", "State/Strategy", "CON", "nul.txt", "name.", "a" * 300, "\u7f13" * 100, "🙂", "Null Object"),
    *("null-object", "C#", "C++", "C", "Кэш Redis", "Очередь Redis", "café", "LPT1", "outside", ".hidden", "~", ""),
]


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("Rate Limiting", "rate-limiting"),
        ("C#", "c-sharp"),
        ("State/Strategy", "state-strategy"),
        ("CON", "con-pattern"),
        ("café", "cafe"),
        ("../../x", "x"),
    ],
)
def test_an_id_is_the_words_of_the_name(name: str, id_: str) -> None:
    assert slugify(name, "pattern") == id_


def test_names_of_all_kinds_get_distinct_ids() -> None:
    ids = UniqueSlugs()
    given_ids = [ids.assign(name, "pattern") for name in NAMES]
    assert len({normalize_name(id_) for id_ in given_ids}) == len(NAMES)
    assert "outside" not in given_ids


@given(st.text())
def test_any_id_is_a_file_name_everywhere(name: str) -> None:
    id_ = slugify(name, "pattern")
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id_)
    assert len(id_) <= MAX_SLUG_CHARS + len("-00000000-pattern")
    assert id_.partition(".")[0] not in {"con", "prn", "aux", "nul", "com1", "lpt9"}
    assert slugify(name, "pattern") == id_


def test_an_id_of_foreign_letters_does_not_depend_on_what_else_there_is() -> None:
    alone = UniqueSlugs().assign("Очередь Redis", "pattern")
    ids = UniqueSlugs()
    ids.assign("Кэш Redis", "pattern")
    assert ids.assign("Очередь Redis", "pattern") == alone
