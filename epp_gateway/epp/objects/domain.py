"""Domain names (RFC 5731): each verb's writer and reader, then the answers'."""

from functools import partial
from typing import Literal, get_args

from epp_gateway.epp.rows import CommandRow, DataRow
from epp_gateway.epp.xml.build import add, add_all, add_maybe, add_object
from epp_gateway.epp.xml.namespaces import D, E
from epp_gateway.epp.xml.parse import Element
from epp_gateway.epp.xml.read import Parts, attribute, exact, maybe, name, names, text, word
from epp_gateway.model.commands import (
    DomainCheck,
    DomainCreate,
    DomainDelete,
    DomainInfo,
    DomainRenew,
    DomainTransfer,
    DomainUpdate,
    TransferOp,
)
from epp_gateway.model.objects import (
    AuthBlank,
    AuthForm,
    CheckData,
    DomainContact,
    DomainCreated,
    DomainData,
    DomainRenewed,
    HostAttribute,
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
from .domain_parts import (
    read_contacts,
    read_nameservers,
    read_period,
    write_contacts,
    write_nameservers,
    write_period,
)

_OPS: dict[str, TransferOp] = {op: op for op in get_args(TransferOp)}
_HOSTS: dict[str, Literal["all", "del", "sub", "none"]] = {"all": "all", "del": "del", "sub": "sub", "none": "none"}

# check (section 3.1.1)


def write_check(verb: Element, command: DomainCheck) -> None:
    """Append `domain:check`."""
    write_names(verb, D, command.names)


def read_check(element: Element) -> DomainCheck:
    """Read `domain:check`."""
    return DomainCheck(names=read_names(element, D))


# info (section 3.1.2)


def write_info(verb: Element, command: DomainInfo) -> None:
    """Append `domain:info`."""
    root = add_object(verb, D, D.info)
    add(root, D.name, command.name).set("hosts", command.hosts)
    write_auth(root, D, command.auth_info, command.auth_form)


def read_info(element: Element) -> DomainInfo:
    """Read `domain:info`; without a word about hosts, all are meant."""
    named = element.find(D.name)
    hosts = "" if named is None else attribute(named, "hosts")
    secret, form = read_auth(element, D)
    return DomainInfo(
        name=name(element, D.name),
        hosts=_HOSTS.get(hosts, "all"),
        auth_info=secret,
        auth_form=form,
    )


# create (section 3.2.1)


def write_create(verb: Element, command: DomainCreate) -> None:
    """Append `domain:create`."""
    root = add_object(verb, D, D.create)
    add(root, D.name, command.name)
    write_period(root, command.period)
    write_nameservers(root, command.nameservers, command.host_attributes)
    add_maybe(root, D.registrant, command.registrant)
    write_contacts(root, command.contacts)
    write_auth(root, D, command.auth_info, command.auth_form)


def read_create(element: Element) -> DomainCreate:
    """Read `domain:create`."""
    hosts, attributes = read_nameservers(element)
    secret, form = read_auth(element, D)
    return DomainCreate(
        name=name(element, D.name),
        period=read_period(element),
        nameservers=hosts,
        host_attributes=attributes,
        registrant=word(element, D.registrant),
        contacts=read_contacts(element),
        auth_info=secret or Secret(""),
        auth_form=form,
    )


# delete (section 3.2.2)


def write_delete(verb: Element, command: DomainDelete) -> None:
    """Append `domain:delete`."""
    write_names(verb, D, (command.name,))


def read_delete(element: Element) -> DomainDelete:
    """Read `domain:delete`."""
    return DomainDelete(name=name(element, D.name))


# renew (section 3.2.3)


def write_renew(verb: Element, command: DomainRenew) -> None:
    """Append `domain:renew`."""
    root = add_object(verb, D, D.renew)
    add(root, D.name, command.name)
    add(root, D.curExpDate, command.cur_exp_date)
    write_period(root, command.period)


def read_renew(element: Element) -> DomainRenew:
    """Read `domain:renew`."""
    return DomainRenew(
        name=name(element, D.name), cur_exp_date=text(element, D.curExpDate), period=read_period(element)
    )


# transfer (section 3.2.4)


def write_transfer(verb: Element, command: DomainTransfer) -> None:
    """Append `domain:transfer` and say the op on the verb."""
    verb.set("op", command.op)
    root = add_object(verb, D, D.transfer)
    add(root, D.name, command.name)
    write_period(root, command.period)
    write_auth(root, D, command.auth_info, command.auth_form)


def read_transfer(element: Element) -> DomainTransfer:
    """Read `domain:transfer`, whose op stands on the verb around it."""
    verb = element.getparent()
    op = "" if verb is None else attribute(verb, "op")
    secret, form = read_auth(element, D)
    return DomainTransfer(
        name=name(element, D.name),
        op=_OPS.get(op, "query"),
        period=read_period(element),
        auth_info=secret,
        auth_form=form,
    )


# update (section 3.2.5)


def write_update(verb: Element, command: DomainUpdate) -> None:
    """Append `domain:update`; parts without a change are left out. An empty code is written as none at all."""
    root = add_object(verb, D, D.update)
    add(root, D.name, command.name)
    hosts, contacts = (command.add_nameservers, command.add_host_attributes), command.add_contacts
    _write_difference(root, D.add, *hosts, contacts, command.add_statuses, command.status_texts)
    hosts, contacts = (command.rem_nameservers, command.rem_host_attributes), command.rem_contacts
    _write_difference(root, D.rem, *hosts, contacts, command.rem_statuses)
    if command.registrant is None and command.auth_info is None and command.auth_form is None:
        return
    changes = add(root, D.chg)
    add_maybe(changes, D.registrant, command.registrant)
    if command.auth_info == Secret("") and command.auth_form is None:
        add(add(changes, D.authInfo), D.null)
    else:
        write_auth(changes, D, command.auth_info, command.auth_form)


def read_update(element: Element) -> DomainUpdate:
    """Read `domain:update`; no code at all (`null`) reads as an empty one, which means the same (RFC 9154)."""
    added, removed, changes = element.find(D.add), element.find(D.rem), element.find(D.chg)
    (add_hosts, add_attributes), (rem_hosts, rem_attributes) = read_nameservers(added), read_nameservers(removed)
    secret, form = (None, None) if changes is None else _read_new_auth(changes)
    return DomainUpdate(
        name=name(element, D.name),
        add_nameservers=add_hosts,
        rem_nameservers=rem_hosts,
        add_host_attributes=add_attributes,
        rem_host_attributes=rem_attributes,
        add_contacts=read_contacts(added),
        rem_contacts=read_contacts(removed),
        add_statuses=read_status_words(added, D),
        rem_statuses=read_status_words(removed, D),
        status_texts=read_status_texts(added, D),
        registrant=None if changes is None else maybe(changes, D.registrant),
        auth_info=secret,
        auth_form=form,
    )


def _read_new_auth(changes: Element) -> tuple[Secret | None, AuthForm | None]:
    """As everywhere, and whether an empty password is said as one."""
    secret, form = read_auth(changes, D)
    password = changes.find(f"{D.authInfo}/{D.pw}")
    is_blank = password is not None and not exact(password)
    return secret, form or (AuthBlank() if is_blank else None)


def _write_difference(
    root: Element,
    tag: str,
    nameservers: tuple[str, ...],
    attributes: tuple[HostAttribute, ...],
    contacts: tuple[DomainContact, ...],
    statuses: tuple[str, ...],
    texts: tuple[Status, ...] = (),
) -> None:
    if nameservers or attributes or contacts or statuses:
        part = add(root, tag)
        write_nameservers(part, nameservers, attributes)
        write_contacts(part, contacts)
        write_status_words(part, D, statuses, texts)


# Answers


def write_data(parent: Element, data: DomainData) -> None:
    """Append `infData`."""
    root = add_object(parent, D, D.infData)
    add(root, D.name, data.name)
    add(root, D.roid, data.roid)
    write_statuses(root, D, data.statuses)
    add_maybe(root, D.registrant, data.registrant)
    write_contacts(root, data.contacts)
    write_nameservers(root, data.nameservers, data.host_attributes)
    add_all(root, D.host, data.subordinate_hosts)
    add(root, D.clID, data.sponsor)
    add_maybe(root, D.crID, data.creator)
    add_maybe(root, D.crDate, data.created)
    add_maybe(root, D.upID, data.updater)
    add_maybe(root, D.upDate, data.updated)
    add_maybe(root, D.exDate, data.expires)
    add_maybe(root, D.trDate, data.transferred)
    write_auth(root, D, data.auth_info, data.auth_form)


def read_data(element: Element) -> DomainData:
    """Read `infData`; contacts of an unknown role are left out."""
    parts = Parts(element)
    hosts, attributes = read_nameservers(parts)
    secret, form = read_auth(parts, D)
    return DomainData(
        name=name(parts, D.name),
        roid=text(parts, D.roid),
        statuses=read_statuses(parts, D),
        registrant=word(parts, D.registrant),
        contacts=read_contacts(parts),
        nameservers=hosts,
        host_attributes=attributes,
        subordinate_hosts=names(parts, D.host),
        sponsor=text(parts, D.clID),
        creator=word(parts, D.crID),
        created=word(parts, D.crDate),
        updater=word(parts, D.upID),
        updated=word(parts, D.upDate),
        expires=word(parts, D.exDate),
        transferred=word(parts, D.trDate),
        auth_info=secret,
        auth_form=form,
    )


def write_created(parent: Element, data: DomainCreated) -> None:
    """Append `creData`."""
    root = add_object(parent, D, D.creData)
    add(root, D.name, data.name)
    add(root, D.crDate, data.created)
    add_maybe(root, D.exDate, data.expires)


def read_created(element: Element) -> DomainCreated:
    """Read `creData`."""
    return DomainCreated(name=name(element, D.name), created=text(element, D.crDate), expires=word(element, D.exDate))


def write_renewed(parent: Element, data: DomainRenewed) -> None:
    """Append `renData`."""
    root = add_object(parent, D, D.renData)
    add(root, D.name, data.name)
    add_maybe(root, D.exDate, data.expires)


def read_renewed(element: Element) -> DomainRenewed:
    """Read `renData`."""
    return DomainRenewed(name=name(element, D.name), expires=word(element, D.exDate))


COMMANDS = (
    CommandRow(DomainCheck, E.check, D.check, write_check, read_check),
    CommandRow(DomainInfo, E.info, D.info, write_info, read_info),
    CommandRow(DomainCreate, E.create, D.create, write_create, read_create),
    CommandRow(DomainDelete, E.delete, D.delete, write_delete, read_delete),
    CommandRow(DomainRenew, E.renew, D.renew, write_renew, read_renew),
    CommandRow(DomainTransfer, E.transfer, D.transfer, write_transfer, read_transfer),
    CommandRow(DomainUpdate, E.update, D.update, write_update, read_update),
)

DATA = (
    DataRow(CheckData, D.chkData, write_check_data, partial(read_check_data, "domain")),
    DataRow(DomainData, D.infData, write_data, read_data),
    DataRow(DomainCreated, D.creData, write_created, read_created),
    DataRow(DomainRenewed, D.renData, write_renewed, read_renewed),
    DataRow(TransferData, D.trnData, write_transfer_data, partial(read_transfer_data, "domain")),
    DataRow(PendingResult, D.panData, write_pending_result, partial(read_pending_result, "domain")),
)
