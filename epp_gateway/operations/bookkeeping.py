"""What a step's end changes in our own records, in the same transaction that keeps the end.

The records say what the registry last told us, with the instant; they are a memory, not a second truth.
"""

from msgspec.structs import replace

from epp_gateway.journal.entry import Entry, State
from epp_gateway.journal.records import ContactRecord, DomainRecord, HostRecord, Instance
from epp_gateway.journal.store import Transaction
from epp_gateway.model.account import Account
from epp_gateway.model.commands import (
    ContactDelete,
    DomainCreate,
    DomainDelete,
    DomainRenew,
    DomainTransfer,
    DomainUpdate,
    HostCreate,
    HostDelete,
    TransformCommand,
)
from epp_gateway.model.facts import Fact
from epp_gateway.model.intent import (
    CreateContact,
    CreateDomain,
    CreateHost,
    DeleteContact,
    DeleteHost,
    LockDomain,
    TransferOut,
    UpdateContact,
    UpdateDomain,
    UpdateHost,
    WantedContact,
)
from epp_gateway.model.names import parse_name
from epp_gateway.model.objects import (
    DomainCreated,
    DomainData,
    DomainRenewed,
    Status,
    TransferData,
)
from epp_gateway.model.plan import HostDesired, Made, Step, StepState

from . import contract
from .accounts import Accounts
from .differences import apply_domain_update

PARTIAL = "partial"
"""Key of `DomainRecord.extra`: the record was put together from a create, not from an info."""


def keep_step(tx: Transaction, accounts: Accounts, entry: Entry, n: int) -> None:
    """Bring the records to what step `n`, now ended, has made true."""
    step = entry.plan[n]
    if step.state is StepState.SKIPPED and step.makes and step.attempts == ():
        _keep_instance(tx, entry, step.account, step.makes, "live")
    if step.state in {StepState.FAILED, StepState.SKIPPED} and step.undo and step.makes:
        _keep_instance(tx, entry, step.account, step.makes, "orphan")
    if step.state is StepState.FAILED:
        _keep_rejected(tx, entry, step)
    if step.state not in {StepState.DONE, StepState.PENDING} or not step.attempts:
        return
    command = step.attempts[-1].command
    if step.makes and step.state is StepState.DONE:
        _keep_instance(tx, entry, step.account, step.makes, "gone" if step.undo else "live")
    elif isinstance(command, ContactDelete | HostDelete) and step.state is StepState.DONE:
        _keep_instance(tx, entry, step.account, _unmade(entry, command), "gone")
    _keep_domain(tx, accounts.get(step.account), entry, step, command)


def keep_end(tx: Transaction, entry: Entry, at: str) -> None:
    """Bring the records to what a succeeded operation has made true beyond its steps."""
    if entry.state is not State.SUCCEEDED:
        return
    match entry.wish:
        case CreateContact(card=card) | UpdateContact(card=card):
            last = tx.contact(entry.panel, entry.object_name)
            version = last.version + 1 if last else 1
            tx.add_contact_version(
                ContactRecord(panel=entry.panel, id=entry.object_name, version=version, card=card, at=at)
            )
        case DeleteContact():
            last = tx.contact(entry.panel, entry.object_name)
            if last:
                tx.add_contact_version(replace(last, version=last.version + 1, at=at, deleted=True))
            _all_gone(tx, entry)
        case CreateHost(addresses=addresses) | UpdateHost(addresses=addresses):
            tx.put_host(HostRecord(panel=entry.panel, name=entry.object_name, addresses=addresses, at=at))
        case DeleteHost():
            tx.put_host(HostRecord(panel=entry.panel, name=entry.object_name, addresses=(), at=at, deleted=True))
            _all_gone(tx, entry)
        case _:
            _keep_hosts(tx, entry, at)
            _keep_domain_end(tx, entry, at)


def _keep_domain_end(tx: Transaction, entry: Entry, at: str) -> None:
    record = tx.domain(entry.object_name) if isinstance(entry.wish, LockDomain | UpdateDomain | TransferOut) else None
    if record is None:
        return
    match entry.wish:
        case LockDomain(gateway_lock=True, reason=reason):
            lock = {"by": f"panel {entry.panel}", "why": reason, "since": at}
            tx.put_domain(replace(record, gateway_lock=lock))
        case LockDomain(gateway_lock=False):
            tx.put_domain(replace(record, gateway_lock=None))
        case UpdateDomain(contacts=contacts) if contacts is not None:
            tx.put_domain(replace(record, contacts=_by_id(contacts)))
        case TransferOut():
            filed = Fact(name="transfer_out.filed", value=entry.created_at, source="panel", as_of=entry.created_at)
            tx.put_facts("domain", entry.object_name, [filed])
        case _:
            pass


def _keep_hosts(tx: Transaction, entry: Entry, at: str) -> None:
    """Hosts that the plan of a name made, or gave other addresses, are the panel's to see and to delete."""
    for step in entry.plan:
        match step.goal:
            case HostCreate(name=name, addresses=addresses) | HostDesired(name=name, addresses=addresses):
                if step.state is StepState.DONE:
                    tx.put_host(HostRecord(panel=entry.panel, name=name, addresses=addresses, at=at))
            case _:
                pass


