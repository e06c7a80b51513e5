"""The catalogue of facts: everything a rule may read, with its type, its short names and where it comes from.

A base fact is handed in by whoever knows it; a derived fact is computed by one pure function of `derive`. A value is
JSON; `None` means unknown. A fact that is not in the catalogue does not exist: a pack that names it does not load.
"""

from collections.abc import Callable
from typing import Any, Literal

from epp_gateway.model.base import Value
from epp_gateway.model.facts import FactScope
from epp_gateway.model.terms import parse_instant
from epp_gateway.model.words import suggestion

from .dates import parse_day, parse_moment

FactType = Literal["flag", "number", "text", "date", "instant", "texts", "debts", "disputes"]

OPS_BY_TYPE: dict[FactType, tuple[str, ...]] = {
    "flag": ("is", "missing"),
    "number": ("eq", "ne", "lt", "le", "gt", "ge", "in", "missing"),
    "text": ("eq", "ne", "in", "missing"),
    "texts": ("eq", "ne", "contains", "any_of", "missing"),
    "date": ("missing",),
    "instant": ("missing",),
    "debts": ("missing",),
    "disputes": ("missing",),
}
"""What a condition may ask of each type. Days and lists of records are asked about through derived facts only."""


class FactKind(Value, frozen=True):
    """One entry of the catalogue.

    Attributes:
        short: the short names of the catalogue's examples.
        origin: who hands it in: `panel`, `billing`, `registry`, `operator`, `gateway`; `derived` is computed.
        scope: what it is kept for; None for facts of one request or of the registry, which nobody may keep by hand.
        max_age_hours: clock work takes an older value as missing; None where a value does not grow stale.
    """

    name: str
    type: FactType
    describe: str
    origin: str
    short: tuple[str, ...] = ()
    scope: FactScope | None = None
    max_age_hours: int | None = None

    @property
    def derived(self) -> bool:
        """Whether it is computed from other facts."""
        return self.origin == "derived"


class BadFact(ValueError):
    """A fact's value does not have the fact's type."""


CATALOGUE: dict[str, FactKind] = {
    kind.name: kind
    for kind in (
        FactKind(
            name="contract.start",
            type="date",
            short=("S",),
            origin="gateway",
            scope="domain",
            describe="first day of the contract with the registrar (JST)",
        ),
        FactKind(
            name="contract.end",
            type="date",
            short=("E",),
            origin="gateway",
            scope="domain",
            describe="last day of the contract with the registrar (JST); not the registry's expiry",
        ),
        FactKind(
            name="contract.day_no",
            type="number",
            short=("day_no",),
            origin="derived",
            describe="day of the contract on which the request came in; the first day is 1",
        ),
        FactKind(
            name="contract.days_left",
            type="number",
            short=("days_left",),
            origin="derived",
            describe="days from the request to the last day of the contract; today does not count",
        ),
        FactKind(
            name="renewal.processing_date",
            type="date",
            short=("P",),
            origin="derived",
            describe="day on which the next term is charged: 30 days before the last day of the contract",
        ),
        FactKind(
            name="debts",
            type="debts",
            short=("open",),
            origin="billing",
            scope="domain",
            max_age_hours=24,
            describe="fees for this name: a list of {amount in yen, due day, paid day or nothing}; empty for none",
        ),
        FactKind(
            name="debts.domain_overdue",
            type="number",
            short=("debt",),
            origin="derived",
            describe="yen due before today and not paid, for this name",
        ),
        FactKind(
            name="debts.oldest_due",
            type="text",
            origin="derived",
            describe="due day of the oldest overdue fee; empty where nothing is overdue",
        ),
        FactKind(
            name="disputes",
            type="disputes",
            origin="operator",
            scope="domain",
            describe="disputes about this name: a list of {kind, reference, opened, closed or nothing}; empty for none",
        ),
        FactKind(
            name="disputes.open",
            type="flag",
            short=("dispute",),
            origin="derived",
            describe="whether a dispute about this name is open at the time of the request",
        ),
        FactKind(
            name="exempt.pref_jp_2012",
            type="flag",
            short=("exempt",),
            origin="operator",
            scope="domain",
            describe="prefecture JP name freed from the 60 days in 2012; false for contracts begun after 2012-12-20",
        ),
        FactKind(
            name="registry.statuses",
            type="texts",
            short=("registry_status", "statuses"),
            origin="registry",
            max_age_hours=1,
            describe="status values of the name at the registry (RFC 5731 section 2.3)",
        ),
        FactKind(
            name="registry.grace",
            type="texts",
            short=("rgp",),
            origin="registry",
            max_age_hours=1,
            describe="grace period statuses of the name at the registry (RFC 3915)",
        ),
        FactKind(
            name="registry.expires",
            type="instant",
            short=("X",),
            origin="registry",
            max_age_hours=1,
            describe="the registry's expiry instant, as the registry writes it",
        ),
        FactKind(
            name="gateway.lock",
            type="flag",
            short=("lock",),
            origin="gateway",
            describe="whether the gateway's own lock is set on the name",
        ),
        FactKind(
            name="gateway.lock_who",
            type="text",
            origin="gateway",
            describe="who set the gateway's lock",
        ),
        FactKind(
            name="gateway.lock_why",
            type="text",
            origin="gateway",
            describe="why the gateway's lock was set",
        ),
        FactKind(
            name="request.adds_statuses",
            type="texts",
            short=("adds",),
            origin="panel",
            describe="client statuses that this request sets; empty for none",
        ),
        FactKind(
            name="request.removes_statuses",
            type="texts",
            short=("removes",),
            origin="panel",
            describe="client statuses that this request removes; empty for none",
        ),
    )
}

