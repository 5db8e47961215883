"""``patterns paths``: the files and folders in use."""

from __future__ import annotations

import os

import typer

from patterns_cli.cli.app_context import current_app


def paths(context: typer.Context) -> None:
    """Print where content is read from and where your own files are kept.

    PATTERNS_HOME sets the folder of your own files; PATTERNS_PATH adds further packs.

    \b
    patterns paths
    PATTERNS_HOME=/tmp/try patterns paths
    """
    from patterns_cli.render.document import Document, LabeledRows, Section

    app = current_app(context)
    folders = app.paths
    rows = [
        ("content", str(folders.content)),
        ("your packs", str(folders.packs)),
        ("your data", str(folders.data)),
        ("your progress", str(folders.progress_file)),
        ("cache", str(folders.cache)),
    ]
    if folders.search_path:
        rows.insert(2, ("further packs", os.pathsep.join(map(str, folders.search_path))))
    if app.terminal.options.json:
        from patterns_cli.render.json_tools import PathsView

        app.terminal.show_json(PathsView({label.replace(" ", "_"): path for label, path in rows}))
    else:
        app.terminal.show(Document(None, [Section("paths", "", [LabeledRows(rows)])]))
