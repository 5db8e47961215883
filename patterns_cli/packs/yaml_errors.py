"""Syntax errors of the YAML parser, in words for content authors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from patterns_cli.packs.diagnostics import Diagnostic
from patterns_cli.packs.files import display_path
from patterns_cli.packs.positions import clamp_to_text

if TYPE_CHECKING:
    import yaml

    from patterns_cli.packs.positions import SourceMap

MAX_DEPTH = 32
"""Maximum nesting depth of lists and mappings."""

_REPORT_AT_OPENING = ("expected ',' or", "unexpected end of stream", "expected ':'")
"""Errors that are reported where a bracket or quote was opened, not where it was missed."""

_EXPLANATIONS = (
    (
        "mapping values are not allowed",
        "a colon followed by a space splits this text in two",
        "quote the text, or write it below after >-",
    ),
    ("expected ',' or", "the list or mapping that starts here is not closed", "close the bracket, or quote the text"),
    ("expected ':'", "a key has no colon", "write `key: text`, or indent a continued line"),
    ("maximum nesting depth", f"the content is nested more than {MAX_DEPTH} levels deep", "use fewer levels"),
    ("unexpected end of stream", "a quote is not closed", "add the closing quote"),
    (
        "node content",
        "a value is missing here, or a list or mapping is not closed",
        "close the bracket, or quote the text",
    ),
    (
        "escape",
        "a backslash in double quotes starts an unknown escape sequence",
        "double the backslash, or use single quotes",
    ),
    (
        "comment or",
        "> and | start a text that is written on the lines below",
        "quote the text if it starts with > or |",
    ),
    (
        "chomping or indentation",
        "> and | start a text that is written on the lines below",
        "quote the text if it starts with > or |",
    ),
    ("expected key", "the line does not fit the lines above it", "check its indentation and quotes"),
    ("block end", "the line does not fit the lines above it", "check its indentation and quotes"),
    ("'-' indicator", "the line does not fit the lines above it", "check its indentation and quotes"),
    ("document start", "the line does not fit the lines above it", "check its indentation and quotes"),
)
"""Words of the parser's message, with our message and hint."""


def syntax_diagnostic(error: yaml.MarkedYAMLError, text: str, source: SourceMap) -> Diagnostic:
    """The diagnostic for an error of the parser."""
    problem = str(error.problem or error)
    at_opening = any(words in problem for words in _REPORT_AT_OPENING)
    mark = (error.context_mark if at_opening else None) or error.problem_mark
    lines = text.split("\n")
    line, column = clamp_to_text(lines, mark.line, mark.column) if mark else (1, 1)
    message, hint = _explain_problem(problem.lower(), lines[line - 1], column - 1)
    return Diagnostic(display_path(source.file), line, column, message, hint)


def _explain_problem(problem: str, line: str, column: int) -> tuple[str, str]:
    indentation = line[: len(line) - len(line.lstrip())]
    character = line[column : column + 1]
    if "\t" in indentation or ("token" in problem and character == "\t"):
        return "the line is indented with a tab", "use spaces"
    if "cannot start any token" in problem:
        return f"text cannot start with {character}", "quote the text"
    for words, message, hint in _EXPLANATIONS:
        if words in problem:
            return message, hint
    return f"this is not valid YAML: {problem}", "quote the text if it contains special characters"
