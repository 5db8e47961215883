"""Files of answers to grade: read, or refused in words for a person."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from patterns_cli.errors import PatternsError
from patterns_cli.exchange.question_json import grade_answers, result_to_dict
from patterns_cli.study.deck import Deck
from patterns_cli.study.questions.presentation import GradedAnswer

FLIP = "tell/sse-or-websocket/flip"
NAME = "fact/sse/name/recall"


@pytest.fixture(scope="module")
def given(deck: Deck) -> dict[str, str]:
    """A right answer."""
    item = next(item for item in deck.items.values() if deck.question_ids(item))
    question = next(deck.sample_questions(item, 1))
    return {"id": question.id, "chosen": question.right_option.id}


def _typed(text: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(text.encode("utf-8", "surrogatepass")), encoding="utf-8")


@pytest.mark.parametrize("form", ["list", "object", "lines"])
def test_answers_come_in_a_list_in_an_object_or_a_line_each(deck: Deck, given: dict[str, str], form: str) -> None:
    forms = {
        "list": json.dumps([given, given]),
        "object": json.dumps({"answers": [given, given]}),
        "lines": f"{json.dumps(given)}\n\n{json.dumps(given)}\n",
    }
    results = grade_answers(deck, "-", _typed(forms[form]))
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
            grade_answers(deck, source, _typed(stdin))


def graded(deck: Deck, folder: Path, text: str) -> list[GradedAnswer]:
    file = folder / "answers.json"
    file.write_text(text, encoding="utf-8")
    return grade_answers(deck, str(file), io.StringIO())


def one(deck: Deck, folder: Path, question: str, chosen: str) -> GradedAnswer:
    (result,) = graded(deck, folder, json.dumps({"id": question, "chosen": chosen}))
    return result


@pytest.mark.parametrize("chosen", ["yes", "Yes", " YES "])
def test_an_option_is_meant_by_its_id_or_its_text(deck: Deck, tmp_path: Path, chosen: str) -> None:
    assert one(deck, tmp_path, FLIP, chosen).is_right


def test_what_is_no_option_is_wrong_and_said_to_be_none(deck: Deck, tmp_path: Path) -> None:
    result = one(deck, tmp_path, FLIP, "perhaps")
    assert not result.is_right
    assert (result.chosen, result.feedback) == ("perhaps", "No option of it is called “perhaps”.")
    assert result_to_dict(result)["right"]["text"] == "Yes"


@pytest.mark.parametrize("question", [FLIP, NAME])
@pytest.mark.parametrize("chosen", ["", " "])
def test_nothing_is_not_to_know(deck: Deck, tmp_path: Path, question: str, chosen: str) -> None:
    result = one(deck, tmp_path, question, chosen)
    assert not result.is_right
    assert (result.chosen, result.text) == ("?", "I don't know")


def test_a_misspelt_name_is_right_with_a_note(deck: Deck, tmp_path: Path) -> None:
    result = one(deck, tmp_path, NAME, "server sent event")
    assert result.is_right
    assert one(deck, tmp_path, NAME, "server-sent evnets").note.startswith("It is spelled “")


def test_a_list_that_is_broken_further_down_is_told_with_that_line(deck: Deck, tmp_path: Path) -> None:
    text = json.dumps([{"id": FLIP, "chosen": "yes"}] * 3, indent=1)
    broken = text.replace('"chosen": "yes"', '"chosen": yes', 2).replace('"chosen": yes', '"chosen": "yes"', 1)
    with pytest.raises(PatternsError, match=r"answers\.json:8: this is no JSON"):
        graded(deck, tmp_path, broken)
    with pytest.raises(PatternsError, match=r"answers\.json:14: this is no JSON"):
        graded(deck, tmp_path, text[:-1])
