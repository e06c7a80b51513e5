"""rgp-1.0 (RFC 3915): grace periods in answers, and a restore asked for and reported with a domain update.

The update around a restore changes nothing and says so with an empty `chg` (section 4.2.5); the rows ask for both.
"""

from epp_gateway.epp.errors import InvalidFrame
from epp_gateway.epp.rows import ExtensionRow
from epp_gateway.epp.xml.build import add, add_object, set_maybe
from epp_gateway.epp.xml.content import content_of, fill
from epp_gateway.epp.xml.namespaces import R
from epp_gateway.epp.xml.parse import Element
from epp_gateway.epp.xml.read import attribute, line, text
from epp_gateway.model.extensions import Passage, RestoreReport, RestoreRequest, RgpStatus, RgpStatuses, RgpUpdated
from epp_gateway.model.extensions.rgp import RGP_WORDS

_SPELT = {word.lower(): word for word in RGP_WORDS}

# infData (section 4.1.2) and upData (section 4.2.5)


def write_statuses(parent: Element, value: RgpStatuses) -> None:
    """Append `infData`."""
    _write_all(add_object(parent, R, R.infData), value.statuses)


def read_statuses(element: Element) -> RgpStatuses:
    """Read `infData`."""
    return RgpStatuses(statuses=_read_all(element))


def write_updated(parent: Element, value: RgpUpdated) -> None:
    """Append `upData`."""
    _write_all(add_object(parent, R, R.upData), value.statuses)


def read_updated(element: Element) -> RgpUpdated:
    """Read `upData`."""
    return RgpUpdated(statuses=_read_all(element))


def _write_all(root: Element, statuses: tuple[RgpStatus, ...]) -> None:
    for status in statuses:
        element = add(root, R.rgpStatus, status.text)
        element.set("s", status.value)
        set_maybe(element, "lang", status.lang)


def _read_all(element: Element) -> tuple[RgpStatus, ...]:
    """All statuses that have a value, in the spelling of the standard where only the case differs."""
    return tuple(
        RgpStatus(
            value=_SPELT.get(word.lower(), word), text=line(status) or None, lang=attribute(status, "lang") or None
        )
        for status in element.iterfind(R.rgpStatus)
        if (word := attribute(status, "s"))
    )


# update (section 4.2.5)


def write_request(parent: Element, _value: RestoreRequest) -> None:
    """Append `update` with a restore request."""
    add(add_object(parent, R, R.update), R.restore).set("op", "request")


def write_report(parent: Element, value: RestoreReport) -> None:
    """Append `update` with a restore report."""
    restore = add(add_object(parent, R, R.update), R.restore)
    restore.set("op", "report")
    report = add(restore, R.report)
    fill(add(report, R.preData), value.pre_data)
    fill(add(report, R.postData), value.post_data)
    add(report, R.delTime, value.deleted_at)
    add(report, R.resTime, value.restored_at)
    _write_passage(report, R.resReason, value.reason)
    for statement in value.statements:
        _write_passage(report, R.statement, statement)
    if value.other is not None:
        fill(add(report, R.other), value.other)


def read_update(element: Element) -> RestoreRequest | RestoreReport | None:
    """Read `update`, whichever of the two it is; None where it is neither.

    Raises:
        InvalidFrame: 2306 for a request with a report, 2003 for a report without one.
    """
    restore = element.find(R.restore)
    op = "" if restore is None else attribute(restore, "op")
    report = None if restore is None else restore.find(R.report)
    match op, report:
        case "request", None:
            return RestoreRequest()
        case "request", _:
            raise InvalidFrame(2306, ("a restore request carries no report",))
        case "report", None:
            raise InvalidFrame(2003, ("a restore report is missing its `report`",))
        case "report", _ if report is not None:
            return _read_report(report)
        case _:
            return None


def _read_report(report: Element) -> RestoreReport:
    other = report.find(R.other)
    return RestoreReport(
        pre_data=_content(report, R.preData),
        post_data=_content(report, R.postData),
        deleted_at=text(report, R.delTime),
        restored_at=text(report, R.resTime),
        reason=_read_passage(report.find(R.resReason)),
        statements=tuple(_read_passage(statement) for statement in report.iterfind(R.statement)),
        other=None if other is None else content_of(other),
    )


def _write_passage(parent: Element, tag: str, passage: Passage) -> None:
    element = add(parent, tag)
    set_maybe(element, "lang", passage.lang)
    fill(element, passage.xml)


def _read_passage(element: Element | None) -> Passage:
    if element is None:
        return Passage(xml="")
    return Passage(xml=content_of(element), lang=attribute(element, "lang") or None)


def _content(parent: Element, tag: str) -> str:
    element = parent.find(tag)
    return "" if element is None else content_of(element)


_INFO, _UPDATE = frozenset({"domain.info", "poll"}), frozenset({"domain.update"})

EXTENSIONS = (
    ExtensionRow(RgpStatuses, R.infData, write_statuses, read_statuses, answers=_INFO),
    ExtensionRow(RgpUpdated, R.upData, write_updated, read_updated, answers=_UPDATE),
    ExtensionRow(
        RestoreRequest, R.update, write_request, read_update, commands=_UPDATE, empty_change=True, stands_alone=True
    ),
    ExtensionRow(
        RestoreReport, R.update, write_report, read_update, commands=_UPDATE, empty_change=True, stands_alone=True
    ),
)
