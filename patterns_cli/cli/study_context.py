"""Helpers shared by the study commands: options, deck, clock and events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from patterns_cli.cli.completers import recommendable_names

if TYPE_CHECKING:
    from patterns_cli.cli.app_context import AppContext
    from patterns_cli.study.deck import Deck
    from patterns_cli.study.log.events import LessonStepEvent, ReportEvent
    from patterns_cli.study.questions.question import LearningItem
    from patterns_cli.study.session import SessionFilter
    from patterns_cli.study.study_day import Timestamp

TopicOption = Annotated[
    list[str] | None,
    typer.Option(
        "--topic",
        "-t",
        metavar="NAME",
        help="Only about this pattern or group. May be repeated.",
        autocompletion=recommendable_names,
    ),
]
KindOption = Annotated[
    Literal["skill", "fact"] | None, typer.Option("--kind", help="Only judgment on problems, or only facts.")
]


def open_deck(app: AppContext) -> Deck:
    """The deck of all learning items in the selected packs."""
    from patterns_cli.study.deck import Deck
    from patterns_cli.study.questions.sources import QuestionSources

    return Deck(QuestionSources(app.catalog, app.indexes))


def now(app: AppContext) -> Timestamp:
    """The current time with its study day."""
    from patterns_cli.study.study_day import local_clock, read_day_start_hour, to_timestamp

    return to_timestamp(local_clock(), read_day_start_hour(app.terminal.environment))


def select_items(deck: Deck, session_filter: SessionFilter) -> list[LearningItem]:
    """The items that match the filter. Raises NotFoundError if no item matches."""
    from patterns_cli.errors import NotFoundError

    found = [item for item in deck.items.values() if session_filter.matches(item)]
    if not found:
        raise NotFoundError("there is no question about that", "`patterns quiz --export all` prints all questions")
    return found


def new_step_event(app: AppContext, lesson: str, step: int, steps: int, milliseconds: int = 0) -> LessonStepEvent:
    """An event that records a completed lesson step.

    ``step`` counts from 1 to ``steps``.
    """
    from patterns_cli.study.log.answer_log import new_id
    from patterns_cli.study.log.events import LessonStepEvent

    moment = now(app)
    return LessonStepEvent(
        id=new_id(),
        machine="",
        lesson=lesson,
        step=step,
        steps=steps,
        milliseconds=milliseconds,
        at=moment.at,
        offset=moment.offset,
        day=moment.day.isoformat(),
    )


def new_report_event(app: AppContext, question_id: str, why: str = "") -> ReportEvent:
    """An event that reports a bad question."""
    from patterns_cli.study.log.answer_log import new_id
    from patterns_cli.study.log.events import ReportEvent

    return ReportEvent(id=new_id(), machine="", question=question_id, why=why, at=now(app).at)


def topic_refs(app: AppContext, name: str) -> list[str]:
    """References of a group's patterns, or of the named catalog entry."""
    from patterns_cli.catalog.lookup import find_recommendable
    from patterns_cli.text.names import normalize_name

    wanted = normalize_name(name)
    for pack in app.catalog.packs:
        for group in pack.info.groups:
            if wanted in (normalize_name(group.id), normalize_name(group.title)):
                hidden = app.catalog.qualified_refs(pack)
                return [hidden.get(ref, ref) for ref in group.patterns]
    return [app.catalog.ref_of(find_recommendable(app.catalog, name))]
