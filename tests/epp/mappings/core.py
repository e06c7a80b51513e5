"""RFC 5730 to 5733."""

from typing import Any

from hypothesis import strategies as st

from epp_gateway.model import commands as c
from epp_gateway.model import objects as o
from epp_gateway.model.responses import ExtValue, Greeting, MessageQueue, Response, Result
from epp_gateway.model.secret import Secret
from epp_gateway.model.terms import Period
from tests.epp.draw import statuses, values
from tests.epp.words import (
    ABROAD,
    CODE,
    CONTACT,
    DOMAIN,
    DOMAIN_STATUSES,
    HOME,
    HOST,
    INSTANTS,
    OTHER_STATUSES,
    PENDING,
    RGP,
    URIS,
    WORDS,
    answered,
    asked,
    lines,
    tuples,
)

COMMANDS: dict[str, c.Request] = {
    "rfc/5730/hello.command.xml": c.Request(command=c.Hello()),
    "rfc/5730/login.command.xml": asked(
        c.Login(
            clid="panel-one",
            password=Secret("open&Sesame"),
            new_password=Secret("shut<Sesame"),
            objects=(DOMAIN, HOST, CONTACT),
            extensions=(RGP,),
        )
    ),
    "rfc/5730/logout.command.xml": asked(c.Logout()),
    "rfc/5730/poll-req.command.xml": asked(c.Poll()),
    "rfc/5730/poll-ack.command.xml": asked(c.Poll(op="ack", message_id="M-17")),
    "rfc/5731/check.command.xml": asked(c.DomainCheck(names=("example.com", "example.net", "xn--r8jz45g.com"))),
    "rfc/5731/info.command.xml": asked(c.DomainInfo(name="example.com", hosts="del", auth_info=CODE)),
    "rfc/5731/create.command.xml": asked(
        c.DomainCreate(
            name="example.com",
            period=Period(value=2),
            nameservers=("ns1.example.net", "ns2.example.net"),
            registrant="HOLDER-1",
            contacts=(o.DomainContact(role="admin", id="PERSON-1"), o.DomainContact(role="tech", id="PERSON-2")),
            auth_info=CODE,
        )
    ),
    "rfc/5731/delete.command.xml": asked(c.DomainDelete(name="example.com")),
    "rfc/5731/renew.command.xml": asked(
        c.DomainRenew(name="example.com", cur_exp_date="2027-03-31", period=Period(value=18, unit="m"))
    ),
    "rfc/5731/transfer-request.command.xml": asked(
        c.DomainTransfer(name="example.com", op="request", period=Period(value=1), auth_info=CODE)
    ),
    "rfc/5731/transfer-query.command.xml": asked(c.DomainTransfer(name="example.com", op="query")),
    "rfc/5731/transfer-approve.command.xml": asked(c.DomainTransfer(name="example.com", op="approve")),
    "rfc/5731/transfer-reject.command.xml": asked(c.DomainTransfer(name="example.com", op="reject")),
    "rfc/5731/transfer-cancel.command.xml": asked(c.DomainTransfer(name="example.com", op="cancel")),
    "rfc/5731/update.command.xml": asked(
        c.DomainUpdate(
            name="example.com",
            add_nameservers=("ns3.example.net",),
            rem_nameservers=("ns1.example.net",),
            add_contacts=(o.DomainContact(role="billing", id="PERSON-3"),),
            rem_contacts=(o.DomainContact(role="admin", id="PERSON-1"),),
            add_statuses=("clientHold", "clientTransferProhibited"),
            rem_statuses=("clientUpdateProhibited",),
            registrant="HOLDER-2",
            auth_info=CODE,
        )
    ),
    "rfc/5731/update-clear-code.command.xml": asked(c.DomainUpdate(name="example.com", auth_info=Secret(""))),
    "rfc/5732/check.command.xml": asked(c.HostCheck(names=("ns1.example.com", "ns1.example.net"))),
    "rfc/5732/info.command.xml": asked(c.HostInfo(name="ns1.example.com")),
    "rfc/5732/create.command.xml": asked(c.HostCreate(name="ns1.example.com", addresses=("192.0.2.1", "2001:db8::1"))),
    "rfc/5732/delete.command.xml": asked(c.HostDelete(name="ns1.example.com")),
    "rfc/5732/update.command.xml": asked(
        c.HostUpdate(
            name="ns1.example.com",
            add_addresses=("192.0.2.2",),
            rem_addresses=("2001:db8::1",),
            add_statuses=("clientUpdateProhibited",),
            rem_statuses=("clientDeleteProhibited",),
            new_name="ns9.example.com",
        )
    ),
    "rfc/5733/check.command.xml": asked(c.ContactCheck(ids=("HOLDER-1", "person-2"))),
    "rfc/5733/info.command.xml": asked(c.ContactInfo(id="HOLDER-1", auth_info=CODE)),
    "rfc/5733/create.command.xml": asked(
        c.ContactCreate(
            id="HOLDER-1",
            postal=(HOME, ABROAD),
            voice=o.Phone(number="+81.355550100", ext="21"),
            fax=o.Phone(number="+81.355550101"),
            email="hanako@example.jp",
            auth_info=CODE,
        )
    ),
    "rfc/5733/delete.command.xml": asked(c.ContactDelete(id="HOLDER-1")),
    "rfc/5733/update.command.xml": asked(
        c.ContactUpdate(
            id="HOLDER-1",
            add_statuses=("clientDeleteProhibited",),
            rem_statuses=("clientUpdateProhibited",),
            postal=(ABROAD,),
            voice=o.Phone(number="+81.355550199"),
            fax=o.Phone(number=""),
            email="office@example.jp",
            auth_info=CODE,
        )
    ),
}

