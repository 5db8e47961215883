"""Wrong options: fair, and the same each time."""

from __future__ import annotations

from patterns_cli.study.questions.distractors import giveaway_words, pick_options, stable_percent
from patterns_cli.study.questions.question import QuizOption


def option(text: str, *, is_right: bool = False) -> QuizOption:
    return QuizOption(text.casefold().replace(" ", "-"), text, is_right=is_right, feedback="It is so.")


RIGHT = option("Long polling", is_right=True)
WRONG = [option(text) for text in ("WebSocket", "SSE", "Webhooks", "Heartbeat", "Idempotency keys")]


def test_the_right_one_stands_with_the_first_three_that_are_wanted() -> None:
    chosen = pick_options("seed", "Which fits?", RIGHT, WRONG[:3])
    assert chosen == (RIGHT, *WRONG[:3])


def test_spare_ones_fill_up_and_too_few_make_no_question() -> None:
    assert len(pick_options("seed", "Which fits?", RIGHT, WRONG[:1], WRONG[1:])) == 4
    assert pick_options("seed", "Which fits?", RIGHT, WRONG[:2]) == ()


def test_none_says_the_same_as_another() -> None:
    again = QuizOption("other-id", "websocket", is_right=False, feedback="It is so.")
    same_id = QuizOption(RIGHT.id, "Something else", is_right=False, feedback="It is so.")
    chosen = pick_options("seed", "Which fits?", RIGHT, [WRONG[0], again, same_id, *WRONG[1:3]])
    assert chosen == (RIGHT, *WRONG[:3])


def test_a_word_of_the_question_that_only_the_right_one_has_needs_company() -> None:
    stem = "They poll us all day. Which fits?"
    assert giveaway_words(stem, RIGHT.text, []) == {"poll"}
    assert pick_options("seed", stem, RIGHT, WRONG) == ()
    company = option("Conditional polling")
    assert company in pick_options("seed", stem, RIGHT, WRONG, [company])


def test_small_words_give_nothing_away() -> None:
    assert giveaway_words("which of the two will you have", "what you have of the two", []) == {"two"}
    assert giveaway_words("Is it there?", "It is.", []) == set()


def test_the_right_one_is_seldom_left_the_longest() -> None:
    right = option("By far the longest of them all", is_right=True)
    spare = [option("Another one that is just as long as that")]
    longest = 0
    for seed in map(str, range(300)):
        chosen = pick_options(seed, "Which fits?", right, WRONG[:3], spare)
        longest += all(len(one.text) < len(right.text) for one in chosen[1:])
    assert 100 < longest < 250


def test_chance_is_the_same_on_every_machine() -> None:
    assert [stable_percent("a"), stable_percent("b"), stable_percent("a", "b")] == [
        stable_percent("a"),
        stable_percent("b"),
        stable_percent("a", "b"),
    ]
    assert stable_percent("a", "b") != stable_percent("b", "a")
    assert {0 <= stable_percent(str(n)) < 100 for n in range(500)} == {True}
