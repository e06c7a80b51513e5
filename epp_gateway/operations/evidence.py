"""What a registry's answers prove about a command whose reply was lost; pure.

For each command: which questions to ask, and what their answers say (facts F3 of the registries' study). Four
verdicts: it is done, it is pending, it is not done (final only after the settle time, asked twice), or the answers
can not tell. The account may have other writers, so that we sponsor a name does not alone prove that a create is ours.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import TypeGuard

from epp_gateway.model.base import Value
from epp_gateway.model.commands import (
    ContactCreate,
    ContactDelete,
    ContactInfo,
    ContactTransfer,
    ContactUpdate,
    DomainCreate,
    DomainDelete,
    DomainInfo,
    DomainRenew,
    DomainTransfer,
    DomainUpdate,
    HostCreate,
    HostDelete,
    HostInfo,
    HostUpdate,
    ReadCommand,
    TransformCommand,
)
from epp_gateway.model.errors import BadValue
from epp_gateway.model.extensions import RgpStatuses
from epp_gateway.model.objects import (
    ContactCreated,
    ContactData,
    DomainCreated,
    DomainData,
    DomainRenewed,
    HostCreated,
    HostData,
    ResponseData,
    TransferData,
)
from epp_gateway.model.responses import Response
from epp_gateway.model.terms import Period, cur_exp_date, parse_instant

SKEW = timedelta(minutes=5)
"""How far a registry's clock may be behind ours and its dates still count as after our sending."""

LARGEST_SKEW = timedelta(days=1)
"""Beyond this a date is from before our sending for sure, whatever the clocks."""

GONE = 2303
NO_TRANSFER = 2301
NOT_OURS = frozenset({2201, 2202})
_TELLING = NOT_OURS | {NO_TRANSFER, GONE}
"""Failures that say something about the object; any other failure says something about the question only."""


class Proof(Enum):
    """What the answers prove."""

    DONE = "done"
    PENDING = "pending"
    NOT_DONE = "not-done"
    TAKEN = "taken"
    """The object exists and is not what we sent: somebody else made it."""
    UNKNOWN = "unknown"


class Verdict(Value, frozen=True):
    """A proof with what the registry told, and words for an operator."""

    proof: Proof
    reason: str = ""
    data: ResponseData | None = None


NOT_DONE = Verdict(proof=Proof.NOT_DONE)
DONE = Verdict(proof=Proof.DONE)


def questions(command: TransformCommand) -> tuple[ReadCommand | DomainTransfer | ContactTransfer, ...]:
    """What to ask a registry about a command; every question is free to be repeated."""
    code = getattr(command, "auth_info", None) if getattr(command, "op", None) == "request" else None
    match command:
        case DomainTransfer(name=name):
            return (DomainTransfer(name=name, op="query", auth_info=code), DomainInfo(name=name, auth_info=code))
        case ContactTransfer(id=id_):
            return (ContactTransfer(id=id_, op="query", auth_info=code), ContactInfo(id=id_, auth_info=code))
        case DomainCreate() | DomainRenew() | DomainUpdate() | DomainDelete():
            return (DomainInfo(name=command.name),)
        case HostCreate() | HostUpdate() | HostDelete():
            return (HostInfo(name=command.name),)
        case ContactCreate() | ContactUpdate() | ContactDelete():
            return (ContactInfo(id=command.id),)


def verdict(command: TransformCommand, clid: str, sent_at: datetime, answers: Sequence[Response]) -> Verdict:
    """What the answers to `questions(command)`, in their order, prove.

    Args:
        command: what was sent, word for word.
        clid: our client id at that registry.
        sent_at: the instant before which nothing of the command can have happened.
        answers: one response for each question.
    """
    silent = [answer for answer in answers if answer.code not in _TELLING and not _shows(answer)]
    if silent:
        return Verdict(proof=Proof.UNKNOWN, reason=f"the registry answered {silent[0].code} {silent[0].message}")
    first = answers[0]
    match command:
        case DomainTransfer() | ContactTransfer():
            return _transfer(command, clid, sent_at, answers)
        case HostCreate() | HostUpdate() | HostDelete():
            return _host(command, clid, first)
        case ContactCreate() | ContactUpdate() | ContactDelete():
            return _contact(command, first)
        case _:
            return _domain(command, clid, sent_at, first)


