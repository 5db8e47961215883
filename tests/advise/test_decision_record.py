"""Decision records."""

from __future__ import annotations

from datetime import date

from patterns_cli.advise.advice import advise
from patterns_cli.advise.decision_record import to_madr
from patterns_cli.advise.decision_tree import walk
from patterns_cli.catalog.catalog import Catalog
from patterns_cli.packs.model import TreeLeaf

DAY = date(2026, 11, 25)


def recorded(catalog: Catalog, **answers: str) -> str:
    assert catalog.tree is not None
    walked = walk(catalog.tree, {name.replace("_", "-"): option for name, option in answers.items()})
    assert isinstance(walked.node, TreeLeaf)
    return to_madr(catalog, advise(catalog, walked.node, walked.path), DAY)


def test_a_record_has_the_parts_of_a_markdown_decision_record(catalog: Catalog) -> None:
    text = recorded(catalog, need="know-alive", what_is_alive="presence")
    assert text.startswith("---\nstatus: proposed\ndate: 2026-11-25\n---\n\n# Use Heartbeat / Presence Detection\n")
    titles = [line for line in text.splitlines() if line.startswith("## ")]
    assert titles == [
        "## Context and Problem Statement",
        "## Considered Options",
        "## Decision Outcome",
        "## Pros and Cons of the Options",
        "## More Information",
    ]
    assert "- What do you need to happen? You need to know who or what is online now" in text
    assert "### Consequences\n\n- One small write for each client and interval" in text
    assert "Look at this again when:" in text


def test_outside_is_a_decision_too(catalog: Catalog) -> None:
    text = recorded(catalog, need="hold-back", who_floods="typing")
    assert "# Use Debounce" in text
    assert recorded(catalog, need="something-else", other_need="none-of-these").count("# Use none of the patterns") == 1


def test_no_line_ends_in_space_and_no_two_are_empty(catalog: Catalog) -> None:
    text = recorded(catalog, need="move-files", file_path="direct")
    assert all(line == line.rstrip() for line in text.splitlines())
    assert "\n\n\n" not in text
