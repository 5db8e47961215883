"""``patterns pack remove`` as a person sees it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.conftest import SmallPack
from tests.pty.screen import Screen

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")


@pytest.fixture
def pack(home: Path, small_pack: SmallPack) -> Path:
    (home / "packs").mkdir(parents=True)
    return small_pack.folder.rename(home / "packs" / "small")


@pytest.mark.parametrize(
    ("keys", "code", "stays"),
    [("\r", 0, True), ("2", 0, False), ("q", 0, True), ("\x04", 0, True), ("\x1b", 0, True), ("\x03", 130, True)],
)
def test_nothing_is_removed_without_a_yes(pack: Path, keys: str, code: int, stays: bool) -> None:
    with Screen("pack", "remove", "small") as screen:
        screen.wait_for("Yes, remove it")
        screen.type(keys)
        assert screen.end() == code
        assert "Traceback" not in screen.raw
        assert ("Nothing was removed." in screen.text) == (stays and code == 0)
    assert pack.exists() == stays
