"""Contacts and hosts: one thing for the panel, one object for each registry behind it."""

import pytest
import trio

from epp_gateway.model.commands import ContactUpdate, HostCreate
from epp_gateway.model.errors import AlreadyExists, BadValue, NotFound, NotServed, WrongState
from tests.operations.panel import card, hosts, people


async def test_a_contact_is_kept_here_and_made_nowhere_until_a_name_needs_it(world):
    panel = world.panel("p")
    done = await panel.contact("holder")
    assert (done["state"], done["sent"], done["attempts"]) == ("succeeded", "no", [])
    shown = await world.query.contact("p", "holder")
    assert (shown["version"], shown["email"], shown["objects"]) == (1, "hanako@example.jp", [])


async def test_a_contact_is_made_at_the_registries_that_are_named(world):
    panel = world.panel("p")
    done = await panel.contact("holder", registries=("generic", "jprs"))
    assert done["state"] == "succeeded"
    objects = (await world.query.contact("p", "holder"))["objects"]
    assert [(one["registry"], one["state"]) for one in objects] == [("generic", "live"), ("jprs", "live")]
    ids = {one["id"] for one in objects}
    assert len(ids) == 2
    assert ids == {one.command.id for one in world.ledger}
    fresh = (await world.query.contact("p", "holder", fresh=True))["objects"]
    assert {one["registry_data"]["email"] for one in fresh} == {"hanako@example.jp"}


async def test_a_contact_can_not_be_made_where_there_are_none(world):
    with pytest.raises(BadValue) as told:
        await world.panel("p").contact("holder", registries=("generic", "verisign"))
    assert told.value.path == "$.registries[1]"
    with pytest.raises(NotServed):
        await world.panel("p").contact("holder", registries=("nowhere",))
    with pytest.raises(NotFound):
        await world.query.contact("p", "holder")


async def test_a_contact_exists_once_for_each_panel(world):
    await world.panel("p").contact("holder")
    with pytest.raises(AlreadyExists):
        await world.panel("p").contact("holder")
    assert (await world.panel("q").contact("holder"))["state"] == "succeeded"


async def test_a_new_card_reaches_every_registry_that_has_the_contact_and_keeps_the_old_versions(world):
    panel = world.panel("p")
    await panel.contact("holder", registries=("generic", "jprs"))
    done = await panel.update_contact("holder", card(city="Minato", email="new@example.jp"))
    assert done["state"] == "succeeded"
    for pool in (world.pools["generic"], world.pools["jprs"]):
        (kept,) = pool.registry.contacts.values()
        assert (kept.email, {postal.city for postal in kept.postal}) == ("new@example.jp", {"Minato"})
    versions = await world.journal.read(lambda tx: tx.contact_versions("p", "holder"))
    assert [(one.version, one.card.postal[0].city) for one in versions] == [(1, "Chiyoda"), (2, "Minato")]


async def test_a_new_card_for_a_contact_that_is_nowhere_sends_nothing(world):
    panel = world.panel("p")
    await panel.contact("holder")
    assert (await panel.update_contact("holder", card(city="Minato")))["sent"] == "no"


async def test_a_contact_is_deleted_here_and_everywhere(world):
    panel = world.panel("p")
    await panel.contact("holder", registries=("generic", "jprs"))
    assert (await panel.delete_contact("holder"))["state"] == "succeeded"
    assert world.pools["generic"].registry.contacts == world.pools["jprs"].registry.contacts == {}
    with pytest.raises(NotFound):
        await world.query.contact("p", "holder")
    with pytest.raises(NotFound):
        await panel.delete_contact("holder")
    assert (await panel.contact("holder", registries=("generic",)))["state"] == "succeeded"


async def test_a_contact_in_use_is_not_deleted(world):
    panel = world.panel("p")
    await panel.contact("holder")
    await panel.create("example.test", contacts=people(registrant="holder"))
    with pytest.raises(WrongState) as told:
        await panel.delete_contact("holder")
    assert "example.test" in told.value.reason


async def test_a_delete_that_failed_at_one_registry_can_be_repeated(world):
    panel = world.panel("p")
    await panel.contact("holder", registries=("generic", "jprs"))
    world.fault("jprs", "code", "contact.delete", code=2306)
    failed = await panel.delete_contact("holder")
    assert (failed["state"], failed["result"]["code"]) == ("failed", 2306)
    states = {one["registry"]: one["state"] for one in (await world.query.contact("p", "holder"))["objects"]}
    assert states == {"generic": "gone", "jprs": "live"}
    assert (await panel.delete_contact("holder"))["state"] == "succeeded"
    assert world.pools["jprs"].registry.contacts == {}


@pytest.mark.parametrize(("lost", "times"), [("lost", 1), ("lost-after", 1)])
async def test_a_lost_update_that_changes_the_telephone_alone_is_not_taken_for_done(world, lost, times):
    panel = world.panel("p")
    await panel.contact("holder", registries=("generic",))
    world.fault("generic", lost, "contact.update")
    done = await panel.update_contact("holder", card(voice="+81.399999999"))
    assert done["state"] == "succeeded"
    (kept,) = world.pools["generic"].registry.contacts.values()
    assert kept.voice.number == "+81.399999999"
    assert len(world.pools["generic"].done("contact.update")) == times


# Hosts.


