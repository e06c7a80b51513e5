"""changePoll-1.0 (RFC 8590)."""

from typing import Any

from hypothesis import strategies as st

from epp_gateway.model import commands as c
from epp_gateway.model import extensions as x
from epp_gateway.model import objects as o
from epp_gateway.model.responses import Greeting, MessageQueue, Response, Result
from tests.epp.words import INSTANTS, WORDS, answered, lines

WAITING = Result(code=1301, message="Command completed successfully; ack to dequeue")
LOCKED = o.DomainData(
    name="example.com",
    roid="D17_EXAMPLE-REP",
    statuses=(o.Status(value="serverUpdateProhibited"),),
    sponsor="panel-one",
    updater="registry-desk",
    updated="2026-05-04T09:00:00Z",
)


def notice(text: str, data: o.ResponseData, change: x.ChangePoll) -> Response:
    queue = MessageQueue(count=2, id="M-21", date="2026-05-04T09:00:05Z", text=text)
    return answered(data, change, result=WAITING, queue=queue)


COMMANDS: dict[str, c.Request] = {}

ANSWERS: dict[str, Greeting | Response] = {
    "rfc/8590/locked.response.xml": notice(
        "The registry has changed a domain.",
        LOCKED,
        x.ChangePoll(
            operation="update",
            date="2026-05-04T09:00:00Z",
            svtrid="SRV-8801",
            who="Dispute desk",
            case=x.ChangeCase(id="URS-2026-17", type="urs"),
            reason="URS lock",
        ),
    ),
    "rfc/8590/purged.response.xml": notice(
        "The registry has purged a domain.",
        o.DomainData(name="example.net", roid="D18_EXAMPLE-REP", sponsor="panel-one"),
        x.ChangePoll(
            operation="delete",
            op="purge",
            state="before",
            date="2026-05-04T09:00:00Z",
            svtrid="SRV-8802",
            who="Batch",
            case=x.ChangeCase(id="2026 (wa) 17", type="custom", name="court"),
            reason="裁判所の決定 <17> & more",
            reason_lang="ja",
        ),
    ),
    "rfc/8590/synchronised.response.xml": notice(
        "The registry has moved an expiry.",
        o.HostData(
            name="ns1.example.com",
            roid="H5_EXAMPLE-REP",
            statuses=(o.Status(value="linked"),),
            sponsor="panel-one",
            creator="panel-one",
            created="2025-02-03T04:05:06Z",
        ),
        x.ChangePoll(operation="custom", op="sync", date="2026-05-04T09:00:00Z", svtrid="SRV-8803", who="CSR"),
    ),
}

DRAWN: dict[tuple[type, str], st.SearchStrategy[Any]] = {
    (x.ChangePoll, "operation"): st.sampled_from(["create", "delete", "autoRenew", "autoPurge", "custom"]),
    (x.ChangePoll, "date"): INSTANTS,
    (x.ChangePoll, "who"): lines(1, 255),
    (x.ChangePoll, "op"): st.one_of(st.none(), WORDS),
    (x.ChangePoll, "reason_lang"): st.none(),
    (x.ChangeCase, "name"): st.one_of(st.none(), WORDS),
}
