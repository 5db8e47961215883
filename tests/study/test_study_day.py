"""A study day starts at four in the morning, local time."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from patterns_cli.errors import UsageError
from patterns_cli.study.study_day import local_clock, read_day_start_hour, study_day, to_timestamp


def day_in(zone: str, *clock: int, fold: int = 0, starts: int = 4) -> date:
    return to_timestamp(datetime(*clock, tzinfo=ZoneInfo(zone), fold=fold), starts).day  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("clock", "day"),
    [
        ((2026, 3, 3, 16, 30), 3),
        ((2026, 3, 3, 23, 50), 3),
        ((2026, 3, 4, 0, 10), 3),
        ((2026, 3, 4, 3, 59), 3),
        ((2026, 3, 4, 4, 1), 4),
    ],
)
@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Kiritimati", "Asia/Tokyo", "Asia/Kathmandu", "UTC"])
def test_a_study_day_ends_at_four(zone: str, clock: tuple[int, ...], day: int) -> None:
    assert day_in(zone, *clock) == date(2026, 3, day)


def test_an_instant_can_be_another_day_in_another_time_zone() -> None:
    instant = datetime(2026, 3, 3, 21, 0, tzinfo=UTC)
    tokyo = to_timestamp(instant.astimezone(ZoneInfo("Asia/Tokyo")))
    new_york = to_timestamp(instant.astimezone(ZoneInfo("America/New_York")))
    assert tokyo.at == new_york.at
    assert (tokyo.offset, new_york.offset) == (540, -300)
    assert (tokyo.day, new_york.day) == (date(2026, 3, 4), date(2026, 3, 3))


def test_a_night_with_a_clock_change_is_a_single_study_day() -> None:
    assert day_in("Europe/Berlin", 2025, 10, 26, 2, 30) == date(2025, 10, 25)
    assert day_in("Europe/Berlin", 2025, 10, 26, 2, 30, fold=1) == date(2025, 10, 25)
    assert day_in("Europe/Berlin", 2026, 3, 29, 1, 59) == date(2026, 3, 28)
    assert day_in("Europe/Berlin", 2026, 3, 29, 3, 1) == date(2026, 3, 28)
    assert day_in("Europe/Berlin", 2026, 3, 29, 4, 1) == date(2026, 3, 29)


@example(datetime(2000, 1, 1, 22, 59, 59, 999_500), 0, 23)
@given(st.datetimes(datetime(1980, 1, 1), datetime(2200, 1, 1)), st.integers(-14 * 60, 14 * 60), st.integers(0, 23))
def test_the_study_day_is_the_local_date_some_hours_earlier(local: datetime, offset: int, starts: int) -> None:
    found = to_timestamp(local.replace(tzinfo=timezone(timedelta(minutes=offset))), starts)
    assert found.day == study_day(found.at, offset, starts) == (local - timedelta(hours=starts)).date()


@given(st.integers(-(2**62), 2**62))
def test_every_instant_has_a_study_day(at: int) -> None:
    assert isinstance(study_day(at, 0), date)


@pytest.mark.parametrize(("value", "hour"), [("", 4), ("0", 0), ("23", 23), (" 5 ", 5)])
def test_the_day_start_hour_can_be_set(value: str, hour: int) -> None:
    assert read_day_start_hour({"PATTERNS_DAY_START": value}) == hour
    assert read_day_start_hour({}) == 4


@pytest.mark.parametrize("value", ["24", "-1", "four", "4:30", "4.5", "²"])
def test_an_invalid_hour_is_refused(value: str) -> None:
    with pytest.raises(UsageError, match="not an hour of the day") as error:
        read_day_start_hour({"PATTERNS_DAY_START": value})
    assert "from 0 to 23" in error.value.hint


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the time zone cannot be set here")
@pytest.mark.parametrize(("zone", "minutes"), [("Asia/Tokyo", 540), ("Asia/Kathmandu", 345), ("Etc/GMT+10", -600)])
def test_the_clock_shows_the_time_zone_of_the_system(monkeypatch: pytest.MonkeyPatch, zone: str, minutes: int) -> None:
    before = datetime.now(UTC)
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        now = local_clock()
    finally:
        monkeypatch.undo()
        time.tzset()
    assert now.utcoffset() == timedelta(minutes=minutes)
    assert before <= now <= datetime.now(UTC)


def test_the_clock_has_an_offset() -> None:
    assert local_clock().utcoffset() is not None
    with pytest.raises(ValueError, match="offset"):
        to_timestamp(datetime(2026, 1, 1))
