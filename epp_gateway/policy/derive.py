"""Derived facts: one pure function each, from base facts and the receipt instant to a value.

A function gets its inputs' values, all known and of the right type, except where it is marked as partial: then a value
may be None. It gives None when the answer is unknown.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from .dates import day_no, days_left, jst_day, parse_day, parse_moment, processing_date

Values = Mapping[str, Any]

PREF_JP_2012_LAST_DAY = date(2012, 12, 20)
"""Last day on which the moves of the 2012 exemption were to be done (002, by-laws of 2012-07-17, 7)."""


class Derivation(NamedTuple):
    """How a fact is derived.

    Attributes:
        inputs: what it needs; while one is unknown, so is the fact, unless it is partial.
        spare: further inputs, asked for only when the others were not enough.
    """

    function: Callable[[Values, datetime], Any]
    inputs: tuple[str, ...]
    spare: tuple[str, ...] = ()
    partial: bool = False


def _day_no(facts: Values, at: datetime) -> int:
    return day_no(parse_day(facts["contract.start"]), jst_day(at))


def _days_left(facts: Values, at: datetime) -> int:
    return days_left(parse_day(facts["contract.end"]), jst_day(at))


def _processing_date(facts: Values, _at: datetime) -> str:
    return processing_date(parse_day(facts["contract.end"])).isoformat()


def _overdue(facts: Values, at: datetime) -> list[dict[str, Any]]:
    """The debts that were due before today and are not paid by today."""
    today = jst_day(at)
    return [
        debt
        for debt in facts["debts"]
        if parse_day(debt["due"]) < today and (debt.get("paid") is None or parse_day(debt["paid"]) > today)
    ]


def _domain_overdue(facts: Values, at: datetime) -> int:
    return sum(debt["amount"] for debt in _overdue(facts, at))


def _oldest_due(facts: Values, at: datetime) -> str:
    return min((debt["due"] for debt in _overdue(facts, at)), default="")


def _dispute_open(facts: Values, at: datetime) -> bool:
    return any(
        parse_moment(dispute["opened"]) <= at
        and (dispute.get("closed") is None or parse_moment(dispute["closed"]) > at)
        for dispute in facts["disputes"]
    )


def _exempt_pref_jp_2012(facts: Values, _at: datetime) -> bool | None:
    start = facts["contract.start"]
    if start is not None and parse_day(start) > PREF_JP_2012_LAST_DAY:
        return False
    given: bool | None = facts["exempt.pref_jp_2012"]
    return given


DERIVATIONS: dict[str, Derivation] = {
    "contract.day_no": Derivation(_day_no, ("contract.start",)),
    "contract.days_left": Derivation(_days_left, ("contract.end",)),
    "renewal.processing_date": Derivation(_processing_date, ("contract.end",)),
    "debts.domain_overdue": Derivation(_domain_overdue, ("debts",)),
    "debts.oldest_due": Derivation(_oldest_due, ("debts",)),
    "disputes.open": Derivation(_dispute_open, ("disputes",)),
    "exempt.pref_jp_2012": Derivation(
        _exempt_pref_jp_2012, ("contract.start",), spare=("exempt.pref_jp_2012",), partial=True
    ),
}
