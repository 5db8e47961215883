"""``patterns system``: what a system uses and why, or which system uses what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from patterns_cli.commands.completing import system_names
from patterns_cli.commands.run import current_run

if TYPE_CHECKING:
    from patterns_cli.commands.common import Command


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
    from patterns_cli.catalog.find import find_system
    from patterns_cli.render.cards import entry_card
    from patterns_cli.render.listing import system_matrix

    run = current_run(context)
    if not name:
        if run.terminal.options.json:
            from patterns_cli.render import answers

            run.terminal.show_json(answers.systems_answer(run.catalog))
        else:
            run.terminal.show(system_matrix(run.catalog), page=True)
        return
    catalog = run.catalog_about(" ".join(name))
    entry = find_system(catalog, " ".join(name))
    if run.terminal.options.json:
        from patterns_cli.render import answers

        run.terminal.show_json(answers.entry_answer(catalog, entry))
    else:
        run.terminal.show(entry_card(catalog, entry), page=True)
