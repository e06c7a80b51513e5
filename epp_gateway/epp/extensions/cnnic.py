"""cnnic-contact-1.0, cnnic-domain-1.0 and cnnic-registry-1.0 (.cn). Unverified: this is what public clients send."""

from typing import get_args

from epp_gateway.epp.rows import ExtensionRow
from epp_gateway.epp.xml.build import add, add_maybe, add_object
from epp_gateway.epp.xml.namespaces import CNC, CND, CNR, Tags
from epp_gateway.epp.xml.parse import Element
from epp_gateway.epp.xml.read import attribute, line, word
from epp_gateway.model.extensions import (
    CnnicContactCreate,
    CnnicContactData,
    CnnicContactUpdate,
    CnnicDocument,
    CnnicDomainCreate,
    CnnicDomainData,
    CnnicDomainUpdate,
    CnnicHolder,
    CnnicKind,
    CnnicRegistryCreate,
    CnnicRegistryData,
)

_KINDS: dict[str, CnnicKind] = {kind: kind for kind in get_args(CnnicKind)}


# cnnic-contact-1.0


def write_contact_create(parent: Element, value: CnnicContactCreate) -> None:
    """Append `create`."""
    _write_holder(add_object(parent, CNC, CNC.create), value.holder)


def write_contact_data(parent: Element, value: CnnicContactData) -> None:
    """Append `infData`."""
    _write_holder(add_object(parent, CNC, CNC.infData), value.holder)


def write_contact_update(parent: Element, value: CnnicContactUpdate) -> None:
    """Append `update`."""
    root = add_object(parent, CNC, CNC.update)
    for tag, holder in ((CNC.add, value.add), (CNC.rem, value.rem), (CNC.chg, value.chg)):
        if holder is not None:
            _write_holder(add(root, tag), holder)


def read_contact_create(element: Element) -> CnnicContactCreate | None:
    """Read `create`; None where a word is unknown."""
    holder = _read_holder(element)
    return None if holder is None else CnnicContactCreate(holder=holder)


def read_contact_data(element: Element) -> CnnicContactData | None:
    """Read `infData`; None where a word is unknown."""
    holder = _read_holder(element)
    return None if holder is None else CnnicContactData(holder=holder)


def read_contact_update(element: Element) -> CnnicContactUpdate | None:
    """Read `update`; None where a word is unknown."""
    parts = {name: element.find(tag) for name, tag in (("add", CNC.add), ("rem", CNC.rem), ("chg", CNC.chg))}
    holders = {name: _read_holder(part) for name, part in parts.items() if part is not None}
    return None if None in holders.values() else CnnicContactUpdate(**holders)


def _write_holder(root: Element, holder: CnnicHolder) -> None:
    add_maybe(root, CNC.type, holder.kind)
    if holder.document is not None:
        add(root, CNC.contact, holder.document.number).set("type", holder.document.type)
    add_maybe(root, CNC.purveyor, holder.purveyor)
    add_maybe(root, CNC.mobile, holder.mobile)


def _read_holder(root: Element) -> CnnicHolder | None:
    document = root.find(CNC.contact)
    if not _is_known(root, CNC) or (document is not None and not attribute(document, "type")):
        return None
    return CnnicHolder(
        kind=_kind(root, CNC),
        document=None if document is None else CnnicDocument(type=attribute(document, "type"), number=line(document)),
        purveyor=word(root, CNC.purveyor),
        mobile=word(root, CNC.mobile),
    )


# cnnic-domain-1.0


def write_domain_create(parent: Element, value: CnnicDomainCreate) -> None:
    """Append `create`."""
    _write_bringer(add_object(parent, CND, CND.create), value)


def write_domain_update(parent: Element, value: CnnicDomainUpdate) -> None:
    """Append `update`."""
    _write_bringer(add(add_object(parent, CND, CND.update), CND.chg), value)


def write_domain_data(parent: Element, value: CnnicDomainData) -> None:
    """Append `infData`."""
    _write_bringer(add_object(parent, CND, CND.infData), value)


