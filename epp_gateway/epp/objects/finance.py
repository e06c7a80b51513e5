"""finance-1.0 and finance-1.1 (Identity Digital): the client's wallets (see the grammars of those names)."""

from collections.abc import Mapping

from lxml import etree

from epp_gateway.epp.rows import CommandRow, DataRow
from epp_gateway.epp.xml.build import add, add_object
from epp_gateway.epp.xml.namespaces import FINANCE, FINANCE_IETF, FINANCE_UNITEDTLD, E, Tags
from epp_gateway.epp.xml.parse import Element
from epp_gateway.epp.xml.read import attribute, line, word
from epp_gateway.model.mappings import FinanceData, FinanceInfo, FinanceThreshold, FinanceVersion, Wallet


def _tags(namespace: str) -> Tags:
    tags = Tags(namespace)
    tags.nsmap = {"finance": namespace}
    return tags


_TAGS: Mapping[FinanceVersion, Tags] = {
    "unitedtld-1.0": _tags(FINANCE_UNITEDTLD),
    "1.0": _tags(FINANCE_IETF),
    "1.1": _tags(FINANCE),
}
_BY_NAMESPACE: Mapping[str, FinanceVersion] = {tags.namespace: version for version, tags in _TAGS.items()}


def write_info(verb: Element, value: FinanceInfo) -> None:
    """Append `info`."""
    tags = _TAGS[value.version]
    add_object(verb, tags, tags.info)


def read_info(element: Element) -> FinanceInfo:
    """Read `info`."""
    return FinanceInfo(version=_version_of(element))


def write_data(parent: Element, value: FinanceData) -> None:
    """Append `infData`. Version 1.0 has one wallet; its grammar refuses more."""
    tags = _TAGS[value.version]
    root = add_object(parent, tags, tags.infData)
    for wallet in value.wallets:
        if value.version != "1.1" and wallet.code is None:
            _write_wallet(root, tags, wallet)
            continue
        part = add(root, tags.wallet)
        if wallet.code is not None:
            part.set("code", wallet.code)
        _write_wallet(part, tags, wallet)


def _write_wallet(parent: Element, tags: Tags, wallet: Wallet) -> None:
    add(parent, tags.balance, wallet.balance)
    for threshold in wallet.thresholds:
        add(parent, tags.threshold, threshold.value).set("type", threshold.kind)


def read_data(element: Element) -> FinanceData | None:
    """Read `infData`; None where a wallet has no balance."""
    version = _version_of(element)
    tags = _TAGS[version]
    places = element.findall(tags.wallet) if version == "1.1" else [element]
    wallets = [_read_wallet(place, tags) for place in places]
    known = tuple(wallet for wallet in wallets if wallet is not None)
    return FinanceData(wallets=known, version=version) if len(known) == len(wallets) else None


def _read_wallet(place: Element, tags: Tags) -> Wallet | None:
    balance = word(place, tags.balance)
    if balance is None:
        return None
    return Wallet(
        balance=balance,
        thresholds=tuple(
            FinanceThreshold(value=line(threshold), kind=attribute(threshold, "type"))
            for threshold in place.iterfind(tags.threshold)
        ),
        code=attribute(place, "code") or None,
    )


def _version_of(element: Element) -> FinanceVersion:
    return _BY_NAMESPACE[str(etree.QName(element).namespace)]


COMMANDS = tuple(CommandRow(FinanceInfo, E.info, tags.info, write_info, read_info) for tags in _TAGS.values())
DATA = tuple(DataRow(FinanceData, tags.infData, write_data, read_data) for tags in _TAGS.values())
