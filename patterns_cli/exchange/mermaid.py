"""The decision tree and the diagrams of patterns as Mermaid text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from patterns_cli.advise.decision_tree import leaf_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from patterns_cli.catalog.catalog import Catalog
    from patterns_cli.packs.model import DecisionTree

_UNSAFE_LABEL_CHARS = re.compile(r"[^\w ,.?!:'/()+-]|_")
"""What could end a label or be taken for markup in it."""

_LIST_MARKER = re.compile(r"^(?:[-+]|\d+[.)])(?= )")
"""A label that starts so is taken for a list, and not drawn."""

_COMMENT_OR_SEPARATOR = re.compile(r"(#\w+;)|[#;]")
"""In a sequence diagram, what would start a comment or end the statement: all but a character's number or name."""


def tree_to_flowchart(catalog: Catalog, tree: DecisionTree) -> str:
    """The decision tree as a flowchart: questions as hexagons, where they lead as rounded boxes."""
    return "\n".join(("flowchart LR", *(f"    {line}" for line in _flowchart_lines(catalog, tree)), ""))


def to_sequence_diagram(diagram: str) -> str:
    """A pattern's diagram, with ``;`` and ``#`` written so that Mermaid shows them and does not act upon them."""
    return "".join(f"{_COMMENT_OR_SEPARATOR.sub(_escape_match, line)}\n" for line in diagram.strip("\n").split("\n"))


def quote_label(text: str) -> str:
    """A text in quotes that Mermaid shows as it is, whatever stands in it."""
    lines = [" ".join(line.split()) for line in text.strip().splitlines()]
    return '"' + "<br/>".join(map(_escape, lines)) + '"'


def _escape(text: str) -> str:
    sign = _LIST_MARKER.match(text)
    if sign is None:
        return _UNSAFE_LABEL_CHARS.sub(lambda match: _entity(match[0]), text)
    last = sign.end() - 1
    return text[:last] + _entity(text[last]) + _escape(text[last + 1 :])


def _entity(character: str) -> str:
    return f"#{ord(character)};"


def _flowchart_lines(catalog: Catalog, tree: DecisionTree) -> Iterator[str]:
    places = [*(question.id for question in tree.questions), *(leaf.id for leaf in tree.leaves)]
    ids = {id_: f"n{number}" for number, id_ in enumerate(places, 1)}
    for question in tree.questions:
        yield f"{ids[question.id]}{{{{{quote_label(question.ask)}}}}}"
    for leaf in tree.leaves:
        yield f"{ids[leaf.id]}([{quote_label(leaf_name(catalog, leaf))}])"
    for question in tree.questions:
        for option in question.options:
            yield f"{ids[question.id]} -->|{quote_label(option.label)}| {ids[option.to]}"


def _escape_match(match: re.Match[str]) -> str:
    return match[1] or _entity(match[0])