_BY_SHORT = {short: kind.name for kind in CATALOGUE.values() for short in kind.short}


def resolve(name: str) -> str | None:
    """The full name for a full or short one; None when there is no such fact."""
    return name if name in CATALOGUE else _BY_SHORT.get(name)


def suggest_fact(name: str) -> str:
    """`; did you mean ...?` where a fact's full or short name is near, else nothing."""
    return suggestion(name, [*CATALOGUE, *_BY_SHORT])


def check_value(name: str, value: Any) -> Any:
    """Give the value back when it fits the fact of that full name; None, for unknown, always fits.

    Raises:
        BadFact: with words for whoever handed it in.
    """
    kind = CATALOGUE[name]
    if value is not None:
        try:
            _CHECKS[kind.type](value)
        except (ValueError, TypeError) as error:
            wanted = _WANTED[kind.type]
            reason = f" ({error})" if isinstance(error, ValueError) else ""
            raise BadFact(f"the fact `{name}` must be {wanted}{reason}") from None
    return value


def _a(kind: type) -> Callable[[Any], None]:
    """A check for exactly that type: true is no number here."""

    def check(value: Any) -> None:
        if type(value) is not kind:
            raise TypeError

    return check


def _check_texts(value: Any) -> None:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise TypeError


def _check_date(value: Any) -> None:
    parse_day(_text(value))


def _check_instant(value: Any) -> None:
    parse_instant(_text(value))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _check_debts(value: Any) -> None:
    for debt in _records(value, ("amount", "due"), ("paid",)):
        if type(debt["amount"]) is not int or debt["amount"] < 0:
            raise ValueError("an amount is whole yen, not below zero")
        _check_date(debt["due"])
        if debt.get("paid") is not None:
            _check_date(debt["paid"])


def _check_disputes(value: Any) -> None:
    for dispute in _records(value, ("kind", "opened"), ("reference", "closed", "outcome")):
        _text(dispute["kind"])
        parse_moment(_text(dispute["opened"]))
        if dispute.get("closed") is not None:
            parse_moment(_text(dispute["closed"]))


def _records(value: Any, must: tuple[str, ...], may: tuple[str, ...]) -> list[dict[str, Any]]:
    """A list of records that carry every key of `must` and none beyond `may`."""
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise TypeError
    for item in value:
        for key in item:
            if key not in (*must, *may):
                raise ValueError(f"`{key}` is no part of it")
        for key in must:
            if item.get(key) is None:
                raise ValueError(f"`{key}` is missing")
    return value


_CHECKS: dict[FactType, Callable[[Any], None]] = {
    "flag": _a(bool),
    "number": _a(int),
    "text": _a(str),
    "date": _check_date,
    "instant": _check_instant,
    "texts": _check_texts,
    "debts": _check_debts,
    "disputes": _check_disputes,
}

_WANTED: dict[FactType, str] = {
    "flag": "true or false",
    "number": "a whole number",
    "text": "a text",
    "date": "a day written as YYYY-MM-DD",
    "instant": "an instant such as 2025-03-01T15:00:00Z",
    "texts": "a list of texts",
    "debts": "a list of {amount, due, paid}: amount in whole yen, days as YYYY-MM-DD, paid left out while it is open",
    "disputes": "a list of {kind, reference, opened, closed}: instants, closed left out while it is open",
}
