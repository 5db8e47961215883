"""Bare ``patterns``: what is here, and what to try."""

from __future__ import annotations

import typer

from patterns_cli.commands.run import current_run


def start(context: typer.Context) -> None:
    """Print the start screen."""
    from patterns_cli.render.welcome import welcome

    run = current_run(context)
    if run.terminal.options.json:
        from patterns_cli.render import answers

        run.terminal.show_json(answers.start_answer(run.catalog))
    else:
        run.terminal.show(welcome(run.catalog))
