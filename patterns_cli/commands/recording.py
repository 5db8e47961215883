"""Write a decision record, for the commands that end in advice."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from patterns_cli.advise.advice import Advice
    from patterns_cli.advise.ask import Answer
    from patterns_cli.commands.run import Run


def write_record(run: Run, advice: Advice, target: str, *, answer: Answer | None = None, force: bool = False) -> None:
    """Write the record to a file, whole or not at all; ``-`` prints it. Raises PatternsError where a file is there."""
    from patterns_cli.advise.record import record
    from patterns_cli.errors import PatternsError

    text = record(run.catalog, advice, datetime.now().astimezone().date(), answer)
    if target == "-":
        run.terminal.write(text)
        return
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
    run.terminal.note(f"Wrote {target}")
