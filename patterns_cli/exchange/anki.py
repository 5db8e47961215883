"""Questions as an Anki deck: one note a question, its reasons on the back.

A note is known again by the question's id, so that what was learnt stays when the deck is imported
anew, and Anki takes over a change where the note is newer than its own.
"""

from __future__ import annotations

import html
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from patterns_cli.errors import PatternsError
from patterns_cli.study.questions.distractors import in_scattered_order
from patterns_cli.study.questions.question import NO, YES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from patterns_cli.study.deck import Deck
    from patterns_cli.study.questions.question import Question, QuizOption

DECK_ID = 1_764_050_001
MODEL_ID = 1_764_050_002
"""Given once and for all: by them Anki knows the deck and the kind of note again."""

NAMESPACE = "patterns"
FIELDS = ("Question", "Options", "Answer", "Why", "Others", "Source", "Id")

_FRONT = """<div class="question">{{Question}}</div>
{{#Options}}<ul class="options">{{Options}}</ul>{{/Options}}"""
_BACK = """{{FrontSide}}<hr id="answer">
<div class="answer">{{Answer}}</div>
<div class="why">{{Why}}</div>
{{#Others}}<ul class="others">{{Others}}</ul>{{/Others}}
<div class="source">{{Source}}</div>"""
_STYLE = """.card { font-family: sans-serif; font-size: 18px; text-align: left; max-width: 40em; margin: auto; }
.answer { font-weight: bold; }
.why, .others { margin-top: .6em; }
.source { margin-top: 1em; font-size: 13px; opacity: .6; }
code { font-family: monospace; }"""

_CODE = re.compile(r"`([^`\n]+)`")
_TAG_SPACE = re.compile(r"\s+")


def anki_package(deck: Deck, questions: Iterable[Question], title: str, revised: float) -> bytes:
    """The deck as the bytes of an ``.apkg`` file.

    ``revised`` is when the content was last changed, in seconds since 1970: what was imported before
    is updated where it is later. Raises PatternsError where the library for it is not installed.
    """
    genanki = _library()
    model = genanki.Model(
        MODEL_ID,
        "patterns",
        fields=[{"name": name} for name in FIELDS],
        templates=[{"name": "Question", "qfmt": _FRONT, "afmt": _BACK}],
        css=_STYLE,
        sort_field_index=len(FIELDS) - 1,
    )
    made = genanki.Deck(DECK_ID, title)
    for question in questions:
        made.add_note(
            genanki.Note(
                model=model,
                fields=_fields(question),
                guid=genanki.guid_for(NAMESPACE, question.id),
                tags=_tags(deck, question),
            )
        )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "deck.apkg"
        genanki.Package(made).write_to_file(str(path), timestamp=revised)
        return path.read_bytes()


def _library() -> Any:
    try:
        import genanki
    except ImportError:
        hint = "install it with: pip install 'patterns-cli[anki]'"
        raise PatternsError("a library is missing that writes Anki decks", hint) from None
    return genanki


def _fields(question: Question) -> list[str]:
    options = _shown_options(question)
    others = [_other(option) for option in options if not option.is_right]
    return [
        "<br><br>".join(_as_html(part) for part in question.stem.split("\n\n")),
        "".join(f"<li>{_as_html(option.text)}</li>" for option in options),
        _right(question),
        _as_html(question.right.why),
        "".join(others),
        _as_html(f"From {question.source}. patterns show {question.show}"),
        html.escape(question.id),
    ]


def _shown_options(question: Question) -> Sequence[QuizOption]:
    """The options in an order that is the same each time; a typed name has none to choose from."""
    if question.form == "recall":
        return ()
    if {option.id for option in question.options} == {YES, NO}:
        return question.options
    return in_scattered_order(question.id, question.options)


def _right(question: Question) -> str:
    if question.steps:
        return "<ol>" + "".join(f"<li>{_as_html(step)}</li>" for step in question.steps) + "</ol>"
    return _as_html(question.right.text)


def _other(option: QuizOption) -> str:
    when = f" Right when: {option.right_when}" if option.right_when else ""
    return f"<li>Not: {_as_html(option.text)}. {_as_html(option.why + when)}</li>"


def _tags(deck: Deck, question: Question) -> list[str]:
    """A tag for what the question is about, one for its kind, and one for its form; Anki allows no spaces in them."""
    item = deck.items[question.item]
    about = [f"pattern::{ref.replace('/', '::')}" for ref in item.about]
    systems = [f"system::{system}" for system in item.systems]
    tags = [*about, *systems, f"kind::{item.kind}", f"form::{question.form}"]
    return [_TAG_SPACE.sub("-", tag) for tag in dict.fromkeys(tags)]


def _as_html(text: str) -> str:
    return _CODE.sub(r"<code>\1</code>", html.escape(text)).replace("\n", "<br>")
