"""What domains, hosts and contacts share: statuses, check answers, transfers, ends of pending actions.

Readers serve both sides: on a schema-valid frame they are exact, on a crooked one they take what they find.
"""

from typing import Literal

from epp_gateway.epp.xml.build import add, add_maybe, add_object, set_maybe
from epp_gateway.epp.xml.namespaces import C, D, E, H, Tags
from epp_gateway.epp.xml.parse import Element
from epp_gateway.epp.xml.read import Parent, attribute, flag, line, text, texts, word
from epp_gateway.model.intent import ObjectKind
from epp_gateway.model.objects import CheckData, CheckItem, PendingResult, Status, TransferData

TAGS: dict[ObjectKind, Tags] = {"domain": D, "host": H, "contact": C}
"""The tags of each kind of object."""


def identifier(tags: Tags) -> str:
    """The tag that names an object: contacts have an id, all others a name."""
    return tags.id if tags is C else tags.name


def spelt(tags: Tags, written: str) -> str:
    """An object's name as we spell it: names in lower case, contact ids as they are."""
    return written if tags is C else written.lower()


# Statuses (RFC 5731 section 2.3)


def write_statuses(parent: Element, tags: Tags, statuses: tuple[Status, ...]) -> None:
    """Append one `status` for each, with the free text where there is one."""
    for status in statuses:
        element = add(parent, tags.status, status.text)
        element.set("s", status.value)
        set_maybe(element, "lang", status.lang)


def read_statuses(parent: Parent, tags: Tags) -> tuple[Status, ...]:
    """Read all `status` elements that have a value."""
    return tuple(
        Status(value=value, text=line(element) or None, lang=attribute(element, "lang") or None)
        for element in parent.iterfind(tags.status)
        if (value := attribute(element, "s"))
    )


def write_status_words(parent: Element, tags: Tags, words: tuple[str, ...], texts: tuple[Status, ...] = ()) -> None:
    """Append one `status` for each value, as updates name them, with its text where there is one."""
    told = {status.value: status for status in texts}
    write_statuses(parent, tags, tuple(told.get(value) or Status(value=value) for value in words))


def read_status_words(parent: Element | None, tags: Tags) -> tuple[str, ...]:
    """Read the values of all `status` elements."""
    return () if parent is None else tuple(status.value for status in read_statuses(parent, tags))


def read_status_texts(parent: Element | None, tags: Tags) -> tuple[Status, ...]:
    """Read those `status` elements that say more than a value; each value once, as its last element says it."""
    if parent is None:
        return ()
    told = {status.value: status for status in read_statuses(parent, tags)}
    return tuple(status for status in told.values() if status != Status(value=status.value))


# Commands that only name objects


def write_names(verb: Element, tags: Tags, names: tuple[str, ...]) -> None:
    """Append the object element of a check, named after the verb, with one identifier each."""
    root = add_object(verb, tags, f"{{{tags.namespace}}}{verb_name(verb)}")
    for name in names:
        add(root, identifier(tags), name)


def read_names(element: Element, tags: Tags) -> tuple[str, ...]:
    """Read all identifiers of a check."""
    return tuple(spelt(tags, name) for name in texts(element, identifier(tags)))


def verb_name(verb: Element) -> str:
    """The local name of a verb's element."""
    return str(verb.tag).rpartition("}")[2]


# chkData (RFC 5731 section 3.1.1)


def write_check_data(parent: Element, data: CheckData) -> None:
    """Append `chkData`."""
    tags = TAGS[data.kind]
    root = add_object(parent, tags, tags.chkData)
    for item in data.items:
        answer = add(root, tags.cd)
        add(answer, identifier(tags), item.name).set("avail", "1" if item.available else "0")
        if item.reason is not None:
            set_maybe(add(answer, tags.reason, item.reason), "lang", item.lang)


def read_check_data(kind: ObjectKind, element: Element) -> CheckData:
    """Read `chkData`; what does not say that it is available is not."""
    tags = TAGS[kind]
    return CheckData(kind=kind, items=tuple(_check_item(tags, answer) for answer in element.iterfind(tags.cd)))


def _check_item(tags: Tags, answer: Element) -> CheckItem:
    reason = answer.find(tags.reason)
    told = None if reason is None else line(reason) or None
    return CheckItem(
        name=spelt(tags, text(answer, identifier(tags))),
        available=flag(answer.find(identifier(tags)), "avail") is True,
        reason=told,
        lang=None if reason is None or told is None else attribute(reason, "lang") or None,
    )


# trnData (RFC 5731 section 3.1.3, RFC 5733 section 3.1.3)


def write_transfer_data(parent: Element, data: TransferData) -> None:
    """Append `trnData`."""
    tags = TAGS[data.kind]
    root = add_object(parent, tags, tags.trnData)
    add(root, identifier(tags), data.name)
    add(root, tags.trStatus, data.status)
    add(root, tags.reID, data.requested_by)
    add(root, tags.reDate, data.requested_at)
    add(root, tags.acID, data.acting)
    add(root, tags.acDate, data.act_by)
    add_maybe(root, tags.exDate, data.expires)


def read_transfer_data(kind: Literal["domain", "contact"], element: Element) -> TransferData:
    """Read `trnData`."""
    tags = TAGS[kind]
    return TransferData(
        kind=kind,
        name=spelt(tags, text(element, identifier(tags))),
        status=text(element, tags.trStatus),
        requested_by=text(element, tags.reID),
        requested_at=text(element, tags.reDate),
        acting=text(element, tags.acID),
        act_by=text(element, tags.acDate),
        expires=word(element, tags.exDate),
    )


# panData (RFC 5731 section 3.3)


def write_pending_result(parent: Element, data: PendingResult) -> None:
    """Append `panData`."""
    tags = TAGS[data.kind]
    root = add_object(parent, tags, tags.panData)
    add(root, identifier(tags), data.name).set("paResult", "1" if data.ok else "0")
    transaction = add(root, tags.paTRID)
    add_maybe(transaction, E.clTRID, data.cltrid)
    add(transaction, E.svTRID, data.svtrid)
    add(root, tags.paDate, data.at)


def read_pending_result(kind: ObjectKind, element: Element) -> PendingResult | None:
    """Read `panData`; None where it does not say how the action ended, since that must not be guessed."""
    tags = TAGS[kind]
    ok = flag(element.find(identifier(tags)), "paResult")
    if ok is None:
        return None
    transaction = element.find(tags.paTRID)
    return PendingResult(
        kind=kind,
        name=spelt(tags, text(element, identifier(tags))),
        ok=ok,
        cltrid=None if transaction is None else word(transaction, E.clTRID),
        svtrid="" if transaction is None else text(transaction, E.svTRID),
        at=text(element, tags.paDate),
    )
