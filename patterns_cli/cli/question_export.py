"""``patterns export anki`` and ``patterns export gift``: questions for other learning tools."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from patterns_cli.cli.app_context import AppContext, current_app
from patterns_cli.cli.option_types import OutputOption, OverwriteOption
from patterns_cli.cli.output import output_text, write_file
from patterns_cli.cli.study_context import KindOption, TopicOption, open_deck, select_items, topic_refs
from patterns_cli.paths import STANDARD_STREAM

if TYPE_CHECKING:
    from patterns_cli.study.deck import Deck
    from patterns_cli.study.questions.question import Question

DEFAULT_QUESTIONS_PER_ITEM = 10

PerItemOption = Annotated[
    int, typer.Option("--per-item", metavar="N", min=0, help="Maximum questions per item; 0 means all.")
]


def export_anki(
    context: typer.Context,
    output: Annotated[str, typer.Argument(metavar="FILE.apkg", help="The file to write.")] = "patterns.apkg",
    topic: TopicOption = None,
    kind: KindOption = None,
    per_item: PerItemOption = DEFAULT_QUESTIONS_PER_ITEM,
    force: OverwriteOption = False,
) -> None:
    """Write an Anki deck: one note a question, the reasons on its back.

    Import it again after an update: changes are applied, and your progress stays.

    \b
    patterns export anki
    patterns export anki sse.apkg --topic sse --per-item 0
    """
    from patterns_cli.exchange.anki import anki_package

    run = current_app(context)
    deck = open_deck(run)
    questions = _selected_questions(run, deck, topic, kind, per_item)
    title = ", ".join(pack.info.title for pack in run.catalog.packs)
    package = anki_package(deck, questions, title, _last_modified(run))
    write_file(output, package, force=force)
    if run.terminal.options.json:
        run.terminal.show_json({"exported": {"file": output, "notes": len(questions)}})
    else:
        run.terminal.note(f"Wrote {len(questions)} notes to {output}")


def export_gift(
    context: typer.Context,
    output: OutputOption = STANDARD_STREAM,
    topic: TopicOption = None,
    kind: KindOption = None,
    per_item: PerItemOption = DEFAULT_QUESTIONS_PER_ITEM,
    force: OverwriteOption = False,
) -> None:
    """Print the questions in GIFT, which Moodle imports, with the reason for each answer.

    \b
    patterns export gift > patterns.gift
    patterns export gift --kind fact -o facts.gift
    """
    from patterns_cli.exchange.gift import to_gift

    run = current_app(context)
    deck = open_deck(run)
    text = to_gift(deck, _selected_questions(run, deck, topic, kind, per_item))
    output_text(run, text, "gift", output, force=force)


def _selected_questions(
    app: AppContext, deck: Deck, topics: list[str] | None, kind: Literal["skill", "fact"] | None, per_item: int
) -> list[Question]:
    """The selected questions; the same sample of each item every time."""
    from patterns_cli.study.session import SessionFilter

    session_filter = SessionFilter(
        kind=kind or "", refs=tuple(ref for name in topics or [] for ref in topic_refs(app, name))
    )
    return [
        question for item in select_items(deck, session_filter) for question in deck.sample_questions(item, per_item)
    ]


def _last_modified(app: AppContext) -> float:
    """Latest modification time of the content, in seconds since 1970."""
    from patterns_cli.packs.files import content_files, scenario_files

    times = [
        path.stat().st_mtime
        for folder in app.pack_folders()
        for path in (*content_files(folder), *scenario_files(folder))
        if path.exists()
    ]
    return max(times, default=0.0)
