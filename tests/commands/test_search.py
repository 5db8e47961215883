"""``patterns search``."""

from __future__ import annotations

import json

import pytest

from tests.conftest import Patterns


def test_hits_are_whole_with_the_words_marked_and_a_way_to_the_place(patterns: Patterns) -> None:
    out = patterns("search", "sticky", "session").out
    assert out.startswith(
        "1. WebSocket, Operational consideration: WebSocket = stateful servers. Need *sticky* *sessions*"
    )
    assert "   patterns show websocket --section notes\n" in out


def test_the_command_under_a_hit_works_and_shows_it(patterns: Patterns) -> None:
    for hit in json.loads(patterns("search", "replication slot", "--json", "--all").out)["hits"]:
        words = hit["command"].split()[1:]
        ended = patterns(*words)
        assert ended.code == 0
        assert any(word in ended.out for word in hit["text"].split()[:3])


def test_nothing_found_fails_with_a_way_on_and_prints_nothing(patterns: Patterns) -> None:
    ended = patterns("search", "zebra", "quokka")
    assert (ended.code, ended.out) == (1, "")
    assert (
        ended.err == "error: nothing here says `zebra quokka`\nhint: try fewer or shorter words, or `patterns list`\n"
    )


def test_more_hits_than_shown_are_counted_on_standard_error(patterns: Patterns) -> None:
    ended = patterns("search", "server", "--limit", "2")
    assert ended.out.count("\n   patterns ") == 2
    assert ended.err.startswith("2 of ")
    assert "--all shows the rest" in ended.err


@pytest.mark.parametrize(
    "query", ["undo/redo?", "don't repeat", "C++", "a AND", "NEAR(", "*", '"', "50%", "[/]", "x" * 10_000]
)
def test_any_text_is_fine(patterns: Patterns, query: str) -> None:
    ended = patterns("search", query)
    assert ended.code in (0, 1)
    assert "Traceback" not in ended.err


@pytest.mark.parametrize("query", ["", "   "])
def test_an_empty_query_is_a_usage_error(patterns: Patterns, query: str) -> None:
    ended = patterns("search", query)
    assert ended.code == 2
    assert "say what to look for" in ended.err


def test_case_and_punctuation_make_no_difference(patterns: Patterns) -> None:
    first = [
        json.loads(patterns("search", query, "--json").out)["hits"][0]["text"]
        for query in ("Last-Event-ID", "last event id")
    ]
    assert first[0] == first[1]
