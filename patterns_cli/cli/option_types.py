"""What the commands that end in advice can be told beforehand."""

from __future__ import annotations

from typing import Annotated

import typer

RecordOption = Annotated[str, typer.Option("--record", metavar="FILE.md", help="Write a decision record; - prints it.")]
ReplaceRecordOption = Annotated[bool, typer.Option("--force", help="Let the record replace a file.")]


def parse_answers(words: list[str]) -> dict[str, str]:
    """``QUESTION=OPTION`` words as a mapping; raises UsageError for one without an equals sign."""
    from patterns_cli.errors import UsageError

    answers: dict[str, str] = {}
    for word in words:
        question, equals, option = word.partition("=")
        if not equals or not question or not option:
            raise UsageError(f"`{word}` is not QUESTION=OPTION", "for example: --answer need=move-files")
        if answers.setdefault(question, option) != option:
            raise UsageError(f"`{question}` is answered twice", "keep one of the two")
    return answers
