"""Secrets are masked by the name of their element, in whole frames and in broken ones."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from epp_gateway.epp.codec import Codec
from epp_gateway.epp.xml.redact import is_secret, redact
from epp_gateway.model.extensions import OpaqueExtension
from epp_gateway.model.mappings import OpaqueCommand, OpaqueData
from epp_gateway.resources import folder

from .mappings import ANSWERS, COMMANDS

MASKED = [
    b"<pw>hush-hush</pw>",
    b"<newPW>hush-hush</newPW>",
    b"<domain:authInfo><domain:pw>hush-hush</domain:pw></domain:authInfo>",
    b"<d:authInfo xmlns:d='urn:d'><d:ext><d:any><d:deep a='1'>hush-hush</d:deep></d:any></d:ext></d:authInfo>",
    b"<loginSec:newPW>hush-hush</loginSec:newPW>",
    b"<allocationToken:allocationToken>hush-hush</allocationToken:allocationToken>",
    b"<PW>hush-hush</PW>",
    b"<Pw>hush-hush</pW>",
    b"<NEWpw>hush-hush</newPW>",
    b"<AuthInfo>hush-hush</authinfo>",
    b"<authinfo>hush-hush</x:authinfo>",
    b'<pw roid="a>b/>">hush-hush</pw>',
    b"<pw\n>hush-hush</pw\n>",
    b"< pw >hush-hush</ pw >",
    b"<pw><![CDATA[</pw>hush-hush]]></pw>",
    b"<pw><!-- </pw> -->hush-hush</pw>",
    b"<pw>hush-hush",
    b"<pw>hush-hush</wp>",
    b"<pw hush-hush</pw>",
    b'<pw a="hush-hush</pw>',
    b"<pw>a & hush-hush < b</pw>",
    b"<pw>\xff\xfehush-hush</pw>",
    b"&lt;pw&gt;hush-hush&lt;/pw&gt;",
    b"<p\x00w>hush-hush</pw>",
    "<pw>hush-hush</pw>".encode("utf-16"),
    b"<pw><pw>a</pw>hush-hush</pw>",
    b"<a:authInfo><a:ext><b:authInfo>x</b:authInfo>hush-hush</a:ext></a:authInfo>",
    b"<pw><pw/>a<pw a='>'>b</pw>hush-hush</pw>",
    b"<pw>&lt;/pw&gt;hush-hush</pw>",
    b"&#60;pw&#62;hush-hush&#60;/pw&#62;",
    b"&#x3C;pw&#x3E;hush-hush&#x3C;/pw&#x3E;",
    b"&amp;lt;pw&amp;gt;hush-hush&amp;lt;/pw&amp;gt;",
    b"<a:b:pw>hush-hush</a:b:pw>",
    b"<:pw>hush-hush</:pw>",
    b"<login pw='hush-hush'/>",
    b'<q:login user="a" newPW = "hush-hush">x</q:login>',
]


# Names that people write in place of `pw`, `newPW` and `authInfo`.
MISSPELT = """pw PW Pw pW pwd PWD wp passwd passwrd password Password pass-word pass_word passphrase newPW newPw NEWPW
new-pw new_pw newpwd nwePW ewPW newPassword oldPW userPassword authInfo authinfo AUTHINFO auth-info auth_info autInfo
pww ppw pw1 newPW2 nwPW newP pasword paswd passsword passwrod pssword passwort authnfo authlnfo uathInfo authinf0
auhtInfo authInf authInfos authIfno authInformation authCode auth-code authorizationInfo authToken"""
AROUND = {
    "in a prefix": "<x:{0}>{1}</x:{0}>",
    "in an unknown namespace": "<q:{0} xmlns:q='urn:q'>{1}</q:{0}>",
    "with something inside": "<{0} a='b'><any><deep>{1}</deep></any></{0}>",
    "escaped in a value": "<extValue><value>&lt;{0}&gt;{1}&lt;/{0}&gt;</value></extValue>",
    "in an extension": "<extension><u:x xmlns:u='urn:u'><u:y><u:{0}>{1}</u:{0}></u:y></u:x></extension>",
    "closed by another name": "<{0}>{1}</other>",
}


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("name", MISSPELT.split())
def test_a_misspelt_secret_is_masked_wherever_it_stands(name: str, around: str) -> None:
    assert is_secret(name)
    shown = redact(AROUND[around].format(name, "hush-hush").encode())
    assert "hush-hush" not in shown
    assert name in shown


def test_every_secret_element_of_our_grammars_is_masked() -> None:
    """And no other: what a grammar names looks like a secret only where it is one."""
    names = {
        element.get("name")
        for file in folder("schemas").glob("*.xsd")
        for element in etree.parse(file).iter("{http://www.w3.org/2001/XMLSchema}element")
        if element.get("name")
    }
    assert {name for name in names if is_secret(name)} == {"pw", "newPW", "authInfo", "allocationToken", "code"}


MAPPINGS = [*COMMANDS, *ANSWERS]


@pytest.mark.parametrize("path", MAPPINGS)
def test_no_frame_of_ours_shows_what_its_secret_elements_hold(path: str, frames: Path) -> None:
    payload = (frames / path).read_bytes()
    hidden = {
        text
        for element in etree.fromstring(payload).iter("*")
        if is_secret(etree.QName(element).localname)
        for inner in element.itertext()
        if len(text := inner.strip()) > 4
    }
    told = redact(payload)
    assert [text for text in hidden if text in told] == []


@pytest.mark.parametrize(
    "value",
    [
        OpaqueExtension(namespace="urn:q", xml="<q:PassWd xmlns:q='urn:q'>hush-hush</q:PassWd>"),
        OpaqueData(namespace="urn:q", xml="<q:x xmlns:q='urn:q'><q:pw>hush-hush</q:pw></q:x>"),
        OpaqueCommand(verb="info", namespace="urn:q", xml="<q:x xmlns:q='urn:q'><q:pw>hush-hush</q:pw></q:x>"),
    ],
)
def test_what_is_carried_opaquely_is_not_printed(value: object) -> None:
    assert "hush-hush" not in f"{value} {value!r}"
    assert "urn:q" in repr(value)


@pytest.mark.parametrize("name", ["pw", "Passwd", "auth-info"])
def test_a_quoted_value_is_kept_without_its_secret(name: str, codec: Codec) -> None:
    quoted = f"<q:x xmlns:q='urn:q'><q:{name}>hush-hush</q:{name}></q:x>"
    reply = codec.decode_from_server(
        f'<epp xmlns="urn:ietf:params:xml:ns:epp-1.0"><response><result code="2306"><msg/><value>{quoted}</value>'
        f"<extValue><value>{quoted}</value><reason>no</reason></extValue></result><trID><svTRID>S-1</svTRID></trID>"
        "</response></epp>".encode()
    )
    assert "hush-hush" not in repr(reply)
    assert "***" in repr(reply)


@pytest.mark.parametrize("payload", MASKED)
def test_a_secret_is_masked(payload: bytes) -> None:
    shown = redact(payload)
    assert "hush-hush" not in shown
    assert "***" in shown


SHOWN = [
    "<clTRID>pw-0001</clTRID>",
    "<pwds-left>plain</pwds-left>",
    "<renewPW>plain</renewPW>",
    "<author>plain</author>",
    "<authInfoRegex>plain</authInfoRegex>",
    "<authInfoX>plain</authInfoX>",
    "<x.pw>plain</x.pw>",
    "<pw.x>plain</pw.x>",
    "<pw-x>plain</pw-x>",
    "<pw:clID>plain</pw:clID>",
    '<q:x xmlns:pw="urn:plain" code="1000" author="plain" a="pw" pwx="plain"/>',
    f"<{'p' * 50}w>plain</{'p' * 50}w>",
    "<allocationToken:info>plain</allocationToken:info>",
    "<pw/><clID>plain</clID>",
    '<domain:pw roid="A-1"/><domain:name>plain</domain:name>',
    "<msg>the pw is wrong</msg>",
    "",
    "not XML at all",
]


@pytest.mark.parametrize("text", SHOWN)
def test_what_only_looks_alike_is_shown(text: str) -> None:
    assert redact(text.encode()) == text


def test_what_stands_around_a_secret_is_shown() -> None:
    shown = redact("<login><clID>one</clID><pw>hush</pw><newPW>hush2</newPW></login><clTRID>é-1</clTRID>".encode())
    assert shown == "<login><clID>one</clID><pw>***</pw><newPW>***</newPW></login><clTRID>é-1</clTRID>"


@given(
    before=st.text(alphabet="ab<>/&;\"' ", max_size=12),
    inside=st.text(alphabet="xy &;\"'-!", max_size=12),
    after=st.text(alphabet="ab<>/&;\"' ", max_size=12),
)
def test_whatever_stands_around_it_a_secret_stays_masked(before: str, inside: str, after: str) -> None:
    assert "SeCrEt" not in redact(f"{before}<pw>{inside}SeCrEt{inside}</pw>{after}".encode())


@pytest.mark.parametrize(
    "piece",
    [
        b"<pw",
        b"<pw>",
        b'<pw "',
        b"<pw><!--",
        b"< ",
        b"<pw></ pw ",
        b"<pw &",
        b"&lt;",
        b"<a:",
        b"a:",
        b" a='",
        b"<pw '",
        b"<pw 'a\"b",
    ],
)
def test_a_hostile_text_is_masked_in_good_time(piece: bytes) -> None:
    start = time.perf_counter()
    redact(piece * (200_000 // len(piece)))
    assert time.perf_counter() - start < 2
