"""What a client may not send, the code that answers it, and the words that explain it."""

import shutil
from pathlib import Path

import pytest

from epp_gateway.epp.codec import Codec
from epp_gateway.epp.errors import InvalidFrame
from epp_gateway.epp.xml.schemas import Schemas
from epp_gateway.model import commands as c
from epp_gateway.model.extensions import NameStore, OpaqueExtension
from epp_gateway.model.objects import (
    AuthBlank,
    CheckData,
    CheckItem,
    DomainData,
    HostAttribute,
    HostData,
    PendingResult,
)
from epp_gateway.model.responses import Greeting, Response, Result
from epp_gateway.model.secret import Secret
from epp_gateway.model.terms import Period
from epp_gateway.resources import folder

NS = "urn:ietf:params:xml:ns:"


def command(verb: str, *, extension: str = "", cltrid: str = "PANEL-1") -> bytes:
    inside = f"{verb}{extension and f'<extension>{extension}</extension>'}<clTRID>{cltrid}</clTRID>"
    return f'<epp xmlns="{NS}epp-1.0"><command>{inside}</command></epp>'.encode()


def domain(verb: str, inside: str, *, attributes: str = "") -> str:
    return f'<{verb}{attributes}><d:{verb} xmlns:d="{NS}domain-1.0">{inside}</d:{verb}></{verb}>'


NAME = "<d:name>example.com</d:name>"
CREATE = domain("create", f"{NAME}<d:authInfo><d:pw/></d:authInfo>")

