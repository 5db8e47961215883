"""Fixtures of the study tests."""

from __future__ import annotations

import pytest

from patterns_cli.study.log import database as database_module


@pytest.fixture(autouse=True)
def without_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of test answers need not survive a power loss. Subprocesses still wait for the disk."""
    monkeypatch.setattr(database_module, "SYNCHRONOUS", "OFF")
