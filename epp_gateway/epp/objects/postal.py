"""Parts of contacts (RFC 5733 sections 2.3 to 2.5 and 2.9): postal addresses, telephone numbers, disclosure."""

from typing import get_args

from epp_gateway.epp.xml.build import add, add_all, add_maybe
from epp_gateway.epp.xml.namespaces import C
from epp_gateway.epp.xml.parse import Element
from epp_gateway.epp.xml.read import attribute, flag, line, maybe, text
from epp_gateway.model.objects import Disclosure, Phone, Place, PostalChange, PostalInfo, PostalType

_TYPES: dict[str, PostalType] = {word: word for word in get_args(PostalType)}


def write_addresses(parent: Element, forms: tuple[PostalInfo, ...]) -> None:
    """Append one `postalInfo` for each."""
    for form in forms:
        root = add(parent, C.postalInfo)
        root.set("type", form.type)
        add(root, C.name, form.name)
        add_maybe(root, C.org, form.org)
        _write_place(root, form)


def read_addresses(parent: Element) -> tuple[PostalInfo, ...]:
    """Read every `postalInfo`."""
    return tuple(_read_address(form) for form in parent.iterfind(C.postalInfo))


def write_changes(parent: Element, changes: tuple[PostalChange, ...]) -> None:
    """Append one `postalInfo` for each, with what changes."""
    for change in changes:
        root = add(parent, C.postalInfo)
        root.set("type", change.type)
        add_maybe(root, C.name, change.name)
        add_maybe(root, C.org, change.org)
        if change.place is not None:
            _write_place(root, change.place)


def read_changes(parent: Element) -> tuple[tuple[PostalInfo, ...], tuple[PostalChange, ...]]:
    """Read every `postalInfo` of an update: whole addresses, and parts."""
    forms = parent.findall(C.postalInfo)
    whole = tuple(_read_address(form) for form in forms if _is_whole(form))
    return whole, tuple(_read_change(form) for form in forms if not _is_whole(form))


def _is_whole(form: Element) -> bool:
    return form.find(C.name) is not None and form.find(C.addr) is not None


def _write_place(parent: Element, place: Place | PostalInfo) -> None:
    root = add(parent, C.addr)
    add_all(root, C.street, place.street)
    add(root, C.city, place.city)
    add_maybe(root, C.sp, place.sp)
    add_maybe(root, C.pc, place.pc)
    add(root, C.cc, place.cc)


def _read_address(form: Element) -> PostalInfo:
    place = form.find(C.addr)
    place = form if place is None else place
    return PostalInfo(
        type=_type_of(form),
        name=text(form, C.name),
        org=maybe(form, C.org),
        street=_streets(place),
        city=text(place, C.city),
        sp=maybe(place, C.sp),
        pc=maybe(place, C.pc),
        cc=text(place, C.cc).upper(),
    )


def _read_change(form: Element) -> PostalChange:
    place = form.find(C.addr)
    return PostalChange(
        type=_type_of(form),
        name=maybe(form, C.name),
        org=maybe(form, C.org),
        place=None if place is None else _read_place(place),
    )


def _read_place(place: Element) -> Place:
    return Place(
        street=_streets(place),
        city=text(place, C.city),
        sp=maybe(place, C.sp),
        pc=maybe(place, C.pc),
        cc=text(place, C.cc).upper(),
    )


def _streets(place: Element) -> tuple[str, ...]:
    return tuple(line(street) for street in place.iterfind(C.street))


def _type_of(element: Element) -> PostalType:
    return _TYPES.get(attribute(element, "type"), "int")


def write_phone(parent: Element, tag: str, phone: Phone | None) -> None:
    """Append `voice` or `fax` where there is one."""
    if phone is not None:
        element = add(parent, tag, phone.number)
        if phone.ext is not None:
            element.set("x", phone.ext)


def read_phone(parent: Element, tag: str) -> Phone | None:
    """Read `voice` or `fax`."""
    element = parent.find(tag)
    if element is None:
        return None
    return Phone(number=line(element), ext=attribute(element, "x") or None)


def write_disclosure(parent: Element, disclosure: Disclosure | None) -> None:
    """Append `disclose` where there is one."""
    if disclosure is None:
        return
    root = add(parent, C.disclose)
    root.set("flag", "1" if disclosure.flag else "0")
    for tag, types in ((C.name, disclosure.name), (C.org, disclosure.org), (C.addr, disclosure.addr)):
        for form in types:
            add(root, tag).set("type", form)
    for tag, is_meant in ((C.voice, disclosure.voice), (C.fax, disclosure.fax), (C.email, disclosure.email)):
        if is_meant:
            add(root, tag)


def read_disclosure(parent: Element) -> Disclosure | None:
    """Read `disclose`; one that does not say whether to show or to hide counts as absent."""
    root = parent.find(C.disclose)
    shown = flag(root, "flag")
    if root is None or shown is None:
        return None
    return Disclosure(
        flag=shown,
        name=_types_of(root, C.name),
        org=_types_of(root, C.org),
        addr=_types_of(root, C.addr),
        voice=root.find(C.voice) is not None,
        fax=root.find(C.fax) is not None,
        email=root.find(C.email) is not None,
    )


def _types_of(root: Element, tag: str) -> tuple[PostalType, ...]:
    return tuple(_type_of(element) for element in root.iterfind(tag))
