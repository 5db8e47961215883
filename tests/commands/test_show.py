"""``patterns show``."""

from __future__ import annotations

import json

import pytest

from patterns_cli.catalog.catalog import Catalog
from patterns_cli.render.cards.entry import SECTION_TITLES
from tests.conftest import Patterns


def test_a_card_says_all_about_a_pattern(patterns: Patterns) -> None:
    out = patterns("show", "websocket").out
    for title in SECTION_TITLES.values():
        if title != SECTION_TITLES["variants"]:
            assert f"\n{title}\n" in out
    assert "Persistent, bidirectional TCP connection between client and server." in out
    assert "Client → Server: GET, Upgrade: websocket" in out
    assert "Use instead: SSE" in out
    assert "System: Chat System" in out
    assert "https://www.rfc-editor.org/rfc/rfc6455" in out


@pytest.mark.parametrize("name", ["ws", "WebSocket", "Web Socket", "web-socket", "WEBSOCKETS", "socket.io"])
def test_a_name_is_found_without_case_spaces_or_hyphens(patterns: Patterns, name: str) -> None:
    assert patterns("show", name).out.startswith("WebSocket\n")


def test_several_words_are_one_name(patterns: Patterns) -> None:
    assert patterns("show", "long", "polling").out.startswith("Long Polling\n")


@pytest.mark.parametrize(("word", "title"), [("websocket", "WebSocket"), ("cursor", "Cursor-based pagination")])
def test_a_first_word_that_is_no_command_is_shown(patterns: Patterns, word: str, title: str) -> None:
    assert patterns(word).out == patterns("show", word).out
    assert patterns(word).out.startswith(title)


def test_options_with_values_follow_a_bare_name(patterns: Patterns) -> None:
    assert patterns("cdc", "--section", "pitfalls").out == patterns("show", "cdc", "--section", "pitfalls").out


def test_options_work_before_and_after(patterns: Patterns) -> None:
    assert patterns("websocket", "--json").out == patterns("--json", "show", "websocket").out


def test_brief_is_short_and_still_says_when(patterns: Patterns) -> None:
    out = patterns("show", "sse", "--brief").out
    assert "Use when" in out
    assert "Avoid when" in out
    assert "Pitfalls" not in out
    assert out.count("\n") < 25


def test_one_section_alone(patterns: Patterns) -> None:
    out = patterns("show", "cdc", "--section", "pitfalls").out
    assert "Pitfalls" in out
    assert "Use when" not in out


@pytest.mark.parametrize("word", ["pitfalls", "Pitfall", "pit"])
def test_a_section_by_its_id_or_the_start_of_it(patterns: Patterns, word: str) -> None:
    assert "Do:" in patterns("show", "cdc", "-s", word).out


def test_a_section_that_no_card_has_is_a_usage_error_with_a_suggestion(patterns: Patterns) -> None:
    ended = patterns("show", "cdc", "-s", "pitfals")
    assert ended.code == 2
    assert "did you mean pitfalls?" in ended.err


def test_a_section_that_this_card_lacks_is_a_failure(patterns: Patterns) -> None:
    ended = patterns("show", "cdc", "-s", "variants")
    assert ended.code == 1
    assert "CDC (Change Data Capture) has no part `variants`" in ended.err


def test_an_unknown_name_fails_with_near_misses(patterns: Patterns) -> None:
    ended = patterns("show", "webhoks")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("error: no pattern is called `webhoks`\nhint: did you mean webhooks")


def test_an_ambiguous_name_lists_what_it_can_mean(patterns: Patterns) -> None:
    ended = patterns("show", "web")
    assert ended.code == 1
    assert "say which: webhooks, websocket" in ended.err


def test_at_most_three_suggestions(patterns: Patterns) -> None:
    error = json.loads(patterns("show", "pagnation", "--json").out)["error"]
    assert 1 <= len(error["suggestions"]) <= 3
    assert "pagination" in error["suggestions"]


def test_a_variant_has_a_card_of_its_own(patterns: Patterns) -> None:
    out = patterns("show", "cursor").out
    assert "System: News Feed" in out
    assert "Typical delay: About the same for every page" in out


def test_a_neighbor_says_how_to_tell_it_and_what_to_do(patterns: Patterns) -> None:
    out = patterns("show", "circuit-breaker").out
    for label in ("What it is for", "How to tell", "To start", "Mistaken for"):
        assert f"{label}: " in out


def test_a_system_can_be_shown(patterns: Patterns) -> None:
    assert patterns("show", "uber").out == patterns("system", "uber").out


def test_every_card_is_whole_on_every_kind_of_terminal(patterns: Patterns, catalog: Catalog) -> None:
    for ref in (ref for ref in catalog.entries if ":" not in ref):
        plain = patterns("show", ref)
        pretty = patterns("show", ref, terminal=True, width=100)
        assert (plain.code, pretty.code) == (0, 0)
        assert plain.err == pretty.err == ""


def test_json_holds_the_record_and_what_others_say_of_it(patterns: Patterns) -> None:
    answer = json.loads(patterns("show", "rate-limiting", "--json").out)
    assert answer["schema_version"] == 1
    assert answer["ref"] == "rate-limiting"
    assert [use["system_name"] for use in answer["uses"]] == ["BookMyShow", "URL Shortener", "Autocomplete"]
    assert answer["tables"][0]["title"] == "Common algorithms"
    assert answer["contrasts"]


def test_a_section_as_json_holds_that_part_alone(patterns: Patterns) -> None:
    answer = json.loads(patterns("show", "cdc", "--section", "pitfalls", "--json").out)
    assert answer["pitfalls"]
    assert answer["ref"] == "cdc"
    assert not {"use_when", "contrasts", "uses", "what"} & set(answer)


def test_brief_json_says_what_it_is_and_when_to_use_it(patterns: Patterns) -> None:
    answer = json.loads(patterns("show", "sse", "--brief", "--json").out)
    assert answer["what"]
    assert answer["use_when"]
    assert answer["avoid_when"]
    assert not {"pitfalls", "contrasts", "uses"} & set(answer)
