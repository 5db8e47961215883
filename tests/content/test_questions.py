"""What the quiz asks: every question that the built-in content makes."""

from __future__ import annotations

import re
from collections import Counter
from random import Random

import pytest

from patterns_cli.catalog.catalog import Catalog
from patterns_cli.catalog.lookup import find_entry, names_of
from patterns_cli.packs.model import OUTSIDE
from patterns_cli.packs.refs import is_same_or_variant
from patterns_cli.study.deck import Deck
from patterns_cli.study.questions.builder import contains_name
from patterns_cli.study.questions.distractors import giveaway_words
from patterns_cli.study.questions.presentation import present
from patterns_cli.study.questions.question import Question

LONGEST_AT_MOST = 0.32
SHORTEST_AT_MOST = 0.32
ENDS = re.compile(r"[.!?…][\"'”’)`]*$")
FOUR = 4


@pytest.fixture(scope="module")
def questions(deck: Deck) -> list[Question]:
    return list(deck.questions())


@pytest.fixture(scope="module")
def fours(questions: list[Question]) -> list[Question]:
    return [question for question in questions if question.form == "choice"]


def test_there_is_enough_to_learn(deck: Deck, questions: list[Question]) -> None:
    kinds = Counter(item.kind for item in deck.items.values())
    assert kinds["skill"] >= 30
    assert kinds["fact"] >= 250
    assert len(questions) > 4000


def test_no_pattern_is_offered_beside_a_variant_of_it(fours: list[Question]) -> None:
    for question in fours:
        if question.item_id.startswith(("recognise/", "tell/", "none-fits/")):
            ids = [option.id for option in question.options]
            assert not [(one, other) for one in ids for other in ids if one != other and is_same_or_variant(one, other)]


def test_no_question_is_there_twice(questions: list[Question]) -> None:
    ids = Counter(question.id for question in questions)
    assert [id_ for id_, count in ids.items() if count > 1] == []
    asked = Counter(
        (question.stem, tuple(sorted(option.text for option in question.options))) for question in questions
    )
    assert [stem for (stem, _), count in asked.items() if count > 1] == []


def test_every_question_has_one_right_option_and_a_reason_for_each(questions: list[Question]) -> None:
    for question in questions:
        assert sum(option.is_right for option in question.options) == 1, question.id
        texts = [option.text.casefold() for option in question.options]
        assert len(set(texts)) == len(texts), question.id
        for option in question.options:
            assert re.search(r"[.!?…][\"'”’)`]*$", option.feedback), (question.id, option.feedback)


def test_each_form_has_as_many_options_as_it_should(questions: list[Question]) -> None:
    for question in questions:
        if question.form == "order":
            assert len(question.options) == len(question.steps)
        else:
            assert len(question.options) == {"choice": FOUR, "yes-no": 2, "recall": 1}[question.form], question.id


def test_the_right_option_is_not_given_away_by_its_length(fours: list[Question]) -> None:
    longest = [
        question
        for question in fours
        if all(len(question.right_option.text) > len(option.text) for option in question.options if not option.is_right)
    ]
    assert len(longest) <= LONGEST_AT_MOST * len(fours)


def test_nor_is_it_within_one_kind_nor_by_being_short(fours: list[Question]) -> None:
    for kind in ("recognise/", "tell/", "none-fits/", "fact/"):
        asked = [question for question in fours if question.item_id.startswith(kind)]
        lengths = [
            (len(question.right_option.text), [len(option.text) for option in question.options if not option.is_right])
            for question in asked
        ]
        assert sum(right > max(others) for right, others in lengths) <= LONGEST_AT_MOST * len(asked), kind
        assert sum(right < min(others) for right, others in lengths) <= SHORTEST_AT_MOST * len(asked), kind


def test_a_typed_name_does_not_stand_in_its_question(questions: list[Question]) -> None:
    for question in questions:
        if question.form == "recall":
            assert question.right_option.text.casefold() not in question.stem.casefold(), question.id
            assert question.right_option.text in question.accepted_names, question.id


def test_a_wrong_pattern_says_in_a_sentence_when_it_would_be_right(questions: list[Question]) -> None:
    for question in questions:
        for option in question.options:
            if option.right_when:
                assert ENDS.search(option.right_when), (question.id, option.right_when)
            elif question.form == "choice" and not question.item_id.startswith("fact/"):
                assert option.is_right or option.id == OUTSIDE, (question.id, option.id)


