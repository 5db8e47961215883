"""JSON views of the commands around packs, files and the shell, and of errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from patterns_cli.errors import NeedsAnswerError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from patterns_cli.errors import PatternsError
    from patterns_cli.packs.diagnostics import Diagnostic


class ErrorFields(msgspec.Struct, frozen=True):
    """What went wrong, and what to do."""

    kind: str
    message: str
    hint: str
    suggestions: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
    """Similar names that exist, if a name was not found."""
    question: str | msgspec.UnsetType = msgspec.UNSET
    """Id of the question to answer, if an answer is needed."""
    options: tuple[tuple[str, str], ...] | msgspec.UnsetType = msgspec.UNSET
    """Ids and labels of the answers to that question."""


class ErrorView(msgspec.Struct, frozen=True):
    """An error of any command."""

    error: ErrorFields


class ExportView(msgspec.Struct, frozen=True):
    """The text of ``export`` in one of its formats."""

    format: str
    text: str


class DiagnosticView(msgspec.Struct, frozen=True):
    """One diagnostic of ``validate``; line and column count from 1."""

    file: str
    line: int
    column: int
    message: str
    hint: str
    severity: Literal["error", "warning"]
    source: str | None
    """The line of the file, or None if it cannot be shown."""


class ValidationView(msgspec.Struct, frozen=True):
    """The answer of ``validate``."""

    ok: bool
    errors: int
    warnings: int
    packs: tuple[str, ...]
    alone: tuple[str, ...]
    """Files that were checked outside any pack."""
    faults: tuple[DiagnosticView, ...]


class PackSummaryView(msgspec.Struct, frozen=True, rename={"origin": "from"}):
    """One pack of ``pack list``."""

    id: str
    title: str
    origin: Literal["built-in", "yours", "PATTERNS_PATH"]
    folder: str
    patterns: int
    systems: int
    scenarios: int
    errors: int


class PackListView(msgspec.Struct, frozen=True):
    """The answer of ``pack list``."""

    packs: tuple[PackSummaryView, ...]


class NewPackView(msgspec.Struct, frozen=True):
    """The answer of ``pack new``."""

    folder: str
    files: tuple[str, ...]


class AddedPackView(msgspec.Struct, frozen=True):
    """The answer of ``pack add``."""

    added: str
    folder: str
    replaced: str | None
    """Folder that keeps the pack that was replaced, or None."""


class RemovedPackView(msgspec.Struct, frozen=True):
    """The answer of ``pack remove``."""

    removed: str
    kept: str
    """Folder that keeps the removed pack."""


class SchemaFilesView(msgspec.Struct, frozen=True):
    """The answer of ``pack schema --output``."""

    files: tuple[str, ...]


class CompletionScriptView(msgspec.Struct, frozen=True):
    """The answer of ``completion``."""

    shell: str
    script: str


class CompletionChangeView(msgspec.Struct, frozen=True):
    """The answer of ``completion --install`` and ``--uninstall``."""

    shell: str
    changed: tuple[str, ...]
    """Files that were written or deleted."""


class PathsView(msgspec.Struct, frozen=True):
    """The answer of ``paths``."""

    paths: dict[str, str]


def error_view(error: PatternsError) -> ErrorView:
    """Build the JSON object of an error."""
    fields = ErrorFields(error.kind, error.message, error.hint)
    match error:
        case NotFoundError():
            fields = msgspec.structs.replace(fields, suggestions=error.suggestions)
        case NeedsAnswerError():
            fields = msgspec.structs.replace(fields, question=error.question, options=error.options)
    return ErrorView(fields)


def diagnostic_views(
    diagnostics: Sequence[Diagnostic], source_lines: Mapping[tuple[str, int], str]
) -> tuple[DiagnosticView, ...]:
    """Build the diagnostics of ``validate``, each with the line that it is about."""
    return tuple(
        DiagnosticView(
            diagnostic.file,
            diagnostic.line,
            diagnostic.column,
            diagnostic.message,
            diagnostic.hint,
            diagnostic.severity,
            source_lines.get((diagnostic.file, diagnostic.line)),
        )
        for diagnostic in diagnostics
    )


def path_strings(paths: Sequence[Path]) -> tuple[str, ...]:
    """Convert paths to strings."""
    return tuple(map(str, paths))
