"""maintenance-1.0 (RFC 9167)."""

from typing import Any

from hypothesis import strategies as st

from epp_gateway.model import commands as c
from epp_gateway.model import mappings as m
from epp_gateway.model.responses import Greeting, MessageQueue, Response, Result
from tests.epp.draw import values
from tests.epp.words import INSTANTS, NAMES, WORDS, answered, asked, lines, tuples

EVENT = m.Maintenance(
    id="EVENT-2026-17",
    name="五月の保守",
    name_lang="ja",
    types=(m.MaintenanceKind(text="Software Update"), m.MaintenanceKind(text="ソフトウェア更新", lang="ja")),
    systems=(
        m.MaintainedSystem(name="EPP", host="epp.registry.example", impact="full"),
        m.MaintainedSystem(name="RDAP", impact="partial"),
    ),
    environment="production",
    starts="2026-05-20T18:00:00Z",
    ends="2026-05-20T20:00:00Z",
    reason="planned",
    detail="https://registry.example/notices?id=17&lang=en",
    descriptions=(
        m.MaintenanceText(text="Sessions are <cut> at the start."),
        m.MaintenanceText(text="<p>接続は切れます</p>", lang="ja", format="html"),
    ),
    tlds=("example", "xn--zckzah"),
    intervention=m.Intervention(connection=True, implementation=False),
    created="2026-05-04T09:00:00Z",
    updated="2026-05-05T09:00:00Z",
)
SHORT = m.Maintenance(
    id="EVENT-2026-18",
    poll_type="courtesy",
    systems=(m.MaintainedSystem(name="DNS", impact="none"),),
    environment="custom",
    environment_name="marketing",
    starts="2026-05-20T18:00:00Z",
    ends="2026-05-20T20:00:00Z",
    reason="emergency",
    created="2026-05-04T09:00:00Z",
)

COMMANDS: dict[str, c.Request] = {
    "rfc/9167/info.command.xml": asked(m.MaintenanceInfo(id="EVENT-2026-17")),
    "rfc/9167/list.command.xml": asked(m.MaintenanceInfo()),
}

ANSWERS: dict[str, Greeting | Response] = {
    "rfc/9167/info.response.xml": answered(EVENT),
    "rfc/9167/list.response.xml": answered(
        m.MaintenanceList(
            summaries=(
                m.MaintenanceSummary(
                    id="EVENT-2026-17",
                    name="May",
                    starts="2026-05-20T18:00:00Z",
                    ends="2026-05-20T20:00:00Z",
                    created="2026-05-04T09:00:00Z",
                ),
                m.MaintenanceSummary(
                    id="EVENT-2026-18",
                    starts="2026-06-20T18:00:00Z",
                    ends="2026-06-20T20:00:00Z",
                    created="2026-05-04T09:00:00Z",
                    updated="2026-05-05T09:00:00Z",
                ),
            )
        )
    ),
    "rfc/9167/none.response.xml": answered(m.MaintenanceList()),
    "rfc/9167/notice.response.xml": answered(
        SHORT,
        result=Result(code=1301, message="Command completed successfully; ack to dequeue"),
        queue=MessageQueue(count=1, id="M-31", date="2026-05-19T18:00:00Z", text="Maintenance is near"),
    ),
}

_NAMED = st.one_of(st.none(), WORDS)

DRAWN: dict[tuple[type, str], st.SearchStrategy[Any]] = {
    **{
        (kind, field): drawn
        for kind in (m.Maintenance, m.MaintenanceSummary)
        for field, drawn in {
            "name": _NAMED,
            "name_lang": st.sampled_from(["en", "ja"]),
            "starts": INSTANTS,
            "ends": INSTANTS,
        }.items()
    },
    (m.MaintenanceInfo, "id"): _NAMED,
    (m.Maintenance, "systems"): st.deferred(lambda: tuples(values(m.MaintainedSystem), 1, 3)),
    (m.Maintenance, "environment"): st.sampled_from(["production", "ote", "staging", "dev", "custom"]),
    (m.Maintenance, "environment_name"): _NAMED,
    (m.Maintenance, "poll_type"): st.sampled_from([None, "create", "update", "delete", "courtesy", "end"]),
    (m.Maintenance, "reason"): st.sampled_from(["planned", "emergency"]),
    (m.Maintenance, "detail"): st.sampled_from([None, "https://registry.example/?a=1&b=2"]),
    (m.Maintenance, "tlds"): tuples(NAMES, 0, 3),
    (m.MaintainedSystem, "name"): WORDS,
    (m.MaintainedSystem, "host"): st.one_of(st.none(), NAMES),
    (m.MaintainedSystem, "impact"): st.sampled_from(["full", "partial", "none"]),
    (m.MaintenanceText, "text"): lines(0, 40),
}
