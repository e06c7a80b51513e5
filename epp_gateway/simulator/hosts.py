"""Host verbs of a simulated registry (RFC 5732). Hosts are shared by every registrar of the server."""

import ipaddress
import re

from msgspec.structs import replace

from epp_gateway.model.commands import HostCheck, HostCreate, HostDelete, HostInfo, HostUpdate
from epp_gateway.model.objects import CheckData, CheckItem, HostCreated, HostData
from epp_gateway.model.terms import format_instant

from .call import Answer, Call, changed_set, changed_statuses, forbid, guard_update, shown, text_of
from .records import Host
from .refusal import Refused

_CLIENT_STATUSES = frozenset({"clientDeleteProhibited", "clientUpdateProhibited"})
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9-]{0,61}[a-z0-9])?")
_MAX_ADDRESSES = 13


def check(call: Call, command: HostCheck) -> Answer:
    """Say for each name whether a host can be created. Ends: 1000, 2306 for too many names."""
    if len(command.names) > call.profile.check_limit:
        raise Refused(2306, f"at most {call.profile.check_limit} names in one check")
    return Answer(data=CheckData(kind="host", items=tuple(_check_one(call, name) for name in command.names)))


def _check_one(call: Call, name: str) -> CheckItem:
    reason = "In use" if name in call.registry.hosts else None if _is_well_formed(name) else "Invalid host name"
    return CheckItem(name=name, available=reason is None, reason=reason)


def _is_well_formed(name: str) -> bool:
    labels = name.split(".")
    return len(labels) >= 2 and len(name) <= 253 and all(_LABEL.fullmatch(label) for label in labels)


def info(call: Call, command: HostInfo) -> Answer:
    """Show a host, to everybody. Ends: 1000, 2303."""
    host = call.host(command.name)
    return Answer(
        data=HostData(
            name=host.name,
            roid=host.roid,
            statuses=shown(shown_statuses(call, host)),
            addresses=host.addresses,
            sponsor=host.sponsor,
            creator=host.creator,
            created=text_of(host.created),
            updater=host.updater,
            updated=text_of(host.updated),
            transferred=text_of(host.transferred),
        )
    )


def shown_statuses(call: Call, host: Host) -> tuple[str, ...]:
    """The statuses as info answers them (RFC 5732 section 2.3)."""
    linked = ("linked",) if call.registry.users_of_host(host.name) else ()
    return (*(sorted(host.statuses) or ("ok",)), *linked)


def create(call: Call, command: HostCreate) -> Answer:
    """Make a host. Ends: 1000, 2003, 2005, 2201, 2302, 2303 or 2305 (parent), 2304, 2306."""
    if command.name in call.registry.hosts:
        raise Refused(2302, "In use", value=command.name)
    sponsor = _allowed_name(call, command.name)
    addresses = _checked(call, command.name, tuple(dict.fromkeys(command.addresses)))
    host = Host(
        name=command.name,
        roid=call.registry.next_roid("host", command.name),
        sponsor=sponsor,
        creator=call.clid,
        created=call.now,
        addresses=addresses,
    )
    call.registry.put_host(host)
    return Answer(data=HostCreated(name=host.name, created=format_instant(host.created)))


def _allowed_name(call: Call, name: str) -> str:
    """Make sure that the caller may have a host of that name, and give its sponsor."""
    if not _is_well_formed(name):
        raise Refused(2005, "Invalid host name", value=name)
    parent_name = call.profile.parent_of(name)
    if parent_name is None:
        return call.clid
    parent = call.registry.domains.get(parent_name)
    if parent is None:
        raise Refused(2305, "the domain above the host does not exist", value=parent_name)
    call.own(parent.sponsor, parent_name)
    forbid(parent.shown_statuses, ("pendingDelete", "serverUpdateProhibited"), parent_name)
    return parent.sponsor


def _checked(call: Call, name: str, addresses: tuple[str, ...]) -> tuple[str, ...]:
    """Make sure that a host has the addresses it needs: an internal one 1 to 13, an external one none."""
    for address in addresses:
        if not _is_address(address):
            raise Refused(2005, "not an IP address", value=address)
    if call.profile.parent_of(name) is None:
        if addresses:
            raise Refused(2306, "a host outside the registry's zones takes no address", value=name)
    elif not addresses:
        raise Refused(2003, "a host inside the registry's zones needs an address", value=name)
    elif len(addresses) > _MAX_ADDRESSES:
        raise Refused(2306, f"a host has at most {_MAX_ADDRESSES} addresses", value=name)
    return addresses


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def update(call: Call, command: HostUpdate) -> Answer:
    """Change a host by differences, or its name. Ends: 1000, 2003, 2005, 2201, 2302, 2303, 2304, 2305, 2306."""
    host = call.host(command.name)
    call.own(host.sponsor, host.name)
    guard_update(host.statuses, command.rem_statuses, host.name)
    _guard_parent(call, host.name)
    if command.is_empty:
        raise Refused(2003, "the update changes nothing", value=host.name)
    strict = call.profile.strict_updates
    name = _new_name(call, host, command.new_name)
    statuses = changed_statuses(call, host.statuses, command.add_statuses, command.rem_statuses, _CLIENT_STATUSES)
    addresses = changed_set(host.addresses, command.add_addresses, command.rem_addresses, strict=strict)
    changed = replace(
        host,
        name=name,
        statuses=statuses,
        addresses=_checked(call, name, addresses),
        updater=call.clid,
        updated=call.now,
    )
    if name == host.name:
        call.registry.put_host(changed)
    else:
        call.registry.rename_host(host.name, changed, call.now)
    return Answer()


def _guard_parent(call: Call, name: str) -> None:
    """A lock of the registry on a domain holds for the hosts below it, too."""
    parent = call.registry.domains.get(call.profile.parent_of(name) or "")
    if parent is not None:
        forbid(parent.statuses, ("serverUpdateProhibited",), parent.name)


def _new_name(call: Call, host: Host, new_name: str | None) -> str:
    if new_name is None or new_name == host.name:
        return host.name
    if new_name in call.registry.hosts:
        raise Refused(2302, "In use", value=new_name)
    if call.profile.parent_of(host.name) is None:
        for user in call.registry.users_of_host(host.name):
            if call.registry.domains[user].sponsor != call.clid:
                raise Refused(2305, "a domain of another registrar uses the host", value=host.name)
    _allowed_name(call, new_name)
    return new_name


def delete(call: Call, command: HostDelete) -> Answer:
    """Delete a host that nothing uses. Ends: 1000, 2201, 2303, 2304, 2305."""
    host = call.host(command.name)
    call.own(host.sponsor, host.name)
    forbid(host.statuses, ("clientDeleteProhibited", "serverDeleteProhibited"), host.name)
    _guard_parent(call, host.name)
    users = call.registry.users_of_host(host.name)
    if users:
        raise Refused(2305, "a domain uses the host", value=users[0])
    call.registry.drop_host(host.name)
    return Answer()
