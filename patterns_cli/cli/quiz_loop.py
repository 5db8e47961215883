"""A sitting of questions in the terminal: show, ask, grade, write down, explain."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from patterns_cli.cli.study_context import now, report_on, step_done
from patterns_cli.prompts import QUIT, AskedOption, Key, ask, ask_line, quit_key
from patterns_cli.study.log.answer_log import new_id
from patterns_cli.study.log.events import Confidence, LoggedAnswer, Mode
from patterns_cli.study.memory_model import prepare
from patterns_cli.study.questions.presentation import UNKNOWN, Graded, Showing, graded, typed_order
from patterns_cli.study.questions.question import NO, YES, revision_of
from patterns_cli.study.session import LeechCard
from patterns_cli.text.names import normalized

if TYPE_CHECKING:
    from collections.abc import Sequence

    from patterns_cli.cli.app_context import Run
    from patterns_cli.study.log.answer_log import AnswerLog
    from patterns_cli.study.questions.sources import Material
    from patterns_cli.study.session import Questions
    from patterns_cli.terminal import Terminal

UNDO: Final = "\x00undo"
REPORT: Final = "\x00report"
LETTERS = {YES: "y", NO: "n"}

UNDO_KEY = Key("u", ("undo",), UNDO, "undo")
REPORT_KEY = Key("r", ("report",), REPORT, "report it")
UNKNOWN_KEY = Key(UNKNOWN, (), UNKNOWN, "don't know")
"""Only where the answer is typed: an Enter too many must not count as a wrong answer."""

CONFIDENCES = (
    AskedOption("sure", "Sure", letter="s"),
    AskedOption("think", "I think so", letter="t"),
    AskedOption("guess", "A guess", letter="g"),
)


@dataclass
class Limits:
    """When a sitting ends: after so many answers, or once so many minutes are over; 0 is never."""

    answers: int = 0
    minutes: float = 0


@dataclass
class Sitting:
    """Asks one question after the other, and writes each answer down before the next is shown."""

    run: Run
    session: Questions
    log: AnswerLog
    mode: Mode
    limits: Limits
    has_last_word: bool = True
    results: list[tuple[LoggedAnswer, Graded]] = field(default_factory=list)
    started: float = field(default_factory=time.monotonic)

    @property
    def terminal(self) -> Terminal:
        """Where it takes place."""
        return self.run.terminal

    @property
    def material(self) -> Material:
        """What the questions are made from."""
        return self.session.deck.material

    @property
    def minutes(self) -> float:
        """How long it has lasted."""
        return (time.monotonic() - self.started) / 60

    def go_on(self) -> str:
        """Go on until nothing is left, a limit is reached, or the person quits; returns QUIT then."""
        while True:
            step = None if self._is_over() else self.session.next()
            if step is None:
                if not self._takes_last_back():
                    return ""
            elif isinstance(step, LeechCard):
                if self._explain(step) == QUIT:
                    return QUIT
            elif self._ask(step) == QUIT:
                return QUIT

    def _is_over(self) -> bool:
        """Whether a limit is reached; what was taken back is asked again all the same."""
        limits = self.limits
        return not self.session.owes and bool(
            (limits.answers and len(self.results) >= limits.answers)
            or (limits.minutes and self.minutes >= limits.minutes)
        )

    def _ask(self, showing: Showing) -> str:
        """Ask until there is an answer; returns QUIT where the person has enough, else nothing."""
        from patterns_cli.render.cards.quiz import graded_card, question_card

        question = showing.question
        keys = [quit_key(), *([UNDO_KEY] if self.results else []), REPORT_KEY]
        self.terminal.write("\n")
        self.terminal.show(question_card(len(self.results) + 1, showing))
        self.terminal.write("\n")
        prepare()
        shown_at = time.monotonic()
        reply = self._reply(showing, keys)
        took = round((time.monotonic() - shown_at) * 1000)
        if reply in (QUIT, UNDO, REPORT):
            return self._act(reply, showing)
        result = graded(self.material, question, reply)
        confidence = self._confidence(result)
        if confidence in (QUIT, UNDO):
            self.session.take_back(question.id)
            return confidence if confidence == QUIT else ""
        self._record(showing, result, confidence, took)
        is_confident = confidence == "sure"
        self.terminal.write("\n")
        self.terminal.show(graded_card(self.material, result, is_confident=is_confident))
        if is_confident and not result.is_right and self.mode != "cram":
            self.session.retry(question.item)
        return ""

    def _reply(self, showing: Showing, keys: Sequence[Key]) -> str:
        question = showing.question
        if question.form == "recall":
            return self._name([*keys, UNKNOWN_KEY])
        if question.form == "order":
            return self._order(showing, [*keys, UNKNOWN_KEY])
        options = [AskedOption(one.id, one.text, letter=LETTERS.get(one.id, "")) for one in showing.options]
        return ask(self.terminal, question.ask, options, keys)

    def _name(self, keys: Sequence[Key]) -> str:
        while True:
            line = ask_line(self.terminal, "Its name", keys, alone=True)
            if line == UNKNOWN or normalized(line):
                return line
            self.terminal.say("Please type a name, or ? where you do not know it.")

    def _order(self, showing: Showing, keys: Sequence[Key]) -> str:
        example = " ".join(str(number) for number in range(len(showing.steps), 0, -1))
        while True:
            line = ask_line(self.terminal, f"The order, such as {example}", keys, alone=True)
            order = typed_order(showing, line)
            if order or line in (QUIT, UNDO, REPORT, UNKNOWN):
                return order or line
            self.terminal.say(f"Please give each number from 1 to {len(showing.steps)} once.")

    def _confidence(self, result: Graded) -> str:
        """How sure the person is, asked before it is told what is right."""
        if result.chosen == UNKNOWN:
            return "guess"
        keys = (quit_key(), Key("u", ("undo",), UNDO, "change the answer"))
        return ask(self.terminal, "How sure are you?", CONFIDENCES, keys)

    def _act(self, reply: str, showing: Showing) -> str:
        question = showing.question
        if reply == REPORT:
            self._report(question.id)
            return ""
        self.session.take_back(question.id)
        if reply == UNDO:
            self._undo()
            return ""
        return QUIT

    def _undo(self) -> None:
        """Take back the last answer of this sitting, whatever was answered elsewhere meanwhile."""
        answer, _ = self.results.pop()
        self.log.undo(answer.id)
        self.session.take_back(answer.question)
        self.terminal.say("Taken back. It is asked again:")

    def _report(self, question: str) -> None:
        why = ask_line(self.terminal, "What is wrong with it?", (quit_key("never mind"),))
        if why == QUIT:
            return
        self.log.record(report_on(self.run, question, why))
        self.session.set_aside(question)
        self.terminal.say(f"Noted, and not asked again: {question}")

    def _record(self, showing: Showing, result: Graded, confidence: str, took: int) -> None:
        moment, question = now(self.run), showing.question
        answer = LoggedAnswer(
            id=new_id(),
            machine="",
            item=question.item,
            question=question.id,
            chosen=result.chosen,
            right=question.right.id,
            shown=showing.shown,
            is_right=result.is_right,
            confidence=_as_confidence(confidence),
            milliseconds=took,
            at=moment.at,
            offset=moment.offset,
            day=moment.day.isoformat(),
            revision=revision_of(question),
            mode=self.mode,
        )
        self.results.append((self.log.record(answer), result))

    def _explain(self, leech: LeechCard) -> str:
        from patterns_cli.render.cards.quiz import leech_card

        item = leech.item
        deck = self.session.deck
        fact = next(deck.some_questions(item, 1), None) if item.kind == "fact" else None
        self.terminal.show(leech_card(self.material, item, fact))
        self.log.record(step_done(self.run, item.id, 1, 1))
        self.terminal.write("\n")
        return ask_line(self.terminal, "Enter goes on", (quit_key(),))

    def _takes_last_back(self) -> bool:
        """After the last question, its answer can still be taken back; says whether it was."""
        if not self.has_last_word or not self.results:
            return False
        self.terminal.write("\n")
        if ask_line(self.terminal, "That was the last one. Enter ends", (UNDO_KEY, quit_key())) != UNDO:
            return False
        self._undo()
        return True

    def sum_up(self) -> None:
        """Say what it came to."""
        from patterns_cli.render.cards.quiz import summary_card

        if self.results:
            tomorrow = now(self.run).day + timedelta(days=1)
            due = sum(state.due <= tomorrow for state in self.log.states().values())
            self.terminal.write("\n")
            self.terminal.show(summary_card([result for _, result in self.results], self.minutes, due))


def _as_confidence(word: str) -> Confidence:
    return "sure" if word == "sure" else "think" if word == "think" else "guess"
