"""Names that move: in (asked for, answered by the losing side or by time), and out (filed, asked for, answered)."""

import pytest

from epp_gateway.model.commands import DomainCreate, DomainTransfer
from epp_gateway.model.errors import AlreadyExists, BadValue, NotFound, WrongState
from epp_gateway.model.secret import Secret

CODE = "Aa1!Aa1!Aa1!"


@pytest.fixture
def theirs(world):
    """A name that another registrar has."""
    world.pools["verisign"].by_hand(DomainCreate(name="moving.com", auth_info=Secret(CODE)))
    return world.pools["verisign"]


async def test_a_transfer_in_is_pending_until_the_losing_side_approves(world, theirs):
    panel = world.panel("p")
    pending = await panel.transfer_in("moving.com", CODE)
    assert (pending["state"], pending["result"]["code"]) == ("pending", 1001)
    assert pending["result"]["data"]["status"] == "pending"
    with pytest.raises(NotFound):
        await panel.info("moving.com")
    theirs.by_hand(DomainTransfer(name="moving.com", op="approve"))
    await world.desk.look_at("p", "moving.com")
    done = await panel.see(pending)
    assert (done["state"], done["completed"]) == ("succeeded", True)
    assert done["result"]["data"]["status"] == "clientApproved"
    shown = await panel.info("moving.com")
    assert (shown["sponsor"], shown["expires"]) == ("registrar-a", "2028-11-22T17:30:00Z")


async def test_a_transfer_that_nobody_answers_is_approved_by_the_registry(world, theirs):
    panel = world.panel("p")
    pending = await panel.transfer_in("moving.com", CODE)
    world.clock.forward(days=5)
    done = await panel.wait(pending, 2 * 86_400)
    assert done["state"] == "succeeded"
    assert done["result"]["data"]["status"] == "serverApproved"
    assert (await panel.info("moving.com"))["sponsor"] == "registrar-a"


async def test_a_transfer_that_is_rejected_fails_and_says_so(world, theirs):
    panel = world.panel("p")
    pending = await panel.transfer_in("moving.com", CODE)
    theirs.by_hand(DomainTransfer(name="moving.com", op="reject"))
    await world.desk.look_at("p", "moving.com")
    failed = await panel.see(pending)
    assert (failed["state"], failed["result"]["reason"]) == ("failed", "not-done")
    assert "clientRejected" in failed["result"]["message"]
    with pytest.raises(NotFound):
        await panel.info("moving.com")


async def test_a_transfer_in_can_be_taken_back(world, theirs):
    panel = world.panel("p")
    pending = await panel.transfer_in("moving.com", CODE)
    done = await panel.answer("moving.com", "cancel")
    assert (done["type"], done["state"]) == ("domain.transfer.cancel", "succeeded")
    await world.desk.look_at("p", "moving.com")
    assert (await panel.see(pending))["state"] == "failed"
    assert theirs.registry.domains["moving.com"].sponsor == "registrar-b"
    with pytest.raises(NotFound):
        await panel.answer("moving.com", "cancel")


async def test_a_wrong_code_fails_at_once(world, theirs):
    failed = await world.panel("p").transfer_in("moving.com", "no such code")
    assert (failed["state"], failed["result"]["code"], failed["sent"]) == ("failed", 2202, "yes")


async def test_a_name_that_is_here_already_can_not_be_brought_in(world):
    await world.panel("p").create("example.com")
    for panel in ("p", "q"):
        with pytest.raises(AlreadyExists):
            await world.panel(panel).transfer_in("example.com", CODE)


async def test_a_transfer_asks_for_the_years_the_panel_wants(world, theirs):
    await world.panel("p").transfer_in("moving.com", CODE, years=2)
    (asked,) = theirs.done("domain.transfer")
    assert (asked.command.period.value, asked.command.auth_info.reveal()) == (2, CODE)


async def test_where_a_transfer_adds_no_term_a_period_is_told_to_be_wrong(world):
    with pytest.raises(BadValue) as told:
        await world.panel("p").transfer_in("rakuda.jp", CODE, years=1)
    assert told.value.path == "$.period"


async def test_a_way_to_move_that_the_registry_does_not_know_is_told(world):
    with pytest.raises(BadValue) as told:
        await world.panel("p").transfer_in("moving.com", CODE, method="by-magic")
    assert told.value.path == "$.method"


async def test_codes_are_forgotten_when_a_transfer_has_ended(world, theirs):
    panel = world.panel("p")
    pending = await panel.transfer_in("moving.com", CODE)
    theirs.by_hand(DomainTransfer(name="moving.com", op="approve"))
    await world.desk.look_at("p", "moving.com")
    (entry,) = await world.entries()
    assert entry.id == pending["id"]
    assert entry.wish.auth_code.reveal() == ""
    assert [attempt.command.auth_info.reveal() for attempt in entry.attempts] == [""]
    assert entry.plan[0].goal.auth_info.reveal() == ""


# The losing side.


async def a_name_about_to_leave(world, panel):
    """A name of the panel's for which the other registrar has asked; old enough to go."""
    await panel.create("leaving.com", code=CODE)
    world.clock.forward(days=100)
    await world.know("leaving.com", debts=[], disputes=[], exempt__pref_jp_2012=False)
    world.pools["verisign"].by_hand(
        DomainTransfer(name="leaving.com", op="request", auth_info=Secret(CODE)),
    )


async def test_the_losing_side_approves_and_the_name_is_gone(world):
    panel = world.panel("p")
    await a_name_about_to_leave(world, panel)
    done = await panel.answer("leaving.com", "approve")
    assert (done["type"], done["state"]) == ("domain.transfer.approve", "succeeded")
    assert world.pools["verisign"].registry.domains["leaving.com"].sponsor == "registrar-b"
    with pytest.raises(NotFound):
        await panel.info("leaving.com")


