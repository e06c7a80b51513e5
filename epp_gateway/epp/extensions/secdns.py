"""secDNS-1.1 (RFC 5910): DS records or keys on a domain create, a domain update and a domain info answer.

What the grammar lets pass and section 4 forbids, a frame of both interfaces, is refused in a command.
"""

from collections.abc import Iterable

from epp_gateway.epp.errors import InvalidFrame
from epp_gateway.epp.rows import ExtensionRow
from epp_gateway.epp.xml.build import add, add_maybe, add_object
from epp_gateway.epp.xml.namespaces import SD
from epp_gateway.epp.xml.parse import Element
from epp_gateway.epp.xml.read import boolean, flag, number, text
from epp_gateway.model.extensions import (
    DsChange,
    DsData,
    DsRecords,
    KeyChange,
    KeyData,
    KeyRecords,
    RemoveAll,
    SecDnsCreate,
    SecDnsData,
    SecDnsUpdate,
)

_Records = DsRecords | KeyRecords
_Change = DsChange | KeyChange | RemoveAll

# create (section 5.2.1) and infData (section 5.1.2)


def write_create(parent: Element, value: SecDnsCreate) -> None:
    """Append `create`."""
    _write_set(add_object(parent, SD, SD.create), value.data, value.max_sig_life)


def read_create(element: Element) -> SecDnsCreate | None:
    """Read `create`; None where there is no whole record in it."""
    data = _read_records(element)
    return None if data is None else SecDnsCreate(data=data, max_sig_life=_max_sig_life(element))


def write_data(parent: Element, value: SecDnsData) -> None:
    """Append `infData`."""
    _write_set(add_object(parent, SD, SD.infData), value.data, value.max_sig_life)


def read_data(element: Element) -> SecDnsData | None:
    """Read `infData`; None where there is no whole record in it."""
    data = _read_records(element)
    return None if data is None else SecDnsData(data=data, max_sig_life=_max_sig_life(element))


def _write_set(root: Element, data: _Records, max_sig_life: int | None) -> None:
    add_maybe(root, SD.maxSigLife, None if max_sig_life is None else str(max_sig_life))
    _write_records(root, data.records)


# update (section 5.2.5)


def write_update(parent: Element, value: SecDnsUpdate) -> None:
    """Append `update`: what goes before what comes. Where nothing changes, an empty `chg` says so."""
    root = add_object(parent, SD, SD.update)
    if value.urgent:
        root.set("urgent", "true")
    match value.change:
        case RemoveAll(add=added):
            add(add(root, SD.rem), SD.all, "true")
            _write_part(root, SD.add, () if added is None else added.records)
        case DsChange() | KeyChange() as change:
            _write_part(root, SD.rem, change.rem)
            _write_part(root, SD.add, change.add)
    if value.max_sig_life is not None:
        add(add(root, SD.chg), SD.maxSigLife, str(value.max_sig_life))
    elif len(root) == 0:
        add(root, SD.chg)


def read_update(element: Element) -> SecDnsUpdate | None:
    """Read `update`; None where a record is not whole. A wish inside `add` counts unless `chg` has another.

    Raises:
        InvalidFrame: 2003 where it has nothing inside, 2306 where it is of both interfaces.
    """
    rem, added, chg = element.find(SD.rem), element.find(SD.add), element.find(SD.chg)
    if rem is None and added is None and chg is None:
        raise InvalidFrame(2003, ("`secDNS:update` has neither `rem` nor `add` nor `chg`",))
    gone, come = _read_maybe(rem), _read_maybe(added)
    removes_all = rem is not None and boolean(rem, SD.all) is True
    if (rem is not None and gone is None and rem.find(SD.all) is None) or (added is not None and come is None):
        return None
    return SecDnsUpdate(
        change=RemoveAll(add=come) if removes_all else _change(gone, come),
        max_sig_life=next((life for part in (chg, added) if (life := _max_sig_life(part)) is not None), None),
        urgent=flag(element, "urgent") is True,
    )


