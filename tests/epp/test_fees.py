"""Fees in all their versions: what registries are known to answer is understood, and nothing is lost or made up."""

import pytest

from epp_gateway.epp.codec import Codec
from epp_gateway.epp.errors import InvalidFrame
from epp_gateway.epp.tables import EXTENSION_READERS
from epp_gateway.epp.xml.namespaces import FEE, FEE_DRAFTS
from epp_gateway.epp.xml.parse import parse_fragment
from epp_gateway.model import commands as c
from epp_gateway.model import extensions as x
from epp_gateway.model.responses import Response
from epp_gateway.model.secret import Secret
from epp_gateway.model.terms import Period

from .words import answered, asked

NEW = c.DomainCreate(name="example.com", auth_info=Secret("Tr4nsfer-&-code"))
CHECK = c.DomainCheck(names=("example.com",))
CREATE = x.FeeQuery(command="create")
YEAR = Period(value=1)


def read(markup: str, version: str) -> x.Extension | None:
    namespace = FEE if version == "1.0" else FEE_DRAFTS[version]
    element = parse_fragment(markup.replace("<", f'<chkData xmlns="{namespace}"><', 1) + "</chkData>")
    return EXTENSION_READERS[f"{{{namespace}}}chkData"](element)


def only_item(markup: str, version: str) -> x.FeeItem:
    data = read(markup, version)
    assert isinstance(data, x.FeeCheckData)
    assert data.version == version
    return data.items[0]


# Answers that differ from what the version says


@pytest.mark.parametrize("version", ["0.5", "0.9", "0.11"])
def test_an_older_answer_is_understood_whatever_its_order_and_its_identifier(version: str) -> None:
    item = only_item(
        "<cd><objID>EXAMPLE.com</objID><currency>USD</currency><period unit='y'>1</period><class>premium</class>"
        "<fee refundable='true'> 50.00 </fee><command phase='sunrise'>create</command></cd>",
        version,
    )
    assert item.name == "example.com"
    assert (item.currency, item.class_name) == ("USD", "premium")
    assert item.quotes == (
        x.FeeQuote(command="create", period=YEAR, phase="sunrise", fees=(x.Fee(amount="50.00", refundable=True),)),
    )


def test_a_price_beside_its_only_command_belongs_to_it() -> None:
    item = only_item(
        "<cd avail='1'><object><d:name xmlns:d='urn:ietf:params:xml:ns:domain-1.0'>example.com</d:name></object>"
        "<command name='create'><period unit='y'>1</period></command><currency>USD</currency><fee>10.00</fee></cd>",
        "0.11",
    )
    assert item.quotes == (x.FeeQuote(command="create", period=YEAR, fees=(x.Fee(amount="10.00"),)),)


def test_an_object_that_is_no_domain_keeps_its_namespace_and_its_case() -> None:
    item = only_item(
        "<cd><object><c:id xmlns:c='urn:ietf:params:xml:ns:contact-1.0'>HOLDER-1</c:id></object>"
        "<command name='create'/></cd>",
        "0.12",
    )
    assert (item.name, item.element, item.object_uri) == ("HOLDER-1", "id", "urn:ietf:params:xml:ns:contact-1.0")


@pytest.mark.parametrize(
    "part",
    [
        "<cd><command name='create'/></cd>",
        "<cd><objID> </objID></cd>",
        "<cd><objID>example.com</objID><command/></cd>",
        "<cd avail='maybe'><objID>example.com</objID></cd>",
        "<cd><objID>example.com</objID><command name='create'><period unit='d'>9</period></command></cd>",
        "<cd><objID>example.com</objID><command name='create'><period unit='y'>one</period></command></cd>",
        "<cd><objID>example.com</objID><command name='create'><fee/></command></cd>",
        "<cd><objID>example.com</objID><command name='create'/><command name='renew'/><fee>10.00</fee></cd>",
        "<cd><objID>example.com</objID><fee>10.00</fee></cd>",
        "<cd><objID>example.com</objID><command name='create'><credit> </credit></command></cd>",
        "<cd><objID>example.com</objID><command name='create'><fee refundable='maybe'>1</fee></command></cd>",
        "<cd><objID>example.com</objID><command name='create'><fee applied='never'>1</fee></command></cd>",
    ],
)
def test_what_could_mislead_about_a_price_is_kept_as_it_is(part: str) -> None:
    assert read(part, "1.0") is None


