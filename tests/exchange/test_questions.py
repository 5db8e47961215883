"""Files of answers to grade: read, or refused in words for a person."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from patterns_cli.errors import PatternsError
from patterns_cli.exchange.questions import given_answers
from patterns_cli.study.deck import Deck


@pytest.fixture(scope="module")
def given(deck: Deck) -> dict[str, str]:
    """A right answer."""
    item = next(item for item in deck.items.values() if deck.question_ids(item))
    question = next(deck.some_questions(item, 1))
    return {"id": question.id, "chosen": question.right.id}


def _typed(text: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(text.encode("utf-8", "surrogatepass")), encoding="utf-8")


@pytest.mark.parametrize("form", ["list", "object", "lines"])
def test_answers_come_in_a_list_in_an_object_or_a_line_each(deck: Deck, given: dict[str, str], form: str) -> None:
    forms = {
        "list": json.dumps([given, given]),
        "object": json.dumps({"answers": [given, given]}),
        "lines": f"{json.dumps(given)}\n\n{json.dumps(given)}\n",
    }
    results = given_answers(deck, "-", _typed(forms[form]))
    assert [result.is_right for result in results] == [True, True]


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"a":' * 100_000,
        "hello",
        "[1" + "1" * 5000 + "]",
        "[1, 2]",
        '{"answers": {}}',
        "null",
        '"\\ud800"',
    ],
)
def test_what_is_no_file_of_answers_is_told(deck: Deck, tmp_path: Path, text: str) -> None:
    path = tmp_path / "answers.json"
    path.write_text(text, encoding="utf-8")
    for source, stdin in ((str(path), ""), ("-", text)):
        with pytest.raises(PatternsError):
            given_answers(deck, source, _typed(stdin))
