"""Brings our record of a name to what the registry says now."""

from typing import Any

from msgspec.structs import replace

from epp_gateway.journal.records import DomainRecord
from epp_gateway.journal.store import Journal, Transaction
from epp_gateway.model.account import Account
from epp_gateway.model.commands import DomainInfo
from epp_gateway.model.extensions import JprsDomainData, RgpStatuses
from epp_gateway.model.objects import DomainData
from epp_gateway.model.responses import Response
from epp_gateway.model.terms import format_instant

from .bookkeeping import PARTIAL
from .wire import Clock, Wire

GONE, NOT_OURS = 2303, 2201


async def refresh_domain(journal: Journal, wire: Wire, account: Account, name: str, clock: Clock) -> Response:
    """Ask the registry about a name of ours and keep the answer.

    Raises:
        RoadError: the registry can not be asked now.
    """
    record = await journal.read(lambda tx: tx.domain(name))
    panel = record.panel if record else ""
    (answer,) = await wire.ask(account, panel, [DomainInfo(name=name)])
    at = format_instant(clock())
    await journal.write(lambda tx: keep_info(tx, account, name, answer, at))
    return answer


def keep_info(tx: Transaction, account: Account, name: str, answer: Response, at: str) -> None:
    """Keep an info answer. A name that is gone or with somebody else now is marked as left, never dropped."""
    record = tx.domain(name)
    if record is None:
        return
    found = answer.data
    if answer.code == GONE:
        tx.put_domain(replace(record, left="deleted", as_of=at))
    elif answer.code == NOT_OURS or (isinstance(found, DomainData) and found.sponsor != account.clid):
        tx.put_domain(replace(record, left="transferred", as_of=at))
    elif isinstance(found, DomainData):
        tx.put_domain(_known(record, found, answer, at))


def _known(record: DomainRecord, found: DomainData, answer: Response, at: str) -> DomainRecord:
    grace = tuple(status for ext in answer.extensions if isinstance(ext, RgpStatuses) for status in ext.statuses)
    extra: dict[str, Any] = {name: value for name, value in record.extra.items() if name != PARTIAL}
    for ext in answer.extensions:
        if isinstance(ext, JprsDomainData):
            extra |= {
                "family": ext.family,
                "registry_state": ext.state,
                "suspend_at": ext.suspend_at,
                "registrant_record": ext.registrant_record,
            }
    return replace(record, registry=replace(found, auth_info=None), grace=grace, as_of=at, extra=extra)