def test_money_is_never_reckoned_with(codec: Codec) -> None:
    for text in ("10", "10.0000", "0010.50", "+3"):
        response = answered(None, x.FeeCreated(currency="USD", fees=(x.Fee(amount=text),)))
        assert codec.decode_from_server(codec.encode_response(response)) == response


# What a version has no place for


@pytest.mark.parametrize(
    "fee",
    [
        x.FeeCheck(queries=(CREATE,), names=("example.com",)),
        x.FeeCheck(queries=(CREATE,), class_name="premium"),
        x.FeeCheck(queries=()),
        x.FeeCheck(queries=(x.FeeQuery(command="lock"),)),
        x.FeeCheck(queries=(CREATE,), currency="usd"),
        x.FeeCheck(queries=(CREATE,), version="0.5"),
        x.FeeCheck(queries=(CREATE,), version="0.9"),
        x.FeeCheck(queries=(CREATE, CREATE), version="0.11"),
        x.FeeCheck(queries=(x.FeeQuery(command="custom", custom_name="lock"),), version="0.11"),
        x.FeeCheck(queries=(CREATE,), names=("example.com",), version="0.21"),
    ],
)
def test_a_question_that_a_version_can_not_ask_is_refused(fee: x.FeeCheck, codec: Codec) -> None:
    with pytest.raises(InvalidFrame) as caught:
        codec.encode_request(asked(CHECK, fee))
    assert caught.value.code == 2001
    assert caught.value.explanation[0].startswith("/epp/command/extension/fee")


def one(version: str, shared: str | None = None, **item: object) -> x.FeeCheckData:
    return x.FeeCheckData(version=version, currency=shared, items=(x.FeeItem(name="example.com", **item),))


@pytest.mark.parametrize(
    "fee",
    [
        one("1.0"),
        one("1.0", "USD", currency="USD"),
        one("1.0", "USD", object_uri="urn:a"),
        one("1.0", "USD", quotes=(x.FeeQuote(command="create", class_name="premium"),)),
        one("0.5", "USD", quotes=(x.FeeQuote(command="create"),)),
        one("0.5", available=False, quotes=(x.FeeQuote(command="create"),)),
        one("0.8", quotes=(x.FeeQuote(command="create"), x.FeeQuote(command="renew"))),
        one("0.9", quotes=(x.FeeQuote(command="create", standard=True),)),
        one("0.11", quotes=(x.FeeQuote(command="create", class_name="premium"),)),
        one("0.11", quotes=(x.FeeQuote(command="create", reason=x.FeeReason(text="no")),)),
        one("0.11"),
        one("0.21", object_uri="urn:a"),
    ],
)
def test_an_answer_that_a_version_can_not_give_is_refused(fee: x.FeeCheckData, codec: Codec) -> None:
    with pytest.raises(InvalidFrame) as caught:
        codec.encode_response(answered(None, fee))
    assert caught.value.code == 2001


@pytest.mark.parametrize("version", ["0.8", "0.9", "0.11", "0.12", "0.21", "0.23", "1.0"])
def test_only_the_first_drafts_ask_with_an_info(version: str, codec: Codec) -> None:
    with pytest.raises(InvalidFrame):
        codec.encode_request(asked(c.DomainInfo(name="example.com"), x.FeeInfo(query=CREATE, version=version)))


# Which command may carry it


