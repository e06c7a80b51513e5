"""Reads: door, here, pool, back. They promise nothing and are free to be repeated.

What a panel has is answered from our own records with the instant of the registry's last word; `fresh` asks the
registry first. Another panel's objects do not exist.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import trio

from epp_gateway.journal.entry import Entry, State
from epp_gateway.journal.records import DomainRecord
from epp_gateway.journal.store import Journal
from epp_gateway.model.account import Account
from epp_gateway.model.caller import Caller
from epp_gateway.model.commands import (
    Command,
    ContactCheck,
    ContactInfo,
    DomainCheck,
    DomainTransfer,
    HostCheck,
    HostInfo,
)
from epp_gateway.model.errors import BadValue, NotFound, NotServed, RoadError
from epp_gateway.model.names import parse_name
from epp_gateway.model.objects import CLIENT_STATUSES, CheckData, CheckItem, ContactData, HostData, TransferData
from epp_gateway.model.responses import Response

from .accounts import Accounts
from .bookkeeping import PARTIAL
from .case import own_contact, own_domain
from .desk import Desk
from .memory import fresh_record
from .outcome import Document, document
from .progress import plain
from .wire import Clock, Wire

_NEVER_BEGAN = frozenset({State.REFUSED, State.HELD, State.QUEUED, State.CANCELLED, State.FAILED})
"""States of a transfer request that give no right to see what else happens to the name."""


class Query:
    """Answers questions of panels about names, contacts, hosts and operations."""

    def __init__(self, journal: Journal, accounts: Accounts, wire: Wire, desk: Desk, *, clock: Clock) -> None:
        self._journal = journal
        self._accounts = accounts
        self._wire = wire
        self._desk = desk
        self._clock = clock

    async def check(self, panel: str, kind: str, names: Sequence[str], registry: str | None = None) -> list[Document]:
        """Whether names can be registered, hosts be made, or contact ids be used.

        A contact id is the panel's own: without `registry` it is looked up here, and a free one is free.

        Raises:
            RoadError: a registry can not be asked now.
            NotServed: `registry` is not configured.
        """
        if kind == "contact" and registry is None:
            return [await self._check_contact(panel, name) for name in names]
        named = None if registry is None else self._accounts.for_panel(registry, panel, path="$.registry")
        groups: dict[tuple[str, str], list[str]] = defaultdict(list)
        unserved: dict[str, str] = {}
        for name in names:
            try:
                account = named or self._accounts.for_new(parse_name(name), panel)
            except NotServed as error:
                unserved[name] = error.reason
            else:
                groups[account.id, _suffix(account, kind, name)].append(name)
        found: dict[str, Document] = {}
        failed: list[RoadError] = []
        async with trio.open_nursery() as nursery:
            for (account_id, _), members in groups.items():
                account = self._accounts.get(account_id)
                for start in range(0, len(members), account.capabilities.check_size):
                    some = members[start : start + account.capabilities.check_size]
                    nursery.start_soon(self._check_some, panel, kind, account, some, found, failed)
        if failed:
            raise failed[0]
        return [
            found.get(name) or _unknown(name, kind, unserved.get(name, "the registry gave no answer")) for name in names
        ]

    async def _check_some(
        self,
        panel: str,
        kind: str,
        account: Account,
        names: Sequence[str],
        found: dict[str, Document],
        failed: list[RoadError],
    ) -> None:
        commands: dict[str, Command] = {
            "domain": DomainCheck(names=tuple(names)),
            "host": HostCheck(names=tuple(names)),
            "contact": ContactCheck(ids=tuple(names)),
        }
        try:
            (answer,) = await self._wire.ask(account, panel, [commands[kind]])
        except RoadError as error:
            failed.append(error)
            return
        if not isinstance(answer.data, CheckData):
            reason = f"{answer.code} {answer.message}"
            found |= {name: _unknown(name, kind, reason, account.id) for name in names}
            return
        asked = set(names)
        found |= {item.name: _checked(item, kind, account.id) for item in answer.data.items if item.name in asked}

    async def _check_contact(self, panel: str, contact: str) -> Document:
        record = await self._journal.read(lambda tx: tx.contact(panel, contact))
        free = record is None or record.deleted
        item = CheckItem(name=contact, available=free, reason=None if free else "in use")
        return _checked(item, "contact", None)

    async def domain(self, panel: str, name: str, *, fresh: bool) -> Document:
        """A panel's name.

        Raises:
            NotFound: it is not here, gone, or another panel's.
            RoadError: the registry had to be asked and can not be.
        """
        record = await self._journal.read(lambda tx: own_domain(tx, panel, name))
        if fresh or record.registry is None or PARTIAL in record.extra:
            account = self._accounts.get(record.account)
            record = await fresh_record(self._journal, self._wire, account, record, self._clock)
            if record.panel != panel or record.left is not None:  # it may have moved while the registry was asked
                raise NotFound(f"there is no `{name}`")
        return await self._shown(record)

    async def domains(self, panel: str, names: Sequence[str], account: str | None) -> list[Document]:
        """A panel's names from our own records, each with `as_of`; names it does not have are left out."""
        records = await self._journal.read(lambda tx: tx.domains(panel=panel, names=names, account=account))
        return [await self._shown(record) for record in records if record.left is None]

    async def _shown(self, record: DomainRecord) -> Document:
        facts = await self._journal.read(lambda tx: tx.facts("domain", record.name))
        return _domain_document(record, {name: fact.value for name, fact in facts.items()})

    async def lock(self, panel: str, name: str) -> Document:
        """The locks of a name: client statuses, those of the registry, and the gateway's own."""
        shown = await self.domain(panel, name, fresh=False)
        return {
            "name": shown["name"],
            "client_statuses": [status for status in shown["statuses"] if status in CLIENT_STATUSES],
            "registry_statuses": [status for status in shown["statuses"] if status not in CLIENT_STATUSES],
            "gateway_lock": shown["gateway_lock"],
            "as_of": shown["as_of"],
        }

    async def transfer(self, panel: str, name: str) -> Document:
        """The latest transfer of a name as the registry tells it now, in or out.

        Raises:
            NotFound: the panel has neither the name nor a transfer of it.
        """
        await self._desk.look_at(panel, name)
        operations = await self._journal.read(lambda tx: tx.entries(panel=panel, object_name=name, limit=100))
        latest = next((entry for entry in operations if entry.type == "domain.transfer.request"), None)
        record = await self._journal.read(lambda tx: tx.domain(name))
        ours = record is not None and record.panel == panel and record.left is None
        if latest is not None and not ours and latest.state in _NEVER_BEGAN:
            raise NotFound(f"there is no transfer of `{name}`")
        if latest is None and not ours:
            raise NotFound(f"there is no transfer of `{name}`")
        account = self._accounts.get(record.account if record and ours else str(latest and latest.account))
        (answer,) = await self._wire.ask(account, panel, [DomainTransfer(name=name, op="query")])
        return _transfer_document(name, account, answer, latest)

    async def host(self, panel: str, name: str, *, fresh: bool) -> Document:
        """A panel's host, with its objects at registries; `fresh` asks each of them."""
        record = await self._journal.read(lambda tx: tx.host(panel, name))
        if record is None or record.deleted:
            raise NotFound(f"there is no host `{name}`")
        objects = await self._objects("host", panel, name, fresh=fresh)
        unicode = parse_name(name).unicode
        return {
            "name": name,
            "unicode": unicode,
            "addresses": [*record.addresses],
            "as_of": record.at,
            "objects": objects,
        }

    async def contact(self, panel: str, contact_id: str, *, fresh: bool = False) -> Document:
        """A panel's contact, with its objects at registries; `fresh` asks each of them."""
        record = await self._journal.read(lambda tx: own_contact(tx, panel, contact_id))
        objects = await self._objects("contact", panel, contact_id, fresh=fresh)
        card: Document = plain(record.card)  # type: ignore[arg-type] # a card is plain data as well
        return {"id": contact_id, "version": record.version, **card, "as_of": record.at, "objects": objects}

    async def _objects(self, kind: str, panel: str, name: str, *, fresh: bool) -> list[Document]:
        instances = await self._journal.read(lambda tx: tx.instances(kind, panel, name))  # type: ignore[arg-type] # host or contact
        objects = []
        for instance in instances:
            shown: Document = {"registry": instance.account, "id": instance.registry_id, "state": instance.state}
            if fresh and instance.state == "live":
                question = HostInfo(name=name) if kind == "host" else ContactInfo(id=instance.registry_id)
                (answer,) = await self._wire.ask(self._accounts.get(instance.account), panel, [question])
                told = answer.data if isinstance(answer.data, HostData | ContactData) else None
                shown |= {"code": answer.code, "registry_data": plain(told)}
            objects.append(shown)
        return objects

    async def operation(self, caller: Caller, operation_id: str) -> Document:
        """One operation. Raises NotFound for what the caller may not see."""
        entry = await self._journal.read(lambda tx: tx.entry(operation_id))
        if entry is None or not caller.may_see(entry.panel):
            raise NotFound(f"there is no operation `{operation_id}`")
        return document(entry)

    async def operations(
        self, caller: Caller, *, domain: str | None, state: str | None, limit: int, before: str | None
    ) -> Document:
        """Operations, newest first, a page at a time."""
        if state is not None and state not in set(State):
            raise BadValue(f"`{state}` is no state; there are: {', '.join(State)}", path="$.state")
        panel = None if "operate" in caller.scopes else caller.panel
        states = (State(state),) if state else ()
        found = await self._journal.read(
            lambda tx: tx.entries(panel=panel, object_name=domain, states=states, limit=limit, before=before)
        )
        following = found[-1].id if len(found) == limit else None
        return {"operations": [document(entry) for entry in found], "next": following}


