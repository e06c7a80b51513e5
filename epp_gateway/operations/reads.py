"""All reads behind one face, as a door wants them."""

from epp_gateway.journal.store import Journal

from .accounts import Accounts
from .desk import Desk
from .facts import Facts
from .query import Query
from .status import Status
from .wire import Clock, Wire


class Reads(Query):
    """Names and operations (`Query`), facts, and how the gateway stands."""

    def __init__(
        self,
        journal: Journal,
        accounts: Accounts,
        wire: Wire,
        desk: Desk,
        *,
        clock: Clock,
        facts: Facts,
        status: Status,
    ) -> None:
        super().__init__(journal, accounts, wire, desk, clock=clock)
        self.facts = facts.get
        self.put_facts = facts.put
        self.registries = status.registries
        self.registry = status.registry
        self.rule = status.rule
        self.packs = status.packs
        self.ready = status.ready
