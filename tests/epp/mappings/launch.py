"""launch-1.0 (RFC 8334), with mark-1.0 and signedMark-1.0 (RFC 7848) inside it.

The marks stand in files of their own (`rfc/7848/`), in the form our values keep them in. What is signed there is signed
truly, with a key that was thrown away.
"""

import base64
import textwrap
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from epp_gateway.epp.extensions.marks import encoded_of, mark_of, signed_mark_of
from epp_gateway.model import commands as c
from epp_gateway.model import extensions as x
from epp_gateway.model import objects as o
from epp_gateway.model.responses import Greeting, MessageQueue, Response, Result
from epp_gateway.model.secret import Secret
from tests.epp.draw import values
from tests.epp.words import CODE, INSTANTS, NAMES, PASSWORDS, PENDING, WORDS, answered, asked, lines, tuples

_FOLDER = Path(__file__).parents[3] / "fixtures" / "rfc" / "7848"
MARK_XML, SIGNED_XML = (
    (_FOLDER / file).read_text(encoding="utf-8").rstrip("\n") for file in ("mark.xml", "signed-mark.xml")
)
_DOCUMENT = f'<?xml version="1.0" encoding="UTF-8"?>\n{SIGNED_XML}\n'
ENCODED = "\n".join(textwrap.wrap(base64.b64encode(_DOCUMENT.encode()).decode(), 76))

MARK = x.Mark(
    xml=MARK_XML,
    facts=(
        x.MarkFacts(kind="trademark", id="20260402001-7", name="Aoi 葵", labels=("aoi", "xn--gu1a")),
        x.MarkFacts(kind="treatyOrStatute", id="20260402002-7", name="Mihon Games", labels=("mihon-games",)),
        x.MarkFacts(kind="court", id="20260402003-7", name="Example House", labels=("example-house", "examplehouse")),
    ),
)
SIGNED_FACTS = x.SignedMarkFacts(
    id="20260401777-7",
    not_before="2026-04-01T00:00:00Z",
    not_after="2027-04-01T00:00:00Z",
    marks=(
        x.MarkFacts(
            kind="trademark",
            id="20260401001-7",
            name="Midori & Söhne 緑",
            labels=("midori-soehne", "midori-and-soehne"),
        ),
    ),
)
SIGNED = x.SignedMark(xml=SIGNED_XML, facts=SIGNED_FACTS)

NAME = "midori.example"
SUNRISE, CLAIMS = x.LaunchPhase(phase="sunrise"), x.LaunchPhase(phase="claims")
FOUNDERS = x.LaunchPhase(phase="custom", name="founders")
CHECK = c.DomainCheck(names=(NAME, "plain.example"))
CREATE = c.DomainCreate(name=NAME, registrant="C-1", auth_info=CODE)
FIRST_CODE = x.MarkCode(code=Secret("Mark-<code>-1"), validator="example-marks")
SECOND_CODE = x.CodeMark(code=x.MarkCode(code=Secret("Mark-code-2")))
NOTICES = (
    x.ClaimsNotice(id="370d0b7c9223372036854775807", not_after="2026-05-06T09:00:00Z", accepted="2026-05-04T08:59:00Z"),
    x.ClaimsNotice(
        id="N-17", not_after="2026-05-06T09:00:00Z", accepted="2026-05-04T08:59:30Z", validator="example-marks"
    ),
)


def created(
    phase: x.LaunchPhase,
    marks: x.CodeMarks | x.SignedMarks | x.EncodedSignedMarks | None = None,
    **parts: Any,
) -> c.Request:
    return asked(CREATE, x.LaunchCreate(phase=phase, marks=marks, **parts))


