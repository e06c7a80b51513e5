"""The process is killed at every instant that matters and started again: nothing is lost, nothing is done twice."""

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
import trio

from epp_gateway.model.errors import Unreachable
from epp_gateway.model.intent import CreateDomain, UpdateDomain
from tests.operations.panel import Panel, hosts, people
from tests.operations.stories import NAME, STORIES, Story, a_name
from tests.operations.world import Crashed, World, open_world


async def _thick(_world: World, panel: Panel) -> None:
    await panel.contact("holder")


async def _failing(world: World, panel: Panel) -> None:
    await panel.contact("holder")
    world.fault("generic", "code", "domain.create", code=2308, times=100)


THICK = CreateDomain(
    name="example.test",
    contacts=people(registrant="holder", admin="holder"),
    nameservers=hosts("ns.dns.example", ("ns1.example.test", "192.0.2.1")),
)
PLANS = {
    "thick": Story(_thick, THICK, "domain.create", "generic"),
    "undone": Story(_failing, THICK, "domain.create", "generic", ends="failed"),
    "locking": Story(
        a_name,
        UpdateDomain(name=NAME, nameservers=hosts("ns1.dns.example"), statuses=("clientUpdateProhibited",)),
        "domain.update",
    ),
}
Planted = Callable[[World, Story], object]
FAULTS: dict[str, Planted] = {
    "well": lambda _world, _story: None,
    "lost": lambda world, story: world.fault(story.account, "lost", story.word),
    "lost-after": lambda world, story: world.fault(story.account, "lost-after", story.word),
    "late": lambda world, story: world.fault(story.account, "late", story.word, seconds=4),
}


async def live_through(story: Story, planted: Planted, *points: tuple[str, int]) -> World:
    """Tell a story; when the process is killed, start it again and let the panel repeat its request."""
    async with open_world() as world:
        panel = world.panel("p")
        await story.before(world, panel)
        before = len(world.pools[story.account].done(story.word))
        planted(world, story)
        world.arm(*points)
        while True:
            try:
                done = await panel.do(story.wish, key="the key")
                break
            except Crashed:
                await world.restart()
        assert done["state"] == story.ends, done
        for word in {attempt["command"] for attempt in done["attempts"]}:
            steps = [step for step in done["steps"] if step["command"] == word and step["state"] == "done"]
            assert not steps or world.pools[story.account].done(word)
        if story.ends != "failed":
            wanted = sum(step["command"] in {story.word, "domain.desired"} for step in done["steps"]) or 1
            assert len(world.pools[story.account].done(story.word)) - before <= wanted
        assert not world._process.dead
    return world


def points_of(world: World) -> Iterator[tuple[str, int]]:
    """Every instant of a story that went through."""
    for kind, count in world.happened.items():
        yield from ((kind, n) for n in range(1, count + 1))


@pytest.mark.parametrize("story", (STORIES | PLANS).values(), ids=(STORIES | PLANS).keys())
async def test_a_crash_at_any_instant_loses_nothing_and_does_nothing_twice(story):
    quiet = await live_through(story, FAULTS["well"])
    points = [*points_of(quiet)]
    assert len(points) >= 4
    for point in points:
        world = await live_through(story, FAULTS["well"], point)
        assert world.happened["write"] >= quiet.happened["write"], f"nothing happened after {point}"


@pytest.mark.parametrize("planted", ["lost", "lost-after", "late"])
@pytest.mark.parametrize("name", ["create", "renew", "transfer", "late-delete", "approve", "thick"])
async def test_a_crash_while_a_reply_is_missing(name, planted):
    story = (STORIES | PLANS)[name]
    quiet = await live_through(story, FAULTS[planted])
    for point in points_of(quiet):
        await live_through(story, FAULTS[planted], point)


@pytest.mark.parametrize("name", ["create", "renew", "undone"])
async def test_two_crashes_one_soon_after_the_other(name):
    story = (STORIES | PLANS)[name]
    points = [("write", n) for n in range(1, 9)]
    for pair in pairwise(points):
        await live_through(story, FAULTS["lost-after"], *pair)
    for n in range(1, 4):
        await live_through(story, FAULTS["lost"], ("after-send", n), ("write", n + 2))


async def test_what_runs_after_the_crash_is_found_by_the_restarted_process():
    """The bytes are under way when the process dies, and the registry acts some seconds after its restart."""
    world = await live_through(STORIES["create"], FAULTS["late"], ("after-send", 1))
    assert [one.cltrid[-2:] for one in world.ledger] == ["-1"]


