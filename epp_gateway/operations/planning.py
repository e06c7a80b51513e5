"""From a case to a plan: which wire steps, in which order, make the wish true.

A create asks for its parts first (contacts where the registry's model wants them, hosts outside the name), then the
name, then what lies below it (glue), then the update that uses the glue. Ids are generated here and journaled with
the plan, before anything is sent. Planning reads and writes journal rows; it talks to no registry.
"""

from collections.abc import Callable, Iterable

from epp_gateway.journal.records import Instance
from epp_gateway.journal.store import Transaction
from epp_gateway.model.account import Account
from epp_gateway.model.commands import (
    ContactCreate,
    ContactDelete,
    ContactUpdate,
    DomainCreate,
    DomainDelete,
    DomainRenew,
    DomainTransfer,
    DomainUpdate,
    HostCreate,
    HostDelete,
)
from epp_gateway.model.errors import BadValue, WrongState
from epp_gateway.model.intent import (
    AnswerTransfer,
    ContactCard,
    CreateContact,
    CreateDomain,
    CreateHost,
    DeleteContact,
    DeleteDomain,
    DeleteHost,
    EndContract,
    IssueAuthCode,
    LockDomain,
    RenewDomain,
    TransferIn,
    TransferOut,
    UpdateContact,
    UpdateDomain,
    UpdateHost,
    WantedContact,
    WantedHost,
)
from epp_gateway.model.objects import ContactKind, DomainContact
from epp_gateway.model.plan import DomainDesired, HostDesired, Made, Step
from epp_gateway.model.secret import Secret
from epp_gateway.model.terms import Period, cur_exp_date

from . import codes
from .accounts import Accounts
from .case import Case, own_contact, parent_domain

_KIND_OF_ROLE: dict[str, ContactKind] = {"registrant": "registrant", "admin": "personnel", "tech": "personnel"}