REFUSED = {
    "an unknown verb": (2000, command("<frobnicate/>")),
    "a response": (2000, f'<epp xmlns="{NS}epp-1.0"><response/></epp>'.encode()),
    "a protocol extension": (2000, f'<epp xmlns="{NS}epp-1.0"><extension/></epp>'.encode()),
    "a verb that the object lacks": (2001, command(f'<renew><h:renew xmlns:h="{NS}host-1.0"/></renew>')),
    "another verb inside": (2001, command(f'<info><d:delete xmlns:d="{NS}domain-1.0">{NAME}</d:delete></info>')),
    "name servers of both kinds": (
        2001,
        command(
            domain(
                "create",
                f"{NAME}<d:ns><d:hostObj>a.example</d:hostObj><d:hostAttr><d:hostName>b.example</d:hostName></d:hostAttr>"
                "</d:ns><d:authInfo><d:pw/></d:authInfo>",
            )
        ),
    ),
    "an authorisation of both forms": (
        2001,
        command(
            domain(
                "info",
                f'{NAME}<d:authInfo><d:pw/><d:ext><h:info xmlns:h="{NS}host-1.0"><h:name>x</h:name></h:info></d:ext>'
                "</d:authInfo>",
            )
        ),
    ),
    "a contact of an unknown type": (
        2001,
        command(domain("create", f'{NAME}<d:contact type="onsite">C-1</d:contact><d:authInfo><d:pw/></d:authInfo>')),
    ),
    "no verb": (2000, f'<epp xmlns="{NS}epp-1.0"><command><clTRID>PANEL-1</clTRID></command></epp>'.encode()),
    "nothing inside": (2001, f'<epp xmlns="{NS}epp-1.0"/>'.encode()),
    "another root": (2001, b"<html/>"),
    "an element too many": (2001, command(domain("delete", NAME + NAME))),
    "elements in the wrong order": (2001, command(domain("transfer", f"<d:authInfo><d:pw/></d:authInfo>{NAME}"))),
    "a period of a hundred": (
        2001,
        command(domain("renew", f'{NAME}<d:curExpDate>2026-01-01</d:curExpDate><d:period unit="y">100</d:period>')),
    ),
    "an undeclared element of a known extension": (
        2001,
        command(CREATE, extension='<n:nonsense xmlns:n="http://www.verisign-grs.com/epp/namestoreExt-1.1"/>'),
    ),
    "a known extension in a wrong shape": (
        2001,
        command(CREATE, extension='<n:namestoreExt xmlns:n="http://www.verisign-grs.com/epp/namestoreExt-1.1"/>'),
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_command_is_refused_with_its_code(name: str, codec: Codec) -> None:
    code, payload = REFUSED[name]
    with pytest.raises(InvalidFrame) as caught:
        codec.decode_request(payload)
    assert caught.value.code == code
    assert caught.value.explanation
    assert caught.value.cltrid == ("PANEL-1" if b"PANEL-1" in payload else None)


def test_a_transaction_id_that_could_not_be_echoed_is_not_given(codec: Codec) -> None:
    with pytest.raises(InvalidFrame) as caught:
        codec.decode_request(command(CREATE, cltrid="x" * 65))
    assert caught.value.cltrid is None


def test_an_explanation_has_path_rule_and_what_was_expected(codec: Codec) -> None:
    with pytest.raises(InvalidFrame) as caught:
        codec.decode_request(command(domain("check", "<d:nam>example.com</d:nam>")))
    (line,) = caught.value.explanation
    assert line.startswith("/epp/command/check/domain:check: ")
    assert "'domain:name' expected" in line


@pytest.mark.parametrize(
    "request_",
    [
        c.Request(command=c.Login(clid="panel", password=Secret("hush-"), objects=("urn:a",))),
        c.Request(command=c.Login(clid="panel", password=Secret("hush-hush-hush-hush"), objects=("urn:a",))),
        c.Request(
            command=c.Login(clid="panel", password=Secret("secret"), new_password=Secret("hush-"), objects=("u:a",))
        ),
        c.Request(command=c.DomainCreate(name="", auth_info=Secret("hush-hush"))),
    ],
)
def test_an_explanation_never_quotes_a_secret(request_: c.Request, codec: Codec) -> None:
    with pytest.raises(InvalidFrame) as caught:
        codec.encode_request(request_)
    assert "hush" not in str(caught.value)
    assert "hush" not in repr(caught.value.explanation)


def test_a_secret_attribute_is_not_quoted(codec: Codec) -> None:
    bad = domain("info", f'{NAME}<d:authInfo><d:pw roid="hush-hush-hush">hush</d:pw></d:authInfo>')
    with pytest.raises(InvalidFrame) as caught:
        codec.decode_request(command(bad))
    assert "hush" not in str(caught.value)
    assert "domain:authInfo/domain:pw" in str(caught.value)


def test_a_huge_wrong_frame_is_refused_without_long_explanations(codec: Codec) -> None:
    names = NAME * 3000
    with pytest.raises(InvalidFrame) as caught:
        codec.decode_request(command(domain("check", f"{names}<d:oops/>")))
    assert caught.value.explanation == ("the frame does not follow its schema",)


def test_a_refusal_that_cannot_be_explained_is_still_one(codec: Codec) -> None:
    odd = c.Login(clid="panel", password=Secret("open-sesame"), objects=("http://[",))
    with pytest.raises(InvalidFrame) as caught:
        codec.encode_request(c.Request(command=odd))
    assert caught.value.explanation == ("the frame does not follow its schema",)


def test_white_space_around_dates_is_taken_as_the_standard_does(codec: Codec) -> None:
    padded = domain(
        "renew", f"\n {NAME}\n <d:curExpDate>\n 2026-01-31 </d:curExpDate>\n <d:period unit=' y '> 2\n</d:period>"
    )
    assert codec.decode_request(command(padded)).command == c.DomainRenew(
        name="example.com", cur_exp_date="2026-01-31", period=Period(value=2)
    )


def test_white_space_does_not_excuse_a_wrong_date(codec: Codec) -> None:
    with pytest.raises(InvalidFrame) as caught:
        codec.decode_request(command(domain("renew", f"{NAME}<d:curExpDate> 2026-02-31 </d:curExpDate>")))
    assert "curExpDate" in str(caught.value)


def test_an_unknown_extension_is_kept_whole_and_can_be_sent_on(codec: Codec) -> None:
    fee = '<fee:create xmlns:fee="urn:fee" xmlns:q="urn:q"><fee:fee t="q:x">12 &amp; more</fee:fee></fee:create>'
    both = fee + (
        '<n:namestoreExt xmlns:n="http://www.verisign-grs.com/epp/namestoreExt-1.1"><n:subProduct>dotCOM</n:subProduct>'
        "</n:namestoreExt>"
    )
    request = codec.decode_request(command(CREATE, extension=both))
    assert request.extensions == (OpaqueExtension(namespace="urn:fee", xml=fee), NameStore(sub_product="dotCOM"))
    assert codec.decode_request(codec.encode_request(request)) == request


def test_prefixes_do_not_matter_and_names_are_lower_case(codec: Codec) -> None:
    payload = (
        f'<e:epp xmlns:e="{NS}epp-1.0"><e:command><e:create><create xmlns="{NS}domain-1.0"><name>EXAMPLE.com</name>'
        "<ns><hostAttr><hostName>NS1.example.com</hostName></hostAttr></ns><authInfo><pw/></authInfo></create></e:create>"
        "</e:command></e:epp>"
    )
    assert codec.decode_request(payload.encode()) == c.Request(
        command=c.DomainCreate(
            name="example.com", host_attributes=(HostAttribute(name="ns1.example.com"),), auth_info=Secret("")
        )
    )


def test_name_servers_of_both_kinds_never_leave(codec: Codec) -> None:
    mixed = c.DomainCreate(
        name="example.com",
        nameservers=("ns1.example.net",),
        host_attributes=(HostAttribute(name="ns1.example.com"),),
        auth_info=Secret(""),
    )
    with pytest.raises(InvalidFrame, match="domain:ns"):
        codec.encode_request(c.Request(command=mixed))


def test_no_code_at_all_is_the_same_as_an_empty_one_and_told_apart(codec: Codec) -> None:
    for form, said in (("<d:null/>", None), ("<d:pw/>", AuthBlank())):
        frame = command(domain("update", f"{NAME}<d:chg><d:authInfo>{form}</d:authInfo></d:chg>"))
        clearing = c.DomainUpdate(name="example.com", auth_info=Secret(""), auth_form=said)
        assert codec.decode_request(frame).command == clearing


DONE = (Result(code=1000, message="ok"),)


@pytest.mark.parametrize(
    "response",
    [
        Response(results=DONE, svtrid=None),
        Response(results=(), svtrid="SRV-1"),
        Response(results=(Result(code=999, message="?"),), svtrid="SRV-1"),
        Response(results=DONE, svtrid="SRV-1", cltrid="x" * 65),
        Response(
            results=DONE,
            svtrid="SRV-1",
            data=CheckData(kind="domain", items=(CheckItem(name="a.com", available=False, reason="r" * 33),)),
        ),
        Response(results=DONE, svtrid="SRV-1", data=HostData(name="ns.example", roid="H-1", sponsor="panel")),
        Response(results=DONE, svtrid="SRV-1", data=DomainData(name="a.com", roid="no roid", sponsor="panel")),
        Response(
            results=DONE,
            svtrid="SRV-1",
            data=PendingResult(kind="domain", name="a.com", ok=True, cltrid=None, svtrid="S", at="now"),
        ),
    ],
)
def test_a_response_that_does_not_fit_never_leaves(response: Response, codec: Codec) -> None:
    with pytest.raises(InvalidFrame) as caught:
        codec.encode_response(response)
    assert caught.value.code == 2001


def test_a_greeting_that_does_not_fit_never_leaves(codec: Codec) -> None:
    with pytest.raises(InvalidFrame):
        codec.encode_greeting(Greeting(server_id="x", server_date="", versions=(), languages=(), objects=()))


@pytest.mark.parametrize("text", ["a\x00b", "a\x0bb", "a\ud800b", "a\uffffb"])
def test_a_text_that_xml_cannot_carry_is_refused(text: str, codec: Codec) -> None:
    with pytest.raises(InvalidFrame) as caught:
        codec.encode_request(c.Request(command=c.HostInfo(name=text), cltrid="PANEL-1"))
    assert (caught.value.code, caught.value.cltrid) == (2005, "PANEL-1")


def test_an_opaque_extension_that_is_no_xml_is_refused(codec: Codec) -> None:
    broken = OpaqueExtension(namespace="urn:a", xml="<a>")
    with pytest.raises(InvalidFrame) as caught:
        codec.encode_request(c.Request(command=c.Logout(), extensions=(broken,)))
    assert caught.value.code == 2005


def test_the_schemas_load_from_a_path_with_spaces(tmp_path: Path) -> None:
    place = tmp_path / "a folder of schemas"
    shutil.copytree(folder("schemas"), place)
    loaded = Codec(Schemas.load(place))
    with pytest.raises(InvalidFrame, match="domain:check"):
        loaded.encode_request(c.Request(command=c.DomainCheck(names=())))


def test_a_missing_grammar_is_told_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "catalogue.toml").write_text('[[schema]]\nnamespace = "urn:a"\nfile = "a.xsd"\n')
    with pytest.raises(OSError, match=r"a\.xsd"):
        Schemas.load(tmp_path)