async def test_a_first_attempt_cut_off_by_a_crash_that_runs_very_late_is_ours(world):
    """Even when it runs after the second attempt was promised: the refusal of the second is its echo."""
    panel, pool = world.panel("p"), world.pools["verisign"]
    world.fault("verisign", "lost", "domain.create")
    world.arm(("after-send", 1))
    begun = await panel.submit(CreateDomain(name=NAME), key="k")
    await world._process.ended.wait()
    first = next(request for request in pool.arrived if request.cltrid.endswith("-1"))
    await world.restart()
    pool.before = lambda request: pool._execute(first) if request.cltrid.endswith("-2") else None
    done = await panel.wait(begun)
    assert (done["state"], len(done["attempts"])) == ("succeeded", 2)
    assert [one.cltrid for one in world.ledger] == [first.cltrid]


async def test_a_crash_while_the_registry_is_away_stays_reconciling(world):
    panel, pool = world.panel("p"), world.pools["verisign"]
    world.fault("verisign", "lost-after", "domain.create")
    begun = await panel.submit(CreateDomain(name=NAME), key="k")
    await trio.sleep(1)
    pool.away = Unreachable("planted")
    await world.crash()
    await world.restart()
    await trio.sleep(5000)
    assert (await panel.see(begun))["state"] == "reconciling"
    pool.away = None
    assert (await panel.wait(begun))["state"] == "succeeded"


async def test_a_start_tells_when_it_found_what_was_under_way(world):
    panel = world.panel("p")
    world.arm(("after-send", 1))
    begun = await panel.submit(CreateDomain(name=NAME))
    await world._process.ended.wait()
    world.clock.forward(hours=3)
    await world.restart()
    await panel.wait(begun)
    lines = await world.journal.read(lambda tx: tx.history(begun["id"]))
    assert [line.at for line in lines if line.event == "interrupted"] == ["2026-11-22T20:30:00.050Z"]


async def test_a_held_doubt_does_not_stand_in_the_way_of_a_start(world):
    """It let go of its object; somebody else's operation on it was under way when the process died."""
    panel = world.panel("p")
    await a_name(world, panel)
    silent = world.fault("verisign", "code", "domain.info", code=2400, times=1000)
    world.fault("verisign", "lost-after", "domain.renew")
    held = await panel.renew(NAME, "2027-11-22")
    assert held["state"] == "held"
    world.arm(("before-send", 1))
    other = await panel.submit(STORIES["delete"].wish)
    await world._process.ended.wait()
    silent.times = 0
    await world.restart()
    assert (await panel.see(held))["state"] == "held"
    assert (await panel.wait(other))["state"] == "succeeded"


async def test_a_held_doubt_that_is_released_after_a_restart_ends_as_what_it_was(world):
    panel = world.panel("p")
    await a_name(world, panel)
    silent = world.fault("verisign", "code", "domain.info", code=2400, times=1000)
    world.fault("verisign", "lost-after", "domain.renew")
    held = await panel.renew(NAME, "2027-11-22")
    await world.crash()
    await world.restart()
    silent.times = 0
    await world.operator.act(held, "release", "it answers again")
    done = await panel.wait(held)
    assert (done["state"], len(world.pools["verisign"].done("domain.renew"))) == ("succeeded", 1)


async def test_what_waited_gets_its_turn_after_a_crash(world):
    panel = world.panel("p")
    await a_name(world, panel)
    world.arm(("after-send", 1))
    first = await panel.submit(STORIES["renew"].wish)
    second = await panel.submit(STORIES["update"].wish)
    assert second["state"] == "queued"
    await world._process.ended.wait()
    await world.restart()
    assert (await panel.wait(second))["state"] == "succeeded"
    assert (await panel.see(first))["state"] == "succeeded"


async def test_an_operation_parked_by_a_drain_goes_on_after_the_next_start(world):
    """A plan is half done when the pools are drained: the rest is done by the next process."""
    panel = world.panel("p")
    await panel.contact("holder")
    world.fault("generic", "draining", "domain.create")
    begun = await panel.submit(THICK)
    await trio.sleep(5)
    assert (await panel.see(begun))["state"] == "sending"
    assert "goes on after the next start" in str(world.log.told("operation"))
    await world.crash()
    await world.restart()
    assert (await panel.wait(begun))["state"] == "succeeded"


async def test_a_doubt_under_a_draining_pool_waits_for_the_next_start(world):
    panel = world.panel("p")
    world.fault("verisign", "lost-after", "domain.create")
    world.fault("verisign", "draining", "domain.info")
    begun = await panel.submit(CreateDomain(name=NAME))
    await trio.sleep(5000)
    assert (await panel.see(begun))["state"] == "reconciling"
    await world.crash()
    await world.restart()
    assert (await panel.wait(begun))["state"] == "succeeded"
