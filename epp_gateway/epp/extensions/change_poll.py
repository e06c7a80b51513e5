"""changePoll-1.0 (RFC 8590): changeData, in answers to poll."""

from typing import Literal, get_args

from epp_gateway.epp.rows import ExtensionRow
from epp_gateway.epp.xml.build import add, add_object
from epp_gateway.epp.xml.namespaces import CP
from epp_gateway.epp.xml.parse import Element
from epp_gateway.epp.xml.read import attribute, line, text, word
from epp_gateway.model.extensions import ChangeCase, ChangePoll

_CaseType = Literal["udrp", "urs", "custom"]
_CASES: dict[str, _CaseType] = {kind: kind for kind in get_args(_CaseType)}
_STATES: dict[str, Literal["before", "after"]] = {"before": "before", "after": "after", "": "after"}


def write_change(parent: Element, value: ChangePoll) -> None:
    """Append `changeData`. The state is always written, though `after` is what its absence means."""
    root = add_object(parent, CP, CP.changeData)
    root.set("state", value.state)
    operation = add(root, CP.operation, value.operation)
    if value.op is not None:
        operation.set("op", value.op)
    add(root, CP.date, value.date)
    add(root, CP.svTRID, value.svtrid)
    add(root, CP.who, value.who)
    if value.case is not None:
        case = add(root, CP.caseId, value.case.id)
        case.set("type", value.case.type)
        if value.case.name is not None:
            case.set("name", value.case.name)
    if value.reason is not None:
        reason = add(root, CP.reason, value.reason)
        if value.reason_lang is not None:
            reason.set("lang", value.reason_lang)


def read_change(element: Element) -> ChangePoll | None:
    """Read `changeData`; None where it names no operation, or a state that is neither before nor after."""
    operation = element.find(CP.operation)
    state = _STATES.get(attribute(element, "state"))
    if operation is None or state is None or not line(operation):
        return None
    reason = element.find(CP.reason)
    return ChangePoll(
        operation=line(operation),
        date=text(element, CP.date),
        svtrid=text(element, CP.svTRID),
        who=text(element, CP.who),
        op=attribute(operation, "op") or None,
        state=state,
        case=_read_case(element),
        reason=word(element, CP.reason),
        reason_lang=None if reason is None else attribute(reason, "lang") or None,
    )


def _read_case(element: Element) -> ChangeCase | None:
    """The case; one of an unknown kind counts as custom, its kind as the name."""
    case = element.find(CP.caseId)
    if case is None:
        return None
    kind, name = attribute(case, "type"), attribute(case, "name") or None
    if kind not in _CASES:
        return ChangeCase(id=line(case), type="custom", name=name or kind or None)
    return ChangeCase(id=line(case), type=_CASES[kind], name=name)


EXTENSIONS = (ExtensionRow(ChangePoll, CP.changeData, write_change, read_change, answers=frozenset({"poll"})),)
