"""What the elements of fee-1.0 and of its drafts are made of: money, periods, reasons (RFC 8748 section 3).

Readers raise `Unknown` where an element is not in the shape we know; `known` makes None of that, so that the whole
element is kept as it is. A price is never guessed.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Literal, TypeVar

from lxml import etree

from epp_gateway.epp.xml.build import add, add_maybe
from epp_gateway.epp.xml.namespaces import FEE, FEE_DRAFTS, Tags
from epp_gateway.epp.xml.parse import Element
from epp_gateway.epp.xml.read import attribute, flag, line, number, word
from epp_gateway.model.extensions import Fee, FeeCredit, FeeReason, FeeVersion
from epp_gateway.model.terms import Period

_Value = TypeVar("_Value")

_UNITS: dict[str, Literal["y", "m"]] = {"y": "y", "m": "m"}
_APPLIED: dict[str, Literal["immediate", "delayed"]] = {"immediate": "immediate", "delayed": "delayed"}
_VERSIONS: tuple[FeeVersion, ...] = ("0.5", "0.6", "0.7", "0.8", "0.9", "0.11", "0.12", "0.21", "0.23")


def _tags(namespace: str) -> Tags:
    """The tags of a version. Whatever the version, its prefix is `fee`: some servers look for that."""
    tags = Tags(namespace)
    tags.nsmap = {"fee": namespace}
    return tags


TAGS: Mapping[FeeVersion, Tags] = {version: _tags(FEE_DRAFTS[version]) for version in _VERSIONS} | {"1.0": _tags(FEE)}
"""The tags of each version, the standard last."""

_BY_NAMESPACE: Mapping[str, FeeVersion] = {tags.namespace: version for version, tags in TAGS.items()}


class Unknown(Exception):
    """The element is not in a shape we know."""


def known(read: Callable[[Element], _Value]) -> Callable[[Element], _Value | None]:
    """A reader that gives None for what it does not know."""

    @wraps(read)
    def maybe_read(element: Element) -> _Value | None:
        try:
            return read(element)
        except Unknown:
            return None

    return maybe_read


def version_of(element: Element) -> FeeVersion:
    """The version that an element belongs to."""
    return _BY_NAMESPACE[str(etree.QName(element).namespace)]


def set_maybe(element: Element, key: str, value: str | None) -> None:
    """Set an attribute unless there is nothing to say."""
    if value is not None:
        element.set(key, value)


def maybe_attribute(element: Element, key: str) -> str | None:
    """An attribute; None where it is absent."""
    return None if element.get(key) is None else attribute(element, key)


# Periods (section 3.3)


def write_period(parent: Element, tags: Tags, period: Period | None) -> None:
    """Append `period`."""
    if period is not None:
        add(parent, tags.period, str(period.value)).set("unit", period.unit)


def read_period(parent: Element, tags: Tags) -> Period | None:
    """Read `period`; None where there is none."""
    element = parent.find(tags.period)
    if element is None:
        return None
    value, unit = number(line(element)), _UNITS.get(attribute(element, "unit"))
    if value is None or unit is None:
        raise Unknown
    return Period(value=value, unit=unit)


# Fees and credits (section 3.4)


def write_money(parent: Element, tags: Tags, fees: tuple[Fee, ...], credits_: tuple[FeeCredit, ...]) -> None:
    """Append `fee` and `credit`, one of them for each."""
    for fee in fees:
        element = add(parent, tags.fee, fee.amount)
        set_maybe(element, "description", fee.description)
        set_maybe(element, "lang", fee.lang)
        set_maybe(element, "refundable", None if fee.refundable is None else str(int(fee.refundable)))
        set_maybe(element, "grace-period", fee.grace_period)
        set_maybe(element, "applied", fee.applied)
    for credit in credits_:
        element = add(parent, tags.credit, credit.amount)
        set_maybe(element, "description", credit.description)
        set_maybe(element, "lang", credit.lang)


def read_fees(parent: Element, tags: Tags) -> tuple[Fee, ...]:
    """Read all `fee` elements."""
    return tuple(_fee(element) for element in parent.iterfind(tags.fee))


def _fee(element: Element) -> Fee:
    refundable, applied = flag(element, "refundable"), _APPLIED.get(attribute(element, "applied"))
    if (refundable is None and element.get("refundable")) or (applied is None and element.get("applied")):
        raise Unknown
    return Fee(
        amount=_amount(element),
        description=maybe_attribute(element, "description"),
        refundable=refundable,
        grace_period=maybe_attribute(element, "grace-period"),
        applied=applied,
        lang=maybe_attribute(element, "lang"),
    )


def read_credits(parent: Element, tags: Tags) -> tuple[FeeCredit, ...]:
    """Read all `credit` elements."""
    return tuple(
        FeeCredit(
            amount=_amount(element),
            description=maybe_attribute(element, "description"),
            lang=maybe_attribute(element, "lang"),
        )
        for element in parent.iterfind(tags.credit)
    )


def _amount(element: Element) -> str:
    amount = line(element)
    if not amount:
        raise Unknown
    return amount


# Reasons (section 3.9)


def write_reason(parent: Element, tags: Tags, reason: FeeReason | None) -> None:
    """Append `reason`."""
    if reason is not None:
        set_maybe(add(parent, tags.reason, reason.text), "lang", reason.lang)


def read_reason(parent: Element, tags: Tags) -> FeeReason | None:
    """Read `reason`; None where there is none."""
    element = parent.find(tags.reason)
    return None if element is None else FeeReason(text=line(element), lang=maybe_attribute(element, "lang"))


# Currency (section 3.2)


def write_currency(parent: Element, tags: Tags, currency: str | None) -> None:
    """Append `currency`."""
    add_maybe(parent, tags.currency, currency)


def read_currency(parent: Element, tags: Tags) -> str | None:
    """Read `currency`; None where there is none."""
    return word(parent, tags.currency)


# Classes (section 3.7); the element is named by a keyword of Python


def write_class(parent: Element, tags: Tags, name: str | None) -> None:
    """Append `class`."""
    add_maybe(parent, f"{{{tags.namespace}}}class", name)


def read_class(parent: Element, tags: Tags) -> str | None:
    """Read `class`; None where there is none."""
    return word(parent, f"{{{tags.namespace}}}class")
