"""Phrases, and the cues that they give."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patterns_cli.advise.cue_matcher import CueMatcher
from patterns_cli.catalog.catalog import Catalog
from patterns_cli.packs.loader import load_scenario_bank
from patterns_cli.packs.model import Cue
from patterns_cli.text.words import tokenize
from tests.conftest import CONTENT


def cues(*phrases: str) -> CueMatcher:
    return CueMatcher([Cue(id="it", says="It.", phrases=phrases)])


def found(phrase: str, text: str) -> str:
    """The words of the text that give the cue, or nothing."""
    tokens = tokenize(text)
    for _, feature in cues(phrase).find_cues(text, tokens):
        return text[tokens[feature.token_indexes[0]].start : tokens[feature.token_indexes[-1]].end]
    return ""


@pytest.mark.parametrize(
    ("phrase", "text", "words"),
    [
        ("only watch*", "People only watched, once", "only watched"),
        ("only|just watch*", "they JUST watch", "JUST watch"),
        ("only watch*", "they only ever watch", ""),
        ("only ~ watch*", "they only ever watch", "only ever watch"),
        ("only ~ watch*", "only one two three watch", "only one two three watch"),
        ("only ~ watch*", "only one two three four watch", ""),
        ("0 time* a day", "about 3 times a day", "3 times a day"),
        ("no send*", "they don't send", "'t send"),
        ("watch", "watched", ""),
        ("a ~", "say a word", "a"),
    ],
)
def test_a_phrase_is_found_as_it_is_written(phrase: str, text: str, words: str) -> None:
    assert found(phrase, text) == words


def test_a_cue_is_given_once_by_its_first_words() -> None:
    given_cues = list(cues("poll*", "ask*").find_cues("ask and poll", tokenize("ask and poll")))
    assert [feature.token_indexes for _, feature in given_cues] == [(0,)]


@given(st.text(max_size=200))
def test_any_text_can_be_looked_through(text: str) -> None:
    tokens = tokenize(text)
    for _, feature in cues("~ a*", "a|b* ~ c", "0").find_cues(text, tokens):
        assert max(feature.token_indexes) < len(tokens)


def test_the_cues_of_the_built_in_pack_are_without_fault_and_each_is_given_by_some_scenario(catalog: Catalog) -> None:
    bank = load_scenario_bank(CONTENT / "realtime-api", catalog.packs[0])
    assert [str(fault) for fault in bank.diagnostics] == []
    compiled = CueMatcher(bank.cues)
    missing = {cue.id for cue in bank.cues}
    for file in bank.files:
        for scenario in file.scenarios:
            missing -= {cue.id for cue, _ in compiled.find_cues(scenario.text, tokenize(scenario.text))}
    assert not missing
