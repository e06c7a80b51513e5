"""One transform of an object at a time, in the order they came; different objects do not wait for each other."""

import pytest
import trio

from epp_gateway.model.errors import NotAllowed, NotFound, Unreachable, WrongState
from epp_gateway.model.intent import CreateDomain, DeleteDomain, LockDomain, RenewDomain, TransferOut, UpdateDomain
from tests.operations.panel import hosts

NAME = "example.com"


def renewal(year):
    return RenewDomain(name=NAME, current_expiry=f"{year}-11-22")


@pytest.fixture
async def panel(world):
    panel = world.panel("p")
    await panel.create(NAME)
    return panel


async def test_transforms_of_one_name_run_one_after_the_other_in_order(world, panel):
    documents = [await panel.submit(renewal(year)) for year in (2027, 2028, 2029, 2030)]
    assert [document["state"] for document in documents] == ["sending", "queued", "queued", "queued"]
    for document in documents:
        assert (await panel.wait(document))["state"] == "succeeded"
    done = [one.command.cur_exp_date[:4] for one in world.pools["verisign"].done("domain.renew")]
    assert done == ["2027", "2028", "2029", "2030"]


async def test_different_names_do_not_wait_for_each_other(world, panel):
    began = world.clock()
    async with trio.open_nursery() as nursery:
        for n in range(20):
            nursery.start_soon(panel.create, f"name-{n}.com")
    assert (world.clock() - began).total_seconds() < 0.2
    assert len(world.pools["verisign"].done("domain.create")) == 21


async def test_one_in_doubt_holds_back_its_own_name_only(world, panel):
    world.fault("verisign", "lost", "domain.renew")
    doubtful = await panel.submit(renewal(2027))
    behind = await panel.submit(UpdateDomain(name=NAME, nameservers=()))
    await trio.sleep(5)
    assert (await panel.see(doubtful))["state"] == "reconciling"
    assert (await panel.see(behind))["state"] == "queued"
    assert (await panel.create("other.com"))["state"] == "succeeded"
    assert (await panel.wait(behind))["state"] == "succeeded"


async def test_what_is_pending_at_the_registry_does_not_hold_its_name(world, panel):
    """The gateway does not know better than the registry what a name on its way out still allows."""
    world.clock.forward(days=6)
    pending = await panel.delete(NAME)
    assert pending["state"] == "pending"
    assert (await panel.submit(LockDomain(name=NAME, gateway_lock=True)))["state"] == "succeeded"


async def test_a_queued_operation_can_be_taken_back(world, panel):
    first = await panel.submit(renewal(2027))
    second = await panel.submit(renewal(2028))
    third = await panel.submit(renewal(2028))
    cancelled = await panel.act(second, "cancel")
    assert (cancelled["state"], cancelled["completed"], cancelled["sent"]) == ("cancelled", True, "no")
    assert (await panel.wait(third))["state"] == "succeeded"
    assert (await panel.see(first))["state"] == "succeeded"
    assert len(world.pools["verisign"].done("domain.renew")) == 2


async def test_whoever_waits_for_a_queued_operation_hears_that_it_is_taken_back(world, panel):
    await panel.submit(renewal(2027))
    second = await panel.submit(renewal(2028))
    async with trio.open_nursery() as nursery:
        nursery.start_soon(hears, world, panel, second, "cancelled")
        await trio.sleep(0.01)
        await panel.act(second, "cancel")


async def hears(world, panel, document, state):
    began = world.clock()
    assert (await panel.wait(document))["state"] == state
    assert (world.clock() - began).total_seconds() < 60


async def test_what_has_begun_can_not_be_taken_back(world, panel):
    begun = await panel.submit(renewal(2027))
    with pytest.raises(WrongState):
        await panel.act(begun, "cancel")
    done = await panel.wait(begun)
    with pytest.raises(WrongState):
        await panel.act(done, "cancel")


async def test_a_queued_operation_is_judged_again_when_its_turn_comes(world, panel):
    """When it came nothing forbade it; by its turn the name is locked."""
    locking = await panel.submit(UpdateDomain(name=NAME, statuses=("clientUpdateProhibited",)))
    behind = await panel.submit(UpdateDomain(name=NAME, nameservers=hosts("ns1.dns.example")))
    assert (behind["state"], behind["decision"]["effect"]) == ("queued", "allow")
    await hears(world, panel, behind, "refused")
    refused = await panel.see(behind)
    assert (refused["sent"], refused["decision"]["rules"][0]["id"]) == ("no", "epp.status.update-prohibited")
    assert (await panel.see(locking))["state"] == "succeeded"


async def test_a_queued_operation_whose_name_is_gone_by_then_fails_and_whoever_waits_hears_it(world, panel):
    deleting = await panel.submit(DeleteDomain(name=NAME))
    behind = await panel.submit(renewal(2027))
    after = await panel.submit(renewal(2027))
    async with trio.open_nursery() as nursery:
        nursery.start_soon(hears, world, panel, behind, "failed")
        nursery.start_soon(hears, world, panel, after, "failed")
    failed = await panel.see(behind)
    assert (failed["sent"], failed["result"]["reason"]) == ("no", "not-possible")
    assert (await panel.see(deleting))["state"] == "succeeded"


