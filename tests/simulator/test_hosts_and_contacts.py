"""Host and contact verbs, and the ties between objects."""

import pytest

from epp_gateway.model.commands import (
    ContactCheck,
    ContactCreate,
    ContactDelete,
    ContactInfo,
    ContactUpdate,
    DomainInfo,
    DomainUpdate,
    HostCheck,
    HostCreate,
    HostDelete,
    HostInfo,
    HostUpdate,
)
from epp_gateway.model.objects import CheckItem, Phone, PostalInfo, Status
from epp_gateway.model.secret import Secret

INSIDE, OUTSIDE = "ns1.x.test", "ns1.example.com"
ADDRESS = "192.0.2.1"


@pytest.fixture
def bench(generic):
    generic.domain("x.test")
    return generic


@pytest.mark.parametrize(
    ("command", "by", "code"),
    [
        (HostCreate(name=INSIDE, addresses=(ADDRESS, "2001:db8::1")), "a", 1000),
        (HostCreate(name=INSIDE), "a", 2003),
        (HostCreate(name=INSIDE, addresses=(ADDRESS,)), "b", 2201),
        (HostCreate(name=INSIDE, addresses=("192.0.2.256",)), "a", 2005),
        (HostCreate(name=INSIDE, addresses=tuple(f"192.0.2.{n}" for n in range(14))), "a", 2306),
        (HostCreate(name="ns1.nowhere.test", addresses=(ADDRESS,)), "a", 2305),
        (HostCreate(name=OUTSIDE), "b", 1000),
        (HostCreate(name=OUTSIDE, addresses=(ADDRESS,)), "b", 2306),
        (HostCreate(name="-bad-.example.com"), "b", 2005),
    ],
)
def test_a_host_needs_what_its_place_demands(bench, command, by, code):
    assert bench.ask(command, by=by).code == code
    assert (command.name in bench.registry.hosts) is (code == 1000)


def test_a_check_of_hosts_gives_reasons(bench):
    bench.done(HostCreate(name=OUTSIDE))
    assert bench.ask(HostCreate(name=OUTSIDE), by="b").code == 2302
    items = bench.done(HostCheck(names=(OUTSIDE, "ns2.example.com", "a_b..c"))).data.items
    assert items == (
        CheckItem(name=OUTSIDE, available=False, reason="In use"),
        CheckItem(name="ns2.example.com", available=True),
        CheckItem(name="a_b..c", available=False, reason="Invalid host name"),
    )


def test_a_linked_host_stays_until_nothing_uses_it(bench):
    bench.done(HostCreate(name=INSIDE, addresses=(ADDRESS,)))
    bench.done(DomainUpdate(name="x.test", add_nameservers=(INSIDE,)))
    assert bench.done(HostInfo(name=INSIDE)).data.statuses == (Status(value="ok"), Status(value="linked"))
    assert bench.ask(HostDelete(name=INSIDE)).code == 2305
    bench.done(DomainUpdate(name="x.test", rem_nameservers=(INSIDE,)))
    assert bench.ask(HostDelete(name=INSIDE), by="b").code == 2201
    assert bench.ask(HostDelete(name=INSIDE)).code == 1000
    assert bench.ask(HostInfo(name=INSIDE)).code == 2303


def test_the_addresses_and_statuses_of_a_host_change_by_differences(bench):
    bench.done(HostCreate(name=INSIDE, addresses=(ADDRESS,)))
    assert bench.ask(HostUpdate(name=INSIDE)).code == 2003
    assert bench.ask(HostUpdate(name=INSIDE, rem_addresses=(ADDRESS,))).code == 2003
    assert bench.ask(HostUpdate(name=INSIDE, add_statuses=("serverUpdateProhibited",))).code == 2306
    bench.done(HostUpdate(name=INSIDE, add_addresses=("192.0.2.2",), rem_addresses=(ADDRESS,)))
    assert bench.done(HostInfo(name=INSIDE)).data.addresses == ("192.0.2.2",)
    bench.done(HostUpdate(name=INSIDE, add_statuses=("clientUpdateProhibited", "clientDeleteProhibited")))
    assert bench.ask(HostUpdate(name=INSIDE, add_addresses=(ADDRESS,))).code == 2304
    assert bench.ask(HostDelete(name=INSIDE)).code == 2304
    bench.done(HostUpdate(name=INSIDE, rem_statuses=("clientUpdateProhibited",)))


