"""Elements of the frames of `fixtures/` as the texts that we carry, read without the code that is tested."""

from pathlib import Path

from lxml import etree

from epp_gateway.model.extensions import OpaqueExtension
from epp_gateway.model.mappings import OpaqueCommand, OpaqueData

FRAMES = Path(__file__).parents[2] / "fixtures"


def texts(path: str, place: str) -> list[tuple[str, str]]:
    """Namespace and canonical text of each element in the places of that name."""
    found = etree.parse(FRAMES / path).iterfind(f".//{{urn:ietf:params:xml:ns:epp-1.0}}{place}/*")
    return [(etree.QName(node).namespace or "", _canonical(node)) for node in found]


def _canonical(node: etree._Element) -> str:
    prefixes = [prefix for prefix in node.nsmap if prefix]
    return etree.tostring(node, method="c14n", exclusive=True, inclusive_ns_prefixes=prefixes, with_tail=False).decode()


def extensions(path: str) -> tuple[OpaqueExtension, ...]:
    return tuple(OpaqueExtension(namespace=space, xml=xml) for space, xml in texts(path, "extension"))


def data(path: str) -> tuple[OpaqueData, ...]:
    return tuple(OpaqueData(namespace=space, xml=xml) for space, xml in texts(path, "resData"))


def command(path: str, verb: str) -> OpaqueCommand:
    ((space, xml),) = texts(path, verb)
    return OpaqueCommand(verb=verb, namespace=space, xml=xml)  # type: ignore[arg-type]  # the frame has no other
