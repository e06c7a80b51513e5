"""Our jprs-1.0."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from epp_gateway.model import commands as c
from epp_gateway.model import extensions as x
from epp_gateway.model import objects as o
from epp_gateway.model.responses import Greeting, Response
from epp_gateway.model.terms import Period
from tests.epp.words import ABROAD, CODE, HOME, PENDING, answered, asked, lines

RECORD = "REG-26-0000-0001"

COMMANDS: dict[str, c.Request] = {
    "jprs/contact-create.command.xml": asked(
        c.ContactCreate(id="HOLDER-1", postal=(HOME, ABROAD), email="hanako@example.jp", auth_info=CODE),
        x.JprsContact(kind="registrant"),
    ),
    "jprs/domain-create.command.xml": asked(
        c.DomainCreate(name="example.co.jp", period=Period(value=1), registrant="HOLDER-1", auth_info=CODE),
        x.JprsDomain(family="organisational"),
    ),
    "jprs/domain-create-organisation.command.xml": asked(
        c.DomainCreate(name="example.co.jp", auth_info=CODE),
        x.JprsDomain(family="organisational", organisation="例示株式会社", representative="山田 花子"),
    ),
    "jprs/withdraw.command.xml": asked(c.DomainUpdate(name="example.jp"), x.JprsWithdraw()),
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
    "jprs/transfer.response.xml": answered(
        o.TransferData(
            kind="domain",
            name="example.jp",
            status="pending",
            requested_by="agent-one",
            requested_at="2026-04-01T09:00:00Z",
            acting="agent-two",
            act_by="2026-04-11T15:00:00Z",
        ),
        x.JprsTransferData(names=("example.jp", "xn--r8jz45g.jp"), method="agent-change", registrant_record=RECORD),
        result=PENDING,
    ),
    "jprs/contact-create.response.xml": answered(
        o.ContactCreated(id="HOLDER-1", created="2026-04-01T09:00:00Z"),
        x.JprsContactData(kind="registrant", registrant_record=RECORD),
    ),
    "jprs/info-geographic.response.xml": answered(
        o.DomainData(name="example.chiyoda.tokyo.jp", roid="D17_EXAMPLE-REP", sponsor="panel-one"),
        x.JprsDomainData(
            family="geographic", state="active", registrant_record=RECORD, siblings=3, expiry_month="2026-04"
        ),
    ),
}

DRAWN: dict[tuple[type, str], st.SearchStrategy[Any]] = {
    (x.JprsDomain, "organisation"): lines(1, 30),
    (x.JprsDomain, "representative"): lines(1, 30),
    (x.JprsDomainData, "siblings"): st.integers(0, 2**32 - 1),
    (x.JprsDomainData, "expiry_month"): st.dates(date(1985, 1, 1), date(2999, 1, 1)).map(lambda day: f"{day:%Y-%m}"),
}
