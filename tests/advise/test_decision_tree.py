"""Walking a decision tree."""

from __future__ import annotations

import pytest

from patterns_cli.advise.decision_tree import default_path, find_option, reachable_verdicts, walk
from patterns_cli.errors import UsageError
from patterns_cli.packs.model import DecisionTree, TreeLeaf, TreeOption, TreeQuestion


def question(id_: str, **options: str) -> TreeQuestion:
    told = tuple(TreeOption(id=name, label=name.title(), example="", to=to) for name, to in options.items())
    return TreeQuestion(id=id_, ask=f"{id_}?", path=id_, options=told)


def leaf(id_: str, verdict: str) -> TreeLeaf:
    return TreeLeaf(id=id_, verdict=verdict, because="So.", costs=("Time",), reconsider=("Later",))


TREE = DecisionTree(
    start="first",
    questions=(question("first", no="second", yes="good"), question("second", left="good", right="bad")),
    leaves=(leaf("good", "websocket"), leaf("bad", "outside")),
)


def test_no_answers_leave_the_walk_at_the_start() -> None:
    assert walk(TREE, {}).node.id == "first"


def test_answers_lead_on_and_the_way_is_remembered() -> None:
    walked = walk(TREE, {"first": "no", "second": "right"})
    assert walked.node.id == "bad"
    assert [(step.question.id, step.option.id) for step in walked.path] == [("first", "no"), ("second", "right")]


def test_an_option_called_no_is_an_answer_like_any_other() -> None:
    assert walk(TREE, {"first": "no"}).node.id == "second"


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"frst": "no"}, "there is no question `frst`"),
        ({"first": "maybe"}, "`first` has no option `maybe`"),
        ({"first": "yes", "second": "left"}, "`second` is not asked here"),
        ({"second": "left"}, "`second` is not asked here"),
    ],
)
def test_answers_that_nothing_asks_for_are_refused(answers: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        walk(TREE, answers)


@pytest.mark.parametrize("reply", ["left", "1", " LEFT "])
def test_an_option_is_meant_by_its_id_or_number(reply: str) -> None:
    assert find_option(TREE.questions[1], reply).id == "left"


def test_the_usual_way_takes_the_first_option_that_leads_there() -> None:
    assert default_path(TREE, "outside") == ("first", "second")
    assert default_path(TREE, "websocket") == ("first", "second")
    assert default_path(TREE, "nowhere") == ()


def test_verdicts_that_can_still_be_reached() -> None:
    assert reachable_verdicts(TREE, "first") == ("websocket", "outside")
    assert reachable_verdicts(TREE, "bad") == ("outside",)
