"""Objects as JSON, for the control interface and for seeds: shown with everything, put with what is given.

What a body leaves out keeps the value it has, or takes the default of a new object. Keys that only tell are taken and
ignored, so that what GET showed can be PUT back. No command's rules apply here: this is the registry's own hand.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from epp_gateway.model.errors import BadValue
from epp_gateway.model.objects import ContactKind, DomainContact, Phone, PostalInfo
from epp_gateway.model.secret import Secret
from epp_gateway.model.terms import format_instant

from .dates import read_instant
from .profiles.shape import Profile
from .records import Contact, Domain, Grace, Host
from .registry import Registry

SETTABLE_STATUSES = frozenset(
    f"{who}{what}"
    for who in ("client", "server")
    for what in ("DeleteProhibited", "Hold", "RenewProhibited", "TransferProhibited", "UpdateProhibited")
)
_TOLD_STATUSES = frozenset({"ok", "inactive", "linked"})
_ONLY_TELL = frozenset(
    {"name", "id", "roid", "creator", "updater", "updated", "transferred", "subordinate_hosts", "transfer", "deletion"}
    | {"linked_by"}
)

_Body = TypeVar("_Body", bound=msgspec.Struct)


class DomainBody(msgspec.Struct, forbid_unknown_fields=True):
    """A domain as it is put. Instants are ISO 8601; `auth_info` null unsets the code."""

    sponsor: str | UnsetType = UNSET
    auth_info: str | UnsetType | None = UNSET
    created: str | UnsetType = UNSET
    expires: str | UnsetType = UNSET
    statuses: tuple[str, ...] | UnsetType = UNSET
    nameservers: tuple[str, ...] | UnsetType = UNSET
    registrant: str | UnsetType | None = UNSET
    contacts: tuple[DomainContact, ...] | UnsetType = UNSET


class HostBody(msgspec.Struct, forbid_unknown_fields=True):
    """A host as it is put."""

    sponsor: str | UnsetType = UNSET
    created: str | UnsetType = UNSET
    addresses: tuple[str, ...] | UnsetType = UNSET
    statuses: tuple[str, ...] | UnsetType = UNSET


class ContactBody(msgspec.Struct, forbid_unknown_fields=True):
    """A contact as it is put; a new one without an address gets an example's."""

    sponsor: str | UnsetType = UNSET
    auth_info: str | UnsetType | None = UNSET
    created: str | UnsetType = UNSET
    postal: tuple[PostalInfo, ...] | UnsetType = UNSET
    email: str | UnsetType = UNSET
    voice: Phone | UnsetType | None = UNSET
    fax: Phone | UnsetType | None = UNSET
    kind: ContactKind | UnsetType | None = UNSET
    statuses: tuple[str, ...] | UnsetType = UNSET


def put_domain(registry: Registry, name: str, raw: object, now: datetime) -> Domain:
    """Create or change a domain; hosts it names are made where they are missing.

    Raises:
        BadValue: with the place in the body.
    """
    profile, before = registry.profile, registry.domains.get(name)
    zone = profile.zone_of(name)
    if zone is None or "." in name.removesuffix("." + zone) or name in profile.zones:
        raise BadValue(f"`{name}` is not directly below {', '.join(profile.tlds)}", path="name")
    body = _read(raw, DomainBody, before.shown_statuses if before else ())
    base = before or _new_domain(registry, name, body, now)
    domain = replace(base, **_given(registry, body))
    _check_references(registry, domain)
    for host in domain.nameservers:
        if host not in registry.hosts:
            put_host(registry, host, {"sponsor": domain.sponsor}, now)
    registry.put_domain(domain, now)
    return domain


def _new_domain(registry: Registry, name: str, body: DomainBody, now: datetime) -> Domain:
    profile = registry.profile
    now = now.replace(microsecond=0)
    created = read_instant(body.created, "created") if body.created is not UNSET else now
    sponsor = body.sponsor if body.sponsor is not UNSET else next(iter(registry.registrars))
    expires = profile.expiry(created, 1)
    while expires <= now:
        expires = profile.extend(expires, 1)
    grace = Grace(kind="addPeriod", until=created + profile.add_grace)
    return Domain(
        name=name,
        roid=registry.next_roid("domain", name),
        sponsor=sponsor,
        creator=sponsor,
        created=created,
        expires=expires,
        auth_info=None,
        auth_set=now,
        graces=(grace,) if profile.ending == "grace" and now < grace.until else (),
    )


def _check_references(registry: Registry, domain: Domain) -> None:
    for contact in sorted(domain.contact_ids):
        if contact not in registry.contacts:
            raise BadValue(f"there is no contact `{contact}`; put it first", path="registrant, contacts")


