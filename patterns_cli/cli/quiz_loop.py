"""The quiz loop in the terminal: show, ask, grade, record and explain."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Literal, assert_never

from patterns_cli.cli.study_context import new_report_event, new_step_event, now
from patterns_cli.prompts import Action, PromptOption, Shortcut, ask_choice, ask_line, quit_shortcut
from patterns_cli.study.log.answer_log import new_id
from patterns_cli.study.log.events import UNSCHEDULED_MODES, AnswerEvent, Confidence, Mode
from patterns_cli.study.memory_model import preload
from patterns_cli.study.questions.presentation import DONT_KNOW, GradedAnswer, PresentedQuestion, grade, parse_order
from patterns_cli.study.questions.question import NO, YES, revision_of
from patterns_cli.study.session import LeechExplanation
from patterns_cli.text.names import normalize_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from patterns_cli.cli.app_context import AppContext
    from patterns_cli.study.log.answer_log import AnswerLog
    from patterns_cli.study.questions.sources import QuestionSources
    from patterns_cli.study.session import QuestionQueue
    from patterns_cli.terminal import Terminal

QuizAction = Literal[Action.QUIT, Action.UNDO, Action.REPORT]
"""What the user may do instead of answering a question."""

OPTION_LETTERS = {YES: "y", NO: "n"}

UNDO_SHORTCUT: Shortcut[Literal[Action.UNDO]] = Shortcut("u", ("undo",), Action.UNDO, "undo")
REPORT_SHORTCUT: Shortcut[Literal[Action.REPORT]] = Shortcut("r", ("report",), Action.REPORT, "report it")
SKIP_SHORTCUT: Shortcut[Literal[Action.SKIP]] = Shortcut(DONT_KNOW, (), Action.SKIP, "don't know")
"""Only where the answer is typed: an extra Enter must not count as a wrong answer."""

CONFIDENCE_OPTIONS = (
    PromptOption("sure", "Sure", letter="s"),
    PromptOption("think", "I think so", letter="t"),
    PromptOption("guess", "A guess", letter="g"),
)


@dataclass
class QuizLimits:
    """Maximum answers and minutes of a quiz; 0 means no limit."""

    max_answers: int = 0
    max_minutes: float = 0


@dataclass
class QuizLoop:
    """A quiz session that records each answer before showing the next question."""

    app: AppContext
    session: QuestionQueue
    log: AnswerLog
    mode: Mode
    limits: QuizLimits
    can_undo_at_end: bool = True
    results: list[tuple[AnswerEvent, GradedAnswer]] = field(default_factory=list)
    started_at: float = field(default_factory=time.monotonic)

    @property
    def terminal(self) -> Terminal:
        """The terminal that shows the questions."""
        return self.app.terminal

    @property
    def material(self) -> QuestionSources:
        """The sources of the questions."""
        return self.session.deck.sources

    @property
    def elapsed_minutes(self) -> float:
        """Time since the quiz started, in minutes."""
        return (time.monotonic() - self.started_at) / 60

    def run(self) -> bool:
        """Ask until nothing is left or a limit is reached; False if the user quits."""
        while True:
            step = None if self._is_limit_reached() else self.session.next()
            if step is None:
                if not self._offer_final_undo():
                    return True
            elif isinstance(step, LeechExplanation):
                if not self._show_leech(step):
                    return False
            elif not self._ask_question(step):
                return False

    def _is_limit_reached(self) -> bool:
        """Whether a limit is reached and no undone question is waiting."""
        limits = self.limits
        return not self.session.has_undone and bool(
            (limits.max_answers and len(self.results) >= limits.max_answers)
            or (limits.max_minutes and self.elapsed_minutes >= limits.max_minutes)
        )

    def _ask_question(self, presented: PresentedQuestion) -> bool:
        """Ask, grade, log and explain; False if the user quits."""
        from patterns_cli.render.cards.quiz import feedback_card, question_card

        question = presented.question
        keys: list[Shortcut[QuizAction]] = [
            quit_shortcut(),
            *([UNDO_SHORTCUT] if self.results else []),
            REPORT_SHORTCUT,
        ]
        self.terminal.write("\n")
        self.terminal.show(question_card(len(self.results) + 1, presented))
        self.terminal.write("\n")
        preload()
        shown_at = time.monotonic()
        reply = self._read_reply(presented, keys)
        milliseconds = round((time.monotonic() - shown_at) * 1000)
        if isinstance(reply, Action):
            return self._run_action(reply, question.id)
        result = grade(self.material, question, reply)
        confidence = self._ask_confidence(result)
        if isinstance(confidence, Action):
            self.session.undo(question.id)
            return confidence is not Action.QUIT
        self._record_answer(presented, result, confidence, milliseconds)
        is_confident = confidence == "sure"
        self.terminal.write("\n")
        self.terminal.show(feedback_card(self.material, result, is_confident=is_confident))
        if is_confident and not result.is_right and self.mode not in UNSCHEDULED_MODES:
            self.session.retry(question.item_id)
        return True

    def _read_reply(self, presented: PresentedQuestion, shortcuts: Sequence[Shortcut[QuizAction]]) -> str | QuizAction:
        question = presented.question
        if question.form == "recall":
            return self._read_name(shortcuts)
        if question.form == "order":
            return self._read_order(presented, shortcuts)
        options = [
            PromptOption(option.id, option.text, letter=OPTION_LETTERS.get(option.id, ""))
            for option in presented.options
        ]
        return ask_choice(self.terminal, question.prompt, options, shortcuts)

    def _read_name(self, shortcuts: Sequence[Shortcut[QuizAction]]) -> str | QuizAction:
        while True:
            line = ask_line(self.terminal, "Its name", (*shortcuts, SKIP_SHORTCUT), discard_rest=True)
            if line is Action.SKIP:
                return DONT_KNOW
            if isinstance(line, Action) or normalize_name(line):
                return line
            self.terminal.print_wrapped("Please type a name, or ? if you do not know it.")

    def _read_order(self, presented: PresentedQuestion, shortcuts: Sequence[Shortcut[QuizAction]]) -> str | QuizAction:
        example = " ".join(str(number) for number in range(len(presented.step_order), 0, -1))
        while True:
            prompt = f"The order, such as {example}"
            line = ask_line(self.terminal, prompt, (*shortcuts, SKIP_SHORTCUT), discard_rest=True)
            if line is Action.SKIP:
                return DONT_KNOW
            if isinstance(line, Action):
                return line
            order = parse_order(presented, line)
            if order:
                return order
            self.terminal.print_wrapped(f"Please give each number from 1 to {len(presented.step_order)} once.")

    def _ask_confidence(self, result: GradedAnswer) -> str | Literal[Action.QUIT, Action.UNDO]:
        """Ask for the user's confidence before showing the right answer."""
        if result.chosen == DONT_KNOW:
            return "guess"
        keys: tuple[Shortcut[Literal[Action.QUIT, Action.UNDO]], ...] = (
            quit_shortcut(),
            Shortcut("u", ("undo",), Action.UNDO, "change the answer"),
        )
        return ask_choice(self.terminal, "How sure are you?", CONFIDENCE_OPTIONS, keys)

    def _run_action(self, action: QuizAction, question_id: str) -> bool:
        """Run the action of a shortcut; False if it quits."""
        match action:
            case Action.REPORT:
                if not self._report_question(question_id):
                    self.session.undo(question_id)
                return True
            case Action.UNDO:
                self.session.undo(question_id)
                self._undo_last()
                return True
            case Action.QUIT:
                self.session.undo(question_id)
                return False
            case _:
                assert_never(action)

    def _undo_last(self) -> None:
        """Undo this quiz's last answer, even if another quiz answered later."""
        answer, _ = self.results.pop()
        self.log.undo(answer.id)
        self.session.undo(answer.question)
        self.terminal.print_wrapped("Taken back. It is asked again:")

    def _report_question(self, question_id: str) -> bool:
        """Ask what is wrong and log the report; False if the user cancels."""
        why = ask_line(self.terminal, "What is wrong with it?", (quit_shortcut("never mind"),))
        if why is Action.QUIT:
            return False
        self.log.record(new_report_event(self.app, question_id, why))
        self.session.exclude(question_id)
        self.terminal.print_wrapped(f"Noted, and not asked again: {question_id}")
        return True

    def _record_answer(
        self, presented: PresentedQuestion, result: GradedAnswer, confidence: str, milliseconds: int
    ) -> None:
        moment, question = now(self.app), presented.question
        answer = AnswerEvent(
            id=new_id(),
            machine="",
            item=question.item_id,
            question=question.id,
            chosen=result.chosen,
            right=question.right_option.id,
            shown=presented.shown_ids,
            is_right=result.is_right,
            confidence=_parse_confidence(confidence),
            milliseconds=milliseconds,
            at=moment.at,
            offset=moment.offset,
            day=moment.day.isoformat(),
            revision=revision_of(question),
            mode=self.mode,
        )
        self.results.append((self.log.record(answer), result))

    def _show_leech(self, leech: LeechExplanation) -> bool:
        from patterns_cli.render.cards.quiz import leech_card

        item = leech.item
        deck = self.session.deck
        fact = next(deck.sample_questions(item, 1), None) if item.kind == "fact" else None
        self.terminal.show(leech_card(self.material, item, fact))
        self.log.record(new_step_event(self.app, item.id, 1, 1))
        self.terminal.write("\n")
        return ask_line(self.terminal, "Press Enter to continue", (quit_shortcut(),)) is not Action.QUIT

    def _offer_final_undo(self) -> bool:
        """Offer to undo the last answer; returns whether it was undone."""
        if not self.can_undo_at_end or not self.results:
            return False
        self.terminal.write("\n")
        keys: tuple[Shortcut[Literal[Action.UNDO, Action.QUIT]], ...] = (UNDO_SHORTCUT, quit_shortcut())
        if ask_line(self.terminal, "All done. Press Enter to end", keys) is not Action.UNDO:
            return False
        self._undo_last()
        return True

    def print_summary(self) -> None:
        """Show the results, if any question was answered."""
        from patterns_cli.render.cards.quiz import summary_card

        if self.results:
            tomorrow = now(self.app).day + timedelta(days=1)
            due = sum(state.due <= tomorrow for state in self.log.states().values())
            self.terminal.write("\n")
            self.terminal.show(summary_card([result for _, result in self.results], self.elapsed_minutes, due))


def _parse_confidence(word: str) -> Confidence:
    return "sure" if word == "sure" else "think" if word == "think" else "guess"
