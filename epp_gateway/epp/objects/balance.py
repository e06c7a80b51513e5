"""balance-1.0 and lowbalance-poll-1.0 (Verisign): the client's account (see the grammars of those names)."""

from typing import Literal

from epp_gateway.epp.rows import CommandRow, DataRow
from epp_gateway.epp.xml.build import add, add_object
from epp_gateway.epp.xml.namespaces import BA, LB, E
from epp_gateway.epp.xml.parse import Element
from epp_gateway.epp.xml.read import attribute, line, text, word
from epp_gateway.model.mappings import BalanceData, BalanceInfo, CreditThreshold, LowBalance

_TYPES: dict[str, Literal["fixed", "percent"]] = {"FIXED": "fixed", "PERCENT": "percent"}


def write_info(verb: Element, _: BalanceInfo) -> None:
    """Append `info`."""
    add_object(verb, BA, BA.info)


def read_info(_: Element) -> BalanceInfo:
    """Read `info`."""
    return BalanceInfo()


def write_data(parent: Element, value: BalanceData) -> None:
    """Append `infData`."""
    root = add_object(parent, BA, BA.infData)
    add(root, BA.creditLimit, value.credit_limit)
    add(root, BA.balance, value.balance)
    add(root, BA.availableCredit, value.available_credit)
    threshold = add(root, BA.creditThreshold)
    add(threshold, BA.fixed if value.threshold.kind == "fixed" else BA.percent, value.threshold.value)


def read_data(element: Element) -> BalanceData | None:
    """Read `infData`; None where there is no balance or no threshold."""
    balance, place = word(element, BA.balance), element.find(BA.creditThreshold)
    threshold = None if place is None else _threshold(place)
    if balance is None or threshold is None:
        return None
    return BalanceData(
        credit_limit=text(element, BA.creditLimit),
        balance=balance,
        available_credit=text(element, BA.availableCredit),
        threshold=threshold,
    )


def _threshold(place: Element) -> CreditThreshold | None:
    fixed, percent = word(place, BA.fixed), word(place, BA.percent)
    if fixed is not None:
        return CreditThreshold(value=fixed)
    return None if percent is None else CreditThreshold(value=percent, kind="percent")


# The notice


def write_notice(parent: Element, value: LowBalance) -> None:
    """Append `pollData`."""
    root = add_object(parent, LB, LB.pollData)
    add(root, LB.registrarName, value.registrar_name)
    add(root, LB.creditLimit, value.credit_limit)
    add(root, LB.creditThreshold, value.threshold.value).set("type", value.threshold.kind.upper())
    add(root, LB.availableCredit, value.available_credit)


def read_notice(element: Element) -> LowBalance | None:
    """Read `pollData`; None where it does not say what is left, or what its threshold means."""
    available, place = word(element, LB.availableCredit), element.find(LB.creditThreshold)
    kind = None if place is None else _TYPES.get(attribute(place, "type").upper())
    if available is None or place is None or kind is None:
        return None
    return LowBalance(
        registrar_name=text(element, LB.registrarName),
        credit_limit=text(element, LB.creditLimit),
        threshold=CreditThreshold(value=line(place), kind=kind),
        available_credit=available,
    )


COMMANDS = (CommandRow(BalanceInfo, E.info, BA.info, write_info, read_info),)
DATA = (
    DataRow(BalanceData, BA.infData, write_data, read_data),
    DataRow(LowBalance, LB.pollData, write_notice, read_notice),
)
