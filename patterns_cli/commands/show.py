"""``patterns show``: the card of a pattern, a variant, a neighbor or a system."""

from __future__ import annotations

from typing import Annotated

import typer

from patterns_cli.cli.app_context import current_app
from patterns_cli.cli.completers import entry_names, section_names


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
            help="Only this section, such as pitfalls. May be repeated.",
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
    from patterns_cli.catalog.lookup import find_entry
    from patterns_cli.render.cards import entry as entry_cards
    from patterns_cli.render.cards.sections import select_sections

    run = current_app(context)
    catalog = run.catalog_for(" ".join(name))
    entry = find_entry(catalog, " ".join(name))
    document = whole_card = entry_cards.entry_card(catalog, entry)
    if section:
        document = select_sections(document, section, entry_cards.SECTION_TITLES)
    elif brief:
        document = entry_cards.brief_card(document)
    if run.terminal.options.json:
        from patterns_cli.render.json_views import entry_view

        is_whole = document.sections == whole_card.sections
        ids = None if is_whole else [part.id for part in document.sections]
        run.terminal.show_json(entry_view(catalog, entry, ids))
    else:
        run.terminal.show(document, page=True)