def _shows(answer: Response) -> bool:
    return answer.is_success and isinstance(answer.data, DomainData | HostData | ContactData | TransferData)


def pending_verdict(
    command: TransformCommand,
    clid: str,
    sent_at: datetime,
    answers: Sequence[Response],
    told: ResponseData | None = None,
) -> Verdict:
    """What the answers say about a command that the registry took as pending (1001), telling us `told`.

    `NOT_DONE` here means that it ended without being done: rejected, cancelled, withdrawn.
    """
    found = answers[-1].data
    if isinstance(command, DomainCreate | DomainUpdate) and isinstance(found, DomainData):
        waiting = {"pendingCreate", "pendingUpdate"} & {status.value for status in found.statuses}
        if waiting:
            return Verdict(proof=Proof.PENDING, data=found)
    if isinstance(command, DomainDelete) and _is_with_others(clid, answers[-1]):
        return DONE  # a name on its way out can not move: it was free in between
    if isinstance(told, TransferData) and isinstance(command, DomainTransfer | ContactTransfer):
        sent_at = min(sent_at, _instant(told.requested_at) or sent_at)  # by the registry's own clock
    return verdict(command, clid, sent_at, answers)


def _is_with_others(clid: str, answer: Response) -> bool:
    found = answer.data
    return answer.code in NOT_OURS or (isinstance(found, DomainData | ContactData) and found.sponsor != clid)


def _domain(
    command: DomainCreate | DomainRenew | DomainUpdate | DomainDelete, clid: str, sent_at: datetime, answer: Response
) -> Verdict:
    match command:
        case DomainCreate():
            return _domain_created(command, clid, sent_at, answer)
        case DomainRenew():
            return _renewed(command, answer)
        case DomainUpdate():
            return _domain_updated(command, answer)
        case DomainDelete():
            return _domain_deleted(clid, answer)


def _domain_created(command: DomainCreate, clid: str, sent_at: datetime, answer: Response) -> Verdict:
    found = answer.data
    if answer.code == GONE:
        return NOT_DONE
    if answer.code in NOT_OURS:
        return Verdict(proof=Proof.TAKEN, reason=f"another registrar has the name ({answer.code} {answer.message})")
    if not isinstance(found, DomainData):
        return Verdict(proof=Proof.UNKNOWN, reason=f"{answer.code} {answer.message}")
    if found.sponsor != clid or (found.creator or clid) != clid:
        return Verdict(proof=Proof.TAKEN, reason=f"the name was created by {found.creator or found.sponsor}")
    code = found.auth_info.reveal() if found.auth_info else ""
    if not _same_parts(command, found) or code not in {"", command.auth_info.reveal()}:
        return Verdict(proof=Proof.TAKEN, reason="the name was created by another command of this account")
    if _long_before(found.created, sent_at):
        return Verdict(proof=Proof.TAKEN, reason=f"the name was ours since {found.created} already")
    if not code and not _after(found.created, sent_at):  # the code alone would prove it, whatever the clocks
        return Verdict(proof=Proof.UNKNOWN, reason=f"the name is ours since {found.created}, and no auth code is shown")
    data = DomainCreated(name=found.name, created=found.created or "", expires=found.expires)
    proof = Proof.PENDING if "pendingCreate" in {status.value for status in found.statuses} else Proof.DONE
    return Verdict(proof=proof, data=data)


def _same_parts(command: DomainCreate, found: DomainData) -> bool:
    wanted = {*command.nameservers, *(host.name for host in command.host_attributes)}
    return wanted == set(found.nameserver_names) and (command.registrant or "") == (found.registrant or "")


def _renewed(command: DomainRenew, answer: Response) -> Verdict:
    found = answer.data
    try:
        day = cur_exp_date(found.expires or "") if isinstance(found, DomainData) else ""
    except BadValue:
        day = ""
    if not isinstance(found, DomainData) or not day:
        return Verdict(proof=Proof.UNKNOWN, reason=f"no expiry was told ({answer.code} {answer.message})")
    if day == command.cur_exp_date:
        return NOT_DONE
    if day < command.cur_exp_date:
        return Verdict(proof=Proof.NOT_DONE, reason=f"the name expires on {found.expires}: no renewal started later")
    if day not in _renewed_days(command):
        return Verdict(
            proof=Proof.UNKNOWN, reason=f"the expiry is {found.expires}, neither before nor after the renewal"
        )
    grace = {status for ext in answer.extensions if isinstance(ext, RgpStatuses) for status in ext.words}
    if "autoRenewPeriod" in grace and "renewPeriod" not in grace:
        return Verdict(proof=Proof.UNKNOWN, reason="the registry extended the name by itself meanwhile")
    return Verdict(proof=Proof.DONE, data=DomainRenewed(name=found.name, expires=found.expires))


