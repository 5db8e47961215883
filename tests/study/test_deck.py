"""All that can be learned, found by id."""

from __future__ import annotations

from pathlib import Path

from patterns_cli.advise.recommend import open_index
from patterns_cli.catalog.catalog import open_catalog
from patterns_cli.packs.cache import CacheLocations
from patterns_cli.packs.install.template import write_template
from patterns_cli.study.deck import Deck
from patterns_cli.study.questions.sources import QuestionSources


def test_a_question_is_found_by_its_id_and_knows_its_item(deck: Deck) -> None:
    for item in list(deck.items.values())[::40]:
        for question in deck.sample_questions(item, 2):
            assert question.item_id == item.id
            assert deck.question(question.id) == question


def test_what_is_no_question_is_none(deck: Deck) -> None:
    for id_ in ("", "sse", "recognise/sse/", "recognise/sse/no-such", "fact/sse/name/", "no/such/thing"):
        assert deck.question(id_) is None


def test_some_questions_are_the_same_ones_each_time(deck: Deck) -> None:
    item = deck.items["recognise/cdc"]
    first = [question.id for question in deck.sample_questions(item, 5)]
    assert len(first) == 5
    assert first == [question.id for question in deck.sample_questions(item, 5)]
    assert len(list(deck.sample_questions(item, 0))) > 100


def test_a_pack_of_ones_own_is_learned_like_the_built_in_one(tmp_path: Path) -> None:
    write_template(tmp_path / "caching")
    catalog = open_catalog([tmp_path / "caching"])
    index = open_index(tmp_path / "caching", catalog.packs[0], CacheLocations())
    deck = Deck(QuestionSources(catalog, [index]))
    kinds = {item.kind for item in deck.items.values()}
    assert kinds == {"skill", "fact"}
    questions = list(deck.questions())
    assert questions
    assert all(option.feedback for question in questions for option in question.options)


def test_without_any_pack_there_is_nothing_to_learn() -> None:
    assert Deck(QuestionSources(open_catalog([]), [])).items == {}
