"""Marks are carried whole: what was signed can still be verified, and what is read out of a mark is what it says."""

import base64
import hashlib
import re

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.hashes import SHA256
from lxml import etree

from epp_gateway.epp.codec import Codec
from epp_gateway.epp.errors import InvalidFrame
from epp_gateway.epp.extensions.marks import encoded_of, mark_of, read_mark, read_signed_mark, signed_mark_of
from epp_gateway.epp.tables import EXTENSION_READERS
from epp_gateway.epp.xml.redact import redact
from epp_gateway.model import commands as c
from epp_gateway.model import extensions as x
from epp_gateway.model.responses import Response
from epp_gateway.model.secret import Secret

from .mappings.launch import CREATE, ENCODED, MARK, MARK_XML, SIGNED, SIGNED_FACTS, SIGNED_XML, SUNRISE
from .words import asked

DS = "{http://www.w3.org/2000/09/xmldsig#}"
SMD = "{urn:ietf:params:xml:ns:signedMark-1.0}"
LAUNCH = "urn:ietf:params:xml:ns:launch-1.0"


def digested(element: etree._Element) -> bytes:
    """Exclusive canonicalisation of an element where it stands, as the signature asks for."""
    return etree.tostring(element, method="c14n", exclusive=True, with_comments=False, with_tail=False)


def octets(element: etree._Element, name: str) -> bytes:
    return base64.b64decode(element.findtext(f".//{DS}{name}", ""))


def is_genuine(payload: bytes | str) -> bool:
    """Verify the signed mark inside of whatever frame it stands: the digest of the mark, then the signature."""
    root = etree.fromstring(payload if isinstance(payload, bytes) else payload.encode())
    twin = next(root.iter(f"{SMD}signedMark"))
    signature = twin.find(f"{DS}Signature")
    info = digested(signature.find(f"{DS}SignedInfo"))
    key = RSAPublicNumbers(
        e=int.from_bytes(octets(signature, "Exponent"), "big"), n=int.from_bytes(octets(signature, "Modulus"), "big")
    ).public_key()
    wanted, given = octets(signature, "DigestValue"), octets(signature, "SignatureValue")
    signature.getprevious().tail = (signature.getprevious().tail or "") + (signature.tail or "")
    twin.remove(signature)
    try:
        key.verify(given, info, PKCS1v15(), SHA256())
    except InvalidSignature:
        return False
    return hashlib.sha256(digested(twin)).digest() == wanted


def created(*marks: x.SignedMark) -> c.Request:
    return asked(CREATE, x.LaunchCreate(phase=SUNRISE, marks=x.SignedMarks(marks=marks)))


def signed_in(request: c.Request) -> x.SignedMark:
    create = request.extensions[0]
    assert isinstance(create, x.LaunchCreate)
    assert isinstance(create.marks, x.SignedMarks)
    return create.marks.marks[0]


def test_the_check_of_signatures_can_fail() -> None:
    assert is_genuine(SIGNED_XML)
    for old, new in (("Midori", "Midari"), ("\n", " "), ("rsa-sha256", "rsa-sha1"), ("Seeds,  bulbs", "Seeds, bulbs")):
        assert not is_genuine(SIGNED_XML.replace(old, new, 1))


WRITTEN = {
    "as it is": SIGNED_XML,
    "as a document": f'<?xml version="1.0" encoding="UTF-8"?>\n{SIGNED_XML}\n',
    "in other quotes": SIGNED_XML.replace('"', "'"),
    "with other line ends": SIGNED_XML.replace("\n", "\r\n"),
    "with references": SIGNED_XML.replace("緑", "&#x7DD1;").replace("Söhne", "<![CDATA[Söhne]]>"),
    "with empty tags": SIGNED_XML.replace("></Transform>", "/>"),
    "with attributes in another order": SIGNED_XML.replace(
        'xmlns:smd="urn:ietf:params:xml:ns:signedMark-1.0" id="smd-20260401"',
        'id="smd-20260401" xmlns:smd="urn:ietf:params:xml:ns:signedMark-1.0"',
    ),
    "with a comment": SIGNED_XML.replace("<smd:id>", "<!-- not signed --><smd:id>"),
}


@pytest.mark.parametrize("how", WRITTEN)
def test_a_signature_is_still_good_in_the_frame_that_leaves(how: str, codec: Codec) -> None:
    payload = codec.encode_request(created(signed_mark_of(WRITTEN[how])))
    assert is_genuine(payload)


@pytest.mark.parametrize("how", WRITTEN)
def test_a_signature_is_still_good_in_the_value_that_is_read(how: str, codec: Codec) -> None:
    frame = codec.encode_request(created(SIGNED)).decode().partition("<smd:signedMark")
    rest = frame[2].partition("</smd:signedMark>")[2]
    markup = WRITTEN[how].partition("?>\n")[2].strip() if how == "as a document" else WRITTEN[how]
    value = signed_in(codec.decode_request(f"{frame[0]}{markup}{rest}".encode()))
    assert is_genuine(value.xml)
    assert value == SIGNED
    assert codec.decode_request(codec.encode_request(created(value))) == created(value)


