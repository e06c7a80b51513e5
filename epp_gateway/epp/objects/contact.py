"""Contacts (RFC 5733): each verb's writer and reader, then the answers'.

What a contact wishes to disclose is read over and never written. A contact's kind is no part of this mapping: where a
registry files contacts by kind, its dialect says so in an extension.
"""

from functools import partial

from msgspec.structs import replace

from epp_gateway.epp.rows import CommandRow, DataRow
from epp_gateway.epp.xml.build import add, add_all, add_maybe, add_object
from epp_gateway.epp.xml.namespaces import C, E
from epp_gateway.epp.xml.parse import Element
from epp_gateway.epp.xml.read import attribute, line, maybe, text, word
from epp_gateway.model.commands import ContactCheck, ContactCreate, ContactDelete, ContactInfo, ContactUpdate
from epp_gateway.model.objects import (
    CheckData,
    ContactCreated,
    ContactData,
    PendingResult,
    Phone,
    PostalInfo,
    TransferData,
)
from epp_gateway.model.secret import Secret

from .common import (
    Unsupported,
    command_auth,
    read_auth,
    read_check_data,
    read_names,
    read_pending_result,
    read_status_words,
    read_statuses,
    read_transfer_data,
    write_auth,
    write_check_data,
    write_names,
    write_pending_result,
    write_status_words,
    write_statuses,
    write_transfer_data,
)

# check (section 3.1.1)


def write_check(verb: Element, command: ContactCheck) -> None:
    """Append `contact:check`."""
    write_names(verb, C, command.ids)


def read_check(element: Element) -> ContactCheck:
    """Read `contact:check`."""
    return ContactCheck(ids=read_names(element, C))


# info (section 3.1.2)


def write_info(verb: Element, command: ContactInfo) -> None:
    """Append `contact:info`."""
    root = add_object(verb, C, C.info)
    add(root, C.id, command.id)
    write_auth(root, C, command.auth_info)


def read_info(element: Element) -> ContactInfo:
    """Read `contact:info`."""
    return ContactInfo(id=text(element, C.id), auth_info=command_auth(element, C))


# create (section 3.2.1)


def write_create(verb: Element, command: ContactCreate) -> None:
    """Append `contact:create`."""
    root = add_object(verb, C, C.create)
    add(root, C.id, command.id)
    _write_addresses(root, command.postal)
    _write_phone(root, C.voice, command.voice)
    _write_phone(root, C.fax, command.fax)
    add(root, C.email, command.email)
    write_auth(root, C, command.auth_info)


def read_create(element: Element) -> ContactCreate:
    """Read `contact:create`."""
    return ContactCreate(
        id=text(element, C.id),
        postal=_read_addresses(element),
        voice=_read_phone(element, C.voice),
        fax=_read_phone(element, C.fax),
        email=text(element, C.email),
        auth_info=command_auth(element, C) or Secret(""),
    )


# delete (section 3.2.2)


def write_delete(verb: Element, command: ContactDelete) -> None:
    """Append `contact:delete`."""
    write_names(verb, C, (command.id,))


def read_delete(element: Element) -> ContactDelete:
    """Read `contact:delete`."""
    return ContactDelete(id=text(element, C.id))


# update (section 3.2.5)


def write_update(verb: Element, command: ContactUpdate) -> None:
    """Append `contact:update`; parts without a change are left out."""
    root = add_object(verb, C, C.update)
    add(root, C.id, command.id)
    _write_statuses(root, C.add, command.add_statuses)
    _write_statuses(root, C.rem, command.rem_statuses)
    changed = (command.postal or None, command.voice, command.fax, command.email, command.auth_info)
    if all(part is None for part in changed):
        return
    changes = add(root, C.chg)
    _write_addresses(changes, command.postal)
    _write_phone(changes, C.voice, command.voice)
    _write_phone(changes, C.fax, command.fax)
    add_maybe(changes, C.email, command.email)
    write_auth(changes, C, command.auth_info)


def read_update(element: Element) -> ContactUpdate:
    """Read `contact:update`.

    Raises:
        Unsupported: it changes a part of a postal address.
    """
    changes = element.find(C.chg)
    statuses = read_status_words(element.find(C.add), C), read_status_words(element.find(C.rem), C)
    update = ContactUpdate(id=text(element, C.id), add_statuses=statuses[0], rem_statuses=statuses[1])
    if changes is None:
        return update
    if any(form.find(C.name) is None or form.find(C.addr) is None for form in changes.iterfind(C.postalInfo)):
        raise Unsupported(2102, "a postal address is changed as a whole: name and addr are needed")
    return replace(
        update,
        postal=_read_addresses(changes),
        voice=_read_phone(changes, C.voice),
        fax=_read_phone(changes, C.fax),
        email=word(changes, C.email),
        auth_info=command_auth(changes, C),
    )


