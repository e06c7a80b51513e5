"""From a desired state and the registry's own answer to the update that is still needed; pure.

Registries refuse to add what is there and to remove what is not (facts, Verisign 2306), so an update is always the
difference from a fresh info and never repeated blindly.
"""

from epp_gateway.model.commands import DomainUpdate, HostUpdate
from epp_gateway.model.objects import CLIENT_STATUSES, DomainData, HostData
from epp_gateway.model.plan import DomainDesired, HostDesired


def _missing(wanted: tuple[str, ...] | None, there: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(item for item in wanted or () if item not in there)


def _surplus(wanted: tuple[str, ...] | None, there: tuple[str, ...]) -> tuple[str, ...]:
    return () if wanted is None else tuple(item for item in there if item not in wanted)


def domain_update(desired: DomainDesired, found: DomainData) -> DomainUpdate:
    """The update that brings a domain to the desired state; `is_empty` when it is there already.

    Only client statuses are touched: what the registry set is kept.
    """
    client = tuple(status.value for status in found.statuses if status.value in CLIENT_STATUSES)
    contacts = desired.contacts
    return DomainUpdate(
        name=desired.name,
        add_nameservers=_missing(desired.nameservers, found.nameserver_names),
        rem_nameservers=_surplus(desired.nameservers, found.nameserver_names),
        add_statuses=_missing(desired.client_statuses, client),
        rem_statuses=_surplus(desired.client_statuses, client),
        add_contacts=tuple(c for c in contacts or () if c not in found.contacts),
        rem_contacts=() if contacts is None else tuple(c for c in found.contacts if c not in contacts),
        registrant=desired.registrant if desired.registrant != found.registrant else None,
    )


def host_update(desired: HostDesired, found: HostData) -> HostUpdate:
    """The update that brings a host to the desired addresses."""
    return HostUpdate(
        name=desired.name,
        add_addresses=_missing(desired.addresses, found.addresses),
        rem_addresses=_surplus(desired.addresses, found.addresses),
    )


def apply_domain_update(found: DomainData, update: DomainUpdate) -> dict[str, object]:
    """The parts of a domain that an update changes, with their new values."""
    nameservers = tuple(ns for ns in found.nameservers if ns not in update.rem_nameservers)
    statuses = tuple(status for status in found.statuses if status.value not in update.rem_statuses)
    contacts = tuple(contact for contact in found.contacts if contact not in update.rem_contacts)
    return {
        "nameservers": (*nameservers, *(ns for ns in update.add_nameservers if ns not in nameservers)),
        "host_attributes": tuple(host for host in found.host_attributes if host.name not in update.rem_nameservers),
        "statuses": statuses,
        "contacts": (*contacts, *(contact for contact in update.add_contacts if contact not in contacts)),
        "registrant": update.registrant or found.registrant,
    }
