"""Write a decision record, for the commands that end in advice."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from patterns_cli.advise.advice import Advice
    from patterns_cli.advise.recommend import Recommendation
    from patterns_cli.cli.app_context import AppContext


def write_record(
    app: AppContext, advice: Advice, target: str, *, answer: Recommendation | None = None, force: bool = False
) -> None:
    """Write the record to a file, whole or not at all; ``-`` prints it. Raises PatternsError where a file is there."""
    from patterns_cli.advise.decision_record import to_madr
    from patterns_cli.cli.output import STANDARD_OUTPUT, write_text

    text = to_madr(app.catalog, advice, datetime.now().astimezone().date(), answer)
    if target == STANDARD_OUTPUT:
        app.terminal.write(text)
    else:
        write_text(app, text, target, force=force)
