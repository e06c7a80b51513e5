"""launch-1.0 (RFC 8334): phases, claims and marks, with commands about domains and their answers."""

from typing import Literal, TypeVar

from epp_gateway.epp.rows import ExtensionRow
from epp_gateway.epp.xml.build import add, add_maybe, add_object
from epp_gateway.epp.xml.namespaces import LA, SM
from epp_gateway.epp.xml.parse import Element
from epp_gateway.epp.xml.read import attribute, flag, line, name, text, word
from epp_gateway.model.extensions import (
    AvailabilityCheck,
    ClaimKey,
    ClaimsCheck,
    ClaimsNotice,
    CodeMark,
    CodeMarks,
    EncodedSignedMarks,
    LaunchChecked,
    LaunchCheckItem,
    LaunchCreate,
    LaunchCreated,
    LaunchData,
    LaunchDelete,
    LaunchInfo,
    LaunchPhase,
    LaunchStatus,
    LaunchUpdate,
    MarkCode,
    SignedMarks,
    TrademarkCheck,
)
from epp_gateway.model.secret import Secret

from .marks import (
    read_encoded,
    read_mark,
    read_signed_mark,
    write_encoded,
    write_mark,
    write_signed_mark,
)

_Marks = CodeMarks | SignedMarks | EncodedSignedMarks
_Application = TypeVar("_Application", LaunchCreated, LaunchUpdate, LaunchDelete)
_Read = TypeVar("_Read")
_OBJECTS: dict[str, Literal["application", "registration"] | None] = {
    "application": "application",
    "registration": "registration",
    "": None,
}

# check (section 3.1)


def write_check(parent: Element, value: ClaimsCheck | AvailabilityCheck | TrademarkCheck) -> None:
    """Append `check` in one of its three forms, which is always said, though claims is what its absence means."""
    root = add_object(parent, LA, LA.check)
    match value:
        case ClaimsCheck(phase=phase):
            root.set("type", "claims")
            _write_phase(root, phase)
        case AvailabilityCheck(phase=phase):
            root.set("type", "avail")
            _write_phase(root, phase)
        case TrademarkCheck():
            root.set("type", "trademark")


def read_check(element: Element) -> ClaimsCheck | AvailabilityCheck | TrademarkCheck | None:
    """Read `check`; None for an unknown form, and where it has a phase that its form is not to have, or lacks one."""
    phase = _read_phase(element)
    match attribute(element, "type"):
        case "claims" | "" if phase is not None:
            return ClaimsCheck(phase=phase)
        case "avail" if phase is not None:
            return AvailabilityCheck(phase=phase)
        case "trademark" if phase is None:
            return TrademarkCheck()
        case _:
            return None


def write_checked(parent: Element, value: LaunchChecked) -> None:
    """Append `chkData`."""
    root = add_object(parent, LA, LA.chkData)
    if value.phase is not None:
        _write_phase(root, value.phase)
    for item in value.items:
        entry = add(root, LA.cd)
        add(entry, LA.name, item.name).set("exists", "1" if item.exists else "0")
        for key in item.keys:
            _write_validated(entry, LA.claimKey, key.key, key.validator)


def read_checked(element: Element) -> LaunchChecked | None:
    """Read `chkData`; None where there is no name in it, or one of which it is not said whether a mark exists."""
    items = _all([_read_item(entry) for entry in element.iterfind(LA.cd)])
    return LaunchChecked(items=items, phase=_read_phase(element)) if items else None


def _read_item(entry: Element) -> LaunchCheckItem | None:
    exists = flag(entry.find(LA.name), "exists")
    if exists is None:
        return None
    keys = tuple(ClaimKey(key=line(key), validator=_validator(key)) for key in entry.iterfind(LA.claimKey))
    return LaunchCheckItem(name=name(entry, LA.name), exists=exists, keys=keys)


# info (section 3.2)


def write_info(parent: Element, value: LaunchInfo) -> None:
    """Append `info`."""
    root = add_object(parent, LA, LA.info)
    if value.include_mark:
        root.set("includeMark", "true")
    _write_phase(root, value.phase)
    add_maybe(root, LA.applicationID, value.application_id)


