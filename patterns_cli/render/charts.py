"""Charts drawn with characters."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from rich.cells import cell_len

from patterns_cli.render.document import WEEK

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from patterns_cli.render.document import Bars, HeatMap

SHADES = "·░▒▓█"
ASCII_SHADES = ".-+*#"
EIGHTHS = " ▏▎▍▌▋▊▉█"

LONGEST_BAR = 30
SHORTEST_BAR = 8

_DAY_NAMES = ("Mon", "", "Wed", "", "Fri", "", "")
_DAY_COLUMN = 4


def drawn_bars(bars: Bars, told: Sequence[tuple[str, str]], width: int, *, unicode: bool) -> list[str] | None:
    """A line for each row: label and text as ``told``, a bar between. None where they do not fit in one line."""
    column = max((cell_len(label) for label, _ in told), default=0)
    said = max((cell_len(text) for _, text in told), default=0)
    room = min(LONGEST_BAR, width - column - said - 4)
    if room < SHORTEST_BAR:
        return None
    lines = []
    for (label, text), (_, amount, _) in zip(told, bars.rows, strict=True):
        bar = drawn_bar(amount / bars.most if bars.most else 0, room, unicode=unicode)
        lines.append(f"{label}{' ' * (column - cell_len(label))}  {bar}  {text}".rstrip())
    return lines


def drawn_bar(share: float, width: int, *, unicode: bool) -> str:
    """A bar of that share of the width, filled up with spaces. What is more than nothing shows."""
    steps = len(EIGHTHS) - 1 if unicode else 1
    filled = round(min(max(share, 0), 1) * width * steps)
    if share > 0:
        filled = max(filled, 1)
    whole, rest = divmod(filled, steps)
    bar = (EIGHTHS[-1] if unicode else "#") * whole + (EIGHTHS[rest] if rest else "")
    return bar + " " * (width - len(bar))


def drawn_heat(heat: HeatMap, width: int, *, unicode: bool) -> list[str]:
    """A column for each week, a row for each day of the week; the latest weeks that fit."""
    shades = SHADES if unicode else ASCII_SHADES
    weeks = [heat.counts[n : n + WEEK] for n in range(0, len(heat.counts), WEEK)]
    left_out = max(0, len(weeks) - max(1, width - _DAY_COLUMN))
    first = heat.first + timedelta(days=WEEK * left_out)
    weeks = weeks[left_out:]
    most = max((count for week in weeks for count in week), default=0)
    lines = [" " * _DAY_COLUMN + _months(first, len(weeks))]
    for weekday, name in enumerate(_DAY_NAMES):
        days = (shade(week[weekday], most, shades) if weekday < len(week) else " " for week in weeks)
        lines.append(f"{name:{_DAY_COLUMN}}{''.join(days)}")
    return [line.rstrip() for line in lines]


def heat_legend(heat: HeatMap, *, unicode: bool) -> str:
    """What the shades of a map mean."""
    shades = SHADES if unicode else ASCII_SHADES
    return f"{shades[0]} none, {shades[1]} few, {shades[-1]} most ({max(heat.counts, default=0)} on one day)"


def shade(count: int, most: int, shades: str) -> str:
    """The character for a count: the first one for none, the last one for the most."""
    if count <= 0 or most <= 0:
        return shades[0]
    levels = len(shades) - 1
    return shades[-(-count * levels // most)]


def _months(first: date, weeks: int) -> str:
    """The names of the months over the weeks in which they begin."""
    line = ""
    for number in range(weeks):
        monday = first + timedelta(days=WEEK * number)
        has_first = monday.day <= WEEK
        if has_first and len(line) <= number and number + 3 <= weeks:
            line = line.ljust(number) + _month_name(monday)
    return line[: max(weeks, 0)]


def _month_name(day: date) -> str:
    """Three letters, whatever the locale."""
    return ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")[day.month - 1]