class Planner:
    """Makes plans inside one journal transaction.

    Args:
        new_contact_id, new_auth_code: where fresh texts come from.
    """

    def __init__(
        self,
        accounts: Accounts,
        *,
        new_contact_id: Callable[[], str] = codes.contact_id,
        new_auth_code: Callable[[], Secret] = codes.auth_code,
    ) -> None:
        self._accounts = accounts
        self._new_contact_id = new_contact_id
        self._new_auth_code = new_auth_code

    def plan(self, tx: Transaction, case: Case) -> tuple[Step, ...]:
        """The steps for a case; empty when nothing has to be sent.

        Raises:
            BadValue, WrongState: the wish asks for what the account can not do.
        """
        match case.wish:
            case CreateDomain():
                return self._create_domain(tx, case, case.wish)
            case UpdateDomain():
                return self._update_domain(tx, case, case.wish)
            case LockDomain(statuses=statuses):
                return () if statuses is None else self._desired(case, client_statuses=statuses)
            case CreateHost() | UpdateHost() | DeleteHost():
                return self._host_steps(tx, case, case.wish)
            case CreateContact() | UpdateContact() | DeleteContact():
                return self._contact_steps(tx, case, case.wish)
            case TransferOut():
                return ()
            case _:
                return (Step(goal=self._command(case), account=case.registry_account.id),)

    def _command(self, case: Case) -> DomainRenew | DomainDelete | DomainTransfer | DomainUpdate:
        wish, capabilities = case.wish, case.registry_account.capabilities
        match wish:
            case RenewDomain():
                _check_years(wish.period, case.registry_account)
                expiry = cur_exp_date(wish.current_expiry, path="$.current_expiry")
                return DomainRenew(name=wish.name, cur_exp_date=expiry, period=wish.period or Period(value=1))
            case DeleteDomain() | EndContract():
                return DomainDelete(name=wish.name)
            case TransferIn():
                if wish.period is not None and not capabilities.transfer_period:
                    raise BadValue("a transfer takes no period here: the expiry is kept", path="$.period")
                return DomainTransfer(name=wish.name, op="request", period=wish.period, auth_info=wish.auth_code)
            case AnswerTransfer():
                return DomainTransfer(name=wish.name, op=wish.op)
            case IssueAuthCode():
                return DomainUpdate(name=wish.name, auth_info=wish.auth_code or self._new_auth_code())
            case _:
                raise TypeError(f"no single command makes {case.type} true")

    def _desired(
        self,
        case: Case,
        *,
        nameservers: tuple[str, ...] | None = None,
        client_statuses: tuple[str, ...] | None = None,
        registrant: str | None = None,
        contacts: tuple[DomainContact, ...] | None = None,
    ) -> tuple[Step, ...]:
        goal = DomainDesired(
            name=case.name,
            nameservers=nameservers,
            client_statuses=client_statuses,
            registrant=registrant,
            contacts=contacts,
        )
        return (Step(goal=goal, account=case.registry_account.id),)

    def _create_domain(self, tx: Transaction, case: Case, wish: CreateDomain) -> tuple[Step, ...]:
        account = case.registry_account
        capabilities = account.capabilities
        _check_years(wish.period, account)
        _check_contacts(wish.contacts, account)
        glue = [host for host in wish.nameservers if host.name.endswith("." + case.name)]
        outside = [host for host in wish.nameservers if host not in glue]
        contact_steps, ids = self._contacts_of(tx, case, wish.contacts)
        code = wish.auth_code or (self._new_auth_code() if capabilities.auth_info == "random" else Secret(""))
        create = DomainCreate(
            name=case.name,
            auth_info=code,
            period=wish.period,
            nameservers=tuple(host.name for host in outside),
            registrant=ids.get("registrant"),
            contacts=_domain_contacts(ids),
        )
        steps = [*contact_steps, *self._outside_hosts(tx, case, outside)]
        made = Made(kind="domain", name=case.name, registry_id=case.name)
        steps.append(Step(goal=create, account=account.id, makes=made))
        if glue:
            steps += [_glue_step(account, host, n) for n, host in enumerate(wish.nameservers) if host in glue]
            steps += self._desired(case, nameservers=tuple(host.name for host in wish.nameservers))
        return tuple(steps)

    def _update_domain(self, tx: Transaction, case: Case, wish: UpdateDomain) -> tuple[Step, ...]:
        steps: list[Step] = []
        statuses = () if wish.statuses is None else self._desired(case, client_statuses=wish.statuses)
        locks_updates = "clientUpdateProhibited" in (wish.statuses or ())
        if not locks_updates:
            steps += statuses
        if wish.contacts is not None:
            _check_contacts(wish.contacts, case.registry_account)
            contact_steps, ids = self._contacts_of(tx, case, wish.contacts)
            steps += contact_steps
            if ids:
                steps += self._desired(case, registrant=ids.get("registrant"), contacts=_domain_contacts(ids))
        if wish.nameservers is not None:
            steps += self._hosts_for_update(tx, case, wish.nameservers)
            steps += self._desired(case, nameservers=tuple(host.name for host in wish.nameservers))
        if locks_updates:
            steps += statuses
        return tuple(steps)

    def _hosts_for_update(self, tx: Transaction, case: Case, wanted: tuple[WantedHost, ...]) -> list[Step]:
        account = case.registry_account
        steps: list[Step] = []
        for n, host in enumerate(wanted):
            if not host.name.endswith("." + case.name):
                steps += self._outside_hosts(tx, case, [host])
            elif not _live_host(tx, account, host.name):
                steps.append(_glue_step(account, host, n))
            elif host.addresses:
                steps.append(Step(goal=HostDesired(name=host.name, addresses=host.addresses), account=account.id))
        return steps

    def _outside_hosts(self, tx: Transaction, case: Case, hosts: Iterable[WantedHost]) -> list[Step]:
        """Steps for hosts that do not lie below the name: made where the registry may lack them, else relied on."""
        account = case.registry_account
        steps = []
        for host in hosts:
            if _live_host(tx, account, host.name):
                continue
            if not account.holds_host(host.name):
                steps.append(_host_step(account, host.name, ()))
            elif parent_domain(tx, case.panel, host.name) is not None:
                kept = tx.host(case.panel, host.name)
                addresses = host.addresses or (kept.addresses if kept and not kept.deleted else ())
                if addresses:
                    steps.append(_host_step(account, host.name, addresses))
        return steps

    def _contacts_of(
        self, tx: Transaction, case: Case, wanted: tuple[WantedContact, ...]
    ) -> tuple[list[Step], dict[str, str]]:
        """Steps that make missing contacts, and the registry's id for each role; none where it takes no contacts."""
        account = case.registry_account
        ids: dict[str, str] = {}
        steps: list[Step] = []
        made: dict[tuple[str, str], str] = {}
        for contact in wanted:
            path = f"$.contacts.{contact.role}"
            record = own_contact(tx, case.panel, contact.id, path=path)
            if account.capabilities.contact_model == "none":
                continue
            kind = _KIND_OF_ROLE.get(contact.role, "personnel") if account.capabilities.contact_kinds else None
            known = made.get((contact.id, kind or "")) or _live_contact(tx, account, case.panel, contact.id, kind)
            if known is None:
                step = self._contact_step(tx, account, case.panel, contact.id, record.card, kind, path)
                steps.append(step)
                known = step.makes.registry_id if step.makes else ""
                made[(contact.id, kind or "")] = known
            ids[contact.role] = known
        return steps, ids

    def _contact_step(
        self,
        tx: Transaction,
        account: Account,
        panel: str,
        contact: str,
        card: ContactCard,
        kind: ContactKind | None,
        path: str,
    ) -> Step:
        registry_id = self._new_contact_id()
        goal = ContactCreate(
            id=registry_id,
            postal=_postal_for(card, account, path),
            email=card.email,
            auth_info=self._new_auth_code(),
            voice=card.voice,
            fax=card.fax,
            kind=kind,
        )
        record = tx.contact(panel, contact)
        tx.put_instance(
            Instance(
                account=account.id,
                kind="contact",
                panel=panel,
                name=contact,
                registry_id=registry_id,
                state="wanted",
                role=kind or "",
                version=record.version if record else 1,
            )
        )
        made = Made(kind="contact", name=contact, registry_id=registry_id)
        return Step(goal=goal, account=account.id, makes=made)

    def _host_steps(self, tx: Transaction, case: Case, wish: CreateHost | UpdateHost | DeleteHost) -> tuple[Step, ...]:
        match wish:
            case CreateHost():
                return self._create_host(case, wish)
            case UpdateHost():
                live = [instance for instance in tx.instances("host", case.panel, case.name) if _usable(instance)]
                goal = HostDesired(name=wish.name, addresses=wish.addresses)
                if wish.addresses and not case.domain:
                    raise BadValue("only a host below a name of yours carries addresses", path="$.addresses")
                return tuple(Step(goal=goal, account=instance.account) for instance in live)
            case DeleteHost():
                live = [instance for instance in tx.instances("host", case.panel, case.name) if _usable(instance)]
                alone = [i for i in live if len(tx.instance_of(i.account, "host", i.registry_id)) == 1]
                return tuple(Step(goal=HostDelete(name=wish.name), account=i.account) for i in alone)

    def _create_host(self, case: Case, wish: CreateHost) -> tuple[Step, ...]:
        if case.account is not None and case.account.holds_host(wish.name):
            if not wish.addresses:
                raise BadValue("a host below a name of yours needs an address", path="$.addresses")
            return (_host_step(case.account, wish.name, wish.addresses, if_missing=False),)
        if wish.addresses:
            raise BadValue("only a host below a name of yours carries addresses", path="$.addresses")
        wanted = [self._accounts.get(registry) for registry in wish.registries]
        for account in wanted:
            if account.holds_host(wish.name):
                raise BadValue(f"`{wish.name}` needs its parent name to be yours at {account.id}", path="$.name")
        return tuple(_host_step(account, wish.name, ()) for account in wanted)

    def _contact_steps(
        self, tx: Transaction, case: Case, wish: CreateContact | UpdateContact | DeleteContact
    ) -> tuple[Step, ...]:
        live = [instance for instance in tx.instances("contact", case.panel, case.name) if _usable(instance)]
        match wish:
            case CreateContact():
                accounts = [self._accounts.get(registry) for registry in wish.registries]
                for n, account in enumerate(accounts):
                    if account.capabilities.contact_model == "none":
                        raise BadValue(f"{account.id} takes no contacts", path=f"$.registries[{n}]")
                return tuple(
                    self._contact_step(tx, account, case.panel, case.name, wish.card, _first_kind(account), "$")
                    for account in accounts
                )
            case UpdateContact():
                return tuple(self._contact_update(wish, instance) for instance in live)
            case DeleteContact():
                _refuse_used_contact(tx, case)
                return tuple(Step(goal=ContactDelete(id=i.registry_id), account=i.account) for i in live)

    def _contact_update(self, wish: UpdateContact, instance: Instance) -> Step:
        account = self._accounts.get(instance.account)
        card = wish.card
        goal = ContactUpdate(
            id=instance.registry_id,
            postal=_postal_for(card, account, "$"),
            voice=card.voice,
            fax=card.fax,
            email=card.email,
        )
        return Step(goal=goal, account=account.id)