def _renewed_days(command: DomainRenew) -> set[str]:
    """The days a registry may arrive at; 29 February becomes the 28th or 1 March, as each registry likes."""
    year, month, day = (int(part) for part in command.cur_exp_date.split("-"))
    months = (command.period or Period(value=1)).months
    year, month = year + (month - 1 + months) // 12, (month - 1 + months) % 12 + 1
    days = set()
    for candidate in range(day, 27, -1) if day > 28 else (day,):
        try:
            days.add(datetime(year, month, candidate, tzinfo=UTC).date().isoformat())
        except ValueError:
            continue
        break
    if day > 28:
        with suppress(ValueError, OverflowError):
            first = datetime(year, month, 1, tzinfo=UTC) + timedelta(days=day - 1)
            days.add(first.date().isoformat())
    return days


def _domain_updated(command: DomainUpdate, answer: Response) -> Verdict:
    found = answer.data
    if not isinstance(found, DomainData):
        return Verdict(proof=Proof.UNKNOWN, reason=f"{answer.code} {answer.message}")
    statuses = {status.value for status in found.statuses}
    there = [
        *(ns in found.nameserver_names for ns in command.add_nameservers),
        *(ns not in found.nameserver_names for ns in command.rem_nameservers),
        *(host in found.host_attributes for host in command.add_host_attributes),
        *(host not in found.host_attributes for host in command.rem_host_attributes),
        *(status in statuses for status in command.add_statuses),
        *(status not in statuses for status in command.rem_statuses),
        *(contact in found.contacts for contact in command.add_contacts),
        *(contact not in found.contacts for contact in command.rem_contacts),
    ]
    if command.registrant:
        there.append(command.registrant == found.registrant)
    if command.auth_info is not None:
        if found.auth_info is None or not found.auth_info.reveal():
            return Verdict(proof=Proof.UNKNOWN, reason="the registry does not show auth codes")
        there.append(found.auth_info == command.auth_info)
    return _all_or_none(there)


def _all_or_none(there: Sequence[bool]) -> Verdict:
    if all(there):
        return DONE
    if not any(there):
        return NOT_DONE
    return Verdict(proof=Proof.UNKNOWN, reason="the update is there in part only")


def _domain_deleted(clid: str, answer: Response) -> Verdict:
    found = answer.data
    if answer.code == GONE:
        return DONE
    if not isinstance(found, DomainData):
        return Verdict(proof=Proof.UNKNOWN, reason=f"{answer.code} {answer.message}")
    if "pendingDelete" in {status.value for status in found.statuses}:
        return Verdict(proof=Proof.PENDING, data=found)
    if found.sponsor != clid:
        return Verdict(proof=Proof.UNKNOWN, reason=f"the name is with {found.sponsor} now")
    return NOT_DONE


def _transfer(
    command: DomainTransfer | ContactTransfer, clid: str, sent_at: datetime, answers: Sequence[Response]
) -> Verdict:
    if command.op == "request":
        return _transfer_requested(clid, sent_at, answers[0], answers[-1])
    return _transfer_answered(command.op, clid, sent_at, answers[0], answers[-1])


def _is_ours_pending(transfer: ResponseData | None, clid: str, sent_at: datetime) -> TypeGuard[TransferData]:
    if not isinstance(transfer, TransferData) or transfer.status != "pending" or transfer.requested_by != clid:
        return False
    return not _long_before(transfer.requested_at, sent_at)


