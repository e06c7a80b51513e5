"""A reply is lost: the registry is asked before anything is sent again, and no document ever says what is not so."""

import pytest
import trio

from epp_gateway.model.commands import DomainCreate, DomainUpdate, HostCreate
from epp_gateway.model.errors import NotFound, Unreachable
from epp_gateway.model.intent import CreateDomain, UpdateDomain
from epp_gateway.model.secret import Secret
from tests.operations.panel import Panel, hosts
from tests.operations.stories import CODE, NAME, STORIES, Story, a_name
from tests.operations.world import SETTLE, US, World

every_transform = pytest.mark.parametrize("story", STORIES.values(), ids=STORIES.keys())


async def begin(world: World, story: Story, do: str, **more: object) -> tuple[Panel, dict[str, object], int]:
    """Prepare, plant a fault, hand the wish in; gives how many of its kind were executed before."""
    panel = world.panel("p")
    await story.before(world, panel)
    before = len(world.pools[story.account].done(story.word))
    world.fault(story.account, do, story.word, **more)
    return panel, await panel.submit(story.wish), before


@every_transform
async def test_executed_and_the_reply_lost_is_found_out_and_not_sent_again(world, story):
    panel, begun, before = await begin(world, story, "lost-after")
    await trio.sleep(1)
    under_way = await panel.see(begun)
    assert (under_way["state"], under_way["sent"], under_way["completed"]) == ("sending", "maybe", False)
    done = await panel.wait(begun)
    assert (done["state"], len(done["attempts"])) == (story.ends, 1)
    assert len(world.pools[story.account].done(story.word)) == before + 1
    assert "reconciling" in await states(world, begun)


@every_transform
async def test_not_executed_is_believed_after_the_settle_time_and_then_sent_again(world, story):
    panel, begun, before = await begin(world, story, "lost")
    sent_at = world.clock()
    await trio.sleep(SETTLE)
    waiting = await panel.see(begun)
    assert (waiting["state"], waiting["sent"], waiting["completed"]) == ("reconciling", "maybe", False)
    done = await panel.wait(begun)
    if story.wish == STORIES["auth-code"].wish:
        assert done["result"]["data"]["auth_code"]
    assert (done["state"], done["sent"]) == (story.ends, "yes")
    first, second = done["attempts"]
    assert first["cltrid"] != second["cltrid"]
    (executed,) = world.pools[story.account].done(story.word)[before:]
    assert executed.cltrid == second["cltrid"]
    assert (executed.at - sent_at).total_seconds() > SETTLE


@every_transform
@pytest.mark.parametrize("seconds", [1.0, 6.0])
async def test_executed_late_is_not_executed_twice(world, story, seconds):
    """Before the first question, or between the first and the second."""
    panel, begun, before = await begin(world, story, "late", seconds=seconds)
    done = await panel.wait(begun)
    assert (done["state"], len(done["attempts"])) == (story.ends, 1)
    assert len(world.pools[story.account].done(story.word)) == before + 1


REFUSED_TWICE = {name: story for name, story in STORIES.items() if name not in {"auth-code", "contact-update"}}


@pytest.mark.parametrize("story", REFUSED_TWICE.values(), ids=REFUSED_TWICE.keys())
async def test_a_first_attempt_that_runs_after_all_is_no_failure_of_the_second(world, story):
    """Later than the settle time, just before the second attempt: its refusal is the echo of our own success."""
    panel, begun, before = await begin(world, story, "lost")
    pool = world.pools[story.account]
    first: list = []

    def overtake(request):
        if request.cltrid == f"{begun['id']}-1":
            first.append(request)
        if request.cltrid == f"{begun['id']}-2":
            assert pool._execute(first[0]).is_success

    pool.before = overtake
    done = await panel.wait(begun)
    assert (done["state"], len(done["attempts"])) == (story.ends, 2)
    assert [one.cltrid for one in pool.done(story.word)[before:]] == [f"{begun['id']}-1"]


@every_transform
@pytest.mark.parametrize("code", [2400, 2500])
@pytest.mark.parametrize("executed", [True, False])
async def test_a_registry_that_failed_half_way_is_asked(world, story, code, executed):
    panel, begun, before = await begin(world, story, "code", code=code, executed=executed)
    done = await panel.wait(begun)
    assert (done["state"], len(done["attempts"])) == (story.ends, 1 if executed else 2)
    assert done["attempts"][0]["code"] == code
    assert len(world.pools[story.account].done(story.word)) == before + 1


@every_transform
async def test_not_logged_in_proves_that_nothing_ran_and_goes_out_again_at_once(world, story):
    panel, begun, before = await begin(world, story, "logged-out")
    done = await panel.wait(begun)
    assert (done["state"], len(done["attempts"])) == (story.ends, 2)
    assert "reconciling" not in await states(world, begun)
    assert len(world.pools[story.account].done(story.word)) == before + 1


