"""``patterns ask``; see tests/pty for the questions it asks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Patterns, SmallPack

RIDER = "drivers' positions must appear on the rider's map, the rider sends nothing"


def test_the_answer_says_why_in_the_persons_own_words(patterns: Patterns) -> None:
    ended = patterns("ask", RIDER)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("SSE (Server-Sent Events)\n")
    assert "the rider *sends nothing*" in ended.out
    for title in (
        "How sure",
        "Your words",
        "It fits if this holds",
        "Why not the closest others",
        "What it costs",
    ):
        assert f"\n{title}\n" in ended.out
    for title in ("When to change your mind", "Who does it", "Problems like it", "Next"):
        assert f"\n{title}\n" in ended.out


def test_a_reason_is_told_as_a_fact_only_where_the_answer_is_almost_certain(patterns: Patterns) -> None:
    sure = patterns("ask", RIDER, "--answer", "who-sends=server-only").out
    assert "\nBecause\n" in sure
    assert "It fits if this holds" not in sure


def test_quotes_are_optional(patterns: Patterns) -> None:
    assert patterns("ask", *RIDER.split()).out == patterns("ask", RIDER).out


def test_without_a_terminal_an_unsure_answer_shows_the_question_and_how_to_answer(patterns: Patterns) -> None:
    out = patterns("ask", "updates for a page").out
    assert "\nTo be surer: " in out
    assert "--answer " in out
    assert "I don't know" in out


def test_json_holds_the_ranking_the_question_and_the_marks(patterns: Patterns) -> None:
    answer = json.loads(patterns("ask", "--json", "updates for a page").out)
    assert {"verdict", "confidence", "because", "name"} <= answer["ranked"][0].keys()
    question = answer["next_question"]
    assert question["options"][0].keys() >= {"id", "label", "verdicts"}
    chosen = question["options"][0]
    again = json.loads(patterns("ask", "--json", "-a", f"{question['id']}={chosen['id']}", "updates for a page").out)
    assert again["ranked"][0]["verdict"] in chosen["verdicts"]
    assert answer["text_marks"] == answer["ranked"][0]["because"]


def test_one_problem_a_line_from_standard_input(patterns: Patterns) -> None:
    typed = "one user floods our API\n\njump to page 7 of 12 in the admin table\n"
    lines = patterns("ask", "-", typed=typed).out.splitlines()
    assert [line.split()[1] for line in lines] == ["rate-limiting:", "pagination/offset:"]
    objects = [json.loads(line) for line in patterns("ask", "-", "--json", typed=typed).out.splitlines()]
    assert [one["ranked"][0]["verdict"] for one in objects] == ["rate-limiting", "pagination/offset"]


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_nothing_said_is_a_usage_error(patterns: Patterns, text: str) -> None:
    ended = patterns("ask", text)
    assert ended.code == 2
    assert "say what you need" in ended.err


@pytest.mark.parametrize("text", ["xqzvw kjhgf", "😀", "漢字かな", "?!"])
def test_words_that_say_nothing_fail_with_a_question(patterns: Patterns, text: str) -> None:
    ended = patterns("ask", text)
    assert ended.code == 1
    assert "None of these words is known here" in ended.err
    assert "What do you need to happen?" in ended.out


def test_another_language_is_told_that_it_reads_english(patterns: Patterns) -> None:
    assert "it reads English" in patterns("ask", "wie geht es dir heute mein alter freund und bruder").err


@pytest.mark.parametrize(
    "text", ["x" * 10_000, "word " * 5_000, "a\x1b[2Jb", "caf\udce9 upload", "50% & <b>", "[/items]"]
)
def test_hostile_text_is_fine(patterns: Patterns, text: str) -> None:
    ended = patterns("ask", text)
    assert ended.code in (0, 1)
    assert "\x1b" not in ended.out + ended.err
    assert "Traceback" not in ended.err
    json.loads(patterns("ask", "--json", text).out)


@pytest.mark.parametrize(
    "text",
    ["don't repeat", "multi-agent", "C++", "a AND", "NEAR(", "*", '"', "@x", "50%", "the of and", "a OR b NOT c"],
)
def test_text_is_no_query_language(patterns: Patterns, text: str) -> None:
    ended = patterns("ask", text)
    assert ended.code in (0, 1)
    assert "bug" not in ended.err
    assert "These words do not settle it yet." in ended.out or "\n  A guess, " in ended.out
    assert (ended.code == 1) == ("None of these words is known here." in ended.err)
    assert "\nTo be surer: " in ended.out or ended.code == 1


def test_a_sure_answer_does_not_end_with_a_question(patterns: Patterns) -> None:
    sure = patterns("ask", "the phone retries and we charge the card twice").out
    assert "\n  Almost certain, " in sure
    assert "To be surer: " not in sure
    assert "\nTo be surer: " in patterns("ask", "updates for a page").out


def test_of_what_has_nothing_to_do_with_it_nothing_is_likely(patterns: Patterns) -> None:
    ended = patterns("ask", "hello")
    assert ended.code == 0
    assert "These words do not settle it yet." in ended.out
    assert "Likeliest so far" not in ended.out
    assert "\nTo be surer: " in ended.out


@pytest.mark.parametrize("text", ["a AND", "the of and", "what do we want from it"])
def test_words_of_any_sentence_settle_nothing(patterns: Patterns, text: str) -> None:
    assert "These words do not settle it yet." in patterns("ask", text).out


@pytest.mark.parametrize("spelling", ["undo/redo?", "undo redo", "UNDO Redo", " undo,  redo!"])
def test_case_and_punctuation_make_no_difference(patterns: Patterns, spelling: str) -> None:
    rankings = [
        [(one["verdict"], one["confidence"]) for one in json.loads(patterns("ask", "--json", text).out)["ranked"]]
        for text in (spelling, "Undo redo")
    ]
    assert rankings[0] == rankings[1]


@pytest.mark.parametrize("text", ["-x first", "--help me", "--what is it"])
def test_a_leading_dash_gets_a_hint(patterns: Patterns, text: str) -> None:
    ended = patterns("ask", text)
    assert ended.code == 2
    assert "put -- before text that starts with a dash" in ended.err
    assert patterns("ask", "--", "-x uploads of 5 GB through our servers").code == 0


def test_a_sentence_without_a_command_is_told_how_to_ask(patterns: Patterns) -> None:
    ended = patterns("my phone retries and we charge twice")
    assert ended.code == 1
    assert "patterns ask 'my phone retries and we charge twice'" in ended.err


def test_a_record_is_written_once(patterns: Patterns, tmp_path: Path) -> None:
    path = tmp_path / "decision.md"
    ended = patterns("ask", "--record", str(path), RIDER)
    assert ended.code == 0
    text = path.read_text(encoding="utf-8")
    assert f"> {RIDER}" in text
    assert "## Decision Drivers\n\n- One side only watches and sends nothing." in text
    again = patterns("ask", "--record", str(path), "a till behind a firewall")
    assert again.code == 1
    assert "already exists" in again.err
    assert path.read_text(encoding="utf-8") == text
    assert patterns("ask", "--record", str(path), "--force", "page 7 of 12 of a small table").code == 0
    assert "Offset" in path.read_text(encoding="utf-8")
    assert [one.name for one in tmp_path.iterdir() if one.suffix] == ["decision.md"]


@pytest.mark.parametrize("hostile", ["caf\udce9", "\ud800", "\x1b[2J\x00"])
def test_a_record_is_whole_text_whatever_was_said(patterns: Patterns, tmp_path: Path, hostile: str) -> None:
    path = tmp_path / "decision.md"
    assert patterns("ask", "--record", str(path), f"{RIDER} {hostile}").code == 0
    text = path.read_bytes().decode("utf-8")
    assert f"> {RIDER}" in text
    assert "## Decision Outcome" in text
    assert text.endswith("\n")
    assert not set("\x1b\x00") & set(text)


def test_a_record_can_be_printed_alone(patterns: Patterns) -> None:
    assert patterns("ask", "--record", "-", RIDER).out.startswith("---\nstatus: proposed\n")
    out = patterns("decide", "--record", "-", "-a", "need=know-alive", "-a", "what-is-alive=presence").out
    assert out.startswith("---\nstatus: proposed\n")


def test_standard_input_without_a_problem_is_not_passed_over_in_silence(patterns: Patterns) -> None:
    for typed in ("", "\n \n"):
        ended = patterns("ask", "-", typed=typed)
        assert (ended.code, ended.out) == (0, "")
        assert "no problem" in ended.err


@pytest.mark.parametrize("problem", ["the phone retries", "-"])
def test_a_pack_without_a_pattern_has_nothing_to_choose_from(
    patterns: Patterns, home: Path, small_pack: SmallPack, problem: str
) -> None:
    for name in ("alpha", "beta"):
        (small_pack.folder / "patterns" / f"{name}.yaml").unlink()
    (home / "packs").mkdir(parents=True)
    small_pack.folder.rename(home / "packs" / "small")
    ended = patterns("ask", "--pack", "small", problem, typed="the phone retries\n")
    assert ended.code == 1
    assert "there is no pattern here to choose from" in ended.err


@pytest.mark.parametrize("words", ["缓存", "---", "🙂 ключ"])
@pytest.mark.parametrize("is_all", [True, False])
def test_a_pack_without_a_word_that_is_known_settles_nothing(
    patterns: Patterns, home: Path, small_pack: SmallPack, words: str, is_all: bool
) -> None:
    neighbours = [
        f"  - {{id: {one}, name: '{words} {n}', purpose: '{words}', tell_apart: x, do: x}}\n"
        for one, n in zip("xy", "丙丁", strict=True)
    ]
    neighbours[1:] = neighbours[1:] if is_all else [neighbours[1].replace(words, "queue")]
    small_pack.write("neighbours.yaml", "neighbours:\n" + "".join(neighbours))
    for name in ("Alpha", "Beta"):
        path = f"patterns/{name.lower()}.yaml"
        for said in (f"name: {name}", "The first of two.", "It goes first.", "Always."):
            small_pack.replace(
                path, said, f"name: '{words} {'甲' if name == 'Alpha' else '乙'}'" if "name" in said else f"'{words}'"
            )
    (home / "packs").mkdir(parents=True)
    small_pack.folder.rename(home / "packs" / "small")
    for problem in (words, "the phone retries"):
        ended = patterns("ask", "--pack", "small", "--", problem)
        assert ended.code == 1
        assert "None of these words is known here." in ended.err


def test_a_printed_record_is_part_of_the_json_object(patterns: Patterns) -> None:
    answer = json.loads(patterns("ask", "--json", "--record", "-", RIDER).out)
    assert f"> {RIDER}" in answer["record"]
    assert answer["advice"]
    assert "record" not in json.loads(patterns("ask", "--json", RIDER).out)
