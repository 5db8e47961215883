"""A lesson in the terminal: shows each step and logs it as done."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from patterns_cli.cli.quiz_loop import QuizLimits, QuizLoop
from patterns_cli.cli.study_context import new_step_event
from patterns_cli.prompts import Action, ask_line, quit_shortcut
from patterns_cli.render.cards.lesson import diagram_step_card, lesson_heading, step_card
from patterns_cli.study.course import course_order
from patterns_cli.study.session import ScriptedSession

if TYPE_CHECKING:
    from random import Random

    from patterns_cli.cli.app_context import AppContext
    from patterns_cli.study.deck import Deck
    from patterns_cli.study.lesson import Lesson, LessonStep
    from patterns_cli.study.log.answer_log import AnswerLog
    from patterns_cli.study.log.events import Mode


@dataclass
class LessonLoop:
    """Takes the user through a lesson and logs each step."""

    app: AppContext
    deck: Deck
    log: AnswerLog
    lesson: Lesson
    random: Random

    def run(self, steps_done: int) -> None:
        """Run the steps after the first ``steps_done``, until the last or until the user quits."""
        catalog = self.deck.sources.catalog
        lessons = course_order(self.deck.sources)
        number = lessons.index(self.lesson.ref) + 1
        self.app.terminal.show(lesson_heading(catalog, self.lesson, number, len(lessons), steps_done + 1))
        steps = list(enumerate(self.lesson.steps, 1))[steps_done:]
        for place, step in steps:
            started = time.monotonic()
            self.app.terminal.write("\n")
            if not self._run_step(step):
                self.app.terminal.note(f"Stopped. `patterns learn {self.lesson.ref}` continues here.")
                return
            self._record_step(place, time.monotonic() - started)

    def _run_step(self, step: LessonStep) -> bool:
        """Show the step; False if the user stops here."""
        if step.question is not None:
            return self._ask_question(step)
        if step.diagram is not None and not self._show_diagram_steps(step):
            return False
        self.app.terminal.show(step_card(self.deck.sources.catalog, self.lesson, step))
        if step.part == "remember":
            return True
        self.app.terminal.write("\n")
        return self._pause()

    def _ask_question(self, step: LessonStep) -> bool:
        """Ask a question of the lesson; the answer to the opening problem does not change when anything is due."""
        if step.question is None:
            return True
        self.app.terminal.print_wrapped(step.title)
        session = ScriptedSession(self.deck, [step.question], self.random)
        mode: Mode = "lesson-intro" if step.part == "problem" else "learn"
        sitting = QuizLoop(self.app, session, self.log, mode, QuizLimits(max_answers=1), can_undo_at_end=False)
        if not sitting.run():
            return False
        self.app.terminal.write("\n")
        return self._pause()

    def _show_diagram_steps(self, step: LessonStep) -> bool:
        """Show the next step of the diagram after each Enter; False if the user stops."""
        self.app.terminal.print_wrapped(step.title, end="\n\n")
        drawing = step.diagram
        for number, diagram_step in enumerate(drawing.steps if drawing else (), 1):
            self.app.terminal.show(diagram_step_card(number, diagram_step))
            if not self._pause():
                return False
        return True

    def _pause(self) -> bool:
        return ask_line(self.app.terminal, "Press Enter to continue", (quit_shortcut("stop here"),)) is not Action.QUIT

    def _record_step(self, step_number: int, seconds: float) -> None:
        step = new_step_event(self.app, self.lesson.ref, step_number, len(self.lesson.steps), round(seconds * 1000))
        self.log.record(step)
