"""The scenarios of the built-in pack: each has a single answer and does not name it."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice

import pytest

from patterns_cli.catalog.catalog import Catalog
from patterns_cli.packs.loader import ScenarioBank, load_scenario_bank
from patterns_cli.packs.model import OUTSIDE
from tests.accuracy.cross_validate import folds, held_out, outcome, report, rows_of, whole
from tests.conftest import CONTENT

NAMES = {
    "websocket": r"web ?sockets?",
    "sse": r"\bsse\b|server[- ]sent|event ?source",
    "long-polling": r"long[- ]?poll",
    "webhooks": r"web ?hook",
    "cdc": r"\bcdc\b|change data capture|debezium",
    "presigned-urls": r"pre-?signed",
    "heartbeat": r"heart ?beat",
    "idempotency-keys": r"idempoten",
    "rate-limiting": r"rate[- ]?limit|token bucket",
    "pagination/cursor": r"cursor[- ]based|keyset",
    "pagination/offset": r"offset[- ]based|offset pagination",
}


@pytest.fixture(scope="module")
def bank(catalog: Catalog) -> ScenarioBank:
    return load_scenario_bank(CONTENT / "realtime-api", catalog.packs[0])


def test_the_scenarios_are_valid(bank: ScenarioBank) -> None:
    assert [str(diagnostic) for diagnostic in bank.diagnostics] == []


def test_every_verdict_has_hundreds_of_scenarios(bank: ScenarioBank) -> None:
    assert {file.verdict for file in bank.files} == {*NAMES, OUTSIDE}
    assert all(len(file.scenarios) >= 300 for file in bank.files)


def test_no_scenario_occurs_twice(bank: ScenarioBank) -> None:
    texts = Counter(re.sub(r"\W", "", scenario.text.lower()) for file in bank.files for scenario in file.scenarios)
    assert [text for text, count in texts.items() if count > 1] == []


def test_no_scenario_names_its_own_answer(bank: ScenarioBank) -> None:
    for file in bank.files:
        if file.verdict != OUTSIDE:
            name = re.compile(NAMES[file.verdict], re.IGNORECASE)
            assert [scenario.id for scenario in file.scenarios if name.search(scenario.text)] == []


def test_every_scenario_says_what_decides(bank: ScenarioBank) -> None:
    for file in bank.files:
        for scenario in file.scenarios:
            assert scenario.why, scenario.id
            assert 15 <= len(scenario.text) <= 600, scenario.id
            assert file.verdict not in scenario.but_not, scenario.id


def test_variations_of_a_scenario_have_different_answers(bank: ScenarioBank) -> None:
    answers: dict[str, set[str]] = {}
    for file in bank.files:
        for scenario in file.scenarios:
            if scenario.set:
                answers.setdefault(scenario.set, set()).add(f"{file.verdict} {scenario.neighbor}")
    assert sum(len(found) > 1 for found in answers.values()) >= 0.9 * len(answers)


def test_held_out_scenarios_are_recommended_their_answer(catalog: Catalog, bank: ScenarioBank) -> None:
    """A floor under the cross-validated figures that the README gives, on one fold of five."""
    rows = rows_of(bank.files)
    one_fold = [next(folds(rows, 5))]
    taken = held_out(catalog.packs[0], rows, bank.cues, one_fold, whole)
    outcomes = [outcome(row, index, text) for row, index, text in islice(taken, 0, None, 4)]
    assert len(outcomes) > 300
    assert report("one fold", outcomes) >= 0.88
