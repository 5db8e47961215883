"""``patterns quiz``: what is due, then what is new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from patterns_cli.cli.app_context import Run, current_run
from patterns_cli.cli.completers import system_names
from patterns_cli.cli.study_context import Kind, Topic, now, open_deck, report_on, topic_refs, wanted_items

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from patterns_cli.cli.lazy_group import Command
    from patterns_cli.cli.quiz_loop import Limits
    from patterns_cli.study.deck import Deck
    from patterns_cli.study.questions.question import Item
    from patterns_cli.study.session import Wishes

MINUTES = 10
EVERYTHING = "all"


def register(app: typer.Typer, command: type[Command]) -> None:
    """Add the command to the program."""
    app.command("quiz", cls=command)(quiz)


def quiz(
    context: typer.Context,
    topic: Topic = None,
    system: Annotated[
        str, typer.Option("--system", metavar="NAME", help="Only about this system.", autocompletion=system_names)
    ] = "",
    kind: Kind = None,
    minutes: Annotated[
        float, typer.Option("--minutes", "-m", min=0, help="Stop after so many minutes; 0 is no limit.")
    ] = MINUTES,
    limit: Annotated[int, typer.Option("--limit", "-n", min=0, help="Stop after so many answers; 0 is no limit.")] = 0,
    new: Annotated[
        int | None, typer.Option("--new", min=0, help="How many new items a day; 15, if nothing is said.")
    ] = None,
    due: Annotated[bool, typer.Option("--due", help="Only what is due, nothing new.")] = False,
    cram: Annotated[
        bool, typer.Option("--cram", help="Anything, due or not; changes nothing about when it is due.")
    ] = False,
    seed: Annotated[int | None, typer.Option("--seed", help="Let chance fall the same way each time.")] = None,
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
    from patterns_cli.cli.quiz_loop import Limits
    from patterns_cli.errors import UsageError
    from patterns_cli.study.session import NEW_A_DAY, Wishes

    run = current_run(context)
    if sum(map(bool, (export, answers, report))) > 1:
        raise UsageError("--export, --answers and --report are three things to do", "give one of them")
    deck = open_deck(run)
    wishes = Wishes(
        new=NEW_A_DAY if new is None else new,
        kind=kind or "",
        refs=tuple(ref for name in topic or [] for ref in topic_refs(run, name)),
        system=find_system(run.catalog, system).ref if system else "",
        only_due=due,
        is_cram=cram,
    )
    random = Random(seed)  # noqa: S311
    if export:
        _export(run, deck, wanted_items(deck, wishes), export, random if seed is not None else Random(0))  # noqa: S311
    elif answers:
        _grade(run, deck, answers)
    elif report:
        _report(run, deck, report)
    else:
        wanted_items(deck, wishes)  # where there are none, no other day will bring any
        _practice(run, deck, wishes, random, Limits(limit, minutes))


def _export(run: Run, deck: Deck, items: Sequence[Item], count: str, random: Random) -> None:
    from patterns_cli.errors import UsageError
    from patterns_cli.exchange.question_json import as_object, picked
    from patterns_cli.render.cards.quiz import exported_card
    from patterns_cli.study.questions.presentation import shown

    if count != EVERYTHING and not (count.isascii() and count.isdigit() and int(count) > 0):
        raise UsageError(f"`{count}` is no number of questions", "for example: --export 20, or --export all")
    questions = picked(deck, items, None if count == EVERYTHING else int(count), random)
    showings = [shown(question, random) for question in questions]
    if run.terminal.options.json:
        run.terminal.show_json({"questions": [as_object(deck, showing) for showing in showings]})
    else:
        run.terminal.show(exported_card(showings), page=True)


def _grade(run: Run, deck: Deck, source: str) -> None:
    from patterns_cli.exchange.question_json import given_answers, result_object
    from patterns_cli.render.cards.quiz import graded_file_card

    results = given_answers(deck, source, run.terminal.stdin)
    if run.terminal.options.json:
        right = sum(result.is_right for result in results)
        graded = [result_object(result) for result in results]
        run.terminal.show_json({"right": right, "of": len(results), "answers": graded})
    else:
        run.terminal.show(graded_file_card(results), page=True)


def _report(run: Run, deck: Deck, question: str) -> None:
    from patterns_cli.errors import NotFoundError

    if deck.question(question) is None:
        raise NotFoundError(f"there is no question `{question}`", "its id stands under every answer")
    with run.open_log() as log:
        log.record(report_on(run, question))
    if run.terminal.options.json:
        run.terminal.show_json({"reported": question})
    else:
        run.terminal.note(f"Noted. It is not asked again: {question}")


def _practice(run: Run, deck: Deck, wishes: Wishes, random: Random, limits: Limits) -> None:
    from patterns_cli.cli.quiz_loop import Sitting
    from patterns_cli.errors import UsageError
    from patterns_cli.render.cards.quiz import nothing_card, opening_card
    from patterns_cli.study.session import Session

    if not run.terminal.can_ask:
        hint = "without one, `quiz --export 10 --json` prints questions and `quiz --answers FILE` grades answers"
        raise UsageError("a terminal is needed to ask questions", hint)
    with run.open_log() as log:
        log.require_writable()
        run.warn_of_clock(log.ahead())
        day = now(run).day
        if not wishes.is_cram:
            wishes = wishes.with_new(max(0, wishes.new - log.counts(day).new))
        session = Session(deck, log, wishes, day, random)
        if not session.left:
            ahead = [state.due for item, state in log.states().items() if item in deck.items and state.due > day]
            run.terminal.show(nothing_card(min(ahead, default=None)))
            return
        run.terminal.show(opening_card(session.due, session.new, is_cram=wishes.is_cram))
        sitting = Sitting(run, session, log, "cram" if wishes.is_cram else "quiz", limits)
        try:
            sitting.go_on()
        finally:
            sitting.sum_up()
