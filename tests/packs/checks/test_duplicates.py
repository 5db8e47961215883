"""Scenarios that are the same, word for word or nearly so."""

from __future__ import annotations

from pathlib import Path

from patterns_cli.packs.checks.duplicates import LabeledScenario, check_duplicates
from patterns_cli.packs.diagnostics import Diagnostic
from patterns_cli.packs.model import Scenario
from patterns_cli.packs.positions import Position, SourceMap
from patterns_cli.text.words import split_words

STORY = "The lift in our tower tells the porter's phone when it is stuck, and he runs up the stairs to help."
NEARLY = "The lift in our tower tells the porter's phone when it is stuck, and he runs up the stairs to look."
OTHER = "A gardener wants to know which of her ninety flower beds were watered before noon today."


def labeled_scenarios(*problems: tuple[str, str] | tuple[str, str, str]) -> list[LabeledScenario]:
    source = SourceMap(Path("problems.yaml"))
    found = []
    for number, (answer, text, *set_name) in enumerate(problems):
        source.positions["scenarios", number] = Position(10 * number + 1, 1, 10 * number + 1, 1)
        scenario = Scenario(id=f"p{number}", text=text, why="it says so", set=set_name[0] if set_name else "")
        found.append(LabeledScenario(scenario, answer, split_words(text), source, ("scenarios", number)))
    return found


def messages(faults: list[Diagnostic]) -> list[str]:
    return [f"{fault.line}: {fault.severity}: {fault.message}" for fault in faults]


def check(*problems: tuple[str, str] | tuple[str, str, str]) -> list[str]:
    return messages(list(check_duplicates(labeled_scenarios(*problems))))


def test_different_problems_are_let_be() -> None:
    assert check(("alpha", STORY), ("alpha", OTHER), ("beta", "")) == []


def test_the_same_words_under_two_answers_are_an_error() -> None:
    assert check(("alpha", STORY), ("beta", STORY.upper().replace(",", " -"))) == [
        "11: error: the same text has another answer, alpha, in p0 (problems.yaml:1)"
    ]


def test_the_same_words_twice_are_a_warning() -> None:
    assert check(("alpha", STORY), ("alpha", STORY)) == ["11: warning: the text is the same as in p0 (problems.yaml:1)"]


def test_one_changed_word_is_nearly_the_same() -> None:
    assert check(("alpha", STORY), ("alpha", OTHER), ("alpha", NEARLY)) == [
        "21: warning: the text is nearly the same as in p0 (problems.yaml:1)"
    ]


def test_nearly_the_same_words_with_another_answer_ask_what_decides() -> None:
    assert check(("alpha", STORY), ("beta", NEARLY)) == [
        "11: warning: nearly the same text has another answer, alpha, in p0 (problems.yaml:1)"
    ]


def test_tellings_of_one_story_may_be_alike_but_not_the_same() -> None:
    assert check(("alpha", STORY, "lift"), ("beta", NEARLY, "lift")) == []
    assert check(("alpha", STORY, "lift"), ("beta", NEARLY, "another")) != []
    assert check(("alpha", STORY, "lift"), ("beta", STORY, "lift")) != []


def test_every_pair_that_is_alike_is_found_among_thousands() -> None:
    """The shortcut by rare words misses none of the pairs that share enough."""
    words = [f"word{number}" for number in range(700)]
    texts = [" ".join(words[(start * 37 + step * step) % 700] for step in range(20)) for start in range(3000)]
    doubles = [text.replace(text.split()[10], "changed", 1) for text in texts[::100]]
    found = list(check_duplicates(labeled_scenarios(*(("alpha", text) for text in [*texts, *doubles]))))
    lines = {fault.line for fault in found}
    assert {10 * number + 1 for number in range(3000, 3000 + len(doubles))} <= lines


def test_thousands_of_copies_are_each_reported_once() -> None:
    made = [("alpha", f"{STORY} Number {number}.") for number in range(2000)]
    assert len(list(check_duplicates(labeled_scenarios(*made)))) == 1999
