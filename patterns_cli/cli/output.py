"""Write the output of a command to a file or to standard output."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from patterns_cli.paths import STANDARD_STREAM

if TYPE_CHECKING:
    from patterns_cli.cli.app_context import AppContext


def output_text(app: AppContext, text: str, format_name: str, output: str, *, force: bool) -> None:
    """Print text for other programs, with ``--json`` in an object, or write it to a file."""
    if app.terminal.options.json and output == STANDARD_STREAM:
        from patterns_cli.render.json_tools import ExportView

        app.terminal.show_json(ExportView(format=format_name, text=text))
    else:
        write_text(app, text, output, force=force)


def write_text(app: AppContext, text: str, target: str, *, force: bool = False) -> None:
    """Write text in UTF-8 to a file and print its name, or to standard output if the target is ``-``.

    Raises PatternsError as ``write_file`` does.
    """
    if target == STANDARD_STREAM:
        app.terminal.write_utf8(text)
    else:
        write_file(target, text, force=force)
        app.terminal.note(f"Wrote {target}")


def write_file(target: str, content: str | bytes, *, force: bool = False) -> None:
    """Write a file atomically. Raises PatternsError if it exists, unless forced, or its folder does not exist."""
    from patterns_cli.atomic_write import atomic_path
    from patterns_cli.errors import PatternsError

    path = Path(target)
    if path.exists() and not force:
        raise PatternsError(f"{target} already exists", "use --force to overwrite it")
    if not path.parent.is_dir():
        raise PatternsError(f"the folder {path.parent} does not exist", "create it first")
    with atomic_path(path) as draft:
        draft.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
