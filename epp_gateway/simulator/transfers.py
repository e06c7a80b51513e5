"""Domain transfer (RFC 5731 section 3.2.4): request, query, approve, reject, cancel; and how a registry ends one."""

from datetime import datetime

from msgspec.structs import replace

from epp_gateway.model.commands import DomainTransfer
from epp_gateway.model.objects import TransferData
from epp_gateway.model.secret import Secret
from epp_gateway.model.terms import format_instant

from .call import Answer, Call, forbid
from .dates import add_years
from .domains import years_of
from .records import Domain, Grace, Transfer
from .refusal import Refused
from .registry import Registry


def transfer(call: Call, command: DomainTransfer) -> Answer:
    """Handle one op. Ends: those of the op."""
    domain = call.domain(command.name)
    match command.op:
        case "request":
            return _request(call, domain, command)
        case "query":
            return _query(call, domain, command.auth_info)
        case "approve":
            return _close(call, domain, "clientApproved")
        case "reject":
            return _close(call, domain, "clientRejected")
        case "cancel":
            return _close(call, domain, "clientCancelled")


def _request(call: Call, domain: Domain, command: DomainTransfer) -> Answer:
    """Ask for a name. Ends: 1001, 2003, 2106 (own already), 2202, 2300, 2304, 2306."""
    if domain.sponsor == call.clid:
        raise Refused(2106, "the name is sponsored by the caller already", value=domain.name)
    if domain.is_moving:
        raise Refused(2300, "a transfer is pending", value=domain.name)
    _check_code(call, domain, command.auth_info)
    forbid(
        domain.shown_statuses, ("clientTransferProhibited", "serverTransferProhibited", "pendingDelete"), domain.name
    )
    years = 0 if call.profile.transfer_years is None else call.profile.transfer_years
    if command.period is not None:
        years = years_of(call, command.period)
        if add_years(domain.expires, years) > add_years(call.now, call.profile.max_years):
            raise Refused(2306, f"a name runs at most {call.profile.max_years} years", value=domain.name)
    pending = Transfer(
        status="pending",
        gaining=call.clid,
        losing=domain.sponsor,
        requested_at=call.now,
        act_by=call.now + call.profile.transfer_window,
        years=years,
        expires=_expiry_after(call.registry, domain, years, call.now) if years else None,
    )
    moving = replace(domain, transfer=pending)
    call.registry.put_domain(moving, call.now)
    data = _data(moving, pending)
    call.registry.notify(pending.losing, call.now, "Transfer requested.", data)
    return Answer(1001, data=data)


def _check_code(call: Call, domain: Domain, given: Secret | None) -> None:
    if given is None:
        raise Refused(2003, "a transfer needs the auth code", value=domain.name)
    life = call.profile.auth_life
    expired = life is not None and call.now >= domain.auth_set + life
    if domain.auth_info is None or given != domain.auth_info or expired:
        raise Refused(2202, "the auth code is wrong or has expired", value=domain.name)


def _query(call: Call, domain: Domain, given: Secret | None) -> Answer:
    """Show the pending or latest transfer to its two sides. Ends: 1000, 2201, 2202, 2301."""
    latest = domain.transfer
    sides = {domain.sponsor} | ({latest.gaining, latest.losing} if latest else set())
    if call.clid not in sides:
        if given is None:
            raise Refused(2201, "the transfer is a matter of two other registrars", value=domain.name)
        _check_code(call, domain, given)
    if latest is None:
        raise Refused(2301, "no transfer was ever requested", value=domain.name)
    return Answer(data=_data(domain, latest))


def _close(call: Call, domain: Domain, status: str) -> Answer:
    """End a pending transfer by its right side. Ends: 1000, 2201, 2301."""
    pending = domain.transfer
    if pending is None or not domain.is_moving:
        raise Refused(2301, "no transfer is pending", value=domain.name)
    call.own(pending.gaining if status == "clientCancelled" else pending.losing, domain.name)
    return Answer(data=settle(call.registry, domain, status, call.now))


def settle(registry: Registry, domain: Domain, status: str, at: datetime) -> TransferData:
    """End a pending transfer and tell those who did not end it themselves. The domain is known to be moving."""
    pending = domain.transfer
    if pending is None:
        raise AssertionError(f"{domain.name} is not moving")
    ended = replace(pending, status=status, act_by=at)
    if status in {"clientApproved", "serverApproved"}:
        after = _handed_over(registry, domain, ended, at)
    else:
        ended = replace(ended, expires=None)
        after = replace(domain, transfer=ended)
    registry.put_domain(after, at)
    data = _data(after, ended)
    told = {"clientCancelled": (pending.losing,), "serverApproved": (pending.losing, pending.gaining)}
    for clid in told.get(status, (pending.gaining,)):
        registry.notify(clid, at, f"Transfer {_WORDS[status]}.", data)
    return data


_WORDS = {
    "clientApproved": "approved",
    "clientRejected": "rejected",
    "clientCancelled": "cancelled",
    "serverApproved": "approved by the registry",
}


def _handed_over(registry: Registry, domain: Domain, ended: Transfer, at: datetime) -> Domain:
    for name in registry.hosts_below(domain.name):
        registry.put_host(replace(registry.hosts[name], sponsor=ended.gaining, transferred=at))
    _move_registrant(registry, domain, ended.gaining, at)
    profile = registry.profile
    graces = tuple(grace for grace in domain.graces if at < grace.until and grace.kind != "autoRenewPeriod")
    if profile.ending == "grace":
        graces = (*graces, Grace(kind="transferPeriod", until=at + profile.transfer_grace))
    expires = _expiry_after(registry, domain, ended.years, at)
    return replace(
        domain,
        sponsor=ended.gaining,
        expires=expires,
        # The registry unsets the code once it was used (RFC 9154).
        auth_info=None,
        graces=graces,
        transferred=at,
        transfer=replace(ended, expires=expires if ended.years else None),
    )


def _expiry_after(registry: Registry, domain: Domain, years: int, at: datetime) -> datetime:
    """A year that the registry added itself counts as the transfer's while its grace lasts; ten years are the most."""
    if not years:
        return domain.expires
    start = add_years(domain.expires, -1) if domain.in_grace("autoRenewPeriod", at) else domain.expires
    most = add_years(at, registry.profile.max_years)
    return max(domain.expires, min(registry.profile.extend(start, years), most))


def _move_registrant(registry: Registry, domain: Domain, gaining: str, at: datetime) -> None:
    """Where the registrant record belongs to the name's agent it follows, unless the losing agent needs it still."""
    contact = registry.contacts.get(domain.registrant or "")
    if contact is None or registry.profile.registrant_kind is None:
        return
    others = (registry.domains[name] for name in registry.users_of_contact(contact.id) if name != domain.name)
    if not any(other.sponsor == contact.sponsor for other in others):
        registry.put_contact(replace(contact, sponsor=gaining, transferred=at))


def _data(domain: Domain, transfer: Transfer) -> TransferData:
    return TransferData(
        kind="domain",
        name=domain.name,
        status=transfer.status,
        requested_by=transfer.gaining,
        requested_at=format_instant(transfer.requested_at),
        acting=transfer.losing,
        act_by=format_instant(transfer.act_by),
        expires=format_instant(transfer.expires) if transfer.expires else None,
    )
