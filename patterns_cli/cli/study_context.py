"""What the commands that teach share: what can be learnt, about what, and what day it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from patterns_cli.cli.completers import recommendable_names

if TYPE_CHECKING:
    from patterns_cli.cli.app_context import AppContext
    from patterns_cli.study.deck import Deck
    from patterns_cli.study.log.events import LoggedReport, LoggedStep
    from patterns_cli.study.questions.question import Item
    from patterns_cli.study.session import Wishes
    from patterns_cli.study.study_day import Moment

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
    """Everything that can be learnt from the packs in force."""
    from patterns_cli.study.deck import Deck
    from patterns_cli.study.questions.sources import Material

    return Deck(Material(app.catalog, app.indexes))


def now(app: AppContext) -> Moment:
    """This moment, on the study day that it belongs to."""
    from patterns_cli.study.study_day import day_start, local_clock, moment

    return moment(local_clock(), day_start(app.terminal.environment))


def select_items(deck: Deck, session_filter: Wishes) -> list[Item]:
    """The items that are wanted. Raises NotFoundError where nothing is there to be learnt about them."""
    from patterns_cli.errors import NotFoundError

    found = [item for item in deck.items.values() if session_filter.takes(item)]
    if not found:
        raise NotFoundError("there is no question about that", "`patterns quiz --export all` prints all questions")
    return found


def new_step_event(app: AppContext, lesson: str, step: int, steps: int, milliseconds: int = 0) -> LoggedStep:
    """That a step of so many of a lesson is done now."""
    from patterns_cli.study.log.answer_log import new_id
    from patterns_cli.study.log.events import LoggedStep

    at = now(app)
    return LoggedStep(
        id=new_id(),
        machine="",
        lesson=lesson,
        step=step,
        steps=steps,
        milliseconds=milliseconds,
        at=at.at,
        offset=at.offset,
        day=at.day.isoformat(),
    )


def new_report_event(app: AppContext, question_id: str, why: str = "") -> LoggedReport:
    """That a question is found bad now."""
    from patterns_cli.study.log.answer_log import new_id
    from patterns_cli.study.log.events import LoggedReport

    return LoggedReport(id=new_id(), machine="", question=question_id, why=why, at=now(app).at)


def topic_refs(app: AppContext, name: str) -> list[str]:
    """The patterns that a group holds, or the pattern, variant or neighbour of that name."""
    from patterns_cli.catalog.lookup import find_choice
    from patterns_cli.text.names import normalized

    wanted = normalized(name)
    for pack in app.catalog.packs:
        for group in pack.info.groups:
            if wanted in (normalized(group.id), normalized(group.title)):
                hidden = app.catalog.hidden_refs(pack)
                return [hidden.get(ref, ref) for ref in group.patterns]
    return [app.catalog.ref_of(find_choice(app.catalog, name))]
