"""The Typer application and its top-level options."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from patterns_cli.cli.error_handler import PROGRAM_NAME, run_command
from patterns_cli.cli.lazy_group import create_typer_app

if TYPE_CHECKING:
    from collections.abc import Sequence

typer_app = create_typer_app()


@typer_app.callback(invoke_without_command=True)
def main(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.", is_eager=True)] = False,
) -> None:
    """Which real-time or API pattern fits, why, and why not the others.

    \b
    patterns ask "the phone retries and we charge the card twice"
    patterns decide                    be led to a pattern by questions
    patterns show websocket            all about one pattern
    patterns compare sse websocket     side by side
    """
    if version:
        from patterns_cli import __version__

        typer.echo(f"{PROGRAM_NAME} {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        from patterns_cli.cli.start_screen import show_start_screen

        show_start_screen(context)


def run(args: Sequence[str] | None = None) -> int:
    """Run the program with these arguments (default: the process's own), and return the exit code."""
    command: Any = typer.main.get_command(typer_app)
    return run_command(command, args)