def undo_of(step: Step) -> Step | None:
    """The step that takes back what a step made: hosts and contacts are deleted, a name never is."""
    if step.makes is None:
        return None
    match step.makes.kind:
        case "host":
            return Step(goal=HostDelete(name=step.makes.registry_id), account=step.account, makes=step.makes, undo=True)
        case "contact":
            goal = ContactDelete(id=step.makes.registry_id)
            return Step(goal=goal, account=step.account, makes=step.makes, undo=True)
        case _:
            return None


def _glue_step(account: Account, host: WantedHost, n: int) -> Step:
    if not host.addresses:
        path = f"$.nameservers[{n}].addresses"
        raise BadValue(f"`{host.name}` lies below the name itself and needs its addresses", path=path)
    return _host_step(account, host.name, host.addresses)


def _host_step(account: Account, name: str, addresses: tuple[str, ...], *, if_missing: bool = True) -> Step:
    made = Made(kind="host", name=name, registry_id=name)
    goal = HostCreate(name=name, addresses=addresses)
    return Step(goal=goal, account=account.id, makes=made, if_missing=if_missing)


def _usable(instance: Instance) -> bool:
    return instance.state == "live"


def _live_host(tx: Transaction, account: Account, host: str) -> bool:
    return any(_usable(instance) for instance in tx.instance_of(account.id, "host", host))


