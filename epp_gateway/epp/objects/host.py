"""Hosts (RFC 5732): each verb's writer and reader, then the answers'."""

from functools import partial

from epp_gateway.epp.rows import CommandRow, DataRow
from epp_gateway.epp.xml.build import add, add_maybe, add_object
from epp_gateway.epp.xml.namespaces import E, H
from epp_gateway.epp.xml.parse import Element
from epp_gateway.epp.xml.read import name, text, texts, word
from epp_gateway.model.commands import HostCheck, HostCreate, HostDelete, HostInfo, HostUpdate
from epp_gateway.model.objects import CheckData, HostCreated, HostData, PendingResult, Status

from .common import (
    read_check_data,
    read_names,
    read_pending_result,
    read_status_texts,
    read_status_words,
    read_statuses,
    write_check_data,
    write_names,
    write_pending_result,
    write_status_words,
    write_statuses,
)

# check (section 3.1.1)


def write_check(verb: Element, command: HostCheck) -> None:
    """Append `host:check`."""
    write_names(verb, H, command.names)


def read_check(element: Element) -> HostCheck:
    """Read `host:check`."""
    return HostCheck(names=read_names(element, H))


# info (section 3.1.2)


def write_info(verb: Element, command: HostInfo) -> None:
    """Append `host:info`."""
    write_names(verb, H, (command.name,))


def read_info(element: Element) -> HostInfo:
    """Read `host:info`."""
    return HostInfo(name=name(element, H.name))


# create (section 3.2.1)


def write_create(verb: Element, command: HostCreate) -> None:
    """Append `host:create`."""
    root = add_object(verb, H, H.create)
    add(root, H.name, command.name)
    _write_addresses(root, command.addresses)


def read_create(element: Element) -> HostCreate:
    """Read `host:create`."""
    return HostCreate(name=name(element, H.name), addresses=texts(element, H.addr))


# delete (section 3.2.2)


def write_delete(verb: Element, command: HostDelete) -> None:
    """Append `host:delete`."""
    write_names(verb, H, (command.name,))


def read_delete(element: Element) -> HostDelete:
    """Read `host:delete`."""
    return HostDelete(name=name(element, H.name))


# update (section 3.2.5)


def write_update(verb: Element, command: HostUpdate) -> None:
    """Append `host:update`; parts without a change are left out."""
    root = add_object(verb, H, H.update)
    add(root, H.name, command.name)
    _write_difference(root, H.add, command.add_addresses, command.add_statuses, command.status_texts)
    _write_difference(root, H.rem, command.rem_addresses, command.rem_statuses)
    if command.new_name is not None:
        add(add(root, H.chg), H.name, command.new_name)


def read_update(element: Element) -> HostUpdate:
    """Read `host:update`."""
    added, removed, changes = element.find(H.add), element.find(H.rem), element.find(H.chg)
    return HostUpdate(
        name=name(element, H.name),
        add_addresses=() if added is None else texts(added, H.addr),
        rem_addresses=() if removed is None else texts(removed, H.addr),
        add_statuses=read_status_words(added, H),
        rem_statuses=read_status_words(removed, H),
        new_name=None if changes is None else name(changes, H.name),
        status_texts=read_status_texts(added, H),
    )


def _write_difference(
    root: Element, tag: str, addresses: tuple[str, ...], statuses: tuple[str, ...], texts: tuple[Status, ...] = ()
) -> None:
    if addresses or statuses:
        part = add(root, tag)
        _write_addresses(part, addresses)
        write_status_words(part, H, statuses, texts)


# Answers


def write_data(parent: Element, data: HostData) -> None:
    """Append `infData`."""
    root = add_object(parent, H, H.infData)
    add(root, H.name, data.name)
    add(root, H.roid, data.roid)
    write_statuses(root, H, data.statuses)
    _write_addresses(root, data.addresses)
    add(root, H.clID, data.sponsor)
    add_maybe(root, H.crID, data.creator)
    add_maybe(root, H.crDate, data.created)
    add_maybe(root, H.upID, data.updater)
    add_maybe(root, H.upDate, data.updated)
    add_maybe(root, H.trDate, data.transferred)


def read_data(element: Element) -> HostData:
    """Read `infData`."""
    return HostData(
        name=name(element, H.name),
        roid=text(element, H.roid),
        statuses=read_statuses(element, H),
        addresses=texts(element, H.addr),
        sponsor=text(element, H.clID),
        creator=word(element, H.crID),
        created=word(element, H.crDate),
        updater=word(element, H.upID),
        updated=word(element, H.upDate),
        transferred=word(element, H.trDate),
    )


def write_created(parent: Element, data: HostCreated) -> None:
    """Append `creData`."""
    root = add_object(parent, H, H.creData)
    add(root, H.name, data.name)
    add(root, H.crDate, data.created)


def read_created(element: Element) -> HostCreated:
    """Read `creData`."""
    return HostCreated(name=name(element, H.name), created=text(element, H.crDate))


def _write_addresses(parent: Element, addresses: tuple[str, ...]) -> None:
    for address in addresses:
        write_address(parent, H.addr, address)


def write_address(parent: Element, tag: str, address: str) -> None:
    """Append an address with its kind; domains have such ones too, where name servers are their attributes."""
    add(parent, tag, address).set("ip", "v6" if ":" in address else "v4")


COMMANDS = (
    CommandRow(HostCheck, E.check, H.check, write_check, read_check),
    CommandRow(HostInfo, E.info, H.info, write_info, read_info),
    CommandRow(HostCreate, E.create, H.create, write_create, read_create),
    CommandRow(HostDelete, E.delete, H.delete, write_delete, read_delete),
    CommandRow(HostUpdate, E.update, H.update, write_update, read_update),
)

DATA = (
    DataRow(CheckData, H.chkData, write_check_data, partial(read_check_data, "host")),
    DataRow(HostData, H.infData, write_data, read_data),
    DataRow(HostCreated, H.creData, write_created, read_created),
    DataRow(PendingResult, H.panData, write_pending_result, partial(read_pending_result, "host")),
)
