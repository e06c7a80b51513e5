"""What we do not know is carried with nothing lost: commands, data, extensions and quoted values of any namespace.

Compared are canonical texts, and beside them the prefixes in scope of every element, since content may speak of them.
Comments and processing instructions are no content and are left out; CDATA is the text it stands for.
"""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from epp_gateway.epp.codec import Codec
from epp_gateway.epp.errors import InvalidFrame
from epp_gateway.epp.xml.namespaces import EPP, N
from epp_gateway.model import commands as c
from epp_gateway.model import mappings as m
from epp_gateway.model.extensions import NameStore, NameStoreError, OpaqueExtension
from epp_gateway.model.objects import DomainCreated
from epp_gateway.model.responses import Response

CONTENTS = {
    "nothing": '<q:q xmlns:q="urn:q"/>',
    "text and elements": '<q:q xmlns:q="urn:q" a="1"> x <q:r/> y <q:r>z</q:r>\n</q:q>',
    "a default namespace": '<q xmlns="urn:q"><r xmlns="urn:r"><s/></r><t/></q>',
    "a name in a text": '<q:q xmlns:q="urn:q" xmlns:t="urn:t">t:name</q:q>',
    "a name of EPP in a text": f'<q:q xmlns:q="urn:q" xmlns:e="{EPP}" kind="e:other">e:name</q:q>',
    "a name of the frame in a text": '<q:q xmlns:q="urn:q">outer:name</q:q>',
    "a type": (
        '<q:q xmlns:q="urn:q" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"'
        ' xmlns:x="http://www.w3.org/2001/XMLSchema" i:type="x:string">a</q:q>'
    ),
    "a prefix declared deep inside": '<q:q xmlns:q="urn:q"><q:r><q:s xmlns:t="urn:t">t:name</q:s></q:r></q:q>',
    "a prefix declared twice": '<q:q xmlns:q="urn:q"><q:r xmlns:q="urn:r">q:name</q:r><q:s>q:name</q:s></q:q>',
    "two prefixes of one namespace": '<q:q xmlns:q="urn:q" xmlns:r="urn:q" r:a="q:b"><r:r>r:c</r:r></q:q>',
    "elements of no namespace": '<q:q xmlns:q="urn:q"><r xmlns=""><s/></r></q:q>',
    "no default namespace": '<q:q xmlns:q="urn:q" xmlns=""><r/>name</q:q>',
    "elements of EPP": f'<q:q xmlns:q="urn:q"><e:command xmlns:e="{EPP}"><e:logout/></e:command></q:q>',
    "a language": '<q:q xmlns:q="urn:q" xml:lang="ja" xml:space="preserve"> <q:r xml:lang="en"/> </q:q>',
    "white space": '<q:q xmlns:q="urn:q" a="&#10;&#9;&#13; b">&#13;&#10;\t<q:r> </q:r>  \n</q:q>',
    "signs": "<q:q xmlns:q='urn:q' a='\"&lt;>'>&lt;&amp;&gt;'\" é 山 😀</q:q>",
    "CDATA": '<q:q xmlns:q="urn:q"><![CDATA[<not:an-element/> & ]]>]]&gt;</q:q>',
    "a comment": '<q:q xmlns:q="urn:q">a<!-- said aside -->b<?and this?><q:r/></q:q>',
}
ENVELOPES = {
    "as ours": f'<epp xmlns="{EPP}" xmlns:outer="urn:outer">{{}}</epp>',
    "prefixed": f'<e:epp xmlns:e="{EPP}" xmlns:outer="urn:outer">{{}}</e:epp>',
    "within another": f'<e:epp xmlns:e="{EPP}" xmlns="urn:all" xmlns:outer="urn:outer">{{}}</e:epp>',
}
DONE = '<{0}result code="1000"><{0}msg>Done</{0}msg>{1}</{0}result>'
TRID = "<{0}trID><{0}clTRID>PANEL-1</{0}clTRID><{0}svTRID>SRV-1</{0}svTRID></{0}trID>"


def _response(e: str, inside: str, quoted: str = "") -> str:
    return f"<{e}response>{DONE.format(e, quoted)}{inside}{TRID.format(e)}</{e}response>"


PLACES: dict[str, Callable[[str, str], str]] = {
    "command": lambda e, it: f"<{e}command><{e}create>{it}</{e}create><{e}clTRID>PANEL-1</{e}clTRID></{e}command>",
    "transfer": lambda e, it: f'<{e}command><{e}transfer op="query">{it}</{e}transfer></{e}command>',
    "command extension": lambda e, it: f"<{e}command><{e}logout/><{e}extension>{it}{it}</{e}extension></{e}command>",
    "data": lambda e, it: _response(e, f"<{e}resData>{it}{it}</{e}resData>"),
    "answer extension": lambda e, it: _response(e, f"<{e}extension>{it}{it}</{e}extension>"),
    "value": lambda e, it: _response(e, "", f"<{e}value>{it}</{e}value>"),
    "extValue": lambda e, it: _response(
        e, "", f"<{e}extValue><{e}value>{it}</{e}value><{e}reason>Because</{e}reason></{e}extValue>"
    ),
}
PARSER = etree.XMLParser(remove_comments=True, remove_pis=True)


