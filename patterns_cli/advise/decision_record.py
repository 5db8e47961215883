"""Advice as a decision record that a team can commit, in the layout of MADR.

The sections are those of Markdown Architectural Decision Records 4.0.0, https://adr.github.io/madr/.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from patterns_cli.packs.model import OUTSIDE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from patterns_cli.advise.advice import Advice
    from patterns_cli.advise.recommend import Recommendation
    from patterns_cli.catalog.catalog import Catalog


def to_madr(catalog: Catalog, advice: Advice, day: date, recommendation: Recommendation | None = None) -> str:
    """Write advice as a decision record in Markdown, dated ``day``."""
    return "\n".join(_lines(catalog, advice, day, recommendation)) + "\n"


def _lines(catalog: Catalog, advice: Advice, day: date, recommendation: Recommendation | None) -> Iterator[str]:
    yield from ("---", "status: proposed", f"date: {day.isoformat()}", "---", "")
    title = advice.name if advice.verdict != OUTSIDE or advice.instead else "none of the patterns"
    yield from (f"# Use {title}", "")
    yield from ("## Context and Problem Statement", "")
    if recommendation:
        yield from (f"> {recommendation.text}", "")
    for answer in advice.answers:
        yield f"- {answer.asked} {answer.answer}"
    yield from ("",) if advice.answers else ()
    facts = recommendation.facts if recommendation else ()
    if facts:
        yield from _section("Decision Drivers", [f"- {fact.says}" for fact in facts])
    options = [advice.name, *(alternative.name for alternative in advice.alternatives)]
    yield from _section("Considered Options", [f"- {option}" for option in options])
    outcome = [f'Chosen option: "{advice.name}", because:', "", advice.because]
    if recommendation:
        outcome += [
            "",
            (
                "By the words of the problem this is right with a likelihood of "
                f"{recommendation.ranked[0].confidence:.0%}."
            ),
        ]
    if advice.instead:
        outcome += ["", f"{advice.instead.purpose} {advice.instead.do}"]
    yield from _section("Decision Outcome", outcome)
    yield from _section("Consequences", [f"- {text}" for text in _consequences(catalog, advice)], level=3)
    if advice.alternatives:
        yield from _section("Pros and Cons of the Options", ())
        for rejected in advice.alternatives:
            lines = [f"Not chosen: {rejected.why_not}"]
            lines += ["", f"Right when: {rejected.wins_when} {rejected.because}"] if rejected.wins_when else []
            yield from _section(rejected.name, lines, level=3)
    look_again = [f"- {condition}" for condition in advice.reconsider]
    if look_again:
        yield from _section("More Information", ["Look at this again when:", "", *look_again])


def _section(title: str, lines: Iterable[str], level: int = 2) -> Iterator[str]:
    yield from (f"{'#' * level} {title}", "")
    body = list(lines)
    if body:
        yield from (*body, "")


def _consequences(catalog: Catalog, advice: Advice) -> Iterator[str]:
    yield from advice.costs
    entry = catalog.entries.get(advice.verdict)
    if entry and entry.kind in ("pattern", "variant"):
        for pitfall in entry.pattern.pitfalls:
            yield f"To plan for: {pitfall.title.rstrip('.')}. {pitfall.do}"
