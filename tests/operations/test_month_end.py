"""Names under .jp: no renewal, contracts that end with a month, codes that nobody can read back."""

from datetime import UTC, datetime

import pytest

from epp_gateway.model.errors import NotFound, NotOffered
from tests.operations.panel import people

HOLDER = people(registrant="holder")


@pytest.fixture
async def panel(world):
    panel = world.panel("p")
    await panel.contact("holder")
    await panel.create("rakuda.jp", contacts=HOLDER)
    return panel


async def test_a_jp_name_runs_to_the_end_of_a_month_in_japan(world, panel):
    shown = await panel.info("rakuda.jp")
    assert shown["expires"] == "2027-11-30T15:00:00Z"
    assert shown["contract"] == {"start": "2026-11-23", "end": "2027-11-30"}


async def test_a_renewal_is_not_offered_and_nothing_is_kept(world, panel):
    known = len(await world.entries())
    with pytest.raises(NotOffered):
        await panel.renew("rakuda.jp", "2027-11-30")
    assert len(await world.entries()) == known
    assert world.pools["jprs"].asked("domain.renew") == 0


async def test_ending_a_contract_files_the_abolition_and_waits_for_the_months(world, panel):
    pending = await panel.end("rakuda.jp")
    assert (pending["type"], pending["state"], pending["result"]["code"]) == ("domain.cancel", "pending", 1001)
    shown = await panel.info("rakuda.jp")
    assert shown["registry_state"] == "to-be-suspended"
    assert shown["suspend_at"] == "2026-11-30T15:00:00Z"
    world.clock.forward(days=20)
    await world.desk.look_at("p", "rakuda.jp")
    assert (await panel.see(pending))["state"] == "pending"
    assert (await panel.info("rakuda.jp", fresh=True))["registry_state"] == "suspended"
    world.clock.forward(days=30)
    await world.desk.look_at("p", "rakuda.jp")
    assert (await panel.see(pending))["state"] == "succeeded"
    with pytest.raises(NotFound):
        await panel.info("rakuda.jp")


async def test_ending_a_contract_is_not_offered_where_names_are_only_deleted(world):
    panel = world.panel("p")
    await panel.create("example.com")
    with pytest.raises(NotOffered):
        await panel.end("example.com")


async def test_the_registry_extends_a_name_by_itself_and_the_next_fresh_look_shows_it(world, panel):
    world.clock.forward(days=380)
    assert world.clock() > datetime(2027, 11, 30, 15, tzinfo=UTC)
    assert (await panel.info("rakuda.jp", fresh=True))["expires"] == "2028-11-30T15:00:00Z"


async def test_a_code_is_set_and_shown_though_the_registry_never_shows_it(world, panel):
    await world.know("rakuda.jp", debts=[], disputes=[], exempt__pref_jp_2012=False)
    world.clock.forward(days=100)
    done = await panel.auth_code("rakuda.jp")
    code = done["result"]["data"]["auth_code"]
    assert world.pools["jprs"].registry.domains["rakuda.jp"].auth_info.reveal() == code


async def test_a_lost_reply_to_a_code_that_nobody_can_read_back_is_held_not_guessed(world, panel):
    await world.know("rakuda.jp", debts=[], disputes=[], exempt__pref_jp_2012=False)
    world.clock.forward(days=100)
    world.fault("jprs", "lost-after", "domain.update")
    held = await panel.auth_code("rakuda.jp")
    assert (held["state"], held["result"]["reason"], held["sent"]) == ("held", "unknown-outcome", "maybe")
    assert len(world.pools["jprs"].done("domain.update")) == 1
