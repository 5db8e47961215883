"""The choice of follow-up questions, worked out by hand for a small tree.

who  -- people   --> often -- yes --> chat
                           -- no  --> feed
     -- machines --> fast  -- yes --> hook
                           -- no  --> poll
                           -- maybe -> outside
"""

from __future__ import annotations

import pytest

from patterns_cli.advise import hyperparameters as params
from patterns_cli.advise.follow_up import UNKNOWN, apply_answers, as_follow_up, next_question
from patterns_cli.errors import UsageError
from patterns_cli.packs.model import OUTSIDE, DecisionTree, TreeLeaf, TreeOption, TreeQuestion


def question(id_: str, **targets: str) -> TreeQuestion:
    options = tuple(TreeOption(id=name, label=name.title(), example="", to=to) for name, to in targets.items())
    return TreeQuestion(id=id_, ask=f"{id_}?", path=id_, options=options)


def leaf(id_: str, verdict: str) -> TreeLeaf:
    return TreeLeaf(id=id_, verdict=verdict, because="So.", costs=(), reconsider=())


LEAVES = tuple(leaf(f"to-{verdict}", verdict) for verdict in ("chat", "feed", "hook", "poll", OUTSIDE))
TREE = DecisionTree(
    start="who",
    questions=(
        question("who", people="often", machines="fast"),
        question("often", yes="to-chat", no="to-feed"),
        question("fast", yes="to-hook", no="to-poll", maybe=f"to-{OUTSIDE}"),
    ),
    leaves=LEAVES,
)


def asked(probabilities: dict[str, float], *asked_ids: str, tree: DecisionTree = TREE) -> str | None:
    found = next_question(tree, probabilities, asked_ids)
    return found.id if found else None


def test_the_question_with_the_highest_expected_accuracy_is_asked() -> None:
    # who:   people max(0.4, 0.1) + machines max(0.3, 0.2) = 0.7
    # often: yes 0.4 + no 0.1                              = 0.5
    # fast:  yes 0.3 + no 0.2                              = 0.5
    assert asked({"chat": 0.4, "feed": 0.1, "hook": 0.3, "poll": 0.2}) == "who"
    # who: max(0.4, 0.35) + max(0.15, 0.1) = 0.55, often: 0.4 + 0.35 = 0.75
    assert asked({"chat": 0.4, "feed": 0.35, "hook": 0.15, "poll": 0.1}) == "often"


def test_a_verdict_that_several_options_lead_to_is_shared_among_them() -> None:
    tree = DecisionTree(
        start="first",
        questions=(
            question("first", a="to-chat", b="second", c="second"),
            question("second", d="to-feed", e="to-hook", f="first-copy"),
            question("first-copy", g="to-chat", h="to-feed"),
        ),
        leaves=LEAVES,
    )
    # chat is reached by a, b and c (0.5 / 3 each), feed and hook by b and c (0.36 / 2, 0.14 / 2).
    # first:  a 0.1667 + b max(0.1667, 0.18, 0.07) + c 0.18 = 0.5267
    # second: d 0.36 / 2 = 0.18, e 0.14, f max(0.5, 0.18) = 0.5: 0.82
    probabilities = {"chat": 0.5, "feed": 0.36, "hook": 0.14}
    assert asked(probabilities, tree=tree) == "second"
    assert asked(probabilities, "second", tree=tree) == "first"
    # Without the share, first would have a 0.5 + b 0.5 + c 0.5 = 1.5.


def test_at_equal_accuracy_the_first_question_of_the_tree_is_asked() -> None:
    # who: 0.5 + 0.5 = 1 (chat or hook); often and fast: 0.5
    assert asked({"chat": 0.5, "hook": 0.5}) == "who"
    tree = DecisionTree(
        start="one-way",
        questions=(question("one-way", a="other", b="to-feed"), question("other", a="to-chat", b="to-feed")),
        leaves=LEAVES,
    )
    # one-way: a max(0.8, 0.2 / 2) + b 0.1 = 0.9; other: 0.8 + 0.2 = 1
    assert asked({"chat": 0.8, "feed": 0.2}, tree=tree) == "other"


@pytest.mark.parametrize(("top", "expected"), [(0.9799, "often"), (0.98, None), (0.99, None)])
def test_a_sure_answer_needs_no_question(top: float, expected: str | None) -> None:
    # often: top + (1 - top) = 1, a gain of at least 0.01
    assert asked({"chat": top, "feed": 1 - top}) == expected


@pytest.mark.parametrize(("outside", "expected"), [(0.4, "often"), (0.4949, "often"), (0.4951, None), (0.5, None)])
def test_a_question_must_raise_the_accuracy_by_half_a_percent(outside: float, expected: str | None) -> None:
    # often: 0.25 + 0.25 = 0.5, whatever the probability of outside, which is the highest now
    assert params.MIN_EXPECTED_GAIN == 0.005
    assert asked({"chat": 0.25, "feed": 0.25, OUTSIDE: outside}, "who") == expected


