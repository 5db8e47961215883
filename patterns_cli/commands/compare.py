"""``patterns compare``: two to six patterns side by side."""

from __future__ import annotations

from typing import Annotated

import typer

from patterns_cli.cli.app_context import current_app
from patterns_cli.cli.completers import recommendable_names

MIN_PATTERNS, MAX_PATTERNS = 2, 6


def compare(
    context: typer.Context,
    names: Annotated[
        list[str], typer.Argument(help="Two to six patterns or variants.", autocompletion=recommendable_names)
    ],
) -> None:
    """Print patterns side by side, and the question that tells them apart.

    \b
    patterns compare sse websocket
    patterns compare cursor offset
    patterns compare token-bucket sliding-window fixed-window
    """
    from patterns_cli.catalog.lookup import find_recommendable
    from patterns_cli.errors import UsageError
    from patterns_cli.render.cards.comparison import comparison_card

    run = current_app(context)
    catalog = run.catalog_for(*names)
    found = {catalog.ref_of(entry): entry for entry in (find_recommendable(catalog, name) for name in names)}
    if not MIN_PATTERNS <= len(found) <= MAX_PATTERNS:
        message = f"compare takes {MIN_PATTERNS} to {MAX_PATTERNS} different patterns, not {len(found)}"
        raise UsageError(message, "for example: patterns compare sse websocket")
    entries = [*found.values()]
    if run.terminal.options.json:
        from patterns_cli.render import json_views

        run.terminal.show_json(json_views.comparison_view(catalog, entries))
    else:
        run.terminal.show(comparison_card(catalog, entries), page=True)
