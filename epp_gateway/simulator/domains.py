"""Domain verbs of a simulated registry (RFC 5731) but for transfer. Each decides first, then changes the state."""

import re

from msgspec.structs import replace

from epp_gateway.epp.jp_names import family_of
from epp_gateway.model.commands import (
    DomainCheck,
    DomainCreate,
    DomainDelete,
    DomainInfo,
    DomainRenew,
    DomainUpdate,
)
from epp_gateway.model.extensions import Extension, JprsDomainData, RgpStatus, RgpStatuses
from epp_gateway.model.objects import (
    CLIENT_STATUSES,
    CheckData,
    CheckItem,
    DomainContact,
    DomainCreated,
    DomainData,
    DomainRenewed,
)
from epp_gateway.model.terms import Period, format_instant

from .call import Answer, Call, changed_set, changed_statuses, forbid, guard_update, new_code, shown, text_of
from .dates import add_years, month_end
from .profiles.shape import Profile
from .records import Deletion, Domain, Grace, GraceKind
from .refusal import Refused

MAX_NAMESERVERS = 13
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")
_RGP_OF_PHASE = {"redemption": "redemptionPeriod", "pending-delete": "pendingDelete"}


def check(call: Call, command: DomainCheck) -> Answer:
    """Say for each name whether it can be created. Ends: 1000, 2306 for too many names."""
    if len(command.names) > call.profile.check_limit:
        raise Refused(2306, f"at most {call.profile.check_limit} names in one check")
    items = tuple(_check_one(call, name) for name in command.names)
    return Answer(data=CheckData(kind="domain", items=items))


def _check_one(call: Call, name: str) -> CheckItem:
    reason = "In use" if name in call.registry.domains else _flaw_of(call.profile, name)
    return CheckItem(name=name, available=reason is None, reason=reason)


def _flaw_of(profile: Profile, name: str) -> str | None:
    zone = profile.zone_of(name)
    if zone is None:
        return "Not an authoritative TLD"
    label = name.removesuffix("." + zone)
    if "." in label:
        return "Not registered at this level"
    if not _LABEL.fullmatch(label) or len(label) > 63 or (label[2:4] == "--" and not label.startswith("xn--")):
        return "Invalid domain name"
    if len(label) < profile.min_label:
        return "Invalid domain name: too short"
    return profile.flaw(name)


def info(call: Call, command: DomainInfo) -> Answer:
    """Show a domain; its code only to the sponsor. Ends: 1000, 2201, 2202, 2303."""
    domain = call.domain(command.name)
    if domain.sponsor != call.clid:
        if command.auth_info is not None and command.auth_info != domain.auth_info:
            raise Refused(2202, "the auth code is wrong", value=domain.name)
        if command.auth_info is None and not call.profile.open_info:
            call.own(domain.sponsor, domain.name)
    return Answer(data=_data(call, domain, command.hosts), extensions=_info_extensions(call, domain))


def _data(call: Call, domain: Domain, hosts: str) -> DomainData:
    readable = call.profile.auth_readable and domain.sponsor == call.clid
    return DomainData(
        name=domain.name,
        roid=domain.roid,
        statuses=shown(domain.shown_statuses),
        registrant=domain.registrant,
        contacts=domain.contacts,
        nameservers=domain.nameservers if hosts in {"all", "del"} else (),
        subordinate_hosts=call.registry.hosts_below(domain.name) if hosts in {"all", "sub"} else (),
        sponsor=domain.sponsor,
        creator=domain.creator,
        created=text_of(domain.created),
        updater=domain.updater,
        updated=text_of(domain.updated),
        expires=text_of(domain.expires),
        transferred=text_of(domain.transferred),
        auth_info=domain.auth_info if readable else None,
    )


def rgp_statuses(domain: Domain, call: Call) -> tuple[str, ...]:
    """The RFC 3915 statuses of a domain now."""
    if domain.deletion is not None:
        return (_RGP_OF_PHASE[domain.deletion.phase],) if domain.deletion.phase in _RGP_OF_PHASE else ()
    return tuple(dict.fromkeys(grace.kind for grace in domain.graces if call.now < grace.until))


