"""``patterns help``: the same as --help."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from patterns_cli.cli.completers import command_names


def show_help(
    context: typer.Context,
    name: Annotated[
        list[str] | None, typer.Argument(help="A command; default: all of them.", autocompletion=command_names)
    ] = None,
) -> None:
    """Print how the program or one of its commands is used.

    \b
    patterns help
    patterns help compare
    """
    at: Any = context.find_root()
    for word in name or []:
        group: Any = at.command
        command: Any = group.get_command(at, word) if hasattr(group, "get_command") else None
        if command is None:
            at.fail(f"No such command '{word}'.")
        at = command.make_context(word, [], parent=at, resilient_parsing=True)
    typer.echo(at.get_help())
