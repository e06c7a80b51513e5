"""Contact verbs of a simulated registry (RFC 5733)."""

from msgspec.structs import asdict, replace

from epp_gateway.model.commands import ContactCheck, ContactCreate, ContactDelete, ContactInfo, ContactUpdate
from epp_gateway.model.extensions import JprsContact
from epp_gateway.model.objects import CheckData, CheckItem, ContactCreated, ContactData, PostalChange, PostalInfo
from epp_gateway.model.terms import format_instant

from .call import Answer, Call, changed_statuses, forbid, guard_update, shown, text_of
from .records import Contact
from .refusal import Refused

_CLIENT_STATUSES = frozenset({"clientDeleteProhibited", "clientTransferProhibited", "clientUpdateProhibited"})


def check(call: Call, command: ContactCheck) -> Answer:
    """Say for each id whether it is free. Ends: 1000, 2306 for too many ids."""
    if len(command.ids) > call.profile.check_limit:
        raise Refused(2306, f"at most {call.profile.check_limit} ids in one check")
    items = tuple(_check_one(contact_id, taken=contact_id in call.registry.contacts) for contact_id in command.ids)
    return Answer(data=CheckData(kind="contact", items=items))


def _check_one(contact_id: str, *, taken: bool) -> CheckItem:
    return CheckItem(name=contact_id, available=not taken, reason="In use" if taken else None)


def info(call: Call, command: ContactInfo) -> Answer:
    """Show a contact to its sponsor or to who knows its code. Ends: 1000, 2201, 2202, 2303."""
    contact = call.contact(command.id)
    own = contact.sponsor == call.clid
    if not own:
        if command.auth_info is None:
            raise Refused(2201, "the contact is sponsored by another registrar", value=contact.id)
        if command.auth_info != contact.auth_info:
            raise Refused(2202, "the auth code is wrong", value=contact.id)
    return Answer(
        data=ContactData(
            id=contact.id,
            roid=contact.roid,
            statuses=shown(shown_statuses(call, contact)),
            postal=contact.postal,
            voice=contact.voice,
            fax=contact.fax,
            email=contact.email,
            sponsor=contact.sponsor,
            creator=contact.creator,
            created=text_of(contact.created),
            updater=contact.updater,
            updated=text_of(contact.updated),
            transferred=text_of(contact.transferred),
            auth_info=contact.auth_info if own and call.profile.auth_readable else None,
            disclose=contact.disclose,
        )
    )


def shown_statuses(call: Call, contact: Contact) -> tuple[str, ...]:
    """The statuses as info answers them (RFC 5733 section 2.2)."""
    linked = ("linked",) if call.registry.users_of_contact(contact.id) else ()
    return (*(sorted(contact.statuses) or ("ok",)), *linked)


def create(call: Call, command: ContactCreate) -> Answer:
    """Make a contact. Ends: 1000, 2302, 2306 (an address form is missing)."""
    if command.id in call.registry.contacts:
        raise Refused(2302, "In use", value=command.id)
    _check_postal(call, command.postal)
    kind = next((ext.kind for ext in call.request.extensions if isinstance(ext, JprsContact)), command.kind)
    contact = Contact(
        id=command.id,
        roid=call.registry.next_roid("contact", command.id),
        sponsor=call.clid,
        creator=call.clid,
        created=call.now,
        postal=command.postal,
        email=command.email,
        auth_info=command.auth_info if command.auth_info.reveal() else None,
        voice=command.voice,
        fax=command.fax,
        kind=kind,
        disclose=command.disclose,
    )
    call.registry.put_contact(contact)
    return Answer(data=ContactCreated(id=contact.id, created=format_instant(contact.created)))


def _check_postal(call: Call, postal: tuple[PostalInfo, ...]) -> None:
    carried = {address.type for address in postal}
    for wanted in call.profile.postal_types:
        if wanted not in carried:
            raise Refused(2306, f"a contact needs its address in the form {wanted}", value=wanted)


def update(call: Call, command: ContactUpdate) -> Answer:
    """Change a contact; an address replaces the one of its form. Ends: 1000, 2003, 2201, 2303, 2304, 2306."""
    contact = call.contact(command.id)
    call.own(contact.sponsor, contact.id)
    guard_update(contact.statuses, command.rem_statuses, contact.id)
    if command == ContactUpdate(id=command.id):
        raise Refused(2003, "the update changes nothing", value=contact.id)
    statuses = changed_statuses(call, contact.statuses, command.add_statuses, command.rem_statuses, _CLIENT_STATUSES)
    replaced = {address.type for address in command.postal}
    kept = tuple(address for address in contact.postal if address.type not in replaced)
    changed = replace(
        contact,
        statuses=statuses,
        postal=_in_parts((*kept, *command.postal), command.postal_changes),
        voice=command.voice or contact.voice,
        fax=command.fax or contact.fax,
        email=command.email or contact.email,
        auth_info=command.auth_info or contact.auth_info,
        disclose=command.disclose or contact.disclose,
        updater=call.clid,
        updated=call.now,
    )
    call.registry.put_contact(changed)
    return Answer()


def _in_parts(postal: tuple[PostalInfo, ...], changes: tuple[PostalChange, ...]) -> tuple[PostalInfo, ...]:
    """Change parts of addresses. Raises Refused with 2003 for an address that is not there yet."""
    by_type = {address.type: address for address in postal}
    for change in changes:
        address = by_type.get(change.type)
        if address is None:
            raise Refused(2003, "a new address needs name and addr", value=change.type)
        parts = {"name": change.name, "org": change.org}
        place = {} if change.place is None else asdict(change.place)
        by_type[change.type] = replace(address, **{k: v for k, v in parts.items() if v is not None}, **place)
    return tuple(by_type.values())


def delete(call: Call, command: ContactDelete) -> Answer:
    """Delete a contact that nothing uses. Ends: 1000, 2201, 2303, 2304, 2305."""
    contact = call.contact(command.id)
    call.own(contact.sponsor, contact.id)
    forbid(contact.statuses, ("clientDeleteProhibited", "serverDeleteProhibited"), contact.id)
    users = call.registry.users_of_contact(contact.id)
    if users:
        raise Refused(2305, "a domain refers to the contact", value=users[0])
    call.registry.drop_contact(contact.id)
    return Answer()
