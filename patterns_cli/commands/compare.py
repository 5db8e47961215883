"""``patterns compare``: two to six patterns side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from patterns_cli.cli.app_context import current_run
from patterns_cli.cli.completers import choice_names

if TYPE_CHECKING:
    from patterns_cli.cli.lazy_group import Command

FEWEST, MOST = 2, 6


def register(app: typer.Typer, command: type[Command]) -> None:
    """Add the command to the program."""
    app.command("compare", cls=command)(compare)


def compare(
    context: typer.Context,
    names: Annotated[list[str], typer.Argument(help="Two to six patterns or variants.", autocompletion=choice_names)],
) -> None:
    """Print patterns side by side, and the question that tells them apart.

    \b
    patterns compare sse websocket
    patterns compare cursor offset
    patterns compare token-bucket sliding-window fixed-window
    """
    from patterns_cli.catalog.lookup import find_choice
    from patterns_cli.errors import UsageError
    from patterns_cli.render.cards.comparison import comparison

    run = current_run(context)
    catalog = run.catalog_about(*names)
    found = {catalog.ref_of(entry): entry for entry in (find_choice(catalog, name) for name in names)}
    if not FEWEST <= len(found) <= MOST:
        message = f"compare takes {FEWEST} to {MOST} different patterns, not {len(found)}"
        raise UsageError(message, "for example: patterns compare sse websocket")
    entries = [*found.values()]
    if run.terminal.options.json:
        from patterns_cli.render import json_views

        run.terminal.show_json(json_views.comparison_answer(catalog, entries))
    else:
        run.terminal.show(comparison(catalog, entries), page=True)
