"""``patterns system``."""

from __future__ import annotations

import json

from patterns_cli.catalog.catalog import Catalog
from tests.conftest import Patterns


def test_a_system_says_what_it_uses_why_and_what_it_did_not_choose(patterns: Patterns) -> None:
    out = patterns("system", "uber").out
    assert "\nWebSocket\n  Use Case: Driver location updates to rider during trip (every 3-5s)\n" in out
    assert "\nSSE (as an alternative)\n" in out
    assert "  What's Captured: Trip state changes → Kafka via Debezium\n" in out
    assert "Not chosen: WebSocket" in out


def test_a_pattern_that_was_weighed_and_left_is_said_to_be_left(patterns: Patterns) -> None:
    assert "CDC (does without)" in patterns("system", "splitwise").out


def test_without_a_name_every_system_and_what_it_uses(patterns: Patterns, catalog: Catalog) -> None:
    out = patterns("system").out
    assert all(f"{system.name}: " in out for system in catalog.systems.values())
    assert "Uber: WebSocket, SSE (could), CDC\n" in out


def test_a_wide_window_gets_the_matrix(patterns: Patterns, catalog: Catalog) -> None:
    out = patterns("system", terminal=True, width=140).out.partition("Next")[0]
    cells = {(use.row.system, use.pattern.id) for use in catalog.usages()}
    assert out.count(" uses ") + out.count(" could ") + out.count(" without ") == len(cells)


def test_an_unknown_system_fails_with_near_misses(patterns: Patterns) -> None:
    ended = patterns("system", "ubre")
    assert ended.code == 1
    assert "did you mean uber?" in ended.err


def test_json_of_one_and_of_all(patterns: Patterns) -> None:
    one = json.loads(patterns("system", "google drive", "--json").out)
    assert [use["pattern"] for use in one["uses"]] == ["long-polling", "presigned-urls"]
    everything = json.loads(patterns("system", "--json").out)
    assert len(everything["systems"]) == 15
