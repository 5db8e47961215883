"""Mermaid text: read without an error, and showing what the source says."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patterns_cli.catalog.catalog import Catalog
from patterns_cli.exchange.mermaid import quote_label, to_sequence_diagram, tree_to_flowchart
from patterns_cli.packs.diagram import render_diagram
from patterns_cli.packs.model import DecisionTree, TreeLeaf, TreeOption, TreeQuestion

AWKWARD = (
    "Undo (many levels)?",
    'say "hi"',
    "a[b]{c}",
    "x | y",
    "A & B <T>",
    "#5;",
    "end",
    "default",
    "one line\nand another",
    "party 🎉",
    "1. first",
    "- dash",
    "`code` and **bold** and _this_",
    "%% no comment",
    "C:\\dir\\",
)
IDS = ("end", "graph", "1-2", "a b", "subgraph", "click", "style", "o", "x", "default", "é", "class", "A", "B", "C")


def shown(quoted: str) -> str:
    """What Mermaid shows for a quoted label."""
    assert quoted[0] == quoted[-1] == '"'
    inside = quoted[1:-1]
    assert '"' not in inside
    return html.unescape(re.sub(r"#(\d+);", r"&#\1;", inside.replace("<br/>", "\n")))


def tree_of(words: tuple[str, ...]) -> DecisionTree:
    questions = tuple(
        TreeQuestion(id=id_, ask=text, path="p", options=(TreeOption(id="o", label=text, example="", to="leaf"),))
        for id_, text in zip(IDS, words, strict=True)
    )
    leaf = TreeLeaf(id="leaf", verdict="websocket", because="", costs=(), reconsider=())
    return DecisionTree(start=IDS[0], questions=questions, leaves=(leaf,))


def test_every_label_is_read_back_as_it_was_and_every_id_is_ours(catalog: Catalog) -> None:
    lines = tree_to_flowchart(catalog, tree_of(AWKWARD)).splitlines()
    assert lines[0] == "flowchart LR"
    nodes = [re.fullmatch(r'    n(\d+)\{\{(".*")\}\}', line) for line in lines[1 : len(AWKWARD) + 1]]
    assert [shown(node[2]) for node in nodes if node] == [*AWKWARD]
    edges = [re.fullmatch(r'    n\d+ -->\|(".*")\| n\d+', line) for line in lines[len(AWKWARD) + 2 :]]
    assert [shown(edge[1]) for edge in edges if edge] == [*AWKWARD]
    assert lines[len(AWKWARD) + 1] == '    n16(["WebSocket"])'


@given(st.lists(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1), min_size=1).map(" ".join))
def test_any_text_is_read_back_as_it_was(text: str) -> None:
    quoted = quote_label(text)
    assert shown(quoted) == text
    assert not re.search(r"[\[\]{}<>|`*_~\\@%&]|#(?!\d+;)|(?<!\d);", quoted)


def test_the_whole_tree_is_there_and_the_same_each_time(catalog: Catalog) -> None:
    assert catalog.tree
    text = tree_to_flowchart(catalog, catalog.tree)
    options = sum(len(question.options) for question in catalog.tree.questions)
    assert text.count(" -->|") == options
    assert len(text.splitlines()) == 1 + len(catalog.tree.questions) + len(catalog.tree.leaves) + options
    assert text == tree_to_flowchart(catalog, catalog.tree)


def test_what_ends_a_statement_or_starts_a_comment_is_written_as_a_number() -> None:
    text = "sequenceDiagram\n  participant A as One; two\n  A->>A: see #5; and #35; (a; b) # c\n"
    assert to_sequence_diagram(text) == (
        "sequenceDiagram\n  participant A as One#59; two\n  A->>A: see #5; and #35; (a#59; b) #35; c\n"
    )


def test_the_built_in_diagrams_are_exported_as_they_are_written(catalog: Catalog) -> None:
    for entry in catalog.patterns:
        text = to_sequence_diagram(entry.pattern.diagram)
        assert text == entry.pattern.diagram.rstrip("\n") + "\n"
        assert render_diagram(text)


@pytest.mark.parametrize("text", ["", " "])
def test_no_text_is_an_empty_label(text: str) -> None:
    assert quote_label(text) == '""'
