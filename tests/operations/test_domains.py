"""The life of a name: created, renewed, updated, locked, deleted; every end of each wish."""

import pytest
import trio
from msgspec.structs import replace

from epp_gateway.model.commands import DomainCreate, DomainDelete, DomainUpdate, HostCreate
from epp_gateway.model.errors import AlreadyExists, BadValue, NotFound, NotServed, Unreachable
from epp_gateway.model.secret import Secret
from tests.operations.panel import hosts, people

EXPIRES = "2027-11-22T17:30:00Z"


async def test_a_create_at_a_thin_registry_is_one_command(world):
    done = await world.panel("p").create("example.com", years=2)
    assert (done["state"], done["completed"], done["sent"]) == ("succeeded", True, "yes")
    assert done["result"]["code"] == 1000
    assert done["result"]["data"] == {
        "name": "example.com",
        "created": "2026-11-22T17:30:00Z",
        "expires": "2028-11-22T17:30:00Z",
    }
    assert [request.command.name for request in world.arrived] == ["example.com"]
    (attempt,) = done["attempts"]
    assert attempt["cltrid"].startswith(done["id"])
    assert (attempt["code"], attempt["session"], attempt["sent_at"]) == (1000, "verisign-1", "2026-11-22T17:30:00Z")


async def test_a_thin_registry_is_not_told_the_contacts_that_the_panel_names(world):
    panel = world.panel("p")
    await panel.contact("holder")
    await panel.create("example.com", contacts=people(registrant="holder"))
    assert world.did() == ["domain.create example.com"]
    assert (await panel.info("example.com"))["contacts"] == {"registrant": "holder"}


async def test_a_create_at_a_thick_registry_makes_its_contacts_first_and_each_once(world):
    panel = world.panel("p")
    await panel.contact("holder")
    done = await panel.create("example.test", contacts=people(registrant="holder", admin="holder"))
    assert done["state"] == "succeeded"
    contact, domain = world.ledger
    assert (contact.verb, domain.verb) == ("contact.create", "domain.create")
    assert domain.command.registrant == contact.command.id
    assert [one.id for one in domain.command.contacts] == [contact.command.id]


async def test_a_contact_that_a_registry_has_already_is_used_again(world):
    panel = world.panel("p")
    await panel.contact("holder")
    await panel.create("one.test", contacts=people(registrant="holder"))
    await panel.create("two.test", contacts=people(registrant="holder"))
    assert [one.verb for one in world.ledger] == ["contact.create", "domain.create", "domain.create"]


async def test_a_contact_is_filed_once_for_each_kind_where_the_registry_wants_kinds(world):
    panel = world.panel("p")
    await panel.contact("holder")
    done = await panel.create("rakuda.jp", contacts=people(registrant="holder", admin="holder", tech="holder"))
    assert done["state"] == "succeeded"
    assert [one.command.kind for one in world.pools["jprs"].done("contact.create")] == ["registrant", "personnel"]


async def test_external_hosts_are_made_only_where_they_are_missing(world):
    panel = world.panel("p")
    world.pools["verisign"].by_hand(HostCreate(name="ns1.dns.example"))
    done = await panel.create("example.com", nameservers=hosts("ns1.dns.example", "ns2.dns.example"))
    assert done["state"] == "succeeded"
    assert [step["state"] for step in done["steps"]] == ["skipped", "done", "done"]
    assert world.did() == ["host.create ns2.dns.example", "domain.create example.com"]
    await panel.create("second.com", nameservers=hosts("ns1.dns.example", "ns2.dns.example"))
    assert world.did()[2:] == ["domain.create second.com"]
    assert world.pools["verisign"].asked("host.check") == 2


async def test_a_host_that_comes_into_being_meanwhile_is_used_as_it_is(world):
    world.fault("verisign", "code", "host.create", code=2302)
    world.pools["verisign"].before = lambda request: (
        world.pools["verisign"].by_hand(HostCreate(name="ns1.dns.example"))
        if isinstance(request.command, HostCreate)
        else None
    )
    done = await world.panel("p").create("example.com", nameservers=hosts("ns1.dns.example"))
    assert [step["state"] for step in done["steps"]] == ["skipped", "done"]


async def test_glue_comes_after_the_name_and_then_the_update_that_uses_it(world):
    wanted = hosts(("ns1.example.com", "192.0.2.1"), "ns.dns.example")
    done = await world.panel("p").create("example.com", nameservers=wanted)
    assert done["state"] == "succeeded"
    assert world.did() == [
        "host.create ns.dns.example",
        "domain.create example.com",
        "host.create ns1.example.com",
        "domain.update example.com",
    ]
    kept = world.pools["verisign"].registry.domains["example.com"].nameservers
    assert set(kept) == {"ns1.example.com", "ns.dns.example"}


async def test_hosts_inside_the_registry_that_are_not_ours_are_relied_on(world):
    world.pools["verisign"].by_hand(DomainCreate(name="dns.net", auth_info=Secret("Aa1!Aa1!")))
    world.pools["verisign"].by_hand(HostCreate(name="ns1.dns.net", addresses=("192.0.2.7",)))
    done = await world.panel("p").create("example.com", nameservers=hosts("ns1.dns.net"))
    assert world.did() == ["domain.create example.com"]
    assert done["state"] == "succeeded"


async def test_a_host_below_another_name_of_the_panel_is_made_with_the_addresses_it_is_known_by(world):
    panel = world.panel("p")
    await panel.create("dns.com")
    done = await panel.create("example.com", nameservers=hosts(("ns1.dns.com", "192.0.2.7")))
    assert done["state"] == "succeeded"
    assert world.did()[1:] == ["host.create ns1.dns.com", "domain.create example.com"]


