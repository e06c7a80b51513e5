"""What a registry does by itself, in order, whether the clock runs or jumps."""

from datetime import datetime, timedelta

import pytest

from epp_gateway.model.commands import DomainDelete, DomainInfo, DomainTransfer
from epp_gateway.model.objects import PendingResult
from epp_gateway.model.terms import parse_instant
from epp_gateway.simulator.lifecycle import catch_up


def test_a_name_is_renewed_at_its_expiry_and_shows_it_for_45_days(generic):
    generic.domain("x.test")
    generic.now = parse_instant("2027-11-22T17:29:59Z")
    assert generic.info("x.test").expires == "2027-11-22T17:30:00Z"
    generic.now = parse_instant("2027-11-22T17:30:00Z")
    assert generic.info("x.test").expires == "2028-11-22T17:30:00Z"
    assert generic.rgp("x.test") == ("autoRenewPeriod",)
    generic.now += timedelta(days=45)
    assert generic.rgp("x.test") == ()


def test_a_jump_over_years_renews_once_for_each(generic):
    generic.domain("x.test")
    generic.now = parse_instant("2031-01-01T00:00:00Z")
    assert generic.info("x.test").expires == "2031-11-22T17:30:00Z"


def test_a_deleted_name_passes_through_both_periods_and_is_free_again(generic):
    generic.domain("x.test")
    generic.now += timedelta(days=10)
    pending = generic.ask(DomainDelete(name="x.test"))
    generic.now += timedelta(days=29)
    assert generic.rgp("x.test") == ("redemptionPeriod",)
    generic.now += timedelta(days=1)
    assert generic.rgp("x.test") == ("pendingDelete",)
    assert "pendingDelete" in generic.statuses("x.test")
    generic.now += timedelta(days=5)
    assert generic.ask(DomainInfo(name="x.test")).code == 2303
    assert generic.messages("a") == [
        PendingResult(
            kind="domain",
            name="x.test",
            ok=True,
            cltrid=pending.cltrid,
            svtrid=pending.svtrid,
            at="2027-01-06T17:30:00Z",
        )
    ]
    generic.domain("x.test", by="b")


def test_a_deleted_name_is_not_renewed_at_its_expiry(generic):
    generic.domain("x.test")
    generic.now = parse_instant("2027-11-20T00:00:00Z")
    generic.ask(DomainDelete(name="x.test"))
    generic.now = parse_instant("2027-12-01T00:00:00Z")
    assert generic.info("x.test").expires == "2027-11-22T17:30:00Z"


def test_a_transfer_and_an_expiry_of_the_same_instant_both_happen(generic):
    generic.domain("x.test")
    generic.now = parse_instant("2027-11-17T17:30:00Z")
    generic.done(DomainTransfer(name="x.test", op="request", auth_info=generic.code), by="b")
    generic.now = parse_instant("2027-11-22T17:30:00Z")
    data = generic.info("x.test", by="b")
    assert (data.sponsor, data.expires) == ("registrar-b", "2028-11-22T17:30:00Z")


def test_what_is_due_is_done_in_order_of_its_instant(generic):
    for name, day in (("late.test", 3), ("early.test", 1), ("middle.test", 2)):
        generic.now = generic.start + timedelta(days=day)
        generic.domain(name)
        generic.done(DomainTransfer(name=name, op="request", auth_info=generic.code), by="b")
    generic.now += timedelta(days=30)
    moved = [message for message in generic.messages("b") if message.status == "serverApproved"]
    assert [message.name for message in moved] == ["early.test", "middle.test", "late.test"]


def test_one_jump_and_many_small_steps_lead_to_the_same_registry(generic):
    twin = type(generic)("generic")
    for bench in (generic, twin):
        bench.domain("x.test")
        bench.domain("y.test")
        bench.now += timedelta(days=20)
        bench.done(DomainDelete(name="x.test"))
        bench.done(DomainTransfer(name="y.test", op="request", auth_info=bench.code), by="b")
    end = generic.now + timedelta(days=800)
    catch_up(generic.registry, end)
    while twin.now < end:
        twin.now += timedelta(days=7, hours=5)
        catch_up(twin.registry, min(twin.now, end))
    assert generic.registry.domains == twin.registry.domains
    assert generic.registry.queues == twin.registry.queues


@pytest.mark.parametrize(
    ("created", "expires"),
    [
        ("2026-11-22T03:00:00Z", "2027-11-30T15:00:00Z"),
        ("2026-11-30T14:59:59Z", "2027-11-30T15:00:00Z"),
        ("2026-11-30T15:00:00Z", "2027-12-31T15:00:00Z"),
        ("2027-02-10T00:00:00Z", "2028-02-29T15:00:00Z"),
    ],
)
def test_a_jp_name_expires_at_the_end_of_the_japanese_month_a_year_on(jprs, created, expires):
    jprs.now = parse_instant(created)
    assert jprs.domain("namae.jp").data.expires == expires


def test_a_jp_name_is_extended_by_a_year_and_stays_at_a_month_end(jprs):
    jprs.now = parse_instant("2026-02-10T00:00:00Z")
    jprs.domain("namae.jp")
    assert jprs.info("namae.jp").expires == "2027-02-28T15:00:00Z"
    jprs.now = parse_instant("2027-02-28T15:00:00Z")
    assert jprs.info("namae.jp").expires == "2028-02-29T15:00:00Z"
    assert jprs.rgp("namae.jp") == ()


def test_an_abolished_jp_name_is_suspended_at_the_month_end_and_purged_a_month_later(jprs):
    jprs.domain("namae.jp")
    assert jprs.state("namae.jp") == ("active", None)
    assert jprs.ask(DomainDelete(name="namae.jp")).code == 1001
    assert jprs.state("namae.jp") == ("to-be-suspended", "2026-11-30T15:00:00Z")
    assert "pendingDelete" in jprs.statuses("namae.jp")
    jprs.now = parse_instant("2026-11-30T15:00:00Z")
    assert jprs.state("namae.jp") == ("suspended", "2026-11-30T15:00:00Z")
    jprs.now = parse_instant("2026-12-31T14:59:59Z")
    assert jprs.state("namae.jp")[0] == "suspended"
    jprs.now = parse_instant("2026-12-31T15:00:00Z")
    assert jprs.ask(DomainInfo(name="namae.jp")).code == 2303
    (message,) = jprs.messages("a")
    assert (message.ok, message.at) == (True, "2026-12-31T15:00:00Z")


def test_every_instant_of_the_agenda_is_aware(generic):
    generic.domain("x.test")
    assert all(isinstance(at, datetime) and at.tzinfo for at, _ in generic.registry.agenda)