async def test_of_two_panels_that_want_one_new_name_the_first_gets_it(world):
    one, two = world.panel("p"), world.panel("q")
    first = await one.submit(CreateDomain(name="wanted.com"))
    second = await two.submit(CreateDomain(name="wanted.com"))
    await hears(world, two, second, "failed")
    assert (await one.wait(first))["state"] == "succeeded"
    assert world.pools["verisign"].asked("domain.create") == 1


async def test_one_that_waited_and_needs_nothing_sent_is_done_at_its_turn(world, panel):
    await panel.submit(renewal(2027))
    behind = await panel.submit(LockDomain(name=NAME, gateway_lock=True, reason="careful"))
    assert behind["state"] == "queued"
    await hears(world, panel, behind, "succeeded")
    assert (await panel.info(NAME))["gateway_lock"]["why"] == "careful"


async def test_one_whose_facts_are_gone_by_its_turn_is_held_then(world, panel):
    world.clock.forward(days=100)
    await world.know(NAME, debts=[], disputes=[], exempt__pref_jp_2012=False)
    await panel.info(NAME, fresh=True)
    renewing = await panel.submit(renewal(2027))
    behind = await panel.submit(TransferOut(name=NAME))
    assert behind["state"] == "queued"
    await world.know(NAME, debts=None)
    await hears(world, panel, behind, "held")
    assert (await panel.see(renewing))["state"] == "succeeded"
    assert (await panel.see(behind))["decision"]["needs"] == ["fact:debts"]


async def test_the_time_to_send_again_begins_at_its_turn(world, panel):
    """It waited longer than a command may be sent again for; its own lost reply is still mended."""
    pool = world.pools["verisign"]
    world.fault("verisign", "lost-after", "domain.renew")
    world.fault("verisign", "lost", "domain.renew")
    first = await panel.submit(renewal(2027))
    second = await panel.submit(renewal(2028))
    await trio.sleep(1)
    pool.away = Unreachable("planted")
    await trio.sleep(600)
    pool.away = None
    assert (await panel.wait(first))["state"] == "succeeded"
    done = await panel.wait(second)
    assert (done["state"], len(done["attempts"])) == ("succeeded", 2)


async def test_contacts_of_two_panels_do_not_wait_for_each_other(world):
    one, two = world.panel("p"), world.panel("q")
    began = world.clock()
    async with trio.open_nursery() as nursery:
        for panel in (one, two):
            nursery.start_soon(lambda panel=panel: panel.contact("holder", registries=("generic",)))
    assert (world.clock() - began).total_seconds() < 0.15


# Operators.


@pytest.fixture
async def held(world, panel):
    """An operation that is held since nobody said anything about debts and disputes."""
    world.clock.forward(days=100)
    document = await panel.transfer_out(NAME)
    assert (document["state"], document["action_required"]) == ("held", True)
    return document


async def test_only_an_operator_releases_and_rejects(world, panel, held):
    assert "fact:debts" in held["decision"]["needs"]
    for action in ("release", "reject"):
        with pytest.raises(NotAllowed):
            await panel.act(held, action)
    rejected = await world.operator.act(held, "reject", "not like this")
    assert (rejected["state"], rejected["completed"], rejected["sent"]) == ("refused", True, "no")
    with pytest.raises(WrongState):
        await world.operator.act(held, "release")
    lines = await world.journal.read(lambda tx: tx.history(held["id"]))
    assert lines[-1].detail == {"by": "ops/t-ops", "reason": "not like this"}


async def test_a_release_outweighs_a_hold(world, held):
    assert (await world.operator.act(held, "release", "I know"))["state"] == "succeeded"


async def test_a_release_does_not_outweigh_a_refusal(world, panel, held):
    await panel.gateway_lock(NAME, on=True)
    released = await world.operator.act(held, "release", "I know")
    assert (released["state"], released["decision"]["rules"][0]["id"]) == ("refused", "gateway.lock")


async def test_whoever_waits_for_a_held_operation_hears_that_it_goes_on(world, panel, held):
    async with trio.open_nursery() as nursery:
        nursery.start_soon(hears, world, panel, held, "succeeded")
        await trio.sleep(1)
        await world.operator.act(held, "release", "I know")


async def test_a_panel_takes_back_what_is_held_and_nobody_elses(world, panel, held):
    with pytest.raises(NotFound):
        await world.panel("q").act(held, "cancel")
    assert (await panel.act(held, "cancel"))["state"] == "cancelled"


async def test_an_operation_that_a_registry_has_begun_is_given_up_by_an_operator_alone(world, panel):
    world.fault("verisign", "code", "domain.renew", code=2104)
    held = await panel.do(renewal(2027))
    with pytest.raises(WrongState):
        await world.operator.act(held, "cancel")
    ended = await world.operator.act(held, "reject")
    assert (ended["state"], ended["result"]["reason"]) == ("failed", "given-up")


async def test_acting_on_what_does_not_exist_is_told(world):
    with pytest.raises(NotFound):
        await world.operator.act({"id": "nothing"}, "release")
    with pytest.raises(NotFound):
        await world.desk.wait("nothing", 1)
