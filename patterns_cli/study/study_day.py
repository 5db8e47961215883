"""Study days, which start at four in the morning so that a late evening is one day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from patterns_cli.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Clock = Callable[[], datetime]
    """Returns the local time with its offset from UTC."""

DEFAULT_DAY_START_HOUR = 4
"""The hour of local time at which a study day starts."""

DAY_START_ENV = "PATTERNS_DAY_START"
"""Environment variable that sets another hour."""

MAX_HOUR = 23

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)


class Timestamp(msgspec.Struct, frozen=True):
    """A point in time as the log stores it."""

    at: int
    """Milliseconds since 1970 UTC."""
    offset: int
    """Minutes that local time is ahead of UTC."""
    day: date
    """Study day."""


def to_timestamp(now: datetime, day_start_hour: int = DEFAULT_DAY_START_HOUR) -> Timestamp:
    """The timestamp of an aware datetime. Raises ValueError if it has no offset from UTC."""
    offset = now.utcoffset()
    if offset is None:
        raise ValueError("the datetime has no offset from UTC")
    at = (now - _EPOCH) // timedelta(milliseconds=1)
    minutes = offset // _MINUTE
    return Timestamp(at, minutes, study_day(at, minutes, day_start_hour))


def study_day(at_ms: int, utc_offset_minutes: int, day_start_hour: int = DEFAULT_DAY_START_HOUR) -> date:
    """The study day of an instant: the local date ``day_start_hour`` hours earlier.

    Only the offset at that instant counts, so neither travel nor daylight saving time moves an answer
    to another day later.
    """
    try:
        local = _EPOCH + timedelta(milliseconds=at_ms, minutes=utc_offset_minutes - 60 * day_start_hour)
    except OverflowError:
        return date.min if at_ms < 0 else date.max
    return local.date()


def local_clock() -> datetime:
    """The local time of this machine, with its offset from UTC."""
    return datetime.now(UTC).astimezone()


def read_day_start_hour(environment: Mapping[str, str]) -> int:
    """The hour at which a study day starts. Raises UsageError if PATTERNS_DAY_START is invalid."""
    value = environment.get(DAY_START_ENV, "").strip()
    if not value:
        return DEFAULT_DAY_START_HOUR
    if not (value.isascii() and value.isdigit() and int(value) <= MAX_HOUR):
        raise UsageError(
            f"{DAY_START_ENV} is `{value}`, which is not an hour of the day",
            f"set it to a whole number from 0 to {MAX_HOUR}, or unset it for {DEFAULT_DAY_START_HOUR} in the morning",
        )
    return int(value)