def _keep_rejected(tx: Transaction, entry: Entry, step: Step) -> None:
    """A create that was pending and came to nothing leaves no name behind."""
    record = tx.domain(entry.object_name)
    if not isinstance(step.goal, DomainCreate) or record is None or record.registry is None:
        return
    if record.panel == entry.panel and "pendingCreate" in {status.value for status in record.registry.statuses}:
        tx.put_domain(replace(record, left="deleted", as_of=entry.updated_at))


def _unmade(entry: Entry, command: ContactDelete | HostDelete) -> Made:
    registry_id = command.id if isinstance(command, ContactDelete) else command.name
    return Made(kind=entry.object_kind, name=entry.object_name, registry_id=registry_id)


def _all_gone(tx: Transaction, entry: Entry) -> None:
    for instance in tx.instances(entry.object_kind, entry.panel, entry.object_name):
        tx.put_instance(replace(instance, state="gone"))


def _keep_instance(tx: Transaction, entry: Entry, account: str, made: Made, state: str) -> None:
    if made.kind == "domain":
        return
    known = [
        instance
        for instance in tx.instances(made.kind, entry.panel, made.name)
        if instance.account == account and instance.registry_id == made.registry_id
    ]
    fresh = Instance(
        account=account,
        kind=made.kind,
        panel=entry.panel,
        name=made.name,
        registry_id=made.registry_id,
        state=state,
        # A contact without a row lost it to another plan of the same contact: its id tells the copies apart.
        role=made.registry_id if made.kind == "contact" else "",
    )
    tx.put_instance(replace(known[0], state=state) if known else fresh)


def _keep_domain(tx: Transaction, account: Account, entry: Entry, step: Step, command: TransformCommand) -> None:
    at = entry.updated_at
    record = None if isinstance(command, DomainCreate) else tx.domain(entry.object_name)
    match command:
        case DomainCreate():
            _keep_created(tx, account, entry, step, command)
        case DomainRenew() if record and record.registry and isinstance(step.data, DomainRenewed):
            changed = replace(record.registry, expires=step.data.expires or record.registry.expires)
            tx.put_domain(replace(record, registry=changed, as_of=at))
            contract.keep_renewal(tx, account, record.name, changed.expires, at, command.period)
        case DomainUpdate() if record and record.registry:
            tx.put_domain(replace(record, registry=_updated(record.registry, command), as_of=at))
        case DomainDelete() if record:
            tx.put_domain(_deleted(record, step, at))
        case DomainTransfer(op="request") if step.state is StepState.DONE:
            _keep_arrived(tx, account, entry, step.data)
        case DomainTransfer(op="approve") if record and step.state is StepState.DONE:
            tx.put_domain(replace(record, left="transferred", as_of=at))
        case _:
            pass


def _updated(found: DomainData, command: DomainUpdate) -> DomainData:
    changed = replace(found, **apply_domain_update(found, command))
    kept = tuple(status for status in changed.statuses if status.value != "ok" or not command.add_statuses)
    there = {status.value for status in kept}
    added = tuple(Status(value=value) for value in command.add_statuses if value not in there)
    return replace(changed, statuses=(*kept, *added))


def _deleted(record: DomainRecord, step: Step, at: str) -> DomainRecord:
    if step.state is StepState.DONE:
        return replace(record, left="deleted", as_of=at)
    if record.registry is None:
        return record
    statuses = tuple(status for status in record.registry.statuses if status.value not in {"ok", "pendingDelete"})
    registry = replace(record.registry, statuses=(*statuses, Status(value="pendingDelete")))
    return replace(record, registry=registry, extra={**record.extra, PARTIAL: True})


def _keep_created(tx: Transaction, account: Account, entry: Entry, step: Step, command: DomainCreate) -> None:
    told = step.data if isinstance(step.data, DomainCreated) else None
    at = entry.updated_at
    registry = DomainData(
        name=command.name,
        roid="",
        statuses=() if step.state is StepState.DONE else (Status(value="pendingCreate"),),
        registrant=command.registrant,
        contacts=command.contacts,
        nameservers=command.nameservers,
        sponsor=account.clid,
        creator=account.clid,
        created=told.created if told else None,
        expires=told.expires if told else None,
    )
    tx.put_domain(
        DomainRecord(
            name=command.name,
            unicode=parse_name(command.name).unicode,
            panel=entry.panel,
            account=account.id,
            contacts=_by_id(entry.wish.contacts) if isinstance(entry.wish, CreateDomain) else (),
            registry=registry,
            as_of=at,
            extra={PARTIAL: True},
        )
    )
    months = command.period.months if command.period else 12
    tx.clear_facts("domain", command.name)
    contract.keep_start(tx, account, command.name, entry.created_at, registry.expires, at, months)


def _by_id(contacts: tuple[WantedContact, ...]) -> tuple[WantedContact, ...]:
    """The contacts without their cards: those are kept in versions of their own."""
    return tuple(replace(contact, card=None) for contact in contacts)


def _keep_arrived(tx: Transaction, account: Account, entry: Entry, data: object) -> None:
    at = entry.updated_at
    expires = data.expires if isinstance(data, TransferData) else None
    registry = DomainData(name=entry.object_name, roid="", sponsor=account.clid, expires=expires)
    tx.put_domain(
        DomainRecord(
            name=entry.object_name,
            unicode=parse_name(entry.object_name).unicode,
            panel=entry.panel,
            account=account.id,
            registry=registry,
            as_of=at,
            extra={PARTIAL: True},
        )
    )
    tx.clear_facts("domain", entry.object_name)
    contract.keep_start(tx, account, entry.object_name, at, expires, at)
