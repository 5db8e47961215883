"""What the commands that teach share: what can be learnt, and what day it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from patterns_cli.commands.run import Run
    from patterns_cli.study.deck import Deck
    from patterns_cli.study.study_day import Moment


def open_deck(run: Run) -> Deck:
    """Everything that can be learnt from the packs in force."""
    from patterns_cli.commands.ask import open_indexes
    from patterns_cli.study.deck import Deck
    from patterns_cli.study.material import Material

    return Deck(Material(run.catalog, open_indexes(run)))


def now(run: Run) -> Moment:
    """This moment, on the study day that it belongs to."""
    from patterns_cli.study.study_day import day_start, local_clock, moment

    return moment(local_clock(), day_start(run.terminal.environment))