ANSWERS: dict[str, Greeting | Response] = {
    "rfc/5730/greeting.response.xml": Greeting(
        server_id="Example registry",
        server_date="2026-04-01T00:00:00Z",
        versions=("1.0",),
        languages=("en", "ja"),
        objects=(DOMAIN, HOST, CONTACT),
        extensions=(RGP,),
    ),
    "rfc/5730/login.response.xml": answered(),
    "rfc/5730/logout.response.xml": answered(result=Result(code=1500, message="Goodbye")),
    "rfc/5730/poll-empty.response.xml": answered(result=Result(code=1300, message="No messages")),
    "rfc/5730/poll-req.response.xml": answered(
        o.PendingResult(
            kind="domain",
            name="example.com",
            ok=True,
            cltrid="PANEL-0000",
            svtrid="SRV-9000",
            at="2026-04-01T09:00:00Z",
        ),
        result=Result(code=1301, message="A message waits"),
        queue=MessageQueue(count=3, id="M-17", date="2026-04-01T09:00:01Z", text="The creation was approved."),
    ),
    "rfc/5730/poll-ack.response.xml": answered(queue=MessageQueue(count=2, id="M-18")),
    "rfc/5730/refused.response.xml": Response(
        results=(
            Result(
                code=2004,
                message="Out of range",
                values=(f'<domain:period xmlns:domain="{DOMAIN}" unit="y">11</domain:period>',),
                ext_values=(
                    ExtValue(
                        value=f'<domain:name xmlns:domain="{DOMAIN}">example.com</domain:name>',
                        reason="Ten years are the most",
                    ),
                ),
            ),
            Result(code=2306, message="Policy", ext_values=(ExtValue(value="HOLDER-1", reason="Contact is thin"),)),
        ),
        svtrid="SRV-9001",
        cltrid="PANEL-0001",
    ),
    "rfc/5731/check.response.xml": answered(
        o.CheckData(
            kind="domain",
            items=(
                o.CheckItem(name="example.com", available=False, reason="In use"),
                o.CheckItem(name="example.net", available=True),
            ),
        )
    ),
    "rfc/5731/info.response.xml": answered(
        o.DomainData(
            name="example.com",
            roid="D17_EXAMPLE-REP",
            statuses=(o.Status(value="ok"), o.Status(value="clientHold", text="Payment & papers are missing")),
            registrant="HOLDER-1",
            contacts=(o.DomainContact(role="admin", id="PERSON-1"), o.DomainContact(role="tech", id="PERSON-2")),
            nameservers=("ns1.example.com", "ns1.example.net"),
            subordinate_hosts=("ns1.example.com",),
            sponsor="panel-one",
            creator="panel-two",
            created="2025-03-31T15:00:00Z",
            updater="panel-one",
            updated="2026-01-02T03:04:05.678Z",
            expires="2027-03-31T15:00:00Z",
            transferred="2026-01-01T00:00:00Z",
            auth_info=CODE,
        )
    ),
    "rfc/5731/create.response.xml": answered(
        o.DomainCreated(name="example.com", created="2026-04-01T09:00:00Z", expires="2028-04-01T09:00:00Z")
    ),
    "rfc/5731/create-pending.response.xml": answered(
        o.DomainCreated(name="example.com", created="2026-04-01T09:00:00Z"), result=PENDING
    ),
    "rfc/5731/renew.response.xml": answered(o.DomainRenewed(name="example.com", expires="2028-09-30T00:00:00Z")),
    "rfc/5731/transfer.response.xml": answered(
        o.TransferData(
            kind="domain",
            name="example.com",
            status="pending",
            requested_by="panel-one",
            requested_at="2026-04-01T09:00:00Z",
            acting="panel-two",
            act_by="2026-04-06T09:00:00Z",
            expires="2028-03-31T15:00:00Z",
        ),
        result=PENDING,
    ),
    "rfc/5731/pending-refused.response.xml": answered(
        o.PendingResult(
            kind="domain", name="example.com", ok=False, cltrid=None, svtrid="SRV-9000", at="2026-04-01T09:00:00Z"
        ),
        result=Result(code=1301, message="A message waits"),
        queue=MessageQueue(count=1, id="M-19", date="2026-04-01T09:00:01Z", text="The creation was refused."),
    ),
    "rfc/5732/check.response.xml": answered(
        o.CheckData(kind="host", items=(o.CheckItem(name="ns1.example.com", available=True),))
    ),
    "rfc/5732/info.response.xml": answered(
        o.HostData(
            name="ns1.example.com",
            roid="H17_EXAMPLE-REP",
            statuses=(o.Status(value="linked"),),
            addresses=("192.0.2.1", "2001:db8::1"),
            sponsor="panel-one",
            creator="panel-two",
            created="2025-03-31T15:00:00Z",
            updater="panel-one",
            updated="2026-01-02T03:04:05Z",
            transferred="2026-01-01T00:00:00Z",
        )
    ),
    "rfc/5732/create.response.xml": answered(o.HostCreated(name="ns1.example.com", created="2026-04-01T09:00:00Z")),
    "rfc/5732/pending.response.xml": answered(
        o.PendingResult(
            kind="host",
            name="ns1.example.com",
            ok=True,
            cltrid="PANEL-0000",
            svtrid="SRV-9000",
            at="2026-04-01T09:00:00Z",
        )
    ),
    "rfc/5733/check.response.xml": answered(
        o.CheckData(
            kind="contact",
            items=(
                o.CheckItem(name="HOLDER-1", available=False, reason="In use"),
                o.CheckItem(name="person-2", available=True),
            ),
        )
    ),
    "rfc/5733/info.response.xml": answered(
        o.ContactData(
            id="HOLDER-1",
            roid="C17_EXAMPLE-REP",
            statuses=(o.Status(value="linked"), o.Status(value="clientDeleteProhibited")),
            postal=(HOME, ABROAD),
            voice=o.Phone(number="+81.355550100", ext="21"),
            fax=o.Phone(number="+81.355550101"),
            email="hanako@example.jp",
            sponsor="panel-one",
            creator="panel-two",
            created="2025-03-31T15:00:00Z",
            updater="panel-one",
            updated="2026-01-02T03:04:05Z",
            transferred="2026-01-01T00:00:00Z",
            auth_info=CODE,
        )
    ),
    "rfc/5733/create.response.xml": answered(o.ContactCreated(id="HOLDER-1", created="2026-04-01T09:00:00Z")),
    "rfc/5733/transfer.response.xml": answered(
        o.TransferData(
            kind="contact",
            name="HOLDER-1",
            status="clientApproved",
            requested_by="panel-one",
            requested_at="2026-04-01T09:00:00Z",
            acting="panel-two",
            act_by="2026-04-06T09:00:00Z",
        )
    ),
    "rfc/5733/pending.response.xml": answered(
        o.PendingResult(
            kind="contact", name="HOLDER-1", ok=True, cltrid="PANEL-0000", svtrid="SRV-9000", at="2026-04-01T09:00:00Z"
        )
    ),
}

