"""The grammars of the folder `schemas`, as one bundle that accepts or refuses frames.

libxml2 decides, in microseconds; the `xmlschema` package explains a refusal, in milliseconds and only then. One object
belongs to one thread: libxml2 keeps the last refusal's reasons in it.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

from lxml import etree

from epp_gateway.epp.errors import InvalidFrame

from .explain import Explainer
from .namespaces import OBJECT_VERBS, E
from .parse import Element
from .read import cltrid_of

_XS = "http://www.w3.org/2001/XMLSchema"
_OPEN_PLACES = frozenset({E.resData, E.extension, *OBJECT_VERBS})
_PADDED_DATE = re.compile(r"\s*\d{4}-\d\d-\d\d[\d:.TZ+-]*\s*")


class Schemas:
    """A bundle of grammars.

    Args:
        folder: where the grammars stand.
        entries: (namespace, file) of each.
    """

    def __init__(self, folder: Path, entries: Sequence[tuple[str, str]]) -> None:
        driver = _driver(entries)
        self._schema = etree.XMLSchema(etree.fromstring(driver, base_url=str(folder / "driver.xsd")))
        self._explainer = Explainer(driver, folder)
        self.namespaces = frozenset(namespace for namespace, _ in entries)
        self._roots = frozenset(
            tag for namespace, file in entries for tag in _global_elements(namespace, folder / file)
        )

    @classmethod
    def load(cls, folder: Path) -> "Schemas":
        """Read `catalogue.toml` and the grammars it names.

        Raises:
            OSError: a file is missing.
            lxml.etree.XMLSchemaParseError: a grammar is wrong.
        """
        catalogue = tomllib.loads((folder / "catalogue.toml").read_text(encoding="utf-8"))
        return cls(folder, [(entry["namespace"], entry["file"]) for entry in catalogue["schema"]])

    def accepts(self, element: Element) -> bool:
        """Whether a frame is valid, without reasons."""
        return not self._undeclared(element) and (self._is_valid(element) or self._is_only_padding(element))

    def validate(self, element: Element) -> None:
        """Accept a frame or refuse it with reasons.

        Raises:
            InvalidFrame: code 2001; each line has path, rule and what was expected, and no secret.
        """
        undeclared = self._undeclared(element)
        if undeclared is not None:
            raise InvalidFrame(2001, (f"{undeclared}: no such element in that namespace",), _cltrid(element))
        if self._is_valid(element) or self._is_only_padding(element):
            return
        raise InvalidFrame(2001, self._explainer.explain(element), _cltrid(element))

    def _is_valid(self, element: Element) -> bool:
        try:
            return bool(self._schema.validate(element))
        except etree.LxmlError:  # raised in place of an answer where an undefined entity was left in the tree
            return False

    def _is_only_padding(self, element: Element) -> bool:
        """Whether the frame is valid but for white space around dates: libxml2 refuses it, the standard allows it."""
        log: Any = self._schema.error_log
        faults = [fault.message for fault in log]
        if not faults or not all("'xs:date" in fault for fault in faults):
            return False
        twin = deepcopy(element)
        for leaf in twin.iter("*"):
            if leaf.text is not None and _PADDED_DATE.fullmatch(leaf.text):
                leaf.text = leaf.text.strip()
        return self._is_valid(twin)

    def _undeclared(self, root: Element) -> str | None:
        """The first element in an open place that a known namespace does not declare."""
        declared = self._roots
        for body in root:
            for place in (body,) if body.tag == E.extension else body:
                if place.tag in _OPEN_PLACES:
                    for child in place:
                        if child.tag not in declared and self._is_ours(child):
                            return str(child.tag)
        return None

    def _is_ours(self, child: Element) -> bool:
        tag: Any = child.tag  # of an undefined entity that was left in the tree, it is a function
        return isinstance(tag, str) and etree.QName(tag).namespace in self.namespaces


def _driver(entries: Sequence[tuple[str, str]]) -> bytes:
    root = etree.Element(f"{{{_XS}}}schema", nsmap={"xs": _XS})
    for namespace, file in entries:
        etree.SubElement(root, f"{{{_XS}}}import", {"namespace": namespace, "schemaLocation": file})
    return etree.tostring(root)


def _global_elements(namespace: str, file: Path) -> Iterator[str]:
    for element in etree.fromstring(file.read_bytes()).iterfind(f"{{{_XS}}}element"):
        yield f"{{{namespace}}}{element.get('name')}"


def _cltrid(root: Element) -> str | None:
    command = root.find(E.command)
    return None if command is None else cltrid_of(command)
