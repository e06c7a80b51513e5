"""Brings our record of a name to what the registry says now."""

from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace

from epp_gateway.journal.records import DomainRecord
from epp_gateway.journal.store import Journal, Transaction
from epp_gateway.model.account import Account
from epp_gateway.model.commands import DomainInfo
from epp_gateway.model.errors import StoreFailure
from epp_gateway.model.extensions import JprsDomainData, RgpStatuses
from epp_gateway.model.objects import DomainData
from epp_gateway.model.responses import Response
from epp_gateway.model.terms import format_instant, parse_instant

from .bookkeeping import PARTIAL
from .wire import Clock, Wire

GONE, NOT_OURS = 2303, 2201
MISSED = "missed"
"""Key of `DomainRecord.extra`: the instant at which the registry first said that the name is not there, or not ours."""


async def refresh_domain(journal: Journal, wire: Wire, account: Account, name: str, clock: Clock) -> Response:
    """Ask the registry about a name of ours and keep the answer.

    Raises:
        RoadError: the registry can not be asked now.
    """
    record = await journal.read(lambda tx: tx.domain(name))
    panel = record.panel if record else ""
    asked_at = clock()
    (answer,) = await wire.ask(account, panel, [DomainInfo(name=name)])
    await journal.write(lambda tx: keep_info(tx, account, name, answer, asked_at))
    return answer


async def fresh_record(
    journal: Journal, wire: Wire, account: Account, record: DomainRecord, clock: Clock
) -> DomainRecord:
    """A name's record as the registry has it now. It is shown also where the journal can keep nothing any more.

    Raises:
        RoadError: the registry can not be asked now.
    """
    asked_at = clock()
    (answer,) = await wire.ask(account, record.panel, [DomainInfo(name=record.name)])
    try:
        await journal.write(lambda tx: keep_info(tx, account, record.name, answer, asked_at))
    except StoreFailure:
        return informed(record, account, answer, asked_at)
    return await journal.read(lambda tx: tx.domain(record.name)) or record


def keep_info(tx: Transaction, account: Account, name: str, answer: Response, asked_at: datetime) -> None:
    """Keep an info answer to a question of that instant.

    An answer that is older than what we know is not kept. A name is marked as left, never dropped, when the registry
    has said twice, with its settle time in between, that it is gone or with somebody else: one server may lag behind.
    """
    record = tx.domain(name)
    if record is None or (record.as_of is not None and parse_instant(record.as_of) > asked_at):
        return
    after = informed(record, account, answer, asked_at)
    if after is not record:
        tx.put_domain(after)


def informed(record: DomainRecord, account: Account, answer: Response, asked_at: datetime) -> DomainRecord:
    """The record after an info answer to a question of that instant; itself where nothing was learned."""
    found = answer.data
    if answer.code == GONE:
        return _missed(record, "deleted", account, asked_at)
    if answer.code == NOT_OURS or (isinstance(found, DomainData) and found.sponsor != account.clid):
        return _missed(record, "transferred", account, asked_at)
    if isinstance(found, DomainData):
        return _known(record, found, answer, format_instant(asked_at))
    return record


def _missed(record: DomainRecord, left: str, account: Account, at: datetime) -> DomainRecord:
    since = record.extra.get(MISSED)
    if since is None:
        return replace(record, extra={**record.extra, MISSED: format_instant(at)})
    if at - parse_instant(since) < timedelta(seconds=account.settle_seconds):
        return record
    return replace(record, left=left, as_of=format_instant(at))


def _known(record: DomainRecord, found: DomainData, answer: Response, at: str) -> DomainRecord:
    grace = tuple(status for ext in answer.extensions if isinstance(ext, RgpStatuses) for status in ext.words)
    extra: dict[str, Any] = {name: value for name, value in record.extra.items() if name not in {PARTIAL, MISSED}}
    for ext in answer.extensions:
        if isinstance(ext, JprsDomainData):
            extra |= {
                "family": ext.family,
                "registry_state": ext.state,
                "suspend_at": ext.suspend_at,
                "registrant_record": ext.registrant_record,
            }
    return replace(record, registry=replace(found, auth_info=None, auth_form=None), grace=grace, as_of=at, extra=extra)
