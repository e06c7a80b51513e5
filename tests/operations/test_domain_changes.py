"""The life of a name: renewed, updated, locked, deleted; every end of each wish."""

import pytest

from epp_gateway.model.commands import DomainCreate, DomainDelete, DomainUpdate
from epp_gateway.model.errors import BadValue, NotFound, Unreachable
from epp_gateway.model.secret import Secret
from tests.operations.panel import hosts, people

EXPIRES = "2027-11-22T17:30:00Z"

# Renewals.


async def test_a_renewal_starts_from_the_date_that_the_registry_showed(world):
    panel = world.panel("p")
    created = await panel.create("example.com")
    done = await panel.renew("example.com", created["result"]["data"]["expires"], years=2)
    assert done["result"]["data"]["expires"] == "2029-11-22T17:30:00Z"
    (renewed,) = world.pools["verisign"].done("domain.renew")
    assert (renewed.command.cur_exp_date, renewed.command.period.value) == ("2027-11-22", 2)
    assert (await panel.info("example.com"))["expires"] == "2029-11-22T17:30:00Z"


async def test_a_renewal_without_a_period_is_one_year(world):
    panel = world.panel("p")
    await panel.create("example.com")
    done = await panel.renew("example.com", EXPIRES, years=None)
    assert done["result"]["data"]["expires"] == "2028-11-22T17:30:00Z"


async def test_an_expiry_late_in_the_utc_day_is_not_moved_to_the_next_day(world):
    """17:30Z is the next day in Japan already: the registry's own day counts, and a day made of JST is refused."""
    panel = world.panel("p")
    await panel.create("example.com")
    failed = await panel.renew("example.com", "2027-11-23")
    assert (failed["state"], failed["result"]["code"]) == ("failed", 2004)
    assert (await panel.renew("example.com", "2027-11-22"))["state"] == "succeeded"


async def test_the_same_renewal_under_a_new_key_does_not_renew_twice(world):
    panel = world.panel("p")
    await panel.create("example.com")
    await panel.renew("example.com", EXPIRES)
    failed = await panel.renew("example.com", EXPIRES)
    assert (failed["state"], failed["result"]["code"]) == ("failed", 2004)
    assert len(world.pools["verisign"].done("domain.renew")) == 1


async def test_a_renewal_over_more_years_than_offered_is_told(world):
    panel = world.panel("p")
    await panel.create("example.com")
    with pytest.raises(BadValue):
        await panel.renew("example.com", EXPIRES, years=11)
    with pytest.raises(BadValue):
        await panel.renew("example.com", "no date")
    failed = await panel.renew("example.com", EXPIRES, years=10)
    assert failed["result"]["code"] == 2306


# Updates and locks.


async def test_an_update_sends_only_what_is_different(world):
    panel = world.panel("p")
    await panel.create("example.com", nameservers=hosts("ns1.dns.example", "ns2.dns.example"))
    done = await panel.update("example.com", nameservers=hosts("ns2.dns.example", "ns3.dns.example"))
    assert done["state"] == "succeeded"
    (update,) = world.pools["verisign"].done("domain.update")
    assert update.command == DomainUpdate(
        name="example.com", add_nameservers=("ns3.dns.example",), rem_nameservers=("ns1.dns.example",)
    )
    assert set((await panel.info("example.com"))["nameservers"]) == {"ns2.dns.example", "ns3.dns.example"}


async def test_an_update_to_what_is_so_already_sends_no_transform(world):
    panel = world.panel("p")
    await panel.create("example.com", nameservers=hosts("ns1.dns.example"))
    done = await panel.update("example.com", nameservers=hosts("ns1.dns.example"))
    assert (done["state"], done["sent"], done["result"]["code"]) == ("succeeded", "no", None)
    assert world.pools["verisign"].asked("domain.update") == 0


