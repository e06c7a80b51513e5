"""Long passwords at login stand in the extension, a fixed word in their place; nothing else is let through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epp_gateway.epp.client import ClientSession
from epp_gateway.epp.codec import Codec
from epp_gateway.epp.errors import InvalidFrame
from epp_gateway.epp.extensions.login_security import plain, secured
from epp_gateway.epp.framing import encode_frame
from epp_gateway.epp.xml.redact import redact
from epp_gateway.model.commands import Login, Request
from epp_gateway.model.extensions import LoginEvent, LoginEvents, LoginSecurity, UserAgent
from epp_gateway.model.responses import Greeting, Response, Result
from epp_gateway.model.secret import Secret

from .mappings.login_security import AGENT, INSTEAD, LONG, OTHER, login
from .words import CHARACTERS

SHORT = Secret("open&Sesame")
SAID = st.text(CHARACTERS, min_size=6, max_size=40).map(lambda text: " ".join(text.split(" ")).strip())
MEANT = SAID.filter(lambda text: len(text) >= 6 and "  " not in text).map(Secret)


@given(password=MEANT, new_password=st.one_of(st.none(), MEANT), agent=st.sampled_from([None, AGENT]))
def test_a_password_of_any_length_arrives(
    password: Secret, new_password: Secret | None, agent: UserAgent | None, codec: Codec
) -> None:
    meant = login(password, new_password)
    core, extension = secured(meant, agent)
    request = Request(command=core, extensions=() if extension is None else (extension,))
    frame = codec.encode_request(request)
    read = codec.decode_request(frame)
    assert read == request
    assert isinstance(read.command, Login)
    assert plain(read.command, read.extensions) == meant


def test_what_the_core_can_carry_stays_there() -> None:
    assert secured(login(SHORT)) == (login(SHORT), None)
    assert secured(login(Secret("x" * 16)), AGENT) == (login(Secret("x" * 16)), LoginSecurity(user_agent=AGENT))
    assert secured(login(SHORT, LONG)) == (login(SHORT, INSTEAD), LoginSecurity(new_password=LONG))


@pytest.mark.parametrize(
    ("command", "extensions", "code"),
    [
        (login(INSTEAD), (), 2003),
        (login(INSTEAD), (LoginSecurity(new_password=LONG),), 2003),
        (login(SHORT, INSTEAD), (LoginSecurity(user_agent=AGENT),), 2003),
        (login(SHORT), (LoginSecurity(),), 2003),
        (login(SHORT), (LoginSecurity(password=LONG),), 2306),
        (login(SHORT, SHORT), (LoginSecurity(new_password=LONG),), 2306),
        (login(SHORT), (LoginSecurity(user_agent=UserAgent()),), 2001),
        (login(INSTEAD), (LoginSecurity(password=Secret("short")),), 2001),
    ],
)
def test_a_placeholder_and_a_password_go_together(
    command: Login, extensions: tuple[LoginSecurity, ...], code: int, codec: Codec
) -> None:
    with pytest.raises(InvalidFrame) as caught:
        codec.encode_request(Request(command=command, extensions=extensions))
    assert caught.value.code == code
    assert "battery" not in str(caught.value)


def test_the_rule_holds_for_clients_too(codec: Codec) -> None:
    core, extension = secured(login(LONG))
    assert extension is not None
    frame = codec.encode_request(Request(command=core, cltrid="ABC-1", extensions=(extension,)))
    with pytest.raises(InvalidFrame) as caught:
        codec.decode_request(frame.replace(b"[LOGIN-SECURITY]", b"open-Sesame"))
    assert (caught.value.code, caught.value.cltrid) == (2306, "ABC-1")


def test_white_space_in_a_password_counts_once(codec: Codec) -> None:
    core, extension = secured(login(LONG))
    assert extension is not None
    frame = codec.encode_request(Request(command=core, extensions=(extension,)))
    spread = frame.replace(b"correct horse", b"\n  correct\t \n horse")
    assert codec.decode_request(spread) == codec.decode_request(frame)


def test_neither_frame_nor_value_shows_a_long_password(codec: Codec) -> None:
    core, extension = secured(login(LONG, OTHER), AGENT)
    assert extension is not None
    request = Request(command=core, extensions=(extension,))
    for shown in (redact(codec.encode_request(request)), repr(request)):
        assert "battery" not in shown
        assert "Kennwort" not in shown


def test_a_server_that_repeats_a_long_password_is_not_repeated(codec: Codec) -> None:
    session = ClientSession(codec, frame_cap=1 << 20)
    greeting = Greeting(
        server_id="Registry",
        server_date="2026-01-01T00:00:00Z",
        versions=("1.0",),
        languages=("en",),
        objects=("urn:a",),
    )
    session.receive(encode_frame(codec.encode_greeting(greeting)))
    core, extension = secured(login(LONG))
    assert extension is not None
    session.send(Request(command=core, cltrid="ABC-1", extensions=(extension,)))
    event = LoginEvent(type="newPW", level="error", value=LONG.reveal(), text=f"{LONG.reveal()} is too simple")
    response = Response(
        results=(Result(code=2200, message=f"not {LONG.reveal()}"),),
        svtrid="SV-1",
        cltrid="ABC-1",
        extensions=(LoginEvents(events=(event,)),),
    )
    (told,) = session.receive(encode_frame(codec.encode_response(response)))
    assert told.response.message == "not ***"
    assert told.response.extensions == (
        LoginEvents(events=(LoginEvent(type="newPW", level="error", value="***", text="*** is too simple"),)),
    )
