"""Options and argument values that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

RecordOption = Annotated[
    str, typer.Option("--record", metavar="FILE.md", help="Write a decision record to this file; - prints it.")
]
OverwriteOption = Annotated[bool, typer.Option("--force", help="Overwrite an existing file.")]
OutputOption = Annotated[
    str, typer.Option("--output", "-o", metavar="FILE", help="Write to a file instead.", show_default=False)
]
SeedOption = Annotated[int | None, typer.Option("--seed", help="Random seed, for the same questions each time.")]


def parse_answers(words: list[str]) -> dict[str, str]:
    """Parse ``QUESTION=OPTION`` words. Raises UsageError for an invalid word, or two answers to one question."""
    from patterns_cli.errors import UsageError

    answers: dict[str, str] = {}
    for word in words:
        question, _, option = word.partition("=")
        if not question or not option:
            raise UsageError(f"`{word}` is not QUESTION=OPTION", "for example: --answer need=move-files")
        if answers.setdefault(question, option) != option:
            raise UsageError(f"`{question}` is answered twice", "keep one of the answers")
    return answers
