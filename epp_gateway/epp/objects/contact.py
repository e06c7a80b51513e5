"""Contacts (RFC 5733): each verb's writer and reader, then the answers'.

A contact's kind is no part of this mapping: where a registry files contacts by kind, its dialect says so in an
extension.
"""

from functools import partial
from typing import get_args

from msgspec.structs import replace

from epp_gateway.epp.rows import CommandRow, DataRow
from epp_gateway.epp.xml.build import add, add_maybe, add_object
from epp_gateway.epp.xml.namespaces import C, E
from epp_gateway.epp.xml.parse import Element
from epp_gateway.epp.xml.read import Parts, attribute, text, word
from epp_gateway.model.commands import (
    ContactCheck,
    ContactCreate,
    ContactDelete,
    ContactInfo,
    ContactTransfer,
    ContactUpdate,
    TransferOp,
)
from epp_gateway.model.objects import (
    CheckData,
    ContactCreated,
    ContactData,
    PendingResult,
    Status,
    TransferData,
)
from epp_gateway.model.secret import Secret

from .authorisation import read_auth, write_auth
from .common import (
    read_check_data,
    read_names,
    read_pending_result,
    read_status_texts,
    read_status_words,
    read_statuses,
    read_transfer_data,
    write_check_data,
    write_names,
    write_pending_result,
    write_status_words,
    write_statuses,
    write_transfer_data,
)
from .postal import (
    read_addresses,
    read_changes,
    read_disclosure,
    read_phone,
    write_addresses,
    write_changes,
    write_disclosure,
    write_phone,
)

_OPS: dict[str, TransferOp] = {op: op for op in get_args(TransferOp)}

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
    write_auth(root, C, command.auth_info, command.auth_form)


def read_info(element: Element) -> ContactInfo:
    """Read `contact:info`."""
    secret, form = read_auth(element, C)
    return ContactInfo(id=text(element, C.id), auth_info=secret, auth_form=form)


# create (section 3.2.1)


def write_create(verb: Element, command: ContactCreate) -> None:
    """Append `contact:create`."""
    root = add_object(verb, C, C.create)
    add(root, C.id, command.id)
    write_addresses(root, command.postal)
    write_phone(root, C.voice, command.voice)
    write_phone(root, C.fax, command.fax)
    add(root, C.email, command.email)
    write_auth(root, C, command.auth_info, command.auth_form)
    write_disclosure(root, command.disclose)


def read_create(element: Element) -> ContactCreate:
    """Read `contact:create`."""
    secret, form = read_auth(element, C)
    return ContactCreate(
        id=text(element, C.id),
        postal=read_addresses(element),
        voice=read_phone(element, C.voice),
        fax=read_phone(element, C.fax),
        email=text(element, C.email),
        auth_info=secret or Secret(""),
        auth_form=form,
        disclose=read_disclosure(element),
    )


# delete (section 3.2.2)


def write_delete(verb: Element, command: ContactDelete) -> None:
    """Append `contact:delete`."""
    write_names(verb, C, (command.id,))


def read_delete(element: Element) -> ContactDelete:
    """Read `contact:delete`."""
    return ContactDelete(id=text(element, C.id))


# transfer (section 3.2.4)


def write_transfer(verb: Element, command: ContactTransfer) -> None:
    """Append `contact:transfer` and say the op on the verb."""
    verb.set("op", command.op)
    root = add_object(verb, C, C.transfer)
    add(root, C.id, command.id)
    write_auth(root, C, command.auth_info, command.auth_form)


def read_transfer(element: Element) -> ContactTransfer:
    """Read `contact:transfer`, whose op stands on the verb around it."""
    verb = element.getparent()
    op = "" if verb is None else attribute(verb, "op")
    secret, form = read_auth(element, C)
    return ContactTransfer(
        id=text(element, C.id),
        op=_OPS.get(op, "query"),
        auth_info=secret,
        auth_form=form,
    )


# update (section 3.2.5)


def write_update(verb: Element, command: ContactUpdate) -> None:
    """Append `contact:update`; parts without a change are left out."""
    root = add_object(verb, C, C.update)
    add(root, C.id, command.id)
    _write_statuses(root, C.add, command.add_statuses, command.status_texts)
    _write_statuses(root, C.rem, command.rem_statuses)
    changed = (command.voice, command.fax, command.email, command.auth_info, command.auth_form, command.disclose)
    if not command.postal and not command.postal_changes and all(part is None for part in changed):
        return
    changes = add(root, C.chg)
    write_addresses(changes, command.postal)
    write_changes(changes, command.postal_changes)
    write_phone(changes, C.voice, command.voice)
    write_phone(changes, C.fax, command.fax)
    add_maybe(changes, C.email, command.email)
    write_auth(changes, C, command.auth_info, command.auth_form)
    write_disclosure(changes, command.disclose)


