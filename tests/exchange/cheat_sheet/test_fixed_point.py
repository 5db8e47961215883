"""A sheet that is imported, exported and imported again is the same pack, byte for byte."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from patterns_cli.exchange.cheat_sheet.importer import import_sheet
from patterns_cli.exchange.cheat_sheet.pack_markdown import pack_to_markdown
from patterns_cli.exchange.markdown.block_writer import write_markdown
from patterns_cli.exchange.markdown.reader import read_markdown
from patterns_cli.packs.install.folder_writer import serialize_pack
from tests.conftest import CHEAT_SHEET
from tests.exchange.cheat_sheet.any_sheet import sheets

patient = settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def test_the_cheat_sheet_is_the_same_again() -> None:
    first = import_sheet(CHEAT_SHEET.read_text(encoding="utf-8"), "sheet")
    again = import_sheet(pack_to_markdown(first.pack), "sheet")
    assert serialize_pack(again.pack) == serialize_pack(first.pack)
    assert pack_to_markdown(again.pack) == pack_to_markdown(first.pack)
    assert first.remarks == again.remarks == ()


@given(sheets)
@patient
def test_blocks_that_are_written_are_read_as_the_same_blocks(text: str) -> None:
    blocks = [placed.block for placed in read_markdown(text).blocks]
    again = [placed.block for placed in read_markdown(write_markdown(blocks)).blocks]
    assert again == blocks


@given(sheets)
@patient
def test_any_sheet_is_the_same_again(text: str) -> None:
    first = import_sheet(text, "sheet").pack
    again = import_sheet(pack_to_markdown(first), "sheet").pack
    assert serialize_pack(again) == serialize_pack(first)


FOUND = [
    "# Theory\n\n| System |\n\ncache\n\n**What**:\n**Theory**:\n**What**: cache\n\n| System |\n|  |\n",
    "## 1. A\n\n# B\n\n**What**:\n\n| System |\n| --- |\n\n## C\n\n- **What**: cache\n",
    "cache\n\n## What\n\n| System |\n|  |\n",
    "**Theory**:\n\n| System |\n|  |\n",
    "# Cache-aside\n\n**What**:\n\n| System |\n| --- |\n\n## 1. Cache-aside\n",
    "**When to use**: cache\n**When to use**: <b>\n",
    "# A\n\n# B\n\n**When to use**: # x:\n",
    "# A\n\n# B\n\n- **What**: cache\n- **x::** cache\n",
    "## A\n\n# B\n\n## C\n",
    "**What**: cache\n\n## A\n",
    "## 1. A\n\n- a\n  - b\n\n| System |\n|---|\n\n- c\n  - d\n\n<!-- never closed\n\n## 2. B\n",
]
"""Sheets that were once another pack after export and import."""


@pytest.mark.parametrize("text", FOUND)
def test_a_sheet_that_once_changed_is_the_same_again(text: str) -> None:
    first = import_sheet(text, "sheet").pack
    assert serialize_pack(import_sheet(pack_to_markdown(first), "sheet").pack) == serialize_pack(first)