async def test_a_host_below_a_name_of_the_panel_goes_to_that_names_registry(world):
    panel = world.panel("p")
    await panel.create("example.com")
    done = await panel.host("ns1.example.com", "192.0.2.1", "2001:db8::1")
    assert (done["state"], done["account"]) == ("succeeded", "verisign")
    assert world.pools["verisign"].registry.hosts["ns1.example.com"].addresses == ("192.0.2.1", "2001:db8::1")
    shown = await world.query.host("p", "ns1.example.com", fresh=True)
    assert shown["addresses"] == ["192.0.2.1", "2001:db8::1"]
    assert shown["objects"][0]["registry_data"]["sponsor"] == "registrar-a"


async def test_another_host_is_kept_here_and_made_where_it_is_wanted(world):
    panel = world.panel("p")
    assert (await panel.host("ns1.dns.example"))["sent"] == "no"
    done = await panel.host("ns2.dns.example", registries=("verisign", "generic"))
    assert done["state"] == "succeeded"
    assert world.did() == ["host.create ns2.dns.example", "host.create ns2.dns.example"]
    with pytest.raises(AlreadyExists):
        await panel.host("ns1.dns.example")


async def test_a_host_that_a_registry_has_already_is_shared(world):
    world.pools["generic"].by_hand(HostCreate(name="ns1.dns.example"))
    done = await world.panel("p").host("ns1.dns.example", registries=("generic",))
    assert done["state"] == "succeeded"
    assert world.ledger == []


async def test_glue_of_a_name_becomes_a_host_of_the_panel(world):
    panel = world.panel("p")
    await panel.create("example.com", nameservers=hosts(("ns1.example.com", "192.0.2.1")))
    shown = await world.query.host("p", "ns1.example.com", fresh=False)
    assert shown["addresses"] == ["192.0.2.1"]


@pytest.mark.parametrize(
    ("name", "addresses", "registries", "path"),
    [
        ("ns1.example.com", (), (), "$.addresses"),
        ("ns1.dns.example", ("192.0.2.1",), (), "$.addresses"),
        ("ns1.elsewhere.com", (), ("verisign",), "$.name"),
    ],
)
async def test_a_host_that_can_not_be_is_told_with_its_place(world, name, addresses, registries, path):
    panel = world.panel("p")
    await panel.create("example.com")
    with pytest.raises(BadValue) as told:
        await panel.host(name, *addresses, registries=registries)
    assert told.value.path == path


async def test_a_host_gets_new_addresses(world):
    panel = world.panel("p")
    await panel.create("example.com")
    await panel.host("ns1.example.com", "192.0.2.1", "192.0.2.2")
    done = await panel.update_host("ns1.example.com", "192.0.2.2", "192.0.2.3")
    assert done["state"] == "succeeded"
    (change,) = world.pools["verisign"].done("host.update")
    assert (change.command.add_addresses, change.command.rem_addresses) == (("192.0.2.3",), ("192.0.2.1",))
    assert (await world.query.host("p", "ns1.example.com", fresh=False))["addresses"] == ["192.0.2.2", "192.0.2.3"]
    same = await panel.update_host("ns1.example.com", "192.0.2.2", "192.0.2.3")
    assert (same["state"], same["sent"]) == ("succeeded", "no")
    await panel.host("ns1.dns.example")
    with pytest.raises(BadValue):
        await panel.update_host("ns1.dns.example", "192.0.2.1")


async def test_a_host_that_vanished_at_the_registry_fails_with_its_words(world):
    panel = world.panel("p")
    await panel.create("example.com")
    await panel.host("ns1.example.com", "192.0.2.1")
    world.pools["verisign"].registry.drop_host("ns1.example.com")
    failed = await panel.update_host("ns1.example.com", "192.0.2.9")
    assert (failed["state"], failed["result"]["code"], failed["sent"]) == ("failed", 2303, "no")


async def test_a_host_is_deleted_unless_a_name_uses_it(world):
    panel = world.panel("p")
    await panel.create("example.com")
    await panel.host("ns1.example.com", "192.0.2.1")
    await panel.update("example.com", nameservers=hosts("ns1.example.com"))
    with pytest.raises(WrongState) as told:
        await panel.delete_host("ns1.example.com")
    assert "example.com" in told.value.reason
    await panel.update("example.com", nameservers=())
    assert (await panel.delete_host("ns1.example.com"))["state"] == "succeeded"
    assert world.pools["verisign"].registry.hosts == {}
    with pytest.raises(NotFound):
        await world.query.host("p", "ns1.example.com", fresh=False)
    with pytest.raises(NotFound):
        await panel.delete_host("ns1.example.com")


async def test_a_shared_host_is_deleted_by_the_last_panel_that_has_it(world):
    one, two = world.panel("p"), world.panel("q")
    await one.host("ns1.dns.example", registries=("generic",))
    await two.host("ns1.dns.example", registries=("generic",))
    assert (await one.delete_host("ns1.dns.example"))["sent"] == "no"
    assert "ns1.dns.example" in world.pools["generic"].registry.hosts
    assert (await two.delete_host("ns1.dns.example"))["sent"] == "yes"
    assert "ns1.dns.example" not in world.pools["generic"].registry.hosts


async def test_two_creates_at_once_with_a_new_contact_leave_no_object_that_a_new_card_misses(world):
    panel = world.panel("p")
    await panel.contact("holder")
    async with trio.open_nursery() as nursery:
        for name in ("one.test", "two.test"):
            nursery.start_soon(lambda name=name: panel.create(name, contacts=people(registrant="holder")))
    await panel.update_contact("holder", card(city="Minato"))
    pool = world.pools["generic"]
    used = {domain.registrant for domain in pool.registry.domains.values()}
    updated = {one.command.id for one in pool.ledger if isinstance(one.command, ContactUpdate)}
    assert used <= updated
