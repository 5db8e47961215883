"""Every question that the quiz makes from the built-in pack."""

from __future__ import annotations

import re
from collections import Counter
from itertools import permutations
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

MAX_LONGEST_SHARE = 0.32
"""Maximum share of questions whose right option is the longest."""
MAX_SHORTEST_SHARE = 0.32
"""Maximum share of questions whose right option is the shortest."""
SENTENCE_END = re.compile(r"[.!?…][\"'”’)`]*$")
CHOICE_OPTIONS = 4


@pytest.fixture(scope="module")
def questions(deck: Deck) -> list[Question]:
    return list(deck.questions())


@pytest.fixture(scope="module")
def choice_questions(questions: list[Question]) -> list[Question]:
    return [question for question in questions if question.form == "choice"]


def test_there_are_enough_items_and_questions(deck: Deck, questions: list[Question]) -> None:
    kinds = Counter(item.kind for item in deck.items.values())
    assert kinds["skill"] >= 30
    assert kinds["fact"] >= 250
    assert len(questions) > 4000


def test_no_pattern_is_offered_beside_a_variant_of_it(choice_questions: list[Question]) -> None:
    for question in choice_questions:
        if question.item_id.startswith(("recognise/", "tell/", "none-fits/")):
            pairs = permutations((option.id for option in question.options), 2)
            assert not [pair for pair in pairs if is_same_or_variant(*pair)]


def test_no_question_occurs_twice(questions: list[Question]) -> None:
    ids = Counter(question.id for question in questions)
    assert [id_ for id_, count in ids.items() if count > 1] == []
    asked = Counter(
        (question.stem, tuple(sorted(option.text for option in question.options))) for question in questions
    )
    assert [stem for (stem, _), count in asked.items() if count > 1] == []


def test_every_question_has_a_single_right_option_and_feedback_for_each(questions: list[Question]) -> None:
    for question in questions:
        assert sum(option.is_right for option in question.options) == 1, question.id
        texts = [option.text.casefold() for option in question.options]
        assert len(set(texts)) == len(texts), question.id
        for option in question.options:
            assert SENTENCE_END.search(option.feedback), (question.id, option.feedback)


def test_each_form_has_its_number_of_options(questions: list[Question]) -> None:
    for question in questions:
        if question.form == "order":
            assert len(question.options) == len(question.steps)
        else:
            assert len(question.options) == {"choice": CHOICE_OPTIONS, "yes-no": 2, "recall": 1}[question.form], (
                question.id
            )


def test_the_right_option_is_not_given_away_by_its_length(choice_questions: list[Question]) -> None:
    longest = [
        question
        for question in choice_questions
        if all(len(question.right_option.text) > len(option.text) for option in question.options if not option.is_right)
    ]
    assert len(longest) <= MAX_LONGEST_SHARE * len(choice_questions)


def test_the_length_gives_nothing_away_within_a_kind_either(choice_questions: list[Question]) -> None:
    for kind in ("recognise/", "tell/", "none-fits/", "fact/"):
        asked = [question for question in choice_questions if question.item_id.startswith(kind)]
        lengths = [
            (len(question.right_option.text), [len(option.text) for option in question.options if not option.is_right])
            for question in asked
        ]
        assert sum(right > max(others) for right, others in lengths) <= MAX_LONGEST_SHARE * len(asked), kind
        assert sum(right < min(others) for right, others in lengths) <= MAX_SHORTEST_SHARE * len(asked), kind


def test_a_recall_question_does_not_contain_its_answer(questions: list[Question]) -> None:
    for question in questions:
        if question.form == "recall":
            assert question.right_option.text.casefold() not in question.stem.casefold(), question.id
            assert question.right_option.text in question.accepted_names, question.id


def test_each_wrong_pattern_says_when_it_would_be_right(questions: list[Question]) -> None:
    for question in questions:
        for option in question.options:
            if option.right_when:
                assert SENTENCE_END.search(option.right_when), (question.id, option.right_when)
            elif question.form == "choice" and not question.item_id.startswith("fact/"):
                assert option.is_right or option.id == OUTSIDE, (question.id, option.id)