@every_transform
async def test_a_registry_away_for_long_is_waited_for_and_the_truth_is_told(world, story):
    panel, begun, before = await begin(world, story, "lost-after")
    await trio.sleep(2)
    pool = world.pools[story.account]
    pool.away = Unreachable("planted")
    for _ in range(3):
        await trio.sleep(3600)
        shown = await panel.see(begun)
        assert (shown["state"], shown["sent"], shown["completed"]) == ("reconciling", "maybe", False)
    pool.away = None
    assert (await panel.wait(begun))["state"] == story.ends
    assert len(pool.done(story.word)) == before + 1


@every_transform
async def test_not_executed_and_the_time_over_fails_without_a_second_attempt(world, story):
    panel, begun, before = await begin(world, story, "lost")
    await trio.sleep(2)
    pool = world.pools[story.account]
    pool.away = Unreachable("planted")
    await trio.sleep(600)
    pool.away = None
    failed = await panel.wait(begun)
    assert (failed["state"], failed["completed"], failed["sent"]) == ("failed", True, "maybe")
    assert failed["result"]["reason"] == "not-executed"
    assert len(failed["attempts"]) == 1
    assert len(pool.done(story.word)) == before


@every_transform
async def test_what_the_registry_can_not_tell_is_held_for_a_person_and_asked_again_on_release(world, story):
    panel, begun, before = await begin(world, story, "lost-after")
    await trio.sleep(1)
    kind = story.word.partition(".")[0]
    silent = world.fault(story.account, "code", f"{kind}.info", code=2400, times=1000)
    world.fault(story.account, "code", "domain.transfer.query", code=2400, times=3)
    held = await panel.wait(begun)
    assert (held["state"], held["action_required"], held["completed"]) == ("held", True, False)
    assert held["result"]["reason"] == "unknown-outcome"
    silent.times = 0
    await world.operator.act(held, "release", "the registry works again")
    done = await panel.wait(held)
    assert (done["state"], len(done["attempts"])) == (story.ends, 1)
    assert len(world.pools[story.account].done(story.word)) == before + 1


async def states(world: World, document: dict[str, object]) -> str:
    return " ".join("reconciling" if "doubt" in word else word for word in await world.history(document["id"]))


# How it asks.


async def test_it_asks_twice_with_the_settle_time_between_on_other_sessions(world):
    panel, begun, _ = await begin(world, STORIES["create"], "lost")
    pool = world.pools["verisign"]
    asked = []
    pool.before = lambda request: asked.append((request.cltrid, world.clock()))
    done = await panel.wait(begun)
    first, second = [at for cltrid, at in asked if cltrid.startswith("Q")]
    assert (second - first).total_seconds() >= SETTLE
    doubtful, *others = pool.sessions_used
    assert done["attempts"][0]["session"] == doubtful
    assert doubtful not in others


async def test_an_answer_that_can_not_tell_is_no_not_done(world):
    """One unclear answer first: "not done" still has to be said twice, a settle time apart."""
    world.fault("verisign", "code", "domain.info", code=2400)
    panel, begun, _ = await begin(world, STORIES["create"], "lost")
    asked = []
    world.pools["verisign"].before = lambda request: asked.append((request.cltrid, world.clock()))
    done = await panel.wait(begun)
    assert (done["state"], len(done["attempts"])) == ("succeeded", 2)
    _unclear, first, second = [at for cltrid, at in asked if cltrid.startswith("Q")]
    assert (second - first).total_seconds() >= SETTLE


async def test_it_asks_on_another_session_though_the_failed_one_lives_on(world):
    """After a 2400 the session stays open; the server behind it is the one that may be wrong."""
    panel, begun, _ = await begin(world, STORIES["create"], "code", code=2400, executed=True)
    await panel.wait(begun)
    failed, asked = world.pools["verisign"].sessions_used
    assert failed != asked


async def test_lost_questions_are_asked_again(world):
    world.fault("verisign", "lost", "domain.info", times=2)
    panel, begun, _ = await begin(world, STORIES["create"], "lost-after")
    assert (await panel.wait(begun))["state"] == "succeeded"


async def test_several_lost_replies_in_a_row_are_still_one_execution(world):
    panel, begun, _ = await begin(world, STORIES["create"], "lost", times=2)
    world.fault("verisign", "lost-after", "domain.create")
    done = await panel.wait(begun)
    assert (done["state"], len(done["attempts"])) == ("succeeded", 3)


async def test_a_stale_read_does_not_end_a_doubt(world):
    """A replica that is some seconds behind says that there is no such name."""
    world.fault("verisign", "stale", "domain.info", seconds=8.0)
    panel, begun, _ = await begin(world, STORIES["create"], "lost-after")
    done = await panel.wait(begun)
    assert (done["state"], len(done["attempts"])) == ("succeeded", 1)