async def test_the_losing_side_rejects_without_being_asked_for_reasons(world):
    panel = world.panel("p")
    await a_name_about_to_leave(world, panel)
    done = await panel.answer("leaving.com", "reject")
    assert done["state"] == "succeeded"
    assert (await panel.info("leaving.com", fresh=True))["sponsor"] == "registrar-a"


async def test_an_answer_to_no_transfer_fails(world):
    panel = world.panel("p")
    await panel.create("staying.com")
    failed = await panel.answer("staying.com", "reject")
    assert (failed["state"], failed["result"]["code"]) == ("failed", 2301)


async def test_the_latest_transfer_is_shown_as_the_registry_tells_it(world, theirs):
    panel = world.panel("p")
    with pytest.raises(NotFound):
        await world.query.transfer("p", "moving.com")
    pending = await panel.transfer_in("moving.com", CODE)
    shown = await world.query.transfer("p", "moving.com")
    assert (shown["transfer"]["status"], shown["operation"]["id"]) == ("pending", pending["id"])
    theirs.by_hand(DomainTransfer(name="moving.com", op="approve"))
    shown = await world.query.transfer("p", "moving.com")
    assert (shown["transfer"]["status"], shown["operation"]["state"]) == ("clientApproved", "succeeded")
    assert (await panel.see(pending))["state"] == "succeeded"


async def test_a_transfer_out_is_shown_to_the_losing_panel_and_nobody_else(world):
    panel = world.panel("p")
    await a_name_about_to_leave(world, panel)
    shown = await world.query.transfer("p", "leaving.com")
    assert (shown["transfer"]["requested_by"], shown["operation"]) == ("registrar-b", None)
    with pytest.raises(NotFound):
        await world.query.transfer("q", "leaving.com")


async def test_a_filing_to_leave_is_kept_as_a_fact_and_sends_nothing(world):
    panel = world.panel("p")
    await panel.create("leaving.com")
    world.clock.forward(days=100)
    await world.know("leaving.com", debts=[], disputes=[], exempt__pref_jp_2012=False)
    known = len(world.pools["verisign"].ledger)
    done = await panel.transfer_out("leaving.com")
    assert (done["state"], done["sent"], done["attempts"]) == ("succeeded", "no", [])
    facts = await world.journal.read(lambda tx: tx.facts("domain", "leaving.com"))
    assert facts["transfer_out.filed"].value == done["created_at"]
    assert len(world.pools["verisign"].ledger) == known


async def test_a_stale_answer_right_after_the_request_does_not_end_a_transfer(world, theirs):
    """A replica that has not heard of it yet says that there is no transfer: that is no proof so soon."""
    panel = world.panel("p")
    pending = await panel.transfer_in("moving.com", CODE)
    world.fault("verisign", "code", "domain.transfer.query", code=2301)
    await world.desk.look_at("p", "moving.com")
    assert (await panel.see(pending))["state"] == "pending"


async def test_a_second_request_for_a_name_on_its_way_is_not_taken(world, theirs):
    """Were its reply lost, the name's arrival would look like its doing, and the name would be the wrong panel's."""
    await world.panel("p").transfer_in("moving.com", CODE)
    for panel in ("p", "q"):
        with pytest.raises(WrongState):
            await world.panel(panel).transfer_in("moving.com", CODE)
    theirs.by_hand(DomainTransfer(name="moving.com", op="reject"))
    await world.desk.look_at("p", "moving.com")
    assert (await world.panel("q").transfer_in("moving.com", CODE))["state"] == "pending"


async def test_a_transfer_that_nobody_can_tell_about_stands_in_the_way_of_another(world, theirs):
    world.fault("verisign", "lost-after", "domain.transfer.request")
    world.fault("verisign", "code", "domain.transfer.query", code=2400, times=3)
    held = await world.panel("p").transfer_in("moving.com", CODE)
    assert held["state"] == "held"
    with pytest.raises(WrongState):
        await world.panel("q").transfer_in("moving.com", CODE)
    await world.operator.act(held, "release", "it answers again")
    assert (await world.panel("p").wait(held))["state"] == "pending"


async def test_a_name_that_never_moved_has_no_transfer_to_show(world):
    await world.panel("p").create("example.com")
    with pytest.raises(NotFound):
        await world.query.transfer("p", "example.com")


async def test_the_way_a_name_moves_goes_to_the_registry(world):
    jprs = world.pools["jprs"]
    failed = await world.panel("p").transfer_in("rakuda.jp", CODE, method="agent-change")
    assert (failed["state"], failed["result"]["code"]) == ("failed", 2303)
    (asked,) = [request.command for request in jprs.arrived]
    assert asked.method == "agent-change"


async def test_an_approval_long_after_the_last_transfer_does_not_give_the_name_away(world):
    """Its reply is lost, and what the registry shows is how last year's transfer ended."""
    panel, pool = world.panel("p"), world.pools["verisign"]
    pool.by_hand(DomainCreate(name="moving.com", auth_info=Secret(CODE)))
    await panel.transfer_in("moving.com", CODE)
    pool.by_hand(DomainTransfer(name="moving.com", op="approve"))
    await world.desk.look_at("p", "moving.com")
    world.clock.forward(days=100)
    await world.know("moving.com", debts=[], disputes=[], exempt__pref_jp_2012=False)
    world.fault("verisign", "lost", "domain.transfer.approve")
    failed = await panel.answer("moving.com", "approve")
    assert (failed["state"], failed["result"]["reason"]) == ("failed", "not-executed")
    assert (await panel.info("moving.com"))["sponsor"] == "registrar-a"
