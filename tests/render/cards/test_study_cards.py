"""The screens of a quiz, a lesson and the progress: whole in every window and encoding, plain and pretty."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import msgspec
import pytest

from patterns_cli.render.cards import lesson as lesson_card
from patterns_cli.render.cards import quiz
from patterns_cli.render.cards.progress import progress_card, repair_card
from patterns_cli.render.document import Document
from patterns_cli.render.plain_renderer import PlainRenderer
from patterns_cli.render.rich_renderer import RichRenderer
from patterns_cli.study.course import progress_refs
from patterns_cli.study.deck import Deck
from patterns_cli.study.lesson import build_lesson
from patterns_cli.study.log.repair import RepairReport, Rescued
from patterns_cli.study.progress import Syllabus, compute_progress
from patterns_cli.study.questions.presentation import GradedAnswer, grade, present
from patterns_cli.study.questions.question import Question
from tests.conftest import lines_wider_than
from tests.study.answering import MONDAY, answered, days_later, log_at
from tests.wholeness import ACTING, SGR, lost

WINDOWS = ((20, "utf-8"), (20, "ascii"), (60, "utf-8"), (60, "cp1252"), (200, "ascii"))
MARKUP = "Close [/items] of list[str] and dict[str, int]; {a :key: b} C:\\dir\\ [bold]x[/bold] \x1b[2J\u202ey"
"""What a terminal, or what draws on it, would act upon."""


def question_of(deck: Deck, form: str) -> Question:
    return next(question for question in deck.questions() if question.form == form)


def replies(question: Question) -> Iterator[str]:
    """Right, wrong, misspelt, unknown, and hostile."""
    yield question.right_option.id
    yield from (option.id for option in question.options if not option.is_right)
    if question.form == "order":
        yield "-".join(map(str, range(len(question.steps), 0, -1)))
    if question.form == "recall":
        yield from (question.right_option.text, question.right_option.text.replace("e", "", 1), "long polling")
    yield from ("", MARKUP)


def quiz_screens(deck: Deck) -> Iterator[Document]:
    material = deck.sources
    given: list[GradedAnswer] = []
    for form in ("choice", "yes-no", "order", "recall"):
        question = question_of(deck, form)
        yield quiz.question_card(1, present(question, Random(1)))
        yield quiz.answer_key_card([present(question, Random(1))])
        for reply in replies(question):
            given.append(grade(material, question, reply))
            yield quiz.feedback_card(material, given[-1], is_confident=True)
    hostile = msgspec.structs.replace(question_of(deck, "choice"), context=MARKUP, prompt=MARKUP, citation=MARKUP)
    options = [msgspec.structs.replace(one, text=MARKUP, feedback=MARKUP, right_when=MARKUP) for one in hostile.options]
    hostile = msgspec.structs.replace(hostile, options=tuple(options))
    yield quiz.question_card(1, present(hostile, Random(1)))
    for option in hostile.options:
        given.append(grade(material, hostile, option.id))
        yield quiz.feedback_card(material, given[-1], is_confident=False)
    yield quiz.summary_card(given, 3.2, 12)
    yield quiz.summary_card(given[:1], 0.2, 0)
    yield quiz.graded_answers_card(given)
    yield quiz.nothing_due_card(MONDAY.date())
    yield quiz.nothing_due_card(None)


def lesson_screens(deck: Deck) -> Iterator[Document]:
    catalog = deck.sources.catalog
    for ref in ("websocket", "rate-limiting"):
        lesson = build_lesson(deck, catalog.entries[ref], lambda _: {}, Random(1))
        yield lesson_card.lesson_heading(catalog, lesson, 1, 10, 3)
        for step in lesson.steps:
            if step.question is None:
                yield lesson_card.step_card(catalog, lesson, step)
            for number, told in enumerate(step.diagram.steps if step.diagram else (), 1):
                yield lesson_card.diagram_step_card(number, told)
        yield lesson_card.full_lesson_card(deck.sources, lesson)
    yield lesson_card.course_card(catalog, [("sse", 0, 0), ("websocket", 3, 9), ("rate-limiting", 9, 9)])


def progress_screens(deck: Deck, folder: Path) -> Iterator[Document]:
    syllabus = Syllabus(deck.items, progress_refs(deck.sources), deck.sources.catalog.entries.__contains__)
    today = days_later(60).date()
    with log_at(folder / "progress.db") as log:
        yield progress_card(compute_progress(log, today, syllabus), deck)
        for day in range(0, 60, 4):
            when = days_later(day)
            for item in ("recognise/websocket", "tell/sse-or-websocket", MARKUP):
                log.record(answered(item, when=when, is_right=day % 8 == 0, right="websocket" if day % 3 else "sse"))
        yield progress_card(compute_progress(log, today, syllabus), deck)
        yield progress_card(compute_progress(log, today + timedelta(days=400), syllabus), deck)
    copy = folder / "copy.db"
    for report in (
        RepairReport((), 5, None, 0),
        RepairReport((MARKUP, "two invalid records"), 5, copy, 0, (Rescued(copy, 4), Rescued(folder / "backup.db", 1))),
    ):
        yield repair_card(report, folder / "progress.db")


@pytest.mark.parametrize("screens", ["quiz", "lesson", "progress"])
def test_every_screen_is_whole_in_every_window(deck: Deck, tmp_path: Path, screens: str) -> None:
    documents = {
        "quiz": quiz_screens(deck),
        "lesson": lesson_screens(deck),
        "progress": progress_screens(deck, tmp_path),
    }[screens]
    for number, document in enumerate(documents):
        for width, encoding in WINDOWS:
            for page in (
                PlainRenderer(width, encoding=encoding),
                RichRenderer(width, color=width == 60, encoding=encoding),
            ):
                bare = SGR.sub("", page.render(document))
                where = (number, width, encoding, type(page).__name__)
                assert not lines_wider_than(width, bare), where
                assert not lost([document], bare, encoding), where
                assert not ACTING.search(bare), where
                bare.encode(encoding)
        whole = PlainRenderer(None, encoding="utf-8").render(document)
        assert not lost([document], whole), number
        if "list[str]" in str(document):
            assert "Close [/items] of list[str] and dict[str, int]; {a :key: b} C:\\dir\\ [bold]x[/bold]" in whole
