"""The store's seam: what a journal transaction can do, and how transactions are run.

`Transaction` is the only way to rows. `Journal.write` runs a function inside a durable transaction, all or nothing;
when it returns, the rows are on disk. The function gets the transaction and must be pure otherwise: it may run on
another thread, and it must not await. SQLite (`sqlite`), the in-memory twin (`memory`) and later PostgreSQL pass one
and the same contract test.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from epp_gateway.model.facts import Fact, FactScope
from epp_gateway.model.intent import ObjectKind

from .entry import Entry, State
from .records import ContactRecord, DomainRecord, HistoryLine, HostRecord, Instance, Token

T = TypeVar("T")


class Transaction(Protocol):
    """Rows, as values. Getters give None or an empty sequence where there is nothing."""

    def entry(self, operation: str) -> Entry | None:
        """An operation by its id."""

    def entry_by_key(self, panel: str, key: str) -> Entry | None:
        """An operation by its idempotency key."""

    def insert_entry(self, entry: Entry, event: str, detail: Mapping[str, Any] | None = None) -> None:
        """Keep a new operation with its first history line.

        Raises:
            UniqueKey: the panel has used the key.
            ObjectBusy: the entry is in flight and another operation holds the object.
        """

    def update_entry(self, entry: Entry, event: str, detail: Mapping[str, Any] | None = None) -> None:
        """Keep a moved operation, with a history line. Raises ObjectBusy as `insert_entry` does."""

    def open_entries(self) -> Sequence[Entry]:
        """Every operation that is not completed, oldest first."""

    def in_flight(self, kind: ObjectKind, name: str, scope: str) -> Entry | None:
        """The operation that holds an object. `scope` is the panel for contacts, empty for domains and hosts."""

    def first_queued(self, kind: ObjectKind, name: str, scope: str) -> Entry | None:
        """The oldest operation that waits for an object."""

    def entries(
        self,
        *,
        panel: str | None = None,
        object_name: str | None = None,
        states: Iterable[State] = (),
        limit: int = 100,
        before: str | None = None,
    ) -> Sequence[Entry]:
        """Operations, newest first; `before` is the id the last page ended with."""

    def history(self, operation: str) -> Sequence[HistoryLine]:
        """An operation's history, oldest first."""

    def domain(self, name: str) -> DomainRecord | None:
        """A name, whoever has it."""

    def domains(self, *, panel: str, names: Iterable[str] = (), account: str | None = None) -> Sequence[DomainRecord]:
        """A panel's names, by name."""

    def put_domain(self, record: DomainRecord) -> None:
        """Keep a name's record; it replaces the last one."""

    def contact(self, panel: str, contact: str) -> ContactRecord | None:
        """The newest version of a panel's contact, deleted or not."""

    def contact_versions(self, panel: str, contact: str) -> Sequence[ContactRecord]:
        """All versions, oldest first."""

    def add_contact_version(self, record: ContactRecord) -> None:
        """Keep a new version; an old one is never changed."""

    def host(self, panel: str, name: str) -> HostRecord | None:
        """A panel's host."""

    def put_host(self, record: HostRecord) -> None:
        """Keep a host's record."""

    def instances(self, kind: ObjectKind, panel: str, name: str) -> Sequence[Instance]:
        """The registry objects behind a panel's contact or host, in every account."""

    def instance_of(self, account: str, kind: ObjectKind, registry_id: str) -> Sequence[Instance]:
        """Who uses a registry object: several panels may use one external host."""

    def put_instance(self, instance: Instance) -> None:
        """Keep a registry object; one for each account, kind, panel, name and role."""

    def facts(self, scope: FactScope, subject: str) -> Mapping[str, Fact]:
        """The facts of an account (subject: panel id) or a domain (subject: name)."""

    def put_facts(self, scope: FactScope, subject: str, facts: Iterable[Fact]) -> None:
        """Keep facts; each replaces the one of its name."""

    def clear_facts(self, scope: FactScope, subject: str) -> None:
        """Forget the facts of a subject: a name that comes anew brings none of its past."""

    def panels(self) -> Sequence[str]:
        """Ids of all panels."""

    def add_panel(self, panel: str, at: str) -> None:
        """Keep a new panel. Raises UniqueKey when it exists."""

    def tokens(self, panel: str) -> Sequence[Token]:
        """A panel's tokens, revoked ones too."""

    def token(self, digest: str) -> Token | None:
        """A token by its hash."""

    def put_token(self, token: Token) -> None:
        """Keep a token."""

    def meta(self, name: str) -> str | None:
        """A setting of the store itself: `environment`, `store_id`."""

    def put_meta(self, name: str, value: str) -> None:
        """Keep a setting of the store."""


class UniqueKey(Exception):
    """A row of that key exists: the constraint kept its promise."""


class ObjectBusy(Exception):
    """Another operation holds the object: the constraint kept its promise."""


class Journal(Protocol):
    """Runs transactions. Both calls raise StoreFailure when the store cannot be used."""

    async def write(self, job: Callable[[Transaction], T]) -> T:
        """Run `job` in a transaction of its own kind: when this returns, what it wrote is durable.

        An exception of `job` takes back what it wrote, and is raised here.
        """

    async def read(self, job: Callable[[Transaction], T]) -> T:
        """Run `job` on what is committed. It must not write."""
