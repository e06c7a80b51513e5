"""allocationToken-1.0 (RFC 8495)."""

from typing import Any

from hypothesis import strategies as st

from epp_gateway.model import commands as c
from epp_gateway.model import extensions as x
from epp_gateway.model import objects as o
from epp_gateway.model.responses import Greeting, Response
from epp_gateway.model.secret import Secret
from epp_gateway.model.terms import Period
from tests.epp.words import CODE, WORDS, answered, asked

TOKEN = x.AllocationToken(token=Secret("Wv3k-&-9 QmZ"))

COMMANDS: dict[str, c.Request] = {
    "rfc/8495/check.command.xml": asked(c.DomainCheck(names=("held.example", "also.example")), TOKEN),
    "rfc/8495/info.command.xml": asked(c.DomainInfo(name="held.example"), x.AllocationTokenWanted()),
    "rfc/8495/create.command.xml": asked(
        c.DomainCreate(name="held.example", registrant="HOLDER-1", auth_info=CODE), TOKEN
    ),
    "rfc/8495/transfer.command.xml": asked(
        c.DomainTransfer(name="held.example", op="request", period=Period(value=1), auth_info=CODE), TOKEN
    ),
}

ANSWERS: dict[str, Greeting | Response] = {
    "rfc/8495/info.response.xml": answered(
        o.DomainData(
            name="held.example",
            roid="D17_EXAMPLE-REP",
            statuses=(o.Status(value="pendingCreate"),),
            sponsor="panel-one",
        ),
        TOKEN,
    ),
}

DRAWN: dict[tuple[type, str], st.SearchStrategy[Any]] = {(x.AllocationToken, "token"): WORDS.map(Secret)}
