"""A case: a wish with everything the journal knows about its object, before anything is decided.

Opening a case finds the record and the account, and keeps panels apart: what another panel has does not exist.
"""

from msgspec.structs import replace

from epp_gateway.journal.entry import State
from epp_gateway.journal.records import ContactRecord, DomainRecord, HostRecord
from epp_gateway.journal.store import Transaction
from epp_gateway.model.account import Account
from epp_gateway.model.base import Value
from epp_gateway.model.errors import (
    AlreadyExists,
    BadValue,
    NotAllowed,
    NotFound,
    NotOffered,
    WrongState,
)
from epp_gateway.model.intent import (
    AnswerTransfer,
    CreateContact,
    CreateDomain,
    CreateHost,
    DeleteContact,
    DeleteHost,
    EndContract,
    Intent,
    IssueAuthCode,
    LockDomain,
    ObjectKind,
    RenewDomain,
    TransferIn,
    UpdateContact,
    UpdateDomain,
    UpdateHost,
    Wish,
    object_of_wish,
    type_of_wish,
)
from epp_gateway.model.names import parse_name
from epp_gateway.model.objects import CLIENT_STATUSES

from .accounts import Accounts


class Case(Value, frozen=True):
    """One wish and what it meets.

    Attributes:
        at: the receipt instant.
        account: where it goes; None for what concerns no registry or several.
        scope: what keeps object names apart in the journal: the panel for contacts, nothing for domains and hosts.
        ops: the guarded operations of policy; empty where no rule can apply.
        domain, contact, host: the panel's record, as far as there is one.
    """

    panel: str
    at: str
    wish: Wish
    type: str
    kind: ObjectKind
    name: str
    account: Account | None = None
    scope: str = ""
    ops: tuple[str, ...] = ()
    domain: DomainRecord | None = None
    contact: ContactRecord | None = None
    host: HostRecord | None = None

    @property
    def registry_account(self) -> Account:
        """The account, for wishes that can not be without one."""
        if self.account is None:
            raise NotFound(f"`{self.name}` belongs to no registry account")
        return self.account


def open_case(tx: Transaction, accounts: Accounts, intent: Intent) -> Case:
    """Find what a wish is about.

    Raises:
        NotFound, NotServed, NotOffered, AlreadyExists, WrongState, BadValue, NotAllowed: the panel's mistake, told.
    """
    kind, name = object_of_wish(intent.wish)
    case = Case(
        panel=intent.panel,
        at=intent.received_at,
        wish=intent.wish,
        type=type_of_wish(intent.wish),
        kind=kind,
        name=name,
    )
    match intent.wish:
        case CreateContact() | UpdateContact() | DeleteContact():
            return _contact_case(tx, accounts, case)
        case CreateHost() | UpdateHost() | DeleteHost():
            return _host_case(tx, accounts, case)
        case CreateDomain():
            return _new_domain_case(tx, accounts, case)
        case TransferIn(method=method):
            return _transfer_in_case(tx, accounts, case, method)
        case AnswerTransfer(op="cancel"):
            return _cancel_transfer_case(tx, accounts, case)
        case _:
            return _own_domain_case(tx, accounts, case, intent.scopes)


_ON_ITS_WAY = (State.PENDING, State.HELD)
"""States in which a transfer may bring the name at any time. A second one could not be told from it, whoever asks."""


def _new_domain_case(tx: Transaction, accounts: Accounts, case: Case) -> Case:
    record = tx.domain(case.name)
    if record is not None and record.left is None:
        raise AlreadyExists(f"`{record.unicode}` is registered already", path="$.name")
    account = accounts.for_new(parse_name(case.name), case.panel, path="$.name")
    return replace(case, account=account, ops=("create",))


def _transfer_in_case(tx: Transaction, accounts: Accounts, case: Case, method: str | None) -> Case:
    record = tx.domain(case.name)
    if record is not None and record.left is None:
        raise AlreadyExists(f"`{record.unicode}` is with this registrar already")
    if any(entry.type == case.type and entry.plan for entry in tx.entries(object_name=case.name, states=_ON_ITS_WAY)):
        raise WrongState(f"a transfer of `{case.name}` to this registrar is under way already")
    account = accounts.for_new(parse_name(case.name), case.panel)
    methods = account.capabilities.transfer_methods
    if method is not None and method not in methods:
        offered = ", ".join(methods) or "none: leave it out"
        raise BadValue(f"`{method}` is no way to move a name here; offered: {offered}", path="$.method")
    return replace(case, account=account, ops=("transfer_in",))


def _cancel_transfer_case(tx: Transaction, accounts: Accounts, case: Case) -> Case:
    for entry in tx.entries(panel=case.panel, object_name=case.name, states=(State.PENDING,)):
        if entry.type == "domain.transfer.request" and entry.account is not None:
            return replace(case, account=accounts.get(entry.account))
    raise NotFound(f"no transfer of `{case.name}` to this registrar is pending")


