"""Domain verbs, told in values: who asks for what, at which instant, and what the registry answers."""

from datetime import timedelta

import pytest

from epp_gateway.model.commands import (
    ContactCheck,
    ContactDelete,
    DomainCheck,
    DomainCreate,
    DomainDelete,
    DomainInfo,
    DomainRenew,
    DomainUpdate,
    HostCheck,
    HostCreate,
    HostDelete,
)
from epp_gateway.model.objects import CheckData, DomainContact, DomainCreated, DomainRenewed
from epp_gateway.model.secret import Secret
from epp_gateway.model.terms import Period


def reasons(response):
    assert isinstance(response.data, CheckData)
    return {item.name: item.reason for item in response.data.items}


def test_a_check_gives_a_reason_for_every_unavailable_name(generic):
    generic.domain("taken.test")
    names = ("taken.test", "free.test", "free.com", "-bad.test", "a.b.test", "xx--y.test")
    assert reasons(generic.done(DomainCheck(names=names))) == {
        "taken.test": "In use",
        "free.test": None,
        "free.com": "Not an authoritative TLD",
        "-bad.test": "Invalid domain name",
        "a.b.test": "Not registered at this level",
        "xx--y.test": "Invalid domain name",
    }


def test_a_check_of_too_many_names_is_refused(verisign, generic):
    assert verisign.ask(DomainCheck(names=tuple(f"name{n}.com" for n in range(21)))).code == 2306
    assert verisign.ask(HostCheck(names=tuple(f"ns{n}.name.com" for n in range(21)))).code == 2306
    assert generic.ask(ContactCheck(ids=tuple(f"C{n}" for n in range(101)))).code == 2306


def test_a_label_may_be_too_short_for_a_registry(verisign, generic):
    names = ("xy.com", "xyz.com")
    assert reasons(verisign.done(DomainCheck(names=names))) == {
        "xy.com": "Invalid domain name: too short",
        "xyz.com": None,
    }
    assert reasons(generic.done(DomainCheck(names=("x.test",)))) == {"x.test": None}


def test_a_name_expires_years_after_the_very_instant_of_its_creation(generic):
    response = generic.domain("x.test", period=Period(value=2))
    assert response.data == DomainCreated(name="x.test", created="2026-11-22T17:30:00Z", expires="2028-11-22T17:30:00Z")


def test_a_name_of_a_leap_day_expires_on_the_28th(generic):
    generic.now = generic.start.replace(year=2028, month=2, day=29)
    assert generic.domain("x.test").data.expires == "2029-02-28T17:30:00Z"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"name": "x.com"}, 2306),
        ({"name": "-x.test"}, 2005),
        ({"name": "taken.test"}, 2302),
        ({"period": Period(value=11)}, 2306),
        ({"period": Period(value=18, unit="m")}, 2306),
        ({"nameservers": ("ns.nowhere.example",)}, 2303),
        ({"nameservers": tuple(f"ns{n}.example.com" for n in range(14))}, 2306),
        ({"registrant": "NOBODY"}, 2303),
        ({"contacts": (DomainContact(role="admin", id="NOBODY"),)}, 2303),
        ({"auth_info": Secret("x" * 256)}, 2306),
    ],
)
def test_a_create_that_cannot_be_is_refused_and_changes_nothing(generic, fields, code):
    generic.domain("taken.test")
    command = DomainCreate(**{"name": "new.test", "auth_info": generic.code, **fields})
    assert generic.ask(command).code == code
    assert set(generic.registry.domains) == {"taken.test"}
    assert generic.registry.counts.creates == {"taken.test": 1}


def test_only_the_sponsor_reads_the_auth_code(generic):
    generic.domain("x.test")
    assert generic.info("x.test").auth_info == generic.code
    assert generic.info("x.test", by="b").auth_info is None
    assert generic.ask(DomainInfo(name="x.test", auth_info=Secret("wrong")), by="b").code == 2202
    assert generic.ask(DomainInfo(name="x.test", auth_info=generic.code), by="b").code == 1000
    assert generic.ask(DomainInfo(name="y.test")).code == 2303


def test_an_info_shows_the_hosts_that_were_asked_for(generic):
    generic.domain("x.test")
    generic.done(HostCreate(name="ns1.x.test", addresses=("192.0.2.1",)))
    generic.done(DomainUpdate(name="x.test", add_nameservers=("ns1.x.test",)))

    def hosts(choice):
        data = generic.done(DomainInfo(name="x.test", hosts=choice)).data
        return data.nameservers, data.subordinate_hosts

    both = ("ns1.x.test",)
    assert [hosts(choice) for choice in ("all", "del", "sub", "none")] == [
        (both, both),
        (both, ()),
        ((), both),
        ((), ()),
    ]


def test_a_name_without_hosts_is_inactive_and_one_with_hosts_is_ok(generic):
    generic.domain("x.test")
    assert generic.statuses("x.test") == {"inactive"}
    generic.done(HostCreate(name="ns.example.com"))
    generic.done(DomainUpdate(name="x.test", add_nameservers=("ns.example.com",)))
    assert generic.statuses("x.test") == {"ok"}


