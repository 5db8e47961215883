"""``patterns search``: full-text search in all content."""

from __future__ import annotations

from typing import Annotated

import typer

from patterns_cli.cli.app_context import current_app

DEFAULT_MAX_HITS = 10


def search(
    context: typer.Context,
    words: Annotated[list[str], typer.Argument(help="The words to search for.")],
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="Maximum number of hits.")] = DEFAULT_MAX_HITS,
    show_all: Annotated[bool, typer.Option("--all", "-a", help="Print all hits.")] = False,
) -> None:
    """Search for words in all patterns, systems, tables, contrasts and neighbors.

    \b
    patterns search sticky sessions
    patterns search reconnect --limit 3
    """
    from patterns_cli.catalog.search import search as search_catalog
    from patterns_cli.errors import NotFoundError, UsageError
    from patterns_cli.render.cards.search import hits_card

    run = current_app(context)
    query = " ".join(words)
    if not query.strip():
        raise UsageError("say what to look for", "for example: patterns search sticky sessions")
    hits = search_catalog(run.catalog, query)
    if not hits:
        raise NotFoundError(f"nothing here says `{query}`", "try fewer or shorter words, or `patterns list`")
    shown = hits if show_all else hits[:limit]
    if run.terminal.options.json:
        from patterns_cli.render import json_views

        run.terminal.show_json(json_views.search_view(query, hits, shown))
        return
    run.terminal.show(hits_card(shown), page=True)
    if len(shown) < len(hits):
        run.terminal.note(f"{len(shown)} of {len(hits)} hits; --all shows the rest")