def _write_statuses(root: Element, tag: str, statuses: tuple[str, ...]) -> None:
    if statuses:
        write_status_words(add(root, tag), C, statuses)


# Answers


def write_data(parent: Element, data: ContactData) -> None:
    """Append `infData`."""
    root = add_object(parent, C, C.infData)
    add(root, C.id, data.id)
    add(root, C.roid, data.roid)
    write_statuses(root, C, data.statuses)
    _write_addresses(root, data.postal)
    _write_phone(root, C.voice, data.voice)
    _write_phone(root, C.fax, data.fax)
    add(root, C.email, data.email)
    add(root, C.clID, data.sponsor)
    add_maybe(root, C.crID, data.creator)
    add_maybe(root, C.crDate, data.created)
    add_maybe(root, C.upID, data.updater)
    add_maybe(root, C.upDate, data.updated)
    add_maybe(root, C.trDate, data.transferred)
    write_auth(root, C, data.auth_info)


def read_data(element: Element) -> ContactData:
    """Read `infData`."""
    return ContactData(
        id=text(element, C.id),
        roid=text(element, C.roid),
        statuses=read_statuses(element, C),
        postal=_read_addresses(element),
        voice=_read_phone(element, C.voice),
        fax=_read_phone(element, C.fax),
        email=text(element, C.email),
        sponsor=text(element, C.clID),
        creator=word(element, C.crID),
        created=word(element, C.crDate),
        updater=word(element, C.upID),
        updated=word(element, C.upDate),
        transferred=word(element, C.trDate),
        auth_info=read_auth(element, C),
    )


def write_created(parent: Element, data: ContactCreated) -> None:
    """Append `creData`."""
    root = add_object(parent, C, C.creData)
    add(root, C.id, data.id)
    add(root, C.crDate, data.created)


def read_created(element: Element) -> ContactCreated:
    """Read `creData`."""
    return ContactCreated(id=text(element, C.id), created=text(element, C.crDate))


# Parts


def _write_addresses(parent: Element, forms: tuple[PostalInfo, ...]) -> None:
    for form in forms:
        root = add(parent, C.postalInfo)
        root.set("type", form.type)
        add(root, C.name, form.name)
        add_maybe(root, C.org, form.org)
        place = add(root, C.addr)
        add_all(place, C.street, form.street)
        add(place, C.city, form.city)
        add_maybe(place, C.sp, form.sp)
        add_maybe(place, C.pc, form.pc)
        add(place, C.cc, form.cc)


def _read_addresses(parent: Element) -> tuple[PostalInfo, ...]:
    return tuple(_read_address(form) for form in parent.iterfind(C.postalInfo))


def _read_address(form: Element) -> PostalInfo:
    place = form.find(C.addr)
    place = form if place is None else place
    return PostalInfo(
        type="loc" if attribute(form, "type") == "loc" else "int",
        name=text(form, C.name),
        org=maybe(form, C.org),
        street=tuple(line(street) for street in place.iterfind(C.street)),
        city=text(place, C.city),
        sp=maybe(place, C.sp),
        pc=maybe(place, C.pc),
        cc=text(place, C.cc).upper(),
    )


def _write_phone(parent: Element, tag: str, phone: Phone | None) -> None:
    if phone is not None:
        element = add(parent, tag, phone.number)
        if phone.ext is not None:
            element.set("x", phone.ext)


def _read_phone(parent: Element, tag: str) -> Phone | None:
    element = parent.find(tag)
    if element is None:
        return None
    return Phone(number=line(element), ext=attribute(element, "x") or None)


COMMANDS = (
    CommandRow(ContactCheck, E.check, C.check, write_check, read_check),
    CommandRow(ContactInfo, E.info, C.info, write_info, read_info),
    CommandRow(ContactCreate, E.create, C.create, write_create, read_create),
    CommandRow(ContactDelete, E.delete, C.delete, write_delete, read_delete),
    CommandRow(ContactUpdate, E.update, C.update, write_update, read_update),
)

DATA = (
    DataRow(CheckData, C.chkData, write_check_data, partial(read_check_data, "contact")),
    DataRow(ContactData, C.infData, write_data, read_data),
    DataRow(ContactCreated, C.creData, write_created, read_created),
    DataRow(TransferData, C.trnData, write_transfer_data, partial(read_transfer_data, "contact")),
    DataRow(PendingResult, C.panData, write_pending_result, partial(read_pending_result, "contact")),
)