def _transfer_requested(clid: str, sent_at: datetime, query: Response, info: Response) -> Verdict:
    transfer, found = query.data, info.data
    if _is_ours_pending(transfer, clid, sent_at):
        return Verdict(proof=Proof.PENDING, data=transfer)
    if isinstance(transfer, TransferData) and transfer.requested_by == clid and _after(transfer.requested_at, sent_at):
        if transfer.status in {"clientApproved", "serverApproved"}:
            return Verdict(proof=Proof.DONE, data=transfer)
        return Verdict(proof=Proof.NOT_DONE, reason=f"the transfer ended as {transfer.status}", data=transfer)
    if isinstance(found, DomainData | ContactData) and found.sponsor == clid:
        if _after(found.transferred, sent_at):
            return Verdict(proof=Proof.DONE)
        return Verdict(proof=Proof.UNKNOWN, reason="the name is with this account, and no transfer brought it now")
    return NOT_DONE


_ANSWERED = {"approve": "clientApproved", "reject": "clientRejected", "cancel": "clientCancelled"}


def _transfer_answered(op: str, clid: str, sent_at: datetime, query: Response, info: Response) -> Verdict:
    transfer = query.data
    if isinstance(transfer, TransferData):
        if transfer.status == "pending":
            return NOT_DONE
        if transfer.status == _ANSWERED.get(op):
            if _after(transfer.act_by, sent_at):
                return Verdict(proof=Proof.DONE, data=transfer)
            if not _long_before(transfer.act_by, sent_at):
                reason = f"the transfer ended as {transfer.status} on {transfer.act_by}, before the answer was sent"
                return Verdict(proof=Proof.UNKNOWN, reason=reason)
        return Verdict(proof=Proof.NOT_DONE, reason=f"the transfer ended as {transfer.status}, {transfer.act_by}")
    if op == "approve" and _is_with_others(clid, info):
        return DONE
    return Verdict(proof=Proof.UNKNOWN, reason=f"the registry shows no transfer ({query.code} {query.message})")


def _host(command: HostCreate | HostUpdate | HostDelete, clid: str, answer: Response) -> Verdict:
    found = answer.data
    if answer.code == GONE:
        return DONE if isinstance(command, HostDelete) else NOT_DONE
    if not isinstance(found, HostData):
        return Verdict(proof=Proof.UNKNOWN, reason=f"{answer.code} {answer.message}")
    match command:
        case HostDelete():
            return NOT_DONE
        case HostUpdate():
            return _all_or_none(
                [
                    *(address in found.addresses for address in command.add_addresses),
                    *(address not in found.addresses for address in command.rem_addresses),
                ]
            )
        case HostCreate():
            if (found.creator or found.sponsor) == clid and set(found.addresses) == set(command.addresses):
                return Verdict(proof=Proof.DONE, data=HostCreated(name=found.name, created=found.created or ""))
            return Verdict(proof=Proof.TAKEN, reason=f"the host was created by {found.creator or found.sponsor}")


def _contact(command: ContactCreate | ContactUpdate | ContactDelete, answer: Response) -> Verdict:
    found = answer.data
    if answer.code == GONE:
        return DONE if isinstance(command, ContactDelete) else NOT_DONE
    if not isinstance(found, ContactData):
        return Verdict(proof=Proof.UNKNOWN, reason=f"{answer.code} {answer.message}")
    match command:
        case ContactDelete():
            return NOT_DONE
        case ContactCreate():
            # The id has some 65 random bits and was journaled before it was sent: nobody else chose it.
            return Verdict(proof=Proof.DONE, data=ContactCreated(id=found.id, created=found.created or ""))
        case ContactUpdate():
            return DONE if _carries(found, command) else NOT_DONE


def _carries(found: ContactData, command: ContactUpdate) -> bool:
    """Whether a contact is as an update wanted it; what the update left out may be anything."""
    postal = {postal.type: postal for postal in found.postal}
    return (
        all(postal.get(wanted.type) == wanted for wanted in command.postal)
        and command.email in {None, found.email}
        and command.voice in {None, found.voice}
        and command.fax in {None, found.fax}
    )


def _after(registry_date: str | None, sent_at: datetime) -> bool:
    instant = _instant(registry_date)
    return instant is not None and instant >= sent_at - SKEW


def _long_before(registry_date: str | None, sent_at: datetime) -> bool:
    """Whether a date is so old that no difference of clocks explains it."""
    instant = _instant(registry_date)
    return instant is not None and instant < sent_at - LARGEST_SKEW


def _instant(registry_date: str | None) -> datetime | None:
    """An instant of the registry's, or None where it is none that can be compared."""
    try:
        return parse_instant(registry_date) if registry_date else None
    except (ValueError, OverflowError):
        return None