def test_what_a_card_names_as_better_too_is_no_wrong_option(deck: Deck, catalog: Catalog) -> None:
    asked = 0
    for entry in catalog.patterns_with_variants():
        for caution in (entry.variant or entry.pattern).avoid_when:
            question = deck.question(f"fact/{entry.ref}/against/{caution.id}/instead")
            if question is not None:
                asked += 1
                wrong = {option.id for option in question.options if not option.is_right}
                assert wrong.isdisjoint({*caution.instead, entry.ref}), question.id
    assert asked


def test_the_right_option_is_not_given_away_by_a_word_of_the_question(fours: list[Question]) -> None:
    for question in fours:
        others = [option.text for option in question.options if not option.is_right]
        assert giveaway_words(question.stem, question.right_option.text, others) == set(), question.id


def test_the_right_option_stands_in_every_place_equally_often(fours: list[Question]) -> None:
    random = Random(7)
    places = Counter(
        [option.is_right for option in present(question, random).options].index(True) for question in fours
    )
    for place in range(FOUR):
        assert abs(places[place] / len(fours) - 1 / FOUR) < 0.03


def test_yes_and_no_are_right_about_equally_often(questions: list[Question]) -> None:
    right = Counter(
        question.right_option.id for question in questions if {o.id for o in question.options} == {"yes", "no"}
    )
    assert 0.35 < right["yes"] / right.total() < 0.65


def test_no_option_speaks_of_other_options(questions: list[Question]) -> None:
    banned = re.compile(r"\b(?i:all|none|both) of the above\b|\b[Oo]ptions? [A-D]\b|\b[Aa]nswer [B-D]\b")
    for question in questions:
        for option in question.options:
            for text in (option.text, option.feedback, option.right_when):
                assert not banned.search(text), question.id


def test_each_problem_is_asked_under_one_skill_only(deck: Deck, questions: list[Question]) -> None:
    stories = [story.id for told in deck.sources.scenarios.values() for story in told]
    asked = Counter(
        question.id.rpartition("/")[2] for question in questions if not question.item_id.startswith("fact/")
    )
    assert max(asked[story] for story in stories) == 1
    assert sum(asked[story] for story in stories) > 0.95 * len(stories)


def test_a_problem_is_left_out_only_where_it_names_its_answer(deck: Deck) -> None:
    known = {story.id: story for told in deck.sources.scenarios.values() for story in told}
    for item in deck.items.values():
        if item.kind == "skill":
            for id_ in deck.question_ids(item):
                if deck.question(id_) is None:
                    story = known[id_.rpartition("/")[2]]
                    assert giveaway_words(story.text, deck.sources.name_of(story.verdict), ()), id_


def test_what_a_question_sends_one_to_is_there(catalog: Catalog, questions: list[Question]) -> None:
    for name in {question.show_ref for question in questions}:
        assert find_entry(catalog, name).ref == name


def test_what_a_row_speaks_of_is_not_offered_as_wrong(catalog: Catalog, questions: list[Question]) -> None:
    rows = [one for one in questions if "/applied/" in one.item_id and one.id.endswith("/which")]
    assert rows
    for question in rows:
        told = f"{question.context} {question.right_option.feedback}"
        wrong = [catalog.entries[option.id] for option in question.options if not option.is_right]
        assert not [entry.ref for entry in wrong if contains_name(told, names_of(entry))], question.id


def test_every_item_can_be_asked(deck: Deck, questions: list[Question]) -> None:
    assert {question.item_id for question in questions} == set(deck.items)


def test_every_pattern_and_variant_and_every_contrast_has_a_skill(deck: Deck, catalog: Catalog) -> None:
    for ref in deck.sources.answerable_refs:
        assert f"recognise/{ref}" in deck.items
    met = {ref.partition("/")[0] for ref in deck.sources.answerable_refs}
    assert met == {entry.ref for entry in catalog.patterns}
    assert {f"none-fits/{ref}" for ref in met} <= deck.items.keys()
    for contrast in catalog.contrasts():
        item = deck.items[f"tell/{contrast.id}"]
        parts = {id_.rpartition("/")[2] for id_ in deck.question_ids(item)}
        assert {"flip", "stay-1", "stay-2"} <= parts
