"""Questions in GIFT, the text format that Moodle reads, with the reason for each option as its feedback.

The format is described at https://docs.moodle.org/en/GIFT_format: ``::name::`` before the question,
``=`` before a right and ``~`` before a wrong answer, ``#`` before its feedback, ``####`` before what
is said after any answer; a backslash stands before a character that would mean something.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from patterns_cli.study.deck import Deck
    from patterns_cli.study.questions.question import Question, QuizOption

_SPECIAL = re.compile(r"[\\~=#{}:]")


def gift(deck: Deck, questions: Iterable[Question]) -> str:
    """All questions as one text, a category for each skill and for the facts of each pattern."""
    return "\n".join(_lines(deck, questions))


def _lines(deck: Deck, questions: Iterable[Question]) -> Iterator[str]:
    category = ""
    for question in questions:
        title = _category(deck, question)
        if title != category:
            category = title
            yield f"$CATEGORY: $course$/top/patterns/{category}\n"
        yield _question(question)


def _category(deck: Deck, question: Question) -> str:
    item = deck.items[question.item]
    about = next((ref for ref in item.about if deck.material.entry(ref)), "")
    name = deck.material.name(about) if about else "none of these"
    return f"{item.kind}s/{name.replace('/', '//')}"


def _question(question: Question) -> str:
    answers = _names(question) if question.form == "recall" else map(_option, question.options)
    after = f"{question.right.why}\nFrom: {question.source}. patterns show {question.show}"
    body = "\n".join(f"  {answer}" for answer in answers)
    return f"::{_escaped(question.id)}::[plain]{_escaped(question.stem)} {{\n{body}\n  ####{_escaped(after)}\n}}\n"


def _option(option: QuizOption) -> str:
    reason = option.why if option.is_right else " ".join(filter(None, (option.why, _when(option))))
    return f"{'=' if option.is_right else '~'}{_escaped(option.text)} #{_escaped(reason)}"


def _when(option: QuizOption) -> str:
    return f"Right when: {option.right_when}" if option.right_when else ""


def _names(question: Question) -> Iterator[str]:
    """Every name that counts as right; Moodle does not look at capital letters."""
    for name in dict.fromkeys(name.casefold() for name in question.accepted):
        yield f"={_escaped(name)} #{_escaped(question.right.why)}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda match: f"\\{match[0]}", text).replace("\n", r"\n")