def test_a_renamed_host_takes_its_links_along(bench):
    bench.done(HostCreate(name=INSIDE, addresses=(ADDRESS,)))
    bench.done(DomainUpdate(name="x.test", add_nameservers=(INSIDE,)))
    assert bench.ask(HostUpdate(name=INSIDE, new_name="ns2.nowhere.test")).code == 2305
    bench.done(HostUpdate(name=INSIDE, new_name="ns2.x.test"))
    data = bench.info("x.test")
    assert (data.nameservers, data.subordinate_hosts) == (("ns2.x.test",), ("ns2.x.test",))
    bench.done(HostCreate(name=OUTSIDE))
    assert bench.ask(HostUpdate(name="ns2.x.test", new_name=OUTSIDE)).code == 2302


def test_an_outside_host_that_others_use_keeps_its_name(bench):
    bench.done(HostCreate(name=OUTSIDE))
    bench.domain("theirs.test", by="b", nameservers=(OUTSIDE,))
    assert bench.ask(HostUpdate(name=OUTSIDE, new_name="ns9.example.com")).code == 2305


def test_a_registry_lock_of_a_name_holds_for_its_hosts(bench):
    bench.done(HostCreate(name=INSIDE, addresses=(ADDRESS,)))
    domain = bench.registry.domains["x.test"]
    bench.registry.put_domain(type(domain)(**{**as_dict(domain), "statuses": ("serverUpdateProhibited",)}), bench.now)
    commands = (
        HostCreate(name="ns2.x.test", addresses=(ADDRESS,)),
        HostUpdate(name=INSIDE, add_addresses=("192.0.2.9",)),
        HostDelete(name=INSIDE),
        DomainUpdate(name="x.test", add_statuses=("clientHold",)),
    )
    assert [bench.ask(command).code for command in commands] == [2304] * 4


def as_dict(record):
    return {name: getattr(record, name) for name in record.__struct_fields__}


def test_a_contact_lives(generic):
    generic.contact("C1")
    items = generic.done(ContactCheck(ids=("C1", "C2"))).data.items
    assert items == (
        CheckItem(name="C1", available=False, reason="In use"),
        CheckItem(name="C2", available=True),
    )
    new = PostalInfo(type="int", name="Other", city="Osaka", cc="JP")
    generic.done(
        ContactUpdate(
            id="C1",
            postal=(new,),
            email="b@example.com",
            voice=Phone(number="+81.3"),
            add_statuses=("clientDeleteProhibited",),
        )
    )
    data = generic.done(ContactInfo(id="C1")).data
    assert (data.postal, data.email, data.voice) == ((new,), "b@example.com", Phone(number="+81.3"))
    assert generic.ask(ContactDelete(id="C1")).code == 2304
    generic.done(ContactUpdate(id="C1", rem_statuses=("clientDeleteProhibited",)))
    generic.done(ContactDelete(id="C1"))
    assert generic.ask(ContactInfo(id="C1")).code == 2303


def test_a_contact_is_nobody_elses_business(generic):
    generic.contact("C1")
    assert generic.ask(ContactInfo(id="C1"), by="b").code == 2201
    assert generic.ask(ContactInfo(id="C1", auth_info=Secret("wrong")), by="b").code == 2202
    seen = generic.ask(ContactInfo(id="C1", auth_info=generic.code), by="b")
    assert (seen.code, seen.data.auth_info) == (1000, None)
    assert generic.ask(ContactUpdate(id="C1", email="c@example.com"), by="b").code == 2201
    assert generic.ask(ContactDelete(id="C1"), by="b").code == 2201
    assert generic.ask(ContactUpdate(id="C1")).code == 2003


def test_a_contact_carries_the_address_forms_of_the_registry(generic):
    local = PostalInfo(type="loc", name="Holder", city="Chiyoda", cc="JP")
    command = ContactCreate(id="C1", postal=(local,), email="a@example.com", auth_info=generic.code)
    assert generic.ask(command).code == 2306
    generic.contact("C1")
    assert generic.ask(ContactCreate(id="C1", postal=(local,), email="x@y.z", auth_info=generic.code)).code == 2302


def test_a_purged_name_takes_its_hosts_along_and_leaves_no_broken_link(bench):
    bench.done(HostCreate(name=INSIDE, addresses=(ADDRESS,)))
    bench.domain("theirs.test", by="b", nameservers=(INSIDE,))
    bench.registry.drop_domain("x.test", bench.now)
    assert bench.info("theirs.test", by="b").nameservers == ()
    assert bench.ask(HostInfo(name=INSIDE)).code == 2303
    assert bench.ask(DomainInfo(name="x.test")).code == 2303
