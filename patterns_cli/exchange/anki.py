"""Export of questions as an Anki deck, one note per question.

Anki identifies a note by its guid, which is made from the question's id. Importing the deck again
therefore keeps the review history, and Anki updates a note if the imported one is newer.
"""

from __future__ import annotations

import html
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from patterns_cli.errors import PatternsError
from patterns_cli.study.questions.distractors import stable_shuffle
from patterns_cli.study.questions.question import NO, YES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from patterns_cli.study.deck import Deck
    from patterns_cli.study.questions.question import Question, QuizOption

DECK_ID = 1_764_050_001
MODEL_ID = 1_764_050_002
"""Fixed ids by which Anki identifies the deck and the note type; never change them."""

GUID_NAMESPACE = "patterns"
NOTE_FIELDS = ("Question", "Options", "Answer", "Why", "Others", "Source", "Id")

_FRONT_TEMPLATE = """<div class="question">{{Question}}</div>
{{#Options}}<ul class="options">{{Options}}</ul>{{/Options}}"""
_BACK_TEMPLATE = """{{FrontSide}}<hr id="answer">
<div class="answer">{{Answer}}</div>
<div class="why">{{Why}}</div>
{{#Others}}<ul class="others">{{Others}}</ul>{{/Others}}
<div class="source">{{Source}}</div>"""
_CSS = """.card { font-family: sans-serif; font-size: 18px; text-align: left; max-width: 40em; margin: auto; }
.answer { font-weight: bold; }
.why, .others { margin-top: .6em; }
.source { margin-top: 1em; font-size: 13px; opacity: .6; }
code { font-family: monospace; }"""

_CODE_SPAN = re.compile(r"`([^`\n]+)`")
_WHITESPACE = re.compile(r"\s+")


def anki_package(deck: Deck, questions: Iterable[Question], title: str, modified_at: float) -> bytes:
    """The bytes of an ``.apkg`` file with the questions.

    ``modified_at`` is when the content was last changed, in seconds since 1970; Anki updates a note
    that it already has if this is later than the note's own time. Raises PatternsError if genanki is
    not installed.
    """
    genanki = _import_genanki()
    model = genanki.Model(
        MODEL_ID,
        "patterns",
        fields=[{"name": name} for name in NOTE_FIELDS],
        templates=[{"name": "Question", "qfmt": _FRONT_TEMPLATE, "afmt": _BACK_TEMPLATE}],
        css=_CSS,
        sort_field_index=len(NOTE_FIELDS) - 1,
    )
    anki_deck = genanki.Deck(DECK_ID, title)
    for question in questions:
        anki_deck.add_note(
            genanki.Note(
                model=model,
                fields=_note_fields(question),
                guid=genanki.guid_for(GUID_NAMESPACE, question.id),
                tags=_tags(deck, question),
            )
        )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "deck.apkg"
        genanki.Package(anki_deck).write_to_file(str(path), timestamp=modified_at)
        return path.read_bytes()


def _import_genanki() -> Any:
    try:
        import genanki
    except ImportError:
        hint = "install it with: pip install 'patterns-cli[anki]'"
        raise PatternsError("a library is missing that writes Anki decks", hint) from None
    return genanki


def _note_fields(question: Question) -> list[str]:
    options = _ordered_options(question)
    others = [_distractor_html(option) for option in options if not option.is_right]
    return [
        "<br><br>".join(_to_html(part) for part in question.stem.split("\n\n")),
        "".join(f"<li>{_to_html(option.text)}</li>" for option in options),
        _answer_html(question),
        _to_html(question.right_option.feedback),
        "".join(others),
        _to_html(f"From {question.citation}. patterns show {question.show_ref}"),
        html.escape(question.id),
    ]


def _ordered_options(question: Question) -> Sequence[QuizOption]:
    """The options in a stable order; empty if the answer is typed."""
    if question.form == "recall":
        return ()
    if {option.id for option in question.options} == {YES, NO}:
        return question.options
    return stable_shuffle(question.id, question.options)


def _answer_html(question: Question) -> str:
    if question.steps:
        return "<ol>" + "".join(f"<li>{_to_html(step)}</li>" for step in question.steps) + "</ol>"
    return _to_html(question.right_option.text)


def _distractor_html(option: QuizOption) -> str:
    when = f" Right when: {option.right_when}" if option.right_when else ""
    return f"<li>Not: {_to_html(option.text)}. {_to_html(option.feedback + when)}</li>"


def _tags(deck: Deck, question: Question) -> list[str]:
    """Tags for the question's subjects, kind and form.

    Anki does not allow spaces in tags.
    """
    item = deck.items[question.item_id]
    about = [f"pattern::{ref.replace('/', '::')}" for ref in item.refs]
    systems = [f"system::{system}" for system in item.systems]
    tags = [*about, *systems, f"kind::{item.kind}", f"form::{question.form}"]
    return [_WHITESPACE.sub("-", tag) for tag in dict.fromkeys(tags)]


def _to_html(text: str) -> str:
    return _CODE_SPAN.sub(r"<code>\1</code>", html.escape(text)).replace("\n", "<br>")