def put_host(registry: Registry, name: str, raw: object, now: datetime) -> Host:
    """Create or change a host. Raises BadValue."""
    before = registry.hosts.get(name)
    body = _read(raw, HostBody, ())
    parent = registry.domains.get(registry.profile.parent_of(name) or "")
    sponsor = parent.sponsor if parent else next(iter(registry.registrars))
    created = now.replace(microsecond=0)
    base = before or Host(
        name=name, roid=registry.next_roid("host", name), sponsor=sponsor, creator=sponsor, created=created
    )
    host = replace(base, **_given(registry, body))
    registry.put_host(host)
    return host


def put_contact(registry: Registry, contact_id: str, raw: object, now: datetime) -> Contact:
    """Create or change a contact. Raises BadValue."""
    before = registry.contacts.get(contact_id)
    body = _read(raw, ContactBody, ())
    sponsor = next(iter(registry.registrars))
    base = before or Contact(
        id=contact_id,
        roid=registry.next_roid("contact", contact_id),
        sponsor=sponsor,
        creator=sponsor,
        created=now.replace(microsecond=0),
        postal=_example_postal(registry.profile),
        email="holder@example.com",
        auth_info=None,
        kind=registry.profile.registrant_kind,
    )
    contact = replace(base, **_given(registry, body))
    registry.put_contact(contact)
    return contact


def _example_postal(profile: Profile) -> tuple[PostalInfo, ...]:
    return tuple(
        PostalInfo(type=form, name="Example Holder", street=("1-1 Example",), city="Chiyoda", pc="100-0001", cc="JP")
        for form in profile.postal_types
    )


PUT: Mapping[str, Callable[[Registry, str, object, datetime], Domain | Host | Contact]] = {
    "contact": put_contact,
    "domain": put_domain,
    "host": put_host,
}
"""How an object of each kind is put; in the order in which a seed puts them."""


def _read(raw: object, shape: type[_Body], known_statuses: tuple[str, ...]) -> _Body:
    if not isinstance(raw, dict):
        raise BadValue("an object is expected")
    given: dict[str, Any] = {key: value for key, value in raw.items() if key not in _ONLY_TELL}
    try:
        body = msgspec.convert(given, shape)
    except msgspec.ValidationError as error:
        keys = ", ".join(field.name for field in msgspec.structs.fields(shape))
        raise BadValue(f"{error}; the keys are {keys}") from None
    statuses = getattr(body, "statuses", UNSET)
    if statuses is not UNSET:
        told = _TOLD_STATUSES | {status for status in known_statuses if status.startswith("pending")}
        for status in statuses:
            if status not in SETTABLE_STATUSES | told:
                known = ", ".join(sorted(SETTABLE_STATUSES))
                raise BadValue(f"`{status}` cannot be put; there are {known}", path="statuses")
        body.statuses = tuple(status for status in statuses if status not in told)  # type: ignore[attr-defined] # each shape has it
    return body


def _given(registry: Registry, body: msgspec.Struct) -> dict[str, Any]:
    """The fields that a body gives, as a record holds them."""
    given = {key: value for key, value in msgspec.structs.asdict(body).items() if value is not UNSET}
    if "sponsor" in given and given["sponsor"] not in registry.registrars:
        known = ", ".join(registry.registrars)
        raise BadValue(f"there is no account `{given['sponsor']}`; there are {known}", path="sponsor")
    if "auth_info" in given:
        given["auth_info"] = Secret(given["auth_info"]) if given["auth_info"] else None
    for key in ("created", "expires"):
        if key in given:
            given[key] = read_instant(given[key], key)
    for key in ("nameservers", "addresses"):
        if key in given:
            given[key] = tuple(dict.fromkeys(value.lower() for value in given[key]))
    return given


def show(registry: Registry, record: Domain | Host | Contact) -> dict[str, Any]:
    """A record as JSON, its code included: whoever may reach the control interface owns the registry."""
    shown: dict[str, Any] = {
        key: _shown(value) for key, value in msgspec.structs.asdict(record).items() if key not in {"auth_set", "graces"}
    }
    match record:
        case Domain():
            shown["statuses"] = list(record.shown_statuses)
            shown["subordinate_hosts"] = list(registry.hosts_below(record.name))
        case Host():
            shown["linked_by"] = list(registry.users_of_host(record.name))
        case Contact():
            shown["linked_by"] = list(registry.users_of_contact(record.id))
    return shown


def _shown(value: object) -> Any:
    match value:
        case Secret():
            return value.reveal()
        case datetime():
            return format_instant(value)
        case tuple():
            return [_shown(item) for item in value]
        case msgspec.Struct():
            return {key: _shown(item) for key, item in msgspec.structs.asdict(value).items()}
        case _:
            return value
