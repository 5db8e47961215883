"""``patterns export``: the catalogue for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from patterns_cli.commands.run import current_run

if TYPE_CHECKING:
    from patterns_cli.commands.common import Command


def register(app: typer.Typer, command: type[Command]) -> None:
    """Add the commands to the program."""
    export = typer.Typer(
        name="export",
        help="Print the catalog for other programs.",
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    export.command("json", cls=command)(export_json)
    app.add_typer(export)


def export_json(context: typer.Context) -> None:
    """Print the whole catalog as one JSON object.

    \b
    patterns export json > patterns.json
    """
    from patterns_cli.exchange.catalog_json import catalog_json

    run = current_run(context)
    run.terminal.show_json(catalog_json(run.catalog))
