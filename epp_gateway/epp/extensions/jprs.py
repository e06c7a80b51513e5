"""jprs-1.0, a namespace of our own for what .jp needs beyond the standard (see `schemas/jprs-1.0.xsd`)."""

from typing import get_args

from epp_gateway.epp.rows import ExtensionRow
from epp_gateway.epp.xml.build import add, add_maybe, add_object
from epp_gateway.epp.xml.namespaces import J
from epp_gateway.epp.xml.parse import Element
from epp_gateway.epp.xml.read import attribute, text, word
from epp_gateway.model.extensions import JprsContact, JprsDomain, JprsDomainData, JprsFamily, JprsTransfer
from epp_gateway.model.objects import ContactKind

_KINDS: dict[str, ContactKind] = {kind: kind for kind in get_args(ContactKind)}
_FAMILIES: dict[str, JprsFamily] = {family: family for family in get_args(JprsFamily)}


def write_contact(parent: Element, value: JprsContact) -> None:
    """Append `create` with the kind of a contact."""
    add(add_object(parent, J, J.create), J.contact).set("kind", value.kind)


def write_domain(parent: Element, value: JprsDomain) -> None:
    """Append `create` with the family of a name."""
    add(add_object(parent, J, J.create), J.domain).set("family", value.family)


def read_create(element: Element) -> JprsContact | JprsDomain | None:
    """Read `create`, whichever of the two it is; None where it is neither."""
    contact, domain = element.find(J.contact), element.find(J.domain)
    kind = None if contact is None else _KINDS.get(attribute(contact, "kind"))
    if kind is not None:
        return JprsContact(kind=kind)
    family = None if domain is None else _FAMILIES.get(attribute(domain, "family"))
    return None if family is None else JprsDomain(family=family)


def write_transfer(parent: Element, value: JprsTransfer) -> None:
    """Append `transfer`."""
    add_object(parent, J, J.transfer).set("method", value.method)


def read_transfer(element: Element) -> JprsTransfer | None:
    """Read `transfer`; None for an unknown method."""
    match attribute(element, "method"):
        case "agent-change" | "name-move" as method:
            return JprsTransfer(method=method)
        case _:
            return None


def write_domain_data(parent: Element, value: JprsDomainData) -> None:
    """Append `infData`."""
    root = add_object(parent, J, J.infData)
    add(root, J.family, value.family)
    add(root, J.state, value.state)
    add_maybe(root, J.registrantRecord, value.registrant_record)
    add_maybe(root, J.suspendAt, value.suspend_at)


def read_domain_data(element: Element) -> JprsDomainData | None:
    """Read `infData`; None where family or state is unknown."""
    family = _FAMILIES.get(text(element, J.family))
    match text(element, J.state):
        case "active" | "to-be-suspended" | "suspended" as state if family is not None:
            return JprsDomainData(
                family=family,
                state=state,
                registrant_record=word(element, J.registrantRecord),
                suspend_at=word(element, J.suspendAt),
            )
        case _:
            return None


_REQUEST = frozenset({"domain.transfer.request"})

EXTENSIONS = (
    ExtensionRow(JprsContact, J.create, write_contact, read_create, commands=frozenset({"contact.create"})),
    ExtensionRow(JprsDomain, J.create, write_domain, read_create, commands=frozenset({"domain.create"})),
    ExtensionRow(JprsTransfer, J.transfer, write_transfer, read_transfer, commands=_REQUEST),
    ExtensionRow(JprsDomainData, J.infData, write_domain_data, read_domain_data, answers=frozenset({"domain.info"})),
)
