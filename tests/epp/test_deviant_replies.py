"""What real registries are known to get wrong: kept as far as it can be understood, and named."""

from pathlib import Path

import pytest
from lxml import etree
from msgspec.structs import replace

from epp_gateway.epp.codec import Codec
from epp_gateway.epp.errors import Unreadable
from epp_gateway.model import mappings as m
from epp_gateway.model import objects as o
from epp_gateway.model.responses import (
    DataPolicy,
    ExtValue,
    Greeting,
    MessageQueue,
    Purpose,
    Recipients,
    Response,
    Result,
    Statement,
)
from epp_gateway.model.secret import Secret

CREATED = o.DomainCreated(name="example.com", created="2026-04-01T09:00:00Z")
PLAIN = Response(
    results=(Result(code=1000, message="Command completed successfully"),), svtrid="SRV-9001", cltrid="PANEL-0001"
)


def but(data: o.ResponseData | None, *deviations: str, **changes: object) -> Response:
    return replace(PLAIN, data=data, deviations=deviations, **changes)


def said(code: int, message: str, **more: object) -> tuple[Result, ...]:
    return (replace(Result(code=code, message=message), **more),)


def kept(name: str) -> m.OpaqueData:
    """The element of a frame's `resData` as its canonical text."""
    frames = Path(__file__).parents[2] / "fixtures" / "deviant"
    (element,) = etree.parse(frames / f"{name}.response.xml").iterfind(".//{*}resData/*")
    written = etree.tostring(element, method="c14n", exclusive=True, with_tail=False).decode()
    return m.OpaqueData(namespace=etree.QName(element).namespace, xml=written)


EXPECTED: dict[str, Response] = {
    "default-namespaces": but(CREATED),
    "odd-prefixes": but(CREATED),
    "padded-dates": but(CREATED),
    "no-cltrid": but(None, "no-cltrid", cltrid=None, results=said(2001, "Command syntax error")),
    "empty-cltrid": but(None, "schema-invalid", "no-cltrid", cltrid=None),
    "resdata-after-trid": but(CREATED, "schema-invalid", "resdata-after-trid"),
    "undeclared-prefix": but(CREATED, "recovered-xml"),
    "undeclared-foreign-prefix": but(
        None,
        "recovered-xml",
        results=said(
            2306,
            "Parameter value policy error",
            ext_values=(
                ExtValue(
                    value='<ns0:quota xmlns:ns0="urn:undeclared:obj">5</ns0:quota>',
                    reason="Too many names",
                ),
            ),
        ),
    ),
    "control-character": but(CREATED, "recovered-xml"),
    "stray-ampersand": but(None, "recovered-xml", results=said(2303, "No object of Smith  Sons")),
    "not-utf8": but(None, "recovered-xml", results=said(1000, "Command completed successfully \ufffd")),
    "overlong-reason": but(
        o.CheckData(
            kind="domain",
            items=(
                o.CheckItem(
                    name="example.com",
                    available=False,
                    reason="This name is reserved by the policy of the registry for its own use",
                ),
            ),
        ),
        "schema-invalid",
    ),
    "empty-resdata": but(None, "schema-invalid", "empty-resdata"),
    "unknown-data": but(
        kept("unknown-data"),
        "unknown-data",
        results=said(1301, "Command completed successfully; ack to dequeue"),
        queue=MessageQueue(
            count=4,
            id="M-20",
            date="2026-04-01T09:00:01Z",
            text="Balance is low",
            markup='<msg xmlns="urn:ietf:params:xml:ns:epp-1.0"><b>Balance</b> is low</msg>',
        ),
    ),
    "unknown-element": but(CREATED, "schema-invalid"),
    "unknown-code": but(None, "schema-invalid", results=said(2999, "Something else")),
    "no-message": but(None, "schema-invalid", results=said(1000, "")),
    "upper-case-names": but(
        o.DomainData(
            name="example.com",
            roid="17_DOMAIN_COM-VRSN",
            statuses=(o.Status(value="ok"),),
            host_attributes=(o.HostAttribute(name="ns1.example.com", addresses=("192.0.2.1",)),),
            subordinate_hosts=("ns1.example.com",),
            sponsor="panel-one",
            auth_info=Secret(""),
        )
    ),
    "foreign-envelope": but(None, "foreign-namespace"),
    "unknown-status": but(
        o.DomainData(
            name="example.com",
            roid="",
            statuses=(o.Status(value="billingHold", text="Unpaid"),),
            sponsor="panel-one",
        ),
        "schema-invalid",
    ),
    "quoted-password": but(
        None,
        results=said(
            2202,
            "Invalid authorization information",
            values=('<domain:pw xmlns:domain="urn:ietf:params:xml:ns:domain-1.0">***</domain:pw>',),
        ),
    ),
    "pending-without-result": but(kept("pending-without-result"), "schema-invalid", "unknown-data"),
}


def test_every_deviant_frame_is_expected_here(frames: Path) -> None:
    assert {path.name.removesuffix(".response.xml") for path in (frames / "deviant").iterdir()} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_deviant_reply_keeps_what_can_be_understood(name: str, codec: Codec, frames: Path) -> None:
    assert codec.decode_from_server((frames / "deviant" / f"{name}.response.xml").read_bytes()) == EXPECTED[name]


