"""What stands behind a verdict."""

from __future__ import annotations

import pytest

from patterns_cli.advise.advice import MAX_ALTERNATIVES, Advice, advise
from patterns_cli.advise.decision_tree import walk
from patterns_cli.catalog.catalog import Catalog
from patterns_cli.packs.model import TreeLeaf


def advice(catalog: Catalog, **answers: str) -> Advice:
    assert catalog.tree is not None
    walked = walk(catalog.tree, {question.replace("_", "-"): option for question, option in answers.items()})
    assert isinstance(walked.node, TreeLeaf)
    return advise(catalog, walked.node, walked.path)


def test_the_verdict_comes_with_its_reasons(catalog: Catalog) -> None:
    told = advice(
        catalog, need="learn-of-change", who_learns="open-page", who_sends="server-only", how_often="steadily"
    )
    assert (told.verdict, told.name) == ("sse", "SSE (Server-Sent Events)")
    assert told.because.startswith("Only the server speaks")
    assert told.costs
    assert told.reconsider
    assert [given.option for given in told.answers] == ["learn-of-change", "open-page", "server-only", "steadily"]


def test_the_closest_others_are_those_that_other_answers_lead_to_first(catalog: Catalog) -> None:
    told = advice(
        catalog, need="learn-of-change", who_learns="open-page", who_sends="server-only", how_often="steadily"
    )
    assert [one.ref for one in told.alternatives][:2] == ["long-polling", "websocket"]
    assert all(one.wins_when and one.because and one.question for one in told.alternatives)


def test_at_most_a_few_alternatives_and_never_the_verdict_itself(catalog: Catalog) -> None:
    assert catalog.tree is not None
    for leaf in catalog.tree.leaves:
        told = advise(catalog, leaf, ())
        assert len(told.alternatives) <= MAX_ALTERNATIVES
        assert leaf.verdict not in [one.ref for one in told.alternatives]


def test_systems_that_do_it_but_not_those_that_decided_against(catalog: Catalog) -> None:
    told = advice(catalog, need="follow-database", all_writes="many-writers")
    assert [example.system for example in told.systems] == ["Uber", "BookMyShow", "Spotify"]


@pytest.mark.parametrize(("need", "then", "neighbor"), [("hold-back", {"who_floods": "typing"}, "debounce")])
def test_outside_names_the_neighbor_and_the_first_step(
    catalog: Catalog, need: str, then: dict[str, str], neighbor: str
) -> None:
    told = advice(catalog, need=need, **then)
    assert told.verdict == "outside"
    assert told.instead is not None
    assert told.instead.ref == neighbor
    assert told.instead.do
    assert told.next_commands[0][0] == f"patterns show {neighbor}"


def test_when_nothing_is_near_the_advice_says_so_and_shows_a_way_on(catalog: Catalog) -> None:
    told = advice(catalog, need="something-else", other_need="none-of-these")
    assert told.instead is None
    assert told.name == "None of these patterns"
    assert told.next_commands
