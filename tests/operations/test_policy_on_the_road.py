"""Refused and held operations send nothing at all: not one byte, not even a question, where our own facts decide."""

import pytest

from epp_gateway.model.commands import DomainUpdate
from epp_gateway.model.errors import Unreachable
from epp_gateway.model.intent import TransferOut
from tests.operations.panel import hosts, people

GTLD, JP = "example.com", "rakuda.jp"
CLEAR = {"debts": [], "disputes": [], "exempt__pref_jp_2012": False}


@pytest.fixture
async def panel(world):
    panel = world.panel("p")
    await panel.contact("holder")
    await panel.create(GTLD)
    await panel.create(JP, contacts=people(registrant="holder"))
    return panel


def requests(world):
    return sorted(type(request.command).__name__ for request in world.arrived)


async def refused(world, document, rule):
    """A refusal by that rule, of which nothing was sent."""
    assert (document["state"], document["completed"], document["sent"]) == ("refused", True, "no")
    assert document["decision"]["effect"] == "refuse"
    assert rule in [hit["id"] for hit in document["decision"]["rules"] if hit["effect"] == "refuse"]
    assert document["attempts"] == []
    return document["decision"]


async def test_a_name_in_its_first_sixty_days_does_not_move(world, panel):
    await world.know(GTLD, **CLEAR)
    sent = requests(world)
    decision = await refused(world, await panel.transfer_out(GTLD), "ntt.transfer-out.60-days")
    assert decision["earliest"] == "2027-01-22T00:00:00+09:00"
    (hit,) = [hit for hit in decision["rules"] if hit["effect"] == "refuse"]
    assert hit["cite"] == ["002 別記3-1-2"]
    assert "2027-01-22" in hit["message"]["en"]
    assert hit["message"]["ja"]
    assert requests(world) == sent


async def test_it_moves_on_the_day_the_refusal_named_in_japan(world, panel):
    await world.know(GTLD, **CLEAR)
    world.clock.forward(days=59)
    await refused(world, await panel.transfer_out(GTLD), "ntt.transfer-out.60-days")
    world.clock.forward(hours=21)
    assert world.clock().isoformat() < "2027-01-21T15"
    await refused(world, await panel.transfer_out(GTLD), "ntt.transfer-out.60-days")
    world.clock.forward(hours=1)
    assert (await panel.transfer_out(GTLD))["state"] == "succeeded"


async def test_a_code_and_an_approval_are_refused_on_the_same_grounds(world, panel):
    await world.know(GTLD, **CLEAR)
    sent = requests(world)
    await refused(world, await panel.auth_code(GTLD), "ntt.transfer-out.60-days")
    await refused(world, await panel.answer(GTLD, "approve"), "ntt.transfer-out.60-days")
    assert requests(world) == sent


async def test_unlocking_for_a_move_is_refused_and_other_locks_come_off(world, panel):
    await world.know(GTLD, **CLEAR)
    await panel.lock(GTLD, "clientTransferProhibited", "clientHold")
    sent = len(world.pools["verisign"].ledger)
    await refused(world, await panel.lock(GTLD, "clientHold"), "ntt.transfer-out.60-days")
    assert len(world.pools["verisign"].ledger) == sent
    assert (await panel.lock(GTLD, "clientTransferProhibited"))["state"] == "succeeded"


async def test_fewer_than_31_days_are_too_few_for_a_jp_name_and_a_notice_for_a_gtld(world, panel):
    for name in (GTLD, JP):
        await world.know(name, **CLEAR)
    world.clock.forward(days=350)
    assert (await panel.transfer_out(GTLD))["state"] == "succeeded"
    await refused(world, await panel.transfer_out(JP), "ntt.transfer-out.31-days")


async def test_debts_of_the_name_stop_a_jp_name(world, panel):
    world.clock.forward(days=100)
    owed = {**CLEAR, "debts": [{"amount": 4290, "due": "2027-01-31"}]}
    await world.know(JP, **owed)
    decision = await refused(world, await panel.transfer_out(JP), "ntt.transfer-out.unpaid")
    assert decision["needs"] == ["payment"]
    await world.know(JP, **CLEAR)
    assert (await panel.transfer_out(JP))["state"] == "succeeded"


async def test_an_open_dispute_stops_a_move(world, panel):
    world.clock.forward(days=100)
    await world.know(GTLD, **{**CLEAR, "disputes": [{"kind": "UDRP", "opened": "2027-01-20T10:00:00+09:00"}]})
    await refused(world, await panel.transfer_out(GTLD), "ntt.transfer-out.dispute")


async def test_what_nobody_knows_holds_and_sends_nothing(world, panel):
    world.clock.forward(days=100)
    await panel.info(JP, fresh=True)
    sent = requests(world)
    held = await panel.transfer_out(JP)
    assert (held["state"], held["action_required"], held["sent"]) == ("held", True, "no")
    assert {"fact:debts", "fact:disputes"} <= set(held["decision"]["needs"])
    assert requests(world) == sent


async def test_the_gateways_lock_stops_everything_but_unlocking_and_renewing(world, panel):
    await panel.gateway_lock(GTLD, on=True)
    await world.know(GTLD, **CLEAR)
    world.clock.forward(days=100)
    sent = requests(world)
    wishes = (
        lambda: panel.update(GTLD, nameservers=()),
        lambda: panel.delete(GTLD),
        lambda: panel.transfer_out(GTLD),
        lambda: panel.auth_code(GTLD),
        lambda: panel.answer(GTLD, "approve"),
    )
    for wish in wishes:
        decision = await refused(world, await wish(), "gateway.lock")
        assert "unlock:gateway" in decision["needs"]
    assert requests(world) == sent
    assert (await panel.renew(GTLD, "2027-11-22"))["state"] == "succeeded"
    assert (await panel.gateway_lock(GTLD, on=False))["state"] == "succeeded"
    assert (await panel.update(GTLD, nameservers=()))["state"] == "succeeded"