def _info_extensions(call: Call, domain: Domain) -> tuple[Extension, ...]:
    statuses = rgp_statuses(domain, call)
    rgp = (RgpStatuses(statuses=tuple(RgpStatus(value=status) for status in statuses)),) if statuses else ()
    if call.profile.ending == "grace":
        return rgp
    phase = domain.deletion.phase if domain.deletion else None
    return (
        JprsDomainData(
            family=family_of(domain.name) or "general",
            state="suspended" if phase == "suspended" else "to-be-suspended" if phase else "active",
            registrant_record=_record_number(call, domain) if domain.sponsor == call.clid else None,
            suspend_at=text_of(domain.deletion.suspend_at) if domain.deletion else None,
        ),
    )


def _record_number(call: Call, domain: Domain) -> str | None:
    contact = call.registry.contacts.get(domain.registrant or "")
    if contact is None:
        return None
    number = int(re.sub(r"\D", "", contact.roid) or 0)
    return f"REG-26-{number:04d}-0001"


def create(call: Call, command: DomainCreate) -> Answer:
    """Register a name. Ends: 1000, 2003, 2004, 2005, 2302, 2303, 2306."""
    name = command.name
    if name in call.registry.domains:
        raise Refused(2302, "In use", value=name)
    flaw = _flaw_of(call.profile, name)
    if flaw is not None:
        raise Refused(2005 if flaw.startswith("Invalid") else 2306, flaw, value=name)
    years = years_of(call, command.period)
    _check_nameservers(call, command.nameservers)
    _check_contacts(call, command.registrant, command.contacts)
    code = new_code(call, command.auth_info)
    domain = Domain(
        name=name,
        roid=call.registry.next_roid("domain", name),
        sponsor=call.clid,
        creator=call.clid,
        created=call.now,
        expires=call.profile.expiry(call.now, years),
        auth_info=code,
        auth_set=call.now,
        nameservers=tuple(dict.fromkeys(command.nameservers)),
        registrant=command.registrant,
        contacts=command.contacts,
        graces=opened(call, "addPeriod", ()),
    )
    call.registry.put_domain(domain, call.now)
    return Answer(
        data=DomainCreated(name=name, created=format_instant(domain.created), expires=format_instant(domain.expires))
    )


def years_of(call: Call, period: Period | None) -> int:
    """The years a period means, 1 where there is none. Raises Refused with 2306 for what is not offered."""
    months = period.months if period else 12
    if months % 12 or not 1 <= months // 12 <= call.profile.max_years:
        raise Refused(2306, f"a period is 1 to {call.profile.max_years} whole years", value=str(months))
    return months // 12


def opened(call: Call, kind: GraceKind, graces: tuple[Grace, ...]) -> tuple[Grace, ...]:
    """Open a grace period beside those still open; a registry without grace periods opens none."""
    if call.profile.ending != "grace":
        return ()
    length = {"addPeriod": call.profile.add_grace, "renewPeriod": call.profile.renew_grace}[kind]
    return (*(grace for grace in graces if call.now < grace.until), Grace(kind=kind, until=call.now + length))


def _check_nameservers(call: Call, names: tuple[str, ...]) -> None:
    if len(names) > MAX_NAMESERVERS:
        raise Refused(2306, f"at most {MAX_NAMESERVERS} name servers")
    for name in names:
        if name not in call.registry.hosts:
            raise Refused(2303, "no such host", value=name)


def _check_contacts(call: Call, registrant: str | None, contacts: tuple[DomainContact, ...]) -> None:
    for contact in contacts:
        call.contact(contact.id)
    if registrant is None:
        return
    holder = call.contact(registrant)
    wanted = call.profile.registrant_kind
    if wanted is not None:
        call.own(holder.sponsor, registrant)
        if holder.kind != wanted:
            raise Refused(2306, f"the registrant is to be a contact of kind {wanted}", value=registrant)


