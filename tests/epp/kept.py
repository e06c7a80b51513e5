"""Elements of the frames of `fixtures/` as the texts that we carry, read without the code that is tested."""

from pathlib import Path

from lxml import etree

from epp_gateway.model.extensions import OpaqueExtension
from epp_gateway.model.mappings import OpaqueCommand, OpaqueData
from epp_gateway.model.responses import Response
from tests.epp.words import answered

FRAMES = Path(__file__).parents[2] / "fixtures"


def texts(path: str, place: str) -> list[tuple[str, str]]:
    """Namespace and canonical text of each element in the places of that name."""
    found = etree.parse(FRAMES / path).iterfind(f".//{{urn:ietf:params:xml:ns:epp-1.0}}{place}/*")
    return [(etree.QName(node).namespace or "", _canonical(node)) for node in found]


def _canonical(node: etree._Element) -> str:
    return etree.tostring(node, method="c14n", exclusive=True, with_tail=False).decode()


def extensions(path: str) -> tuple[OpaqueExtension, ...]:
    return tuple(OpaqueExtension(namespace=space, xml=xml) for space, xml in texts(path, "extension"))


def data(path: str) -> tuple[OpaqueData, ...]:
    return tuple(OpaqueData(namespace=space, xml=xml) for space, xml in texts(path, "resData"))


def command(path: str, verb: str) -> OpaqueCommand:
    ((space, xml),) = texts(path, verb)
    return OpaqueCommand(verb=verb, namespace=space, xml=xml)  # type: ignore[arg-type]  # the frame has no other


def opaquely(path: str) -> Response:
    """An answer of which we know nothing but the envelope."""
    first, *others = data(path) or (None,)
    reply = answered(first, *extensions(path))
    return Response(
        results=reply.results,
        svtrid=reply.svtrid,
        cltrid=reply.cltrid,
        data=first,
        further=tuple(other for other in others if other is not None),
        extensions=reply.extensions,
        deviations=() if first is None else ("unknown-data",),
    )
