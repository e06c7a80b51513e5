"""Two bundles of grammars to be compared: those of the RFCs, and ours.

Both also know one namespace that no standard speaks of (`FOREIGN`), so that an element of it is refused for its place
and not for being unknown. What is neither the RFCs' nor EPP's own (XML signatures) is our writing on both sides.
"""

from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from epp_gateway.epp.xml.schemas import Schemas

from .texts import DSIG, FOREIGN, STANDARDS, XS, Schema, schemas_of

_THING = (
    f'<schema xmlns="{XS}" targetNamespace="{FOREIGN}" elementFormDefault="qualified"><element name="thing"/></schema>'
)


@dataclass(frozen=True)
class Bundles:
    """Both sides.

    Attributes:
        rfc: the grammars of the RFCs.
        ours: those of `schemas/`.
        namespaces: what both sides speak.
    """

    rfc: etree.XMLSchema
    ours: Schemas
    namespaces: frozenset[str]


def missing_of(number: int, catalogue: dict[str, Path]) -> tuple[str, ...]:
    """The namespaces that a standard defines or needs and that our catalogue lacks."""
    needed = {schema.namespace for schema in schemas_of(number)}
    return tuple(sorted((needed | _imported(needed)) - catalogue.keys()))


def _imported(namespaces: set[str]) -> set[str]:
    """What schemas of those namespaces import, and what these import."""
    found = {name for schema in _all() if schema.namespace in namespaces for name in schema.imports} - namespaces
    return found | _imported(namespaces | found) if found else set()


def _all() -> list[Schema]:
    return [schema for number in STANDARDS for schema in schemas_of(number)]


def bundles(folder: Path, catalogue: dict[str, Path]) -> Bundles:
    """Make both sides for the standards that our catalogue has whole.

    Args:
        folder: where the RFCs' schemas are written to.
        catalogue: our namespaces and files, in the order of their imports.
    """
    thing = folder / "foreign.xsd"
    thing.write_text(_THING, encoding="utf-8")
    covered = [schema for number in STANDARDS if not missing_of(number, catalogue) for schema in schemas_of(number)]
    files = {DSIG: catalogue[DSIG]} if DSIG in catalogue else {}
    for schema in _by_imports(covered, set(files)):
        files[schema.namespace] = folder / f"{len(files)}.xsd"
        files[schema.namespace].write_text(schema.text, encoding="utf-8")
    rfc = etree.XMLSchema(etree.fromstring(_driver({**files, FOREIGN: thing})))
    ours = Schemas(folder, [(name, str(file)) for name, file in {**catalogue, FOREIGN: thing}.items()])
    return Bundles(rfc, ours, frozenset({*files, FOREIGN}))


def _by_imports(schemas: list[Schema], known: set[str]) -> list[Schema]:
    """Such that what a schema imports comes before it."""
    ready = [schema for schema in schemas if schema.imports <= known]
    rest = [schema for schema in schemas if schema not in ready]
    return [*ready, *_by_imports(rest, known | {schema.namespace for schema in ready})] if rest else ready


def _driver(files: dict[str, Path]) -> bytes:
    root = etree.Element(f"{{{XS}}}schema", nsmap={None: XS})
    for namespace, file in files.items():
        etree.SubElement(root, f"{{{XS}}}import", {"namespace": namespace, "schemaLocation": str(file)})
    return etree.tostring(root)
