"""What a client did not announce at login, told all the same (RFC 9038): beside a successful result, as an `extValue`.

On the wire such an element stands in `value`, and `reason` names its namespace. Our values know no such place: what
stood there is read as the data or extension that it is, and `Response.unhandled` names the namespaces. So both sides
move elements of whole trees, and no mapping knows of it. An element that no mapping of ours knows counts as an
extension: the frame does not say where it was meant to be.
"""

from collections.abc import Collection, Iterable, Mapping

from lxml import etree
from msgspec.structs import replace

from epp_gateway.model.commands import Command, Poll
from epp_gateway.model.responses import Response

from .errors import InvalidFrame
from .rows import Writer
from .tables import DATA_READERS, DATA_WRITERS, EXTENSION_WRITERS
from .xml.build import add, frame, whole
from .xml.namespaces import CARRIED_OBJECTS, EPP, UNHANDLED, E
from .xml.parse import Element
from .xml.read import attribute, text

_PLACES = (E.resData, E.extension)


def seen_by(response: Response, command: Command, services: Collection[str]) -> Response:
    """What a client gets that announced these services at login, objects and extensions together.

    Notices keep everything (section 6). In other successful answers data is kept too; an extension only where the
    client says that it looks for such things, else it is left out (section 5). Refusals keep what the client knows.
    """
    data = response.all_data
    data_spaces = [_namespace(DATA_WRITERS, value) for value in data]
    extension_spaces = [_namespace(EXTENSION_WRITERS, value) for value in response.extensions]
    keeps_data = response.is_success
    keeps_extensions = response.is_success and (isinstance(command, Poll) or UNHANDLED in services)
    kept = [value for value, space in zip(data, data_spaces, strict=True) if keeps_data or space in services]
    foreign = (*(data_spaces if keeps_data else ()), *(extension_spaces if keeps_extensions else ()))
    if len(kept) < len(data):
        response = replace(response, data=kept[0] if kept else None, further=tuple(kept[1:]), data_index=0)
    return replace(
        response,
        extensions=tuple(
            value
            for value, space in zip(response.extensions, extension_spaces, strict=True)
            if keeps_extensions or space in services
        ),
        unhandled=_unique(space for space in foreign if space not in services),
    )


def set_aside(root: Element, namespaces: Collection[str]) -> None:
    """Move every data and extension of these namespaces beside the result.

    Raises:
        InvalidFrame: 2001 for a response that is no success (section 3).
    """
    body = root.find(E.response)
    if body is None:
        return
    result = next((found for found in body.iterfind(E.result) if _is_success(found)), None)
    if result is None:
        raise InvalidFrame(2001, ("only a successful response may tell what the client did not announce",))
    for place in list(body.iterchildren(*_PLACES)):
        for element in list(place.iterchildren("*")):
            namespace = _namespace_of(element)
            if namespace in namespaces:
                pair = add(result, E.extValue)
                add(pair, E.value).append(element)
                add(pair, E.reason, f"{namespace} not in login services")
        if len(place) == 0:
            body.remove(place)


def put_back(root: Element) -> tuple[str, ...]:
    """Move what stands beside a successful result to where it belongs, and give its namespaces."""
    body = root.find(E.response)
    body = root if body is None else body
    found: list[str] = []
    for result in body.iterfind(E.result):
        if _is_success(result):
            for pair in list(result.iterchildren(E.extValue)):
                element = _told(pair)
                if element is not None:
                    result.remove(pair)
                    _place_for(element, body).append(element)
                    found.append(_namespace_of(element))
    return _unique(found)


def _told(pair: Element) -> Element | None:
    """The element that a server sets aside; None where the pair is about something else."""
    value = pair.find(E.value)
    inside = [] if value is None else list(value.iterchildren("*"))
    if len(inside) != 1:
        return None
    namespace = _namespace_of(inside[0])
    return inside[0] if namespace not in ("", EPP) and namespace in text(pair, E.reason).split() else None


def _place_for(element: Element, body: Element) -> Element:
    """`resData` or `extension`, which is made where it has to be."""
    is_data = element.tag in DATA_READERS or _namespace_of(element) in CARRIED_OBJECTS
    tag = E.resData if is_data else E.extension
    place = body.find(tag)
    if place is not None:
        return place
    place = etree.SubElement(body, tag)
    behind = (E.extension, E.trID) if tag == E.resData else (E.trID,)
    following = next(body.iterchildren(*behind), None)
    if following is not None:
        following.addprevious(place)
    return place


def _is_success(result: Element) -> bool:
    return attribute(result, "code").startswith("1")


def _namespace(writers: Mapping[type, Writer], value: object) -> str:
    place = frame()
    writers[type(value)](place, value)
    return _namespace_of(whole(place)[0])


def _namespace_of(element: Element) -> str:
    return etree.QName(element).namespace or ""


def _unique(namespaces: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(namespaces))
