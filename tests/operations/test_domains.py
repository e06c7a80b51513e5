"""Names come into being: thin, thick, with hosts and glue, at once or pending; every end of a create."""

import pytest
import trio

from epp_gateway.model.commands import DomainCreate, HostCreate
from epp_gateway.model.errors import AlreadyExists, BadValue, NotFound, NotServed
from epp_gateway.model.intent import WantedContact
from epp_gateway.model.secret import Secret
from tests.operations.panel import card, hosts, people


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
    pool.after = lambda _request: pool.set_statuses("example.com", "pendingCreate")
    pending = await panel.create("example.com")
    assert (pending["state"], pending["completed"], pending["sent"]) == ("pending", False, "yes")
    assert pending["result"]["code"] == 1001
    await world.desk.look_at("p", "example.com")
    assert (await panel.see(pending))["state"] == "pending"
    pool.set_statuses("example.com")
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


async def test_a_new_holders_card_may_come_with_the_name(world):
    panel = world.panel("p")
    wanted = (WantedContact(role="registrant", id="holder", card=card("Minato")),)
    assert (await panel.create("example.test", contacts=wanted))["state"] == "succeeded"
    assert [one.verb for one in world.ledger] == ["contact.create", "domain.create"]
    assert (await world.query.contact("p", "holder"))["postal"][0]["city"] == "Minato"
    again = (WantedContact(role="registrant", id="holder", card=card("Elsewhere")),)
    await panel.create("second.com", contacts=again)
    versions = await world.journal.read(lambda tx: tx.contact_versions("p", "holder"))
    assert [version.card.postal[0].city for version in versions] == ["Minato"], "a card that is known is not replaced"
    assert (await panel.info("second.com"))["contacts"] == {"registrant": "holder"}


async def test_a_card_is_kept_although_the_registry_takes_no_contacts(world):
    panel = world.panel("p")
    await panel.create("example.com", contacts=(WantedContact(role="registrant", id="holder", card=card()),))
    assert (await world.query.contact("p", "holder"))["objects"] == []
