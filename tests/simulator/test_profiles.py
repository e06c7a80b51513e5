"""What only one kind of registry does."""

from datetime import timedelta

import pytest

from epp_gateway.model.commands import (
    ContactCheck,
    ContactCreate,
    DomainCheck,
    DomainCreate,
    DomainDelete,
    DomainInfo,
    DomainRenew,
    DomainTransfer,
    DomainUpdate,
    HostCreate,
    HostInfo,
    Poll,
)
from epp_gateway.model.extensions import (
    JprsContact,
    JprsDomain,
    JprsDomainData,
    JprsTransfer,
    NameStore,
    NameStoreError,
    OpaqueExtension,
)
from epp_gateway.model.mappings import OpaqueCommand
from epp_gateway.model.objects import PostalInfo
from epp_gateway.model.secret import Secret
from epp_gateway.model.terms import Period
from epp_gateway.simulator.objects import put_domain

COM, NET = NameStore(sub_product="dotCOM"), NameStore(sub_product="dotNET")


def test_com_and_net_share_their_hosts(verisign):
    verisign.domain("name.com")
    verisign.done(HostCreate(name="ns1.name.com", addresses=("192.0.2.1",)))
    verisign.domain("name.net", by="b", nameservers=("ns1.name.com",))
    roids = [verisign.info("name.com").roid, verisign.info("name.net", by="b").roid]
    assert [roid.partition("_")[2] for roid in roids] == ["DOMAIN_COM-VRSN", "DOMAIN_NET-VRSN"]
    assert verisign.done(HostInfo(name="ns1.name.com")).data.roid.endswith("_HOST_CNE-VRSN")


def test_the_sub_product_must_be_there_and_fit_the_name(verisign):
    verisign.domain("name.com")
    unknown = NameStore(sub_product="dotTV")
    for extension in (NET, unknown):
        refused = verisign.ask(DomainInfo(name="name.com"), extension)
        assert refused.code == 2306
        assert isinstance(refused.extensions[0], NameStoreError)
    assert verisign.ask(DomainInfo(name="name.com"), COM).code == 1000
    assert verisign.ask(DomainCheck(names=("a-name.com", "a-name.net")), COM).code == 1000
    assert verisign.ask(Poll()).code == 1300


def test_contacts_are_announced_and_refused(verisign):
    refused = verisign.ask(ContactCheck(ids=("C1",)), COM)
    assert (refused.code, refused.results[0].message) == (2306, "Sub product dotCOM does NOT support contact")
    create = DomainCreate(name="name.com", auth_info=verisign.code, registrant="C1")
    assert verisign.ask(create).code == 2102
    assert verisign.ask(DomainUpdate(name="name.com", registrant="C1")).code == 2102


def test_com_shows_a_domain_only_to_its_sponsor_or_with_the_code(verisign):
    verisign.domain("name.com")
    assert verisign.ask(DomainInfo(name="name.com"), by="b").code == 2201
    assert verisign.ask(DomainInfo(name="name.com", auth_info=verisign.code), by="b").code == 1000


@pytest.mark.parametrize("code", ["", "short", "x" * 33])
def test_com_wants_a_code_of_8_to_32_characters(verisign, code):
    assert verisign.ask(DomainCreate(name="name.com", auth_info=Secret(code))).code == 2306


def test_com_refuses_to_add_what_is_there_and_to_remove_what_is_not(verisign):
    verisign.domain("name.com")
    verisign.done(DomainUpdate(name="name.com", add_statuses=("clientHold",)))
    assert verisign.ask(DomainUpdate(name="name.com", add_statuses=("clientHold",))).code == 2306
    verisign.done(DomainUpdate(name="name.com", rem_statuses=("clientHold",)))
    assert verisign.ask(DomainUpdate(name="name.com", rem_statuses=("clientHold",))).code == 2306


def test_com_does_not_delete_what_may_not_be_updated(verisign):
    verisign.domain("name.com")
    verisign.done(DomainUpdate(name="name.com", add_statuses=("clientUpdateProhibited",)))
    assert verisign.ask(DomainDelete(name="name.com")).code == 2304


def test_elsewhere_adding_twice_is_no_error(generic):
    generic.domain("x.test")
    for _ in range(2):
        generic.done(DomainUpdate(name="x.test", add_statuses=("clientHold",)))


def test_an_extension_nobody_announced_is_refused(generic):
    unknown = OpaqueExtension(namespace="urn:example:x", xml="<x/>")
    for extension in (COM, unknown):
        assert generic.ask(DomainCheck(names=("x.test",)), extension).code == 2103


def test_an_object_nobody_announced_is_refused(generic):
    unknown = OpaqueCommand(verb="create", namespace="urn:example:x", xml='<x xmlns="urn:example:x"/>')
    refused = generic.ask(unknown)
    assert (refused.code, refused.results[0].ext_values[0].value) == (2307, "urn:example:x")
    assert generic.ask(unknown, COM).code == 2103


