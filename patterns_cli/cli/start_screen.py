"""Bare ``patterns``: what is here, and what to try."""

from __future__ import annotations

import typer

from patterns_cli.cli.app_context import AppContext, current_app


def show_start_screen(context: typer.Context) -> None:
    """Print the start screen."""
    from patterns_cli.render.cards.start import start_card

    run = current_app(context)
    due = _due_count(run)
    if run.terminal.options.json:
        from patterns_cli.render import json_views

        run.terminal.show_json(json_views.start_view(run.catalog, due))
    else:
        run.terminal.show(start_card(run.catalog, due))


def _due_count(app: AppContext) -> int | None:
    """How many items are due; None where nothing was ever answered, or the answers cannot be read just now."""
    from patterns_cli.errors import PatternsError

    if not app.paths.progress_file.exists():
        return None
    from patterns_cli.cli.study_context import now

    try:
        with app.open_log() as log:
            states = log.states()
            return sum(state.due <= now(app).day for state in states.values()) if states else None
    except PatternsError:
        return None
