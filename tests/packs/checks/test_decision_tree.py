"""Whether a decision tree leads everywhere it should, and ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from tests.conftest import CONTENT, PATTERN, SmallPack
from tests.packs.diagnosing import diagnose_pack

TREE = """\
start: early
questions:
  - id: early
    ask: Is it early?
    path: early
    options:
      - id: yes
        label: It is
        example: at dawn
        to: hurry
      - id: no
        label: It is not
        example: at dusk
        to: use-beta
  - id: hurry
    ask: Do you hurry?
    path: hurry
    options:
      - id: yes
        label: I do
        example: a train leaves
        to: use-alpha
      - id: no
        label: I do not
        example: none leaves
        to: none-fits
leaves:
  - id: use-alpha
    verdict: alpha
    because: It goes first.
    costs: [Sleep.]
    reconsider: []
  - id: use-beta
    verdict: beta
    because: It goes last.
    costs: []
    reconsider: []
  - id: none-fits
    verdict: outside
    neighbour: queue
    because: You can wait.
    costs: []
    reconsider: []
"""


@pytest.fixture
def pack(small_pack: SmallPack) -> SmallPack:
    """A pack with a tree without a fault."""
    small_pack.write("decide.yaml", TREE)
    small_pack.write("neighbours.yaml", "neighbours:\n  - {id: queue, name: Q, purpose: p, tell_apart: t, do: d}\n")
    return small_pack


def test_a_tree_that_leads_everywhere_and_ends_has_no_fault(pack: SmallPack) -> None:
    assert diagnose_pack(pack.folder) == []


def test_the_built_in_tree_has_no_fault() -> None:
    assert diagnose_pack(CONTENT / "realtime-api") == []


def test_a_leaf_that_recommends_a_variant_covers_its_pattern(pack: SmallPack) -> None:
    variants = "variants:\n  - {id: fast, name: Fast, summary: s, what: w}\n"
    pack.replace("patterns/alpha.yaml", "profile:", f"{variants}profile:")
    pack.replace("decide.yaml", "verdict: alpha", "verdict: alpha/fast")
    assert diagnose_pack(pack.folder) == []


def test_a_leaf_outside_the_pack_needs_no_neighbor(pack: SmallPack) -> None:
    pack.replace("decide.yaml", "    neighbour: queue\n", "")
    assert diagnose_pack(pack.folder) == []


# Where answers lead.

WRONG = {
    "an answer that leads nowhere": (
        ("to: use-beta", "to: use-betta"),
        [
            "14:13: there is no question or leaf `use-betta` (did you mean use-beta?)",
            "33:5: no option leads to `use-beta`",
        ],
    ),
    "an answer that leads to nothing like it": (
        ("to: none-fits", "to: xyz"),
        ["26:13: there is no question or leaf `xyz`", "38:5: no option leads to `none-fits`"],
    ),
    "an option that stands twice": (
        ("      - id: no\n        label: It is not", "      - id: yes\n        label: It is not"),
        ["11:9: the option `yes` is defined twice (give each option its own id)"],
    ),
    "a question that is passed by": (
        ("to: hurry", "to: use-alpha"),
        ["15:5: no option leads to `hurry`", "38:5: no option leads to `none-fits`"],
    ),
    "a leaf that is passed by": (("to: use-beta", "to: use-alpha"), ["33:5: no option leads to `use-beta`"]),
    "a circle": (("to: none-fits", "to: early"), ["3:5: the options of `early` lead back to it"]),
    "a question that leads to itself": (
        ("to: none-fits", "to: hurry"),
        ["15:5: the options of `hurry` lead back to it"],
    ),
    "a verdict that does not exist": (
        ("verdict: alpha", "verdict: alhpa"),
        ["29:14: there is no pattern or variant `alhpa` (did you mean alpha?)"],
    ),
    "a verdict that is a neighbour": (
        ("verdict: beta", "verdict: queue"),
        ["34:14: there is no pattern or variant `queue`"],
    ),
    "a neighbour that does not exist": (
        ("neighbour: queue", "neighbour: line"),
        ["40:16: there is no neighbor `line`"],
    ),
    "a question without an answer": (
        (
            TREE[TREE.index("    options:\n      - id: yes\n        label: I do\n") : TREE.index("leaves:")],
            "    options: []\n",
        ),
        ["15:5: ", "20:5: no option leads to `use-alpha`", "30:5: no option leads to `none-fits`"],
    ),
}
MAX_QUESTIONS = 5
NOT_COVERED = "warning: decide.yaml:1:1: no leaf recommends the pattern"


@pytest.mark.parametrize("kind", WRONG)
def test_a_way_that_goes_wrong_is_reported_where_it_does(pack: SmallPack, kind: str) -> None:
    (old, new), sentences = WRONG[kind]
    pack.replace("decide.yaml", old, new)
    lines = [line for line in diagnose_pack(pack.folder) if not line.startswith(NOT_COVERED)]
    starts = [f"decide.yaml:{sentence}" for sentence in sentences]
    assert len(lines) == len(starts), lines
    assert [line[: len(start)] for line, start in zip(lines, starts, strict=True)] == starts


def test_a_tree_that_starts_nowhere_is_reported_at_its_start(pack: SmallPack) -> None:
    pack.replace("decide.yaml", "start: early", "start: erly")
    assert diagnose_pack(pack.folder)[0].startswith("decide.yaml:1:8: there is no question `erly`")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "  - id: hurry\n",
            "  - id: early\n",
            "15:5: the id `early` is used twice (give each question and leaf its own id)",
        ),
        (
            "  - id: use-beta\n",
            "  - id: use-alpha\n",
            "33:5: the id `use-alpha` is used twice (give each question and leaf its own id)",
        ),
        (
            "  - id: use-beta\n",
            "  - id: hurry\n",
            "33:5: the id `hurry` is used twice (give each question and leaf its own id)",
        ),
    ],
    ids=["two questions", "two leaves", "a question and a leaf"],
)
def test_an_id_that_is_used_twice_is_reported_at_the_second(pack: SmallPack, old: str, new: str, sentence: str) -> None:
    pack.replace("decide.yaml", old, new)
    assert f"decide.yaml:{sentence}" in diagnose_pack(pack.folder)


# Every pattern has its leaf.


def test_a_pattern_that_no_leaf_names_is_a_warning(pack: SmallPack) -> None:
    pack.write("patterns/gamma.yaml", PATTERN.replace("alpha", "gamma").replace("Alpha", "Gamma"))
    assert diagnose_pack(pack.folder) == [f"{NOT_COVERED} `gamma` (add a leaf with this verdict)"]


def test_a_pack_without_a_tree_misses_no_leaf(pack: SmallPack) -> None:
    (pack.folder / "decide.yaml").unlink()
    assert diagnose_pack(pack.folder) == []


# How long a way may be.


def question(id_: str, answers: Mapping[str, str]) -> str:
    """A question in YAML."""
    options = "".join(f"      - {{id: {name}, label: L, example: e, to: {to}}}\n" for name, to in answers.items())
    return f"  - id: {id_}\n    ask: A?\n    path: p\n    options:\n{options}"


def tree_of(questions: Sequence[str]) -> str:
    """A tree with two leaves."""
    leaf = "    because: b\n    costs: []\n    reconsider: []\n"
    leaves = f"  - id: a\n    verdict: alpha\n{leaf}  - id: b\n    verdict: beta\n{leaf}"
    return f"start: q1\nquestions:\n{''.join(questions)}leaves:\n{leaves}"


def chain(length: int) -> str:
    """A tree that asks so many questions one after another."""
    steps = [question(f"q{n}", {"on": f"q{n + 1}", "stop": "a"}) for n in range(1, length)]
    return tree_of([*steps, question(f"q{length}", {"on": "a", "stop": "b"})])


def test_as_many_questions_as_are_allowed_are_no_fault(small_pack: SmallPack) -> None:
    small_pack.write("decide.yaml", chain(MAX_QUESTIONS))
    assert diagnose_pack(small_pack.folder) == []


@pytest.mark.parametrize("length", [MAX_QUESTIONS + 1, MAX_QUESTIONS + 3])
def test_one_question_too_many_is_reported_at_that_question(small_pack: SmallPack, length: int) -> None:
    small_pack.write("decide.yaml", chain(length))
    line = 3 + 6 * MAX_QUESTIONS
    first_too_deep = f"q{MAX_QUESTIONS + 1}"
    assert diagnose_pack(small_pack.folder) == [
        (
            f"decide.yaml:{line}:5: the question `{first_too_deep}` comes after more than {MAX_QUESTIONS} others "
            "(shorten the path to it)"
        )
    ]


def test_the_longest_way_counts_where_a_short_one_leads_to_the_same_question(small_pack: SmallPack) -> None:
    shortcut = chain(MAX_QUESTIONS + 1).replace("to: a}", f"to: q{MAX_QUESTIONS + 1}}}", 1)
    small_pack.write("decide.yaml", shortcut)
    [line] = diagnose_pack(small_pack.folder)
    assert f"the question `q{MAX_QUESTIONS + 1}` comes after more than {MAX_QUESTIONS} others" in line


def test_a_large_tree_in_which_ways_meet_again_is_checked_at_once(small_pack: SmallPack) -> None:
    width = 25
    questions = [question("q1", {f"o{n}": f"r1-{n}" for n in range(width)})]
    for row in range(1, MAX_QUESTIONS):
        ways = {f"o{n}": f"r{row + 1}-{n}" for n in range(width)} if row + 1 < MAX_QUESTIONS else {"x": "a", "y": "b"}
        questions += [question(f"r{row}-{number}", ways) for number in range(width)]
    small_pack.write("decide.yaml", tree_of(questions))
    assert diagnose_pack(small_pack.folder) == []
