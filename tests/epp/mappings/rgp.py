"""rgp-1.0 (RFC 3915)."""

from typing import Any

from hypothesis import strategies as st

from epp_gateway.model import commands as c
from epp_gateway.model import extensions as x
from epp_gateway.model import objects as o
from epp_gateway.model.responses import Greeting, Response
from tests.epp.words import answered, tuples

COMMANDS: dict[str, c.Request] = {}

ANSWERS: dict[str, Greeting | Response] = {
    "rfc/3915/info.response.xml": answered(
        o.DomainData(name="example.com", roid="D17_EXAMPLE-REP", sponsor="panel-one"),
        x.RgpStatuses(statuses=("addPeriod", "renewPeriod")),
    ),
}

DRAWN: dict[tuple[type, str], st.SearchStrategy[Any]] = {
    (x.RgpStatuses, "statuses"): st.deferred(lambda: tuples(st.sampled_from(["addPeriod", "pendingDelete"]), 1, 3)),
}