def test_a_renew_needs_the_registrys_own_date(generic):
    generic.domain("x.test")
    for wrong in ("2027-11-23", "2027-11-21", "2026-11-22"):
        assert generic.ask(DomainRenew(name="x.test", cur_exp_date=wrong)).code == 2004
    response = generic.done(DomainRenew(name="x.test", cur_exp_date="2027-11-22", period=Period(value=2)))
    assert response.data == DomainRenewed(name="x.test", expires="2029-11-22T17:30:00Z")
    assert generic.ask(DomainRenew(name="x.test", cur_exp_date="2027-11-22")).code == 2004
    assert generic.registry.counts.renewals == {"x.test": 1}


def test_a_renew_never_leads_further_than_ten_years_ahead(generic):
    generic.domain("x.test", period=Period(value=10))
    assert generic.ask(DomainRenew(name="x.test", cur_exp_date="2036-11-22")).code == 2306
    generic.now += timedelta(days=366)
    assert generic.ask(DomainRenew(name="x.test", cur_exp_date="2036-11-22")).code == 1000


def test_what_another_registrar_sponsors_is_out_of_reach(generic):
    generic.domain("x.test")
    commands = (
        DomainRenew(name="x.test", cur_exp_date="2027-11-22"),
        DomainUpdate(name="x.test", add_statuses=("clientHold",)),
        DomainDelete(name="x.test"),
    )
    assert [generic.ask(command, by="b").code for command in commands] == [2201, 2201, 2201]


@pytest.mark.parametrize(
    ("status", "command"),
    [
        ("clientRenewProhibited", DomainRenew(name="x.test", cur_exp_date="2027-11-22")),
        ("clientDeleteProhibited", DomainDelete(name="x.test")),
        ("clientUpdateProhibited", DomainUpdate(name="x.test", add_statuses=("clientHold",))),
    ],
)
def test_a_status_forbids_its_verb(generic, status, command):
    generic.domain("x.test")
    generic.done(DomainUpdate(name="x.test", add_statuses=(status,)))
    assert generic.ask(command).code == 2304
    generic.done(DomainUpdate(name="x.test", rem_statuses=(status,)))
    assert generic.ask(command).is_success


def test_an_update_may_set_only_what_is_a_clients(generic):
    generic.domain("x.test")
    for status in ("serverHold", "ok", "pendingDelete", "linked"):
        assert generic.ask(DomainUpdate(name="x.test", add_statuses=(status,))).code == 2306
    assert generic.ask(DomainUpdate(name="x.test")).code == 2003
    assert generic.ask(DomainUpdate(name="x.test", add_nameservers=("ns.nowhere.example",))).code == 2303


def test_an_update_changes_code_and_contacts(generic):
    for contact_id in ("C1", "C2"):
        generic.contact(contact_id)
    generic.domain("x.test", registrant="C1", contacts=(DomainContact(role="tech", id="C1"),))
    generic.done(
        DomainUpdate(
            name="x.test",
            registrant="C2",
            auth_info=Secret("another code"),
            add_contacts=(DomainContact(role="admin", id="C2"),),
            rem_contacts=(DomainContact(role="tech", id="C1"),),
        )
    )
    data = generic.info("x.test")
    assert (data.registrant, data.contacts) == ("C2", (DomainContact(role="admin", id="C2"),))
    assert data.auth_info == Secret("another code")
    assert generic.ask(ContactDelete(id="C2")).code == 2305
    assert generic.ask(ContactDelete(id="C1")).code == 1000


def test_a_delete_in_the_add_grace_is_done_at_once(generic):
    generic.domain("x.test")
    assert generic.rgp("x.test") == ("addPeriod",)
    generic.now += timedelta(days=4, hours=23)
    assert generic.ask(DomainDelete(name="x.test")).code == 1000
    assert generic.ask(DomainInfo(name="x.test")).code == 2303


def test_a_later_delete_is_pending_and_forbids_everything_else(generic):
    generic.domain("x.test")
    generic.now += timedelta(days=5)
    assert generic.rgp("x.test") == ()
    assert generic.ask(DomainDelete(name="x.test")).code == 1001
    assert "pendingDelete" in generic.statuses("x.test")
    assert generic.rgp("x.test") == ("redemptionPeriod",)
    assert generic.ask(DomainDelete(name="x.test")).code == 2304
    assert generic.ask(DomainUpdate(name="x.test", add_statuses=("clientHold",))).code == 2304
    assert generic.ask(DomainRenew(name="x.test", cur_exp_date="2027-11-22")).code == 2304
    assert generic.ask(HostCreate(name="ns1.x.test", addresses=("192.0.2.1",))).code == 2304


def test_a_name_with_hosts_below_it_cannot_be_deleted(generic):
    generic.domain("x.test")
    generic.done(HostCreate(name="ns1.x.test", addresses=("192.0.2.1",)))
    assert generic.ask(DomainDelete(name="x.test")).code == 2305
    generic.done(HostDelete(name="ns1.x.test"))
    assert generic.ask(DomainDelete(name="x.test")).code == 1000
