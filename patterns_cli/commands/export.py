"""``patterns export``: what is known here, for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from patterns_cli.cli.app_context import AppContext, current_app
from patterns_cli.cli.completers import entry_names, pattern_names
from patterns_cli.cli.output import STANDARD_OUTPUT, ForceOption, OutputOption, output_text
from patterns_cli.cli.question_export import export_anki, export_gift

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from patterns_cli.cli.lazy_group import Command
    from patterns_cli.render.document import Document

TREE = "tree"
MIN_EXPORT_WIDTH, DEFAULT_EXPORT_WIDTH, MAX_EXPORT_WIDTH = 20, 100, 400

NameOrCommandArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="NAME | COMMAND...",
        help="A name, or a command that looks something up: show, compare, system, search, list, ask, decide.",
        autocompletion=entry_names,
    ),
]
WidthOption = Annotated[
    int,
    typer.Option(
        "--width", "-w", metavar="N", min=MIN_EXPORT_WIDTH, max=MAX_EXPORT_WIDTH, help="How many characters wide."
    ),
]


def register(typer_app: typer.Typer, command_class: type[Command]) -> None:
    """Add the commands to the program."""
    from patterns_cli.cli.lazy_group import SubGroup

    export = typer.Typer(
        cls=SubGroup,
        name="export",
        help="Print the catalog for other programs.",
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    export.command("json", cls=command_class)(export_json)
    export.command("markdown", cls=command_class)(export_markdown)
    export.command("mermaid", cls=command_class)(export_mermaid)
    whole_commands = {"ignore_unknown_options": True}
    export.command("svg", cls=command_class, context_settings=whole_commands)(export_svg)
    export.command("html", cls=command_class, context_settings=whole_commands)(export_html)
    export.command("anki", cls=command_class)(export_anki)
    export.command("gift", cls=command_class)(export_gift)
    typer_app.add_typer(export)


def export_json(context: typer.Context) -> None:
    """Print the whole catalog as one JSON object.

    \b
    patterns export json > patterns.json
    """
    from patterns_cli.exchange.catalog_json import catalog_to_dict

    run = current_app(context)
    run.terminal.show_json(catalog_to_dict(run.catalog))


def export_markdown(context: typer.Context, output: OutputOption = STANDARD_OUTPUT, force: ForceOption = False) -> None:
    """Print a pack as a cheat sheet in Markdown, which `patterns import` reads again.

    It is the first pack in force, or the one that --pack names.

    \b
    patterns export markdown > sheet.md
    patterns export markdown --pack caching
    """
    from patterns_cli.errors import NotFoundError
    from patterns_cli.exchange.cheat_sheet.exporter import pack_to_markdown

    run = current_app(context)
    if not run.catalog.packs:
        raise NotFoundError("there is no pack to print", "`patterns paths` shows where packs are looked for")
    output_text(run, pack_to_markdown(run.catalog.packs[0]), "markdown", output, force=force)


def export_mermaid(
    context: typer.Context,
    what: Annotated[
        list[str] | None,
        typer.Argument(help="`tree`, or a pattern for its diagram. Default: tree.", autocompletion=pattern_names),
    ] = None,
    output: OutputOption = STANDARD_OUTPUT,
    force: ForceOption = False,
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
        raise NotFoundError("no pack here has a decision tree", "`patterns list` shows the patterns")
    return tree_to_flowchart(app.catalog, tree)


def _mermaid_diagram(app: AppContext, name: str) -> str:
    from patterns_cli.catalog.lookup import find_recommendable
    from patterns_cli.errors import NotFoundError
    from patterns_cli.exchange.mermaid import to_sequence_diagram
    from patterns_cli.packs.model import Pattern

    entry = find_recommendable(app.catalog, name)
    if not isinstance(entry.record, Pattern) or not entry.record.diagram:
        raise NotFoundError(f"{entry.name} has no diagram", "patterns that have one show it under How it works")
    return to_sequence_diagram(entry.record.diagram)


def export_svg(
    context: typer.Context,
    words: NameOrCommandArgument,
    output: OutputOption = STANDARD_OUTPUT,
    width: WidthOption = DEFAULT_EXPORT_WIDTH,
    force: ForceOption = False,
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
    output: OutputOption = STANDARD_OUTPUT,
    width: WidthOption = DEFAULT_EXPORT_WIDTH,
    force: ForceOption = False,
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
