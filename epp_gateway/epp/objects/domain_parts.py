"""Parts of domains (RFC 5731 sections 1.1, 2.2 and 2.6): periods, name servers of both kinds, contacts."""

from typing import get_args

from epp_gateway.epp.xml.build import add, add_all
from epp_gateway.epp.xml.namespaces import D
from epp_gateway.epp.xml.parse import Element
from epp_gateway.epp.xml.read import Parent, Parts, attribute, line, name, names, number, texts
from epp_gateway.model.objects import ContactRole, DomainContact, HostAttribute
from epp_gateway.model.terms import Period

from .host import write_address

_ROLES: dict[str, ContactRole] = {role: role for role in get_args(ContactRole)}


def write_period(parent: Element, period: Period | None) -> None:
    """Append `period` where there is one."""
    if period is not None:
        add(parent, D.period, str(period.value)).set("unit", period.unit)


def read_period(parent: Element) -> Period | None:
    """Read `period`; one that is no number counts as absent."""
    element = parent.find(D.period)
    value = None if element is None else number(line(element))
    if element is None or value is None:
        return None
    return Period(value=value, unit="m" if attribute(element, "unit") == "m" else "y")


def write_nameservers(parent: Element, hosts: tuple[str, ...], attributes: tuple[HostAttribute, ...]) -> None:
    """Append `ns` where there is any name server. That a frame has one kind only is the grammar's to demand."""
    if not hosts and not attributes:
        return
    servers = add(parent, D.ns)
    add_all(servers, D.hostObj, hosts)
    for host in attributes:
        entry = add(servers, D.hostAttr)
        add(entry, D.hostName, host.name)
        for address in host.addresses:
            write_address(entry, D.hostAddr, address)


def read_nameservers(parent: Parent | None) -> tuple[tuple[str, ...], tuple[HostAttribute, ...]]:
    """Read the name servers: those that are host objects, and those that are attributes of the domain."""
    servers = None if parent is None else parent.find(D.ns)
    if servers is None:
        return (), ()
    parts = Parts(servers)
    attributes = [
        HostAttribute(name=name(entry, D.hostName), addresses=texts(entry, D.hostAddr))
        for entry in parts.iterfind(D.hostAttr)
    ]
    return names(parts, D.hostObj), tuple(attributes)


def write_contacts(parent: Element, contacts: tuple[DomainContact, ...]) -> None:
    """Append one `contact` for each."""
    for contact in contacts:
        element = add(parent, D.contact, contact.id)
        if contact.role is not None:
            element.set("type", contact.role)


def read_contacts(parent: Parent | None) -> tuple[DomainContact, ...]:
    """Read every `contact` but those of an unknown role."""
    if parent is None:
        return ()
    return tuple(
        DomainContact(role=_ROLES.get(role), id=line(element))
        for element in parent.iterfind(D.contact)
        if not (role := attribute(element, "type")) or role in _ROLES
    )
