"""Calendar arithmetic."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epp_gateway.model.errors import BadValue
from epp_gateway.simulator.dates import JST, add_japanese_years, add_months, add_years, later, month_end

INSTANTS = st.floats(1e9, 4e9).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


def at(text):
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-01-31T01:00:00+00:00", 1, "2026-02-28T01:00:00+00:00"),
        ("2028-01-31T01:00:00+00:00", 1, "2028-02-29T01:00:00+00:00"),
        ("2026-12-15T01:00:00+00:00", 1, "2027-01-15T01:00:00+00:00"),
        ("2026-03-15T01:00:00+00:00", -3, "2025-12-15T01:00:00+00:00"),
    ],
)
def test_a_month_on_is_the_same_day_or_the_last_one(start, months, end):
    assert add_months(at(start), months) == at(end)


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("P45D", "2026-03-17T12:00:00+00:00"),
        ("P1M", "2026-02-28T12:00:00+00:00"),
        ("P1Y2M3W4DT5H6M7.5S", "2027-04-25T17:06:07.500000+00:00"),
        ("PT30M", "2026-01-31T12:30:00+00:00"),
        ("P0D", "2026-01-31T12:00:00+00:00"),
    ],
)
def test_a_duration_is_added_by_the_calendar(text, end):
    assert later(at("2026-01-31T12:00:00+00:00"), text) == at(end)


@pytest.mark.parametrize("text", ["", "P", "PT", "1D", "P-1D", "P1H", "PT1D", "P9999Y", "P1D ", "p1d"])
def test_what_is_no_duration_is_refused(text):
    with pytest.raises(BadValue):
        later(at("2026-01-31T12:00:00+00:00"), text)


@given(INSTANTS)
def test_a_month_end_is_midnight_in_japan_on_a_first_and_still_to_come(instant):
    end = month_end(instant)
    local = end.astimezone(JST)
    assert (local.day, local.hour, local.minute, local.second) == (1, 0, 0, 0)
    assert instant < end <= instant + timedelta(days=31)
    assert month_end(instant, 12) == add_japanese_years(end, 1)


@given(INSTANTS, st.integers(0, 10))
def test_years_add_up_but_for_the_leap_day(instant, years):
    if (instant.month, instant.day) != (2, 29):
        assert add_years(add_years(instant, years), 1) == add_years(instant, years + 1)
    assert add_years(instant, years).year == instant.year + years