def _live_contact(tx: Transaction, account: Account, panel: str, contact: str, kind: ContactKind | None) -> str | None:
    for instance in tx.instances("contact", panel, contact):
        if instance.account == account.id and instance.role == (kind or "") and _usable(instance):
            return instance.registry_id
    return None


def _first_kind(account: Account) -> ContactKind | None:
    return "registrant" if account.capabilities.contact_kinds else None


def _domain_contacts(ids: dict[str, str]) -> tuple[DomainContact, ...]:
    return tuple(DomainContact(role=role, id=id_) for role, id_ in ids.items() if role != "registrant")  # type: ignore[arg-type] # the roles left are a domain contact's


def _check_years(period: Period | None, account: Account) -> None:
    if period is None:
        return
    capabilities = account.capabilities
    low, high = capabilities.min_years * 12, capabilities.max_years * 12
    if period.months % 12 or not low <= period.months <= high:
        years = str(capabilities.min_years)
        if capabilities.max_years != capabilities.min_years:
            years += f" to {capabilities.max_years}"
        raise BadValue(f"the period here is {years} whole years", path="$.period")


def _check_contacts(contacts: tuple[WantedContact, ...], account: Account) -> None:
    if account.capabilities.contact_model != "required":
        return
    given = {contact.role for contact in contacts}
    missing = [role for role in account.capabilities.required_contacts if role not in given]
    if missing:
        raise BadValue(f"this registry needs the contacts: {', '.join(missing)}", path="$.contacts")


def _postal_for(card: ContactCard, account: Account, path: str) -> tuple:  # type: ignore[type-arg] # see the return
    by_type = {postal.type: postal for postal in card.postal}
    missing = [kind for kind in account.capabilities.postal_types if kind not in by_type]
    if missing:
        raise BadValue(f"{account.id} needs the address in the form {' and '.join(missing)}", path=path)
    return tuple(by_type[kind] for kind in account.capabilities.postal_types)


def _refuse_used_contact(tx: Transaction, case: Case) -> None:
    users = [
        record.unicode
        for record in tx.domains(panel=case.panel)
        if record.left is None and any(contact.id == case.name for contact in record.contacts)
    ]
    if users:
        raise WrongState(f"the contact is in use by {', '.join(users[:5])}")
