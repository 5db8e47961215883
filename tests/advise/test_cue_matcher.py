"""Phrases, and the cues that they give."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patterns_cli.advise.cue_matcher import CompiledCues
from patterns_cli.advise.features import tokens_of
from patterns_cli.catalog.catalog import Catalog
from patterns_cli.packs.model import Cue
from patterns_cli.packs.scenario_loader import load_bank
from tests.conftest import CONTENT


def cues(*phrases: str) -> CompiledCues:
    return CompiledCues([Cue(id="it", says="It.", phrases=phrases)])


def found(phrase: str, text: str) -> str:
    """The words of the text that give the cue, or nothing."""
    tokens = tokens_of(text)
    for _, feature in cues(phrase).found_in(text, tokens):
        return text[tokens[feature.tokens[0]].start : tokens[feature.tokens[-1]].end]
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
    given_cues = list(cues("poll*", "ask*").found_in("ask and poll", tokens_of("ask and poll")))
    assert [feature.tokens for _, feature in given_cues] == [(0,)]


@given(st.text(max_size=200))
def test_any_text_can_be_looked_through(text: str) -> None:
    tokens = tokens_of(text)
    for _, feature in cues("~ a*", "a|b* ~ c", "0").found_in(text, tokens):
        assert max(feature.tokens) < len(tokens)


def test_the_cues_of_the_built_in_pack_are_without_fault_and_each_is_given_by_some_scenario(catalog: Catalog) -> None:
    bank = load_bank(CONTENT / "realtime-api", catalog.packs[0])
    assert [str(fault) for fault in bank.faults] == []
    compiled = CompiledCues(bank.cues)
    missing = {cue.id for cue in bank.cues}
    for file in bank.files:
        for scenario in file.scenarios:
            missing -= {cue.id for cue, _ in compiled.found_in(scenario.text, tokens_of(scenario.text))}
    assert not missing