def _change(gone: _Records | None, come: _Records | None) -> _Change | None:
    match gone, come:
        case None, None:
            return None
        case ((DsRecords() | None), (DsRecords() | None)):
            return DsChange(rem=gone.records if gone else (), add=come.records if come else ())
        case ((KeyRecords() | None), (KeyRecords() | None)):
            return KeyChange(rem=gone.records if gone else (), add=come.records if come else ())
        case _:
            raise InvalidFrame(2306, ("one `secDNS:update` is about DS data or about key data, never both",))


# Records (sections 4.1 and 4.2)


def _write_part(root: Element, tag: str, records: tuple[DsData, ...] | tuple[KeyData, ...]) -> None:
    if records:
        _write_records(add(root, tag), records)


def _write_records(parent: Element, records: Iterable[DsData | KeyData]) -> None:
    for record in records:
        match record:
            case DsData():
                _write_ds(parent, record)
            case KeyData():
                _write_key(parent, record)


def _write_ds(parent: Element, ds: DsData) -> None:
    element = add(parent, SD.dsData)
    add(element, SD.keyTag, str(ds.key_tag))
    add(element, SD.alg, str(ds.alg))
    add(element, SD.digestType, str(ds.digest_type))
    add(element, SD.digest, ds.digest)
    if ds.key is not None:
        _write_key(element, ds.key)


def _write_key(parent: Element, key: KeyData) -> None:
    element = add(parent, SD.keyData)
    add(element, SD.flags, str(key.flags))
    add(element, SD.protocol, str(key.protocol))
    add(element, SD.alg, str(key.alg))
    add(element, SD.pubKey, key.public_key)


def _read_maybe(part: Element | None) -> _Records | None:
    return None if part is None else _read_records(part)


def _read_records(parent: Element) -> _Records | None:
    """All records; None where there is none, where one is not whole, or where they are of both interfaces."""
    ds = [_read_ds(element) for element in parent.iterfind(SD.dsData)]
    keys = [_read_key(element) for element in parent.iterfind(SD.keyData)]
    if None in ds or None in keys or bool(ds) == bool(keys):
        return None
    if ds:
        return DsRecords(records=tuple(record for record in ds if record is not None))
    return KeyRecords(records=tuple(key for key in keys if key is not None))


def _read_ds(element: Element) -> DsData | None:
    """A digest, in capitals and without the blanks that some registries group it by."""
    tag, alg, kind = (_number(element, tag) for tag in (SD.keyTag, SD.alg, SD.digestType))
    inside = element.find(SD.keyData)
    key = None if inside is None else _read_key(inside)
    if tag is None or alg is None or kind is None or (inside is not None and key is None):
        return None
    return DsData(key_tag=tag, alg=alg, digest_type=kind, digest=_unbroken(element, SD.digest).upper(), key=key)


def _read_key(element: Element) -> KeyData | None:
    """A key, its base 64 without the line breaks that it may have."""
    flags, protocol, alg = (_number(element, tag) for tag in (SD.flags, SD.protocol, SD.alg))
    if flags is None or protocol is None or alg is None:
        return None
    return KeyData(flags=flags, protocol=protocol, alg=alg, public_key=_unbroken(element, SD.pubKey))


def _unbroken(parent: Element, tag: str) -> str:
    return "".join(text(parent, tag).split())


def _max_sig_life(parent: Element | None) -> int | None:
    return None if parent is None else _number(parent, SD.maxSigLife)


def _number(parent: Element, tag: str) -> int | None:
    """A whole number; XML Schema allows a plus sign."""
    return number(text(parent, tag).removeprefix("+"))


EXTENSIONS = (
    ExtensionRow(SecDnsCreate, SD.create, write_create, read_create, commands=frozenset({"domain.create"})),
    ExtensionRow(SecDnsUpdate, SD.update, write_update, read_update, commands=frozenset({"domain.update"})),
    ExtensionRow(SecDnsData, SD.infData, write_data, read_data, answers=frozenset({"domain.info", "poll"})),
)
