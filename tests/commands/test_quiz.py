"""``patterns quiz`` without a terminal: questions for programs, and answers graded."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Patterns, Program

SSE = "fact/sse/name/recall"
FLIP = "tell/sse-or-websocket/flip"


def exported(patterns: Patterns, *words: str) -> list[dict[str, Any]]:
    ended = patterns("quiz", "--json", *words)
    assert ended.code == 0, ended.err
    found: list[dict[str, Any]] = json.loads(ended.out)["questions"]
    return found


def test_without_a_terminal_it_says_what_to_do_and_records_nothing(patterns: Patterns, compiled_home: Path) -> None:
    ended = patterns("quiz")
    assert (ended.code, ended.out) == (2, "")
    assert "a terminal is needed" in ended.err
    assert "--export" in ended.err
    assert not (compiled_home / "progress.db").exists()


def test_questions_come_with_their_answers_and_reasons(patterns: Patterns) -> None:
    questions = exported(patterns, "--export", "30")
    assert len(questions) == 30
    for question in questions:
        assert {"id", "item", "kind", "form", "stem", "options", "source", "show"} <= question.keys()
        assert sum(option["right"] for option in question["options"]) == 1
        assert all(option["text"] and option["why"] for option in question["options"])
        assert question["id"].startswith(question["item"] + "/")


def test_all_questions_are_exported_once(patterns: Patterns) -> None:
    questions = exported(patterns, "--export", "all")
    assert len(questions) > 4000
    assert len({question["id"] for question in questions}) == len(questions)


def test_the_same_seed_gives_the_same_questions(patterns: Patterns) -> None:
    first = exported(patterns, "--export", "5", "--seed", "7")
    assert first == exported(patterns, "--export", "5", "--seed", "7")
    assert first != exported(patterns, "--export", "5", "--seed", "8")


def test_the_same_seed_gives_the_same_questions_in_every_process(program: Program) -> None:
    """Nothing may follow the order of a set, which is another one in each process."""
    asked = ("quiz", "--export", "20", "--seed", "7", "--json")
    runs = [program(*asked, env={"PYTHONHASHSEED": hash_seed}).stdout for hash_seed in ("1", "2")]
    assert runs[0] == runs[1]
    assert len(json.loads(runs[0])["questions"]) == 20


@pytest.mark.parametrize("typed", ["\n\n\n", "1\n1\n", "y\n" * 50])
def test_what_comes_through_a_pipe_answers_nothing(patterns: Patterns, compiled_home: Path, typed: str) -> None:
    assert patterns("quiz", typed=typed).code == 2
    assert patterns("quiz", "--cram", "--plain", typed=typed).code == 2
    assert not (compiled_home / "progress.db").exists()


def test_questions_can_be_about_less(patterns: Patterns) -> None:
    facts = exported(patterns, "--export", "20", "--kind", "fact", "--topic", "heartbeat")
    assert {question["kind"] for question in facts} == {"fact"}
    uber = exported(patterns, "--export", "all", "--system", "uber")
    assert uber
    assert all("/applied/uber/" in question["id"] for question in uber)
    assert exported(patterns, "--export", "5", "--topic", "data")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--export", "0"], "--export 20"),
        (["--export", "many"], "--export 20"),
        (["--topic", "websockt", "--export", "1"], "did you mean websocket?"),
        (["--system", "ubr", "--export", "1"], "uber"),
        (["--kind", "skills", "--export", "1"], "skill"),
        (["--minutes", "-1"], "minutes"),
    ],
)
def test_what_cannot_be_is_told(patterns: Patterns, words: list[str], told: str) -> None:
    ended = patterns("quiz", *words)
    assert ended.code in (1, 2)
    assert told in ended.err


def test_printed_questions_can_be_read_and_worked_through(patterns: Patterns) -> None:
    out = patterns("quiz", "--export", "3", "--kind", "skill").out
    assert out.count("Right is: ") == 3
    assert out.count("Why: ") == 3


ANSWERS = [
    {"id": SSE, "chosen": "event source"},
    {"id": FLIP, "chosen": "no"},
    {"id": FLIP, "chosen": "Yes"},
]


@pytest.mark.parametrize("shape", ["list", "object", "lines"])
def test_a_file_of_answers_is_graded(patterns: Patterns, tmp_path: Path, shape: str) -> None:
    texts = {
        "list": json.dumps(ANSWERS),
        "object": json.dumps({"answers": ANSWERS}),
        "lines": "\n".join(map(json.dumps, ANSWERS)) + "\n\n",
    }
    path = tmp_path / "answers"
    path.write_text(texts[shape], encoding="utf-8")
    ended = patterns("quiz", "--answers", str(path), "--json")
    assert ended.code == 0, ended.err
    found = json.loads(ended.out)
    assert (found["right"], found["of"]) == (2, 3)
    first, wrong, _ = found["answers"]
    assert first["note"] == "It is also called SSE."
    assert not wrong["is_right"]
    assert wrong["why"]
    assert wrong["right_when"].startswith("The open page only watches")
    assert wrong["right"]["text"] == "Yes"


def test_a_graded_file_is_told_in_words(patterns: Patterns) -> None:
    ended = patterns("quiz", "--answers", "-", typed=json.dumps(ANSWERS))
    assert "2 of 3 answers right" in ended.out
    assert "It fails here: " in ended.out


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("no JSON at all", ":1: this is no JSON"),
        ('{"id": "x", "chosen": "y"}\nbroken', ":2: this is no JSON"),
        ('[{"id": "no/such", "chosen": "sse"}]', "answer 1: there is no question `no/such`"),
        ('[{"chosen": "sse"}]', "answer 1 has no id and no chosen"),
        ('[{"id": 3, "chosen": "sse"}]', "answer 1 has no id and no chosen"),
        ("3", "holds no answers"),
        ('{"answers": "sse"}', "holds no answers"),
    ],
)
def test_a_file_that_holds_no_answers_is_told_with_its_place(
    patterns: Patterns, tmp_path: Path, text: str, told: str
) -> None:
    path = tmp_path / "answers.json"
    path.write_text(text, encoding="utf-8")
    ended = patterns("quiz", "--answers", str(path))
    assert (ended.code, ended.out) == (1, "")
    assert told in ended.err


def test_a_file_that_cannot_be_read_is_told(patterns: Patterns, tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "binary", tmp_path / "missing", tmp_path):
        ended = patterns("quiz", "--answers", str(path))
        assert ended.code == 1
        assert str(path) in ended.err


def test_a_bad_question_is_reported_by_its_id(patterns: Patterns, compiled_home: Path) -> None:
    ended = patterns("quiz", "--report", SSE)
    assert ended.code == 0
    assert SSE in ended.err
    assert patterns("quiz", "--report", "no/such").code == 1
    records = [json.loads(line) for line in patterns("progress", "export", "-").out.splitlines()]
    assert [(record["type"], record["question"]) for record in records] == [("report", SSE)]
