"""What each dialect adds to a command, asks for at login and misses in a greeting."""

import pytest

from epp_gateway.epp.dialect import DIALECTS, Dialect
from epp_gateway.epp.jp_names import family_of
from epp_gateway.epp.xml.namespaces import CONTACT, DOMAIN, HOST, JPRS, NAMESTORE, RGP
from epp_gateway.model import commands as c
from epp_gateway.model.extensions import Extension, JprsContact, JprsDomain, JprsTransfer, NameStore
from epp_gateway.model.jp_labels import PREFECTURES
from epp_gateway.model.objects import PostalInfo
from epp_gateway.model.responses import Greeting
from epp_gateway.model.secret import Secret

CODE = Secret("code")


def dressed(dialect: str, command: c.Command, *extensions: Extension) -> tuple[Extension, ...]:
    request = c.Request(command=command, cltrid="P-1", extensions=extensions)
    result = DIALECTS[dialect].dress(request)
    assert (result.command, result.cltrid) == (command, "P-1")
    return result.extensions


def greeting(objects: tuple[str, ...], extensions: tuple[str, ...]) -> Greeting:
    return Greeting(
        server_id="R",
        server_date="2026-01-01T00:00:00Z",
        versions=("1.0",),
        languages=("en",),
        objects=objects,
        extensions=extensions,
    )


NAMED = [
    c.DomainCheck(names=("a.net", "b.com")),
    c.DomainInfo(name="a.net"),
    c.DomainCreate(name="a.net", auth_info=CODE),
    c.DomainRenew(name="a.net", cur_exp_date="2026-01-01"),
    c.DomainTransfer(name="a.net", op="query"),
    c.DomainUpdate(name="a.net"),
    c.DomainDelete(name="a.net"),
    c.HostCheck(names=("ns.a.net", "ns.b.com")),
    c.HostInfo(name="ns.a.net"),
    c.HostCreate(name="ns.a.net"),
    c.HostUpdate(name="ns.a.net"),
    c.HostDelete(name="ns.a.net"),
]


@pytest.mark.parametrize("command", NAMED, ids=c.verb_of)
def test_verisign_hears_the_zone_on_every_domain_and_host_command(command: c.Command) -> None:
    assert dressed("verisign", command) == (NameStore(sub_product="dotNET"),)


@pytest.mark.parametrize(
    ("name", "sub_product"),
    [("a.com", "dotCOM"), ("A.COM", "dotCOM"), ("ns.a.net", "dotNET"), ("ns.a.org", "dotCOM"), ("net", "dotNET")],
)
def test_the_zone_follows_the_last_label(name: str, sub_product: str) -> None:
    assert dressed("verisign", c.HostInfo(name=name)) == (NameStore(sub_product=sub_product),)


@pytest.mark.parametrize("command", [c.Hello(), c.Logout(), c.Poll(), c.ContactInfo(id="C-1")])
def test_verisign_adds_nothing_elsewhere(command: c.Command) -> None:
    assert dressed("verisign", command) == ()


def test_an_extension_that_is_there_already_stays() -> None:
    mine = NameStore(sub_product="dotEDU")
    assert dressed("verisign", c.DomainInfo(name="a.edu"), mine) == (mine,)


@pytest.mark.parametrize("command", NAMED)
def test_the_generic_dialect_adds_nothing(command: c.Command) -> None:
    assert dressed("generic", command) == ()


def contact(kind: str | None) -> c.ContactCreate:
    postal = PostalInfo(type="int", name="N", city="C", cc="JP")
    return c.ContactCreate(id="C-1", postal=(postal,), email="a@example.jp", auth_info=CODE, kind=kind)  # type: ignore[arg-type]


def test_jprs_files_contacts_by_kind() -> None:
    assert dressed("jprs", contact("public")) == (JprsContact(kind="public"),)
    assert dressed("jprs", contact(None)) == ()
    assert dressed("generic", contact("public")) == ()


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("example.jp", "general"),
        ("xn--r8jz45g.jp", "general"),
        ("EXAMPLE.JP", "general"),
        ("example.tokyo.jp", "prefecture"),
        ("example.hokkaido.jp", "prefecture"),
        ("example.co.jp", "organisational"),
        ("example.lg.jp", "organisational"),
        ("example.city.tokyo.jp", None),
        ("example.elsewhere.jp", None),
        ("example.com", None),
        ("jp", None),
    ],
)
def test_jprs_names_the_family_by_the_shape_of_the_name(name: str, family: str | None) -> None:
    assert family_of(name) == family
    expected = () if family is None else (JprsDomain(family=family),)  # type: ignore[arg-type]
    assert dressed("jprs", c.DomainCreate(name=name, auth_info=CODE)) == expected


def test_there_are_47_prefectures() -> None:
    assert len(PREFECTURES) == 47


def test_the_way_of_a_transfer_is_sent_only_when_asked() -> None:
    transfer = c.DomainTransfer(name="example.jp", op="request", auth_info=CODE)
    assert dressed("jprs", transfer) == ()
    assert dressed("jprs", transfer, JprsTransfer(method="name-move")) == (JprsTransfer(method="name-move"),)
    chosen = c.DomainTransfer(name="example.jp", op="request", auth_info=CODE, method="agent-change")
    assert dressed("jprs", chosen) == (JprsTransfer(method="agent-change"),)
    assert dressed("generic", chosen) == ()


def test_a_login_asks_for_what_is_announced_and_known() -> None:
    announced = greeting((DOMAIN, "http://registry.example/other", CONTACT), (RGP, "urn:unknown", NAMESTORE))
    assert DIALECTS["verisign"].services(announced) == ((DOMAIN, CONTACT), (NAMESTORE, RGP))
    assert DIALECTS["generic"].services(announced) == ((DOMAIN, CONTACT), (RGP,))


def test_what_is_required_and_not_announced_is_named() -> None:
    announced = greeting((DOMAIN, HOST), ())
    assert DIALECTS["generic"].missing(announced) == ()
    assert DIALECTS["verisign"].missing(announced) == (NAMESTORE,)
    assert DIALECTS["jprs"].missing(announced) == (CONTACT, JPRS)


def test_a_dialect_stands_under_its_name() -> None:
    assert all(isinstance(dialect, Dialect) and dialect.name == name for name, dialect in DIALECTS.items())
