"""What a client did not announce reaches it beside the result, and is read as what it is."""

import pytest
from lxml import etree
from msgspec.structs import replace

from epp_gateway.epp.codec import Codec
from epp_gateway.epp.errors import InvalidFrame
from epp_gateway.epp.unhandled import seen_by
from epp_gateway.model.commands import Command, DomainInfo, Poll
from epp_gateway.model.extensions import OpaqueExtension, RgpStatus, RgpStatuses
from epp_gateway.model.mappings import OpaqueData
from epp_gateway.model.objects import DomainData
from epp_gateway.model.responses import ExtValue, Response, Result

from .mappings import ANSWERS
from .mappings.unhandled import CHANGE_POLL, LOCKED
from .words import CONTACT, DOMAIN, HOST, RGP, answered

UNHANDLED = "urn:ietf:params:xml:ns:epp:unhandled-namespaces-1.0"
INFO = DomainInfo(name="example.com")
GRACE = RgpStatuses(statuses=(RgpStatus(value="addPeriod"),))
KNOWN = answered(DomainData(name="example.com", roid="D17_EXAMPLE-REP", sponsor="panel-one"), GRACE)
ALL = {path: value for path, value in ANSWERS.items() if isinstance(value, Response)}


def told(codec: Codec, response: Response) -> Response:
    read = codec.decode_from_server(codec.encode_response(response))
    assert isinstance(read, Response)
    return read


def parts(response: Response) -> list[object]:
    """Data and extensions in any order: what is put back stands behind the rest."""
    return sorted([response.data, *response.further, *response.extensions], key=repr)


@pytest.mark.parametrize("path", ALL)
def test_a_notice_loses_nothing_whatever_the_client_announced(path: str, codec: Codec) -> None:
    for services in ((), (DOMAIN, HOST, CONTACT), (RGP,)):
        seen = seen_by(replace(ALL[path], unhandled=()), Poll(), services)
        frame = codec.encode_response(seen)
        body = etree.fromstring(frame)[0]
        places = [*body.iterchildren("{*}resData"), *body.iterchildren("{*}extension")]
        left = {etree.QName(element).namespace for place in places for element in place}
        read = told(codec, seen)
        assert read.unhandled == seen.unhandled
        if ALL[path].is_success:
            assert parts(read) == parts(ALL[path])
            assert read.results == ALL[path].results
        assert left <= set(services)


@pytest.mark.parametrize(
    ("command", "services", "extensions", "unhandled"),
    [
        (INFO, (DOMAIN, RGP), (GRACE,), ()),
        (INFO, (DOMAIN,), (), ()),
        (INFO, (DOMAIN, UNHANDLED), (GRACE,), (RGP,)),
        (INFO, (HOST, UNHANDLED), (GRACE,), (DOMAIN, RGP)),
        (INFO, (HOST,), (), (DOMAIN,)),
        (Poll(), (DOMAIN,), (GRACE,), (RGP,)),
    ],
)
def test_only_notices_tell_extensions_to_a_client_that_does_not_look_for_them(
    command: Command, services: tuple[str, ...], extensions: tuple[object, ...], unhandled: tuple[str, ...]
) -> None:
    seen = seen_by(KNOWN, command, services)
    assert (seen.data, seen.extensions, seen.unhandled) == (KNOWN.data, extensions, unhandled)


def test_a_refusal_tells_what_the_client_knows_and_no_more() -> None:
    refused = replace(KNOWN, results=(Result(code=2304, message=""),))
    seen = seen_by(refused, INFO, (RGP, UNHANDLED))
    assert (seen.data, seen.extensions, seen.unhandled) == (None, (GRACE,), ())


def test_a_refusal_never_carries_such_things(codec: Codec) -> None:
    with pytest.raises(InvalidFrame, match="only a successful response"):
        codec.encode_response(replace(KNOWN, results=(Result(code=2304, message=""),), unhandled=(RGP,)))


def test_what_is_set_aside_is_checked_too(codec: Codec) -> None:
    wrong = replace(KNOWN, extensions=(RgpStatuses(statuses=(RgpStatus(value="nonsense"),)),), unhandled=(RGP,))
    with pytest.raises(InvalidFrame) as caught:
        codec.encode_response(wrong)
    assert caught.value.code == 2001


def test_an_invalid_one_from_a_registry_is_a_deviation(codec: Codec) -> None:
    frame = codec.encode_response(replace(KNOWN, unhandled=(RGP,))).replace(b"addPeriod", b"trialPeriod")
    read = codec.decode_from_server(frame)
    assert isinstance(read, Response)
    assert "schema-invalid" in read.deviations
    assert read.unhandled == (RGP,)


@pytest.mark.parametrize(
    ("change", "by"),
    [
        (b"1301", b"2303"),
        (b"changePoll-1.0 not in", b"changePoll-9.9 not in"),
        (b"</changePoll:changeData>", b"</changePoll:changeData><more xmlns='urn:m'/>"),
    ],
)
def test_what_is_no_such_thing_stays_a_quoted_value(change: bytes, by: bytes, codec: Codec) -> None:
    frame = codec.encode_response(replace(LOCKED, unhandled=(CHANGE_POLL,)))
    assert change in frame
    read = codec.decode_from_server(frame.replace(change, by))
    assert isinstance(read, Response)
    assert read.unhandled == ()
    assert read.extensions == ()
    (kept,) = read.results[0].ext_values
    assert "URS lock" in kept.value


def test_a_reason_in_other_words_is_understood(codec: Codec) -> None:
    frame = codec.encode_response(replace(LOCKED, unhandled=(CHANGE_POLL,)))
    spoken = frame.replace(b"changePoll-1.0 not in login services", b"changePoll-1.0\n  was not announced ")
    read = codec.decode_from_server(spoken)
    assert isinstance(read, Response)
    assert read.extensions == LOCKED.extensions


def test_a_mapping_that_nobody_knows_counts_as_an_extension(codec: Codec) -> None:
    data = OpaqueData(namespace="urn:q", xml='<q xmlns="urn:q"></q>')
    read = told(codec, seen_by(replace(LOCKED, data=data, extensions=()), Poll(), ()))
    assert read.data is None
    assert read.extensions == (OpaqueExtension(namespace="urn:q", xml=data.xml),)
    assert read.unhandled == ("urn:q",)


def test_other_reasons_beside_it_stay(codec: Codec) -> None:
    quoted = ExtValue(value='<s xmlns="urn:s"></s>', reason="a hint")
    result = replace(LOCKED.results[0], ext_values=(quoted,))
    read = told(codec, replace(LOCKED, results=(result,), unhandled=(CHANGE_POLL,)))
    assert read.results == (result,)
