"""``patterns learn``: a guided lesson."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from patterns_cli.catalog.refs import pattern_of
from patterns_cli.commands.completing import pattern_names
from patterns_cli.commands.run import Run, current_run

if TYPE_CHECKING:
    from patterns_cli.catalog.catalog import Entry
    from patterns_cli.commands.common import Command
    from patterns_cli.study.deck import Deck
    from patterns_cli.study.lesson import Lesson


def register(app: typer.Typer, command: type[Command]) -> None:
    """Add the command to the program."""
    app.command("learn", cls=command)(learn)


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
    seed: Annotated[int | None, typer.Option("--seed", help="Let chance fall the same way each time.")] = None,
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

    from patterns_cli.commands.studying import open_deck
    from patterns_cli.commands.teaching import Teaching
    from patterns_cli.study.lesson import lesson_on

    run = current_run(context)
    deck = open_deck(run)
    random = Random(seed)  # noqa: S311
    with run.open_log() as log:
        far = {step.lesson: step for step in log.steps()}
        if course:
            _show_course(run, deck, {ref: (step.step, step.steps) for ref, step in far.items()})
            return
        finished = {ref for ref, step in far.items() if step.step >= step.steps}
        entry = _entry(run, deck, " ".join(name or []), finished)
        lesson = lesson_on(deck, entry, log.questions_seen, random)
        if not name and lesson.ref in finished:
            run.terminal.note("All lessons are done; this is the first again. `patterns quiz` asks what is due.")
        if run.terminal.options.json:
            from patterns_cli.exchange.questions import lesson_object

            run.terminal.show_json({"lesson": lesson_object(deck, lesson)})
        elif not run.terminal.can_ask:
            _print(run, deck, lesson)
        else:
            log.require_writable()
            last = far.get(lesson.ref)
            done = 0 if last is None or restart or last.step >= last.steps else last.step
            Teaching(run, deck, log, lesson, random).go_on(done)


def _entry(run: Run, deck: Deck, name: str, finished: set[str]) -> Entry:
    """The pattern that is meant; of a group or of the whole course, the first whose lesson is not done."""
    from patterns_cli.commands.studying import topic_refs
    from patterns_cli.errors import NotFoundError
    from patterns_cli.study.course import course

    refs = course(deck.material)
    if name:
        wanted = {pattern_of(ref) for ref in topic_refs(run, name)}
        refs = [ref for ref in refs if ref in wanted]
        if not refs:
            raise NotFoundError(f"there is no lesson about `{name}`", "`patterns learn --course` lists them")
    if not refs:
        raise NotFoundError("no pack here has patterns to learn", "`patterns paths` shows where packs are looked for")
    return run.catalog.entries[next((ref for ref in refs if ref not in finished), refs[0])]


def _show_course(run: Run, deck: Deck, far: dict[str, tuple[int, int]]) -> None:
    from patterns_cli.render.lesson_card import course_card
    from patterns_cli.study.course import course

    lessons = [(ref, *far.get(ref, (0, 0))) for ref in course(deck.material)]
    if run.terminal.options.json:
        keys = ("ref", "done", "steps")
        run.terminal.show_json({"course": [dict(zip(keys, lesson, strict=True)) for lesson in lessons]})
    else:
        run.terminal.show(course_card(run.catalog, lessons))


def _print(run: Run, deck: Deck, lesson: Lesson) -> None:
    """The whole lesson at once, its questions with their answers."""
    from patterns_cli.render.lesson_card import whole_lesson

    run.terminal.show(whole_lesson(deck.material, lesson), page=True)
