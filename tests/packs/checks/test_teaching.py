"""What a pack teaches can be learned from it."""

from __future__ import annotations

import pytest

from patterns_cli.packs.checks.validate import validate_pack
from tests.conftest import SmallPack
from tests.packs.diagnosing import format_diagnostics

SCENARIOS = """\
verdict: alpha
scenarios:
  - id: first
    text: The bell must ring before anybody else hears of it.
    why: somebody has to begin
    but_not:
      beta: it waits
"""

CONTRASTS = """\
contrasts:
  - id: alpha-or-beta
    between: [alpha, beta]
    question: Who begins?
    choices:
      - choose: alpha
        when: This one.
        because: It was here first.
      - choose: beta
        when: The other.
        because: It came later.
    flip:
      story: Two people stand at a door.
      answer: alpha
      change: The second one is in a hurry.
      then: beta
      because: Whoever is in a hurry goes first.
"""

TREE = """\
start: who
questions:
  - id: who
    ask: Who goes?
    path: who
    options:
      - {id: one, label: One, example: a, to: first}
      - {id: two, label: Two, example: b, to: second}
leaves:
  - {id: first, verdict: alpha, because: It is quick., costs: [], reconsider: []}
  - {id: second, verdict: beta, because: It is slow., costs: [], reconsider: []}
"""


@pytest.fixture
def pack(small_pack: SmallPack) -> SmallPack:
    """A pack that teaches without a fault."""
    small_pack.write("scenarios/alpha.yaml", SCENARIOS)
    small_pack.write("contrasts.yaml", CONTRASTS)
    small_pack.write("decide.yaml", TREE)
    return small_pack


def diagnose(pack: SmallPack) -> list[str]:
    return format_diagnostics(validate_pack(pack.folder), pack.folder)


def test_a_sound_pack_has_no_fault(pack: SmallPack) -> None:
    assert diagnose(pack) == []


def test_a_problem_without_a_reason(pack: SmallPack) -> None:
    pack.replace("scenarios/alpha.yaml", "why: somebody has to begin", 'why: " "')
    assert diagnose(pack) == [
        "scenarios/alpha.yaml:5:10: the scenario has no reason for its answer (write which fact in the text decides)"
    ]


def test_a_near_miss_without_a_reason(pack: SmallPack) -> None:
    pack.replace("scenarios/alpha.yaml", "beta: it waits", 'beta: ""')
    assert diagnose(pack) == [
        "scenarios/alpha.yaml:7:13: `but_not` has no reason against beta (write why it fails here)"
    ]


@pytest.mark.parametrize("text", ["We need Alpha here.", "we want ALPHA!", "first-of-all it is"])
def test_a_problem_that_names_its_answer(pack: SmallPack, text: str) -> None:
    pack.replace("patterns/alpha.yaml", "name: Alpha\n", "name: Alpha\naliases: [first of all]\n")
    pack.replace("scenarios/alpha.yaml", "The bell must ring before anybody else hears of it.", text)
    [fault] = diagnose(pack)
    assert fault.startswith("scenarios/alpha.yaml:4:11: the scenario names its own answer: ")


def test_a_name_inside_a_longer_word_does_not_count(pack: SmallPack) -> None:
    pack.replace("scenarios/alpha.yaml", "The bell", "The alphabet")
    assert diagnose(pack) == []


def test_another_name_that_other_problems_say_too_gives_nothing_away(pack: SmallPack) -> None:
    pack.replace("patterns/alpha.yaml", "name: Alpha\n", "name: Alpha\naliases: [bell]\n")
    assert [fault.rpartition(": ")[0] for fault in diagnose(pack)] != []
    other = SCENARIOS.replace("alpha", "beta").replace("beta: it waits", "alpha: it runs").replace("first", "second")
    pack.write(
        "scenarios/beta.yaml", other.replace("The bell must ring before anybody", "Whoever heard the bell waits")
    )
    assert diagnose(pack) == []


def test_a_problem_outside_that_names_its_neighbor(pack: SmallPack) -> None:
    pack.write(
        "neighbours.yaml",
        "neighbours:\n  - {id: gamma, name: Gamma Ray, purpose: It shines., tell_apart: By its light., do: Look.}\n",
    )
    outside = SCENARIOS.replace("verdict: alpha", "verdict: outside").replace("first", "third")
    outside = outside.replace("The bell must", "A gamma ray must") + "    neighbour: gamma\n"
    pack.write("scenarios/outside.yaml", outside)
    assert any("names its own answer: gamma ray" in fault for fault in diagnose(pack))


def test_an_answer_that_is_its_own_near_miss_makes_two_right_answers(pack: SmallPack) -> None:
    pack.replace("scenarios/alpha.yaml", "beta: it waits", "alpha: it waits")
    [fault] = diagnose(pack)
    assert fault.startswith("scenarios/alpha.yaml:7:7: `alpha` is both the verdict and under `but_not`")


def test_the_same_problem_under_two_verdicts(pack: SmallPack) -> None:
    pack.write("scenarios/beta.yaml", SCENARIOS.replace("verdict: alpha", "verdict: beta").replace("first", "second"))
    pack.replace("scenarios/beta.yaml", "beta: it waits", "alpha: it runs")
    [fault] = diagnose(pack)
    assert fault.startswith(
        "scenarios/beta.yaml:4:11: the same text has another answer, alpha, in first (alpha.yaml:3)"
    )


@pytest.mark.parametrize(
    ("file", "old", "place"),
    [
        ("contrasts.yaml", "because: It was here first.", "contrasts.yaml:8:18"),
        ("contrasts.yaml", "because: Whoever is in a hurry goes first.", "contrasts.yaml:17:16"),
        ("contrasts.yaml", "question: Who begins?", "contrasts.yaml:4:15"),
        ("patterns/alpha.yaml", "text: Never.", "patterns/alpha.yaml:10:11"),
        ("decide.yaml", "because: It is quick.", "decide.yaml:10:42"),
    ],
)
def test_a_reason_that_says_nothing(pack: SmallPack, file: str, old: str, place: str) -> None:
    field = old.partition(":")[0]
    pack.replace(file, old, f'{field}: ""')
    assert diagnose(pack) == [f"{place}: `{field}` is empty (write it: questions are made from it)"]


def test_a_reference_that_nothing_cites(pack: SmallPack) -> None:
    reference = "references:\n  - {id: book, title: A Book, url: 'https://example.org', publisher: Them, says: All.}\n"
    pack.write("patterns/alpha.yaml", (pack.folder / "patterns/alpha.yaml").read_text(encoding="utf-8") + reference)
    [fault] = diagnose(pack)
    assert fault.startswith("warning: patterns/alpha.yaml:15:10: nothing cites `book` (add it to the sources of ")
    pack.replace(
        "patterns/alpha.yaml",
        "references:",
        "pitfalls:\n  - {id: a, title: T, text: X, do: Y, sources: [book]}\nreferences:",
    )
    assert diagnose(pack) == []


def test_what_cannot_be_read_is_not_reported_twice(pack: SmallPack) -> None:
    pack.replace("scenarios/alpha.yaml", "why:", "wy:")
    assert len(diagnose(pack)) == 1
