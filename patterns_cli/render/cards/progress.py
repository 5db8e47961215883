"""How far a person has come, as a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from patterns_cli.render.document import (
    Bars,
    Block,
    Bullets,
    Document,
    Facts,
    Heading,
    HeatMap,
    Item,
    Matrix,
    Paragraph,
    Section,
)
from patterns_cli.render.text_layout import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from patterns_cli.study.deck import Deck
    from patterns_cli.study.log.repair import Examined
    from patterns_cli.study.progress import Confusion, DueDay, Mastery, Progress, Retention

MOST_CONFUSIONS = 8
MOST_LISTED = 8
DAYS_OF_MINUTES = 14

CONFIDENCE_WORDS = {"sure": "sure", "think": "think so", "guess": "guess"}


def progress_card(progress: Progress, deck: Deck) -> Document:
    """All figures, the most urgent first."""
    name_of = deck.material.name
    heading = Heading("Your progress", f"{progress.day:%A}, {progress.day.isoformat()}")
    if not progress.seen and not any(day.answers or day.minutes for day in progress.days):
        start = Section("today", "", [Paragraph("Nothing is recorded yet: answer a first question.")])
        return Document(heading, [start], [("patterns quiz", "begin")])
    sections = [
        Section("today", "Today", [Facts(list(_today(progress)))]),
        Section("week", "Coming up", [_week(progress.due)]),
        Section("mastery", "What you know", [*_known(progress, name_of)]),
        Section("pairs", "What you mix up", [*_mixed_up(progress, name_of)]),
        Section("memory", "How well it lasts", [Facts(list(_memory(progress)))]),
        Section("confidence", "How well you know what you know", [_confidence(progress)]),
        Section("year", "Your year", [_year(progress)]),
        Section("minutes", "Minutes a day", [_minutes(progress)]),
    ]
    if progress.leeches:
        told = "Forgotten four times or more. Asking again helps little: read what tells them apart."
        sections.append(
            Section(
                "leeches", "What does not stick", _listed(told, [deck.items[id_].title for id_ in progress.leeches])
            )
        )
    if progress.orphans:
        told = "No longer asked, as the content has changed. Your answers are kept."
        sections.append(Section("orphans", "No longer there", _listed(told, progress.orphans)))
    return Document(heading, sections, list(_next(progress)))


def doctor_card(found: Examined, path: Path) -> Document:
    """What was found wrong with the file, and what was done."""
    rows = [("file", str(path)), ("records", str(found.records)), ("state", "mended" if found.faults else "sound")]
    blocks: list[Block] = [Facts(rows)]
    if found.faults:
        blocks.append(Bullets([Item(fault) for fault in found.faults], "-"))
    if found.copy:
        blocks.append(Facts([("the old file is kept in", str(found.copy))]))
    return Document(Heading("Your progress"), [Section("doctor", "", blocks)])


def _today(progress: Progress) -> Iterator[tuple[str, str]]:
    today = progress.today
    due = progress.due[0].items
    yield "due now", _counted(due, "item") if due else "nothing"
    yield "answered today", f"{_counted(today.answers, 'question')}, {_counted(progress.new_today, 'new item')}"
    yield "time today", _minutes_told(today.minutes)
    longest = f" (longest {progress.streak.longest})" if progress.streak.longest > progress.streak.days else ""
    yield "streak", _counted(progress.streak.days, "day") + longest
    yield "known", f"{progress.mastered} of {progress.items} items mastered, {progress.seen} seen"


def _week(due: Sequence[DueDay]) -> Bars:
    rows = [
        ("today" if not number else f"{one.day:%a} {one.day:%m-%d}", float(one.items), _counted(one.items, "item"))
        for number, one in enumerate(due)
    ]
    return Bars(rows, max((one.items for one in due), default=0))


def _known(progress: Progress, name_of: Callable[[str], str]) -> Iterator[Block]:
    begun = [one for one in progress.patterns if one.seen]
    if begun:
        yield Bars([_mastered(one, name_of) for one in begun], 1)
    pairs = sorted((one for one in progress.pairs if one.seen), key=lambda one: one.recall)
    if pairs:
        yield Paragraph("Pairs to tell apart, the weakest first:")
        yield Bars([_mastered(one, name_of) for one in pairs[:MOST_LISTED]], 1)
        if pairs[MOST_LISTED:]:
            yield Paragraph(f"And {len(pairs) - MOST_LISTED} more, better known; --json lists all.")
    waiting = [name_of(one.refs[0]) for one in progress.patterns if not one.seen]
    if waiting:
        yield Facts([("not begun", ", ".join(waiting))])


def _mastered(one: Mastery, name_of: Callable[[str], str]) -> tuple[str, float, str]:
    names = " or ".join(name_of(ref) for ref in one.refs)
    return (
        names,
        one.recall,
        f"{one.seen} of {one.items} seen, {one.mastered} mastered, {_percent(one.recall)} of all remembered",
    )


def _mixed_up(progress: Progress, name_of: Callable[[str], str]) -> Iterator[Block]:
    if not progress.confusions:
        yield Paragraph("Nothing so far.")
        return
    shown = progress.confusions[:MOST_CONFUSIONS]
    yield Bars([_mixed(one, name_of) for one in shown], max(one.times / one.of for one in shown))
    left = len(progress.confusions) - len(shown)
    if left:
        yield Paragraph(f"And {left} more, less often; --json lists all.")
    if len(shown) > 1:
        yield _matrix(shown, name_of)


def _matrix(confusions: Sequence[Confusion], name_of: Callable[[str], str]) -> Matrix:
    """What was right against what was said in its place, with how often."""
    rights = list(dict.fromkeys(one.right for one in confusions))
    chosen = list(dict.fromkeys(one.chosen for one in confusions))
    times = {(one.right, one.chosen): str(one.times) for one in confusions}
    rows = [(name_of(right), [times.get((right, other), "") for other in chosen]) for right in rights]
    return Matrix("right, and what you said", [name_of(other) for other in chosen], rows, "")


def _mixed(one: Confusion, name_of: Callable[[str], str]) -> tuple[str, float, str]:
    label = f"{name_of(one.right)} taken for {name_of(one.chosen)}"
    return label, one.times / one.of, f"{one.times} of {_counted(one.of, 'time')}"


def _memory(progress: Progress) -> Iterator[tuple[str, str]]:
    yield "last 30 days", _retained(progress.recent_retention)
    yield "in all", _retained(progress.retention)


def _retained(retention: Retention) -> str:
    if retention.measured is None or retention.predicted is None:
        return "no item came back on a later day yet"
    measured, predicted = _percent(retention.measured), _percent(retention.predicted)
    return f"{measured} remembered when it came back, {predicted} expected ({_counted(retention.reviews, 'review')})"


def _confidence(progress: Progress) -> Bars:
    rows = []
    for one in progress.calibration:
        share = one.right / one.answers if one.answers else 0.0
        told = f"right {one.right} of {_counted(one.answers, 'time')}" if one.answers else "never"
        rows.append((CONFIDENCE_WORDS[one.confidence], share, told + (f" ({_percent(share)})" if one.answers else "")))
    return Bars(rows, 1)


def _year(progress: Progress) -> HeatMap:
    return HeatMap(progress.days[0].day, [day.answers for day in progress.days], "answer")


def _minutes(progress: Progress) -> Bars:
    shown = progress.days[-DAYS_OF_MINUTES:]
    rows = [(f"{one.day:%a} {one.day:%m-%d}", one.minutes, _minutes_told(one.minutes)) for one in shown]
    return Bars(rows, max(one.minutes for one in shown))


def _next(progress: Progress) -> Iterator[tuple[str, str]]:
    if progress.due and progress.due[0].items:
        yield "patterns quiz --due", "answer what is due"
    else:
        yield "patterns quiz", "learn something new"
    if progress.confusions:
        worst = progress.confusions[0]
        yield f"patterns compare {worst.right} {worst.chosen}", "what tells apart what you mix up most"


def _listed(told: str, items: Sequence[str]) -> list[Block]:
    shown = [Item(item) for item in items[:MOST_LISTED]]
    if len(items) > MOST_LISTED:
        shown.append(Item(f"and {len(items) - MOST_LISTED} more; --json lists all"))
    return [Paragraph(told), Bullets(shown)]


def _percent(share: float) -> str:
    return f"{share:.0%}"


def _counted(number: int, what: str) -> str:
    return counted(number, what) if number else f"no {what}s"


def _minutes_told(minutes: float) -> str:
    if 0 < minutes < 1:
        return "less than a minute"
    return _counted(round(minutes), "minute")
