"""A lesson in the terminal: one screen after the other, each written down as done."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from patterns_cli.cli.quiz_loop import Limits, Sitting
from patterns_cli.cli.study_context import step_done
from patterns_cli.prompts import QUIT, ask_line, quit_key
from patterns_cli.render.cards.lesson import diagram_step_card, lesson_heading, step_card
from patterns_cli.study.course import course
from patterns_cli.study.session import FixedSession

if TYPE_CHECKING:
    from random import Random

    from patterns_cli.cli.app_context import Run
    from patterns_cli.study.deck import Deck
    from patterns_cli.study.lesson import Lesson, LessonStep
    from patterns_cli.study.log.answer_log import AnswerLog
    from patterns_cli.study.log.events import Mode


@dataclass
class Teaching:
    """Goes through a lesson, and remembers each step that is done."""

    run: Run
    deck: Deck
    log: AnswerLog
    lesson: Lesson
    random: Random

    def go_on(self, done: int) -> None:
        """Take the steps after the first ``done`` ones, until the last or until the person quits."""
        catalog = self.deck.material.catalog
        lessons = course(self.deck.material)
        number = lessons.index(self.lesson.ref) + 1
        self.run.terminal.show(lesson_heading(catalog, self.lesson, number, len(lessons), done + 1))
        steps = list(enumerate(self.lesson.steps, 1))[done:]
        for place, step in steps:
            started = time.monotonic()
            self.run.terminal.write("\n")
            if self._take(step) == QUIT:
                self.run.terminal.note(f"Stopped. `patterns learn {self.lesson.ref}` goes on here.")
                return
            self._write_down(place, time.monotonic() - started)

    def _take(self, step: LessonStep) -> str:
        if step.question is not None:
            return self._question(step)
        if step.drawing is not None and self._draw(step) == QUIT:
            return QUIT
        self.run.terminal.show(step_card(self.deck.material.catalog, self.lesson, step))
        if step.part == "remember":
            return ""
        self.run.terminal.write("\n")
        return self._pause()

    def _question(self, step: LessonStep) -> str:
        """A check is an answer like any other; the problem at the start only opens the lesson, and counts nothing."""
        if step.question is None:
            return ""
        self.run.terminal.say(step.title)
        session = FixedSession(self.deck, [step.question], self.random)
        mode: Mode = "cram" if step.part == "problem" else "learn"
        sitting = Sitting(self.run, session, self.log, mode, Limits(answers=1), has_last_word=False)
        if sitting.go_on() == QUIT:
            return QUIT
        self.run.terminal.write("\n")
        return self._pause()

    def _draw(self, step: LessonStep) -> str:
        """The steps of the diagram, one with each Enter."""
        self.run.terminal.say(step.title, end="\n\n")
        drawing = step.drawing
        for number, told in enumerate(drawing.steps if drawing else (), 1):
            self.run.terminal.show(diagram_step_card(number, told))
            if self._pause() == QUIT:
                return QUIT
        return ""

    def _pause(self) -> str:
        return ask_line(self.run.terminal, "Enter goes on", (quit_key("stop here"),))

    def _write_down(self, place: int, seconds: float) -> None:
        step = step_done(self.run, self.lesson.ref, place, len(self.lesson.steps), round(seconds * 1000))
        self.log.record(step)
