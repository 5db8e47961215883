"""``patterns learn``: a guided lesson."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from patterns_cli.cli.app_context import AppContext, current_app
from patterns_cli.cli.completers import pattern_names
from patterns_cli.cli.option_types import SeedOption
from patterns_cli.packs.refs import pattern_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from patterns_cli.catalog.catalog import Entry
    from patterns_cli.study.deck import Deck
    from patterns_cli.study.lesson import Lesson, QuestionsSeen
    from patterns_cli.study.log.answer_log import AnswerLog
    from patterns_cli.study.log.events import LessonStepEvent


def learn(
    context: typer.Context,
    name: Annotated[
        list[str] | None,
        typer.Argument(
            help="A pattern or a group; without one, the next lesson of the course.", autocompletion=pattern_names
        ),
    ] = None,
    course: Annotated[bool, typer.Option("--course", help="List the lessons, and how far you are.")] = False,
    restart: Annotated[bool, typer.Option("--restart", help="Begin the lesson again.")] = False,
    seed: SeedOption = None,
) -> None:
    """Take a lesson: the problem, the pattern, what it is confused with, a few checks.

    Enter goes on, q stops; the next time it goes on where you stopped. Without a terminal the whole
    lesson is printed.

    \b
    patterns learn
    patterns learn sse
    patterns learn --course
    """
    from random import Random

    from patterns_cli.cli.study_context import open_deck
    from patterns_cli.errors import ProgressError

    run = current_app(context)
    deck = open_deck(run)
    words, random = " ".join(name or []), Random(seed)  # noqa: S311
    if course:
        with run.open_log() as log:
            _show_course(run, deck, log)
    elif run.terminal.can_ask and not run.terminal.options.json:
        with run.open_log() as log:
            _run_lesson(run, deck, log, words, random, restart=restart)
    else:
        try:
            with run.open_log() as log:
                _print_lesson(run, deck, log.lesson_steps(), log.questions_seen, words, random)
        except ProgressError as error:
            run.terminal.warn(error.message, error.hint)
            _print_lesson(run, deck, (), lambda _: {}, words, random)


def _run_lesson(app: AppContext, deck: Deck, log: AnswerLog, name: str, random: Random, *, restart: bool) -> None:
    from patterns_cli.cli.lesson_loop import LessonLoop

    lesson, far = _select_lesson(app, deck, log.lesson_steps(), log.questions_seen, name, random)
    log.require_writable()
    done = 0 if far is None or restart or far.step >= far.steps else far.step
    LessonLoop(app, deck, log, lesson, random).run(done)


def _print_lesson(
    app: AppContext,
    deck: Deck,
    steps: Sequence[LessonStepEvent],
    questions_seen: QuestionsSeen,
    name: str,
    random: Random,
) -> None:
    """The whole lesson at once, its questions with their answers."""
    from patterns_cli.exchange.question_json import lesson_to_dict
    from patterns_cli.render.cards.lesson import full_lesson_card

    lesson, _ = _select_lesson(app, deck, steps, questions_seen, name, random)
    if app.terminal.options.json:
        app.terminal.show_json({"lesson": lesson_to_dict(deck, lesson)})
    else:
        app.terminal.show(full_lesson_card(deck.sources, lesson), page=True)


def _select_lesson(
    app: AppContext,
    deck: Deck,
    steps: Sequence[LessonStepEvent],
    questions_seen: QuestionsSeen,
    name: str,
    random: Random,
) -> tuple[Lesson, LessonStepEvent | None]:
    """The lesson that is meant, and how far it was taken."""
    from patterns_cli.study.lesson import build_lesson

    far = {step.lesson: step for step in steps}
    finished = {ref for ref, step in far.items() if step.step >= step.steps}
    lesson = build_lesson(deck, _select_pattern(app, deck, name, finished), questions_seen, random)
    if not name and lesson.ref in finished:
        app.terminal.note("All lessons are done; this is the first again. `patterns quiz` asks what is due.")
    return lesson, far.get(lesson.ref)


def _select_pattern(app: AppContext, deck: Deck, name: str, finished: set[str]) -> Entry:
    """The pattern that is meant; of a group or of the whole course, the first whose lesson is not done."""
    from patterns_cli.cli.study_context import topic_refs
    from patterns_cli.errors import NotFoundError
    from patterns_cli.study.course import course_order

    refs = course_order(deck.sources)
    if name:
        wanted = {pattern_of(ref) for ref in topic_refs(app, name)}
        refs = [ref for ref in refs if ref in wanted]
        if not refs:
            raise NotFoundError(f"there is no lesson about `{name}`", "`patterns learn --course` lists them")
    if not refs:
        raise NotFoundError("no pack here has patterns to learn", "`patterns paths` shows where packs are looked for")
    return app.catalog.entries[next((ref for ref in refs if ref not in finished), refs[0])]


def _show_course(app: AppContext, deck: Deck, log: AnswerLog) -> None:
    from patterns_cli.render.cards.lesson import course_card
    from patterns_cli.study.course import course_order

    far = {step.lesson: (step.step, step.steps) for step in log.lesson_steps()}
    lessons = [(ref, *far.get(ref, (0, 0))) for ref in course_order(deck.sources)]
    if app.terminal.options.json:
        keys = ("ref", "done", "steps")
        app.terminal.show_json({"course": [dict(zip(keys, lesson, strict=True)) for lesson in lessons]})
    else:
        app.terminal.show(course_card(app.catalog, lessons))
