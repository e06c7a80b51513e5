from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epp_gateway.policy import dates

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


def day(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("end", "processing", "last_free"),
    [
        ("2025-01-31", "2025-01-01", "2024-12-31"),
        ("2025-02-28", "2025-01-29", "2025-01-28"),
        ("2024-02-29", "2024-01-30", "2024-01-29"),
        ("2025-03-31", "2025-03-01", "2025-02-28"),
        ("2024-03-31", "2024-03-01", "2024-02-29"),
        ("2026-04-30", "2026-03-31", "2026-03-30"),
        ("2025-01-14", "2024-12-15", "2024-12-14"),
        ("2025-12-31", "2025-12-01", "2025-11-30"),
    ],
)
def test_the_processing_date_is_the_hinge_of_the_30_and_31_day_rules(end, processing, last_free):
    assert dates.processing_date(day(end)) == day(processing)
    assert dates.days_left(day(end), day(processing)) == 30
    assert dates.days_left(day(end), day(last_free)) == 31


@pytest.mark.parametrize(
    ("start", "first_allowed"),
    [
        ("2025-01-01", "2025-03-02"),
        ("2024-01-01", "2024-03-01"),
        ("2023-12-31", "2024-02-29"),
        ("2025-01-10", "2025-03-11"),
        ("2025-11-01", "2025-12-31"),
    ],
)
def test_day_61_is_the_first_after_the_60_days(start, first_allowed):
    assert dates.day_no(day(start), day(first_allowed)) == 61
    assert dates.day_no(day(start), day(first_allowed) - timedelta(days=1)) == 60
    assert dates.day_no(day(start), day(start)) == 1


def test_a_year_from_29_february_ends_with_the_month_and_the_chain_goes_on_from_the_next_day():
    ends = []
    start = day("2024-02-29")
    for _ in range(4):
        end = dates.term_end(start)
        ends.append(end.isoformat())
        start = end + timedelta(days=1)
    assert ends == ["2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]


def test_a_year_ends_on_the_day_before_the_corresponding_day():
    assert dates.term_end(day("2024-01-15")) == day("2025-01-14")
    assert dates.term_end(day("2024-03-01")) == day("2025-02-28")
    assert dates.term_end(day("2024-02-29"), 48) == day("2028-02-28")


def test_one_month_back_is_clamped_to_the_month():
    assert dates.add_months(day("2025-03-31"), -1) == day("2025-02-28")
    assert dates.add_months(day("2024-03-31"), -1) == day("2024-02-29")
    assert dates.add_months(day("2025-01-15"), -1) == day("2024-12-15")


@pytest.mark.parametrize("text", ["2025-01-31T14:59:59+00:00", "2025-01-31T15:00:00+00:00"])
def test_inclusive_and_exclusive_registry_ends_give_the_same_last_day(text):
    assert dates.registry_last_day(datetime.fromisoformat(text)) == day("2025-01-31")


def test_an_instant_is_converted_before_its_day_is_taken():
    assert dates.jst_day(datetime(2025, 3, 1, 14, 59, 59, tzinfo=UTC)) == day("2025-03-01")
    assert dates.jst_day(datetime(2025, 3, 1, 15, 0, tzinfo=UTC)) == day("2025-03-02")


def test_an_instant_without_zone_has_no_day():
    with pytest.raises(ValueError, match="zone"):
        dates.jst_day(datetime(2025, 3, 1))  # noqa: DTZ001 - the case at hand


@pytest.mark.parametrize("text", ["20250301", "2025-3-1", "2025-02-30", "2025-03-01T00:00:00Z", ""])
def test_a_day_has_one_spelling(text):
    with pytest.raises(ValueError):
        dates.parse_day(text)


def test_what_people_write_without_zone_is_japanese_time():
    assert dates.parse_moment("2025-03-02") == datetime(2025, 3, 1, 15, tzinfo=UTC)
    assert dates.parse_moment("2025-03-02T09:30") == datetime(2025, 3, 2, 0, 30, tzinfo=UTC)
    assert dates.parse_moment("2025-03-02T09:30Z") == datetime(2025, 3, 2, 9, 30, tzinfo=UTC)


@given(start=DAYS, today=DAYS)
def test_the_ways_of_counting_differ_by_the_day_that_counts(start, today):
    assert dates.day_no(start, today) == dates.elapsed(start, today) + 1
    assert dates.days_left(today, start) == dates.elapsed(start, today) == dates.lead_days(today, start)


@given(DAYS)
def test_a_day_in_japan_lasts_from_its_first_to_its_last_second(value):
    assert dates.jst_day(dates.day_start(value)) == dates.jst_day(dates.day_end(value)) == value
    assert dates.jst_day(dates.day_end(value) + timedelta(seconds=1)) == value + timedelta(days=1)


@given(DAYS, st.integers(-600, 600))
def test_months_keep_the_day_or_take_the_last_one(value, months):
    moved = dates.add_months(value, months)
    assert (moved.year * 12 + moved.month) - (value.year * 12 + value.month) == months
    assert moved.day == min(value.day, dates.month_end(moved.year, moved.month).day)