async def test_an_update_makes_new_glue_and_changes_the_addresses_of_old_glue(world):
    panel, pool = world.panel("p"), world.pools["verisign"]
    await panel.create("example.com", nameservers=hosts(("ns1.example.com", "192.0.2.1")))
    wanted = hosts(("ns1.example.com", "192.0.2.9"), ("ns2.example.com", "192.0.2.2"))
    done = await panel.update("example.com", nameservers=wanted)
    assert done["state"] == "succeeded"
    assert pool.registry.hosts["ns1.example.com"].addresses == ("192.0.2.9",)
    assert set(pool.registry.domains["example.com"].nameservers) == {"ns1.example.com", "ns2.example.com"}


async def test_contacts_are_replaced_as_a_whole(world):
    panel, pool = world.panel("p"), world.pools["generic"]
    await panel.contact("one")
    await panel.contact("two")
    await panel.create("example.test", contacts=people(registrant="one", admin="one", tech="one"))
    done = await panel.update("example.test", contacts=people(registrant="two", admin="two"))
    assert done["state"] == "succeeded"
    ids = [one.command.id for one in pool.done("contact.create")]
    kept = pool.registry.domains["example.test"]
    assert (kept.registrant, [(one.role, one.id) for one in kept.contacts]) == (ids[1], [("admin", ids[1])])
    assert (await panel.info("example.test"))["contacts"] == {"registrant": "two", "admin": "two"}


async def test_no_contacts_wanted_means_none_left(world):
    panel, pool = world.panel("p"), world.pools["generic"]
    await panel.contact("one")
    await panel.create("example.test", contacts=people(admin="one"))
    done = await panel.update("example.test", contacts=())
    assert done["state"] == "succeeded"
    assert pool.registry.domains["example.test"].contacts == ()


async def test_a_thin_registry_keeps_no_contacts_but_we_do(world):
    panel = world.panel("p")
    await panel.contact("one")
    await panel.create("example.com")
    done = await panel.update("example.com", contacts=people(registrant="one"))
    assert (done["state"], done["sent"]) == ("succeeded", "no")
    assert (await panel.info("example.com"))["contacts"] == {"registrant": "one"}


async def test_a_lock_on_updates_comes_last(world):
    panel = world.panel("p")
    await panel.create("example.com")
    wanted = {"nameservers": hosts("ns1.dns.example"), "statuses": ("clientUpdateProhibited", "clientHold")}
    done = await panel.update("example.com", **wanted)
    assert done["state"] == "succeeded"
    changes = [one.command for one in world.pools["verisign"].done("domain.update")]
    assert [bool(change.add_statuses) for change in changes] == [False, True]


async def test_a_lock_on_updates_that_is_lifted_goes_first(world):
    panel = world.panel("p")
    await panel.create("example.com")
    await panel.lock("example.com", "clientUpdateProhibited")
    done = await panel.update("example.com", statuses=(), nameservers=hosts("ns1.dns.example"))
    assert done["state"] == "succeeded"
    changes = [one.command for one in world.pools["verisign"].done("domain.update")][1:]
    assert [bool(change.rem_statuses) for change in changes] == [True, False]


async def test_a_status_that_the_registry_set_is_never_touched(world):
    panel, pool = world.panel("p"), world.pools["verisign"]
    await panel.create("example.com")
    pool.set_statuses("example.com", "clientHold", "serverDeleteProhibited")
    await panel.lock("example.com", "clientTransferProhibited")
    assert set(pool.registry.domains["example.com"].statuses) == {
        "clientTransferProhibited",
        "serverDeleteProhibited",
    }


async def test_the_gateways_own_lock_needs_no_registry(world):
    panel = world.panel("p")
    await panel.create("example.com")
    before = len(world.arrived)
    done = await panel.gateway_lock("example.com", on=True)
    assert (done["state"], done["sent"], done["attempts"]) == ("succeeded", "no", [])
    lock = (await world.query.lock("p", "example.com"))["gateway_lock"]
    assert (lock["why"], lock["by"]) == ("careful", "panel p")
    assert (await panel.gateway_lock("example.com", on=False))["state"] == "succeeded"
    assert len(world.arrived) == before + 1, "only the lock's reader asked the registry"


