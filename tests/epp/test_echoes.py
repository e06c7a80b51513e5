"""A server that repeats a command's secret in its words: the words are kept, the secret is not."""

from collections.abc import Callable
from functools import partial

import pytest

from epp_gateway.epp.client import ClientSession
from epp_gateway.epp.codec import Codec
from epp_gateway.epp.echoes import cleared, secrets_of, without
from epp_gateway.epp.framing import encode_frame
from epp_gateway.model.commands import Command, DomainInfo, DomainTransfer, Login, Logout, Request
from epp_gateway.model.extensions import (
    CodeMark,
    CodeMarks,
    Extension,
    LaunchCreate,
    LaunchPhase,
    MarkCode,
    OpaqueExtension,
)
from epp_gateway.model.mappings import OpaqueCommand
from epp_gateway.model.objects import AuthExt
from epp_gateway.model.responses import ExtValue, Greeting, Response, Result
from epp_gateway.model.secret import Secret

CODE = 'planted<&"code'
TRANSFER = DomainTransfer(name="example.com", op="request", auth_info=Secret(CODE))
LOGIN = Login(clid="registrar-a", password=Secret("old-planted"), new_password=Secret("planted"), objects=("urn:a",))


@pytest.mark.parametrize(("command", "count"), [(Logout(), 0), (DomainInfo(name="example.com"), 0), (LOGIN, 2)])
def test_a_commands_secrets_are_found_by_their_type(command: Command, count: int) -> None:
    assert len(secrets_of(command)) == count


def test_the_longest_goes_first_so_that_no_end_of_it_stays() -> None:
    assert without("not old-planted but planted", secrets_of(LOGIN)) == "not *** but ***"


def test_a_secret_written_as_xml_is_one() -> None:
    assert (
        without('<v>planted&lt;&amp;&quot;code</v>, planted&lt;&amp;"code', secrets_of(TRANSFER)) == "<v>***</v>, ***"
    )


def test_every_text_of_a_foreign_authorisation_is_one() -> None:
    form = AuthExt(xml=Secret("<a:b xmlns:a='urn:a'><a:id>H-1</a:id><a:key>planted&amp;key</a:key></a:b>"))
    asking = DomainInfo(name="example.com", auth_info=Secret(""), auth_form=form)
    assert without("planted&key, planted&amp;key, H-1", secrets_of(asking)) == "***, ***, H-1"


def test_a_secret_inside_of_an_extension_is_one() -> None:
    code = CodeMark(code=MarkCode(code=Secret("planted-code"), validator="sample"))
    extension = LaunchCreate(phase=LaunchPhase(phase="sunrise"), marks=CodeMarks(marks=(code,)))
    assert without("planted-code of sample", secrets_of(extension)) == "*** of sample"


@pytest.mark.parametrize("kind", [OpaqueExtension, partial(OpaqueCommand, verb="create")])
def test_a_secret_inside_of_what_is_carried_as_it_is_is_one(kind: Callable[..., Extension | OpaqueCommand]) -> None:
    xml = "<q:x xmlns:q='urn:q'><q:id>H-1001</q:id><q:auth-info><q:pw>planted&amp;key</q:pw></q:auth-info></q:x>"
    carried = kind(namespace="urn:q", xml=xml)
    assert without("planted&key, planted&amp;key, H-1001", secrets_of(carried)) == "***, ***, H-1001"


def test_the_language_of_a_cleared_reason_stays() -> None:
    told = Result(code=2202, message=CODE, lang="de", ext_values=(ExtValue(value="", reason=CODE, lang="fr"),))
    (result,) = cleared(Response(results=(told,), svtrid="S-1"), Request(command=TRANSFER)).results
    assert (result.lang, result.ext_values) == ("de", (ExtValue(value="", reason="***", lang="fr"),))


def test_a_text_too_short_to_be_a_secret_does_not_spoil_every_word() -> None:
    assert secrets_of(DomainInfo(name="example.com", auth_info=Secret("a"))) == ()


def test_a_reply_is_cleared_of_its_commands_secret_wherever_it_stands(codec: Codec) -> None:
    session = ClientSession(codec, frame_cap=1 << 20)
    greeting = Greeting(
        server_id="Registry",
        server_date="2026-01-01T00:00:00Z",
        versions=("1.0",),
        languages=("en",),
        objects=("urn:a",),
    )
    session.receive(encode_frame(codec.encode_greeting(greeting)))
    session.send(Request(command=LOGIN, cltrid="ABC-1"))
    session.receive(reply(codec, 1000, "ABC-1", "welcome"))
    session.send(Request(command=TRANSFER, cltrid="ABC-2"))
    (event,) = session.receive(reply(codec, 2202, "ABC-2", f"{CODE} is wrong"))
    assert event.response.message == "*** is wrong; *** was sent"
    assert event.response.results[0].ext_values == (ExtValue(value="***", reason="*** was sent"),)
    assert "planted" not in repr(event)


def reply(codec: Codec, code: int, cltrid: str, message: str) -> bytes:
    quoted = ExtValue(value=CODE, reason=f"{CODE} was sent")
    result = Result(code=code, message=message, ext_values=(quoted,) if code > 2000 else ())
    return encode_frame(codec.encode_response(Response(results=(result,), svtrid="SV-1", cltrid=cltrid)))