def read_domain_create(element: Element) -> CnnicDomainCreate | None:
    """Read `create`; None where nobody is named, or a word is unknown."""
    purveyor = word(element, CND.purveyor)
    if purveyor is None or not _is_known(element, CND):
        return None
    return CnnicDomainCreate(purveyor=purveyor, kind=_kind(element, CND))


def read_domain_update(element: Element) -> CnnicDomainUpdate | None:
    """Read `update`; None where it changes nothing, or a word is unknown."""
    change = element.find(CND.chg)
    if change is None or not _is_known(change, CND):
        return None
    return CnnicDomainUpdate(purveyor=word(change, CND.purveyor), kind=_kind(change, CND))


def read_domain_data(element: Element) -> CnnicDomainData | None:
    """Read `infData`; None where a word is unknown."""
    if not _is_known(element, CND):
        return None
    return CnnicDomainData(purveyor=word(element, CND.purveyor), kind=_kind(element, CND))


def _write_bringer(root: Element, value: CnnicDomainCreate | CnnicDomainUpdate | CnnicDomainData) -> None:
    add_maybe(root, CND.type, value.kind)
    add_maybe(root, CND.purveyor, value.purveyor)


def _kind(root: Element, tags: Tags) -> CnnicKind | None:
    return _KINDS.get(word(root, tags.type) or "")


def _is_known(root: Element, tags: Tags) -> bool:
    written = word(root, tags.type)
    return written is None or written in _KINDS


# cnnic-registry-1.0


def write_registry_create(parent: Element, value: CnnicRegistryCreate) -> None:
    """Append `create`."""
    add(add_object(parent, CNR, CNR.create), CNR.registry, value.registry)


def write_registry_data(parent: Element, value: CnnicRegistryData) -> None:
    """Append `infData`."""
    add(add_object(parent, CNR, CNR.infData), CNR.registry, value.registry)


def read_registry_create(element: Element) -> CnnicRegistryCreate | None:
    """Read `create`; None where it names none."""
    registry = word(element, CNR.registry)
    return None if registry is None else CnnicRegistryCreate(registry=registry)


def read_registry_data(element: Element) -> CnnicRegistryData | None:
    """Read `infData`; None where it names none."""
    registry = word(element, CNR.registry)
    return None if registry is None else CnnicRegistryData(registry=registry)


_CONTACT_CREATE, _CONTACT_UPDATE = frozenset({"contact.create"}), frozenset({"contact.update"})
_DOMAIN_CREATE, _DOMAIN_UPDATE = frozenset({"domain.create"}), frozenset({"domain.update"})
_CONTACT_INFO, _DOMAIN_INFO = frozenset({"contact.info"}), frozenset({"domain.info"})
_CREATES, _INFOS = frozenset({"contact.create", "host.create"}), frozenset({"contact.info", "host.info"})

EXTENSIONS = (
    ExtensionRow(CnnicContactCreate, CNC.create, write_contact_create, read_contact_create, commands=_CONTACT_CREATE),
    ExtensionRow(CnnicContactUpdate, CNC.update, write_contact_update, read_contact_update, commands=_CONTACT_UPDATE),
    ExtensionRow(CnnicContactData, CNC.infData, write_contact_data, read_contact_data, answers=_CONTACT_INFO),
    ExtensionRow(CnnicDomainCreate, CND.create, write_domain_create, read_domain_create, commands=_DOMAIN_CREATE),
    ExtensionRow(CnnicDomainUpdate, CND.update, write_domain_update, read_domain_update, commands=_DOMAIN_UPDATE),
    ExtensionRow(CnnicDomainData, CND.infData, write_domain_data, read_domain_data, answers=_DOMAIN_INFO),
    ExtensionRow(CnnicRegistryCreate, CNR.create, write_registry_create, read_registry_create, commands=_CREATES),
    ExtensionRow(CnnicRegistryData, CNR.infData, write_registry_data, read_registry_data, answers=_INFOS),
)
