"""A home of each test's own, in which the content is compiled already."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from patterns_cli.study.deck import Deck


@pytest.fixture
def home(home: Path, shared_home: Path, deck: Deck) -> Path:
    """Nothing is kept in it yet but what was compiled."""
    shutil.copytree(shared_home / "cache", home / "cache")
    return home
