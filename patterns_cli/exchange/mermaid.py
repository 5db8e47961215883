"""Export of decision trees and pattern diagrams as Mermaid text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from patterns_cli.advise.decision_tree import leaf_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from patterns_cli.catalog.catalog import Catalog
    from patterns_cli.packs.model import DecisionTree

_UNSAFE_LABEL_CHARS = re.compile(r"[^\w ,.?!:'/()+-]|_")
"""Characters that could end a label or start markup in it."""

_LIST_MARKER = re.compile(r"^(?:[-+]|\d+[.)])(?= )")
"""List marker at the start of a label, which Mermaid would not draw."""

_COMMENT_OR_SEPARATOR = re.compile(r"(#\w+;)|[#;]")
"""``#`` and ``;``, which start a comment or end a statement in a sequence diagram.

Group 1 matches a character entity such as ``#59;``, which must stay as it is.
"""


def tree_to_flowchart(catalog: Catalog, tree: DecisionTree) -> str:
    """The decision tree as a flowchart: questions are hexagons, leaves rounded boxes."""
    return "\n".join(("flowchart LR", *(f"    {line}" for line in _flowchart_lines(catalog, tree)), ""))


def to_sequence_diagram(diagram: str) -> str:
    """A pattern's sequence diagram with ``;`` and ``#`` escaped for Mermaid."""
    return "".join(f"{_COMMENT_OR_SEPARATOR.sub(_escape_match, line)}\n" for line in diagram.strip("\n").split("\n"))


def quote_label(text: str) -> str:
    """The text as a quoted Mermaid label, with special characters escaped."""
    lines = [" ".join(line.split()) for line in text.strip().splitlines()]
    return '"' + "<br/>".join(map(_escape, lines)) + '"'


def _escape(text: str) -> str:
    marker = _LIST_MARKER.match(text)
    if marker is None:
        return _UNSAFE_LABEL_CHARS.sub(lambda match: _entity(match[0]), text)
    last = marker.end() - 1
    return text[:last] + _entity(text[last]) + _escape(text[last + 1 :])


def _entity(character: str) -> str:
    return f"#{ord(character)};"


def _flowchart_lines(catalog: Catalog, tree: DecisionTree) -> Iterator[str]:
    node_ids = [*(question.id for question in tree.questions), *(leaf.id for leaf in tree.leaves)]
    ids = {id_: f"n{number}" for number, id_ in enumerate(node_ids, 1)}
    for question in tree.questions:
        yield f"{ids[question.id]}{{{{{quote_label(question.ask)}}}}}"
    for leaf in tree.leaves:
        yield f"{ids[leaf.id]}([{quote_label(leaf_name(catalog, leaf))}])"
    for question in tree.questions:
        for option in question.options:
            yield f"{ids[question.id]} -->|{quote_label(option.label)}| {ids[option.to]}"


def _escape_match(match: re.Match[str]) -> str:
    return match[1] or _entity(match[0])