def _suffix(account: Account, kind: str, name: str) -> str:
    """Names of one check share a suffix: a shared server is told the zone once for each command."""
    return "" if kind == "contact" else account.suffix_of(parse_name(name)) or ""


def _checked(item: CheckItem, kind: str, registry: str | None) -> Document:
    unicode = item.name if kind == "contact" else parse_name(item.name).unicode
    return {
        "name": item.name,
        "unicode": unicode,
        "available": item.available,
        "reason": item.reason,
        "registry": registry,
    }


def _unknown(name: str, kind: str, reason: str, registry: str | None = None) -> Document:
    unicode = name if kind == "contact" else parse_name(name).unicode
    return {"name": name, "unicode": unicode, "available": None, "reason": reason, "registry": registry}


def _domain_document(record: DomainRecord, facts: Mapping[str, Any]) -> Document:
    registry = record.registry
    statuses: Iterable[str] = (status.value for status in registry.statuses) if registry else ()
    return {
        "name": record.name,
        "unicode": record.unicode,
        "registry": record.account,
        "panel": record.panel,
        "created": registry.created if registry else None,
        "expires": registry.expires if registry else None,
        "current_expiry": registry.expires[:10] if registry and registry.expires else None,
        "statuses": [*statuses],
        "grace": [*record.grace],
        "nameservers": [*registry.nameserver_names] if registry else [],
        "subordinate_hosts": [*registry.subordinate_hosts] if registry else [],
        "contacts": {contact.role: contact.id for contact in record.contacts},
        "sponsor": registry.sponsor if registry else None,
        "gateway_lock": record.gateway_lock,
        "contract": {"start": facts.get("contract.start"), "end": facts.get("contract.end")},
        "registry_state": record.extra.get("registry_state"),
        "suspend_at": record.extra.get("suspend_at"),
        "as_of": record.as_of,
    }


def _transfer_document(name: str, account: Account, answer: Response, latest: Entry | None) -> Document:
    transfer = answer.data if isinstance(answer.data, TransferData) else None
    if transfer is None and latest is None:
        raise NotFound(f"no transfer of `{name}` is known ({answer.code} {answer.message})")
    return {
        "name": name,
        "registry": account.id,
        "transfer": plain(transfer),
        "code": answer.code,
        "message": answer.message,
        "operation": document(latest) if latest else None,
    }