def renew(call: Call, command: DomainRenew) -> Answer:
    """Extend a name. Ends: 1000, 2004, 2201, 2303, 2304, 2306 (more than ten years ahead)."""
    domain = call.domain(command.name)
    call.own(domain.sponsor, domain.name)
    forbid(
        domain.shown_statuses,
        ("clientRenewProhibited", "serverRenewProhibited", "pendingDelete", "pendingTransfer"),
        domain.name,
    )
    if command.cur_exp_date != format_instant(domain.expires)[:10]:
        raise Refused(2004, "curExpDate is not the date on which the name expires", value=command.cur_exp_date)
    expires = call.profile.extend(domain.expires, years_of(call, command.period))
    if expires > add_years(call.now, call.profile.max_years):
        raise Refused(2306, f"a name runs at most {call.profile.max_years} years", value=domain.name)
    graces = opened(call, "renewPeriod", domain.graces)
    call.registry.put_domain(replace(domain, expires=expires, graces=graces), call.now)
    return Answer(data=DomainRenewed(name=domain.name, expires=format_instant(expires)))


def update(call: Call, command: DomainUpdate) -> Answer:
    """Change a domain by differences. Ends: 1000, 2003 (nothing to do), 2201, 2303, 2304, 2306."""
    domain = call.domain(command.name)
    call.own(domain.sponsor, domain.name)
    forbid(domain.shown_statuses, ("pendingDelete", "pendingTransfer"), domain.name)
    guard_update(domain.statuses, command.rem_statuses, domain.name)
    if command.is_empty:
        raise Refused(2003, "the update changes nothing", value=domain.name)
    strict = call.profile.strict_updates
    statuses = changed_statuses(call, domain.statuses, command.add_statuses, command.rem_statuses, CLIENT_STATUSES)
    nameservers = changed_set(domain.nameservers, command.add_nameservers, command.rem_nameservers, strict=strict)
    _check_nameservers(call, (*nameservers,))
    _check_contacts(call, command.registrant, command.add_contacts)
    contacts = [*domain.contacts, *(contact for contact in command.add_contacts if contact not in domain.contacts)]
    changed = replace(
        domain,
        statuses=statuses,
        nameservers=nameservers,
        contacts=tuple(contact for contact in contacts if contact not in command.rem_contacts),
        registrant=command.registrant or domain.registrant,
        updater=call.clid,
        updated=call.now,
    )
    if command.auth_info is not None:
        changed = replace(changed, auth_info=new_code(call, command.auth_info), auth_set=call.now)
    call.registry.put_domain(changed, call.now)
    return Answer()


def delete(call: Call, command: DomainDelete) -> Answer:
    """Delete a name, at once in its add grace, else later. Ends: 1000, 1001, 2201, 2303, 2304, 2305."""
    domain = call.domain(command.name)
    call.own(domain.sponsor, domain.name)
    forbid(
        domain.shown_statuses, (*sorted(call.profile.delete_blockers), "pendingDelete", "pendingTransfer"), domain.name
    )
    below = call.registry.hosts_below(domain.name)
    if below:
        raise Refused(2305, "hosts exist below the name", value=below[0])
    if call.profile.ending == "grace" and domain.in_grace("addPeriod", call.now):
        call.registry.drop_domain(domain.name, call.now)
        return Answer()
    deletion = _filed(call)
    call.registry.put_domain(replace(domain, deletion=deletion, updater=call.clid, updated=call.now), call.now)
    return Answer(1001)


def _filed(call: Call) -> Deletion:
    if call.profile.ending == "month-end":
        end = month_end(call.now)
        return Deletion(
            phase="to-be-suspended", until=end, suspend_at=end, cltrid=call.request.cltrid, svtrid=call.svtrid
        )
    until = call.now + call.profile.redemption
    return Deletion(phase="redemption", until=until, cltrid=call.request.cltrid, svtrid=call.svtrid)
