"""Two packs that use the same ids: contrasts and tables belong to their own pack."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import PATTERN, Patterns, SmallPack

CONTRAST = """contrasts:
  - id: sse-or-websocket
    between: [sse, websocket]
    question: Is the quokka awake?
    choices:
      - {choose: sse, when: w, because: b}
      - {choose: websocket, when: w, because: b}
    flip: {story: s, answer: sse, change: c, then: websocket, because: b}
"""


@pytest.fixture(autouse=True)
def other_pack(home: Path) -> SmallPack:
    """A pack with patterns and a contrast of the built-in pack's ids."""
    pack = SmallPack(home / "packs" / "other")
    pack.write("pack.yaml", "id: other\ntitle: Other\nsummary: s\n")
    for id_, near in (("sse", "websocket"), ("websocket", "sse")):
        text = PATTERN.replace("Alpha", f"Other {id_}").replace("alpha", id_).replace("[beta]", f"[{near}]")
        pack.write(f"patterns/{id_}.yaml", text.partition("profile:")[0])
    pack.write("contrasts.yaml", CONTRAST)
    return pack


def test_a_comparison_uses_the_contrast_of_its_pack_and_no_table_of_another(patterns: Patterns) -> None:
    out = patterns("compare", "other:sse", "other:websocket").out
    assert "Is the quokka awake?" in out
    assert "Decision Table" not in out
    assert "quokka" not in patterns("compare", "sse", "websocket").out


def test_a_comparison_as_json_has_the_contrast_of_its_pack(patterns: Patterns) -> None:
    answer = json.loads(patterns("compare", "other:sse", "other:websocket", "--json").out)
    assert [entry["ref"] for entry in answer["compared"]] == ["other:sse", "other:websocket"]
    assert answer["tables"] == []
    assert [contrast["between"] for contrast in answer["contrasts"]] == [["other:sse", "other:websocket"]]


def test_json_refs_are_unique(patterns: Patterns) -> None:
    refs = [entry["ref"] for entry in json.loads(patterns("list", "--json").out)["patterns"]]
    assert len(refs) == len(set(refs))
    assert json.loads(patterns("show", "other:sse", "--json").out)["ref"] == "other:sse"


def test_search_suggests_the_comparison_of_the_right_pack(patterns: Patterns) -> None:
    hits = json.loads(patterns("search", "quokka", "--json").out)["hits"]
    assert [hit["command"] for hit in hits] == ["patterns compare other:sse other:websocket"]


def test_a_card_leads_to_the_comparison_in_its_own_pack(patterns: Patterns) -> None:
    assert "patterns compare other:sse other:websocket" in patterns("show", "other:sse").out
