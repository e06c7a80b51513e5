"""Calendar arithmetic of a registry: years, Japanese month ends, ISO 8601 durations. No clock is read here."""

import re
from datetime import UTC, datetime, timedelta, timezone

from epp_gateway.model.errors import BadValue
from epp_gateway.model.terms import parse_instant

# Japan has had no daylight saving time since 1951, so a fixed offset needs no time zone database.
JST = timezone(timedelta(hours=9))

_DURATION = re.compile(
    r"P(?=.)(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?=.)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?"
)


def add_months(instant: datetime, months: int) -> datetime:
    """Move an instant by whole months; a day the month does not have becomes its last day."""
    year, month = divmod(instant.year * 12 + instant.month - 1 + months, 12)
    first = instant.replace(year=year, month=month + 1, day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    last_day = (following - timedelta(days=1)).day
    return first.replace(day=min(instant.day, last_day))


def add_years(instant: datetime, years: int) -> datetime:
    """Move an instant by whole years; 29 February becomes the 28th where there is none."""
    return add_months(instant, 12 * years)


def month_end(instant: datetime, months: int = 0) -> datetime:
    """The end (24:00 Asia/Tokyo, exclusive) of the Japanese month of `instant`, or of one `months` later; in UTC."""
    local = instant.astimezone(JST)
    first = local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return add_months(first, months + 1).astimezone(UTC)


def add_japanese_years(expiry: datetime, years: int) -> datetime:
    """Move a Japanese month end by whole years, so that it stays a month end."""
    return add_years(expiry.astimezone(JST), years).astimezone(UTC)


def read_instant(text: str, path: str) -> datetime:
    """Read an instant that stands at `path` of a body. Raises BadValue."""
    try:
        return parse_instant(text)
    except ValueError:
        raise BadValue(f"`{text}` is no instant such as 2027-01-01T00:00:00Z", path=path) from None


def later(instant: datetime, duration: str) -> datetime:
    """Add an ISO 8601 duration (`P45D`, `P1M`, `PT30M`); years and months go by the calendar, in UTC.

    Raises:
        BadValue: when it is no duration, or leads beyond the calendar.
    """
    match = _DURATION.fullmatch(duration)
    if match is None:
        raise BadValue(f"`{duration}` is no ISO 8601 duration such as P45D or PT30M", path="advance")
    part = {key: float(value or 0) for key, value in match.groupdict().items()}
    try:
        moved = add_months(instant, int(12 * part.pop("years") + part.pop("months")))
        return moved + timedelta(**part)
    except (ValueError, OverflowError):
        raise BadValue(f"`{duration}` leads beyond the calendar", path="advance") from None
