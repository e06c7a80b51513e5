"""Transfers, told from both sides."""

from datetime import timedelta

import pytest

from epp_gateway.model.commands import DomainDelete, DomainTransfer, DomainUpdate, HostCreate, HostInfo
from epp_gateway.model.objects import TransferData
from epp_gateway.model.secret import Secret
from epp_gateway.model.terms import Period


def ask(bench, op, by="b", **fields):
    if op == "request":
        fields = {"auth_info": bench.code, **fields}
    return bench.ask(DomainTransfer(name="x.test", op=op, **fields), by=by)


@pytest.fixture
def bench(generic):
    generic.domain("x.test")
    return generic


def test_a_request_is_pending_and_told_to_the_losing_side(bench):
    response = ask(bench, "request")
    assert response.code == 1001
    assert response.data == TransferData(
        kind="domain",
        name="x.test",
        status="pending",
        requested_by="registrar-b",
        requested_at="2026-11-22T17:30:00Z",
        acting="registrar-a",
        act_by="2026-11-27T17:30:00Z",
        expires="2028-11-22T17:30:00Z",
    )
    assert bench.messages("a") == [response.data]
    assert bench.messages("b") == []
    assert "pendingTransfer" in bench.statuses("x.test")
    assert ask(bench, "query").data == response.data
    assert ask(bench, "query", by="a").data == response.data
    assert bench.registry.counts.transfers == {"x.test": 1}


@pytest.mark.parametrize(
    ("fields", "by", "code"),
    [
        ({}, "a", 2106),
        ({"auth_info": None}, "b", 2003),
        ({"auth_info": Secret("wrong")}, "b", 2202),
        ({"period": Period(value=10)}, "b", 2306),
    ],
)
def test_a_request_that_cannot_be_is_refused(bench, fields, by, code):
    assert ask(bench, "request", by=by, **fields).code == code
    assert bench.registry.counts.transfers == {}


def test_a_locked_name_does_not_move(bench):
    bench.done(DomainUpdate(name="x.test", add_statuses=("clientTransferProhibited",)))
    assert ask(bench, "request").code == 2304


def test_a_second_request_meets_the_first(bench):
    ask(bench, "request")
    assert ask(bench, "request").code == 2300
    assert bench.ask(DomainDelete(name="x.test")).code == 2304


def test_only_the_right_side_ends_a_transfer(bench):
    for op in ("approve", "reject", "cancel"):
        assert ask(bench, op).code == 2301
    ask(bench, "request")
    assert ask(bench, "approve", by="b").code == 2201
    assert ask(bench, "reject", by="b").code == 2201
    assert ask(bench, "cancel", by="a").code == 2201


def test_an_approval_moves_the_name_and_its_hosts_and_adds_a_year(bench):
    bench.done(HostCreate(name="ns1.x.test", addresses=("192.0.2.1",)))
    ask(bench, "request")
    bench.now += timedelta(hours=1)
    assert ask(bench, "approve", by="a").code == 1000
    data = bench.info("x.test", by="b")
    assert (data.sponsor, data.expires, data.transferred) == (
        "registrar-b",
        "2028-11-22T17:30:00Z",
        "2026-11-22T18:30:00Z",
    )
    assert bench.done(HostInfo(name="ns1.x.test")).data.sponsor == "registrar-b"
    assert [message.status for message in bench.messages("b")] == ["clientApproved"]
    assert bench.rgp("x.test") == ("addPeriod", "transferPeriod")
    assert ask(bench, "query").data.status == "clientApproved"


def test_a_used_code_moves_nothing_twice(bench):
    ask(bench, "request")
    ask(bench, "approve", by="a")
    assert ask(bench, "request", by="a").code == 2202
    assert bench.info("x.test", by="b").auth_info is None


@pytest.mark.parametrize(
    ("op", "by", "told", "status"),
    [("reject", "a", "b", "clientRejected"), ("cancel", "b", "a", "clientCancelled")],
)
def test_a_transfer_that_is_called_off_changes_nothing(bench, op, by, told, status):
    before = bench.info("x.test")
    ask(bench, "request")
    bench.messages("a")
    assert ask(bench, op, by=by).code == 1000
    assert bench.info("x.test") == before
    assert [message.status for message in bench.messages(told)] == [status]
    assert ask(bench, "request").code == 1001


def test_the_registry_approves_what_nobody_answers(bench):
    ask(bench, "request")
    bench.now += timedelta(days=5)
    assert bench.info("x.test", by="b").sponsor == "registrar-b"
    assert [message.status for message in bench.messages("a")] == ["pending", "serverApproved"]
    (message,) = bench.messages("b")
    assert (message.status, message.act_by) == ("serverApproved", "2026-11-27T17:30:00Z")


def test_the_year_of_a_transfer_never_leads_beyond_ten(generic):
    generic.domain("x.test", period=Period(value=10))
    assert ask(generic, "request").data.expires == "2036-11-22T17:30:00Z"
    ask(generic, "approve", by="a")
    assert generic.info("x.test", by="b").expires == "2036-11-22T17:30:00Z"


def test_a_year_the_registry_added_itself_is_the_transfers_year(bench):
    bench.now += timedelta(days=370)
    assert bench.info("x.test").expires == "2028-11-22T17:30:00Z"
    assert "autoRenewPeriod" in bench.rgp("x.test")
    ask(bench, "request")
    ask(bench, "approve", by="a")
    assert bench.info("x.test", by="b").expires == "2028-11-22T17:30:00Z"
    assert bench.rgp("x.test") == ("transferPeriod",)


def test_a_third_party_sees_a_transfer_only_with_the_code(bench):
    bench.registry.registrars["registrar-c"] = type(bench.registry.registrars["registrar-a"])(
        "registrar-c", Secret("c" * 8)
    )
    bench._sessions["registrar-c"] = bench.session("registrar-c")
    assert ask(bench, "query", by="a").code == 2301
    assert ask(bench, "query", by="c").code == 2201
    assert ask(bench, "query", by="c", auth_info=Secret("wrong")).code == 2202
    ask(bench, "request")
    assert ask(bench, "query", by="c", auth_info=bench.code).code == 1000
