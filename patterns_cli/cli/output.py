"""Write what a command made to a file, for the commands that can."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from patterns_cli.cli.app_context import AppContext

STANDARD_OUTPUT = "-"

OutputOption = Annotated[
    str, typer.Option("--output", "-o", metavar="FILE", help="Write to a file instead.", show_default=False)
]
ForceOption = Annotated[bool, typer.Option("--force", help="Let it replace a file.")]


def output_text(app: AppContext, text: str, format_name: str, output: str, *, force: bool) -> None:
    """Print text for other programs, with ``--json`` in an object, or write it to a file."""
    if app.terminal.options.json and output == STANDARD_OUTPUT:
        app.terminal.show_json({"format": format_name, "text": text})
    else:
        write_text(app, text, output, force=force)


def write_text(app: AppContext, text: str, target: str, *, force: bool = False) -> None:
    """Write text in UTF-8 to a file, and say so; ``-`` prints it. Raises PatternsError as ``write_file`` does."""
    if target == STANDARD_OUTPUT:
        app.terminal.write_utf8(text)
    else:
        write_file(target, text, force=force)
        app.terminal.note(f"Wrote {target}")


def write_file(target: str, content: str | bytes, *, force: bool = False) -> None:
    """Write a file, whole or not at all. Raises PatternsError where one is there, or no folder for it is."""
    from patterns_cli.atomic_write import atomic_path
    from patterns_cli.errors import PatternsError

    path = Path(target)
    if path.exists() and not force:
        raise PatternsError(f"{target} is there already", "--force replaces it")
    if not path.parent.is_dir():
        raise PatternsError(f"there is no folder {path.parent}", "make it first")
    with atomic_path(path) as draft:
        draft.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
