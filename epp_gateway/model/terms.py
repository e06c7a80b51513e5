"""Periods and the registry's own dates.

A registry's date is kept as the text it answered. `cur_exp_date` takes the date part of that text and never converts
it to another zone: a registry compares it with its own spelling (RFC 5731 section 3.2.3).
"""

import re
from datetime import UTC, datetime
from typing import Literal

from .base import Value
from .errors import BadValue

_DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


class Period(Value, frozen=True):
    """A length of registration (RFC 5731 section 3.2.1): `value` 1 to 99, `unit` years or months."""

    value: int
    unit: Literal["y", "m"] = "y"

    @property
    def months(self) -> int:
        """The length in months."""
        return self.value * 12 if self.unit == "y" else self.value


def cur_exp_date(registry_date: str, *, path: str | None = None) -> str:
    """Take the calendar day out of a registry's own expiry date: the literal first ten characters.

    Raises:
        BadValue: when the text does not begin with a date.
    """
    day = registry_date[:10]
    if not _DATE.fullmatch(day):
        raise BadValue(f"`{registry_date}` does not begin with a date (YYYY-MM-DD)", path=path)
    try:
        datetime.fromisoformat(day)
    except ValueError:
        raise BadValue(f"`{day}` is no day of the calendar", path=path) from None
    return day


def parse_instant(text: str) -> datetime:
    """Read an XML Schema dateTime as an aware instant in UTC; a missing zone is read as UTC (RFC 5731 section 2.4).

    Raises:
        ValueError: when it is no instant.
    """
    instant = datetime.fromisoformat(text.strip())
    try:
        return (instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant).astimezone(UTC)
    except OverflowError:  # its zone carries it out of the years 1 to 9999
        raise ValueError(f"`{text}` is out of range") from None


def format_instant(instant: datetime) -> str:
    """Write an instant as UTC with a `Z`, milliseconds only where there are any."""
    utc = instant.astimezone(UTC)
    spec = "milliseconds" if utc.microsecond else "seconds"
    return utc.isoformat(timespec=spec).removesuffix("+00:00") + "Z"