def _own_domain_case(tx: Transaction, accounts: Accounts, case: Case, scopes: tuple[str, ...]) -> Case:
    record = own_domain(tx, case.panel, case.name)
    account = accounts.get(record.account)
    case = replace(case, domain=record, account=account)
    wish = case.wish
    if isinstance(wish, RenewDomain) and not account.capabilities.renew:
        raise NotOffered("this registry has no renewal: it extends a name by itself unless the contract is ended")
    if isinstance(wish, EndContract) and account.capabilities.ending == "none":
        raise NotOffered("ending a contract at a date is not offered for this TLD; DELETE deletes the name at once")
    ops = _guarded_ops(wish, record)
    if _needs_unlock_scope(wish, record) and "unlock" not in scopes:
        raise NotAllowed("the token lacks the scope `unlock`")
    return replace(case, ops=ops)


def _guarded_ops(wish: Wish, record: DomainRecord) -> tuple[str, ...]:
    unlocking = ("transfer_out.unlock",) if "clientTransferProhibited" in removed_statuses(wish, record) else ()
    match wish:
        case LockDomain():
            return ("lock", *unlocking)
        case UpdateDomain():
            return ("update", *unlocking)
        case IssueAuthCode(clear=clear):
            return ("update",) if clear else ("update", "transfer_out.authcode")
        case AnswerTransfer(op="reject"):
            return ()
        case _:
            return (_OPS[type_of_wish(wish)],)


_OPS = {
    "domain.renew": "renew",
    "domain.delete": "delete",
    "domain.cancel": "cancel",
    "domain.transfer.out": "transfer_out.request",
    "domain.transfer.approve": "transfer_out.answer",
}


def _needs_unlock_scope(wish: Wish, record: DomainRecord) -> bool:
    lifts = bool(removed_statuses(wish, record))
    opens = isinstance(wish, LockDomain) and wish.gateway_lock is False and record.gateway_lock is not None
    return lifts or opens or (isinstance(wish, IssueAuthCode) and not wish.clear)


def recorded_statuses(record: DomainRecord) -> frozenset[str]:
    """The status values of a name as the registry last told them."""
    return frozenset(status.value for status in record.registry.statuses) if record.registry else frozenset()


def removed_statuses(wish: Wish, record: DomainRecord) -> frozenset[str]:
    """The client statuses a wish would take away, by our record."""
    if isinstance(wish, LockDomain | UpdateDomain) and wish.statuses is not None:
        return (recorded_statuses(record) & CLIENT_STATUSES) - frozenset(wish.statuses)
    return frozenset()


def added_statuses(wish: Wish, record: DomainRecord) -> frozenset[str]:
    """The client statuses a wish would add, by our record."""
    if isinstance(wish, LockDomain | UpdateDomain) and wish.statuses is not None:
        return frozenset(wish.statuses) - recorded_statuses(record)
    return frozenset()


def own_domain(tx: Transaction, panel: str, name: str) -> DomainRecord:
    """A panel's name. Raises NotFound when it is not here, gone, or another panel's."""
    record = tx.domain(name)
    if record is None or record.panel != panel or record.left is not None:
        raise NotFound(f"there is no `{name}`")
    return record


def own_contact(tx: Transaction, panel: str, contact: str, *, path: str | None = None) -> ContactRecord:
    """A panel's contact. Raises NotFound, or BadValue where it stands in a body at `path`."""
    record = tx.contact(panel, contact)
    if record is None or record.deleted:
        if path is not None:
            raise BadValue(f"there is no contact `{contact}`", path=path)
        raise NotFound(f"there is no contact `{contact}`")
    return record


def _contact_case(tx: Transaction, accounts: Accounts, case: Case) -> Case:
    record = tx.contact(case.panel, case.name)
    exists = record is not None and not record.deleted
    if isinstance(case.wish, CreateContact):
        if exists:
            raise AlreadyExists(f"there is a contact `{case.name}` already", path="$.id")
        for n, registry in enumerate(case.wish.registries):
            accounts.for_panel(registry, case.panel, path=f"$.registries[{n}]")
    elif not exists:
        raise NotFound(f"there is no contact `{case.name}`")
    return replace(case, scope=case.panel, contact=record)


def _host_case(tx: Transaction, accounts: Accounts, case: Case) -> Case:
    record = tx.host(case.panel, case.name)
    exists = record is not None and not record.deleted
    if isinstance(case.wish, CreateHost):
        if exists:
            raise AlreadyExists(f"there is a host `{case.name}` already", path="$.name")
        for n, registry in enumerate(case.wish.registries):
            accounts.for_panel(registry, case.panel, path=f"$.registries[{n}]")
    elif not exists:
        raise NotFound(f"there is no host `{case.name}`")
    parent = parent_domain(tx, case.panel, case.name)
    if isinstance(case.wish, DeleteHost):
        _refuse_used_host(tx, case)
    return replace(case, host=record, domain=parent, account=accounts.get(parent.account) if parent else None)


def _refuse_used_host(tx: Transaction, case: Case) -> None:
    users = [
        record.unicode
        for record in tx.domains(panel=case.panel)
        if record.left is None and record.registry and case.name in record.registry.nameserver_names
    ]
    if users:
        raise WrongState(f"`{case.name}` is a name server of {', '.join(users[:5])}; change those names first")


def parent_domain(tx: Transaction, panel: str, host: str) -> DomainRecord | None:
    """The panel's own name that a host lies below, or None."""
    labels = host.split(".")
    for start in range(1, len(labels) - 1):
        record = tx.domain(".".join(labels[start:]))
        if record is not None and record.panel == panel and record.left is None:
            return record
    return None