def read_update(element: Element) -> ContactUpdate:
    """Read `contact:update`."""
    added, removed, changes = element.find(C.add), element.find(C.rem), element.find(C.chg)
    update = ContactUpdate(
        id=text(element, C.id),
        add_statuses=read_status_words(added, C),
        rem_statuses=read_status_words(removed, C),
        status_texts=read_status_texts(added, C),
    )
    if changes is None:
        return update
    whole, parts = read_changes(changes)
    secret, form = read_auth(changes, C)
    return replace(
        update,
        postal=whole,
        postal_changes=parts,
        voice=read_phone(changes, C.voice),
        fax=read_phone(changes, C.fax),
        email=word(changes, C.email),
        auth_info=secret,
        auth_form=form,
        disclose=read_disclosure(changes),
    )


def _write_statuses(root: Element, tag: str, statuses: tuple[str, ...], texts: tuple[Status, ...] = ()) -> None:
    if statuses:
        write_status_words(add(root, tag), C, statuses, texts)


# Answers


def write_data(parent: Element, data: ContactData) -> None:
    """Append `infData`."""
    root = add_object(parent, C, C.infData)
    add(root, C.id, data.id)
    add(root, C.roid, data.roid)
    write_statuses(root, C, data.statuses)
    write_addresses(root, data.postal)
    write_phone(root, C.voice, data.voice)
    write_phone(root, C.fax, data.fax)
    add(root, C.email, data.email)
    add(root, C.clID, data.sponsor)
    add_maybe(root, C.crID, data.creator)
    add_maybe(root, C.crDate, data.created)
    add_maybe(root, C.upID, data.updater)
    add_maybe(root, C.upDate, data.updated)
    add_maybe(root, C.trDate, data.transferred)
    write_auth(root, C, data.auth_info, data.auth_form)
    write_disclosure(root, data.disclose)


def read_data(element: Element) -> ContactData:
    """Read `infData`."""
    parts = Parts(element)
    secret, form = read_auth(parts, C)
    return ContactData(
        id=text(parts, C.id),
        roid=text(parts, C.roid),
        statuses=read_statuses(parts, C),
        postal=read_addresses(element),
        voice=read_phone(element, C.voice),
        fax=read_phone(element, C.fax),
        email=text(parts, C.email),
        sponsor=text(parts, C.clID),
        creator=word(parts, C.crID),
        created=word(parts, C.crDate),
        updater=word(parts, C.upID),
        updated=word(parts, C.upDate),
        transferred=word(parts, C.trDate),
        auth_info=secret,
        auth_form=form,
        disclose=read_disclosure(element),
    )


def write_created(parent: Element, data: ContactCreated) -> None:
    """Append `creData`."""
    root = add_object(parent, C, C.creData)
    add(root, C.id, data.id)
    add(root, C.crDate, data.created)


def read_created(element: Element) -> ContactCreated:
    """Read `creData`."""
    return ContactCreated(id=text(element, C.id), created=text(element, C.crDate))


COMMANDS = (
    CommandRow(ContactCheck, E.check, C.check, write_check, read_check),
    CommandRow(ContactInfo, E.info, C.info, write_info, read_info),
    CommandRow(ContactCreate, E.create, C.create, write_create, read_create),
    CommandRow(ContactDelete, E.delete, C.delete, write_delete, read_delete),
    CommandRow(ContactTransfer, E.transfer, C.transfer, write_transfer, read_transfer),
    CommandRow(ContactUpdate, E.update, C.update, write_update, read_update),
)

DATA = (
    DataRow(CheckData, C.chkData, write_check_data, partial(read_check_data, "contact")),
    DataRow(ContactData, C.infData, write_data, read_data),
    DataRow(ContactCreated, C.creData, write_created, read_created),
    DataRow(TransferData, C.trnData, write_transfer_data, partial(read_transfer_data, "contact")),
    DataRow(PendingResult, C.panData, write_pending_result, partial(read_pending_result, "contact")),
)