def wrapped(body: str) -> bytes:
    return f'<epp xmlns="urn:ietf:params:xml:ns:epp-1.0">{body}</epp>'.encode()


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"\x00\x01\x02 garbage",
        b"HTTP/1.1 400 Bad Request",
        b"<html><body>Service unavailable</body></html>",
        wrapped(""),
        wrapped("<hello/>"),
        wrapped("<response/>"),
        wrapped("<response><result><msg>code is missing</msg></result></response>"),
        wrapped('<response><result code="done"><msg/></result></response>'),
        wrapped('<response><result code="999"><msg>a code of no class</msg></result></response>'),
        wrapped('<response><result code="3000"><msg>a code of no class</msg></result></response>'),
        wrapped('<response><result code="1000"><msg>ok</msg></result><trID><svTRID>SRV').removesuffix(b"</epp>"),
        b"<!DOCTYPE epp>" + wrapped('<response><result code="1000"><msg>ok</msg></result></response>'),
    ],
)
def test_a_frame_without_greeting_or_result_code_is_unreadable(payload: bytes, codec: Codec) -> None:
    with pytest.raises(Unreadable):
        codec.decode_from_server(payload)


def test_a_greeting_is_read_whatever_its_menu_lacks(codec: Codec) -> None:
    greeting = codec.decode_from_server(wrapped("<greeting><svID>Registry</svID><objURI>urn:a</objURI></greeting>"))
    assert greeting == Greeting(
        server_id="Registry", server_date="", versions=(), languages=(), objects=("urn:a",), policy=None
    )


def test_a_policy_is_read_whatever_it_lacks(codec: Codec) -> None:
    dcp = "<dcp><access/><statement/><statement><retention><forever/></retention></statement></dcp>"
    greeting = codec.decode_from_server(wrapped(f"<greeting><svID>Registry</svID>{dcp}</greeting>"))
    assert isinstance(greeting, Greeting)
    unsaid = Statement(purpose=Purpose(), recipients=Recipients(), retention=None)
    assert greeting.policy == DataPolicy(access=None, statements=(unsaid, unsaid))


def test_an_undefined_entity_is_no_reason_to_lose_the_reply(codec: Codec) -> None:
    reply = codec.decode_from_server(wrapped('<response><result code="2400"><msg>a &nbsp; b</msg></result></response>'))
    assert isinstance(reply, Response)
    assert (reply.code, reply.svtrid, "recovered-xml" in reply.deviations) == (2400, None, True)


def test_a_count_that_is_no_number_reads_as_nothing_waiting(codec: Codec) -> None:
    reply = codec.decode_from_server(
        wrapped('<response><result code="1300"><msg/></result><msgQ count="none" id=""/></response>')
    )
    assert isinstance(reply, Response)
    assert reply.queue == MessageQueue(count=0, id="")


@pytest.mark.parametrize(
    "data",
    [
        '<host:infData xmlns:host="urn:ietf:params:xml:ns:host-1.0"/>',
        '<c:infData xmlns:c="urn:ietf:params:xml:ns:contact-1.0"><c:postalInfo/><c:voice/></c:infData>',
        '<contact:trnData xmlns:contact="urn:ietf:params:xml:ns:contact-1.0"/>',
        '<d:chkData xmlns:d="urn:ietf:params:xml:ns:domain-1.0"><d:cd/></d:chkData>',
        '<d:renData xmlns:d="urn:ietf:params:xml:ns:domain-1.0"/>',
        '<d:infData xmlns:d="urn:ietf:params:xml:ns:domain-1.0"><d:ns/><d:authInfo><d:ext/></d:authInfo></d:infData>',
    ],
)
def test_data_with_everything_missing_is_still_read(data: str, codec: Codec) -> None:
    reply = codec.decode_from_server(
        wrapped(f'<response><result code="1000"><msg/></result><resData>{data}</resData></response>')
    )
    assert isinstance(reply, Response)
    assert reply.data is not None
    assert reply.deviations == ("schema-invalid", "no-cltrid")


@pytest.mark.parametrize(
    "extension",
    [
        '<n:namestoreExt xmlns:n="http://www.verisign-grs.com/epp/namestoreExt-1.1"/>',
        '<n:nsExtErrData xmlns:n="http://www.verisign-grs.com/epp/namestoreExt-1.1"/>',
        '<j:create xmlns:j="urn:epp-gateway:params:xml:ns:jprs-1.0"/>',
        '<j:transfer xmlns:j="urn:epp-gateway:params:xml:ns:jprs-1.0" method="other"/>',
        '<j:infData xmlns:j="urn:epp-gateway:params:xml:ns:jprs-1.0"><j:family>general</j:family></j:infData>',
        '<r:update xmlns:r="urn:ietf:params:xml:ns:rgp-1.0"><r:restore op="report"/></r:update>',
        '<x:fee xmlns:x="urn:example:fee" currency="JPY">1,000 &amp; tax</x:fee>',
    ],
)
def test_an_extension_that_is_not_understood_is_kept_as_it_is(extension: str, codec: Codec) -> None:
    reply = codec.decode_from_server(
        wrapped(f'<response><result code="1000"><msg/></result><extension>{extension}</extension></response>')
    )
    assert isinstance(reply, Response)
    (kept,) = reply.extensions
    assert kept.namespace in extension
    assert kept.xml.replace("></n:namestoreExt>", "/>").startswith(extension[:20])
    assert kept.xml.count("&amp;") == extension.count("&amp;")
