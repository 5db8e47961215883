"""Write a decision record, for the commands that end in advice."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from patterns_cli.paths import STANDARD_STREAM

if TYPE_CHECKING:
    from patterns_cli.advise.advice import Advice
    from patterns_cli.advise.recommend import Recommendation
    from patterns_cli.cli.app_context import AppContext


def write_record(
    app: AppContext, advice: Advice, target: str, *, recommendation: Recommendation | None = None, force: bool = False
) -> str | None:
    """Write the decision record to a file atomically, or print it if the target is ``-``.

    With ``--json`` and ``-`` nothing is printed: the text is returned instead, to be part of the JSON object.
    Raises PatternsError if the file exists, unless forced.
    """
    from patterns_cli.advise.decision_record import to_madr
    from patterns_cli.cli.output import write_text

    text = to_madr(app.catalog, advice, datetime.now().astimezone().date(), recommendation)
    if target != STANDARD_STREAM:
        write_text(app, text, target, force=force)
    elif app.terminal.options.json:
        return text
    else:
        app.terminal.write(text)
    return None
