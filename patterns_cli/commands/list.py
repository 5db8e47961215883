"""``patterns list``: all patterns, systems, neighbors or tables."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from patterns_cli.cli.app_context import current_app


class ListKind(StrEnum):
    """What can be listed."""

    PATTERNS = "patterns"
    SYSTEMS = "systems"
    NEIGHBORS = "neighbors"
    TABLES = "tables"


def list_command(
    context: typer.Context,
    what: Annotated[
        ListKind, typer.Argument(metavar="WHAT", help="What to list: patterns, systems, neighbors or tables.")
    ] = ListKind.PATTERNS,
) -> None:
    """List the patterns, the systems, the neighbors or the tables.

    Into a pipe it prints one id a line, for fzf and scripts.

    \b
    patterns list
    patterns list systems
    patterns list neighbors | fzf
    """
    from patterns_cli.render.cards import lists

    run = current_app(context)
    terminal = run.terminal
    catalog = run.catalog
    if terminal.options.json:
        from patterns_cli.render import json_views

        terminal.show_json(json_views.list_view(catalog, what))
    elif terminal.is_plain and not terminal.options.plain and not terminal.is_terminal:
        from patterns_cli.render import json_views

        for id_ in json_views.list_ids(catalog, what):
            terminal.write(f"{id_}\n")
    else:
        cards = {
            ListKind.PATTERNS: lists.pattern_list,
            ListKind.SYSTEMS: lists.system_matrix,
            ListKind.NEIGHBORS: lists.neighbor_list,
            ListKind.TABLES: lists.table_list,
        }
        terminal.show(cards[what](catalog), page=True)
