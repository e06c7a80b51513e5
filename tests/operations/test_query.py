"""Reads: what a panel has, from our own records or fresh from the registry; whether names are free."""

import pytest

from epp_gateway.model.commands import DomainCreate
from epp_gateway.model.errors import NotFound, NotServed, RoadError, Unreachable
from epp_gateway.model.secret import Secret
from tests.operations.panel import hosts, people
from tests.operations.world import account, open_world


async def test_a_name_is_read_from_the_registry_once_and_then_from_memory(world):
    panel = world.panel("p")
    await panel.create("example.com", nameservers=hosts("ns1.dns.example"))
    shown = await panel.info("example.com")
    assert shown["statuses"] == ["ok"]
    assert (shown["current_expiry"], shown["grace"], shown["sponsor"]) == ("2027-11-22", ["addPeriod"], "registrar-a")
    asked = world.pools["verisign"].asked("domain.info")
    assert await panel.info("example.com") == shown
    assert world.pools["verisign"].asked("domain.info") == asked
    world.clock.forward(days=6)
    fresh = await panel.info("example.com", fresh=True)
    assert (fresh["grace"], fresh["as_of"] > shown["as_of"]) == ([], True)


async def test_a_name_in_letters_of_its_own_is_shown_in_both_spellings(world):
    await world.panel("p").create("xn--zckzah.com")
    shown = await world.panel("p").info("xn--zckzah.com")
    assert (shown["name"], shown["unicode"]) == ("xn--zckzah.com", "テスト.com")


async def test_a_registry_that_is_away_is_told_when_it_had_to_be_asked(world):
    panel = world.panel("p")
    await panel.create("example.com")
    await panel.info("example.com")
    world.pools["verisign"].away = Unreachable("planted")
    assert (await panel.info("example.com"))["name"] == "example.com"
    with pytest.raises(Unreachable):
        await panel.info("example.com", fresh=True)


async def test_names_are_listed_from_our_own_records(world):
    panel = world.panel("p")
    await panel.contact("holder")
    for name in ("aaa.com", "bbb.com"):
        await panel.create(name)
    await panel.create("rakuda.jp", contacts=people(registrant="holder"))
    await panel.delete("bbb.com")
    asked = len(world.arrived)
    assert [one["name"] for one in await world.query.domains("p", [], None)] == ["aaa.com", "rakuda.jp"]
    assert [one["name"] for one in await world.query.domains("p", ["aaa.com", "bbb.com", "ccc.com"], None)] == [
        "aaa.com"
    ]
    assert [one["name"] for one in await world.query.domains("p", [], "jprs")] == ["rakuda.jp"]
    assert len(world.arrived) == asked


async def test_sponsorship_that_was_lost_is_noticed(world):
    panel = world.panel("p")
    await panel.create("example.com")
    pool = world.pools["verisign"]
    domain = pool.registry.domains["example.com"]
    pool.registry.domains["example.com"] = type(domain)(
        **{name: getattr(domain, name) for name in domain.__struct_fields__} | {"sponsor": "registrar-b"}
    )
    await panel.info("example.com", fresh=True)
    world.clock.forward(seconds=30)
    with pytest.raises(NotFound):
        await panel.info("example.com", fresh=True)
    record = await world.journal.read(lambda tx: tx.domain("example.com"))
    assert record.left == "transferred"


# Checks.


async def test_names_of_all_registries_are_checked_in_one_go_and_in_order(world):
    world.pools["verisign"].by_hand(DomainCreate(name="taken.com", auth_info=Secret("Aa1!Aa1!")))
    names = ["taken.com", "free.jp", "free.net", "free.com", "nowhere.org", "free.test"]
    results = await world.query.check("p", "domain", names)
    assert [(one["name"], one["available"], one["registry"]) for one in results] == [
        ("taken.com", False, "verisign"),
        ("free.jp", True, "jprs"),
        ("free.net", True, "verisign"),
        ("free.com", True, "verisign"),
        ("nowhere.org", None, None),
        ("free.test", True, "generic"),
    ]
    assert results[0]["reason"] == "In use"
    assert "no registry here serves" in results[4]["reason"]
    assert world.pools["verisign"].asked("domain.check") == 2, "one for each zone of the shared server"


async def test_long_lists_are_asked_in_portions(world):
    names = [f"name-{n}.com" for n in range(30)]
    assert all(one["available"] for one in await world.query.check("p", "domain", names))
    assert world.pools["verisign"].asked("domain.check") == 3


async def test_a_check_that_the_registry_refuses_says_so_for_its_names(world):
    world.fault("verisign", "code", "domain.check", code=2306)
    (one, two) = await world.query.check("p", "domain", ["a.com", "b.test"])
    assert (one["available"], one["reason"][:4], two["available"]) == (None, "2306", True)


async def test_a_check_of_a_registry_that_is_away_is_told(world):
    world.pools["verisign"].away = Unreachable("planted")
    with pytest.raises(RoadError) as told:
        await world.query.check("p", "domain", ["a.com", "b.test"])
    assert told.value.reason == "planted"


async def test_contacts_are_checked_here_and_at_a_registry_by_its_own_ids(world):
    await world.panel("p").contact("holder", registries=("generic",))
    here = await world.query.check("p", "contact", ["holder", "nobody"])
    assert [(one["available"], one["registry"]) for one in here] == [(False, None), (True, None)]
    (known,) = (one.command.id for one in world.ledger)
    there = await world.query.check("p", "contact", [known, "nobody"], "generic")
    assert [(one["available"], one["registry"]) for one in there] == [(False, "generic"), (True, "generic")]
    with pytest.raises(NotServed):
        await world.query.check("p", "contact", ["holder"], "nowhere")


async def test_hosts_are_checked_at_the_registry_of_their_zone_or_a_named_one(world):
    await world.panel("p").host("ns1.dns.example", registries=("generic",))
    (one,) = await world.query.check("p", "host", ["ns1.free.com"])
    (two,) = await world.query.check("p", "host", ["ns1.dns.example"], "generic")
    assert (one["available"], one["registry"]) == (True, "verisign")
    assert (two["available"], two["registry"]) == (False, "generic")


async def test_a_panel_is_served_by_the_account_that_takes_it_and_fits_the_name_best():
    accounts = (
        account("generic", "test", id="all"),
        account("generic", "shop.test", id="longer"),
        account("generic", "test", id="closed", panels=("vip",)),
    )
    async with open_world(accounts=accounts) as world:
        assert [one.id for one in world.accounts.all()] == ["all", "longer", "closed"]
        shown = await world.query.check("p", "domain", ["a.test", "a.shop.test"])
        assert [one["registry"] for one in shown] == ["all", "longer"]


async def test_an_account_that_is_not_configured_any_more_is_unreachable(world):
    panel = world.panel("p")
    await panel.create("example.com")
    wire = world.query._wire
    wire._pools = {name: pool for name, pool in world.pools.items() if name != "verisign"}
    with pytest.raises(Unreachable):
        await panel.info("example.com", fresh=True)
