"""``patterns ask``: which pattern for this problem, in the person's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from patterns_cli.cli.app_context import Run, current_run
from patterns_cli.cli.completers import any_answers
from patterns_cli.cli.option_types import RecordFile, ReplaceRecord, given_answers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from patterns_cli.advise.index import Index
    from patterns_cli.advise.recommend import Answer
    from patterns_cli.cli.lazy_group import Command

MOST_QUESTIONS = 3
STANDARD_INPUT = "-"
FOREIGN = 0.5
"""With fewer of its words known than this, a text is probably not English."""


def register(app: typer.Typer, command: type[Command]) -> None:
    """Add the command to the program."""
    app.command("ask", cls=command)(ask)


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
            autocompletion=any_answers,
        ),
    ] = None,
    record: RecordFile = "",
    force: ReplaceRecord = False,
) -> None:
    """Tell a problem in your own words, and get the pattern that fits, with the reasons.

    \b
    patterns ask "drivers' positions must appear on the rider's map, the rider sends nothing"
    patterns ask the phone retries and we charge the card twice
    patterns ask --record decision.md -- orders must reach the search index within seconds
    """
    from patterns_cli.errors import UsageError

    run = current_run(context)
    if text == [STANDARD_INPUT]:
        if record:
            raise UsageError("a record is of one problem", "give the problem as words, not from standard input")
        _answer_lines(run, given_answers(answer or []))
        return
    problem = _read(" ".join(text))
    if not problem:
        raise UsageError("say what you need", 'for example: patterns ask "the phone retries and we charge twice"')
    indexes = _indexes(run)
    found = _settled(run, indexes, problem, given_answers(answer or []))
    _warn(run, found)
    if record:
        _record(run, found, record, force=force)
    if run.terminal.options.json:
        run.terminal.show_json(_as_json(run, found))
    elif record != STANDARD_INPUT:
        _show(run, found)
    if not found.is_settled and not found.known_words:
        raise typer.Exit(1)


def _record(run: Run, found: Answer, target: str, *, force: bool) -> None:
    from patterns_cli.cli.record_output import write_record
    from patterns_cli.errors import PatternsError

    if not found.is_settled:
        question = found.next_question
        hint = f"say more, or answer with --answer {question.id}=OPTION" if question else "say more"
        raise PatternsError("these words settle nothing that could be recorded", hint)
    write_record(run, found.advice, target, answer=found, force=force)


def _indexes(run: Run) -> Sequence[Index]:
    from patterns_cli.errors import NotFoundError

    if not run.indexes:
        raise NotFoundError("there is no pattern here to choose from", "`patterns pack list` shows the packs")
    return run.indexes


def _read(text: str) -> str:
    from patterns_cli.advise.recommend import clean
    from patterns_cli.render.text_layout import visible

    return visible(clean(text))


def _settled(run: Run, indexes: Sequence[Index], problem: str, answers: dict[str, str]) -> Answer:
    """The answer, after asking what the words leave open, where somebody is there to ask.

    Quitting a question gives the answer as it stands.
    """
    from patterns_cli.advise.recommend import answer
    from patterns_cli.prompts import BACK, GO_BACK, QUIT, AskedOption, quit_key
    from patterns_cli.prompts import ask as ask_person
    from patterns_cli.render.cards.answer import so_far

    asked: list[str] = []
    while True:
        found = answer(run.catalog, indexes, problem, answers)
        question = found.next_question
        if question is None or found.is_sure or not run.terminal.can_ask or len(asked) >= MOST_QUESTIONS:
            return found
        run.terminal.show(so_far(run.catalog, found))
        options = [AskedOption(option.id, option.label, option.example) for option in question.options]
        reply = ask_person(run.terminal, question.ask, options, (GO_BACK, quit_key("answer now")))
        if reply == QUIT:
            return found
        if reply != BACK:
            asked.append(question.id)
            answers[question.id] = reply
        elif asked:
            answers.pop(asked.pop())


def _warn(run: Run, found: Answer) -> None:
    if not found.known_words:
        run.terminal.note("None of these words is known here. Say in English what happens and what you want.")
    elif found.known_words < FOREIGN * len(found.text.split()):
        run.terminal.note("Few of these words are known here; it reads English.")
    if not found.is_told:
        run.terminal.note("This rests on what the pack says of its patterns, not on known problems, and is less sure.")


def _show(run: Run, found: Answer) -> None:
    from patterns_cli.render.cards.answer import answer_card, question_card, unsettled_card

    run.terminal.show((answer_card if found.is_settled else unsettled_card)(run.catalog, found), page=True)
    if found.next_question is not None and not found.is_sure and not run.terminal.can_ask:
        run.terminal.write("\n")
        run.terminal.show(question_card(found.next_question))


def _as_json(run: Run, found: Answer) -> dict[str, object]:
    import msgspec

    built = msgspec.to_builtins(found)
    for one in built["ranked"]:
        one["name"] = run.catalog.name_of(one["verdict"])
    return {**built, "text_marks": built["ranked"][0]["because"]}


def _answer_lines(run: Run, answers: dict[str, str]) -> None:
    """One problem a line; blank ones are passed over."""
    from patterns_cli.advise.recommend import answer
    from patterns_cli.render.json_output import one_line_json

    indexes = _indexes(run)
    problem = ""
    for problem in _lines(run):
        found = answer(run.catalog, indexes, problem, answers)
        if run.terminal.options.json:
            run.terminal.write_utf8(one_line_json(_as_json(run, found)) + "\n")
        else:
            run.terminal.write(f"{_in_short(found)}: {problem}\n")
    if not problem:
        run.terminal.note("There was no problem on standard input.")


def _in_short(found: Answer) -> str:
    if not found.is_settled:
        return "unsettled"
    first = found.ranked[0]
    neighbour = f" ({found.advice.instead.ref})" if found.advice.instead else ""
    return f"{first.confidence:.0%} {first.verdict}{neighbour}"


def _lines(run: Run) -> Iterator[str]:
    buffer = getattr(run.terminal.stdin, "buffer", None)
    for line in buffer or run.terminal.stdin:
        text = line.decode("utf-8", "surrogateescape") if isinstance(line, bytes) else line
        problem = _read(text)
        if problem:
            yield problem
