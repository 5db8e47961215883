"""Questions in GIFT: what Moodle reads."""

from __future__ import annotations

import re

from patterns_cli.exchange.gift import to_gift
from patterns_cli.study.deck import Deck
from patterns_cli.study.questions.question import Question, QuizOption


def _question(deck: Deck, **changes: object) -> Question:
    import msgspec

    item = next(iter(deck.items))
    right = QuizOption("sse", "SSE", is_right=True, feedback="It only watches.")
    wrong = QuizOption("websocket", "WebSocket", is_right=False, feedback="Nothing goes up.", right_when="Both send.")
    question = Question(f"{item}/one", item, "choice", "Which fits?", (right, wrong), "the problem one", "sse")
    return msgspec.structs.replace(question, **changes)


def test_each_option_brings_its_reason_and_when_it_would_be_right(deck: Deck) -> None:
    text = to_gift(deck, [_question(deck)])
    assert "=SSE #It only watches." in text
    assert "~WebSocket #Nothing goes up. Right when\\: Both send." in text
    assert "####It only watches." in text


def test_what_the_format_would_act_upon_is_escaped(deck: Deck) -> None:
    text = to_gift(deck, [_question(deck, prompt="Is {a} = b ~ c # d: e\\f?\nSecond line")])
    assert r"Is \{a\} \= b \~ c \# d\: e\\f?\nSecond line {" in text


def test_a_typed_name_is_right_under_each_of_its_names(deck: Deck) -> None:
    right = QuizOption("sse", "SSE", is_right=True, feedback="A stream.")
    text = to_gift(
        deck, [_question(deck, form="recall", options=(right,), accepted_names=("SSE", "sse", "EventSource"))]
    )
    assert re.findall(r"^  =(.+) #", text, re.MULTILINE) == ["sse", "eventsource"]
    assert "~" not in text


def test_every_question_of_the_content_is_one_block_with_one_right_answer(deck: Deck) -> None:
    questions = [question for question in deck.questions() if question.item_id.startswith("fact/")]
    blocks = [block for block in to_gift(deck, questions).split("\n}\n") if "::[plain]" in block]
    assert len(blocks) == len(questions)
    for question, block in zip(questions, blocks, strict=True):
        assert f"::{question.id}::" in block.replace("\\", "")
        assert "\n\n" not in block.partition("::[plain]")[2], "a blank line would end the question"
        right = len(re.findall(r"^  =", block, re.MULTILINE))
        assert right == 1 or question.form == "recall"
