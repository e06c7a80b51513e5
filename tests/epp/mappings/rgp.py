"""rgp-1.0 (RFC 3915)."""

from typing import Any

from hypothesis import strategies as st

from epp_gateway.model import commands as c
from epp_gateway.model import extensions as x
from epp_gateway.model import objects as o
from epp_gateway.model.extensions.rgp import RGP_WORDS, plain
from epp_gateway.model.responses import Greeting, Response
from tests.epp.draw import values
from tests.epp.words import INSTANTS, MARKUP, answered, asked, lines, tuples

EMPTY = c.DomainUpdate(name="example.com")
REPORT = x.RestoreReport(
    pre_data='Holder: Rei &amp; Co. <r:data xmlns:r="urn:example:record"><r:ns>ns1.example.com</r:ns></r:data>',
    post_data='<record xmlns="urn:example:record"><expires>2027-03-31</expires></record>',
    deleted_at="2026-04-01T09:00:00Z",
    restored_at="2026-04-11T09:00:00Z",
    reason=x.Passage(xml="The holder's mistake"),
    statements=(
        x.Passage(xml="弊社は自らのために回復したものではない。", lang="ja"),
        x.Passage(xml="All of this is true.", lang="en"),
    ),
    other='Ticket <t:id xmlns:t="urn:example:ticket">4711</t:id>',
)

COMMANDS: dict[str, c.Request] = {
    "rfc/3915/restore-request.command.xml": asked(EMPTY, x.RestoreRequest()),
    "rfc/3915/restore-report.command.xml": asked(EMPTY, REPORT),
    "rfc/3915/restore-report-least.command.xml": asked(
        EMPTY,
        x.RestoreReport(
            pre_data="",
            post_data="",
            deleted_at="2026-04-01T09:00:00Z",
            restored_at="2026-04-11T09:00:00Z",
            reason=x.Passage(xml="A mistake"),
            statements=(x.Passage(xml="For the holder only."), x.Passage(xml="All of this is true.")),
        ),
    ),
}

ANSWERS: dict[str, Greeting | Response] = {
    "rfc/3915/info.response.xml": answered(
        o.DomainData(name="example.com", roid="D17_EXAMPLE-REP", sponsor="panel-one"),
        x.RgpStatuses(statuses=(x.RgpStatus(value="addPeriod"), x.RgpStatus(value="renewPeriod"))),
    ),
    "rfc/3915/info-ends.response.xml": answered(
        o.DomainData(name="example.com", roid="D17_EXAMPLE-REP", sponsor="panel-one"),
        x.RgpStatuses(
            statuses=(
                x.RgpStatus(value="renewPeriod", text="endDate=2026-04-06T09:00:00Z"),
                x.RgpStatus(value="renewPeriod", text="endDate=2026-04-08T09:00:00Z"),
                x.RgpStatus(value="transferPeriod", text="encore cinq jours", lang="fr"),
            )
        ),
    ),
    "rfc/3915/restore-request.response.xml": answered(
        None, x.RgpUpdated(statuses=(x.RgpStatus(value="pendingRestore"),))
    ),
}

CONTENT = st.lists(st.one_of(lines(0, 30).map(plain), MARKUP), max_size=4).map("".join)
_LANGUAGES = st.sampled_from([None, "en", "ja"])

DRAWN: dict[tuple[type, str], st.SearchStrategy[Any]] = {
    (x.RgpStatus, "value"): st.sampled_from(sorted(RGP_WORDS)),
    **dict.fromkeys(
        [(x.RgpStatuses, "statuses"), (x.RgpUpdated, "statuses")],
        st.deferred(lambda: tuples(values(x.RgpStatus), 1, 3)),
    ),
    (x.Passage, "xml"): CONTENT,
    (x.Passage, "lang"): _LANGUAGES,
    **dict.fromkeys([(x.RestoreReport, "deleted_at"), (x.RestoreReport, "restored_at")], INSTANTS),
    **dict.fromkeys([(x.RestoreReport, "pre_data"), (x.RestoreReport, "post_data")], CONTENT),
    (x.RestoreReport, "reason"): st.builds(x.Passage, xml=CONTENT, lang=_LANGUAGES),
    (x.RestoreReport, "statements"): tuples(st.builds(x.Passage, xml=CONTENT, lang=_LANGUAGES), 1, 2),
    (x.RestoreReport, "other"): st.one_of(st.none(), CONTENT),
}
