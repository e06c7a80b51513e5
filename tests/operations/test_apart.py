"""What belongs to one panel, and what nobody judged, stays untouched by others."""

import pytest
from msgspec.structs import replace

from epp_gateway.model.errors import BadValue, NotAllowed, NotFound
from epp_gateway.model.facts import Fact
from epp_gateway.model.intent import CreateDomain

DEBTS = Fact(
    name="debts", value=[{"amount": 4290, "due": "2020-01-31"}], source="billing", as_of="2026-11-22T00:00:00Z"
)


async def test_facts_of_a_name_end_with_it(world):
    """The next panel of a name reads none of the last one's debts, and is not judged by them."""
    first, second = world.panel("p"), world.panel("q")
    await first.create("again.com")
    await world.journal.write(lambda tx: tx.put_facts("domain", "again.com", [DEBTS]))
    assert (await first.delete("again.com"))["state"] == "succeeded"
    assert (await second.create("again.com"))["state"] == "succeeded"
    facts = await world.journal.read(lambda tx: tx.facts("domain", "again.com"))
    assert set(facts) == {"contract.start", "contract.end"}


async def test_a_lock_that_only_the_registry_knows_is_not_lifted_unjudged(world):
    """Our record is old: the registry is asked first, and what it shows is judged, for the scope too."""
    panel = world.panel("p")
    await panel.create("locked.com")
    world.pools["verisign"].set_statuses("locked.com", "clientTransferProhibited")
    world.clock.forward(minutes=30)
    with pytest.raises(NotAllowed):
        await panel.with_scopes("read", "write").lock("locked.com")
    refused = await panel.lock("locked.com")
    assert refused["state"] == "refused"
    assert refused["decision"]["rules"][0]["id"] == "ntt.transfer-out.60-days"


async def test_a_status_that_came_after_the_judging_is_not_taken_away(world):
    """The record is fresh and knows no lock; the registry sets one before the update is computed."""
    panel = world.panel("p")
    await panel.create("late.com")
    await panel.info("late.com", fresh=True)
    world.pools["verisign"].set_statuses("late.com", "clientTransferProhibited")
    failed = await panel.lock("late.com", "clientDeleteProhibited")
    assert (failed["state"], failed["result"]["reason"]) == ("failed", "not-possible")
    assert "clientTransferProhibited" in failed["result"]["message"]


async def test_glue_below_a_name_that_left_is_out_of_reach(world):
    """The host went along with its name; the panel that made it can only forget it."""
    first, second = world.panel("p"), world.panel("q")
    await first.create("moving.com")
    await first.host("ns1.moving.com", "192.0.2.1")
    await world.journal.write(lambda tx: tx.put_domain(_left(tx.domain("moving.com"))))
    assert (await first.delete_host("ns1.moving.com"))["state"] == "succeeded"
    assert "ns1.moving.com" in world.pools["verisign"].registry.hosts
    with pytest.raises(NotFound):
        await second.delete_host("ns1.moving.com")


async def test_a_preview_says_what_the_real_call_would_say_and_keeps_nothing(world):
    panel = world.panel("p")
    with pytest.raises(BadValue):
        await panel.create("long.com", years=50, dry_run=True)
    shown = await panel.submit(CreateDomain(name="seen.com"), dry_run=True)
    assert shown["dry_run"] is True
    assert await world.journal.read(lambda tx: tx.entries(limit=10)) == []


def _left(record):
    return replace(record, left="transferred")