def test_a_question_that_would_mislead_is_not_asked() -> None:
    # often: chat 0.2 + feed 0.1 = 0.3, but hook (0.7) is under no option of it.
    assert asked({"chat": 0.2, "feed": 0.1, "hook": 0.7}, "who", "fast") is None


def test_no_question_is_asked_twice() -> None:
    probabilities = {"chat": 0.4, "feed": 0.1, "hook": 0.3, "poll": 0.2}
    # often 0.4 + 0.1 = 0.5, fast 0.3 + 0.2 = 0.5: at equal accuracy the first
    assert asked(probabilities, "who") == "often"
    assert asked(probabilities, "who", "often") == "fast"
    assert asked(probabilities, "who", "often", "fast") is None


def test_only_questions_on_the_default_path_to_a_top_verdict_are_asked() -> None:
    # The top three inside are chat, feed and hook; poll is fourth, outside is never counted.
    # fast lies on the path to hook: who 0.3 + 0.29 = 0.59, fast 0.2 + 0.11 + 0.29 = 0.6, often 0.3 + 0.1 = 0.4
    probabilities = {"chat": 0.3, "feed": 0.1, "hook": 0.2, "poll": 0.11, OUTSIDE: 0.29}
    assert asked(probabilities) == "fast"
    # With four people's verdicts ahead, fast is on no path to the top three.
    tree = DecisionTree(
        start="who",
        questions=(
            question("who", people="often", machines="fast"),
            question("often", yes="to-chat", no="to-feed", maybe="to-poll"),
            question("fast", yes="to-hook", maybe=f"to-{OUTSIDE}"),
        ),
        leaves=LEAVES,
    )
    # fast would have 0.1 + 0.47 = 0.57 and who 0.15 + 0.47 = 0.62; often 0.15 + 0.14 + 0.14 = 0.43
    probabilities = {"chat": 0.15, "feed": 0.14, "poll": 0.14, "hook": 0.1, OUTSIDE: 0.47}
    assert asked(probabilities, tree=tree) == "who"
    assert asked(probabilities, "who", tree=tree) is None
    probabilities |= {"hook": 0.145}
    assert asked(probabilities, "who", tree=tree) == "fast"


def test_without_verdicts_nothing_is_asked() -> None:
    assert asked({}) is None


def test_each_option_names_what_it_leaves_and_the_last_is_not_to_know() -> None:
    found = as_follow_up(TREE, TREE.questions[0])
    assert (found.id, found.ask) == ("who", "who?")
    assert [(option.id, option.label, option.example, option.verdicts) for option in found.options] == [
        ("people", "People", "", ("chat", "feed")),
        ("machines", "Machines", "", ("hook", "poll", OUTSIDE)),
        (UNKNOWN, "I don't know", "", ()),
    ]


def test_verdicts_that_an_answer_rules_out_keep_a_fiftieth() -> None:
    # 0.5 * 0.02 = 0.01 and 0.3, 0.2 add up to 0.51
    assert params.WRONG_ANSWER_RATE == 0.02
    found = apply_answers(TREE, {"chat": 0.5, "hook": 0.3, "poll": 0.2}, {"who": "machines"})
    assert found == pytest.approx({"chat": 0.01 / 0.51, "hook": 0.3 / 0.51, "poll": 0.2 / 0.51})


def test_answers_multiply() -> None:
    # chat 0.5 * 0.02 * 0.02 = 0.0002, hook 0.3, poll 0.2 * 0.02 = 0.004: in all 0.3042
    found = apply_answers(TREE, {"chat": 0.5, "hook": 0.3, "poll": 0.2}, {"who": "machines", "fast": "yes"})
    assert found == pytest.approx({"chat": 0.0002 / 0.3042, "hook": 0.3 / 0.3042, "poll": 0.004 / 0.3042})


def test_not_to_know_changes_nothing() -> None:
    probabilities = {"chat": 0.5, "hook": 0.3, "poll": 0.2}
    assert apply_answers(TREE, probabilities, {"who": UNKNOWN}) == pytest.approx(probabilities)
    after_unknown = apply_answers(TREE, probabilities, {"who": UNKNOWN, "fast": "yes"})
    assert after_unknown == pytest.approx(apply_answers(TREE, probabilities, {"fast": "yes"}))


def test_probabilities_of_zero_stay_zero() -> None:
    assert apply_answers(TREE, {"chat": 0.0}, {"who": "machines"}) == {"chat": 0.0}


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"whom": "people"}, "there is no question `whom`"),
        ({"whom": UNKNOWN}, "there is no question `whom`"),
        ({"who": "robots"}, "`who` has no option `robots`"),
    ],
)
def test_an_answer_that_the_tree_does_not_have_is_an_error(answers: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        apply_answers(TREE, {"chat": 1.0}, answers)
