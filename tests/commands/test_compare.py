"""``patterns compare``."""

from __future__ import annotations

import json
from itertools import combinations

import pytest

from patterns_cli.catalog.catalog import Catalog
from tests.conftest import Patterns


def test_a_pair_gets_its_table_its_profiles_and_its_contrast(patterns: Patterns) -> None:
    out = patterns("compare", "sse", "websocket").out
    assert "Decision Table: WebSocket vs SSE vs Long Polling" in out
    assert "Factor: Direction\n  WebSocket: Bidirectional\n  SSE: Server → client\n" in out
    assert "Long Polling: Server → client" not in out
    assert "Side by side" in out
    assert "One changed fact turns it round" in out


def test_variants_get_the_rows_of_their_table(patterns: Patterns) -> None:
    out = patterns("compare", "token-bucket", "fixed-window").out
    assert "Algorithm: Token Bucket" in out
    assert "Algorithm: Fixed Window" in out
    assert "Algorithm: Sliding Window" not in out


def test_three_get_every_question_that_tells_two_of_them_apart(patterns: Patterns) -> None:
    out = patterns("compare", "sse", "websocket", "long-polling").out
    assert "What tells them apart" in out
    for pair in ("SSE or WebSocket", "SSE or Long Polling", "WebSocket or Long Polling"):
        assert pair in out


def test_a_pattern_and_a_neighbor(patterns: Patterns) -> None:
    out = patterns("compare", "rate-limiting", "circuit-breaker").out
    assert "About Circuit breaker" in out
    assert "Circuit breaker: A service that you call fails or hangs." in out


def test_any_two_patterns_or_variants_have_a_whole_profile(patterns: Patterns, catalog: Catalog) -> None:
    refs = [entry.ref for entry in catalog.patterns_with_variants()]
    labels = [attribute.label for attribute in catalog.packs[0].info.profile]
    for one, other in combinations(refs, 2):
        out = patterns("compare", one, other).out
        assert all(f"\n  {label}\n" in out for label in labels), (one, other)


def test_six_at_once(patterns: Patterns) -> None:
    ended = patterns("compare", "sse", "websocket", "long-polling", "webhooks", "cdc", "heartbeat")
    assert ended.code == 0


@pytest.mark.parametrize(
    "names", [["sse"], ["sse", "server-sent events"], ["sse", "ws", "cdc", "cursor", "offset", "heartbeat", "webhooks"]]
)
def test_fewer_than_two_or_more_than_six_is_a_usage_error(patterns: Patterns, names: list[str]) -> None:
    ended = patterns("compare", *names)
    assert ended.code == 2
    assert "compare takes 2 to 6 different patterns" in ended.err


def test_json_holds_tables_profiles_and_contrasts(patterns: Patterns) -> None:
    answer = json.loads(patterns("compare", "cursor", "offset", "--json").out)
    assert [entry["ref"] for entry in answer["compared"]] == ["pagination/cursor", "pagination/offset"]
    assert answer["tables"][0]["id"] == "offset-or-cursor"
    assert len(answer["contrasts"]) == 1
    assert all(len(entry["profile"]) == 9 for entry in answer["compared"])