async def test_both_locks_may_be_set_at_once(world):
    panel = world.panel("p")
    await panel.create("example.com")
    await panel.lock("example.com", "clientHold", gateway_lock=True, reason="moving")
    shown = await world.query.lock("p", "example.com")
    assert (shown["client_statuses"], shown["gateway_lock"]["why"]) == (["clientHold"], "moving")


# Deletes.


async def test_a_delete_in_the_add_grace_is_done_at_once(world):
    panel = world.panel("p")
    await panel.create("example.com")
    done = await panel.delete("example.com")
    assert (done["state"], done["result"]["code"]) == ("succeeded", 1000)
    with pytest.raises(NotFound):
        await panel.info("example.com")
    assert (await panel.create("example.com"))["state"] == "succeeded"


async def test_a_delete_after_the_add_grace_is_pending_until_the_name_is_gone(world):
    panel = world.panel("p")
    await panel.create("example.com")
    world.clock.forward(days=6)
    pending = await panel.delete("example.com")
    assert (pending["state"], pending["result"]["code"]) == ("pending", 1001)
    assert "pendingDelete" in (await panel.info("example.com"))["statuses"]
    world.clock.forward(days=34)
    await world.desk.look_at("p", "example.com")
    assert (await panel.see(pending))["state"] == "pending"
    world.clock.forward(days=2)
    await world.desk.look_at("p", "example.com")
    assert (await panel.see(pending))["state"] == "succeeded"
    with pytest.raises(NotFound):
        await panel.info("example.com")


async def test_a_pending_delete_ends_though_somebody_else_catches_the_name(world):
    panel = world.panel("p")
    await panel.create("example.com")
    world.clock.forward(days=6)
    pending = await panel.delete("example.com")
    world.clock.forward(days=36)
    pool = world.pools["verisign"]
    pool.by_hand(DomainCreate(name="example.com", auth_info=Secret("Aa1!Aa1!")))
    await world.desk.look_at("p", "example.com")
    assert (await panel.see(pending))["state"] == "succeeded"


async def test_a_name_with_hosts_below_it_is_not_deleted_and_says_why(world):
    panel = world.panel("p")
    await panel.create("example.com", nameservers=hosts(("ns1.example.com", "192.0.2.1")))
    failed = await panel.delete("example.com")
    assert (failed["state"], failed["result"]["code"]) == ("failed", 2305)


async def test_a_name_made_with_glue_can_be_taken_down_again(world):
    panel = world.panel("p")
    await panel.create("example.com", nameservers=hosts(("ns1.example.com", "192.0.2.1")))
    await panel.update("example.com", nameservers=())
    assert (await panel.delete_host("ns1.example.com"))["state"] == "succeeded"
    assert (await panel.delete("example.com"))["state"] == "succeeded"
    assert world.pools["verisign"].registry.hosts == {}


async def test_the_watch_closes_what_is_pending_without_being_asked(world):
    panel = world.panel("p")
    await panel.create("example.com")
    world.clock.forward(days=6)
    pending = await panel.delete("example.com")
    world.clock.forward(days=36)
    done = await panel.wait(pending, 7200)
    assert done["state"] == "succeeded"


async def test_a_registry_that_is_away_leaves_the_pending_as_it_is(world):
    panel = world.panel("p")
    await panel.create("example.com")
    world.clock.forward(days=6)
    pending = await panel.delete("example.com")
    world.pools["verisign"].away = Unreachable("planted")
    await world.desk.look_at("p", "example.com")
    assert (await panel.see(pending))["state"] == "pending"
    assert world.log.told("pending")[0]["reason"] == "planted"


async def test_a_name_that_is_gone_at_the_registry_is_gone_here_after_a_fresh_look(world):
    panel = world.panel("p")
    await panel.create("example.com")
    world.pools["verisign"].by_hand(DomainDelete(name="example.com"), clid="registrar-a")
    assert (await panel.info("example.com", fresh=True))["name"] == "example.com"  # one server may lag behind
    world.clock.forward(seconds=30)
    with pytest.raises(NotFound):
        await panel.info("example.com", fresh=True)
