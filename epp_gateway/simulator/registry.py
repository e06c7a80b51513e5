"""The state of one simulated registry: accounts, objects, who refers to whom, queues, and what is due when.

It keeps its own indexes consistent and knows no command and no clock. Verbs decide first; then they `put` or `drop`.
"""

import heapq
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from dataclasses import replace as replaced
from datetime import datetime
from itertools import count

from msgspec.structs import replace

from epp_gateway.model.intent import ObjectKind
from epp_gateway.model.objects import PendingResult, TransferData
from epp_gateway.model.secret import Secret

from .counts import Counts
from .ledger import Ledger
from .profiles.shape import Profile
from .records import Contact, Domain, Host, Message

_VERSIONS_KEPT = 20


@dataclass
class Registrar:
    """An account. A login may change its password."""

    clid: str
    password: Secret


@dataclass
class Registry:
    """One registry.

    Attributes:
        run: a token of this run, so that transaction ids of two runs never meet.
        sessions: ids of the logged-in sessions of each account.
        agenda: a heap of (instant, name); an entry whose domain has other plans by then is skipped.
    """

    profile: Profile
    registrars: dict[str, Registrar]
    run: str = "0"
    session_limit: int = 50
    domains: dict[str, Domain] = field(default_factory=dict)
    hosts: dict[str, Host] = field(default_factory=dict)
    contacts: dict[str, Contact] = field(default_factory=dict)
    queues: dict[str, deque[Message]] = field(default_factory=lambda: defaultdict(deque))
    sessions: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    counts: Counts = field(default_factory=Counts)
    ledger: Ledger = field(default_factory=Ledger)
    agenda: list[tuple[datetime, str]] = field(default_factory=list)
    history: dict[str, deque[tuple[datetime, Domain | None]]] = field(default_factory=dict)
    _hosts_used: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _contacts_used: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _hosts_below: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def next_number(self) -> int:
        """A number that was never given before."""
        return next(self._numbers)

    def next_svtrid(self) -> str:
        """A server transaction id that no other command of any run has."""
        return f"SIM-{self.run}-{self.next_number()}"

    def next_roid(self, kind: ObjectKind, name: str) -> str:
        """A new object's roid."""
        return self.profile.roid(kind, self.next_number(), name)

    def put_domain(self, domain: Domain, now: datetime) -> None:
        """Store a domain, new or changed at `now`."""
        before = self.domains.get(domain.name)
        self.domains[domain.name] = domain
        self._remember(domain.name, now, domain)
        self._relink(domain.name, before, domain)
        if before is None or before.due != domain.due or domain.due <= now:
            heapq.heappush(self.agenda, (domain.due, domain.name))

    def drop_domain(self, name: str, now: datetime) -> None:
        """Take a domain away, with the hosts below it and every reference to them."""
        before = self.domains.pop(name)
        self._remember(name, now, None)
        self._relink(name, before, None)
        for host in self.hosts_below(name):
            for user in self.users_of_host(host):
                other = self.domains[user]
                self.put_domain(replace(other, nameservers=_without(other.nameservers, host)), now)
            self.drop_host(host)

    def put_host(self, host: Host) -> None:
        """Store a host, new or changed."""
        self.hosts[host.name] = host
        parent = self.profile.parent_of(host.name)
        if parent is not None:
            self._hosts_below[parent].add(host.name)

    def drop_host(self, name: str) -> None:
        """Take a host away; nothing may refer to it any more."""
        del self.hosts[name]
        parent = self.profile.parent_of(name)
        if parent is not None:
            self._hosts_below[parent].discard(name)

    def rename_host(self, before: str, host: Host, now: datetime) -> None:
        """Store a host under its new name and let every domain that used the old name use the new one."""
        users = self.users_of_host(before)
        self.put_host(host)
        for user in users:
            domain = self.domains[user]
            names = tuple(host.name if name == before else name for name in domain.nameservers)
            self.put_domain(replace(domain, nameservers=names), now)
        self.drop_host(before)

    def put_contact(self, contact: Contact) -> None:
        """Store a contact, new or changed."""
        self.contacts[contact.id] = contact

    def drop_contact(self, contact_id: str) -> None:
        """Take a contact away; nothing may refer to it any more."""
        del self.contacts[contact_id]

    def users_of_host(self, name: str) -> tuple[str, ...]:
        """Domains that are delegated to a host."""
        return tuple(sorted(self._hosts_used.get(name, ())))

    def users_of_contact(self, contact_id: str) -> tuple[str, ...]:
        """Domains that refer to a contact."""
        return tuple(sorted(self._contacts_used.get(contact_id, ())))

    def hosts_below(self, name: str) -> tuple[str, ...]:
        """Hosts whose names lie below a domain."""
        return tuple(sorted(self._hosts_below.get(name, ())))

    def notify(self, clid: str, at: datetime, text: str, data: TransferData | PendingResult | None) -> str:
        """Put a message at the end of a registrar's queue and give its id."""
        message = Message(id=str(self.next_number()), at=at, text=text, data=data)
        self.queues[clid].append(message)
        return message.id

    def as_of(self, name: str, instant: datetime) -> "Registry":
        """The registry as a replica that lags behind would show one domain."""
        versions = [domain for at, domain in self.history.get(name, ()) if at <= instant]
        shown = versions[-1] if versions else None
        return replaced(self, domains={name: shown} if shown else {}, agenda=[])

    def _remember(self, name: str, now: datetime, domain: Domain | None) -> None:
        self.history.setdefault(name, deque(maxlen=_VERSIONS_KEPT)).append((now, domain))

    def _relink(self, name: str, before: Domain | None, after: Domain | None) -> None:
        _reindex(self._hosts_used, name, before.nameservers if before else (), after.nameservers if after else ())
        _reindex(self._contacts_used, name, before.contact_ids if before else (), after.contact_ids if after else ())


def _reindex(index: dict[str, set[str]], user: str, before: Iterable[str], after: Iterable[str]) -> None:
    for gone in set(before) - set(after):
        index[gone].discard(user)
        if not index[gone]:
            del index[gone]
    for new in set(after) - set(before):
        index[new].add(user)


def _without(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return tuple(other for other in names if other != name)
