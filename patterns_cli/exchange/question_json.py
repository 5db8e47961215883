"""Questions for other programs, and files of answers to grade."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from patterns_cli.errors import PatternsError
from patterns_cli.study.questions.presentation import UNKNOWN, Graded, Showing, graded

if TYPE_CHECKING:
    from collections.abc import Iterable
    from random import Random
    from typing import TextIO

    from patterns_cli.study.deck import Deck
    from patterns_cli.study.lesson import Lesson, LessonStep
    from patterns_cli.study.questions.question import Item, Question, QuizOption

STANDARD_INPUT = "-"


def picked(deck: Deck, items: Iterable[Item], count: int | None, random: Random) -> list[Question]:
    """So many questions about the items, by chance; or all of them, in order."""
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


def as_object(deck: Deck, showing: Showing) -> dict[str, Any]:
    """A question with its options in the order of this showing, as plain data."""
    question = showing.question
    options = showing.options or question.options
    return {
        "id": question.id,
        "item": question.item,
        "kind": deck.items[question.item].kind,
        "form": question.form,
        "stem": question.stem,
        "options": [_option(option) for option in options],
        "accepted": question.accepted,
        "steps": [question.steps[number - 1] for number in showing.steps],
        "source": question.source,
        "show": question.show,
    }


def lesson_object(deck: Deck, lesson: Lesson) -> dict[str, Any]:
    """A lesson as plain data: its steps, in order."""
    return {
        "ref": lesson.ref,
        "name": lesson.name,
        "minutes": lesson.minutes,
        "steps": [_step_object(deck, step) for step in lesson.steps],
    }


def _step_object(deck: Deck, step: LessonStep) -> dict[str, Any]:
    question = step.question
    return {
        "part": step.part,
        "title": step.title,
        "question": as_object(deck, Showing(question, question.options)) if question else None,
        "contrast": step.contrast.id if step.contrast else None,
        "steps": [told.text for told in step.drawing.steps] if step.drawing else [],
    }


def _option(option: QuizOption) -> dict[str, Any]:
    fields = {"id": option.id, "text": option.text, "right": option.is_right, "why": option.why}
    return fields | ({"right_when": option.right_when} if option.right_when else {})


def result_object(result: Graded) -> dict[str, Any]:
    """A graded answer as plain data."""
    question = result.question
    return {
        "id": question.id,
        "chosen": result.chosen,
        "is_right": result.is_right,
        "why": question.right.why if result.is_right else result.why,
        "right_when": result.right_when,
        "note": result.note,
        "right": _option(question.right),
        "source": question.source,
        "show": question.show,
    }


def given_answers(deck: Deck, source: str, stdin: TextIO) -> list[Graded]:
    """The answers in a file, graded.

    The file is a JSON list, an object with such a list under ``answers``, or one object a line; an
    answer is an object with ``id`` (of the question) and ``chosen`` (an option's id, its text, or
    what was typed; ``?`` or nothing for not knowing). Raises PatternsError where it is no such file.
    """
    text, name = _text_of(source, stdin)
    return [_graded(deck, given, f"{name}: answer {number}") for number, given in enumerate(_answers(text, name), 1)]


def _text_of(source: str, stdin: TextIO) -> tuple[str, str]:
    """The text of the answers, which is UTF-8 whatever the locale, and what to call it."""
    name = "standard input" if source == STANDARD_INPUT else source
    try:
        data = _standard_input(stdin) if source == STANDARD_INPUT else Path(source).read_bytes()
    except OSError as error:
        raise PatternsError(f"{name} cannot be read: {error.strerror or error}") from None
    try:
        return data.decode("utf-8-sig"), name
    except UnicodeDecodeError:
        raise PatternsError(f"{name} is no text in UTF-8", "save it as UTF-8") from None


def _standard_input(stdin: TextIO | None) -> bytes:
    buffer = getattr(stdin, "buffer", None)  # there is none where standard input is closed
    return bytes(buffer.read()) if buffer is not None else b""


def _answers(text: str, name: str) -> Iterable[Any]:
    try:
        whole = json.loads(text)
    except RecursionError:
        raise PatternsError(f"{name}: too many lists stand in each other", _EXAMPLE) from None
    except ValueError as error:
        _refuse_broken_list(text, name, error)
        whole = [_line(line, f"{name}:{number}") for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    found = whole.get("answers", [whole]) if isinstance(whole, dict) else whole
    if not isinstance(found, list) or not found:
        raise PatternsError(f"{name} holds no answers", _EXAMPLE)
    return found


def _refuse_broken_list(text: str, name: str, error: ValueError) -> None:
    """A file that begins as a list is no file of lines; what breaks it stands further down."""
    if text.lstrip().startswith("["):
        line = getattr(error, "lineno", 1)
        raise PatternsError(f"{name}:{line}: this is no JSON: {error}", _EXAMPLE)


_EXAMPLE = 'an answer is {"id": "recognise/sse/...", "chosen": "sse"}'


def _line(line: str, where: str) -> Any:
    try:
        return json.loads(line)
    except ValueError as error:
        raise PatternsError(f"{where}: this is no JSON: {error}", _EXAMPLE) from None
    except RecursionError:
        raise PatternsError(f"{where}: too many lists stand in each other", _EXAMPLE) from None


def _graded(deck: Deck, given: Any, where: str) -> Graded:
    if not isinstance(given, dict) or not isinstance(given.get("id"), str) or not isinstance(given.get("chosen"), str):
        raise PatternsError(f"{where} has no id and no chosen", _EXAMPLE)
    question = deck.question(given["id"])
    if question is None:
        raise PatternsError(f"{where}: there is no question `{given['id']}`", "`patterns quiz --export all` prints all")
    reply = _reply(question, given["chosen"])
    result = graded(deck.material, question, reply)
    if result.chosen != UNKNOWN or not reply.strip() or reply.strip() == UNKNOWN:
        return result
    return msgspec.structs.replace(result, chosen=reply, text=reply, why=f"No option of it is called “{reply}”.")


def _reply(question: Question, chosen: str) -> str:
    """The id of the option that was meant by its id or its text."""
    if question.form == "recall" or question.option(chosen) is not None:
        return chosen
    wanted = chosen.strip().casefold()
    return next((option.id for option in question.options if option.text.casefold() == wanted), chosen)
