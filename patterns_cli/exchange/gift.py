"""Export of questions in GIFT, a text format that Moodle imports.

The reason for each option becomes its feedback.

The format is described at https://docs.moodle.org/en/GIFT_format: ``::name::`` before the question,
``=`` before a right and ``~`` before a wrong answer, ``#`` before its feedback, ``####`` before the
general feedback; a backslash escapes a special character.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from patterns_cli.study.deck import Deck
    from patterns_cli.study.questions.question import Question, QuizOption

_SPECIAL_CHARS = re.compile(r"[\\~=#{}:]")


def to_gift(deck: Deck, questions: Iterable[Question]) -> str:
    """The questions as GIFT text, with a category per kind and subject."""
    return "\n".join(_lines(deck, questions))


def _lines(deck: Deck, questions: Iterable[Question]) -> Iterator[str]:
    category = ""
    for question in questions:
        title = _category(deck, question)
        if title != category:
            category = title
            yield f"$CATEGORY: $course$/top/patterns/{category}\n"
        yield _format_question(question)


def _category(deck: Deck, question: Question) -> str:
    item = deck.items[question.item_id]
    about = next((ref for ref in item.refs if deck.sources.entry(ref)), "")
    name = deck.sources.name_of(about) if about else "none of these"
    return f"{item.kind}s/{name.replace('/', '//')}"


def _format_question(question: Question) -> str:
    answers = _accepted_answers(question) if question.form == "recall" else map(_format_option, question.options)
    after = f"{question.right_option.feedback}\nFrom: {question.citation}. patterns show {question.show_ref}"
    body = "\n".join(f"  {answer}" for answer in answers)
    return f"::{_escape(question.id)}::[plain]{_escape(question.stem)} {{\n{body}\n  ####{_escape(after)}\n}}\n"


def _format_option(option: QuizOption) -> str:
    reason = option.feedback if option.is_right else " ".join(filter(None, (option.feedback, _right_when(option))))
    return f"{'=' if option.is_right else '~'}{_escape(option.text)} #{_escape(reason)}"


def _right_when(option: QuizOption) -> str:
    return f"Right when: {option.right_when}" if option.right_when else ""


def _accepted_answers(question: Question) -> Iterator[str]:
    """Answer lines for all accepted names; Moodle ignores letter case."""
    for name in dict.fromkeys(name.casefold() for name in question.accepted_names):
        yield f"={_escape(name)} #{_escape(question.right_option.feedback)}"


def _escape(text: str) -> str:
    return _SPECIAL_CHARS.sub(lambda match: f"\\{match[0]}", text).replace("\n", r"\n")
