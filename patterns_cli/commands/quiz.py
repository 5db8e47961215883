"""``patterns quiz``: due items first, then new ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from patterns_cli.cli.app_context import AppContext, current_app
from patterns_cli.cli.completers import system_names
from patterns_cli.cli.option_types import SeedOption
from patterns_cli.cli.study_context import (
    KindOption,
    TopicOption,
    new_report_event,
    now,
    open_deck,
    select_items,
    topic_refs,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from patterns_cli.cli.quiz_loop import QuizLimits
    from patterns_cli.study.deck import Deck
    from patterns_cli.study.questions.question import LearningItem
    from patterns_cli.study.session import SessionFilter

DEFAULT_MINUTES = 10
ALL_QUESTIONS = "all"


def quiz(
    context: typer.Context,
    topic: TopicOption = None,
    system: Annotated[
        str, typer.Option("--system", metavar="NAME", help="Only about this system.", autocompletion=system_names)
    ] = "",
    kind: KindOption = None,
    minutes: Annotated[
        float, typer.Option("--minutes", "-m", min=0, help="Stop after this many minutes; 0 means no limit.")
    ] = DEFAULT_MINUTES,
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=0, help="Stop after this many answers; 0 means no limit.")
    ] = 0,
    new: Annotated[
        int | None, typer.Option("--new", min=0, help="How many new items a day; 15, if nothing is said.")
    ] = None,
    due: Annotated[bool, typer.Option("--due", help="Only what is due, nothing new.")] = False,
    cram: Annotated[
        bool, typer.Option("--cram", help="Anything, due or not; changes nothing about when it is due.")
    ] = False,
    seed: SeedOption = None,
    export: Annotated[
        str, typer.Option("--export", metavar="N", help="Print N questions with their answers, or all.")
    ] = "",
    answers: Annotated[
        str, typer.Option("--answers", metavar="FILE", help="Grade a file of answers; - reads standard input.")
    ] = "",
    report: Annotated[
        str, typer.Option("--report", metavar="QUESTION", help="Say that a question is bad, by its id.")
    ] = "",
) -> None:
    """Practice: what is due first, then what is new, and the reason for every answer.

    At each question: a number, a letter, the name or the arrows choose; u takes the last answer back.

    \b
    patterns quiz
    patterns quiz --topic sse --topic websocket --minutes 5
    patterns quiz --export 20 --json > questions.json
    """
    from random import Random

    from patterns_cli.catalog.lookup import find_system
    from patterns_cli.cli.quiz_loop import QuizLimits
    from patterns_cli.errors import UsageError
    from patterns_cli.study.session import DEFAULT_NEW_PER_DAY, SessionFilter

    run = current_app(context)
    if sum(map(bool, (export, answers, report))) > 1:
        raise UsageError("--export, --answers and --report are three things to do", "give one of them")
    deck = open_deck(run)
    session_filter = SessionFilter(
        max_new=DEFAULT_NEW_PER_DAY if new is None else new,
        kind=kind or "",
        refs=tuple(ref for name in topic or [] for ref in topic_refs(run, name)),
        system=find_system(run.catalog, system).ref if system else "",
        only_due=due,
        is_cram=cram,
    )
    random = Random(seed)  # noqa: S311
    if export:
        repeatable = random if seed is not None else Random(0)  # noqa: S311
        _export_questions(run, deck, select_items(deck, session_filter), export, repeatable)
    elif answers:
        _grade_file(run, deck, answers)
    elif report:
        _report_question(run, deck, report)
    else:
        select_items(deck, session_filter)  # fail early: a filter that matches no item never will
        _run_quiz(run, deck, session_filter, random, QuizLimits(limit, minutes))


def _export_questions(app: AppContext, deck: Deck, items: Sequence[LearningItem], count: str, random: Random) -> None:
    from patterns_cli.errors import UsageError
    from patterns_cli.exchange.question_json import pick_questions, question_to_dict
    from patterns_cli.render.cards.quiz import answer_key_card
    from patterns_cli.study.questions.presentation import present

    if count != ALL_QUESTIONS and not (count.isascii() and count.isdigit() and int(count) > 0):
        raise UsageError(f"`{count}` is no number of questions", "for example: --export 20, or --export all")
    questions = pick_questions(deck, items, None if count == ALL_QUESTIONS else int(count), random)
    presented_questions = [present(question, random) for question in questions]
    if app.terminal.options.json:
        app.terminal.show_json({"questions": [question_to_dict(deck, presented) for presented in presented_questions]})
    else:
        app.terminal.show(answer_key_card(presented_questions), page=True)


def _grade_file(app: AppContext, deck: Deck, source: str) -> None:
    from patterns_cli.exchange.question_json import grade_answers, result_to_dict
    from patterns_cli.render.cards.quiz import graded_answers_card

    results = grade_answers(deck, source, app.terminal.stdin)
    if app.terminal.options.json:
        right = sum(result.is_right for result in results)
        graded = [result_to_dict(result) for result in results]
        app.terminal.show_json({"right": right, "of": len(results), "answers": graded})
    else:
        app.terminal.show(graded_answers_card(results), page=True)


def _report_question(app: AppContext, deck: Deck, question_id: str) -> None:
    from patterns_cli.errors import NotFoundError

    if deck.question(question_id) is None:
        raise NotFoundError(f"there is no question `{question_id}`", "its id is printed below every answer")
    with app.open_log() as log:
        log.record(new_report_event(app, question_id))
    if app.terminal.options.json:
        app.terminal.show_json({"reported": question_id})
    else:
        app.terminal.note(f"Noted. It is not asked again: {question_id}")


def _run_quiz(app: AppContext, deck: Deck, session_filter: SessionFilter, random: Random, limits: QuizLimits) -> None:
    from patterns_cli.cli.quiz_loop import QuizLoop
    from patterns_cli.errors import UsageError
    from patterns_cli.render.cards.quiz import nothing_due_card, opening_card
    from patterns_cli.study.session import Session

    if not app.terminal.can_ask:
        hint = "without one, `quiz --export 10 --json` prints questions and `quiz --answers FILE` grades answers"
        raise UsageError("a terminal is needed to ask questions", hint)
    with app.open_log() as log:
        log.require_writable()
        app.warn_about_clock(log.count_future_answers())
        day = now(app).day
        if not session_filter.is_cram:
            session_filter = session_filter.with_max_new(max(0, session_filter.max_new - log.day_counts(day).new_count))
        session = Session(deck, log, session_filter, day, random)
        if not session.remaining_count:
            ahead = [state.due for item, state in log.states().items() if item in deck.items and state.due > day]
            app.terminal.show(nothing_due_card(min(ahead, default=None)))
            return
        app.terminal.show(opening_card(session.due_count, session.new_count, is_cram=session_filter.is_cram))
        quiz_loop = QuizLoop(app, session, log, "cram" if session_filter.is_cram else "quiz", limits)
        try:
            quiz_loop.run()
        finally:
            quiz_loop.print_summary()
