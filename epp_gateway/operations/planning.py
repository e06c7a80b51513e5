"""From a case to a plan: which wire steps, in which order, make the wish true.

A create asks for its parts first (contacts where the registry's model wants them, hosts outside the name), then the
name, then what lies below it (glue), then the update that uses the glue. Ids are generated here and journaled with
the plan, before anything is sent. Planning reads and writes journal rows; it talks to no registry.
"""

from collections.abc import Callable

from epp_gateway.journal.store import Transaction
from epp_gateway.model.account import Account
from epp_gateway.model.commands import (
    ContactDelete,
    DomainCreate,
    DomainDelete,
    DomainRenew,
    DomainTransfer,
    DomainUpdate,
    HostDelete,
)
from epp_gateway.model.errors import BadValue
from epp_gateway.model.intent import (
    AnswerTransfer,
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
)
from epp_gateway.model.objects import DomainContact
from epp_gateway.model.plan import DomainDesired, Made, Step
from epp_gateway.model.secret import Secret
from epp_gateway.model.terms import Period, cur_exp_date

from . import codes
from .accounts import Accounts
from .case import Case, removed_statuses
from .plan_contacts import ContactPlans, check_contacts
from .plan_hosts import HostPlans, glue_step


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
        self._hosts = HostPlans(accounts)
        self._contacts = ContactPlans(accounts, new_contact_id=new_contact_id, new_auth_code=new_auth_code)
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
                return self._hosts.plan(tx, case, case.wish)
            case CreateContact() | UpdateContact() | DeleteContact():
                return self._contacts.plan(tx, case, case.wish)
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
                return DomainTransfer(
                    name=wish.name, op="request", period=wish.period, auth_info=wish.auth_code, method=wish.method
                )
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
            may_remove=tuple(sorted(removed_statuses(case.wish, case.domain))) if case.domain else (),
            registrant=registrant,
            contacts=contacts,
        )
        return (Step(goal=goal, account=case.registry_account.id),)

    def _create_domain(self, tx: Transaction, case: Case, wish: CreateDomain) -> tuple[Step, ...]:
        account = case.registry_account
        capabilities = account.capabilities
        _check_years(wish.period, account)
        check_contacts(wish.contacts, account)
        glue = [host for host in wish.nameservers if host.name.endswith("." + case.name)]
        outside = [host for host in wish.nameservers if host not in glue]
        contact_steps, ids = self._contacts.of_domain(tx, case, wish.contacts)
        code = wish.auth_code or (self._new_auth_code() if capabilities.auth_info == "random" else Secret(""))
        create = DomainCreate(
            name=case.name,
            auth_info=code,
            period=wish.period,
            nameservers=tuple(host.name for host in outside),
            registrant=ids.get("registrant"),
            contacts=_domain_contacts(ids),
        )
        steps = [*contact_steps, *self._hosts.outside(tx, case, outside)]
        made = Made(kind="domain", name=case.name, registry_id=case.name)
        steps.append(Step(goal=create, account=account.id, makes=made))
        if glue:
            steps += [glue_step(account, host, n) for n, host in enumerate(wish.nameservers) if host in glue]
            steps += self._desired(case, nameservers=tuple(host.name for host in wish.nameservers))
        return tuple(steps)

    def _update_domain(self, tx: Transaction, case: Case, wish: UpdateDomain) -> tuple[Step, ...]:
        steps: list[Step] = []
        statuses = () if wish.statuses is None else self._desired(case, client_statuses=wish.statuses)
        locks_updates = "clientUpdateProhibited" in (wish.statuses or ())
        if not locks_updates:
            steps += statuses
        if wish.contacts is not None:
            check_contacts(wish.contacts, case.registry_account)
            contact_steps, ids = self._contacts.of_domain(tx, case, wish.contacts)
            steps += contact_steps
            if case.registry_account.capabilities.contact_model != "none":
                steps += self._desired(case, registrant=ids.get("registrant"), contacts=_domain_contacts(ids))
        if wish.nameservers is not None:
            steps += self._hosts.for_update(tx, case, wish.nameservers)
            steps += self._desired(case, nameservers=tuple(host.name for host in wish.nameservers))
        if locks_updates:
            steps += statuses
        return tuple(steps)


def undo_of(step: Step) -> Step | None:
    """The step that takes back what a step made: hosts and contacts are deleted, a name never is.

    A host outside the name whose reply was lost is not deleted either. Another order of ours may have made it
    meanwhile, under the same client id, and rest on it: the registry's answer can not tell the two apart.
    """
    if step.makes is None or (step.if_missing and step.attempts and step.attempts[-1].code is None):
        return None
    match step.makes.kind:
        case "host":
            return Step(goal=HostDelete(name=step.makes.registry_id), account=step.account, makes=step.makes, undo=True)
        case "contact":
            goal = ContactDelete(id=step.makes.registry_id)
            return Step(goal=goal, account=step.account, makes=step.makes, undo=True)
        case _:
            return None


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