def test_a_pattern_that_the_card_recommends_instead_is_no_wrong_option(deck: Deck, catalog: Catalog) -> None:
    asked = 0
    for entry in catalog.patterns_with_variants():
        for caution in (entry.variant or entry.pattern).avoid_when:
            question = deck.question(f"fact/{entry.ref}/against/{caution.id}/instead")
            if question is not None:
                asked += 1
                wrong = {option.id for option in question.options if not option.is_right}
                assert wrong.isdisjoint({*caution.instead, entry.ref}), question.id
    assert asked


def test_the_right_option_is_not_given_away_by_a_word_of_the_question(choice_questions: list[Question]) -> None:
    for question in choice_questions:
        others = [option.text for option in question.options if not option.is_right]
        assert giveaway_words(question.stem, question.right_option.text, others) == set(), question.id


def test_the_right_option_is_at_each_position_equally_often(choice_questions: list[Question]) -> None:
    random = Random(7)
    positions = Counter(
        [option.is_right for option in present(question, random).options].index(True) for question in choice_questions
    )
    for position in range(CHOICE_OPTIONS):
        assert abs(positions[position] / len(choice_questions) - 1 / CHOICE_OPTIONS) < 0.03


def test_yes_and_no_are_right_about_equally_often(questions: list[Question]) -> None:
    right = Counter(
        question.right_option.id
        for question in questions
        if {option.id for option in question.options} == {"yes", "no"}
    )
    assert 0.35 < right["yes"] / right.total() < 0.65


def test_no_option_refers_to_other_options(questions: list[Question]) -> None:
    banned = re.compile(r"\b(?i:all|none|both) of the above\b|\b[Oo]ptions? [A-D]\b|\b[Aa]nswer [B-D]\b")
    for question in questions:
        for option in question.options:
            for text in (option.text, option.feedback, option.right_when):
                assert not banned.search(text), question.id


def test_each_scenario_belongs_to_a_single_skill(deck: Deck, questions: list[Question]) -> None:
    scenario_ids = [scenario.id for scenarios in deck.sources.scenarios.values() for scenario in scenarios]
    asked = Counter(
        question.id.rpartition("/")[2] for question in questions if not question.item_id.startswith("fact/")
    )
    assert max(asked[id_] for id_ in scenario_ids) == 1
    assert sum(asked[id_] for id_ in scenario_ids) > 0.95 * len(scenario_ids)


def test_a_scenario_is_left_out_only_if_it_names_its_answer(deck: Deck) -> None:
    by_id = {scenario.id: scenario for scenarios in deck.sources.scenarios.values() for scenario in scenarios}
    for item in deck.items.values():
        if item.kind == "skill":
            for id_ in deck.question_ids(item):
                if deck.question(id_) is None:
                    scenario = by_id[id_.rpartition("/")[2]]
                    assert giveaway_words(scenario.text, deck.sources.name_of(scenario.verdict), ()), id_


def test_the_entry_that_a_question_refers_to_exists(catalog: Catalog, questions: list[Question]) -> None:
    for name in {question.show_ref for question in questions}:
        assert find_entry(catalog, name).ref == name


def test_a_pattern_named_in_a_usage_row_is_no_wrong_option(catalog: Catalog, questions: list[Question]) -> None:
    rows = [question for question in questions if "/applied/" in question.item_id and question.id.endswith("/which")]
    assert rows
    for question in rows:
        row_text = f"{question.context} {question.right_option.feedback}"
        wrong = [catalog.entries[option.id] for option in question.options if not option.is_right]
        assert not [entry.ref for entry in wrong if contains_name(row_text, names_of(entry))], question.id


def test_every_item_can_be_asked(deck: Deck, questions: list[Question]) -> None:
    assert {question.item_id for question in questions} == set(deck.items)


def test_every_pattern_and_variant_and_every_contrast_has_a_skill(deck: Deck, catalog: Catalog) -> None:
    for ref in deck.sources.answerable_refs:
        assert f"recognise/{ref}" in deck.items
    pattern_ids = {ref.partition("/")[0] for ref in deck.sources.answerable_refs}
    assert pattern_ids == {entry.ref for entry in catalog.patterns}
    assert {f"none-fits/{id_}" for id_ in pattern_ids} <= deck.items.keys()
    for contrast in catalog.contrasts():
        item = deck.items[f"tell/{contrast.id}"]
        parts = {id_.rpartition("/")[2] for id_ in deck.question_ids(item)}
        assert {"flip", "stay-1", "stay-2"} <= parts
