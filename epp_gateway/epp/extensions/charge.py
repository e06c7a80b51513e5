"""charge-1.0: sets of prices of a name, and the client's agreement to one (see `schemas/charge-1.0.xsd`)."""

from functools import partial
from typing import Literal, TypeVar

from epp_gateway.epp.rows import ExtensionRow
from epp_gateway.epp.xml.build import add, add_object
from epp_gateway.epp.xml.namespaces import CH
from epp_gateway.epp.xml.parse import Element
from epp_gateway.epp.xml.read import attribute, line, name, text
from epp_gateway.model.extensions import (
    ChargeAgreement,
    ChargeAmount,
    ChargeCheckData,
    ChargeCreated,
    ChargeInfoData,
    ChargeItem,
    ChargeRenewed,
    ChargeSet,
    ChargeSets,
    ChargeTransferred,
    ChargeUpdated,
)

_KINDS: dict[str, Literal["price", "fee", "credit", "custom"]] = {
    "price": "price",
    "fee": "fee",
    "credit": "credit",
    "custom": "custom",
}
_COMMANDS: dict[str, Literal["check", "create", "delete", "info", "renew", "transfer", "update", "custom"]] = {
    "check": "check",
    "create": "create",
    "delete": "delete",
    "info": "info",
    "renew": "renew",
    "transfer": "transfer",
    "update": "update",
    "custom": "custom",
}
_Sets = TypeVar(
    "_Sets", ChargeAgreement, ChargeInfoData, ChargeCreated, ChargeRenewed, ChargeTransferred, ChargeUpdated
)


# Lists of sets, whatever the element around them


def write_sets(tag: str, parent: Element, value: ChargeSets) -> None:
    """Append an element with all sets."""
    _write_each(add_object(parent, CH, tag), value.sets)


def read_sets(kind: type[_Sets], element: Element) -> _Sets | None:
    """Read all sets; None where one is not in the shape we know, since prices are never guessed."""
    sets = _read_each(element)
    return None if sets is None else kind(sets=sets)


def _write_each(parent: Element, sets: tuple[ChargeSet, ...]) -> None:
    for value in sets:
        root = add(parent, CH.set)
        _name(add(root, CH.category, value.category), value.category_name)
        _name(add(root, CH.type, value.kind), value.kind_name)
        for amount in value.amounts:
            element = add(root, CH.amount, amount.amount)
            element.set("command", amount.command)
            _name(element, amount.name)


def _read_each(parent: Element) -> tuple[ChargeSet, ...] | None:
    sets = [_read_set(element) for element in parent.iterfind(CH.set)]
    return tuple(value for value in sets if value is not None) if sets and None not in sets else None


def _read_set(element: Element) -> ChargeSet | None:
    category, kind = element.find(CH.category), element.find(CH.type)
    word = _KINDS.get(text(element, CH.type))
    amounts = [_read_amount(amount) for amount in element.iterfind(CH.amount)]
    if category is None or kind is None or word is None or None in amounts:
        return None
    return ChargeSet(
        category=line(category),
        amounts=tuple(amount for amount in amounts if amount is not None),
        kind=word,
        category_name=_named(category),
        kind_name=_named(kind),
    )


def _read_amount(element: Element) -> ChargeAmount | None:
    command = _COMMANDS.get(attribute(element, "command"))
    if command is None or not line(element):
        return None
    return ChargeAmount(amount=line(element), command=command, name=_named(element))


def _name(element: Element, written: str | None) -> None:
    if written is not None:
        element.set("name", written)


def _named(element: Element) -> str | None:
    return None if element.get("name") is None else attribute(element, "name")


# chkData


def write_check_data(parent: Element, value: ChargeCheckData) -> None:
    """Append `chkData`."""
    root = add_object(parent, CH, CH.chkData)
    for item in value.items:
        part = add(root, CH.cd)
        add(part, CH.name, item.name)
        _write_each(part, item.sets)


def read_check_data(element: Element) -> ChargeCheckData | None:
    """Read `chkData`; None where a part of it is not in the shape we know."""
    items = [_read_item(part) for part in element.iterfind(CH.cd)]
    known = tuple(item for item in items if item is not None)
    return ChargeCheckData(items=known) if len(known) == len(items) else None


def _read_item(part: Element) -> ChargeItem | None:
    written, sets = name(part, CH.name), _read_each(part)
    return None if not written or sets is None else ChargeItem(name=written, sets=sets)


_AGREED = frozenset({"domain.create", "domain.renew", "domain.transfer.request", "domain.update"})


def _row(kind: type[_Sets], tag: str, answers: str | None = None) -> ExtensionRow:
    return ExtensionRow(
        kind,
        tag,
        partial(write_sets, tag),
        partial(read_sets, kind),
        commands=_AGREED if answers is None else frozenset(),
        answers=frozenset() if answers is None else frozenset({answers}),
    )


EXTENSIONS = (
    _row(ChargeAgreement, CH.agreement),
    ExtensionRow(ChargeCheckData, CH.chkData, write_check_data, read_check_data, answers=frozenset({"domain.check"})),
    _row(ChargeInfoData, CH.infData, "domain.info"),
    _row(ChargeCreated, CH.creData, "domain.create"),
    _row(ChargeRenewed, CH.renData, "domain.renew"),
    _row(ChargeTransferred, CH.trnData, "domain.transfer"),
    _row(ChargeUpdated, CH.upData, "domain.update"),
)
