"""Every frame of `fixtures/` against the value it stands for, both ways."""

from pathlib import Path

import pytest
from lxml import etree

from epp_gateway.epp.codec import Codec
from epp_gateway.model import commands as c
from epp_gateway.model import extensions as x
from epp_gateway.model import objects as o
from epp_gateway.model.responses import ExtValue, Greeting, MessageQueue, Response, Result
from epp_gateway.model.secret import Secret
from epp_gateway.model.terms import Period

FRAMES = Path(__file__).parents[2] / "fixtures"

DOMAIN, HOST, CONTACT = (f"urn:ietf:params:xml:ns:{name}-1.0" for name in ("domain", "host", "contact"))
RGP = "urn:ietf:params:xml:ns:rgp-1.0"
NAMESTORE = "http://www.verisign-grs.com/epp/namestoreExt-1.1"
JPRS = "urn:epp-gateway:params:xml:ns:jprs-1.0"

CODE = Secret("Tr4nsfer-&-code")
DONE, PENDING = Result(code=1000, message="Command completed successfully"), Result(code=1001, message="Action pending")
HOME = o.PostalInfo(
    type="loc",
    name="山田 花子",
    org="例示株式会社",
    street=("緑町一丁目二番三号", "見本ビル 4階"),
    city="千代田区",
    sp="13",
    pc="100-0001",
    cc="JP",
)
ABROAD = o.PostalInfo(
    type="int",
    name="Hanako Yamada",
    org="Rei & Co.",
    street=("1-2-3 Midoricho", "Mihon Bldg. 4F"),
    city="Chiyoda-ku",
    sp="13",
    pc="100-0001",
    cc="JP",
)


def asked(command: c.Command, *extensions: x.Extension, cltrid: str = "PANEL-0001") -> c.Request:
    return c.Request(command=command, cltrid=cltrid, extensions=extensions)


def answered(
    data: o.ResponseData | None = None,
    *extensions: x.Extension,
    result: Result = DONE,
    queue: MessageQueue | None = None,
) -> Response:
    return Response(
        results=(result,), svtrid="SRV-9001", cltrid="PANEL-0001", data=data, extensions=extensions, queue=queue
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
    "verisign/domain-check.command.xml": asked(
        c.DomainCheck(names=("example.net", "example.com")), x.NameStore(sub_product="dotNET")
    ),
    "verisign/host-create.command.xml": asked(c.HostCreate(name="ns.example.org"), x.NameStore(sub_product="dotCOM")),
    "jprs/contact-create.command.xml": asked(
        c.ContactCreate(id="HOLDER-1", postal=(HOME, ABROAD), email="hanako@example.jp", auth_info=CODE),
        x.JprsContact(kind="registrant"),
    ),
    "jprs/domain-create.command.xml": asked(
        c.DomainCreate(name="example.co.jp", period=Period(value=1), registrant="HOLDER-1", auth_info=CODE),
        x.JprsDomain(family="organisational"),
    ),
    "jprs/transfer.command.xml": asked(
        c.DomainTransfer(name="example.jp", op="request", auth_info=CODE), x.JprsTransfer(method="agent-change")
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
    "rfc/3915/info.response.xml": answered(
        o.DomainData(name="example.com", roid="D17_EXAMPLE-REP", sponsor="panel-one"),
        x.RgpStatuses(statuses=("addPeriod", "renewPeriod")),
    ),
    "verisign/info.response.xml": answered(
        o.DomainData(name="example.com", roid="17_DOMAIN_COM-VRSN", sponsor="panel-one"),
        x.NameStore(sub_product="dotCOM"),
        x.RgpStatuses(statuses=("autoRenewPeriod",)),
    ),
    "verisign/refused.response.xml": answered(
        None,
        x.NameStoreError(code=1, message="No such sub-product"),
        result=Result(code=2306, message="Parameter value policy error"),
    ),
    "jprs/info.response.xml": answered(
        o.DomainData(name="example.jp", roid="D17_EXAMPLE-JP", sponsor="agent-one"),
        x.JprsDomainData(
            family="general",
            state="to-be-suspended",
            registrant_record="REG-26-0000-0001",
            suspend_at="2026-04-30T15:00:00Z",
        ),
    ),
}


def canonical(payload: bytes) -> bytes:
    """A frame as canonical XML without the white space between elements."""
    root = etree.fromstring(payload, etree.XMLParser(remove_blank_text=True))
    return etree.tostring(root, method="c14n")


def listed(pattern: str) -> set[str]:
    return {path.relative_to(FRAMES).as_posix() for path in FRAMES.glob(pattern)}


def test_every_frame_in_the_folder_has_its_value_here() -> None:
    assert listed("*/**/*.command.xml") == set(COMMANDS)
    assert listed("*/**/*.response.xml") - listed("deviant/*") == set(ANSWERS)


@pytest.mark.parametrize("path", COMMANDS)
def test_a_command_frame_reads_as_its_value(path: str, codec: Codec, frames: Path) -> None:
    assert codec.decode_request((frames / path).read_bytes()) == COMMANDS[path]


@pytest.mark.parametrize("path", COMMANDS)
def test_a_command_is_written_as_its_frame(path: str, codec: Codec, frames: Path) -> None:
    assert canonical(codec.encode_request(COMMANDS[path])) == canonical((frames / path).read_bytes())


@pytest.mark.parametrize("path", ANSWERS)
def test_an_answer_frame_reads_as_its_value_without_any_deviation(path: str, codec: Codec, frames: Path) -> None:
    assert codec.decode_from_server((frames / path).read_bytes()) == ANSWERS[path]


@pytest.mark.parametrize("path", ANSWERS)
def test_an_answer_is_written_as_its_frame(path: str, codec: Codec, frames: Path) -> None:
    value = ANSWERS[path]
    written = codec.encode_greeting(value) if isinstance(value, Greeting) else codec.encode_response(value)
    assert canonical(written) == canonical((frames / path).read_bytes())
