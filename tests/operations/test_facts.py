"""Facts: handed in by those who may, checked by policy's catalogue, apart by panel."""

import pytest

from epp_gateway.model.errors import AlreadyExists, BadValue, NotAllowed, NotFound


@pytest.fixture
async def billing(world):
    await world.panels.add("p")
    await world.panels.add("q")
    panel = world.panel("p", "facts", "write")
    await panel.create("example.com")
    return panel.caller


async def test_facts_are_kept_with_who_said_so_and_when(world, billing):
    kept = await world.facts.put("domain", "example.com", billing, {"debts": [], "disputes": []})
    assert kept["debts"] == {"value": [], "source": "panel p", "as_of": "2026-11-22T17:30:00.100Z"}
    assert await world.facts.get("domain", "example.com", billing) == kept
    assert (await world.facts.get("account", "p", billing)) == {}


async def test_a_fact_may_come_with_its_own_instant_and_by_its_short_name(world, billing):
    given = {"open": {"value": [], "as_of": "2026-11-01T00:00:00Z"}}
    kept = await world.facts.put("domain", "example.com", billing, given)
    assert kept["debts"]["as_of"] == "2026-11-01T00:00:00Z"


@pytest.mark.parametrize(
    ("facts", "path"),
    [
        ({"debt-ceiling": 1}, "$['debt-ceiling']"),
        ({"debts.domain_overdue": 1}, "$['debts.domain_overdue']"),
        ({"registry.statuses": ["ok"]}, "$['registry.statuses']"),
        ({"debts": "many"}, "$['debts'].value"),
        ({"debts": {"value": [], "as_of": "yesterday"}}, "$['debts'].as_of"),
        ({"debts": {"value": [], "as_of": 5}}, "$['debts'].as_of"),
    ],
)
async def test_what_is_no_fact_is_told_with_its_place(world, billing, facts, path):
    with pytest.raises(BadValue) as told:
        await world.facts.put("domain", "example.com", billing, {"disputes": [], **facts})
    assert told.value.path == path
    assert "disputes" not in await world.facts.get("domain", "example.com", billing), "all or nothing"


async def test_facts_need_their_scope_and_stay_with_their_panel(world, billing):
    plain = world.panel("p").caller
    stranger = world.panel("q", "facts").caller
    with pytest.raises(NotAllowed):
        await world.facts.get("domain", "example.com", plain)
    for scope, subject in (("domain", "example.com"), ("account", "p"), ("domain", "nothing.com"), ("account", "x")):
        with pytest.raises(NotFound):
            await world.facts.get(scope, subject, stranger)
        with pytest.raises(NotFound):
            await world.facts.put(scope, subject, stranger, {"debts": []})


async def test_an_operator_with_the_scope_reaches_every_panels_facts(world, billing):
    operator = world.panel("ops", "facts", "operate").caller
    await world.facts.put("domain", "example.com", operator, {"disputes": []})
    assert (await world.facts.get("domain", "example.com", billing))["disputes"]["source"] == "panel ops"


# Tokens.


async def test_a_token_stands_for_its_panel_until_it_is_rotated(world):
    token = await world.panels.add("alpha", ("read", "facts"))
    caller = await world.panels.authenticate(token)
    assert (caller.panel, caller.scopes) == ("alpha", {"read", "facts"})
    assert token.split("_")[1] == caller.token_id
    new = await world.panels.rotate("alpha")
    assert await world.panels.authenticate(token) is None
    assert (await world.panels.authenticate(new)).scopes == {"read", "facts"}
    assert await world.panels.authenticate("egw_made_up") is None


async def test_one_of_several_tokens_is_rotated_alone_with_new_scopes(world):
    first = await world.panels.add("alpha")
    second = await world.panels.rotate("alpha", scopes=("read",))
    third = await world.panels.rotate("alpha", token_id=second.split("_")[1], scopes=("write", "write"))
    assert [bool(await world.panels.authenticate(token)) for token in (first, second, third)] == [False, False, True]
    (tokens,) = (await world.panels.list()).values()
    assert sum(token.revoked_at is None for token in tokens) == 1
    assert all(third.rsplit("_", 1)[1] not in repr(token) for token in tokens)


@pytest.mark.parametrize("panel", ["", "Alpha", "-a", "a" * 64, "a b", "ä"])
async def test_what_is_no_panel_id_is_told(world, panel):
    with pytest.raises(BadValue):
        await world.panels.add(panel)


async def test_panels_and_tokens_that_do_not_fit_are_told(world):
    await world.panels.add("alpha")
    with pytest.raises(AlreadyExists):
        await world.panels.add("alpha")
    with pytest.raises(BadValue):
        await world.panels.add("beta", ("everything",))
    with pytest.raises(NotFound):
        await world.panels.rotate("beta")
    with pytest.raises(NotFound):
        await world.panels.rotate("alpha", token_id="none")