def frame(envelope: str, place: str, content: str) -> bytes:
    prefix = "" if envelope == "as ours" else "e:"
    return ENVELOPES[envelope].format(PLACES[place](prefix, content)).encode()


def again(payload: bytes, codec: Codec) -> bytes:
    """A frame that was decoded and encoded."""
    if b"response>" not in payload:
        return codec.encode_request(codec.decode_request(payload))
    reply = codec.decode_from_server(payload)
    assert isinstance(reply, Response)
    return codec.encode_response(reply)


def carried(payload: bytes) -> list[tuple[str, list[dict[str | None, str]]]]:
    """Each element that is not EPP's and stands in one that is: its canonical text, and the names in its scope.

    Names without a prefix mean the same where both say so; the declaration that there is no default says nothing more.
    """
    root = etree.fromstring(payload, PARSER)
    found = [node for node in root.iter("*") if node.tag.endswith("}q") and not _is_inside_another(node)]
    return [(_canonical(node), [_scope(inner) for inner in node.iter("*")]) for node in found]


def _is_inside_another(node: etree._Element) -> bool:
    return any(etree.QName(above).namespace != EPP for above in node.iterancestors())


def _canonical(node: etree._Element) -> str:
    return etree.tostring(node, method="c14n", exclusive=True, with_tail=False).decode()


def _scope(node: etree._Element) -> dict[str | None, str]:
    return {prefix: namespace for prefix, namespace in node.nsmap.items() if namespace}


@pytest.mark.parametrize("content", CONTENTS)
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("envelope", ENVELOPES)
def test_nothing_unknown_is_lost(envelope: str, place: str, content: str, codec: Codec) -> None:
    before = frame(envelope, place, CONTENTS[content])
    after = again(before, codec)
    assert carried(before)
    assert carried(after) == carried(before)
    assert again(after, codec) == after


NAMES = st.sampled_from(["q", "r", "s"])
SPACES = st.sampled_from([None, "", "urn:q", "urn:r", EPP])
TEXTS = st.text(alphabet="ab:&<> \t\n\r'\"山", max_size=6)


@st.composite
def elements(draw: st.DrawFn, depth: int = 2) -> str:
    """An element as text: prefixes and default namespaces declared anywhere, names of them in texts and attributes."""
    prefix = draw(st.sampled_from(["", "q:", "r:"]))
    default = draw(SPACES)
    declared = {name: draw(SPACES.filter(bool)) for name in ("q", "r") if depth == 2 or draw(st.booleans())}
    written = "".join(f' xmlns:{name}="{space}"' for name, space in declared.items())
    written += "" if default is None else f' xmlns="{default}"'
    attribute = draw(st.sampled_from(["", ' a="q:b"', ' r:a="1" b="&#10;"']))
    inside = "".join(_escaped(draw(TEXTS)) + child for child in draw(_children(depth)))
    name = prefix + draw(NAMES)
    return f"<{name}{written}{attribute}>{inside}{_escaped(draw(TEXTS))}</{name}>"


def _children(depth: int) -> st.SearchStrategy[list[str]]:
    return st.lists(elements(depth - 1), max_size=2) if depth else st.just([])


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


@pytest.mark.parametrize("envelope", ENVELOPES)
def test_no_drawn_element_is_lost(envelope: str, codec: Codec) -> None:
    @settings(max_examples=60, deadline=None)
    @given(content=elements())
    def holds(content: str) -> None:
        before = frame(envelope, "command extension", f'<x:q xmlns:x="urn:x">{content}</x:q>')
        after = again(before, codec)
        assert carried(after) == carried(before)

    holds()


# Order


def _bare(inside: str) -> bytes:
    return f'<epp xmlns="{EPP}">{_response("", inside)}</epp>'.encode()


KNOWN_DATA = (
    '<d:creData xmlns:d="urn:ietf:params:xml:ns:domain-1.0"><d:name>a.com</d:name><d:crDate>{}</d:crDate></d:creData>'
)
CREATED = DomainCreated(name="a.com", created="2026-04-01T09:00:00Z")
STORE = '<n:namestoreExt xmlns:n="http://www.verisign-grs.com/epp/namestoreExt-1.1"><n:subProduct>dotCOM</n:subProduct></n:namestoreExt>'
FAULT = f'<n:nsExtErrData xmlns:n="{N.namespace}"><n:msg code="1">No</n:msg></n:nsExtErrData>'
A, B = '<q xmlns="urn:q">a</q>', '<q xmlns="urn:q">b</q>'


