"""Questions as an Anki deck, read back as Anki keeps it and, where it is there, by Anki itself."""

from __future__ import annotations

import contextlib
import io
import sqlite3
import zipfile
from pathlib import Path
from typing import Any

import msgspec
import pytest

from patterns_cli.catalog.catalog import open_catalog
from patterns_cli.exchange.anki import DECK_ID, MODEL_ID, NOTE_FIELDS, anki_package
from patterns_cli.study.deck import Deck
from patterns_cli.study.questions.question import Question, QuizOption
from patterns_cli.study.questions.sources import QuestionSources
from tests.conftest import Program, SmallPack

pytest.importorskip("genanki")

ITEM = "recognise/sse"
EARLIER, LATER = 1_764_000_000, 1_764_000_600


def _question(text: str = "Scores <b>tick</b> & nobody replies.", id_: str = f"{ITEM}/one") -> Question:
    options = (
        QuizOption("sse", "SSE", is_right=True, feedback="It only watches."),
        QuizOption("websocket", "WebSocket", is_right=False, feedback="Nothing goes up.", right_when="Both send."),
    )
    return Question(id_, ITEM, "choice", "Which fits?", options, "the problem one", "sse", context=text)


def _notes(package: bytes, folder: Path) -> list[dict[str, str]]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        archive.extract("collection.anki2", folder)
    with sqlite3.connect(folder / "collection.anki2") as connection:
        rows = connection.execute("SELECT guid, flds, tags, mod FROM notes").fetchall()
    connection.close()
    return [
        {"guid": guid, "tags": tags, "mod": mod, **dict(zip(NOTE_FIELDS, fields.split("\x1f"), strict=True))}
        for guid, fields, tags, mod in rows
    ]


def test_a_note_holds_the_question_and_on_its_back_the_reasons(deck: Deck, tmp_path: Path) -> None:
    (note,) = _notes(anki_package(deck, [_question()], "Patterns", EARLIER), tmp_path)
    assert note["Question"] == "Scores &lt;b&gt;tick&lt;/b&gt; &amp; nobody replies.<br><br>Which fits?"
    assert note["Answer"] == "SSE"
    assert note["Why"] == "It only watches."
    assert "Not: WebSocket. Nothing goes up. Right when: Both send." in note["Others"]
    assert "patterns show sse" in note["Source"]
    assert set(note["tags"].split()) == {"pattern::sse", "kind::skill", "form::choice"}


def test_the_guid_follows_the_id_and_not_the_words(deck: Deck, tmp_path: Path) -> None:
    first, second = tmp_path / "1", tmp_path / "2"
    (note,) = _notes(anki_package(deck, [_question()], "Patterns", EARLIER), first)
    (mended,) = _notes(anki_package(deck, [_question("Mended.")], "Patterns", LATER), second)
    assert note["guid"] == mended["guid"]
    assert int(note["mod"]) < int(mended["mod"])


def test_the_same_words_in_two_packs_are_two_notes(small_pack: SmallPack, tmp_path: Path) -> None:
    other = SmallPack(tmp_path / "other")
    other.fill()
    alone = Deck(QuestionSources(open_catalog([small_pack.folder]), []))
    both = Deck(QuestionSources(open_catalog([small_pack.folder, other.folder]), []))
    own = _notes(anki_package(alone, list(alone.questions()), "Small", EARLIER), tmp_path / "1")
    notes = _notes(anki_package(both, list(both.questions()), "Both", EARLIER), tmp_path / "2")
    guids = [note["guid"] for note in notes]
    assert own
    assert len(set(guids)) == len(guids)
    assert len({note["Question"] for note in notes}) < len(notes)


def test_every_process_writes_the_same_notes_in_the_same_order(program: Program, deck: Deck, tmp_path: Path) -> None:
    found = []
    for seed in ("0", "1"):
        path = tmp_path / f"{seed}.apkg"
        ended = program("export", "anki", str(path), "--topic", "sse", env={"PYTHONHASHSEED": seed})
        assert ended.returncode == 0, ended.stderr
        notes = _notes(path.read_bytes(), tmp_path / seed)
        with contextlib.closing(sqlite3.connect(tmp_path / seed / "collection.anki2")) as connection:
            kinds = connection.execute("SELECT DISTINCT mid FROM notes").fetchall()
            decks = connection.execute("SELECT DISTINCT did FROM cards").fetchall()
        found.append((notes, kinds, decks))
    assert found[0] == found[1]
    assert found[0][1:] == ([(MODEL_ID,)], [(DECK_ID,)])


def test_every_fact_of_the_content_becomes_one_note(deck: Deck, tmp_path: Path) -> None:
    facts = [question for question in deck.questions() if question.item_id.startswith("fact/")]
    notes = _notes(anki_package(deck, facts, "Patterns", EARLIER), tmp_path)
    assert [note["Id"] for note in notes] == [question.id for question in facts]
    assert len({note["guid"] for note in notes}) == len(facts)
    assert all(" " not in tag for note in notes for tag in note["tags"].split())


def test_anki_takes_over_a_change_and_keeps_what_was_learnt(deck: Deck, tmp_path: Path) -> None:
    pytest.importorskip("anki")
    from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

    collection: Any = Collection(str(tmp_path / "collection.anki2"))

    def take(question: Question, revised: float) -> Any:
        path = tmp_path / f"{revised}.apkg"
        path.write_bytes(anki_package(deck, [question], "Patterns", revised))
        options = ImportAnkiPackageOptions(merge_notetypes=True)
        return collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(path), options=options)).log

    try:
        assert len(take(_question(), EARLIER).new) == 1
        collection.decks.select(collection.decks.id("Patterns"))
        card = collection.sched.getCard()
        card.start_timer()
        collection.sched.answerCard(card, 3)
        log = take(_question("Mended."), LATER)
        assert (len(log.new), len(log.updated)) == (0, 1)
        (id_,) = collection.find_notes("")
        assert collection.get_note(id_).fields[0].startswith("Mended.")
        assert collection.get_card(card.id).reps == 1
    finally:
        collection.close()


def test_equal_content_gives_equal_notes(deck: Deck, tmp_path: Path) -> None:
    question = msgspec.structs.replace(_question(), prompt="Which one fits?")
    one = _notes(anki_package(deck, [question], "Patterns", EARLIER), tmp_path / "1")
    assert one == _notes(anki_package(deck, [question], "Patterns", EARLIER), tmp_path / "2")