COMMANDS: dict[str, c.Request] = {
    "rfc/8334/check-claims.command.xml": asked(CHECK, x.ClaimsCheck(phase=CLAIMS)),
    "rfc/8334/check-avail.command.xml": asked(
        CHECK, x.AvailabilityCheck(phase=x.LaunchPhase(phase="custom", name="idn-release"))
    ),
    "rfc/8334/check-trademark.command.xml": asked(CHECK, x.TrademarkCheck()),
    "rfc/8334/info.command.xml": asked(
        c.DomainInfo(name=NAME), x.LaunchInfo(phase=SUNRISE, application_id="APP-17", include_mark=True)
    ),
    "rfc/8334/info-registration.command.xml": asked(c.DomainInfo(name=NAME), x.LaunchInfo(phase=SUNRISE)),
    "rfc/8334/create-code.command.xml": created(SUNRISE, x.CodeMarks(marks=(x.CodeMark(code=FIRST_CODE), SECOND_CODE))),
    "rfc/8334/create-mark.command.xml": created(SUNRISE, x.CodeMarks(marks=(x.CodeMark(mark=MARK),))),
    "rfc/8334/create-code-mark.command.xml": created(
        SUNRISE, x.CodeMarks(marks=(x.CodeMark(code=FIRST_CODE, mark=MARK),)), object="registration"
    ),
    "rfc/8334/create-signed.command.xml": created(SUNRISE, x.SignedMarks(marks=(SIGNED,)), object="application"),
    "rfc/8334/create-encoded.command.xml": created(
        SUNRISE,
        x.EncodedSignedMarks(
            marks=(
                x.EncodedSignedMark(text=ENCODED, facts=SIGNED_FACTS),
                x.EncodedSignedMark(text="what only they can read", encoding="example-7"),
            )
        ),
        object="application",
    ),
    "rfc/8334/create-claims.command.xml": created(CLAIMS, notices=NOTICES),
    "rfc/8334/create-general.command.xml": created(x.LaunchPhase(phase="landrush"), object="application"),
    "rfc/8334/create-mixed.command.xml": created(FOUNDERS, x.CodeMarks(marks=(SECOND_CODE,)), notices=NOTICES),
    "rfc/8334/update.command.xml": asked(
        c.DomainUpdate(name=NAME, registrant="C-2"), x.LaunchUpdate(phase=SUNRISE, application_id="APP-17")
    ),
    "rfc/8334/delete.command.xml": asked(
        c.DomainDelete(name=NAME),
        x.LaunchDelete(phase=x.LaunchPhase(phase="landrush", name="second round"), application_id="APP-18"),
    ),
}

CHECKED = (
    x.LaunchCheckItem(
        name=NAME,
        exists=True,
        keys=(
            x.ClaimKey(key="2026050400/A/B/1/key-of-the-clearinghouse"),
            x.ClaimKey(key="2026050400/7/other-key", validator="example-marks"),
        ),
    ),
    x.LaunchCheckItem(name="plain.example", exists=False),
)
PENDING_NAME = o.DomainData(
    name=NAME,
    roid="D17_EXAMPLE-REP",
    statuses=(o.Status(value="pendingCreate"),),
    sponsor="panel-one",
    created="2026-05-04T09:00:00Z",
)


def noticed(text: str, data: o.ResponseData, status: x.LaunchStatus, phase: x.LaunchPhase = SUNRISE) -> Response:
    return answered(
        data,
        x.LaunchData(phase=phase, application_id="APP-17", status=status),
        result=Result(code=1301, message="Command completed successfully; ack to dequeue"),
        queue=MessageQueue(count=2, id="M-31", date="2026-05-04T09:00:05Z", text=text),
    )


def ended(*, ok: bool) -> o.PendingResult:
    return o.PendingResult(
        kind="domain", name=NAME, ok=ok, cltrid="PANEL-0000", svtrid="SRV-8900", at="2026-05-04T09:00:00Z"
    )


