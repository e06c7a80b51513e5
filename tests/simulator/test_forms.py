"""Forms of the standard that a simulated registry takes in part, or tells that it does not offer."""

import pytest

from epp_gateway.model import commands as c
from epp_gateway.model import objects as o
from epp_gateway.model.secret import Secret

from .conftest import Bench, postal

CODE = Secret("Aa1!Aa1!Aa1!")
BY_HOLDER = o.AuthRoid(roid="C1-REP")
GLUE = o.HostAttribute(name="ns1.name.example", addresses=("192.0.2.1",))


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (c.ContactTransfer(id="C1", op="query"), 2101),
        (c.DomainInfo(name="name.example", auth_info=CODE, auth_form=BY_HOLDER), 2102),
        (c.ContactUpdate(id="C1", auth_info=Secret(""), auth_form=o.AuthExt(xml=Secret("<a/>"))), 2102),
        (c.DomainCreate(name="name.example", auth_info=CODE, host_attributes=(GLUE,)), 2102),
        (c.DomainUpdate(name="name.example", add_host_attributes=(GLUE,)), 2102),
        (c.DomainUpdate(name="name.example", rem_host_attributes=(GLUE,)), 2102),
        (
            c.DomainCreate(name="name.example", auth_info=CODE, contacts=(o.DomainContact(role=None, id="C1"),)),
            2003,
        ),
        (c.DomainUpdate(name="name.example", add_contacts=(o.DomainContact(role=None, id="C1"),)), 2003),
    ],
)
def test_a_form_that_is_not_offered_is_told_by_its_code(command: c.Command, code: int, generic: Bench) -> None:
    generic.contact("C1")
    assert generic.ask(command).code == code


@pytest.mark.parametrize("form", [None, o.AuthBlank()])
def test_a_code_is_taken_away_in_either_form(form: o.AuthForm | None, generic: Bench) -> None:
    generic.domain("name.test")
    generic.done(c.DomainUpdate(name="name.test", auth_info=Secret(""), auth_form=form))
    assert generic.registry.domains["name.test"].auth_info is None


def shown(bench: Bench) -> o.ContactData:
    data = bench.done(c.ContactInfo(id="C1")).data
    assert isinstance(data, o.ContactData)
    return data


def test_a_part_of_an_address_changes_and_the_rest_stays(generic: Bench) -> None:
    generic.contact("C1")
    (before,) = (address for address in shown(generic).postal if address.type == "int")
    place = o.Place(city="Osaka", cc="JP", street=("2",))
    changes = (o.PostalChange(type="int", org="Example Inc."),)
    generic.done(c.ContactUpdate(id="C1", postal_changes=changes))
    (named,) = (address for address in shown(generic).postal if address.type == "int")
    assert (named.name, named.org, named.city) == (before.name, "Example Inc.", before.city)
    generic.done(c.ContactUpdate(id="C1", postal_changes=(o.PostalChange(type="int", place=place),)))
    (moved,) = (address for address in shown(generic).postal if address.type == "int")
    assert (moved.name, moved.org, moved.city, moved.street) == (before.name, "Example Inc.", "Osaka", ("2",))


def test_half_of_an_address_that_is_not_there_is_refused(generic: Bench) -> None:
    create = c.ContactCreate(id="C1", postal=postal("int"), email="a@example.com", auth_info=CODE)
    generic.done(create)
    assert generic.ask(c.ContactUpdate(id="C1", postal_changes=(o.PostalChange(type="loc", name="N"),))).code == 2003


def test_what_a_contact_wishes_to_disclose_is_kept_and_shown(generic: Bench) -> None:
    hidden, shown_ = o.Disclosure(flag=False, voice=True), o.Disclosure(flag=True, name=("int",))
    generic.done(c.ContactCreate(id="C1", postal=postal("int"), email="a@example.com", auth_info=CODE, disclose=hidden))
    assert shown(generic).disclose == hidden
    generic.done(c.ContactUpdate(id="C1", disclose=shown_))
    assert shown(generic).disclose == shown_
