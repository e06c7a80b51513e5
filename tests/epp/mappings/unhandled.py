"""Unhandled namespaces (RFC 9038): what a client had not announced, beside the result."""

from typing import Any

from hypothesis import strategies as st
from msgspec.structs import replace

from epp_gateway.model import commands as c
from epp_gateway.model import extensions as x
from epp_gateway.model import objects as o
from epp_gateway.model.responses import ExtValue, Greeting, MessageQueue, Response, Result
from tests.epp.words import DOMAIN, RGP, answered

from .change_poll import ANSWERS as NOTICES

CHANGE_POLL = "urn:ietf:params:xml:ns:changePoll-1.0"
LOCKED = NOTICES["rfc/8590/locked.response.xml"]
assert isinstance(LOCKED, Response)
DELETED = o.DomainData(
    name="example.com", roid="D17_EXAMPLE-REP", statuses=(o.Status(value="pendingDelete"),), sponsor="panel-one"
)
MOVING = o.TransferData(
    kind="domain",
    name="example.com",
    status="pending",
    requested_by="panel-two",
    requested_at="2026-05-04T09:00:00Z",
    acting="panel-one",
    act_by="2026-05-09T09:00:00Z",
)

COMMANDS: dict[str, c.Request] = {}

ANSWERS: dict[str, Greeting | Response] = {
    "rfc/9038/notice.response.xml": replace(LOCKED, unhandled=(CHANGE_POLL,)),
    "rfc/9038/notice-of-nothing-known.response.xml": replace(LOCKED, unhandled=(DOMAIN, CHANGE_POLL)),
    "rfc/9038/info.response.xml": replace(
        answered(DELETED, x.RgpStatuses(statuses=(x.RgpStatus(value="redemptionPeriod"),))), unhandled=(RGP,)
    ),
    "rfc/9038/transfer.response.xml": replace(answered(MOVING), unhandled=(DOMAIN,)),
    "rfc/9038/unknown.response.xml": replace(
        answered(
            None,
            x.OpaqueExtension(namespace="urn:q", xml='<q xmlns="urn:q">17</q>'),
            result=Result(
                code=1301,
                message="Command completed successfully; ack to dequeue",
                ext_values=(ExtValue(value='<s xmlns="urn:s"></s>', reason="the meaning of this is our own"),),
            ),
            queue=MessageQueue(count=1, id="M-41", date="2026-05-04T09:00:05Z", text="Something new"),
        ),
        unhandled=("urn:q",),
    ),
}

DRAWN: dict[tuple[type, str], st.SearchStrategy[Any]] = {}