@pytest.mark.parametrize(
    ("name", "wish", "path"),
    [
        ("example.com", {"years": 11}, "$.period"),
        ("example.com", {"nameservers": hosts("ns1.example.com")}, "$.nameservers[0].addresses"),
        ("example.com", {"contacts": people(registrant="nobody")}, "$.contacts.registrant"),
        ("rakuda.jp", {}, "$.contacts"),
        ("rakuda.jp", {"years": 2, "contacts": people(registrant="holder")}, "$.period"),
    ],
)
async def test_what_an_account_can_not_do_is_told_with_its_place_and_nothing_is_kept(world, name, wish, path):
    with pytest.raises(BadValue) as told:
        await world.panel("p").create(name, **wish)
    assert told.value.path == path
    assert await world.entries() == []
    assert world.arrived == []


async def test_a_contact_lacks_the_form_of_address_that_the_registry_wants(world):
    panel = world.panel("p")
    await panel.contact("holder")
    half = (await world.journal.read(lambda tx: tx.contact("p", "holder"))).card
    half = type(half)(postal=half.postal[:1], email=half.email)
    await panel.update_contact("holder", half)
    with pytest.raises(BadValue) as told:
        await panel.create("rakuda.jp", contacts=people(registrant="holder"))
    assert "loc" in told.value.reason


async def test_a_name_under_a_tld_that_nobody_serves_is_refused(world):
    with pytest.raises(NotServed) as told:
        await world.panel("p").create("example.org")
    assert told.value.path == "$.name"


async def test_a_name_that_is_here_can_not_be_created_again(world):
    await world.panel("p").create("example.com")
    with pytest.raises(AlreadyExists):
        await world.panel("p").create("example.com")
    with pytest.raises(AlreadyExists):
        await world.panel("q").create("example.com")


async def test_a_name_that_somebody_else_has_fails_with_the_registrys_words(world):
    world.pools["verisign"].by_hand(DomainCreate(name="example.com", auth_info=Secret("Aa1!Aa1!")))
    failed = await world.panel("p").create("example.com")
    assert (failed["state"], failed["sent"]) == ("failed", "yes")
    assert failed["result"]["code"] == 2302
    assert failed["result"]["ext_values"] == [{"value": "example.com", "reason": "In use"}]
    with pytest.raises(NotFound):
        await world.panel("p").info("example.com")


async def test_a_create_that_the_registry_takes_as_pending_waits_and_is_closed_when_it_is_there(world):
    panel, pool = world.panel("p"), world.pools["verisign"]
    world.fault("verisign", "code", "domain.create", code=1001, executed=True)
    pool.after = lambda _request: _set_statuses(pool, "example.com", "pendingCreate")
    pending = await panel.create("example.com")
    assert (pending["state"], pending["completed"], pending["sent"]) == ("pending", False, "yes")
    assert pending["result"]["code"] == 1001
    await world.desk.look_at("p", "example.com")
    assert (await panel.see(pending))["state"] == "pending"
    _set_statuses(pool, "example.com")
    await world.desk.look_at("p", "example.com")
    assert (await panel.see(pending))["state"] == "succeeded"


async def test_a_pending_create_with_glue_goes_on_when_the_name_is_there(world):
    panel = world.panel("p")
    world.fault("verisign", "code", "domain.create", code=1001, executed=True)
    pending = await panel.create("example.com", nameservers=hosts(("ns1.example.com", "192.0.2.1")))
    assert pending["state"] == "pending"
    await world.desk.look_at("p", "example.com")
    done = await panel.wait(pending)
    assert done["state"] == "succeeded"
    assert world.did() == [
        "domain.create example.com",
        "host.create ns1.example.com",
        "domain.update example.com",
    ]


async def test_two_looks_at_once_close_a_pending_operation_once(world):
    panel = world.panel("p")
    world.fault("verisign", "code", "domain.create", code=1001, executed=True)
    pending = await panel.create("example.com", nameservers=hosts(("ns1.example.com", "192.0.2.1")))
    async with trio.open_nursery() as nursery:
        nursery.start_soon(world.desk.look_at, "p", "example.com")
        nursery.start_soon(world.desk.look_at, "p", "example.com")
    done = await panel.wait(pending)
    assert done["state"] == "succeeded"
    assert (await world.history(pending["id"])).count("resumed") == 1


async def test_a_pending_create_that_the_registry_rejects_fails_and_leaves_no_name(world):
    panel, pool = world.panel("p"), world.pools["verisign"]
    world.fault("verisign", "code", "domain.create", code=1001)
    world.others_act = True
    pending = await panel.create("example.com")
    world.clock.forward(minutes=5)
    await world.desk.look_at("p", "example.com")
    failed = await panel.see(pending)
    assert (failed["state"], failed["result"]["reason"]) == ("failed", "not-done")
    assert await world.query.domains("p", [], None) == []
    assert (await panel.create("example.com"))["state"] == "succeeded"
    assert "example.com" in pool.registry.domains


def _set_statuses(pool, name, *statuses):
    domain = pool.registry.domains[name]
    pool.registry.put_domain(replace(domain, statuses=statuses), pool.clock())


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
    _set_statuses(pool, "example.com", "clientHold", "serverDeleteProhibited")
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
    with pytest.raises(NotFound):
        await panel.info("example.com", fresh=True)