ANSWERS: dict[str, Greeting | Response] = {
    "rfc/8334/check-claims.response.xml": answered(
        None, x.LaunchChecked(items=CHECKED, phase=x.LaunchPhase(phase="claims", name="landrush"))
    ),
    "rfc/8334/check-trademark.response.xml": answered(None, x.LaunchChecked(items=CHECKED)),
    "rfc/8334/info.response.xml": answered(
        PENDING_NAME,
        x.LaunchData(
            phase=SUNRISE,
            application_id="APP-17",
            status=x.LaunchStatus(value="invalid", name="label", text="Das Label passt zu keiner Marke", lang="de"),
            marks=(MARK,),
        ),
    ),
    "rfc/8334/info-registration.response.xml": answered(
        PENDING_NAME, x.LaunchData(phase=x.LaunchPhase(phase="landrush"))
    ),
    "rfc/8334/create.response.xml": answered(
        o.DomainCreated(name=NAME, created="2026-05-04T09:00:00Z"),
        x.LaunchCreated(phase=SUNRISE, application_id="APP-17"),
        result=PENDING,
    ),
    "rfc/8334/poll-pending.response.xml": noticed(
        "Application pendingAllocation.", PENDING_NAME, x.LaunchStatus(value="pendingAllocation")
    ),
    "rfc/8334/poll-custom.response.xml": noticed(
        "Application in auction.",
        PENDING_NAME,
        x.LaunchStatus(value="custom", name="auction", text="The auction begins on Monday"),
        FOUNDERS,
    ),
    "rfc/8334/poll-allocated.response.xml": noticed(
        "Application allocated.", ended(ok=True), x.LaunchStatus(value="allocated")
    ),
    "rfc/8334/poll-rejected.response.xml": noticed(
        "Application rejected.",
        ended(ok=False),
        x.LaunchStatus(value="rejected", text="Another application has won"),
    ),
}

_MAYBE_WORD = st.one_of(st.none(), WORDS)
_MARKS = st.builds(
    lambda number, name: mark_of(MARK_XML.replace("20260402001", number).replace("葵", name)),
    number=st.from_regex(r"[0-9]{1,20}", fullmatch=True),
    name=st.sampled_from(["&lt;", "&#13;", "é", "<!-- no --> x"]),
)
_SIGNED = st.sampled_from([SIGNED, signed_mark_of(SIGNED_XML.replace("\n", "&#13;\n"))])
_ENCODED = st.one_of(
    st.sampled_from([encoded_of(ENCODED), encoded_of(ENCODED[:200]), encoded_of("PGEvPg==")]),
    st.builds(encoded_of, lines(0, 40), st.sampled_from(["base64", "example-7"])),
)

DRAWN: dict[tuple[type, str], st.SearchStrategy[Any]] = {
    (x.LaunchPhase, "phase"): st.sampled_from(["sunrise", "landrush", "claims", "open", "custom"]),
    (x.LaunchPhase, "name"): _MAYBE_WORD,
    (x.ClaimKey, "key"): WORDS,
    (x.ClaimKey, "validator"): _MAYBE_WORD,
    (x.LaunchCheckItem, "name"): NAMES,
    (x.LaunchChecked, "items"): st.deferred(lambda: tuples(values(x.LaunchCheckItem), 1, 3)),
    (x.LaunchStatus, "value"): st.sampled_from(
        ["pendingValidation", "validated", "invalid", "pendingAllocation", "allocated", "rejected", "custom"]
    ),
    (x.LaunchStatus, "name"): _MAYBE_WORD,
    (x.LaunchData, "marks"): tuples(_MARKS, 0, 2),
    (x.MarkCode, "code"): PASSWORDS,
    (x.MarkCode, "validator"): _MAYBE_WORD,
    (x.CodeMark, "mark"): st.one_of(st.none(), _MARKS),
    (x.LaunchCreate, "marks"): st.deferred(
        lambda: st.one_of(
            st.none(),
            tuples(values(x.CodeMark), 1, 3).map(lambda marks: x.CodeMarks(marks=marks)),
            tuples(_SIGNED, 1, 1).map(lambda marks: x.SignedMarks(marks=marks)),
            tuples(_ENCODED, 1, 3).map(lambda marks: x.EncodedSignedMarks(marks=marks)),
        )
    ),
    (x.ClaimsNotice, "not_after"): INSTANTS,
    (x.ClaimsNotice, "accepted"): INSTANTS,
    (x.ClaimsNotice, "validator"): _MAYBE_WORD,
    **{(kind, "application_id"): WORDS for kind in (x.LaunchCreated, x.LaunchUpdate, x.LaunchDelete)},
    **{(kind, "application_id"): _MAYBE_WORD for kind in (x.LaunchInfo, x.LaunchData)},
}
