"""``patterns paths``: which files and folders are used."""

from __future__ import annotations

import os

import typer

from patterns_cli.cli.app_context import current_app


def paths(context: typer.Context) -> None:
    """Print where content is read from and where your own files are kept.

    PATTERNS_HOME moves all that is yours; PATTERNS_PATH names further packs.

    \b
    patterns paths
    PATTERNS_HOME=/tmp/try patterns paths
    """
    from patterns_cli.render.document import Document, LabeledRows, Section

    run = current_app(context)
    places = run.paths
    rows = [
        ("content", str(places.content)),
        ("your packs", str(places.packs)),
        ("your data", str(places.data)),
        ("your progress", str(places.progress_file)),
        ("cache", str(places.cache)),
    ]
    if places.search_path:
        rows.insert(2, ("further packs", os.pathsep.join(map(str, places.search_path))))
    if run.terminal.options.json:
        from patterns_cli.render.json_tools import PathsView

        run.terminal.show_json(PathsView({label.replace(" ", "_"): path for label, path in rows}))
    else:
        run.terminal.show(Document(None, [Section("paths", "", [LabeledRows(rows)])]))
