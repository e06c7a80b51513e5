"""mobi-1.0 and oxrs-1.1 of Afilias."""

from typing import Any

from hypothesis import strategies as st

from epp_gateway.epp.extensions.oxrs import quoted
from epp_gateway.model import commands as c
from epp_gateway.model import extensions as x
from epp_gateway.model import objects as o
from epp_gateway.model.responses import ExtValue, Greeting, Response, Result
from tests.epp.words import CODE, answered, asked, lines

URL = "https://www.example.com/?a=1&b"
RANGE = x.OxrsDetail(code=2004, text="Parameter value range error (contact-status: clientHold)")
MISSING = x.OxrsDetail(text="Failed Finding: Host(ns1.example.com)")

COMMANDS: dict[str, c.Request] = {
    "afilias/mobi-create.command.xml": asked(
        c.DomainCreate(name="example.mobi", auth_info=CODE), x.MobiCreate(maintainer_url=URL)
    ),
    "afilias/mobi-update.command.xml": asked(c.DomainUpdate(name="example.mobi"), x.MobiUpdate(maintainer_url=URL)),
}

ANSWERS: dict[str, Greeting | Response] = {
    "afilias/mobi-info.response.xml": answered(
        o.DomainData(name="example.mobi", roid="D17_EXAMPLE-REP", sponsor="panel-one"), x.MobiData(maintainer_url=URL)
    ),
    "afilias/refused.response.xml": answered(
        result=Result(code=2004, message="Parameter value range error", values=(quoted(RANGE),))
    ),
    "afilias/refused-at-length.response.xml": answered(
        result=Result(
            code=2303,
            message="Object does not exist",
            ext_values=(ExtValue(value=quoted(MISSING), reason="No such host"),),
        )
    ),
}

DRAWN: dict[tuple[type, str], st.SearchStrategy[Any]] = {
    (kind, "maintainer_url"): lines(1, 40).filter(str.strip) for kind in (x.MobiCreate, x.MobiUpdate, x.MobiData)
}
