"""A client's and a server's session against each other, in memory."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from epp_gateway.epp.client import ClientSession
from epp_gateway.epp.codec import Codec
from epp_gateway.epp.errors import InvalidFrame, LocalProtocolError
from epp_gateway.epp.events import (
    ClientEvent,
    FramingBroken,
    GreetingReceived,
    PeerClosed,
    ReplyReceived,
    RequestReceived,
    Violation,
)
from epp_gateway.epp.framing import encode_frame
from epp_gateway.epp.server import ServerSession
from epp_gateway.epp.states import ClientState, ServerState
from epp_gateway.model.commands import Command, DomainCheck, DomainInfo, Hello, Login, Logout, Poll, Request
from epp_gateway.model.responses import Greeting, Response, Result
from epp_gateway.model.secret import Secret

DOMAIN = "urn:ietf:params:xml:ns:domain-1.0"
GREETING = Greeting(
    server_id="Registry", server_date="2026-04-01T00:00:00Z", versions=("1.0",), languages=("en",), objects=(DOMAIN,)
)
LOGIN = Login(clid="panel", password=Secret("open-sesame"), objects=(DOMAIN,))


def ask(command: Command, cltrid: str | None = "P-1") -> Request:
    return Request(command=command, cltrid=cltrid)


def answer(code: int = 1000, cltrid: str | None = "P-1") -> Response:
    deviations = () if cltrid else ("no-cltrid",)
    return Response(results=(Result(code=code, message="so"),), svtrid="S-1", cltrid=cltrid, deviations=deviations)


class Pair:
    """Both ends of one connection, without the connection."""

    def __init__(self, codec: Codec, *, depth: int = 1) -> None:
        self.client = ClientSession(codec, frame_cap=4096, depth=depth)
        self.server = ServerSession(codec, frame_cap=4096)

    def connect(self) -> "Pair":
        (event,) = self.client.receive(self.server.greeting(GREETING))
        assert isinstance(event, GreetingReceived)
        assert event.greeting == GREETING
        return self

    def log_in(self) -> "Pair":
        self.say(LOGIN, "LOGIN-1")
        assert self.reply(1000, "LOGIN-1") == ReplyReceived
        return self

    def say(self, command: Command, cltrid: str | None = "P-1") -> Request:
        request = ask(command, cltrid)
        (event,) = self.server.receive(self.client.send(request))
        assert isinstance(event, RequestReceived)
        assert event.request == request
        return request

    def reply(self, code: int = 1000, cltrid: str | None = "P-1") -> type[ClientEvent]:
        (event,) = self.hear(code, cltrid)
        return type(event)

    def hear(self, code: int = 1000, cltrid: str | None = "P-1") -> list[ClientEvent]:
        return self.client.receive(self.server.reply(answer(code, cltrid)))


@pytest.fixture
def pair(codec: Codec) -> Pair:
    return Pair(codec).connect()


@pytest.fixture
def ready(pair: Pair) -> Pair:
    return pair.log_in()


CHECK = DomainCheck(names=("example.com",))


def test_a_whole_session_from_greeting_to_logout(codec: Codec) -> None:
    pair = Pair(codec)
    assert pair.client.state is ClientState.CONNECTED
    pair.connect()
    assert pair.client.state is ClientState.GREETED
    pair.log_in()
    assert pair.client.state is ClientState.READY
    request = pair.say(CHECK)
    assert pair.client.in_flight == (request,)
    (event,) = pair.hear()
    assert event == ReplyReceived(request=request, response=answer(), raw=event.raw, matched_by="cltrid")
    assert pair.client.in_flight == ()
    pair.say(Logout(), "P-2")
    assert pair.client.state is ClientState.LEAVING
    assert pair.reply(1500, "P-2") is ReplyReceived
    assert pair.client.state is ClientState.CLOSED
    assert pair.server.state is ServerState.CLOSED
    assert pair.client.receive_eof() == [PeerClosed()]
    assert pair.server.receive_eof() == [PeerClosed()]


def test_the_first_word_is_the_servers(codec: Codec) -> None:
    pair = Pair(codec)
    for command in (Hello(), LOGIN, CHECK):
        with pytest.raises(LocalProtocolError):
            pair.client.send(ask(command))


@pytest.mark.parametrize("command", [CHECK, Poll(), Logout()])
def test_no_command_goes_out_before_the_login(command: Command, pair: Pair) -> None:
    with pytest.raises(LocalProtocolError):
        pair.client.send(ask(command))


def test_nothing_goes_out_while_the_login_waits(pair: Pair) -> None:
    pair.say(LOGIN)
    with pytest.raises(LocalProtocolError):
        pair.client.send(ask(Hello(), None))


def test_there_is_one_login_in_a_session(ready: Pair) -> None:
    with pytest.raises(LocalProtocolError):
        ready.client.send(ask(LOGIN))


@pytest.mark.parametrize("code", [2200, 2400])
def test_a_refused_login_may_be_tried_again(code: int, pair: Pair) -> None:
    pair.say(LOGIN)
    assert pair.reply(code) is ReplyReceived
    assert pair.client.state is ClientState.GREETED
    pair.log_in()


def test_a_refused_logout_leaves_the_session_open(ready: Pair) -> None:
    ready.say(Logout())
    assert ready.reply(2400) is ReplyReceived
    assert ready.client.state is ClientState.READY


def test_a_logout_answered_with_a_plain_success_ends_the_session(ready: Pair) -> None:
    ready.say(Logout())
    ready.reply(1000)
    assert ready.client.state is ClientState.CLOSED


@pytest.mark.parametrize("code", [1500, 2500, 2501, 2502])
@pytest.mark.parametrize("command", [CHECK, Poll()])
def test_a_closing_code_ends_the_session(code: int, command: Command, ready: Pair) -> None:
    ready.say(command)
    assert ready.reply(code) is ReplyReceived
    assert ready.client.state is ClientState.CLOSED
    with pytest.raises(LocalProtocolError):
        ready.client.send(ask(CHECK))
    with pytest.raises(LocalProtocolError):
        ready.server.reply(answer())
    assert ready.client.receive(b"whatever") == []
    assert ready.server.receive(b"whatever") == []


@pytest.mark.parametrize("code", [2501, 2502])
def test_a_closing_code_ends_a_login(code: int, pair: Pair) -> None:
    pair.say(LOGIN)
    assert pair.reply(code) is ReplyReceived
    assert pair.client.state is ClientState.CLOSED


def test_a_hello_is_answered_by_a_greeting_in_either_state(pair: Pair) -> None:
    for prepare in (lambda: None, pair.log_in):
        prepare()
        before = pair.client.state
        hello = pair.say(Hello(), None)
        (event,) = pair.client.receive(pair.server.greeting(GREETING))
        assert isinstance(event, GreetingReceived)
        assert event.request == hello
        assert pair.client.state is before
        assert pair.client.in_flight == ()


def test_a_hello_may_be_answered_by_a_refusal(pair: Pair) -> None:
    hello = pair.say(Hello(), None)
    (event,) = pair.hear(2500, None)
    assert isinstance(event, ReplyReceived)
    assert (event.request, event.matched_by, pair.client.state) == (hello, "order", ClientState.CLOSED)


def test_a_reply_without_cltrid_belongs_to_the_only_open_command(ready: Pair) -> None:
    request = ready.say(CHECK)
    (event,) = ready.hear(2001, None)
    assert event == ReplyReceived(request=request, response=answer(2001, None), raw=event.raw, matched_by="order")


def test_a_reply_without_cltrid_is_a_violation_while_two_are_open(codec: Codec) -> None:
    pair = Pair(codec, depth=2).connect().log_in()
    both = pair.say(CHECK, "P-1"), pair.say(CHECK, "P-2")
    (event,) = pair.hear(1000, None)
    assert isinstance(event, Violation)
    assert event.in_flight == both
    assert event.response == answer(1000, None)
    assert pair.client.state is ClientState.BROKEN


def test_a_reply_without_cltrid_beside_a_hello_belongs_to_the_command(codec: Codec) -> None:
    pair = Pair(codec, depth=2).connect().log_in()
    pair.say(Hello(), None)
    request = pair.say(CHECK)
    (event,) = pair.hear(2001, None)
    assert isinstance(event, ReplyReceived)
    assert event.request == request


def test_replies_out_of_order_find_their_commands(codec: Codec) -> None:
    pair = Pair(codec, depth=3).connect().log_in()
    asked = {name: pair.say(CHECK, name) for name in ("P-1", "P-2", "P-3")}
    for name in ("P-2", "P-3", "P-1"):
        (event,) = pair.hear(1000, name)
        assert isinstance(event, ReplyReceived)
        assert event.request == asked[name]


def test_a_foreign_cltrid_breaks_the_session(ready: Pair) -> None:
    request = ready.say(CHECK)
    (event,) = ready.hear(1000, "P-9")
    assert isinstance(event, Violation)
    assert "P-9" in event.reason
    assert event.in_flight == (request,) == ready.client.in_flight
    assert ready.hear() == []
    assert ready.client.receive_eof() == []
    with pytest.raises(LocalProtocolError):
        ready.client.send(ask(CHECK, "P-2"))


def test_a_second_reply_breaks_the_session(ready: Pair) -> None:
    ready.say(CHECK)
    ready.reply()
    assert ready.reply() is Violation


def test_what_follows_a_violation_is_not_read(ready: Pair) -> None:
    ready.say(CHECK)
    good = ready.server.reply(answer())
    events = ready.client.receive(ready.server.reply(answer(1000, "P-9")) + good)
    assert [type(event) for event in events] == [Violation]


def test_a_greeting_nobody_asked_for_breaks_the_session(ready: Pair) -> None:
    (event,) = ready.client.receive(ready.server.greeting(GREETING))
    assert isinstance(event, Violation)


def test_a_response_in_place_of_the_greeting_is_told_with_its_code(codec: Codec) -> None:
    pair = Pair(codec)
    (event,) = pair.hear(2502, None)
    assert isinstance(event, Violation)
    assert event.response is not None
    assert event.response.code == 2502
    assert pair.server.state is ServerState.CLOSED


@pytest.mark.parametrize("length", [b"\x00\x00\x00\x00", b"\x00\x00\x00\x04", b"\x7f\xff\xff\xff", b"\xff\xff\xff\xff"])
def test_a_bad_length_breaks_either_side_at_once(length: bytes, ready: Pair) -> None:
    request = ready.say(CHECK)
    (event,) = ready.client.receive(length)
    assert isinstance(event, Violation)
    assert event.in_flight == (request,)
    (broken,) = ready.server.receive(length)
    assert isinstance(broken, FramingBroken)
    assert ready.server.state is ServerState.BROKEN
    assert ready.server.receive_eof() == []
    with pytest.raises(LocalProtocolError):
        ready.server.reply(answer())


def test_what_came_before_a_bad_length_is_still_told(ready: Pair) -> None:
    ready.say(CHECK)
    events = ready.client.receive(ready.server.reply(answer()) + bytes(4))
    assert [type(event) for event in events] == [ReplyReceived, Violation]
    frame = encode_frame(ready.client._codec.encode_request(ask(CHECK)))
    assert [type(event) for event in ready.server.receive(frame + bytes(4))] == [RequestReceived, FramingBroken]


@pytest.mark.parametrize("payload", [b"garbage", b"<epp/>", b"<!DOCTYPE a><a/>", b"\xff\xfe<\x00"])
def test_an_unreadable_frame_breaks_the_session(payload: bytes, ready: Pair) -> None:
    request = ready.say(CHECK)
    (event,) = ready.client.receive(encode_frame(payload))
    assert isinstance(event, Violation)
    assert (event.in_flight, event.raw) == ((request,), payload)


def test_the_end_of_the_stream_is_clean_only_between_exchanges(codec: Codec) -> None:
    idle = Pair(codec).connect()
    assert idle.client.receive_eof() == [PeerClosed()]
    assert idle.client.state is ClientState.CLOSED

    asking = Pair(codec).connect().log_in()
    request = asking.say(CHECK)
    (event,) = asking.client.receive_eof()
    assert isinstance(event, Violation)
    assert event.in_flight == (request,)

    cut = Pair(codec).connect()
    cut.client.receive(b"\x00\x00")
    (event,) = cut.client.receive_eof()
    assert isinstance(event, Violation)
    assert "inside a frame" in event.reason

    (event,) = Pair(codec).client.receive_eof()
    assert isinstance(event, Violation)
    assert "before its greeting" in event.reason


def test_a_command_left_open_by_a_closing_code_is_told_at_the_end(codec: Codec) -> None:
    pair = Pair(codec, depth=2).connect().log_in()
    pair.say(CHECK, "P-1")
    lost = pair.say(CHECK, "P-2")
    pair.reply(2500, "P-1")
    assert pair.client.in_flight == (lost,)
    (event,) = pair.client.receive_eof()
    assert isinstance(event, Violation)
    assert event.in_flight == (lost,)


def test_depth_and_ids_in_flight_are_guarded(codec: Codec) -> None:
    pair = Pair(codec, depth=2).connect().log_in()
    pair.say(CHECK, "P-1")
    with pytest.raises(LocalProtocolError, match="in flight already"):
        pair.client.send(ask(CHECK, "P-1"))
    pair.say(CHECK, "P-2")
    with pytest.raises(LocalProtocolError, match="2 requests"):
        pair.client.send(ask(CHECK, "P-3"))


def test_a_request_that_does_not_fit_leaves_the_session_as_it_was(ready: Pair) -> None:
    with pytest.raises(InvalidFrame):
        ready.client.send(ask(DomainCheck(names=())))
    assert (ready.client.state, ready.client.in_flight) == (ClientState.READY, ())
    ready.say(CHECK)


def pieces(data: bytes, sizes: list[int]) -> Iterator[bytes]:
    position = 0
    for size in sizes:
        yield data[position : position + size]
        position += size
    yield data[position:]


def test_however_the_stream_is_cut_the_events_are_the_same(codec: Codec) -> None:
    names = ("P-1", "P-2", "P-3")

    @settings(max_examples=30, deadline=None)
    @given(sizes=st.lists(st.integers(1, 400), max_size=12))
    def holds(sizes: list[int]) -> None:
        pair = Pair(codec, depth=3).connect().log_in()
        asked = [pair.say(CHECK, name) for name in names]
        stream = b"".join(pair.server.reply(answer(1000, name)) for name in names)
        events = [event for piece in pieces(stream, sizes) for event in pair.client.receive(piece)]
        assert [event.request for event in events if isinstance(event, ReplyReceived)] == asked
        assert pair.client.in_flight == ()

    holds()


def test_an_event_never_shows_its_frame(pair: Pair) -> None:
    (event,) = pair.server.receive(pair.client.send(ask(LOGIN)))
    assert b"open-sesame" in event.raw
    assert "open-sesame" not in repr(event)
    assert f"raw=<{len(event.raw)} octets>" in repr(event)
    assert "raw=None" in repr(pair.client.receive_eof()[0])


def test_one_octet_at_a_time_a_whole_exchange(ready: Pair) -> None:
    request = ready.client.send(ask(DomainInfo(name="example.com")))
    asked = [event for octet in request for event in ready.server.receive(bytes([octet]))]
    assert [type(event) for event in asked] == [RequestReceived]
    reply = ready.server.reply(answer())
    heard = [event for octet in reply for event in ready.client.receive(bytes([octet]))]
    assert [type(event) for event in heard] == [ReplyReceived]
