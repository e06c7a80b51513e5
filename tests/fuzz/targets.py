"""What must hold for any bytes: each target takes them, and raises where it does not.

The declared ends are `InvalidFrame` with a code of its docstring, `Unreadable` and `FramingError`; `parse_fragment` may
also say ValueError. Whatever else is raised is a finding, and so is a value that does not survive the way back, or an
input that takes longer than `SECONDS`.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from epp_gateway.epp.client import ClientSession
from epp_gateway.epp.codec import Codec
from epp_gateway.epp.errors import FramingError, InvalidFrame, Unreadable
from epp_gateway.epp.framing import FrameDecoder, encode_frame
from epp_gateway.epp.server import ServerSession
from epp_gateway.epp.xml.parse import parse, parse_fragment, parse_tolerant
from epp_gateway.epp.xml.redact import redact
from epp_gateway.epp.xml.schemas import Schemas
from epp_gateway.model import commands as c
from epp_gateway.model.responses import Greeting, Response
from epp_gateway.model.secret import Secret
from epp_gateway.resources import folder

SECONDS = 1.0
"""Of the processor's time: no frame of a few thousand octets may take longer."""

CODES = {2000, 2001, 2003, 2005, 2101, 2102, 2103, 2307}
"""What answers a frame that was not understood."""

CAP = 1 << 20
CODEC = Codec(Schemas.load(folder("schemas")))
GREETING = Greeting(
    server_id="fuzz", server_date="2026-04-01T09:00:00Z", versions=("1.0",), languages=("en",), objects=("urn:a",)
)
LOGIN = c.Request(command=c.Login(clid="panel", password=Secret("planted-1"), objects=("urn:a",)), cltrid="PANEL-0001")

with suppress(InvalidFrame):  # the first explanation of a refusal loads the grammars for it, once
    CODEC.decode_request(CODEC.encode_request(LOGIN).replace(b"clID", b"no"))


@contextmanager
def soon() -> Iterator[None]:
    """Fail where what is inside takes too long."""
    start = time.process_time()
    yield
    took = time.process_time() - start
    assert took < SECONDS, f"took {took:.1f} seconds"


def _check(error: InvalidFrame) -> None:
    assert error.code in CODES, error.code
    assert error.explanation


def parsing(payload: bytes) -> None:
    """Bytes to a tree, or a declared error; any bytes can be shown in a log."""
    with soon():
        with suppress(InvalidFrame):
            parse(payload)
        with suppress(Unreadable):
            parse_tolerant(payload)
        with suppress(ValueError):
            parse_fragment(payload.decode("utf-8", "replace"))
        redact(payload)


def commands(payload: bytes) -> None:
    """A command that was read can be written, and reads as itself again."""
    with soon():
        try:
            request = CODEC.decode_request(payload)
        except InvalidFrame as error:
            _check(error)
            return
        assert CODEC.decode_request(CODEC.encode_request(request)) == request
        repr(request)


def answers(payload: bytes) -> None:
    """An answer that was read can be written, or is refused in a declared way; a straight one reads as itself again."""
    with soon():
        try:
            reply = CODEC.decode_from_server(payload)
        except Unreadable:
            return
        repr(reply)
        try:
            written = CODEC.encode_greeting(reply) if isinstance(reply, Greeting) else CODEC.encode_response(reply)
        except InvalidFrame as error:
            _check(error)
            return
        again = CODEC.decode_from_server(written)
        if isinstance(reply, Response) and not reply.deviations:
            assert again == reply


def framing(stream: tuple[bytes, list[int]]) -> None:
    """Any stream, cut anywhere, gives the frames that it gives when it comes whole."""
    octets, cuts = stream
    with soon():
        assert _frames(_pieces(octets, cuts)) == _frames([octets])


def sessions(stream: tuple[bytes, list[int]]) -> None:
    """Neither side's session raises, whatever arrives, and what has ended stays so."""
    octets, cuts = stream
    with soon():
        client = ClientSession(CODEC, frame_cap=CAP)
        client.receive(encode_frame(CODEC.encode_greeting(GREETING)))
        client.send(LOGIN)
        server = ServerSession(CODEC, frame_cap=CAP)
        server.greeting(GREETING)
        for piece in _pieces(octets, cuts):
            repr(client.receive(piece))
            repr(server.receive(piece))
        for session in (client, server):
            session.receive_eof()
            assert session.receive(octets) == []


def _pieces(octets: bytes, cuts: list[int]) -> list[bytes]:
    pieces, start = [], 0
    for size in cuts:
        pieces.append(octets[start : start + size])
        start += size
    return [*pieces, octets[start:]]


def _frames(pieces: list[bytes]) -> tuple[list[bytes], bool]:
    """The frames that come out, and whether the stream was refused."""
    decoder, found = FrameDecoder(CAP), []
    for piece in pieces:
        decoder.feed(piece)
        try:
            while (frame := decoder.next_frame()) is not None:
                found.append(frame)
        except FramingError:
            return found, True
    return found, False


ON_FRAMES: tuple[Callable[[bytes], None], ...] = (parsing, commands, answers)
ON_STREAMS: tuple[Callable[[tuple[bytes, list[int]]], None], ...] = (framing, sessions)