@pytest.mark.parametrize(
    ("status", "wish", "rule"),
    [
        ("clientDeleteProhibited", lambda panel: panel.delete(GTLD), "epp.status.delete-prohibited"),
        ("clientRenewProhibited", lambda panel: panel.renew(GTLD, "2027-11-22"), "epp.status.renew-prohibited"),
        ("clientUpdateProhibited", lambda panel: panel.update(GTLD, nameservers=()), "epp.status.update-prohibited"),
        ("serverUpdateProhibited", lambda panel: panel.update(GTLD, nameservers=()), "epp.status.update-prohibited"),
    ],
)
async def test_a_status_that_forbids_a_wish_is_told_before_it_is_sent(world, panel, status, wish, rule):
    world.pools["verisign"].set_statuses(GTLD, status)
    await panel.info(GTLD, fresh=True)
    sent = requests(world)
    await refused(world, await wish(panel), rule)
    assert requests(world) == sent


async def test_a_lock_on_updates_can_be_taken_off(world, panel):
    await panel.lock(GTLD, "clientUpdateProhibited")
    assert (await panel.lock(GTLD))["state"] == "succeeded"


# How old a status may be.


async def test_a_fresh_status_decides_and_a_stale_one_is_asked_about_first(world, panel):
    await panel.lock(GTLD, "clientDeleteProhibited")
    await panel.info(GTLD, fresh=True)
    sent = requests(world)
    await refused(world, await panel.delete(GTLD), "epp.status.delete-prohibited")
    assert requests(world) == sent
    world.clock.forward(minutes=6)
    await refused(world, await panel.delete(GTLD), "epp.status.delete-prohibited")
    assert requests(world) == sorted([*sent, "DomainInfo"])


async def test_a_status_that_is_gone_by_now_does_not_refuse_any_more(world, panel):
    pool = world.pools["verisign"]
    await panel.lock(GTLD, "clientDeleteProhibited")
    await panel.info(GTLD, fresh=True)
    pool.by_hand(DomainUpdate(name=GTLD, rem_statuses=("clientDeleteProhibited",)), clid="registrar-a")
    world.clock.forward(minutes=6)
    assert (await panel.delete(GTLD))["state"] == "succeeded"


async def test_a_stale_status_decides_when_the_registry_can_not_be_asked(world, panel):
    await panel.lock(GTLD, "clientDeleteProhibited")
    await panel.info(GTLD, fresh=True)
    world.clock.forward(minutes=6)
    world.pools["verisign"].away = Unreachable("planted")
    await refused(world, await panel.delete(GTLD), "epp.status.delete-prohibited")
    assert world.log.told("facts")[0]["reason"] == "planted"


async def test_an_allowed_wish_is_not_held_up_by_a_question(world, panel):
    world.clock.forward(days=2)
    sent = requests(world)
    await panel.renew(GTLD, "2027-11-22")
    assert requests(world) == sorted([*sent, "DomainRenew"])


async def test_a_refusal_on_our_own_facts_asks_nothing_however_old_the_record(world, panel):
    await panel.gateway_lock(GTLD, on=True)
    world.clock.forward(days=30)
    sent = requests(world)
    await refused(world, await panel.delete(GTLD), "gateway.lock")
    assert requests(world) == sent


async def test_a_decision_can_be_replayed(world, panel):
    await world.know(GTLD, **CLEAR)
    document = await panel.transfer_out(GTLD)
    decision = document["decision"]
    assert decision["packs"] == {
        "epp-status": "2009-08-01",
        "gateway": "2025-01-01",
        "icann-gtld": "2024-02-21",
        "ntt-com-domain": "2020-03-31",
    }
    assert decision["at"] == document["created_at"]
    (hit,) = [hit for hit in decision["rules"] if hit["id"] == "ntt.transfer-out.60-days"]
    assert hit["facts"]["contract.day_no"]


async def test_a_preview_says_what_a_refusal_would_say(world, panel):
    await world.know(GTLD, **CLEAR)
    shown = await panel.submit(TransferOut(name=GTLD), dry_run=True)
    assert (shown["state"], shown["decision"]["effect"]) == ("refused", "refuse")
    assert [entry.type for entry in await world.entries()].count("domain.transfer.out") == 0


async def test_a_refused_repeat_is_the_same_refusal(world, panel):
    await panel.gateway_lock(GTLD, on=True)
    first = await panel.update(GTLD, nameservers=hosts("ns1.dns.example"), key="k")
    await panel.gateway_lock(GTLD, on=False)
    again = await panel.update(GTLD, nameservers=hosts("ns1.dns.example"), key="k")
    assert again == first


async def test_the_contract_begins_on_the_japanese_day_and_grows_with_each_renewal(world, panel):
    assert (await panel.info(GTLD))["contract"] == {"start": "2026-11-23", "end": "2027-11-22"}
    await panel.renew(GTLD, "2027-11-22", years=2)
    assert (await panel.info(GTLD))["contract"] == {"start": "2026-11-23", "end": "2029-11-22"}
