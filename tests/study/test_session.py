"""A sitting: what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from patterns_cli.catalog.catalog import open_catalog
from patterns_cli.study.deck import Deck
from patterns_cli.study.log.answer_log import AnswerLog, new_id
from patterns_cli.study.log.events import LessonStepEvent, ReportEvent
from patterns_cli.study.questions.presentation import PresentedQuestion
from patterns_cli.study.questions.sources import QuestionSources
from patterns_cli.study.session import DEFAULT_NEW_PER_DAY, LeechExplanation, Session, SessionFilter
from tests.conftest import SmallPack
from tests.study.answering import MONDAY, answered, days_later, log_at

DAY = MONDAY.date()
RECOGNISE, TELL = "recognise/sse", "tell/sse-or-websocket"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[AnswerLog]:
    with log_at(tmp_path / "progress.db") as opened:
        yield opened


def sitting(deck: Deck, log: AnswerLog, day: date = DAY, *, seed: int = 1, **wishes: object) -> Session:
    return Session(deck, log, SessionFilter(**wishes), day, Random(seed))  # type: ignore[arg-type]


def asked(session: Session, most: int = 400) -> list[str]:
    found: list[str] = []
    while len(found) < most and isinstance(step := session.next(), PresentedQuestion):
        found.append(step.question.id)
    return found


def items(ids: list[str]) -> list[str]:
    return [id_.rpartition("/")[0] for id_ in ids]


def test_a_first_sitting_meets_new_items_skills_and_facts(deck: Deck, log: AnswerLog) -> None:
    session = sitting(deck, log)
    assert (session.due_count, session.new_count, session.remaining_count) == (
        0,
        DEFAULT_NEW_PER_DAY,
        DEFAULT_NEW_PER_DAY,
    )
    met = items(asked(session))
    assert len(set(met)) == DEFAULT_NEW_PER_DAY
    assert {deck.items[item].kind for item in met} == {"skill", "fact"}
    assert session.next() is None


def test_what_is_due_comes_before_what_is_new_and_the_most_forgotten_first(deck: Deck, log: AnswerLog) -> None:
    log.add([answered(RECOGNISE, when=days_later(-9), machine="m"), answered(TELL, when=days_later(-40), machine="m")])
    session = sitting(deck, log, max_new=2)
    assert (session.due_count, session.new_count) == (2, 2)
    assert items(asked(session))[:2] == [TELL, RECOGNISE]


def test_what_is_not_due_waits(deck: Deck, log: AnswerLog) -> None:
    log.add([answered(RECOGNISE, machine="m")])
    assert RECOGNISE not in items(asked(sitting(deck, log, max_new=30)))
    assert asked(sitting(deck, log, only_due=True)) == []


def test_after_one_pattern_comes_what_it_is_confused_with(deck: Deck, log: AnswerLog) -> None:
    old = [answered(f"recognise/{ref}", when=days_later(-60), machine="m") for ref in ("sse", "cdc", "websocket")]
    log.add(old)
    order = items(asked(sitting(deck, log, only_due=True)))
    assert abs(order.index("recognise/sse") - order.index("recognise/websocket")) == 1


def test_a_problem_not_seen_before_is_drawn_as_long_as_there_is_one(deck: Deck, log: AnswerLog) -> None:
    ids = deck.question_ids(deck.items[TELL])
    log.add([answered(TELL, when=days_later(-50), question=id_, machine="m") for id_ in ids[1:]])
    assert asked(sitting(deck, log, only_due=True)) == [ids[0]]


def test_when_all_were_seen_the_one_not_seen_for_longest_is_drawn(deck: Deck, log: AnswerLog) -> None:
    item = "fact/sse/for/server-to-client-only"
    ids = [id_ for id_ in deck.question_ids(deck.items[item]) if deck.question(id_)]
    days = [answered(item, when=days_later(-50 - n), question=id_, machine="m") for n, id_ in enumerate(ids)]
    log.add(days)
    assert asked(sitting(deck, log, only_due=True)) == [ids[-1]]


def test_what_was_sure_and_wrong_comes_back_after_three_others_on_another_question(deck: Deck, log: AnswerLog) -> None:
    session = sitting(deck, log)
    first = session.next()
    assert isinstance(first, PresentedQuestion)
    session.retry(first.question.item_id)
    later = asked(session)
    again = items(later).index(first.question.item_id)
    assert again >= 3
    assert later[again] != first.question.id


def test_it_comes_back_even_when_nothing_else_is_left(deck: Deck, log: AnswerLog) -> None:
    session = sitting(deck, log, max_new=1)
    first = session.next()
    assert isinstance(first, PresentedQuestion)
    session.retry(first.question.item_id)
    assert session.remaining_count == 1
    assert items(asked(session)) == [first.question.item_id]


def test_an_answer_taken_back_is_asked_again_first(deck: Deck, log: AnswerLog) -> None:
    session = sitting(deck, log)
    first = session.next()
    assert isinstance(first, PresentedQuestion)
    session.retry(first.question.item_id)
    session.undo(first.question.id)
    later = asked(session)
    assert later[0] == first.question.id
    assert items(later).count(first.question.item_id) == 1


def leech(log: AnswerLog) -> None:
    """An item forgotten four times, due today."""
    days = [(-60, True), (-50, False), (-40, True), (-35, False), (-25, True), (-20, False), (-12, True), (-7, False)]
    log.add([answered(TELL, when=days_later(day), is_right=right, machine="m") for day, right in days])
    assert log.states()[TELL].lapses == 4


def test_what_is_forgotten_four_times_is_explained_and_another_day_asked(deck: Deck, log: AnswerLog) -> None:
    leech(log)
    step = sitting(deck, log, only_due=True).next()
    assert step == LeechExplanation(deck.items[TELL])
    explained = LessonStepEvent(
        id=new_id(), machine="m", lesson=TELL, step=1, steps=1, milliseconds=0, at=0, offset=0, day=DAY.isoformat()
    )
    log.add([explained])
    assert items(asked(sitting(deck, log, DAY + timedelta(days=1), only_due=True))) == [TELL]


def test_an_explanation_counts_until_it_is_forgotten_again(deck: Deck, log: AnswerLog) -> None:
    leech(log)
    before = (DAY - timedelta(days=9)).isoformat()
    log.add(
        [
            LessonStepEvent(
                id=new_id(), machine="m", lesson=TELL, step=1, steps=1, milliseconds=0, at=0, offset=0, day=before
            )
        ]
    )
    assert isinstance(sitting(deck, log, only_due=True).next(), LeechExplanation)


def test_a_reported_question_is_not_asked_again(deck: Deck, log: AnswerLog) -> None:
    item = "fact/sse/name"
    log.add([answered(item, when=days_later(-30), machine="m")])
    assert asked(sitting(deck, log, only_due=True)) == [f"{item}/recall"]
    log.add([ReportEvent(id=new_id(), machine="m", question=f"{item}/recall", why="", at=0)])
    assert asked(sitting(deck, log, only_due=True)) == []


def test_what_a_pack_no_longer_holds_is_passed_over_and_comes_back_with_it(
    small_pack: SmallPack, log: AnswerLog
) -> None:
    def deck_now() -> Deck:
        return Deck(QuestionSources(open_catalog([small_pack.folder]), []))

    small_pack.replace("patterns/beta.yaml", "instead: [alpha]", "instead: []")
    small_pack.replace("patterns/alpha.yaml", "instead: [beta]", "instead: []")
    for name in ("gamma", "delta", "epsilon"):
        text = (small_pack.folder / "patterns/beta.yaml").read_text(encoding="utf-8")
        small_pack.write(f"patterns/{name}.yaml", text.replace("beta", name).replace("Beta", name.title()))
    whole = deck_now()
    of_alpha = {item.id for item in whole.items.values() if "alpha" in item.refs}
    log.add([answered(item, when=days_later(-60), machine="m") for item in whole.items])
    before = (log.events(), log.states())
    assert of_alpha <= set(items(asked(sitting(whole, log, only_due=True))))
    path = small_pack.folder / "patterns" / "alpha.yaml"
    path.rename(path.with_suffix(".aside"))
    without = deck_now()
    assert of_alpha - set(without.items)
    due = items(asked(sitting(without, log, only_due=True)))
    assert due
    assert set(due) <= set(without.items)
    assert (log.events(), log.states()) == before
    path.with_suffix(".aside").rename(path)
    assert of_alpha <= set(items(asked(sitting(deck_now(), log, only_due=True))))


def test_the_same_seed_gives_the_same_sitting(deck: Deck, log: AnswerLog) -> None:
    assert asked(sitting(deck, log, seed=5)) == asked(sitting(deck, log, seed=5))
    assert asked(sitting(deck, log, seed=5)) != asked(sitting(deck, log, seed=6))


def test_a_sitting_can_be_about_less(deck: Deck, log: AnswerLog) -> None:
    about = asked(sitting(deck, log, max_new=1000, refs=("heartbeat",)))
    assert about
    assert all("heartbeat" in deck.items[item].refs for item in items(about))
    facts = items(asked(sitting(deck, log, max_new=40, kind="fact")))
    assert {deck.items[item].kind for item in facts} == {"fact"}
    uber = items(asked(sitting(deck, log, max_new=40, system="uber")))
    assert uber
    assert all("uber" in deck.items[item].systems for item in uber)


def test_a_pattern_means_its_variants_too(deck: Deck, log: AnswerLog) -> None:
    refs = {
        ref
        for id_ in asked(sitting(deck, log, max_new=1000, refs=("pagination",)))
        for ref in deck.items[items([id_])[0]].refs
    }
    assert {"pagination", "pagination/cursor", "pagination/offset"} <= refs


def test_a_cram_asks_anything(deck: Deck, log: AnswerLog) -> None:
    log.add([answered(RECOGNISE, machine="m")])
    session = sitting(deck, log, is_cram=True, refs=("sse",))
    assert RECOGNISE in items(asked(session))
