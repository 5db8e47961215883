"""Export of questions as JSON, and grading of answer files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from patterns_cli.errors import PatternsError
from patterns_cli.study.questions.presentation import DONT_KNOW, GradedAnswer, PresentedQuestion, grade

if TYPE_CHECKING:
    from collections.abc import Iterable
    from random import Random
    from typing import TextIO

    from patterns_cli.study.deck import Deck
    from patterns_cli.study.lesson import Lesson, LessonStep
    from patterns_cli.study.questions.question import LearningItem, Question, QuizOption

STANDARD_INPUT = "-"


def pick_questions(deck: Deck, items: Iterable[LearningItem], count: int | None, random: Random) -> list[Question]:
    """A random sample of ``count`` questions about the items.

    Returns all questions in order if ``count`` is None.
    """
    ids = [id_ for item in items for id_ in deck.question_ids(item)]
    if count is not None:
        random.shuffle(ids)
    found: list[Question] = []
    for id_ in ids:
        if len(found) == count:
            break
        question = deck.question(id_)
        if question is not None:
            found.append(question)
    return found


def question_to_dict(deck: Deck, presented: PresentedQuestion) -> dict[str, Any]:
    """A question as plain data, with its options in the presented order."""
    question = presented.question
    options = presented.options or question.options
    return {
        "id": question.id,
        "item": question.item_id,
        "kind": deck.items[question.item_id].kind,
        "form": question.form,
        "stem": question.stem,
        "options": [_option_to_dict(option) for option in options],
        "accepted": question.accepted_names,
        "steps": [question.steps[number - 1] for number in presented.step_order],
        "source": question.citation,
        "show": question.show_ref,
    }


def lesson_to_dict(deck: Deck, lesson: Lesson) -> dict[str, Any]:
    """A lesson as plain data, with its steps in order."""
    return {
        "ref": lesson.ref,
        "name": lesson.name,
        "minutes": lesson.minutes,
        "steps": [_step_to_dict(deck, step) for step in lesson.steps],
    }


def _step_to_dict(deck: Deck, step: LessonStep) -> dict[str, Any]:
    question = step.question
    return {
        "part": step.part,
        "title": step.title,
        "question": question_to_dict(deck, PresentedQuestion(question, question.options)) if question else None,
        "contrast": step.contrast.id if step.contrast else None,
        "steps": [diagram_step.text for diagram_step in step.diagram.steps] if step.diagram else [],
    }


def _option_to_dict(option: QuizOption) -> dict[str, Any]:
    fields = {"id": option.id, "text": option.text, "right": option.is_right, "why": option.feedback}
    return fields | ({"right_when": option.right_when} if option.right_when else {})


def result_to_dict(result: GradedAnswer) -> dict[str, Any]:
    """A graded answer as plain data."""
    question = result.question
    return {
        "id": question.id,
        "chosen": result.chosen,
        "is_right": result.is_right,
        "why": question.right_option.feedback if result.is_right else result.feedback,
        "right_when": result.right_when,
        "note": result.note,
        "right": _option_to_dict(question.right_option),
        "source": question.citation,
        "show": question.show_ref,
    }


def grade_answers(deck: Deck, source: str, stdin: TextIO) -> list[GradedAnswer]:
    """Grade the answers in a file.

    The file is a JSON list, an object with such a list under ``answers``, or one object per line.
    An answer is an object with ``id`` (of the question) and ``chosen`` (an option's id, its text, or
    the typed answer; ``?`` or empty for "don't know"). Raises PatternsError if the file is invalid.
    """
    text, name = _read_text(source, stdin)
    return [
        _grade_answer(deck, answer, f"{name}: answer {number}")
        for number, answer in enumerate(_parse_answers(text, name), 1)
    ]


def _read_text(source: str, stdin: TextIO) -> tuple[str, str]:
    """The UTF-8 text of the answers, and the source's name for messages."""
    name = "standard input" if source == STANDARD_INPUT else source
    try:
        data = _read_stdin(stdin) if source == STANDARD_INPUT else Path(source).read_bytes()
    except OSError as error:
        raise PatternsError(f"{name} cannot be read: {error.strerror or error}") from None
    try:
        return data.decode("utf-8-sig"), name
    except UnicodeDecodeError:
        raise PatternsError(f"{name} is no text in UTF-8", "save it as UTF-8") from None


def _read_stdin(stdin: TextIO | None) -> bytes:
    buffer = getattr(stdin, "buffer", None)  # stdin is None if standard input is closed
    return bytes(buffer.read()) if buffer is not None else b""


def _parse_answers(text: str, name: str) -> Iterable[Any]:
    try:
        whole = json.loads(text)
    except RecursionError:
        raise PatternsError(f"{name}: too many lists stand in each other", _ANSWER_HINT) from None
    except ValueError as error:
        _reject_broken_list(text, name, error)
        whole = [
            _parse_line(line, f"{name}:{number}") for number, line in enumerate(text.split("\n"), 1) if line.strip()
        ]
    found = whole.get("answers", [whole]) if isinstance(whole, dict) else whole
    if not isinstance(found, list) or not found:
        raise PatternsError(f"{name} holds no answers", _ANSWER_HINT)
    return found


def _reject_broken_list(text: str, name: str, error: ValueError) -> None:
    """Raise PatternsError if the text begins as a JSON list.

    Such a file is not one object per line, so the error of the whole text is the useful one.
    """
    if text.lstrip().startswith("["):
        line = getattr(error, "lineno", 1)
        raise PatternsError(f"{name}:{line}: this is no JSON: {error}", _ANSWER_HINT)


_ANSWER_HINT = 'an answer is {"id": "recognise/sse/...", "chosen": "sse"}'


def _parse_line(line: str, location: str) -> Any:
    try:
        return json.loads(line)
    except ValueError as error:
        raise PatternsError(f"{location}: this is no JSON: {error}", _ANSWER_HINT) from None
    except RecursionError:
        raise PatternsError(f"{location}: too many lists stand in each other", _ANSWER_HINT) from None


def _grade_answer(deck: Deck, answer: Any, location: str) -> GradedAnswer:
    if (
        not isinstance(answer, dict)
        or not isinstance(answer.get("id"), str)
        or not isinstance(answer.get("chosen"), str)
    ):
        raise PatternsError(f"{location} has no id and no chosen", _ANSWER_HINT)
    question = deck.question(answer["id"])
    if question is None:
        raise PatternsError(
            f"{location}: there is no question `{answer['id']}`", "`patterns quiz --export all` prints all"
        )
    reply = _resolve_chosen(question, answer["chosen"])
    result = grade(deck.sources, question, reply)
    if result.chosen != DONT_KNOW or not reply.strip() or reply.strip() == DONT_KNOW:
        return result
    return msgspec.structs.replace(result, chosen=reply, text=reply, feedback=f"No option of it is called “{reply}”.")


def _resolve_chosen(question: Question, chosen: str) -> str:
    """The id of the option chosen by id or text, or ``chosen`` itself."""
    if question.form == "recall" or question.option(chosen) is not None:
        return chosen
    wanted = chosen.strip().casefold()
    return next((option.id for option in question.options if option.text.casefold() == wanted), chosen)
