"""``patterns list``: what there is."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from patterns_cli.cli.app_context import current_run

if TYPE_CHECKING:
    from patterns_cli.cli.lazy_group import Command


class Kind(StrEnum):
    """What can be listed."""

    PATTERNS = "patterns"
    SYSTEMS = "systems"
    NEIGHBORS = "neighbors"
    TABLES = "tables"


def register(app: typer.Typer, command: type[Command]) -> None:
    """Add the command to the program."""
    app.command("list", cls=command)(list_command)


def list_command(
    context: typer.Context,
    what: Annotated[Kind, typer.Argument(help="What to list.")] = Kind.PATTERNS,
) -> None:
    """List the patterns, the systems, the neighbors or the tables.

    Into a pipe it prints one id a line, for fzf and scripts.

    \b
    patterns list
    patterns list systems
    patterns list neighbors | fzf
    """
    from patterns_cli.render.cards import lists

    run = current_run(context)
    terminal = run.terminal
    catalog = run.catalog
    if terminal.options.json:
        from patterns_cli.render import json_views

        terminal.show_json(json_views.list_answer(catalog, what))
    elif what is not Kind.TABLES and terminal.is_plain and not terminal.options.plain and not terminal.is_terminal:
        from patterns_cli.render import json_views

        for id_ in json_views.ids(catalog, what):
            terminal.write(f"{id_}\n")
    else:
        cards = {
            Kind.PATTERNS: lists.pattern_list,
            Kind.SYSTEMS: lists.system_matrix,
            Kind.NEIGHBORS: lists.neighbour_list,
            Kind.TABLES: lists.table_list,
        }
        terminal.show(cards[what](catalog), page=True)
