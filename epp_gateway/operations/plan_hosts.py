"""Plans of hosts: those that names use, and those that panels keep by themselves.

A host below a name of the panel's own is glue and carries addresses; a host outside the registry's zones is only its
name; a host inside its zones below somebody else's name must be there already.
"""

from collections.abc import Iterable

from epp_gateway.journal.records import Instance
from epp_gateway.journal.store import Transaction
from epp_gateway.model.account import Account
from epp_gateway.model.commands import HostCreate, HostDelete
from epp_gateway.model.errors import BadValue
from epp_gateway.model.intent import CreateHost, DeleteHost, UpdateHost, WantedHost
from epp_gateway.model.plan import HostDesired, Made, Step

from .accounts import Accounts
from .case import Case, parent_domain


class HostPlans:
    """Makes the steps that concern hosts."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    def plan(self, tx: Transaction, case: Case, wish: CreateHost | UpdateHost | DeleteHost) -> tuple[Step, ...]:
        """The steps for a wish about a host."""
        match wish:
            case CreateHost():
                return self._create_host(case, wish)
            case UpdateHost():
                live = [one for one in tx.instances("host", case.panel, case.name) if one.is_live]
                goal = HostDesired(name=wish.name, addresses=wish.addresses)
                if wish.addresses and not case.domain:
                    raise BadValue("only a host below a name of yours carries addresses", path="$.addresses")
                return tuple(Step(goal=goal, account=one.account) for one in live if self._is_ours(case, one))
            case DeleteHost():
                live = [instance for instance in tx.instances("host", case.panel, case.name) if instance.is_live]
                alone = [one for one in live if _users(tx, one) == 1 and self._is_ours(case, one)]
                return tuple(Step(goal=HostDelete(name=wish.name), account=instance.account) for instance in alone)

    def _is_ours(self, case: Case, instance: Instance) -> bool:
        """Whether a host at a registry follows this panel: below a name that left, it went along."""
        return case.domain is not None or not self._accounts.get(instance.account).holds_host(case.name)

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

    def for_update(self, tx: Transaction, case: Case, wanted: tuple[WantedHost, ...]) -> list[Step]:
        """Steps for the name servers that an existing name is to have."""
        account = case.registry_account
        steps: list[Step] = []
        for n, host in enumerate(wanted):
            if not host.name.endswith("." + case.name):
                steps += self.outside(tx, case, [host])
            elif not _live_host(tx, account, host.name):
                steps.append(glue_step(account, host, n))
            elif host.addresses:
                steps.append(Step(goal=HostDesired(name=host.name, addresses=host.addresses), account=account.id))
        return steps

    def outside(self, tx: Transaction, case: Case, hosts: Iterable[WantedHost]) -> list[Step]:
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


def glue_step(account: Account, host: WantedHost, n: int) -> Step:
    """The step for a host below the name itself; `n` is its place in the request."""
    if not host.addresses:
        path = f"$.nameservers[{n}].addresses"
        raise BadValue(f"`{host.name}` lies below the name itself and needs its addresses", path=path)
    return _host_step(account, host.name, host.addresses)


def _host_step(account: Account, name: str, addresses: tuple[str, ...], *, if_missing: bool = True) -> Step:
    made = Made(kind="host", name=name, registry_id=name)
    goal = HostCreate(name=name, addresses=addresses)
    return Step(goal=goal, account=account.id, makes=made, if_missing=if_missing)


def _users(tx: Transaction, instance: Instance) -> int:
    """How many panels have that host at that registry."""
    return sum(other.is_live for other in tx.instance_of(instance.account, "host", instance.registry_id))


def _live_host(tx: Transaction, account: Account, host: str) -> bool:
    return any(instance.is_live for instance in tx.instance_of(account.id, "host", host))
