"""How the gateway stands: registries, packs, readiness; and what a broken store or a bug of ours does to it."""

import pytest
import trio

from epp_gateway.model.errors import NotFound, StoreFailure, Unreachable
from epp_gateway.model.intent import CreateDomain, RenewDomain
from epp_gateway.operations.facts import Facts
from epp_gateway.operations.reads import Reads
from epp_gateway.operations.status import Status
from tests.operations.world import shipped_packs


@pytest.fixture
def reads(world):
    status = Status(world.accounts, world.pools, shipped_packs(), world.desk)
    facts = Facts(world.journal, clock=world.clock)
    return Reads(
        world.journal, world.accounts, world.query._wire, world.desk, clock=world.clock, facts=facts, status=status
    )


async def test_registries_tell_their_tlds_and_their_sessions(world, reads):
    world.pools["jprs"].away = Unreachable("no route")
    verisign, jprs, _ = await reads.registries()
    assert (verisign["id"], verisign["tlds"], verisign["sessions_open"]) == ("verisign", ["com", "net"], 2)
    assert (jprs["circuit"]["state"], jprs["circuit"]["last_cause"]) == ("open", "no route")
    shown = await reads.registry("jprs")
    assert (shown["capabilities"]["jp"]["ending"], [*shown["sessions"]]) == ("month-end", [])
    with pytest.raises(NotFound):
        await reads.registry("nowhere")


async def test_packs_and_rules_are_told(reads):
    assert {"id": "gateway", "document": "gateway lock", "tier": "special", "version": "2025-01-01"} in (
        await reads.packs()
    )
    assert (await reads.rule("gateway.lock"))["pack"] == "gateway"
    with pytest.raises(NotFound):
        await reads.rule("no.such.rule")


async def test_one_registry_that_is_away_does_not_make_the_gateway_unready(world, reads):
    assert await reads.ready() == (True, [])
    world.pools["jprs"].away = Unreachable("no route")
    assert await reads.ready() == (True, ["jprs: no route"])
    for pool in world.pools.values():
        pool.away = Unreachable("no route")
    assert (await reads.ready())[0] is False


async def test_a_store_that_fails_stops_new_work_and_not_what_can_be_read(world, reads):
    panel = world.panel("p")
    begun = await panel.create("example.com")
    broken = world.journal.write

    async def fail(job):
        raise StoreFailure("the disk is full")

    world.journal.write = fail
    with pytest.raises(StoreFailure):
        await panel.renew("example.com", "2027-11-22")
    world.journal.write = broken
    running = await panel.submit(RenewDomain(name="example.com", current_expiry="2027-11-22"))
    world.journal.write = fail
    await trio.sleep(1)
    assert world.desk.trouble == "the disk is full"
    assert await reads.ready() == (False, ["store: the disk is full"])
    world.journal.write = broken
    with pytest.raises(StoreFailure):
        await panel.create("other.com")
    assert (await panel.see(begun))["state"] == "succeeded"
    await world.crash()
    await world.restart()
    assert (await panel.wait(running))["state"] == "succeeded"
    assert len(world.pools["verisign"].done("domain.renew")) == 1


async def test_a_bug_of_ours_ends_nobody_elses_operation_and_is_told(world):
    panel = world.panel("p")
    world.bugs_expected = True

    def explode(request):
        if request.command.name == "bad.com":
            raise ZeroDivisionError

    world.pools["verisign"].before = explode
    bad = await panel.submit(CreateDomain(name="bad.com"))
    good = await panel.submit(CreateDomain(name="good.com"))
    assert (await panel.wait(good))["state"] == "succeeded"
    aside = await panel.wait(bad)
    assert (aside["state"], aside["result"]["reason"]) == ("held", "gateway-bug")
    (told,) = world.log.told("gateway-bug")
    assert (told["operation"], told["reason"]) == (bad["id"], "ZeroDivisionError()")
    world.pools["verisign"].before = lambda _request: None
    await world.operator.act(bad, "release")
    assert (await panel.wait(bad))["state"] == "succeeded"


async def test_the_watch_survives_a_bad_answer_and_a_failing_store(world):
    panel = world.panel("p")
    world.bugs_expected = True
    await panel.create("example.com")
    world.clock.forward(days=6)
    pending = await panel.delete("example.com")
    world.clock.forward(days=40)

    def explode(_request):
        raise ZeroDivisionError

    world.pools["verisign"].before = explode
    await trio.sleep(4000)
    assert world.log.told("gateway-bug")
    world.pools["verisign"].before = lambda _request: None
    assert (await panel.wait(pending, 500_000))["state"] == "succeeded"


async def test_the_watch_asks_less_and_less_often(world):
    panel = world.panel("p")
    await panel.create("example.com")
    world.clock.forward(days=6)
    await panel.delete("example.com")
    pool = world.pools["verisign"]
    asked = []
    for _ in range(4):
        before = pool.asked("domain.info")
        await trio.sleep(5 * 86_400)
        asked.append(pool.asked("domain.info") - before)
    assert asked == sorted(asked, reverse=True)
    assert 0 < asked[-1] < 12
