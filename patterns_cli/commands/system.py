"""``patterns system``: what a system uses and why, or which system uses what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from patterns_cli.cli.app_context import current_run
from patterns_cli.cli.completers import system_names

if TYPE_CHECKING:
    from patterns_cli.cli.lazy_group import Command


def register(app: typer.Typer, command: type[Command]) -> None:
    """Add the command to the program."""
    app.command("system", cls=command)(system)


def system(
    context: typer.Context,
    name: Annotated[
        list[str] | None,
        typer.Argument(help="A system, such as uber; none for all of them.", autocompletion=system_names),
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

    run = current_run(context)
    if not name:
        if run.terminal.options.json:
            from patterns_cli.render import json_views

            run.terminal.show_json(json_views.systems_answer(run.catalog))
        else:
            run.terminal.show(system_matrix(run.catalog), page=True)
        return
    catalog = run.catalog_about(" ".join(name))
    entry = find_system(catalog, " ".join(name))
    if run.terminal.options.json:
        from patterns_cli.render import json_views

        run.terminal.show_json(json_views.entry_answer(catalog, entry))
    else:
        run.terminal.show(entry_card(catalog, entry), page=True)
