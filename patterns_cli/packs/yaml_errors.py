"""What the YAML parser says of broken syntax, in words for someone who writes content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from patterns_cli.packs.diagnostics import Diagnostic
from patterns_cli.packs.files import display_path

if TYPE_CHECKING:
    import yaml

    from patterns_cli.packs.positions import SourceMap

MAX_DEPTH = 32
"""How many lists and mappings may stand in each other."""

_REPORT_AT_OPENING = ("expected ',' or", "unexpected end of stream", "expected ':'")
"""Problems that are better shown where something was opened than where it was missed."""

_EXPLANATIONS = (
    (
        "mapping values are not allowed",
        "a colon followed by a space splits this text in two",
        "quote the text, or write it below after >-",
    ),
    ("expected ',' or", "a list or mapping that was opened here is not closed", "close the bracket, or quote the text"),
    ("expected ':'", "a key without a colon", "write `key: text`, or indent a continued line"),
    ("maximum nesting depth", f"more than {MAX_DEPTH} levels deep", "nothing here needs that"),
    ("unexpected end of stream", "a quote is not closed", "add the closing quote"),
    (
        "node content",
        "a value is missing here, or a list or mapping is not closed",
        "close the bracket, or quote the text",
    ),
    ("escape", "a backslash in double quotes starts an escape that is not known", "double it, or use single quotes"),
    ("comment or", "> and | start a text on the lines below", "quote the text if it starts with > or |"),
    ("chomping or indentation", "> and | start a text on the lines below", "quote the text if it starts with > or |"),
    ("expected key", "the line does not fit the lines above it", "check its indentation and quotes"),
    ("block end", "the line does not fit the lines above it", "check its indentation and quotes"),
    ("'-' indicator", "the line does not fit the lines above it", "check its indentation and quotes"),
    ("document start", "the line does not fit the lines above it", "check its indentation and quotes"),
)
"""Words of the parser's message, what they mean, and what to do."""


def syntax_diagnostic(error: yaml.MarkedYAMLError, text: str, source: SourceMap) -> Diagnostic:
    """The fault that a parser's error stands for."""
    problem = str(error.problem or error)
    opened = any(words in problem for words in _REPORT_AT_OPENING)
    mark = (error.context_mark if opened else None) or error.problem_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = text.split("\n")
    if line >= len(lines):  # the parser counts one more after a last line that no line feed ends
        line, column = len(lines) - 1, len(lines[-1])
    message, hint = _explain_problem(problem.lower(), lines[line], column)
    return Diagnostic(display_path(source.file), line + 1, column + 1, message, hint)


def _explain_problem(problem: str, line: str, column: int) -> tuple[str, str]:
    margin = line[: len(line) - len(line.lstrip())]
    character = line[column : column + 1]
    if "\t" in margin or ("token" in problem and character == "\t"):
        return "a tab is used for indentation", "use spaces"
    if "cannot start any token" in problem:
        return f"text cannot start with {character}", "quote the text"
    for words, message, hint in _EXPLANATIONS:
        if words in problem:
            return message, hint
    return f"not valid YAML: {problem}", "quote the text if it holds special characters"
