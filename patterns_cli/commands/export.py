"""``patterns export``: the catalog in formats for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from patterns_cli.cli.app_context import AppContext, current_app
from patterns_cli.cli.completers import entry_names, pattern_names
from patterns_cli.cli.option_types import OutputOption, OverwriteOption
from patterns_cli.cli.output import output_text
from patterns_cli.cli.registry import CAPTURABLE_COMMANDS
from patterns_cli.paths import STANDARD_STREAM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from patterns_cli.render.document import Document

TREE = "tree"
MIN_EXPORT_WIDTH, DEFAULT_EXPORT_WIDTH, MAX_EXPORT_WIDTH = 20, 100, 400

NameOrCommandArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="NAME | COMMAND...",
        help=f"A name, or one of the commands {', '.join(CAPTURABLE_COMMANDS)} with its arguments.",
        autocompletion=entry_names,
    ),
]
WidthOption = Annotated[
    int,
    typer.Option("--width", "-w", metavar="N", min=MIN_EXPORT_WIDTH, max=MAX_EXPORT_WIDTH, help="Width in characters."),
]


def export() -> None:
    """Print the catalog for other programs."""


def export_json(context: typer.Context) -> None:
    """Print the whole catalog as one JSON object.

    \b
    patterns export json > patterns.json
    """
    from patterns_cli.exchange.catalog_json import catalog_to_dict

    run = current_app(context)
    run.terminal.show_json(catalog_to_dict(run.catalog))


def export_markdown(
    context: typer.Context, output: OutputOption = STANDARD_STREAM, force: OverwriteOption = False
) -> None:
    """Print a pack as a cheat sheet in Markdown, which `patterns import` reads again.

    This is the first loaded pack, or the one that --pack names.

    \b
    patterns export markdown > sheet.md
    patterns export markdown --pack caching
    """
    from patterns_cli.errors import NotFoundError
    from patterns_cli.exchange.cheat_sheet.exporter import pack_to_markdown

    run = current_app(context)
    if not run.catalog.packs:
        raise NotFoundError("no pack is loaded", "`patterns paths` shows the folders that are searched")
    output_text(run, pack_to_markdown(run.catalog.packs[0]), "markdown", output, force=force)


def export_mermaid(
    context: typer.Context,
    what: Annotated[
        list[str] | None,
        typer.Argument(help="`tree`, or a pattern for its diagram. Default: tree.", autocompletion=pattern_names),
    ] = None,
    output: OutputOption = STANDARD_STREAM,
    force: OverwriteOption = False,
) -> None:
    """Print the decision tree or a pattern's diagram as Mermaid text.

    \b
    patterns export mermaid tree
    patterns export mermaid websocket -o websocket.mmd
    """
    run = current_app(context)
    name = " ".join(what or [TREE])
    text = _mermaid_tree(run) if name == TREE else _mermaid_diagram(run, name)
    output_text(run, text, "mermaid", output, force=force)


def _mermaid_tree(app: AppContext) -> str:
    from patterns_cli.errors import NotFoundError
    from patterns_cli.exchange.mermaid import tree_to_flowchart

    tree = app.catalog.tree
    if tree is None:
        raise NotFoundError("no loaded pack has a decision tree", "`patterns list` shows the patterns")
    return tree_to_flowchart(app.catalog, tree)


def _mermaid_diagram(app: AppContext, name: str) -> str:
    from patterns_cli.catalog.lookup import find_recommendable
    from patterns_cli.errors import NotFoundError
    from patterns_cli.exchange.mermaid import to_sequence_diagram
    from patterns_cli.packs.model import Pattern

    entry = find_recommendable(app.catalog, name)
    if not isinstance(entry.record, Pattern) or not entry.record.diagram:
        raise NotFoundError(
            f"{entry.name} has no diagram", "`patterns show NAME --section how` shows whether a pattern has one"
        )
    return to_sequence_diagram(entry.record.diagram)


def export_svg(
    context: typer.Context,
    words: NameOrCommandArgument,
    output: OutputOption = STANDARD_STREAM,
    width: WidthOption = DEFAULT_EXPORT_WIDTH,
    force: OverwriteOption = False,
) -> None:
    """Print a card or a table as an SVG drawing.

    \b
    patterns export svg websocket -o websocket.svg
    patterns export svg compare sse websocket --width 120 > compare.svg
    """
    from patterns_cli.render.svg_html import to_svg

    _export_picture(context, to_svg, "svg", words, output, width=width, force=force)


def export_html(
    context: typer.Context,
    words: NameOrCommandArgument,
    output: OutputOption = STANDARD_STREAM,
    width: WidthOption = DEFAULT_EXPORT_WIDTH,
    force: OverwriteOption = False,
) -> None:
    """Print a card or a table as an HTML page.

    \b
    patterns export html websocket -o websocket.html
    patterns export html list tables > tables.html
    """
    from patterns_cli.render.svg_html import to_html

    _export_picture(context, to_html, "html", words, output, width=width, force=force)


def _export_picture(
    context: typer.Context,
    render: Callable[[Iterable[Document], str, int], str],
    format_name: str,
    words: list[str],
    output: str,
    *,
    width: int,
    force: bool,
) -> None:
    import shlex

    from patterns_cli.cli.capture import capture_documents

    documents = capture_documents(context, words)
    text = render(documents, f"patterns {shlex.join(words)}", width)
    output_text(current_app(context), text, format_name, output, force=force)
