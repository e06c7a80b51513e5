"""jprs-1.0, a namespace of our own for what .jp needs beyond the standard (see `schemas/jprs-1.0.xsd`)."""

from typing import get_args

from epp_gateway.epp.rows import ExtensionRow
from epp_gateway.epp.xml.build import add, add_all, add_maybe, add_object
from epp_gateway.epp.xml.namespaces import J
from epp_gateway.epp.xml.parse import Element
from epp_gateway.epp.xml.read import attribute, names, number, text, word
from epp_gateway.model.extensions import (
    JprsContact,
    JprsContactData,
    JprsDomain,
    JprsDomainData,
    JprsFamily,
    JprsTransfer,
    JprsTransferData,
    JprsWithdraw,
    TransferMethod,
)
from epp_gateway.model.objects import ContactKind

_KINDS: dict[str, ContactKind] = {kind: kind for kind in get_args(ContactKind)}
_METHODS: dict[str, TransferMethod] = {method: method for method in get_args(TransferMethod)}
_FAMILIES: dict[str, JprsFamily] = {family: family for family in get_args(JprsFamily)}


def write_contact(parent: Element, value: JprsContact) -> None:
    """Append `create` with the kind of a contact."""
    add(add_object(parent, J, J.create), J.contact).set("kind", value.kind)


def write_domain(parent: Element, value: JprsDomain) -> None:
    """Append `create` with the family of a name."""
    domain = add(add_object(parent, J, J.create), J.domain)
    domain.set("family", value.family)
    add_maybe(domain, J.organisation, value.organisation)
    add_maybe(domain, J.representative, value.representative)


def read_create(element: Element) -> JprsContact | JprsDomain | None:
    """Read `create`, whichever of the two it is; None where it is neither."""
    contact, domain = element.find(J.contact), element.find(J.domain)
    kind = None if contact is None else _KINDS.get(attribute(contact, "kind"))
    if kind is not None:
        return JprsContact(kind=kind)
    family = None if domain is None else _FAMILIES.get(attribute(domain, "family"))
    if domain is None or family is None:
        return None
    return JprsDomain(
        family=family, organisation=word(domain, J.organisation), representative=word(domain, J.representative)
    )


def write_transfer(parent: Element, value: JprsTransfer) -> None:
    """Append `transfer`."""
    add_object(parent, J, J.transfer).set("method", value.method)


def read_transfer(element: Element) -> JprsTransfer | None:
    """Read `transfer`; None for an unknown method."""
    method = _METHODS.get(attribute(element, "method"))
    return None if method is None else JprsTransfer(method=method)


def write_domain_data(parent: Element, value: JprsDomainData) -> None:
    """Append `infData`."""
    root = add_object(parent, J, J.infData)
    add(root, J.family, value.family)
    add(root, J.state, value.state)
    add_maybe(root, J.registrantRecord, value.registrant_record)
    add_maybe(root, J.suspendAt, value.suspend_at)
    add_maybe(root, J.siblings, None if value.siblings is None else str(value.siblings))
    add_maybe(root, J.expiryMonth, value.expiry_month)


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
                siblings=number(text(element, J.siblings)),
                expiry_month=word(element, J.expiryMonth),
            )
        case _:
            return None


def write_withdraw(parent: Element, value: JprsWithdraw) -> None:  # noqa: ARG001  it says all by being there
    """Append `withdraw`."""
    add_object(parent, J, J.withdraw)


def read_withdraw(element: Element) -> JprsWithdraw:  # noqa: ARG001  it says all by being there
    """Read `withdraw`."""
    return JprsWithdraw()


def write_transfer_data(parent: Element, value: JprsTransferData) -> None:
    """Append `trnData`."""
    root = add_object(parent, J, J.trnData)
    root.set("method", value.method)
    add_maybe(root, J.registrantRecord, value.registrant_record)
    add_all(root, J.name, value.names)


def read_transfer_data(element: Element) -> JprsTransferData | None:
    """Read `trnData`; None for an unknown method, or where no name moves."""
    method, moving = _METHODS.get(attribute(element, "method")), names(element, J.name)
    if method is None or not moving:
        return None
    return JprsTransferData(names=moving, method=method, registrant_record=word(element, J.registrantRecord))


def write_contact_data(parent: Element, value: JprsContactData) -> None:
    """Append `contactData`."""
    root = add_object(parent, J, J.contactData)
    root.set("kind", value.kind)
    add_maybe(root, J.registrantRecord, value.registrant_record)


def read_contact_data(element: Element) -> JprsContactData | None:
    """Read `contactData`; None for an unknown kind."""
    kind = _KINDS.get(attribute(element, "kind"))
    return None if kind is None else JprsContactData(kind=kind, registrant_record=word(element, J.registrantRecord))


_REQUEST = frozenset({"domain.transfer.request"})

EXTENSIONS = (
    ExtensionRow(JprsContact, J.create, write_contact, read_create, commands=frozenset({"contact.create"})),
    ExtensionRow(JprsDomain, J.create, write_domain, read_create, commands=frozenset({"domain.create"})),
    ExtensionRow(JprsTransfer, J.transfer, write_transfer, read_transfer, commands=_REQUEST),
    ExtensionRow(JprsWithdraw, J.withdraw, write_withdraw, read_withdraw, commands=frozenset({"domain.update"})),
    ExtensionRow(
        JprsDomainData, J.infData, write_domain_data, read_domain_data, answers=frozenset({"domain.info", "poll"})
    ),
    ExtensionRow(
        JprsTransferData,
        J.trnData,
        write_transfer_data,
        read_transfer_data,
        answers=frozenset({"domain.transfer", "poll"}),
    ),
    ExtensionRow(
        JprsContactData,
        J.contactData,
        write_contact_data,
        read_contact_data,
        answers=frozenset({"contact.create", "contact.info"}),
    ),
)
