"""A sheet that is imported, exported and imported again is the same pack, byte for byte."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from patterns_cli.exchange.markdown_reader import read_markdown
from patterns_cli.exchange.markdown_text import write_markdown
from patterns_cli.exchange.pack_files import pack_files
from patterns_cli.exchange.pack_markdown import pack_markdown
from patterns_cli.exchange.sheet_pack import read_sheet
from tests.conftest import CHEAT_SHEET
from tests.exchange.sheets import sheets

patient = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def test_the_cheat_sheet_is_the_same_again() -> None:
    first = read_sheet(CHEAT_SHEET.read_text(encoding="utf-8"), "sheet")
    again = read_sheet(pack_markdown(first.pack), "sheet")
    assert pack_files(again.pack) == pack_files(first.pack)
    assert pack_markdown(again.pack) == pack_markdown(first.pack)
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
    first = read_sheet(text, "sheet").pack
    again = read_sheet(pack_markdown(first), "sheet").pack
    assert pack_files(again) == pack_files(first)
