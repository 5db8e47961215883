"""What the tests of learning share."""

from __future__ import annotations

import pytest

from patterns_cli.study.log import database as database_module


@pytest.fixture(autouse=True)
def without_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of answers need not outlive a loss of power; processes of their own wait all the same."""
    monkeypatch.setattr(database_module, "SYNCHRONOUS", "OFF")
