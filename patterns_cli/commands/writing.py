"""Write a file, for the commands that end in one."""

from __future__ import annotations

from pathlib import Path


def write_file(target: str, text: str, *, force: bool = False) -> None:
    """Write the file, whole or not at all. Raises PatternsError where one is there, or no folder for it is."""
    from patterns_cli.errors import PatternsError

    path = Path(target)
    if path.exists() and not force:
        raise PatternsError(f"{target} is there already", "--force replaces it")
    if not path.parent.is_dir():
        raise PatternsError(f"there is no folder {path.parent}", "make it first")
    draft = path.with_name(f".{path.name}.tmp")
    try:
        draft.write_text(text, encoding="utf-8", newline="\n")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
