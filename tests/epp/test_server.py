"""A server's session alone: what a client does wrong, and what the server itself may not say."""

import pytest

from epp_gateway.epp.codec import Codec
from epp_gateway.epp.errors import InvalidFrame, LocalProtocolError
from epp_gateway.epp.events import BadFrame, FramingBroken, RequestReceived
from epp_gateway.epp.framing import encode_frame
from epp_gateway.epp.server import ServerSession
from epp_gateway.epp.states import ServerState
from epp_gateway.model.commands import Hello, Request
from epp_gateway.model.responses import Greeting, Response, Result

GREETING = Greeting(
    server_id="Registry",
    server_date="2026-04-01T00:00:00Z",
    versions=("1.0",),
    languages=("en",),
    objects=("urn:ietf:params:xml:ns:domain-1.0",),
)


def answer(code: int = 1000, cltrid: str = "P-1") -> Response:
    return Response(results=(Result(code=code, message="so"),), svtrid="S-1", cltrid=cltrid)


@pytest.fixture
def server(codec: Codec) -> ServerSession:
    session = ServerSession(codec, frame_cap=4096)
    session.greeting(GREETING)
    return session


def test_a_client_that_leaves_inside_a_frame_is_told_apart(server: ServerSession) -> None:
    server.receive(b"\x00\x00")
    (event,) = server.receive_eof()
    assert isinstance(event, FramingBroken)


def test_a_bad_frame_is_told_with_its_code_and_the_session_goes_on(server: ServerSession, codec: Codec) -> None:
    bad = b'<epp xmlns="urn:ietf:params:xml:ns:epp-1.0"><command><dance/><clTRID>P-7</clTRID></command></epp>'
    (event,) = server.receive(encode_frame(bad))
    assert event == BadFrame(code=2000, message="`dance` is not a command", cltrid="P-7", raw=bad)
    hello = Request(command=Hello())
    (event,) = server.receive(encode_frame(codec.encode_request(hello)))
    assert isinstance(event, RequestReceived)
    assert event.request == hello


def test_a_server_greets_before_it_replies(codec: Codec) -> None:
    with pytest.raises(LocalProtocolError):
        ServerSession(codec, frame_cap=4096).reply(answer())


def test_what_does_not_fit_leaves_the_server_as_it_was(server: ServerSession) -> None:
    with pytest.raises(InvalidFrame):
        server.reply(answer(1500, "x" * 65))
    with pytest.raises(InvalidFrame):
        server.greeting(Greeting(server_id="", server_date="", versions=(), languages=(), objects=()))
    assert server.state is ServerState.OPEN