def read_info(element: Element) -> LaunchInfo | None:
    """Read `info`; None where it names no phase."""
    phase = _read_phase(element)
    if phase is None:
        return None
    return LaunchInfo(
        phase=phase,
        application_id=word(element, LA.applicationID),
        include_mark=bool(flag(element, "includeMark")),
    )


def write_data(parent: Element, value: LaunchData) -> None:
    """Append `infData`."""
    root = add_object(parent, LA, LA.infData)
    _write_phase(root, value.phase)
    add_maybe(root, LA.applicationID, value.application_id)
    if value.status is not None:
        _write_status(root, value.status)
    for mark in value.marks:
        write_mark(root, mark)


def read_data(element: Element) -> LaunchData | None:
    """Read `infData`; None where it names no phase, or holds something that is no mark we know."""
    phase = _read_phase(element)
    known = (LA.phase, LA.applicationID, LA.status)
    marks = _all([read_mark(child) for child in element.iterchildren("*") if child.tag not in known])
    if phase is None or marks is None:
        return None
    return LaunchData(
        phase=phase, application_id=word(element, LA.applicationID), status=_read_status(element), marks=marks
    )


def _write_status(parent: Element, status: LaunchStatus) -> None:
    element = add(parent, LA.status, status.text)
    element.set("s", status.value)
    for key, written in (("lang", status.lang), ("name", status.name)):
        if written is not None:
            element.set(key, written)


def _read_status(parent: Element) -> LaunchStatus | None:
    element = parent.find(LA.status)
    if element is None:
        return None
    return LaunchStatus(
        value=attribute(element, "s"),
        name=attribute(element, "name") or None,
        text=line(element) or None,
        lang=attribute(element, "lang") or None,
    )


# create (section 3.3)


def write_create(parent: Element, value: LaunchCreate) -> None:
    """Append `create`."""
    root = add_object(parent, LA, LA.create)
    if value.object is not None:
        root.set("type", value.object)
    _write_phase(root, value.phase)
    if value.marks is not None:
        _write_marks(root, value.marks)
    for notice in value.notices:
        entry = add(root, LA.notice)
        _write_validated(entry, LA.noticeID, notice.id, notice.validator)
        add(entry, LA.notAfter, notice.not_after)
        add(entry, LA.acceptedDate, notice.accepted)


def read_create(element: Element) -> LaunchCreate | None:
    """Read `create`; None where it names no phase, an unknown kind of object, or holds what we do not know."""
    phase, kind = _read_phase(element), attribute(element, "type")
    known = (LA.phase, LA.notice)
    proofs = [child for child in element.iterchildren("*") if child.tag not in known]
    marks = _read_marks(proofs)
    if phase is None or kind not in _OBJECTS or (proofs and marks is None):
        return None
    notices = tuple(_read_notice(notice) for notice in element.iterfind(LA.notice))
    return LaunchCreate(phase=phase, object=_OBJECTS[kind], marks=marks, notices=notices)


def _read_notice(element: Element) -> ClaimsNotice:
    identifier = element.find(LA.noticeID)
    return ClaimsNotice(
        id=text(element, LA.noticeID),
        not_after=text(element, LA.notAfter),
        accepted=text(element, LA.acceptedDate),
        validator=None if identifier is None else _validator(identifier),
    )


def _write_marks(parent: Element, marks: _Marks) -> None:
    match marks:
        case CodeMarks():
            for code_mark in marks.marks:
                _write_code_mark(parent, code_mark)
        case SignedMarks():
            for signed in marks.marks:
                write_signed_mark(parent, signed)
        case EncodedSignedMarks():
            for encoded in marks.marks:
                write_encoded(parent, encoded)


def _read_marks(proofs: list[Element]) -> _Marks | None:
    """Marks of one kind; None where there is none, or one that we do not know, or where kinds are mixed."""
    kinds = {str(proof.tag) for proof in proofs}
    if kinds == {LA.codeMark}:
        codes = _all([_read_code_mark(proof) for proof in proofs])
        return None if codes is None else CodeMarks(marks=codes)
    if kinds == {SM.signedMark}:
        signed = _all([read_signed_mark(proof) for proof in proofs])
        return None if signed is None else SignedMarks(marks=signed)
    if kinds == {SM.encodedSignedMark}:
        return EncodedSignedMarks(marks=tuple(read_encoded(proof) for proof in proofs))
    return None