async def test_a_doubt_in_a_plan_goes_on_with_the_next_step(world):
    panel = world.panel("p")
    world.fault("verisign", "lost-after", "domain.create")
    world.fault("verisign", "lost", "host.create")
    done = await panel.create(NAME, nameservers=hosts((f"ns1.{NAME}", "192.0.2.1")))
    assert done["state"] == "succeeded"
    assert [one.verb for one in world.ledger] == ["domain.create", "host.create", "domain.update"]


# Renewals.


async def test_a_renewal_keeps_its_date_for_ever_and_a_late_utc_evening_is_no_trap(world):
    panel, begun, _ = await begin(world, STORIES["renew"], "lost", times=2)
    done = await panel.wait(begun)
    entry = (await world.entries())[-1]
    assert [attempt.command.cur_exp_date for attempt in entry.attempts] == ["2027-11-22"] * 3
    assert done["result"]["data"]["expires"] == "2028-11-22T17:30:00Z"
    assert (await panel.info(NAME))["expires"] == "2028-11-22T17:30:00Z"


async def test_a_name_that_the_registry_extends_meanwhile_is_not_taken_for_renewed(world):
    panel = world.panel("p")
    await panel.create(NAME)
    world.clock.forward(days=364, hours=23, minutes=59, seconds=55)
    world.fault("verisign", "lost", "domain.renew")
    held = await panel.renew(NAME, "2027-11-22T17:30:00Z")
    assert (held["state"], held["result"]["reason"]) == ("held", "unknown-outcome")
    assert world.pools["verisign"].done("domain.renew") == []
    assert "by itself" in held["result"]["message"]


# Somebody else.


async def test_a_name_made_by_another_writer_of_our_account_is_not_taken_for_ours(world):
    panel, begun, _ = await begin(world, STORIES["create"], "lost")
    await trio.sleep(1)
    world.pools["verisign"].by_hand(DomainCreate(name=NAME, auth_info=Secret("Other-1-Code")), clid=US)
    failed = await panel.wait(begun)
    assert (failed["state"], failed["result"]["reason"], failed["result"]["code"]) == ("failed", "taken", 2302)
    with pytest.raises(NotFound):
        await panel.info(NAME)


async def test_a_name_of_our_account_since_long_is_not_taken_for_made_now(world):
    world.pools["verisign"].by_hand(DomainCreate(name=NAME, auth_info=Secret(CODE)), clid=US)
    world.clock.forward(days=2)
    world.fault("verisign", "lost", "domain.create")
    failed = await world.panel("p").create(NAME, code=CODE)
    assert (failed["state"], failed["result"]["reason"]) == ("failed", "taken")


async def test_a_name_that_another_registrar_takes_meanwhile_is_lost(world):
    panel, begun, _ = await begin(world, STORIES["create"], "lost")
    await trio.sleep(1)
    world.pools["verisign"].by_hand(DomainCreate(name=NAME, auth_info=Secret(CODE)))
    failed = await panel.wait(begun)
    assert (failed["state"], failed["result"]["reason"]) == ("failed", "taken")


async def test_a_name_that_our_account_had_before_is_not_taken_for_brought_in(world):
    world.pools["verisign"].by_hand(DomainCreate(name=NAME, auth_info=Secret(CODE)), clid=US)
    world.clock.forward(days=1)
    world.fault("verisign", "lost", "domain.transfer.request")
    held = await world.panel("p").transfer_in(NAME, "guessed-code")
    assert (held["state"], held["result"]["reason"]) == ("held", "unknown-outcome")
    with pytest.raises(NotFound):
        await world.panel("p").info(NAME)


async def test_an_external_host_made_by_somebody_else_meanwhile_is_used(world):
    panel = world.panel("p")
    world.fault("verisign", "lost", "host.create")
    begun = await panel.submit(CreateDomain(name=NAME, nameservers=hosts("ns1.dns.example")))
    await trio.sleep(1)
    world.pools["verisign"].by_hand(HostCreate(name="ns1.dns.example"))
    done = await panel.wait(begun)
    assert (done["state"], [step["state"] for step in done["steps"]]) == ("succeeded", ["skipped", "done"])
    assert world.did() == [f"domain.create {NAME}"]


async def test_an_update_that_is_there_in_part_is_held(world):
    panel = world.panel("p")
    await a_name(world, panel)
    world.pools["verisign"].by_hand(HostCreate(name="ns2.dns.example"))
    begun = await panel.submit(UpdateDomain(name=NAME, nameservers=hosts("ns1.dns.example", "ns2.dns.example")))
    world.fault("verisign", "lost", "domain.update")
    await trio.sleep(1)
    world.pools["verisign"].by_hand(DomainUpdate(name=NAME, add_nameservers=("ns1.dns.example",)), clid=US)
    held = await panel.wait(begun)
    assert (held["state"], held["result"]["reason"]) == ("held", "unknown-outcome")
