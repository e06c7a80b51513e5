"""How often pending operations are asked about."""

from datetime import UTC, datetime, timedelta

import pytest

from epp_gateway.model.terms import format_instant
from epp_gateway.operations.watch import is_due

START = datetime(2027, 1, 1, tzinfo=UTC)


class Pending:
    """As much of an entry as the question needs."""

    updated_at = format_instant(START)


@pytest.mark.parametrize(
    ("age", "since", "due"),
    [
        (timedelta(minutes=1), timedelta(minutes=1), True),
        (timedelta(hours=1), timedelta(minutes=2), False),
        (timedelta(hours=1), timedelta(minutes=3), True),
        (timedelta(days=30), timedelta(days=1), False),
        (timedelta(days=30), timedelta(days=2), True),
    ],
)
def test_the_longer_it_takes_the_less_often_it_is_asked_about(age, since, due) -> None:
    now = START + age
    assert is_due(Pending(), format_instant(now - since), now) is due
