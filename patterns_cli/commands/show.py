"""``patterns show``: the card of a pattern, a variant, a neighbour or a system."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from patterns_cli.commands.completing import entry_names, section_names
from patterns_cli.commands.run import current_run

if TYPE_CHECKING:
    from patterns_cli.commands.common import Command


def register(app: typer.Typer, command: type[Command]) -> None:
    """Add the command to the program."""
    app.command("show", cls=command)(show)


def show(
    context: typer.Context,
    name: Annotated[
        list[str],
        typer.Argument(help="A pattern, variant or neighbor, by any of its names.", autocompletion=entry_names),
    ],
    section: Annotated[
        list[str] | None,
        typer.Option(
            "--section",
            "-s",
            help="Only this part, such as pitfalls. May be repeated.",
            autocompletion=section_names,
        ),
    ] = None,
    brief: Annotated[bool, typer.Option("--brief", "-b", help="Only what it is, and when to use it.")] = False,
) -> None:
    """Print all about one pattern.

    \b
    patterns show websocket
    patterns show cursor --brief
    patterns show cdc --section pitfalls --section notes
    """
    from patterns_cli.catalog.find import find_entry
    from patterns_cli.render import cards
    from patterns_cli.render.sections import only_sections

    run = current_run(context)
    catalog = run.catalog_about(" ".join(name))
    entry = find_entry(catalog, " ".join(name))
    document = cards.entry_card(catalog, entry)
    if section:
        document = only_sections(document, section, cards.SECTIONS)
    elif brief:
        document = cards.brief(document)
    if run.terminal.options.json:
        from patterns_cli.render import answers

        run.terminal.show_json(answers.entry_answer(catalog, entry))
    else:
        run.terminal.show(document, page=True)
