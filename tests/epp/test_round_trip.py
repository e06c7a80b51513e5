"""Whatever value we can hold comes back from its XML as it was, and that XML is valid."""

from typing import Any, get_args

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from epp_gateway.epp.codec import Codec
from epp_gateway.epp.errors import InvalidFrame
from epp_gateway.epp.tables import DATA_WRITERS, EXTENSION_ROWS, EXTENSION_WRITERS, OBJECT_WRITERS, SESSION_WRITERS
from epp_gateway.model import commands as c
from epp_gateway.model import extensions as x
from epp_gateway.model import mappings as m
from epp_gateway.model import objects as o
from epp_gateway.model.base import Value
from epp_gateway.model.responses import ExtValue, Greeting, MessageQueue, Response, Result

from .mappings import values
from .words import MARKUP, WORDS, lines, tuples

QUICK = settings(max_examples=20, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink])


def about_objects(kind: type[Value]) -> st.SearchStrategy[Any]:
    """Answers that serve several kinds of object: a contact's has an id, and no expiry."""
    return values(kind).map(_fitting)


def _fitting(data: Any) -> Any:
    if data.kind != "contact":
        return data
    match data:
        case o.CheckData():
            return replace(data, items=tuple(replace(item, name=f"C-{i}") for i, item in enumerate(data.items)))
        case o.TransferData():
            return replace(data, name="C-1", expires=None)
        case _:
            return replace(data, name="C-1")


def _opaque(markup: str) -> x.OpaqueExtension:
    return x.OpaqueExtension(namespace="urn:a" if "urn:a" in markup else "urn:q", xml=markup)


ANSWERING = [row.value for row in EXTENSION_ROWS.values() if row.answers]
EXTENSIONS = st.one_of(MARKUP.map(_opaque), *(values(kind) for kind in ANSWERING))


def extensions_of(command: c.Command) -> st.SearchStrategy[x.Extension]:
    """Those that a command may carry."""
    fitting = [values(row.value) for row in EXTENSION_ROWS.values() if row.may_accompany(command)]
    return st.one_of(MARKUP.map(_opaque), *fitting)


def have_their_own_ids(extensions: tuple[x.Extension, ...]) -> bool:
    """Whether no signed mark can stand in the frame twice: its id is an `xs:ID`."""
    return sum(isinstance(extension, x.LaunchCreate) for extension in extensions) < 2


QUOTED = st.one_of(MARKUP, lines(0, 20).filter(lambda text: "<" not in text and "&" not in text))
RESULTS = st.builds(
    Result,
    code=st.sampled_from([1000, 1001, 1301, 2001, 2303, 2400, 2502]),
    message=lines(0, 60),
    values=tuples(QUOTED, 0, 2),
    ext_values=tuples(st.builds(ExtValue, value=QUOTED, reason=lines(0, 40)), 0, 2),
)
SHARED = (o.CheckData, o.TransferData, o.PendingResult)
COMMANDS = [*SESSION_WRITERS, *OBJECT_WRITERS]


def test_every_command_and_answer_of_the_model_is_in_the_tables() -> None:
    assert {*COMMANDS, c.Hello, m.OpaqueCommand} == set(get_args(c.Command))
    assert set(DATA_WRITERS) == set(get_args(o.ResponseData))
    assert set(EXTENSION_WRITERS) == set(get_args(x.Extension))


@pytest.mark.parametrize("kind", COMMANDS, ids=lambda kind: kind.__name__)
def test_a_command_comes_back_as_it_was(kind: type[Value], codec: Codec) -> None:
    @QUICK
    @given(command=values(kind), cltrid=st.one_of(st.none(), WORDS), data=st.data())
    def holds(command: c.Command, cltrid: str | None, data: st.DataObject) -> None:
        extensions = data.draw(tuples(extensions_of(command), 0, 2).filter(have_their_own_ids))
        request = c.Request(command=command, cltrid=cltrid, extensions=extensions)
        assert codec.decode_request(codec.encode_request(request)) == request

    holds()


def test_data_of_an_unknown_mapping_comes_back_as_it_was(codec: Codec) -> None:
    queue = MessageQueue(count=1, id="M-1")
    known = o.DomainCreated(name="example.com", created="2026-04-01T09:00:00Z")
    unknown = m.OpaqueData(namespace="urn:q", xml='<q xmlns="urn:q"></q>')
    for data, further in ((unknown, ()), (known, (unknown,)), (known, (unknown, unknown))):
        response = Response(
            results=(Result(code=1301, message=""),),
            svtrid="SRV-1",
            cltrid="P-1",
            data=data,
            further=further,
            queue=queue,
        )
        read = codec.decode_from_server(codec.encode_response(response))
        assert isinstance(read, Response)
        assert replace(read, deviations=()) == response
        assert read.deviations == (("unknown-data",) if data is unknown else ())


@pytest.mark.parametrize(
    "kind", [kind for kind in DATA_WRITERS if kind is not m.OpaqueData], ids=lambda kind: kind.__name__
)
def test_an_answer_comes_back_as_it_was(kind: type[Value], codec: Codec) -> None:
    @QUICK
    @given(
        data=about_objects(kind) if kind in SHARED else values(kind),
        queue=st.one_of(st.none(), values(MessageQueue)),
        cltrid=WORDS,
        svtrid=WORDS,
        extensions=tuples(EXTENSIONS, 0, 2),
        results=tuples(RESULTS, 1, 2),
    )
    def holds(**parts: Any) -> None:
        response = Response(**parts)
        assert codec.decode_from_server(codec.encode_response(response)) == response

    holds()


def test_a_greeting_comes_back_as_it_was(codec: Codec) -> None:
    @QUICK
    @given(greeting=values(Greeting))
    def holds(greeting: Greeting) -> None:
        assert codec.decode_from_server(codec.encode_greeting(greeting)) == greeting

    holds()


def test_a_hello_comes_back_as_it_was(codec: Codec) -> None:
    assert codec.decode_request(codec.encode_request(c.Request(command=c.Hello()))) == c.Request(command=c.Hello())


def test_an_extension_goes_only_where_it_belongs(codec: Codec) -> None:
    request = c.Request(command=c.DomainDelete(name="example.jp"), extensions=(x.JprsTransfer(method="agent-change"),))
    with pytest.raises(InvalidFrame, match=r"`domain\.delete` may not carry") as caught:
        codec.encode_request(request)
    assert caught.value.code == 2103
