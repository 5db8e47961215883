"""The start screen, which ``patterns`` without a command prints."""

from __future__ import annotations

import typer

from patterns_cli.cli.app_context import AppContext, current_app


def show_start_screen(context: typer.Context) -> None:
    """Print the start screen."""
    from patterns_cli.render.cards.start import start_card

    app = current_app(context)
    due = _due_count(app)
    if app.terminal.options.json:
        from patterns_cli.render import json_views

        app.terminal.show_json(json_views.start_view(app.catalog, due))
    else:
        app.terminal.show(start_card(app.catalog, due))


def _due_count(app: AppContext) -> int | None:
    """The number of due items, or None if there are no answers or they cannot be read."""
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