def test_a_mark_needs_nothing_of_the_frame_it_was_read_from(codec: Codec) -> None:
    payload = codec.encode_request(created(SIGNED)).decode()
    for namespace in ("mark-1.0", "signedMark-1.0"):
        declared = f' xmlns:{"mark" if namespace == "mark-1.0" else "smd"}="urn:ietf:params:xml:ns:{namespace}"'
        payload = payload.replace(declared, "").replace("<epp ", f"<epp{declared} ")
    payload = payload.replace("<epp ", '<epp xmlns:odd="urn:odd" ')
    value = signed_in(codec.decode_request(payload.encode()))
    assert is_genuine(value.xml)
    assert "urn:odd" not in value.xml
    assert LAUNCH not in value.xml


CHANGING = {
    "of the frame's namespace": SIGNED_XML.replace(
        "</Signature>", f'<Object><l:x xmlns:l="{LAUNCH}"/></Object></Signature>'
    ),
    "of no namespace": re.sub("(</?)(?=[A-Z])", r"\1ds:", SIGNED_XML)
    .replace("<ds:Signature xmlns", "<ds:Signature xmlns:ds")
    .replace("</ds:Signature>", "<ds:Object><x/></ds:Object></ds:Signature>"),
}


@pytest.mark.parametrize("what", CHANGING)
def test_what_would_change_inside_the_frame_is_not_written(what: str, codec: Codec) -> None:
    """That frame has a prefix of its own for launch-1.0, and a default namespace."""
    with pytest.raises(InvalidFrame) as caught:
        codec.encode_request(created(signed_mark_of(CHANGING[what])))
    assert caught.value.code == 2005


def test_an_instruction_inside_is_refused() -> None:
    """It is digested, whatever the canonicalisation; where frames are read, it is lost."""
    with pytest.raises(ValueError, match="kept"):
        signed_mark_of(SIGNED_XML.replace("<smd:id>", "<?digested yes?><smd:id>"))


def test_facts_that_are_not_in_the_text_are_not_written(codec: Codec) -> None:
    facts = x.SignedMarkFacts(id="1-1", not_before="", not_after="")
    other = (x.MarkFacts(kind="court", id="1-1", name="other", labels=("other",)),)
    for marks in (
        x.SignedMarks(marks=(x.SignedMark(xml=SIGNED_XML, facts=facts),)),
        x.EncodedSignedMarks(marks=(x.EncodedSignedMark(text=ENCODED, facts=facts),)),
        x.EncodedSignedMarks(marks=(x.EncodedSignedMark(text=ENCODED),)),
        x.CodeMarks(marks=(x.CodeMark(mark=x.Mark(xml=MARK_XML, facts=other)),)),
    ):
        with pytest.raises(InvalidFrame) as caught:
            codec.encode_request(asked(CREATE, x.LaunchCreate(phase=SUNRISE, marks=marks)))
        assert caught.value.code == 2005


def test_facts_are_read_out_of_the_text() -> None:
    assert mark_of(MARK_XML) == MARK
    assert signed_mark_of(SIGNED_XML) == SIGNED
    assert encoded_of(ENCODED).facts == SIGNED_FACTS
    assert encoded_of(f"\ufeff{ENCODED}").facts is None
    assert encoded_of(base64.b64encode(f"\ufeff{SIGNED_XML}".encode()).decode()).facts == SIGNED_FACTS


@pytest.mark.parametrize(
    "encoded",
    [
        "",
        "not base64",
        ENCODED[:-9],
        base64.b64encode(MARK_XML.encode()).decode(),
        base64.b64encode(SIGNED_XML.encode("utf-16")).decode(),
        base64.b64encode(b'<!DOCTYPE a [<!ENTITY e "x">]>' + SIGNED_XML.encode()).decode(),
        "é",
    ],
)
def test_what_is_no_signed_mark_once_decoded_has_no_facts(encoded: str) -> None:
    assert encoded_of(encoded) == x.EncodedSignedMark(text=encoded)