def _write_code_mark(parent: Element, value: CodeMark) -> None:
    root = add(parent, LA.codeMark)
    if value.code is not None:
        _write_validated(root, LA.code, value.code.code.reveal(), value.code.validator)
    if value.mark is not None:
        write_mark(root, value.mark)


def _read_code_mark(element: Element) -> CodeMark | None:
    """None where it holds a mark that we do not know."""
    code = element.find(LA.code)
    marks = _all([read_mark(child) for child in element.iterchildren("*") if child.tag != LA.code])
    if marks is None or len(marks) > 1:
        return None
    return CodeMark(
        code=None if code is None else MarkCode(code=Secret(line(code)), validator=_validator(code)),
        mark=marks[0] if marks else None,
    )


# One application: the answer to create (section 3.3.5), update (section 3.4), delete (section 3.5)


def write_created(parent: Element, value: LaunchCreated) -> None:
    """Append `creData`."""
    _write_application(parent, LA.creData, value)


def read_created(element: Element) -> LaunchCreated | None:
    """Read `creData`; None where it names no phase."""
    return _read_application(LaunchCreated, element)


def write_update(parent: Element, value: LaunchUpdate) -> None:
    """Append `update`."""
    _write_application(parent, LA.update, value)


def read_update(element: Element) -> LaunchUpdate | None:
    """Read `update`; None where it names no phase."""
    return _read_application(LaunchUpdate, element)


def write_delete(parent: Element, value: LaunchDelete) -> None:
    """Append `delete`."""
    _write_application(parent, LA.delete, value)


def read_delete(element: Element) -> LaunchDelete | None:
    """Read `delete`; None where it names no phase."""
    return _read_application(LaunchDelete, element)


def _write_application(parent: Element, tag: str, value: LaunchCreated | LaunchUpdate | LaunchDelete) -> None:
    root = add_object(parent, LA, tag)
    _write_phase(root, value.phase)
    add(root, LA.applicationID, value.application_id)


def _read_application(kind: type[_Application], element: Element) -> _Application | None:
    phase = _read_phase(element)
    return None if phase is None else kind(phase=phase, application_id=text(element, LA.applicationID))


# Parts


def _write_phase(parent: Element, value: LaunchPhase) -> None:
    element = add(parent, LA.phase, value.phase)
    if value.name is not None:
        element.set("name", value.name)


def _read_phase(parent: Element) -> LaunchPhase | None:
    element = parent.find(LA.phase)
    if element is None or not line(element):
        return None
    return LaunchPhase(phase=line(element), name=attribute(element, "name") or None)


def _write_validated(parent: Element, tag: str, written: str, validator: str | None) -> None:
    element = add(parent, tag, written)
    if validator is not None:
        element.set("validatorID", validator)


def _validator(element: Element) -> str | None:
    return attribute(element, "validatorID") or None


def _all(read: list[_Read | None]) -> tuple[_Read, ...] | None:
    """What was read, unless there is something among it that was not."""
    known = tuple(value for value in read if value is not None)
    return known if len(known) == len(read) else None


def _on(verb: str) -> frozenset[str]:
    return frozenset({f"domain.{verb}"})


EXTENSIONS = (
    ExtensionRow(ClaimsCheck, LA.check, write_check, read_check, commands=_on("check")),
    ExtensionRow(AvailabilityCheck, LA.check, write_check, read_check, commands=_on("check")),
    ExtensionRow(TrademarkCheck, LA.check, write_check, read_check, commands=_on("check")),
    ExtensionRow(LaunchChecked, LA.chkData, write_checked, read_checked, answers=_on("check")),
    ExtensionRow(LaunchInfo, LA.info, write_info, read_info, commands=_on("info")),
    ExtensionRow(LaunchData, LA.infData, write_data, read_data, answers=_on("info") | {"poll"}),
    ExtensionRow(LaunchCreate, LA.create, write_create, read_create, commands=_on("create")),
    ExtensionRow(LaunchCreated, LA.creData, write_created, read_created, answers=_on("create")),
    ExtensionRow(LaunchUpdate, LA.update, write_update, read_update, commands=_on("update")),
    ExtensionRow(LaunchDelete, LA.delete, write_delete, read_delete, commands=_on("delete")),
)
