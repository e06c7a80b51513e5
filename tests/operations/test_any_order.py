"""Wishes, faults, crashes, outages and operators in any order: the promises hold after every step.

The world itself looks at every write (see `truth`): nothing is executed twice, nothing is told that is not so, what is
completed never changes. At the end everything comes to rest, and what we remember is what the registry has.
"""

from functools import partial

import trio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from epp_gateway.journal.entry import State
from epp_gateway.model.commands import DomainCreate, DomainTransfer
from epp_gateway.model.errors import CallerError, Unreachable
from epp_gateway.model.intent import (
    AnswerTransfer,
    CreateDomain,
    DeleteDomain,
    IssueAuthCode,
    LockDomain,
    RenewDomain,
    TransferIn,
    UpdateDomain,
    Wish,
)
from epp_gateway.model.secret import Secret
from tests.operations.conftest import in_virtual_time
from tests.operations.panel import hosts
from tests.operations.stories import CODE
from tests.operations.world import US, Crashed, World, open_world

OURS = ("one.com", "two.com")
THEIRS = "their.com"
WORDS = ("domain", "domain.create", "domain.renew", "domain.update", "domain.delete", "domain.info", "host", "*")
TROUBLE = ("lost", "lost-after", "late", "logged-out", "unsent", "no-capacity", "unreachable", "code", "failed-after")

ALWAYS = st.just(value=True)

names = st.sampled_from(OURS)
servers = st.lists(st.sampled_from(["ns1.dns.example", "ns2.dns.example"]), unique=True, max_size=2).map(
    lambda wanted: hosts(*wanted)
)
statuses = st.lists(st.sampled_from(["clientHold", "clientUpdateProhibited", "clientDeleteProhibited"]), unique=True)
wishes = st.one_of(
    st.builds(CreateDomain, name=names, nameservers=servers),
    st.builds(lambda name: CreateDomain(name=name, nameservers=hosts((f"ns.{name}", "192.0.2.1"))), names),
    st.builds(RenewDomain, name=names, current_expiry=st.sampled_from(["2027-11-22", "2028-11-22"])),
    st.builds(UpdateDomain, name=names, nameservers=servers),
    st.builds(LockDomain, name=names, statuses=statuses.map(tuple)),
    st.builds(LockDomain, name=names, gateway_lock=st.booleans()),
    st.builds(DeleteDomain, name=names),
    st.builds(IssueAuthCode, name=names, clear=ALWAYS),
    st.just(TransferIn(name=THEIRS, auth_code=Secret(CODE))),
    st.just(AnswerTransfer(name=THEIRS, op="cancel")),
)


class Life:
    """One example: what was asked for so far, and what may happen next."""

    def __init__(self, world: World, nursery: trio.Nursery) -> None:
        self.world = world
        self.pool = world.pools["verisign"]
        self.asked: list[tuple[str, str, Wish]] = []
        self._nursery = nursery

    async def step(self, data: st.DataObject) -> None:
        rare = (self.repeat, self.fault, self.crash, self.outage, self.answer, self.release)
        await data.draw(st.sampled_from((self.wish, self.wish, self.wish, *rare)))(data)
        await trio.sleep(data.draw(st.sampled_from([0, 0.07, 1, 3, 12, 200])))

    async def wish(self, data: st.DataObject) -> None:
        self.asked.append((data.draw(st.sampled_from("pq")), f"key {len(self.asked)}", data.draw(wishes)))
        self._nursery.start_soon(self._ask, *self.asked[-1])

    async def repeat(self, data: st.DataObject) -> None:
        if self.asked:
            self._nursery.start_soon(self._ask, *data.draw(st.sampled_from(self.asked)))

    async def _ask(self, panel: str, key: str, wish: Wish) -> None:
        try:
            await self.world.panel(panel).submit(wish, key=key)
        except (CallerError, Crashed):
            return

    async def fault(self, data: st.DataObject) -> None:
        do = data.draw(st.sampled_from(TROUBLE))
        more = {"code": data.draw(st.sampled_from([2400, 2500, 2306, 2104])), "executed": False}
        if do == "failed-after":
            do, more = "code", {"code": 2400, "executed": True}
        word = data.draw(st.sampled_from(WORDS))
        self.world.fault("verisign", do, word, times=data.draw(st.integers(1, 3)), seconds=6.0, **more)

    async def crash(self, _data: st.DataObject) -> None:
        await self.world.crash()
        await self.world.restart()

    async def outage(self, _data: st.DataObject) -> None:
        self.pool.away = None if self.pool.away else Unreachable("planted")

    async def answer(self, data: st.DataObject) -> None:
        domain = self.pool.registry.domains.get(THEIRS)
        if domain is not None and domain.is_moving:
            self.pool.by_hand(DomainTransfer(name=THEIRS, op=data.draw(st.sampled_from(["approve", "reject"]))))

    async def release(self, _data: st.DataObject) -> None:
        for entry in await self.world.entries():
            if entry.state is State.HELD:
                await self.world.operator.act({"id": entry.id}, "release", "go on")

    async def rest(self) -> None:
        """All trouble ends, and everything comes to an end."""
        self.pool.away = None
        self.pool.faults.clear()
        for _ in range(50):
            await trio.sleep(300)
            await self.release(None)
            if all(entry.state.completed or entry.state is State.PENDING for entry in await self.world.entries()):
                break
        for name in (*OURS, THEIRS):
            for panel in "pq":
                await self.world.desk.look_at(panel, name)

    async def compare(self) -> None:
        """What we remember is what the registry has."""
        entries = await self.world.entries()
        assert {entry.state for entry in entries if not entry.state.completed} <= {State.PENDING}
        read = self.world.journal.read
        records = [record for panel in "pq" for record in await read(lambda tx, panel=panel: tx.domains(panel=panel))]
        ours = {record.name: record for record in records if record.left is None}
        there = {name: domain for name, domain in self.pool.registry.domains.items() if domain.sponsor == US}
        assert ours.keys() == there.keys()
        for name, record in ours.items():
            assert set(record.registry.nameservers) in (set(there[name].nameservers), set())
            client = {status.value for status in record.registry.statuses if status.value.startswith("client")}
            assert client == set(there[name].statuses)
        orphans = {made.name for entry in entries for made in entry.orphans}
        used = {host for domain in there.values() for host in domain.nameservers}
        known = {host for host in self.pool.registry.hosts if await self._knows(host)}
        assert self.pool.registry.hosts.keys() <= used | orphans | known

    async def _knows(self, host: str) -> bool:
        return bool(await self.world.journal.read(lambda tx: tx.instance_of("verisign", "host", host)))


async def live(data: st.DataObject) -> None:
    async with open_world() as world, trio.open_nursery() as nursery:
        life = Life(world, nursery)
        life.pool.by_hand(DomainCreate(name=THEIRS, auth_info=Secret(CODE)))
        for _ in range(data.draw(st.integers(1, 14))):
            await life.step(data)
            for entry in await world.entries():
                world.look_at(entry)
            assert world.broken == [], "\n".join(world.broken)
        await life.rest()
        await life.compare()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_the_promises_hold_in_any_order_of_things(data):
    in_virtual_time(partial(live, data))