@pytest.mark.parametrize("markup", ["", "text", SIGNED_XML[:-3], '<a xmlns="a"/>', "<a/>", f"<!DOCTYPE a>{MARK_XML}"])
def test_what_is_no_mark_makes_no_value(markup: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        mark_of(markup)
    with pytest.raises(ValueError, match=r"."):
        signed_mark_of(markup)


def test_another_form_of_mark_is_kept_opaquely(codec: Codec) -> None:
    """In an answer; what leaves is of forms that our grammars know."""
    payload = f"""<epp xmlns="urn:ietf:params:xml:ns:epp-1.0"><response><result code="1000"><msg/></result>
        <extension><launch:infData xmlns:launch="{LAUNCH}"><launch:phase>sunrise</launch:phase>
        <own:mark xmlns:own="urn:own"/></launch:infData></extension><trID><svTRID>SRV-1</svTRID></trID>
        </response></epp>"""
    reply = codec.decode_from_server(payload.encode())
    assert isinstance(reply, Response)
    [kept] = reply.extensions
    assert isinstance(kept, x.OpaqueExtension)
    assert "own:mark" in kept.xml


def test_what_has_no_canonical_form_is_no_mark_of_ours() -> None:
    odd = '<own:x xmlns:own="relative/one"/>'
    assert read_mark(etree.fromstring(MARK_XML.replace("<mark:trademark>", f"<mark:trademark>{odd}"))) is None
    assert read_signed_mark(etree.fromstring(SIGNED_XML.replace("<smd:id>", f"{odd}<smd:id>"))) is None


# What launch-1.0 asks for beyond its grammar


@pytest.mark.parametrize("check", ['type="trademark"><l:phase>open</l:phase></l:check>', 'type="avail"/>', "/>"])
def test_a_check_in_none_of_its_forms_is_kept_opaquely(check: str, codec: Codec) -> None:
    payload = codec.encode_request(asked(c.DomainCheck(names=("a.example",)), x.TrademarkCheck())).decode()
    before, _, after = payload.partition("<launch:check")
    payload = f'{before}<l:check xmlns:l="{LAUNCH}" {check}{after.partition("/>")[2]}'
    [kept] = codec.decode_request(payload.encode()).extensions
    assert isinstance(kept, x.OpaqueExtension)


def test_a_check_without_a_form_asks_for_claims(codec: Codec) -> None:
    wanted = asked(c.DomainCheck(names=("a.example",)), x.ClaimsCheck(phase=x.LaunchPhase(phase="claims")))
    payload = codec.encode_request(wanted)
    assert b' type="claims"' in payload
    assert codec.decode_request(payload.replace(b' type="claims"', b"")) == wanted


@pytest.mark.parametrize(
    "extension",
    [
        x.TrademarkCheck(),
        x.LaunchInfo(phase=SUNRISE),
        x.LaunchCreate(phase=SUNRISE),
        x.LaunchUpdate(phase=SUNRISE, application_id="A-1"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_each_goes_with_its_own_command_only(extension: x.Extension, codec: Codec) -> None:
    with pytest.raises(InvalidFrame) as caught:
        codec.encode_request(asked(c.DomainDelete(name="a.example"), extension))
    assert caught.value.code == 2103


def test_a_mark_code_is_masked(codec: Codec) -> None:
    code = x.MarkCode(code=Secret("hush-hush"))
    request = asked(CREATE, x.LaunchCreate(phase=SUNRISE, marks=x.CodeMarks(marks=(x.CodeMark(code=code),))))
    assert "hush-hush" not in redact(codec.encode_request(request))
    assert "hush-hush" not in repr(request)


CROOKED = [
    "<l:check type='claims'/>",
    "<l:check type='other'><l:phase>claims</l:phase></l:check>",
    "<l:chkData/>",
    "<l:chkData><l:cd/></l:chkData>",
    "<l:chkData><l:cd><l:name exists='maybe'>a.example</l:name></l:cd></l:chkData>",
    "<l:info/>",
    "<l:info><l:phase> </l:phase></l:info>",
    "<l:infData><l:status s='allocated'/></l:infData>",
    "<l:creData><l:applicationID>A-1</l:applicationID></l:creData>",
    "<l:update/>",
    "<l:delete/>",
    "<l:create/>",
    "<l:create type='other'><l:phase>open</l:phase></l:create>",
    "<l:create><l:phase>open</l:phase><l:other/></l:create>",
    "<l:create><l:phase>open</l:phase><l:codeMark/><smd:encodedSignedMark/></l:create>",
    "<l:create><l:phase>open</l:phase><l:codeMark><l:other/></l:codeMark></l:create>",
    "<l:create><l:phase>open</l:phase><l:codeMark><m:mark/><m:mark/></l:codeMark></l:create>",
    "<l:create><l:phase>open</l:phase><smd:signedMark xmlns:o='relative/one'><o:x/></smd:signedMark></l:create>",
]


@pytest.mark.parametrize("markup", CROOKED)
def test_what_does_not_say_what_it_should_is_not_taken_for_it(markup: str) -> None:
    declared = f'xmlns:l="{LAUNCH}" xmlns:smd="{SMD[1:-1]}" xmlns:m="urn:ietf:params:xml:ns:mark-1.0"'
    [element] = etree.fromstring(f"<around {declared}>{markup}</around>")
    assert EXTENSION_READERS[element.tag](element) is None


def test_what_is_left_out_reads_as_absent() -> None:
    declared = f'xmlns:l="{LAUNCH}" xmlns:smd="{SMD[1:-1]}"'
    create = etree.fromstring(
        f"<l:create {declared}><l:phase name=''>open</l:phase><smd:signedMark/><l:notice/></l:create>"
    )
    nothing = x.SignedMarkFacts(id="", not_before="", not_after="")
    bare = f'<smd:signedMark xmlns:smd="{SMD[1:-1]}"></smd:signedMark>'
    assert EXTENSION_READERS[create.tag](create) == x.LaunchCreate(
        phase=x.LaunchPhase(phase="open"),
        marks=x.SignedMarks(marks=(x.SignedMark(xml=bare, facts=nothing),)),
        notices=(x.ClaimsNotice(id="", not_after="", accepted=""),),
    )
