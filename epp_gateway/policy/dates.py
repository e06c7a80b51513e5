"""Days and instants: the one place that converts to Japanese time and the one place that counts days.

All four of the registrars' documents stand under Japanese law, so a day is a calendar day of Asia/Tokyo, which is UTC+9
all year. Registries speak UTC: first the instant is converted, then its date is taken. Civil Code articles 140 and 143
give the five ways of counting, here C1 to C5. Nothing here reads a clock.
"""

import calendar
import re
from datetime import date, datetime, timedelta, timezone

JST = timezone(timedelta(hours=9), "JST")

PROCESSING_LEAD = 30
"""Days from the renewal processing date to the end of the contract (002 article 14-2)."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def parse_day(text: str) -> date:
    """Read `YYYY-MM-DD` and nothing else.

    Raises:
        ValueError: when it is no day of the calendar in that spelling.
    """
    if not _DAY.fullmatch(text):
        raise ValueError(f"`{text}` is not a day written as YYYY-MM-DD")
    return date.fromisoformat(text)


def parse_moment(text: str) -> datetime:
    """Read an instant written by a person: a bare day is its beginning in Japan, a bare time is Japanese time.

    Raises:
        ValueError: when it is neither.
    """
    if _DAY.fullmatch(text):
        return day_start(parse_day(text))
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=JST)


def jst_day(instant: datetime) -> date:
    """The calendar day in Japan at an aware instant.

    Raises:
        ValueError: when the instant has no zone.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant needs its zone")
    return instant.astimezone(JST).date()


def day_start(day: date) -> datetime:
    """00:00 in Japan on that day."""
    return datetime(day.year, day.month, day.day, tzinfo=JST)


def day_end(day: date) -> datetime:
    """The last second of that day in Japan; a deadline day lasts until 24:00."""
    return day_start(day) + timedelta(days=1, seconds=-1)


def day_no(start: date, today: date) -> int:
    """C1, the named day counts: the first day is number 1."""
    return (today - start).days + 1


def elapsed(start: date, today: date) -> int:
    """C2, the first day does not count."""
    return (today - start).days


def days_left(end: date, today: date) -> int:
    """C3, today does not count; the last day itself has 0 days left."""
    return (end - today).days


def lead_days(wish: date, today: date) -> int:
    """C4, from today to a wished day."""
    return (wish - today).days


def month_end(year: int, month: int) -> date:
    """C5, the last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def add_months(day: date, months: int) -> date:
    """C5, the same day some months on (or back, when negative), or the last day of that month if it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = month_end(year, month + 1)
    return last.replace(day=min(day.day, last.day))


def term_end(start: date, months: int = 12) -> date:
    """C5, the last day of a term: the day before the corresponding day (Civil Code 143-2).

    Where the last month has no corresponding day (29 February) the term ends with the month.
    """
    corresponding = add_months(start, months)
    return corresponding - timedelta(days=1) if corresponding.day == start.day else corresponding


def processing_date(end: date) -> date:
    """The renewal processing date P: from this day the next term is charged (002 article 14-2)."""
    return end - timedelta(days=PROCESSING_LEAD)


def registry_last_day(expiry: datetime) -> date:
    """The Japanese day on which a registration ends.

    Registries write the end of a day as 14:59:59Z or as 15:00:00Z: the day one second earlier is right for both.
    """
    return jst_day(expiry - timedelta(seconds=1))