@pytest.mark.parametrize("index", [0, 1, 2])
def test_several_data_keep_their_order_around_the_one_that_we_know(index: int, codec: Codec) -> None:
    told = [A, B]
    told.insert(index, KNOWN_DATA.format(CREATED.created))
    payload = _bare(f"<resData>{''.join(told)}</resData>")
    reply = codec.decode_from_server(payload)
    assert isinstance(reply, Response)
    assert (reply.data, reply.data_index) == (CREATED, index)
    assert reply.further == (m.OpaqueData(namespace="urn:q", xml=A), m.OpaqueData(namespace="urn:q", xml=B))
    read_again = codec.decode_from_server(codec.encode_response(reply))
    assert read_again == reply
    assert [type(data) for data in reply.all_data].index(DomainCreated) == index


def test_several_extensions_keep_their_order_around_those_that_we_know(codec: Codec) -> None:
    told = [A, STORE, B, FAULT]
    payload = _bare(f"<extension>{''.join(told)}</extension>")
    reply = codec.decode_from_server(payload)
    assert reply.extensions == (
        OpaqueExtension(namespace="urn:q", xml=A),
        NameStore(sub_product="dotCOM"),
        OpaqueExtension(namespace="urn:q", xml=B),
        NameStoreError(code=1, message="No"),
    )
    assert isinstance(reply, Response)
    assert codec.decode_from_server(codec.encode_response(reply)) == reply


# Commands


@pytest.mark.parametrize("verb", ["check", "info", "create", "delete", "renew", "update"])
@pytest.mark.parametrize("name", ["create", "anything"])
def test_a_command_of_an_unknown_mapping_is_one_whatever_its_element_is_called(
    verb: str, name: str, codec: Codec
) -> None:
    xml = f'<t:{name} xmlns:t="urn:t"><t:id>1</t:id></t:{name}>'
    payload = f'<epp xmlns="{EPP}"><command><{verb}>{xml}</{verb}></command></epp>'
    request = codec.decode_request(payload.encode())
    assert request.command == m.OpaqueCommand(verb=verb, namespace="urn:t", xml=xml)  # type: ignore[arg-type]
    assert codec.decode_request(codec.encode_request(request)) == request


@pytest.mark.parametrize("op", ["request", "query", "approve", "reject", "cancel"])
def test_a_transfer_of_an_unknown_mapping_keeps_its_op(op: str, codec: Codec) -> None:
    payload = f'<epp xmlns="{EPP}"><command><transfer op="{op}"><q xmlns="urn:q"></q></transfer></command></epp>'
    request = codec.decode_request(payload.encode())
    assert c.verb_of(request.command) == f"opaque.transfer.{op}"
    assert codec.decode_request(codec.encode_request(request)) == request


@pytest.mark.parametrize(
    "content",
    [
        "",
        "<q/>",
        '<q xmlns=""/>',
        '<q xmlns="urn:q"/><q xmlns="urn:q"/>',
        '<d:nonsense xmlns:d="urn:ietf:params:xml:ns:domain-1.0"/>',
        '<r:create xmlns:r="urn:ietf:params:xml:ns:rgp-1.0"/>',
    ],
)
def test_what_no_mapping_could_mean_is_refused(content: str, codec: Codec) -> None:
    with pytest.raises(InvalidFrame) as caught:
        codec.decode_request(frame("as ours", "command", content))
    assert caught.value.code == 2001


# What only servers do


def test_what_is_no_proper_xml_is_read_all_the_same(codec: Codec) -> None:
    odd = '<q xmlns="relative"><r>&nbsp;</r></q>'
    reply = codec.decode_from_server(frame("as ours", "data", odd))
    assert isinstance(reply, Response)
    assert (reply.code, reply.svtrid) == (1000, "SRV-1")
    assert [data.namespace for data in reply.all_data if isinstance(data, m.OpaqueData)] == ["relative", "relative"]


def test_a_relative_namespace_is_carried_too(codec: Codec) -> None:
    payload = frame("as ours", "command extension", '<q xmlns="relative" xmlns:t="too">t:name</q>')
    request = codec.decode_request(payload)
    assert codec.decode_request(codec.encode_request(request)) == request


def test_a_text_before_the_element_is_no_part_of_it(codec: Codec) -> None:
    plain = OpaqueExtension(namespace="urn:q", xml=A)
    dressed = replace(plain, xml=f'<?xml version="1.0" encoding="UTF-8"?>\n<!-- so --> {A} ')
    written = [codec.encode_request(c.Request(command=c.Logout(), extensions=(value,))) for value in (plain, dressed)]
    assert written[0] == written[1]


def test_a_frame_that_grows_too_large_is_refused(codec: Codec) -> None:
    half = OpaqueExtension(namespace="urn:q", xml=f'<q xmlns="urn:q">{"x" * 3_000_000}</q>')
    with pytest.raises(InvalidFrame):
        codec.encode_request(c.Request(command=c.Logout(), extensions=(half, half)))
