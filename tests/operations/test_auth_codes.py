"""Auth codes: issued, shown exactly once, cleared, and kept nowhere where they can be read."""

import pytest
import trio

from epp_gateway.model.errors import NotAllowed
from epp_gateway.model.intent import IssueAuthCode


@pytest.fixture
async def panel(world):
    """A panel with a name that is old enough to be given a code."""
    panel = world.panel("p")
    await panel.create("example.com")
    world.clock.forward(days=100)
    await world.know("example.com", debts=[], disputes=[], exempt__pref_jp_2012=False)
    return panel


def code_at_registry(world):
    return world.pools["verisign"].registry.domains["example.com"].auth_info.reveal()


async def test_a_new_code_is_set_and_shown_once(world, panel):
    done = await panel.auth_code("example.com", key="k")
    code = done["result"]["data"]["auth_code"]
    assert code == code_at_registry(world)
    again = await panel.auth_code("example.com", key="k")
    assert (again["id"], again["state"], again["result"]["data"]) == (done["id"], "succeeded", {})
    assert (await panel.wait(done))["result"]["data"] == {}
    assert code not in repr(await panel.see(done))


async def test_only_one_of_two_who_wait_sees_it(world, panel):
    begun = await panel.submit(IssueAuthCode(name="example.com"))
    seen = []

    async def watch():
        seen.append((await panel.wait(begun))["result"]["data"])

    async with trio.open_nursery() as nursery:
        nursery.start_soon(watch)
        nursery.start_soon(watch)
    assert sorted(map(len, seen)) == [0, 1]


async def test_a_new_key_issues_a_new_code(world, panel):
    first = await panel.auth_code("example.com")
    second = await panel.auth_code("example.com")
    assert first["result"]["data"]["auth_code"] != second["result"]["data"]["auth_code"] == code_at_registry(world)


async def test_a_code_of_the_panels_own_is_set_as_it_is(world, panel):
    await panel.auth_code("example.com", code="Own-Code-1")
    assert code_at_registry(world) == "Own-Code-1"


async def test_a_code_that_the_registry_refuses_is_not_shown(world, panel):
    failed = await panel.auth_code("example.com", code="short")
    assert (failed["state"], failed["result"]["code"]) == ("failed", 2306)
    assert failed["result"]["data"] == {}
    assert world.desk._codes == {}


async def test_clearing_sets_a_code_that_nobody_sees(world, panel):
    done = await panel.auth_code("example.com")
    cleared = await panel.auth_code("example.com", clear=True)
    assert cleared["result"]["data"] == {}
    assert code_at_registry(world) not in {"", done["result"]["data"]["auth_code"]}


async def test_a_code_needs_the_scope_to_unlock_and_clearing_does_not(world, panel):
    careful = panel.with_scopes("read", "write")
    with pytest.raises(NotAllowed):
        await careful.auth_code("example.com")
    assert (await careful.auth_code("example.com", clear=True))["state"] == "succeeded"


async def test_no_code_is_kept_in_an_operation_that_ended(world, panel):
    code = (await panel.auth_code("example.com"))["result"]["data"]["auth_code"]
    entry = (await world.entries())[-1]
    assert entry.plan[0].goal.auth_info.reveal() == entry.attempts[0].command.auth_info.reveal() == ""
    assert code not in repr(world.log.lines)


async def test_a_code_whose_reply_was_lost_is_shown_when_the_registry_shows_it(world, panel):
    world.fault("verisign", "lost-after", "domain.update")
    done = await panel.auth_code("example.com")
    assert done["state"] == "succeeded"
    assert done["result"]["data"]["auth_code"] == code_at_registry(world)


async def test_a_code_is_shown_after_a_crash_in_between(world, panel):
    world.crash_points = [("after-send", 1)]
    world.happened["after-send"] = 0
    begun = await panel.submit(IssueAuthCode(name="example.com"), key="k")
    await world._process.ended.wait()
    await world.restart()
    done = await panel.wait(begun)
    assert done["result"]["data"]["auth_code"] == code_at_registry(world)