@pytest.mark.parametrize(
    ("command", "fee"),
    [
        (NEW, x.FeeRenew(fees=(x.Fee(amount="1"),))),
        (NEW, x.FeeCreated()),
        (NEW, x.FeeCheck(queries=(CREATE,))),
        (CHECK, x.FeeCreate(fees=(x.Fee(amount="1"),))),
        (c.DomainTransfer(name="example.com", op="query"), x.FeeTransfer(fees=(x.Fee(amount="1"),))),
        (c.DomainDelete(name="example.com"), x.FeeUpdate(fees=(x.Fee(amount="1"),))),
        (CHECK, x.ChargeAgreement(sets=())),
    ],
)
def test_a_fee_goes_only_with_its_own_command(command: c.Command, fee: x.Extension, codec: Codec) -> None:
    with pytest.raises(InvalidFrame) as caught:
        codec.encode_request(asked(command, fee))
    assert caught.value.code == 2103


# Questions of clients


def check_of(version: str, parts: str) -> bytes:
    return (
        '<epp xmlns="urn:ietf:params:xml:ns:epp-1.0"><command><check><check xmlns="urn:ietf:params:xml:ns:domain-1.0">'
        "<name>example.com</name></check></check><extension>"
        f'<check xmlns="{FEE_DRAFTS[version]}">{parts}</check></extension><clTRID>PANEL-0001</clTRID></command></epp>'
    ).encode()


EACH = "<domain><name>{}</name>{}<command>{}</command></domain>"
USD = "<currency>USD</currency>"


@pytest.mark.parametrize(
    ("version", "parts"),
    [
        (
            "0.5",
            EACH.format("a.example", "", "create") + EACH.format("b.example", "", "renew"),
        ),
        (
            "0.6",
            EACH.format("a.example", USD, "create") + EACH.format("b.example", "", "create"),
        ),
        ("0.9", "<object objURI='urn:a'><objID>a.example</objID><command>create</command></object>"),
        ("0.9", "<object><objID element='id'>a.example</objID><command>create</command></object>"),
    ],
)
def test_a_question_that_differs_from_object_to_object_is_kept_as_it_is(version: str, parts: str, codec: Codec) -> None:
    request = codec.decode_request(check_of(version, parts))
    assert isinstance(request.extensions[0], x.OpaqueExtension)
    assert codec.decode_request(codec.encode_request(request)) == request


def test_an_identifier_without_its_kind_is_a_name(codec: Codec) -> None:
    parts = "<object><objID>A.example</objID><command>create</command></object>"
    (fee,) = codec.decode_request(check_of("0.9", parts)).extensions
    assert fee == x.FeeCheck(version="0.9", names=("a.example",), queries=(CREATE,))


# charge-1.0


@pytest.mark.parametrize(
    "part",
    [
        "",
        "<set><type>price</type><amount command='create'>1</amount></set>",
        "<set><category>premium</category><amount command='create'>1</amount></set>",
        "<set><category>premium</category><type>gift</type><amount command='create'>1</amount></set>",
        "<set><category>premium</category><type>price</type><amount command='restore'>1</amount></set>",
        "<set><category>premium</category><type>price</type><amount command='create'> </amount></set>",
    ],
)
def test_a_charge_that_could_mislead_is_kept_as_it_is(part: str, codec: Codec) -> None:
    charge = "http://www.unitedtld.com/epp/charge-1.0"
    frame = (
        '<epp xmlns="urn:ietf:params:xml:ns:epp-1.0"><response><result code="1000"><msg>ok</msg></result><extension>'
        f'<infData xmlns="{charge}">{part}</infData><chkData xmlns="{charge}"><cd><name>a.example</name>{part}</cd>'
        "</chkData></extension><trID><svTRID>SRV-9001</svTRID></trID></response></epp>"
    )
    response = codec.decode_from_server(frame.encode())
    assert isinstance(response, Response)
    assert [type(extension) for extension in response.extensions] == [x.OpaqueExtension, x.OpaqueExtension]
