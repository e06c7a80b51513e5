"""Secure authorisation for transfers (RFC 9154): a service without elements, and every form of an empty password."""

from typing import Any

from hypothesis import strategies as st

from epp_gateway.epp.xml.namespaces import SECURE_AUTHORISATION
from epp_gateway.model import commands as c
from epp_gateway.model import objects as o
from epp_gateway.model.responses import Greeting, Response
from epp_gateway.model.secret import Secret
from tests.epp.words import CONTACT, DOMAIN, answered, asked

NONE = Secret("")
STRONG = Secret("z8]Q~v&4)kEw<W1r#Jp0")
LOCKED = ("clientTransferProhibited",)

COMMANDS: dict[str, c.Request] = {
    "rfc/9154/login.command.xml": asked(
        c.Login(
            clid="panel-one",
            password=Secret("hush-hush"),
            objects=(DOMAIN, CONTACT),
            extensions=(SECURE_AUTHORISATION,),
        )
    ),
    "rfc/9154/domain-create.command.xml": asked(c.DomainCreate(name="example.com", auth_info=NONE)),
    "rfc/9154/contact-create.command.xml": asked(
        c.ContactCreate(
            id="HOLDER-1",
            postal=(o.PostalInfo(type="int", name="Hanako Yamada", city="Chiyoda-ku", cc="JP"),),
            email="hanako@example.jp",
            auth_info=NONE,
        )
    ),
    "rfc/9154/domain-update-set.command.xml": asked(
        c.DomainUpdate(name="example.com", rem_statuses=LOCKED, auth_info=STRONG)
    ),
    "rfc/9154/domain-update-null.command.xml": asked(
        c.DomainUpdate(name="example.com", add_statuses=LOCKED, auth_info=NONE)
    ),
    "rfc/9154/domain-update-empty.command.xml": asked(
        c.DomainUpdate(name="example.com", add_statuses=LOCKED, auth_info=NONE, auth_form=o.AuthBlank())
    ),
    "rfc/9154/contact-update-empty.command.xml": asked(c.ContactUpdate(id="HOLDER-1", auth_info=NONE)),
    "rfc/9154/domain-info.command.xml": asked(c.DomainInfo(name="example.com", auth_info=STRONG)),
    "rfc/9154/contact-info.command.xml": asked(c.ContactInfo(id="HOLDER-1", auth_info=STRONG)),
    "rfc/9154/domain-transfer.command.xml": asked(c.DomainTransfer(name="example.com", op="request", auth_info=STRONG)),
}

ANSWERS: dict[str, Greeting | Response] = {
    "rfc/9154/greeting.response.xml": Greeting(
        server_id="Example registry",
        server_date="2026-04-01T00:00:00Z",
        versions=("1.0",),
        languages=("en",),
        objects=(DOMAIN, CONTACT),
        extensions=(SECURE_AUTHORISATION,),
    ),
    "rfc/9154/domain-info-set.response.xml": answered(
        o.DomainData(name="example.com", roid="D17_EXAMPLE-REP", sponsor="panel-one", auth_info=NONE)
    ),
    "rfc/9154/domain-info-unset.response.xml": answered(
        o.DomainData(name="example.com", roid="D17_EXAMPLE-REP", sponsor="panel-one")
    ),
    "rfc/9154/contact-info-set.response.xml": answered(
        o.ContactData(
            id="HOLDER-1",
            roid="C17_EXAMPLE-REP",
            statuses=(o.Status(value="ok"),),
            postal=(o.PostalInfo(type="int", name="Hanako Yamada", city="Chiyoda-ku", cc="JP"),),
            email="hanako@example.jp",
            sponsor="panel-one",
            creator="panel-one",
            created="2026-04-01T09:00:00Z",
            auth_info=NONE,
        )
    ),
}

DRAWN: dict[tuple[type, str], st.SearchStrategy[Any]] = {}
