"""Our jprs-1.0."""

from typing import Any

from hypothesis import strategies as st

from epp_gateway.model import commands as c
from epp_gateway.model import extensions as x
from epp_gateway.model import objects as o
from epp_gateway.model.responses import Greeting, Response
from epp_gateway.model.terms import Period
from tests.epp.words import ABROAD, CODE, HOME, answered, asked

COMMANDS: dict[str, c.Request] = {
    "jprs/contact-create.command.xml": asked(
        c.ContactCreate(id="HOLDER-1", postal=(HOME, ABROAD), email="hanako@example.jp", auth_info=CODE),
        x.JprsContact(kind="registrant"),
    ),
    "jprs/domain-create.command.xml": asked(
        c.DomainCreate(name="example.co.jp", period=Period(value=1), registrant="HOLDER-1", auth_info=CODE),
        x.JprsDomain(family="organisational"),
    ),
    "jprs/transfer.command.xml": asked(
        c.DomainTransfer(name="example.jp", op="request", auth_info=CODE), x.JprsTransfer(method="agent-change")
    ),
}

ANSWERS: dict[str, Greeting | Response] = {
    "jprs/info.response.xml": answered(
        o.DomainData(name="example.jp", roid="D17_EXAMPLE-JP", sponsor="agent-one"),
        x.JprsDomainData(
            family="general",
            state="to-be-suspended",
            registrant_record="REG-26-0000-0001",
            suspend_at="2026-04-30T15:00:00Z",
        ),
    ),
}

DRAWN: dict[tuple[type, str], st.SearchStrategy[Any]] = {}
