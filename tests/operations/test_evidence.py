"""What a registry's answers prove about a command whose reply was lost: every command against every answer."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from epp_gateway.model.commands import (
    ContactCreate,
    ContactDelete,
    ContactInfo,
    ContactUpdate,
    DomainCreate,
    DomainDelete,
    DomainInfo,
    DomainRenew,
    DomainTransfer,
    DomainUpdate,
    HostCreate,
    HostDelete,
    HostInfo,
    HostUpdate,
)
from epp_gateway.model.extensions import RgpStatus, RgpStatuses
from epp_gateway.model.objects import (
    ContactData,
    DomainContact,
    DomainData,
    HostData,
    Phone,
    PostalInfo,
    Status,
    TransferData,
)
from epp_gateway.model.responses import Response, Result
from epp_gateway.model.secret import Secret
from epp_gateway.model.terms import Period
from epp_gateway.operations.evidence import Proof, pending_verdict, questions, verdict
from epp_gateway.simulator.refusal import MESSAGES

US, THEM, NAME = "us", "them", "example.com"
SENT_AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
NOW, BEFORE, LONG_AGO = "2026-11-22T12:00:01Z", "2026-11-22T11:00:00Z", "2025-11-22T11:00:00Z"
CODE, OTHER = Secret("Aa1!Aa1!"), Secret("Bb2?Bb2?")
POSTAL = PostalInfo(type="int", name="Hanako", city="Tokyo", cc="JP")

CREATE = DomainCreate(name=NAME, auth_info=CODE, nameservers=("ns1.a.example",), registrant="C1")
RENEW = DomainRenew(name=NAME, cur_exp_date="2027-11-22", period=Period(value=1))
UPDATE = DomainUpdate(
    name=NAME,
    add_nameservers=("ns1.a.example",),
    rem_nameservers=("ns2.a.example",),
    add_statuses=("clientHold",),
    rem_statuses=("clientRenewProhibited",),
    add_contacts=(DomainContact(role="tech", id="C2"),),
    rem_contacts=(DomainContact(role="tech", id="C3"),),
    registrant="C1",
)
AUTH = DomainUpdate(name=NAME, auth_info=CODE)
DELETE = DomainDelete(name=NAME)
REQUEST, APPROVE, REJECT, CANCEL = (
    DomainTransfer(name=NAME, op=op, auth_info=CODE if op == "request" else None)
    for op in ("request", "approve", "reject", "cancel")
)
HOST = HostCreate(name="ns1.a.example", addresses=("192.0.2.1",))
HOST_UPDATE = HostUpdate(name="ns1.a.example", add_addresses=("192.0.2.1",), rem_addresses=("192.0.2.2",))
HOST_DELETE = HostDelete(name="ns1.a.example")
CONTACT = ContactCreate(id="C1", postal=(POSTAL,), email="a@example.jp", auth_info=CODE)
CONTACT_UPDATE = ContactUpdate(
    id="C1", postal=(POSTAL,), email="a@example.jp", voice=Phone(number="+81.3"), fax=Phone(number="+81.4")
)
CONTACT_DELETE = ContactDelete(id="C1")
COMMANDS = (
    *(CREATE, RENEW, UPDATE, AUTH, DELETE, REQUEST, APPROVE, REJECT, CANCEL),
    *(HOST, HOST_UPDATE, HOST_DELETE, CONTACT, CONTACT_UPDATE, CONTACT_DELETE),
)


def said(code, data=None, *extensions):
    return Response(results=(Result(code=code, message=MESSAGES[code]),), svtrid="S", data=data, extensions=extensions)


def domain(*statuses, **fields):
    values = {
        "roid": "D1",
        "sponsor": US,
        "creator": US,
        "created": NOW,
        "expires": "2027-11-22T17:30:00Z",
        "nameservers": ("ns1.a.example",),
        "registrant": "C1",
        "auth_info": CODE,
        **fields,
    }
    return DomainData(name=NAME, statuses=tuple(Status(value=status) for status in statuses), **values)


def shown(*statuses, extensions=(), **fields):
    return said(1000, domain(*statuses, **fields), *extensions)


def transfer(status, **fields):
    values = {"requested_by": US, "requested_at": NOW, "acting": THEM, "act_by": NOW, **fields}
    return said(1000, TransferData(kind="domain", name=NAME, status=status, **values))


def host(*addresses, **fields):
    values = {"sponsor": US, "creator": US, "created": NOW, **fields}
    return said(1000, HostData(name="ns1.a.example", roid="H1", addresses=addresses, **values))


def contact(**fields):
    values = {
        "postal": (POSTAL,),
        "email": "a@example.jp",
        "voice": Phone(number="+81.3"),
        "fax": Phone(number="+81.4"),
        "sponsor": US,
        **fields,
    }
    return said(1000, ContactData(id="C1", roid="C1", **values))


GONE, FOREIGN, WRONG_CODE, NO_TRANSFER = (said(code) for code in (2303, 2201, 2202, 2301))
AUTO = RgpStatuses(statuses=(RgpStatus(value="autoRenewPeriod"),))
BOTH = RgpStatuses(statuses=(RgpStatus(value="autoRenewPeriod"), RgpStatus(value="renewPeriod")))
DONE, PENDING, NOT_DONE, TAKEN, UNKNOWN = Proof.DONE, Proof.PENDING, Proof.NOT_DONE, Proof.TAKEN, Proof.UNKNOWN
UPDATED = {"nameservers": ("ns1.a.example",), "contacts": (DomainContact(role="tech", id="C2"),)}
UNTOUCHED = {
    "nameservers": ("ns2.a.example",),
    "contacts": (DomainContact(role="tech", id="C3"),),
    "registrant": "C9",
}

TABLE = [
    (CREATE, [shown("ok")], DONE),
    (CREATE, [shown("pendingCreate")], PENDING),
    (CREATE, [shown(auth_info=None)], DONE),
    (CREATE, [shown(auth_info=Secret(""))], DONE),
    (CREATE, [shown(created="2026-11-22T11:56:00Z")], DONE),
    (CREATE, [GONE], NOT_DONE),
    (CREATE, [FOREIGN], TAKEN),
    (CREATE, [WRONG_CODE], TAKEN),
    (CREATE, [shown(sponsor=THEM)], TAKEN),
    (CREATE, [shown(creator=THEM)], TAKEN),
    (CREATE, [shown(creator=None)], DONE),
    (CREATE, [shown(created=BEFORE)], DONE),  # our code is shown: the registry's clock is behind
    (CREATE, [shown(created=BEFORE, auth_info=None)], UNKNOWN),
    (CREATE, [shown(created=LONG_AGO)], TAKEN),
    (CREATE, [shown(created=None)], DONE),
    (CREATE, [shown(created="soon")], DONE),
    (CREATE, [shown(created="soon", auth_info=None)], UNKNOWN),
    (CREATE, [shown(auth_info=OTHER)], TAKEN),
    (CREATE, [shown(nameservers=())], TAKEN),
    (CREATE, [shown(registrant=None)], TAKEN),
    (CREATE, [said(1000)], UNKNOWN),
    (RENEW, [shown(expires="2028-11-22T17:30:00Z")], DONE),
    (RENEW, [shown(expires="2027-11-22T17:30:00Z")], NOT_DONE),
    (RENEW, [shown(expires="2026-11-22T17:30:00Z")], NOT_DONE),
    (RENEW, [shown(expires="2029-11-22T17:30:00Z")], UNKNOWN),
    (RENEW, [shown(expires="2027-11-23T00:00:00+09:00")], UNKNOWN),
    (RENEW, [shown(expires=None)], UNKNOWN),
    (RENEW, [shown(expires="")], UNKNOWN),
    (RENEW, [shown(expires="1 day")], UNKNOWN),
    (RENEW, [shown(expires="2028-11-22T17:30:00Z", extensions=(AUTO,))], UNKNOWN),
    (RENEW, [shown(expires="2028-11-22T17:30:00Z", extensions=(BOTH,))], DONE),
    (RENEW, [GONE], UNKNOWN),
    (RENEW, [FOREIGN], UNKNOWN),
    (UPDATE, [shown("clientHold", **UPDATED)], DONE),
    (UPDATE, [shown("clientRenewProhibited", **UNTOUCHED)], NOT_DONE),
    (UPDATE, [shown("clientHold", **UNTOUCHED)], UNKNOWN),
    (UPDATE, [GONE], UNKNOWN),
    (UPDATE, [FOREIGN], UNKNOWN),
    (AUTH, [shown(auth_info=CODE)], DONE),
    (AUTH, [shown(auth_info=OTHER)], NOT_DONE),
    (AUTH, [shown(auth_info=None)], UNKNOWN),
    (AUTH, [shown(auth_info=Secret(""))], UNKNOWN),
    (DELETE, [GONE], DONE),
    (DELETE, [shown("pendingDelete")], PENDING),
    (DELETE, [shown("ok")], NOT_DONE),
    (DELETE, [shown(sponsor=THEM)], UNKNOWN),
    (DELETE, [FOREIGN], UNKNOWN),
    (REQUEST, [transfer("pending"), shown(sponsor=THEM)], PENDING),
    (REQUEST, [transfer("clientApproved"), shown()], DONE),
    (REQUEST, [transfer("serverApproved"), shown()], DONE),
    (REQUEST, [transfer("clientRejected"), shown(sponsor=THEM)], NOT_DONE),
    (REQUEST, [transfer("pending", requested_by=THEM), shown(sponsor=THEM)], NOT_DONE),
    (REQUEST, [transfer("pending", requested_at=BEFORE), shown(sponsor=THEM)], PENDING),
    (REQUEST, [transfer("pending", requested_at=LONG_AGO), shown(sponsor=THEM)], NOT_DONE),
    (REQUEST, [NO_TRANSFER, shown(sponsor=THEM)], NOT_DONE),
    (REQUEST, [FOREIGN, FOREIGN], NOT_DONE),
    (REQUEST, [WRONG_CODE, WRONG_CODE], NOT_DONE),
    (REQUEST, [GONE, GONE], NOT_DONE),
    (REQUEST, [NO_TRANSFER, shown(transferred=NOW)], DONE),
    (REQUEST, [NO_TRANSFER, shown(transferred=BEFORE)], UNKNOWN),
    (REQUEST, [NO_TRANSFER, shown(transferred=None)], UNKNOWN),
    (REQUEST, [said(1000), shown(sponsor=THEM)], UNKNOWN),
    (APPROVE, [transfer("clientApproved"), shown(sponsor=THEM)], DONE),
    (APPROVE, [transfer("pending"), shown()], NOT_DONE),
    (APPROVE, [transfer("clientCancelled"), shown()], NOT_DONE),
    (APPROVE, [transfer("clientApproved", act_by=BEFORE), shown()], UNKNOWN),
    (APPROVE, [transfer("clientApproved", act_by=LONG_AGO), shown()], NOT_DONE),
    (APPROVE, [NO_TRANSFER, FOREIGN], DONE),
    (APPROVE, [NO_TRANSFER, shown(sponsor=THEM)], DONE),
    (APPROVE, [NO_TRANSFER, shown()], UNKNOWN),
    (APPROVE, [GONE, GONE], UNKNOWN),
    (REJECT, [transfer("clientRejected"), shown()], DONE),
    (REJECT, [transfer("pending"), shown()], NOT_DONE),
    (REJECT, [transfer("serverApproved"), shown(sponsor=THEM)], NOT_DONE),
    (REJECT, [NO_TRANSFER, shown()], UNKNOWN),
    (CANCEL, [transfer("clientCancelled"), shown(sponsor=THEM)], DONE),
    (CANCEL, [transfer("pending"), shown(sponsor=THEM)], NOT_DONE),
    (HOST, [host("192.0.2.1")], DONE),
    (HOST, [GONE], NOT_DONE),
    (HOST, [host(creator=THEM)], TAKEN),
    (HOST, [host(creator=None, sponsor=THEM)], TAKEN),
    (HOST, [host(created=BEFORE)], TAKEN),
    (HOST, [FOREIGN], UNKNOWN),
    (HOST_UPDATE, [host("192.0.2.1")], DONE),
    (HOST_UPDATE, [host("192.0.2.2")], NOT_DONE),
    (HOST_UPDATE, [host("192.0.2.1", "192.0.2.2")], UNKNOWN),
    (HOST_UPDATE, [GONE], NOT_DONE),
    (HOST_DELETE, [GONE], DONE),
    (HOST_DELETE, [host()], NOT_DONE),
    (HOST_DELETE, [FOREIGN], UNKNOWN),
    (CONTACT, [contact()], DONE),
    (CONTACT, [GONE], NOT_DONE),
    (CONTACT, [FOREIGN], UNKNOWN),
    (CONTACT_UPDATE, [contact()], DONE),
    (CONTACT_UPDATE, [contact(email="b@example.jp")], NOT_DONE),
    (CONTACT_UPDATE, [contact(voice=None)], NOT_DONE),
    (CONTACT_UPDATE, [contact(fax=Phone(number="+81.5"))], NOT_DONE),
    (CONTACT_UPDATE, [contact(postal=())], NOT_DONE),
    (CONTACT_UPDATE, [contact(postal=(replace(POSTAL, type="loc"), POSTAL))], DONE),
    (CONTACT_UPDATE, [GONE], NOT_DONE),
    (CONTACT_DELETE, [GONE], DONE),
    (CONTACT_DELETE, [contact()], NOT_DONE),
]


def label(value):
    if isinstance(value, list):
        return "+".join(str(answer.code) for answer in value)
    return value.value if isinstance(value, Proof) else str(value.__struct_config__.tag)


@pytest.mark.parametrize(("command", "answers", "proof"), TABLE, ids=label)
def test_answers_prove_what_they_prove_and_no_more(command, answers, proof):
    assert verdict(command, US, SENT_AT, answers).proof is proof


@pytest.mark.parametrize("command", COMMANDS, ids=label)
@pytest.mark.parametrize("code", sorted({*MESSAGES} - {1000, 1001, 1300, 1301, 1500, 2201, 2202, 2301, 2303}))
def test_a_failure_of_the_question_proves_nothing(command, code):
    answers = [said(code)] * len(questions(command))
    assert verdict(command, US, SENT_AT, answers).proof is UNKNOWN


@pytest.mark.parametrize("command", COMMANDS, ids=label)
def test_a_success_that_shows_nothing_proves_nothing(command):
    answers = [said(1000)] * len(questions(command))
    assert verdict(command, US, SENT_AT, answers).proof is UNKNOWN


def test_every_question_is_free_to_be_repeated():
    for command in COMMANDS:
        for question in questions(command):
            assert isinstance(question, DomainInfo | HostInfo | ContactInfo | DomainTransfer)
            assert getattr(question, "op", "query") == "query"
    assert questions(REQUEST)[0].auth_info == questions(REQUEST)[1].auth_info == CODE


@pytest.mark.parametrize(
    ("from_day", "years", "to"),
    [
        ("2028-02-29", 1, {"2029-02-28", "2029-03-01"}),
        ("2028-02-29", 4, {"2032-02-29"}),
        ("2027-12-31", 1, {"2028-12-31"}),
        ("2027-02-28", 1, {"2028-02-28"}),
        ("9999-12-31", 1, set()),
    ],
)
def test_a_renewal_may_arrive_at_the_days_a_calendar_allows(from_day, years, to):
    command = DomainRenew(name=NAME, cur_exp_date=from_day, period=Period(value=years))
    days = {"2028-12-31", "2029-02-28", "2029-03-01", "2032-02-29", "2032-03-01", "2028-02-28", "2028-02-29"} - {
        from_day
    }
    arrived = {day for day in days if verdict(command, US, SENT_AT, [shown(expires=f"{day}T17:30:00Z")]).proof is DONE}
    assert arrived == to


@pytest.mark.parametrize(
    ("command", "answers", "proof"),
    [
        (CREATE, [shown("pendingCreate")], PENDING),
        (CREATE, [shown("ok")], DONE),
        (CREATE, [GONE], NOT_DONE),
        (UPDATE, [shown("pendingUpdate", **UPDATED)], PENDING),
        (UPDATE, [shown("clientHold", **UPDATED)], DONE),
        (DELETE, [shown("pendingDelete")], PENDING),
        (DELETE, [GONE], DONE),
        (DELETE, [FOREIGN], DONE),
        (DELETE, [shown(sponsor=THEM)], DONE),
        (DELETE, [shown("ok")], NOT_DONE),
        (DELETE, [said(2400)], UNKNOWN),
        (REQUEST, [transfer("pending"), shown(sponsor=THEM)], PENDING),
        (REQUEST, [transfer("clientRejected"), shown(sponsor=THEM)], NOT_DONE),
    ],
    ids=label,
)
def test_what_was_pending_ends_as_the_registry_shows(command, answers, proof):
    assert pending_verdict(command, US, SENT_AT, answers).proof is proof


texts = st.one_of(st.sampled_from(["", US, THEM, NOW, BEFORE, "9999-12-31T23:59:59Z"]), st.text(max_size=12))
maybe = st.none() | texts
secrets = st.none() | st.sampled_from([Secret(""), CODE, OTHER])
statuses = st.lists(st.builds(Status, value=st.sampled_from(["ok", "pendingDelete", "pendingCreate", "x"])), max_size=3)
many = st.lists(texts, max_size=3).map(tuple)
payloads = st.one_of(
    st.none(),
    st.builds(
        DomainData,
        name=texts,
        roid=texts,
        statuses=statuses.map(tuple),
        registrant=maybe,
        nameservers=many,
        sponsor=texts,
        creator=maybe,
        created=maybe,
        expires=maybe,
        transferred=maybe,
        auth_info=secrets,
    ),
    st.builds(
        TransferData,
        kind=st.just("domain"),
        name=texts,
        status=st.sampled_from(["pending", "clientApproved", "serverCancelled", ""]),
        requested_by=texts,
        requested_at=texts,
        acting=texts,
        act_by=texts,
    ),
    st.builds(HostData, name=texts, roid=texts, addresses=many, sponsor=texts, creator=maybe, created=maybe),
    st.builds(ContactData, id=texts, roid=texts, email=texts, sponsor=texts, created=maybe),
)
grace = many.map(lambda words: tuple(RgpStatus(value=word) for word in words))
responses = st.builds(said, st.sampled_from(sorted(MESSAGES)), payloads, st.builds(RgpStatuses, statuses=grace))
days = st.dates().map(lambda day: day.isoformat())
renewals = st.builds(
    DomainRenew, name=st.just(NAME), cur_exp_date=days, period=st.none() | st.builds(Period, value=st.integers(1, 99))
)


@given(command=st.sampled_from(COMMANDS) | renewals, data=st.data())
def test_no_answer_whatever_breaks_the_judgement(command, data):
    answers = [data.draw(responses) for _ in questions(command)]
    found = verdict(command, US, SENT_AT, answers)
    assert found.proof in Proof
    assert pending_verdict(command, US, SENT_AT, answers).proof in Proof
    if found.proof is DONE and isinstance(command, DomainCreate):
        shown_now = answers[0].data
        assert (shown_now.sponsor, shown_now.auth_info in {None, CODE, Secret("")}) == (US, True)
