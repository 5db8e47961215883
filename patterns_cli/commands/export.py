"""``patterns export``: the catalogue for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from patterns_cli.commands.run import current_run

if TYPE_CHECKING:
    from patterns_cli.catalog.catalog import Catalog
    from patterns_cli.catalog.model import Pack
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
    export.command("markdown", cls=command)(export_markdown)
    app.add_typer(export)


def export_json(context: typer.Context) -> None:
    """Print the whole catalog as one JSON object.

    \b
    patterns export json > patterns.json
    """
    from patterns_cli.exchange.catalog_json import catalog_json

    run = current_run(context)
    run.terminal.show_json(catalog_json(run.catalog))


def export_markdown(
    context: typer.Context,
    pack: Annotated[str, typer.Option("--pack", metavar="ID", help="The pack. Default: the first in force.")] = "",
) -> None:
    """Print a pack as a cheat sheet in Markdown, which `patterns import` reads again.

    \b
    patterns export markdown > sheet.md
    patterns export markdown --pack caching
    """
    from patterns_cli.exchange.pack_markdown import pack_markdown

    run = current_run(context)
    text = pack_markdown(_pack(run.catalog, pack))
    if run.terminal.options.json:
        run.terminal.show_json({"markdown": text})
    else:
        run.terminal.write_utf8(text)


def _pack(catalog: Catalog, id_: str) -> Pack:
    from patterns_cli.catalog.nearest import nearest
    from patterns_cli.errors import NotFoundError

    packs = {pack.info.id: pack for pack in reversed(catalog.packs)}
    if not id_ and catalog.packs:
        return catalog.packs[0]
    if id_ not in packs:
        near = tuple(nearest(id_, packs))
        hint = f"did you mean {near[0]}?" if near else "the packs are: " + ", ".join(packs)
        raise NotFoundError(f"no pack is called `{id_}`", hint, near)
    return packs[id_]