def test_a_jp_name_is_registered_for_one_year_to_a_registrant(jprs):
    jprs.contact("HOLDER")
    jprs.contact("OFFICE", kind="public")

    def create(**fields):
        command = DomainCreate(**{"name": "namae.jp", "auth_info": jprs.code, "registrant": "HOLDER", **fields})
        return jprs.ask(command).code

    assert create(period=Period(value=2)) == 2306
    assert create(registrant=None) == 2003
    assert create(registrant="OFFICE") == 2306
    assert create(registrant="NOBODY") == 2303
    assert create(period=Period(value=1)) == 1000


def test_a_registrant_belongs_to_the_agent_that_uses_it(jprs):
    jprs.contact("HOLDER")
    command = DomainCreate(name="namae.jp", auth_info=jprs.code, registrant="HOLDER")
    assert jprs.ask(command, by="b").code == 2201


@pytest.mark.parametrize(
    ("name", "family", "code"),
    [
        ("namae.jp", "general", 1000),
        ("namae.tokyo.jp", "prefecture", 1000),
        ("namae.jp", "prefecture", 2306),
        ("namae.co.jp", "organisational", 2306),
        ("tokyo.jp", "general", 2306),
        ("example1.jp", "general", 2306),
        ("namae.chiyoda.tokyo.jp", "general", 2306),
    ],
)
def test_a_jp_name_belongs_to_the_family_of_its_shape(jprs, name, family, code):
    jprs.contact("HOLDER")
    command = DomainCreate(name=name, auth_info=jprs.code, registrant="HOLDER")
    assert jprs.ask(command, JprsDomain(family=family)).code == code


def test_a_jp_info_tells_family_state_and_record_to_the_sponsor_but_never_the_code(jprs):
    jprs.domain("namae.osaka.jp")
    (mine,) = jprs.done(DomainInfo(name="namae.osaka.jp")).extensions
    (theirs,) = jprs.done(DomainInfo(name="namae.osaka.jp"), by="b").extensions
    assert isinstance(mine, JprsDomainData)
    assert (mine.family, mine.state) == ("prefecture", "active")
    assert mine.registrant_record
    assert theirs.registrant_record is None
    assert jprs.info("namae.osaka.jp").auth_info is None


def test_a_jp_name_that_was_put_without_a_registrant_shows_no_record(jprs):
    put_domain(jprs.registry, "namae.jp", {}, jprs.now)
    assert jprs.info("namae.jp").registrant is None
    assert jprs.done(DomainInfo(name="namae.jp")).extensions[0].registrant_record is None


def test_jp_has_no_renew(jprs):
    jprs.domain("namae.jp")
    assert jprs.ask(DomainRenew(name="namae.jp", cur_exp_date="2027-11-30")).code == 2101


def test_an_agent_change_keeps_the_expiry_and_takes_the_registrant_along(jprs):
    jprs.domain("namae.jp")
    before = jprs.info("namae.jp")

    def request(*extensions, **fields):
        command = DomainTransfer(name="namae.jp", op="request", auth_info=jprs.code, **fields)
        return jprs.ask(command, *extensions, by="b")

    assert request(period=Period(value=1)).code == 2306
    assert request(JprsTransfer(method="name-move")).code == 2102
    pending = request(JprsTransfer(method="agent-change"))
    assert (pending.code, pending.data.expires) == (1001, None)
    jprs.now += timedelta(days=10)
    after = jprs.info("namae.jp", by="b")
    assert (after.sponsor, after.expires) == ("registrar-b", before.expires)
    assert jprs.registry.contacts["HOLDER-a"].sponsor == "registrar-b"


def test_a_registrant_with_other_names_stays_with_its_agent(jprs):
    jprs.domain("namae.jp")
    jprs.domain("betsu.jp")
    jprs.done(DomainTransfer(name="namae.jp", op="request", auth_info=jprs.code), by="b")
    jprs.done(DomainTransfer(name="namae.jp", op="approve"))
    assert jprs.registry.contacts["HOLDER-a"].sponsor == "registrar-a"


def test_a_jp_code_lasts_35_days_from_when_it_was_set(jprs):
    jprs.domain("namae.jp")
    request = DomainTransfer(name="namae.jp", op="request", auth_info=jprs.code)
    jprs.now += timedelta(days=35)
    assert jprs.ask(request, by="b").code == 2202
    jprs.done(DomainUpdate(name="namae.jp", auth_info=jprs.code))
    jprs.now += timedelta(days=34)
    assert jprs.ask(request, by="b").code == 1001


def test_a_jp_contact_names_its_kind_both_addresses_and_japan(jprs):
    def create(*extensions, forms=("loc", "int"), cc="JP"):
        addresses = tuple(PostalInfo(type=form, name="N", city="C", cc=cc) for form in forms)
        command = ContactCreate(id="C1", postal=addresses, email="a@example.com", auth_info=jprs.code)
        return jprs.ask(command, *extensions).code

    kind = JprsContact(kind="public")
    assert create() == 2003
    assert create(kind, forms=("int",)) == 2306
    assert create(kind, cc="FR") == 2306
    assert create(kind) == 1000
    assert jprs.registry.contacts["C1"].kind == "public"
