"""``patterns decide``, without a terminal; see tests/pty for the questions."""

from __future__ import annotations

import json

import pytest

from patterns_cli.catalog.catalog import Catalog
from patterns_cli.packs.model import DecisionTree
from tests.conftest import Patterns


def answers(*pairs: str) -> list[str]:
    return [word for pair in pairs for word in ("--answer", pair)]


def ways(tree: DecisionTree) -> list[tuple[list[str], str]]:
    """Every way through the tree: its answers, and the id of its leaf."""
    questions = {question.id: question for question in tree.questions}
    found: list[tuple[list[str], str]] = []
    pending: list[tuple[list[str], str]] = [([], tree.start)]
    while pending:
        way, at = pending.pop()
        if at not in questions:
            found.append((way, at))
            continue
        pending += [([*way, f"{at}={option.id}"], option.to) for option in questions[at].options]
    return found


def test_answers_lead_to_advice_with_its_reasons(patterns: Patterns) -> None:
    out = patterns("decide", *answers("need=hold-back", "who-floods=callers", "limit-shape=allow-burst")).out
    assert out.startswith("Token Bucket\n")
    for title in (
        "Because",
        "You said",
        "What it costs",
        "When to change your mind",
        "Why not the closest others",
        "Who does it",
    ):
        assert f"\n{title}\n" in out
    assert "patterns show rate-limiting/token-bucket: " in out


def test_answers_are_taken_in_any_order_and_by_number(patterns: Patterns) -> None:
    one = patterns("decide", *answers("need=know-alive", "what-is-alive=presence")).out
    other = patterns("decide", *answers("what-is-alive=1", "need=know-alive")).out
    assert one == other
    assert one.startswith("Heartbeat / Presence Detection\n")


def test_none_of_these_names_the_neighbor_and_what_to_do(patterns: Patterns) -> None:
    out = patterns("decide", *answers("need=learn-of-change", "who-learns=closed-app")).out
    assert out.startswith("None of these patterns. Look at: Mobile push")
    assert "To start: " in out


def test_every_way_ends_in_advice(patterns: Patterns, catalog: Catalog) -> None:
    assert catalog.tree is not None
    for way, _ in ways(catalog.tree):
        assert len(way) <= 5
        answer = json.loads(patterns("decide", *answers(*way), "--json").out)["advice"]
        assert answer["because"]
        assert answer["costs"]
        assert answer["reconsider"]
        assert answer["next_commands"]
        assert [f"{given['question']}={given['option']}" for given in answer["answers"]] == way


def test_a_missing_answer_names_the_question_and_its_options(patterns: Patterns) -> None:
    ended = patterns("decide", *answers("need=move-files"))
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("error: a terminal is needed to ask: How should the bytes travel?\n")
    assert "--answer file-path=OPTION" in ended.err
    assert "\n  direct: " in ended.err


def test_under_json_the_question_comes_as_data(patterns: Patterns) -> None:
    ended = patterns("decide", "--json")
    error = json.loads(ended.out)["error"]
    assert ended.code == 2
    assert error["question"] == "need"
    assert error["options"][0][0] == "learn-of-change"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["need"], "is not QUESTION=OPTION"),
        (["ned=move-files"], "did you mean need?"),
        (["need=move-file"], "did you mean move-files?"),
        (["need=move-files", "need=hold-back"], "is answered twice"),
        (["need=move-files", "who-floods=callers"], "`who-floods` is not asked here"),
    ],
)
def test_a_wrong_answer_is_a_usage_error(patterns: Patterns, given: list[str], told: str) -> None:
    ended = patterns("decide", *answers(*given))
    assert ended.code == 2
    assert told in ended.err


def test_the_tree_is_printed_whole(patterns: Patterns, catalog: Catalog) -> None:
    assert catalog.tree is not None
    out = patterns("decide", "--tree").out
    assert all(option.label in out for question in catalog.tree.questions for option in question.options)


def test_no_input_never_asks(patterns: Patterns) -> None:
    ended = patterns("decide", "--no-input", terminal=True, typed="1\n1\n1\n")
    assert ended.code == 2


def test_lines_from_a_pipe_are_not_answers(patterns: Patterns) -> None:
    assert patterns("decide", typed="1\n1\n1\n").code == 2


def test_numbered_lines_ask_where_arrows_cannot(patterns: Patterns) -> None:
    ended = patterns("decide", "--plain", terminal=True, width=80, typed="3\nb\n9\nknow-alive\na\n")
    assert ended.code == 0
    assert "Please answer with a number from 1 to 8." in ended.out
    assert "\nHeartbeat / Presence Detection\n" in ended.out


@pytest.mark.parametrize("typed", ["", "q\n", "3\nquit\n"])
def test_quitting_or_the_end_of_input_stops_quietly(patterns: Patterns, typed: str) -> None:
    ended = patterns("decide", "--plain", terminal=True, typed=typed)
    assert ended.code == 0
    assert "Stopped." in ended.err


def test_a_printed_record_is_part_of_the_json_object(patterns: Patterns) -> None:
    answers = ("-a", "need=learn-of-change", "-a", "who-learns=closed-app")
    answer = json.loads(patterns("decide", *answers, "--json", "--record", "-").out)
    assert answer["record"].startswith("---")
    assert answer["advice"]
