"""What the commands that teach share: the person's log, and what day it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from patterns_cli.commands.run import Run
    from patterns_cli.study.log import AnswerLog
    from patterns_cli.study.study_day import Moment


def open_own_log(run: Run) -> AnswerLog:
    """The person's answer log. Raises ProgressError where it cannot be used."""
    from patterns_cli.study.log import open_log
    from patterns_cli.study.study_day import local_clock

    return open_log(run.places.progress, clock=local_clock, warn=run.terminal.warn)


def now(run: Run) -> Moment:
    """This moment, on the study day that it belongs to."""
    from patterns_cli.study.study_day import day_start, local_clock, moment

    return moment(local_clock(), day_start(run.places.environment))
