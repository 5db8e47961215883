"""``patterns export anki`` and ``patterns export gift``: the questions for programs that teach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from patterns_cli.cli.app_context import Run, current_run
from patterns_cli.cli.output import STANDARD_OUTPUT, Force, Output, give_text, write_file
from patterns_cli.cli.study_context import Kind, Topic, open_deck, topic_refs, wanted_items

if TYPE_CHECKING:
    from patterns_cli.study.deck import Deck
    from patterns_cli.study.questions.question import Question

AN_ITEM = 10

PerItem = Annotated[
    int, typer.Option("--per-item", metavar="N", min=0, help="At most so many questions about one thing; 0 is all.")
]


def export_anki(
    context: typer.Context,
    output: Annotated[str, typer.Argument(metavar="FILE.apkg", help="The file to write.")] = "patterns.apkg",
    topic: Topic = None,
    kind: Kind = None,
    per_item: PerItem = AN_ITEM,
    force: Force = False,
) -> None:
    """Write an Anki deck: one note a question, the reasons on its back.

    Import it again after an update: what has changed is taken over, what you learnt stays.

    \b
    patterns export anki
    patterns export anki sse.apkg --topic sse --per-item 0
    """
    from patterns_cli.exchange.anki import anki_package

    run = current_run(context)
    deck = open_deck(run)
    questions = _questions(run, deck, topic, kind, per_item)
    title = ", ".join(pack.info.title for pack in run.catalog.packs)
    package = anki_package(deck, questions, title, _revised(run))
    write_file(output, package, force=force)
    if run.terminal.options.json:
        run.terminal.show_json({"exported": {"file": output, "notes": len(questions)}})
    else:
        run.terminal.note(f"Wrote {len(questions)} notes to {output}")


def export_gift(
    context: typer.Context,
    output: Output = STANDARD_OUTPUT,
    topic: Topic = None,
    kind: Kind = None,
    per_item: PerItem = AN_ITEM,
    force: Force = False,
) -> None:
    """Print the questions in GIFT, which Moodle imports, with the reason for each answer.

    \b
    patterns export gift > patterns.gift
    patterns export gift --kind fact -o facts.gift
    """
    from patterns_cli.exchange.gift import gift

    run = current_run(context)
    deck = open_deck(run)
    text = gift(deck, _questions(run, deck, topic, kind, per_item))
    give_text(run, text, "gift", output, force=force)


def _questions(
    run: Run, deck: Deck, topics: list[str] | None, kind: Literal["skill", "fact"] | None, per_item: int
) -> list[Question]:
    """What was asked for; of each item the same questions each time."""
    from patterns_cli.study.session import Wishes

    wishes = Wishes(kind=kind or "", refs=tuple(ref for name in topics or [] for ref in topic_refs(run, name)))
    return [question for item in wanted_items(deck, wishes) for question in deck.some_questions(item, per_item)]


def _revised(run: Run) -> float:
    """When the content was last changed, in seconds since 1970."""
    from patterns_cli.packs.files import knowledge_files, scenario_files

    times = [
        path.stat().st_mtime
        for folder in run.pack_folders()
        for path in (*knowledge_files(folder), *scenario_files(folder))
        if path.exists()
    ]
    return max(times, default=0.0)
