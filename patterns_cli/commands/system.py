"""``patterns system``: what a system uses and why, or which system uses what."""

from __future__ import annotations

from typing import Annotated

import typer

from patterns_cli.cli.app_context import current_app
from patterns_cli.cli.completers import system_names


def system(
    context: typer.Context,
    name: Annotated[
        list[str] | None,
        typer.Argument(help="A system, such as uber; default: all of them.", autocompletion=system_names),
    ] = None,
) -> None:
    """Print what a system uses, why, and what it did not choose.

    \b
    patterns system uber
    patterns system
    """
    from patterns_cli.catalog.lookup import find_system
    from patterns_cli.render.cards.entry import entry_card
    from patterns_cli.render.cards.lists import system_matrix

    run = current_app(context)
    if not name:
        if run.terminal.options.json:
            from patterns_cli.render import json_views

            run.terminal.show_json(json_views.systems_view(run.catalog))
        else:
            run.terminal.show(system_matrix(run.catalog), page=True)
        return
    catalog = run.catalog_for(" ".join(name))
    entry = find_system(catalog, " ".join(name))
    if run.terminal.options.json:
        from patterns_cli.render import json_views

        run.terminal.show_json(json_views.entry_view(catalog, entry))
    else:
        run.terminal.show(entry_card(catalog, entry), page=True)
