"""``patterns ask``: the pattern for a problem in the user's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from patterns_cli.cli.app_context import AppContext, current_app
from patterns_cli.cli.completers import all_answers
from patterns_cli.cli.option_types import OverwriteOption, RecordOption, parse_answers
from patterns_cli.paths import STANDARD_STREAM

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from patterns_cli.advise.index import Index
    from patterns_cli.advise.recommend import Recommendation

MAX_QUESTIONS = 3
MIN_KNOWN_WORD_SHARE = 0.5
"""Minimum share of known words, from 0 to 1; a text with fewer is probably not English."""


def ask(
    context: typer.Context,
    text: Annotated[
        list[str], typer.Argument(help="The problem; - reads one a line from standard input, and answers one a line.")
    ],
    answer: Annotated[
        list[str] | None,
        typer.Option(
            "--answer",
            "-a",
            metavar="QUESTION=OPTION",
            help="An answer given beforehand. May be repeated.",
            autocompletion=all_answers,
        ),
    ] = None,
    record: RecordOption = "",
    force: OverwriteOption = False,
) -> None:
    """Tell a problem in your own words, and get the pattern that fits, with the reasons.

    \b
    patterns ask "drivers' positions must appear on the rider's map, the rider sends nothing"
    patterns ask the phone retries and we charge the card twice
    patterns ask --record decision.md -- orders must reach the search index within seconds
    """
    from patterns_cli.errors import UsageError

    run = current_app(context)
    if text == [STANDARD_STREAM]:
        if record:
            raise UsageError("a record is of one problem", "give the problem as words, not from standard input")
        _answer_stdin(run, parse_answers(answer or []))
        return
    problem = _clean_text(" ".join(text))
    if not problem:
        raise UsageError("say what you need", 'for example: patterns ask "the phone retries and we charge twice"')
    indexes = _require_indexes(run)
    found = _recommend_interactively(run, indexes, problem, parse_answers(answer or []))
    _print_caveats(run, found)
    record_text = _write_decision_record(run, found, record, force=force) if record else None
    if run.terminal.options.json:
        from patterns_cli.render.json_advice import ask_view

        run.terminal.show_json(ask_view(run.catalog, found, record_text))
    elif record != STANDARD_STREAM:
        _print_recommendation(run, found)
    if not found.is_settled and not found.known_words:
        raise typer.Exit(1)


def _write_decision_record(app: AppContext, recommendation: Recommendation, target: str, *, force: bool) -> str | None:
    from patterns_cli.cli.record_output import write_record
    from patterns_cli.errors import PatternsError

    if not recommendation.is_settled:
        question = recommendation.next_question
        hint = f"say more, or answer with --answer {question.id}=OPTION" if question else "say more"
        raise PatternsError("the problem is not clear enough for a decision record", hint)
    return write_record(app, recommendation.advice, target, recommendation=recommendation, force=force)


def _require_indexes(app: AppContext) -> Sequence[Index]:
    from patterns_cli.errors import NotFoundError

    if not app.indexes:
        raise NotFoundError("there is no pattern here to choose from", "`patterns pack list` shows the packs")
    return app.indexes


def _clean_text(text: str) -> str:
    from patterns_cli.advise.recommend import clean_text
    from patterns_cli.render.text_layout import escape_control

    return escape_control(clean_text(text))


def _recommend_interactively(
    app: AppContext, indexes: Sequence[Index], problem: str, answers: dict[str, str]
) -> Recommendation:
    """Recommend a pattern, asking follow-up questions if a user can answer.

    If the user quits a question, the answers given so far decide.
    """
    from patterns_cli.advise.recommend import recommend
    from patterns_cli.prompts import BACK_SHORTCUT, Action, PromptOption, quit_shortcut
    from patterns_cli.prompts import ask_choice as ask_person
    from patterns_cli.render.cards.answer import preliminary_card

    asked: list[str] = []
    while True:
        found = recommend(app.catalog, indexes, problem, answers)
        question = found.next_question
        if question is None or found.is_confident or not app.terminal.can_ask or len(asked) >= MAX_QUESTIONS:
            return found
        app.terminal.show(preliminary_card(app.catalog, found))
        options = [PromptOption(option.id, option.label, option.example) for option in question.options]
        reply = ask_person(app.terminal, question.ask, options, (BACK_SHORTCUT, quit_shortcut("answer now")))
        if reply is Action.QUIT:
            return found
        if reply is not Action.BACK:
            asked.append(question.id)
            answers[question.id] = reply
        elif asked:
            answers.pop(asked.pop())


def _print_caveats(app: AppContext, recommendation: Recommendation) -> None:
    if not recommendation.known_words:
        app.terminal.note("None of these words is known here. Say in English what happens and what you want.")
    elif recommendation.known_words < MIN_KNOWN_WORD_SHARE * len(recommendation.text.split()):
        app.terminal.note("Few of these words are known here; it reads English.")
    if not recommendation.has_scenarios:
        app.terminal.note("This rests on what the pack says of its patterns, not on known problems, and is less sure.")


def _print_recommendation(app: AppContext, recommendation: Recommendation) -> None:
    from patterns_cli.render.cards.answer import follow_up_card, recommendation_card, unsettled_card

    app.terminal.show(
        (recommendation_card if recommendation.is_settled else unsettled_card)(app.catalog, recommendation), page=True
    )
    if recommendation.next_question is not None and not recommendation.is_confident and not app.terminal.can_ask:
        app.terminal.write("\n")
        app.terminal.show(follow_up_card(recommendation.next_question))


def _answer_stdin(app: AppContext, answers: dict[str, str]) -> None:
    """Answer each line of standard input; skip blank lines."""
    from patterns_cli.advise.recommend import recommend
    from patterns_cli.render.json_advice import ask_view
    from patterns_cli.render.json_output import to_json_line

    indexes = _require_indexes(app)
    problem = ""
    for problem in _stdin_problems(app):
        found = recommend(app.catalog, indexes, problem, answers)
        if app.terminal.options.json:
            app.terminal.write_utf8(to_json_line(ask_view(app.catalog, found)) + "\n")
        else:
            app.terminal.write(f"{_one_line_summary(found)}: {problem}\n")
    if not problem:
        app.terminal.note("There was no problem on standard input.")


def _one_line_summary(recommendation: Recommendation) -> str:
    if not recommendation.is_settled:
        return "unsettled"
    first = recommendation.ranked[0]
    neighbor = f" ({recommendation.advice.instead.ref})" if recommendation.advice.instead else ""
    return f"{first.confidence:.0%} {first.verdict}{neighbor}"


def _stdin_problems(app: AppContext) -> Iterator[str]:
    buffer = getattr(app.terminal.stdin, "buffer", None)
    for line in buffer or app.terminal.stdin:
        text = line.decode("utf-8", "surrogateescape") if isinstance(line, bytes) else line
        problem = _clean_text(text)
        if problem:
            yield problem
