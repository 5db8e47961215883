"""Bare ``patterns``: what is here, and what to try."""

from __future__ import annotations

import typer

from patterns_cli.cli.app_context import Run, current_run


def start(context: typer.Context) -> None:
    """Print the start screen."""
    from patterns_cli.render.cards.start import welcome

    run = current_run(context)
    due = _due(run)
    if run.terminal.options.json:
        from patterns_cli.render import json_views

        run.terminal.show_json(json_views.start_answer(run.catalog, due))
    else:
        run.terminal.show(welcome(run.catalog, due))


def _due(run: Run) -> int | None:
    """How many items are due; None where nothing was ever answered, or the answers cannot be read just now."""
    from patterns_cli.errors import PatternsError

    if not run.places.progress.exists():
        return None
    from patterns_cli.cli.study_context import now

    try:
        with run.open_log() as log:
            states = log.states()
            return sum(state.due <= now(run).day for state in states.values()) if states else None
    except PatternsError:
        return None