DRAWN: dict[tuple[type, str], st.SearchStrategy[Any]] = {
    (c.ContactCreate, "kind"): st.none(),
    (c.DomainTransfer, "method"): st.none(),
    (c.ContactCreate, "postal"): st.deferred(lambda: tuples(values(o.PostalInfo), 1, 2)),
    (c.ContactUpdate, "postal"): st.deferred(lambda: tuples(values(o.PostalInfo), 0, 2)),
    (o.ContactData, "postal"): st.deferred(lambda: tuples(values(o.PostalInfo), 1, 2)),
    (o.PostalInfo, "name"): lines(1, 40),
    (o.PostalInfo, "street"): st.deferred(lambda: tuples(lines(0, 40), 0, 3)),
    (o.HostData, "statuses"): st.deferred(lambda: tuples(statuses(OTHER_STATUSES), 1, 7)),
    (o.ContactData, "statuses"): st.deferred(lambda: tuples(statuses(OTHER_STATUSES), 1, 7)),
    (o.DomainData, "statuses"): st.deferred(lambda: tuples(statuses(DOMAIN_STATUSES), 0, 11)),
    **dict.fromkeys([(o.HostData, "creator"), (o.ContactData, "creator")], WORDS),
    **dict.fromkeys([(o.HostData, "created"), (o.ContactData, "created")], INSTANTS),
    (Period, "value"): st.integers(1, 99),
    (c.DomainUpdate, "registrant"): st.one_of(st.none(), st.just(""), WORDS),
    (c.Login, "extensions"): st.deferred(lambda: tuples(URIS, 0, 3)),
}
