"""Frames of servers: greetings and responses to trees, and any tree of a server to a value, crooked ones too."""

from epp_gateway.model.mappings import OpaqueData
from epp_gateway.model.objects import ResponseData
from epp_gateway.model.responses import Greeting, MessageQueue, Response

from .errors import Unreadable
from .objects.opaque import read_data
from .objects.poll import read_queue, write_queue
from .objects.result import read_result, write_result
from .objects.session import read_greeting, write_greeting
from .requests import read_extensions, write_extensions
from .tables import DATA_READERS, DATA_WRITERS
from .xml.build import add, add_maybe, frame
from .xml.namespaces import E
from .xml.parse import Element
from .xml.read import Parts, word


def write_greeting_frame(greeting: Greeting) -> Element:
    """Build a greeting frame."""
    root = frame()
    write_greeting(root, greeting)
    return root


def write_response_frame(response: Response) -> Element:
    """Build a response frame; `deviations` is about reading and is not written."""
    root = frame()
    body = add(root, E.response)
    for result in response.results:
        write_result(body, result)
    if response.queue is not None:
        write_queue(body, response.queue)
    if response.data is not None:
        place = add(body, E.resData)
        for data in response.all_data:
            DATA_WRITERS[type(data)](place, data)
    write_extensions(body, response.extensions)
    transaction = add(body, E.trID)
    add_maybe(transaction, E.clTRID, response.cltrid)
    add_maybe(transaction, E.svTRID, response.svtrid)
    return root


def read_server_frame(root: Element, mended: tuple[str, ...], *, is_valid: bool) -> Greeting | Response:
    """Read what a server said.

    Args:
        root: the `epp` element.
        mended: deviations that parsing has mended already.
        is_valid: whether the schemas accept it.

    Raises:
        Unreadable: when there is neither a greeting nor a result code.
    """
    frame = Parts(root)
    greeting = frame.find(E.greeting)
    if greeting is not None:
        return read_greeting(greeting)
    body = frame.find(E.response)
    body = root if body is None else body
    parts = Parts(body)
    results = tuple(filter(None, map(read_result, parts.iterfind(E.result))))
    if not results:
        raise Unreadable("the frame has neither a greeting nor a result code")
    cltrid, svtrid = _transaction(parts)
    data, further, index = _data(parts)
    return Response(
        results=results,
        svtrid=svtrid,
        cltrid=cltrid,
        queue=_queue(parts),
        data=data,
        further=further,
        data_index=index,
        extensions=read_extensions(parts),
        deviations=(*mended, *_deviations(parts, is_valid=is_valid, has_cltrid=cltrid is not None, data=data)),
    )


def _transaction(body: Parts) -> tuple[str | None, str | None]:
    """Both transaction ids."""
    element = body.find(E.trID)
    if element is None:
        return None, None
    parts = Parts(element)
    return word(parts, E.clTRID), word(parts, E.svTRID)


def _queue(body: Parts) -> MessageQueue | None:
    element = body.find(E.msgQ)
    return None if element is None else read_queue(element)


def _data(body: Parts) -> tuple[ResponseData | None, tuple[ResponseData, ...], int]:
    """The first data that we know, or the first; all others; and where it stood among them."""
    found = [_read_data(element) for place in body.iterfind(E.resData) for element in place.iterchildren("*")]
    if not found:
        return None, (), 0
    index = next((index for index, data in enumerate(found) if not isinstance(data, OpaqueData)), 0)
    return found[index], (*found[:index], *found[index + 1 :]), index


def _read_data(element: Element) -> ResponseData:
    reader = DATA_READERS.get(str(element.tag))
    known = None if reader is None else reader(element)
    return read_data(element) if known is None else known


def _deviations(body: Parts, *, is_valid: bool, has_cltrid: bool, data: ResponseData | None) -> tuple[str, ...]:
    """Name each kind of deviation, one word each, for one log line a kind."""
    kinds = []
    if not is_valid:
        kinds.append("schema-invalid")
    if not has_cltrid:
        kinds.append("no-cltrid")
    place = body.find(E.resData)
    if place is not None and data is None and place.find("*") is None:
        kinds.append("empty-resdata")
    if isinstance(data, OpaqueData):
        kinds.append("unknown-data")
    if not is_valid and _comes_after(body, E.resData, E.trID):
        kinds.append("resdata-after-trid")
    return tuple(kinds)


def _comes_after(body: Parts, later: str, earlier: str) -> bool:
    one, other = body.find(later), body.find(earlier)
    if one is None or other is None:
        return False
    return any(sibling is other for sibling in one.itersiblings(preceding=True))
