"""Mutants of a frame, each labelled by the rule it is meant to break.

Every element is dropped, doubled, moved, renamed, filled and emptied, every attribute dropped, set and added. Values
come from the edges of the limits in the standards and from their enumerations, so that a limit that is off by one and
a word too few are found. What was done once at a place (same names on the way there, same neighbours) is not done
again.
"""

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from zlib import crc32

from lxml import etree

from .texts import FOREIGN, XS, XSI, Schema

Element = etree._Element
Change = tuple[str, str, Callable[[Element], None]]

LABELS: dict[str, str] = {
    "dropped": "what is required stands there",
    "doubled": "nothing stands there more often than it may",
    "reordered": "elements stand in their order",
    "overlong": "texts and numbers keep their limits",
    "foreign": "elements of other namespaces, or of this one in other places, stand nowhere but where they may",
    "wrong type": "a text is of its type",
    "wrong attribute": "attributes are those declared, with values of their types",
}
"""What is done, and the rule that it is meant to break."""


def _words(*lines: str) -> tuple[str, ...]:
    return tuple(" ".join(lines).split())


_LENGTHS = (
    1,
    2,
    3,
    5,
    6,
    8,
    9,
    16,
    17,
    18,
    32,
    33,
    64,
    65,
    80,
    81,
    90,
    128,
    129,
    255,
    256,
    1000,
    1001,
    1025,
    2000,
    2049,
)
_TIMES = (1, 2, 3, 6, 7, 8, 10, 11, 12, 13, 20)
_NUMBERS = _words(
    "-1 0 1 5 6 9 10 99 100 255 256 999 1000 9999 65535 65536 2147483647 2147483648 4294967296 0.5 -0.5 1.00 1.005",
    "100.01 1e3 007 1300 2308 2502 3000",
)
_DATES = _words(
    "2026-04-01 2026-04-31 2026-04-01T09:00:00Z 2026-04-01T09:00:00 2026-04-01T09:00:00+09:00 2026-04-01T25:00:00Z",
    "20260401 -2026-04-01 P1Y P0D -P1D PT5M P1",
)
_TEXTS = _words(
    "x X true 1e xx:y é en-US - JP jp JPN USD usd XXXX AQID AQI AQI= 0A0B 0A0 0g +1.7035555555 1.7035555555 +1234.5",
    "+1.123456789012345 +123.123456789012 +123.1234567890123 +123.12345678901234",
    "192.0.2.1 2001:db8::1 A-1 17_D-V 1- a@b https://example.com/a?b#c http://[ %zz #a",
)
_TYPES = ("", "a b", "a\tb", "a\nb", *_TEXTS, *_DATES)


@dataclass(frozen=True)
class Mutant:
    """A changed frame, and what was done to it where."""

    label: str
    told: str
    frame: Element


@dataclass(frozen=True)
class Words:
    """What the grammars speak of, by namespace: words of enumerations, names of elements and of attributes.

    `specimens` has one whole element of each tag that some frame holds.
    """

    enumerated: Mapping[str, tuple[str, ...]]
    elements: Mapping[str, tuple[str, ...]]
    attributes: Mapping[str, tuple[str, ...]]
    specimens: Mapping[str, Element]


def words_of(schemas: Iterable[Schema], frames: Iterable[Element]) -> Words:
    """Collect the words of some schemas, and specimens from some frames."""
    trees = {schema.namespace: etree.fromstring(schema.text.encode()) for schema in schemas}
    return Words(
        enumerated={name: _told(tree, "enumeration", "value") for name, tree in trees.items()},
        elements={name: _told(tree, "element", "name") for name, tree in trees.items()},
        attributes={name: _told(tree, "attribute", "name") for name, tree in trees.items()},
        specimens={str(node.tag): node for frame in frames for node in frame.iter("*")},
    )


def _told(tree: Element, what: str, key: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for node in tree.iter(f"{{{XS}}}{what}") if (value := node.get(key))))


def mutants(root: Element, words: Words, seen: set[int], share: int = 1) -> Iterator[Mutant]:
    """Give the mutants of a frame that were not given before.

    Args:
        root: the frame, which is not changed.
        words: what to fill in.
        seen: the questions asked before; grows.
        share: one of so many is given, always the same ones.
    """
    for index, node in enumerate(root.iter("*")):
        place = _place(node)
        for label, name, change in _changes(node, words):
            key = crc32(f"{place} {label} {name}".encode())
            if key in seen or key % share:
                continue
            seen.add(key)
            twin = copy.deepcopy(root)
            change(next(islice(twin.iter("*"), index, None)))
            yield Mutant(label, f"{name} at {place[0]}", twin)


def _place(node: Element) -> tuple[str, str]:
    """The names on the way down, of the last four steps, and those of the neighbours."""
    steps = [node, *islice(node.iterancestors(), 3)]
    path = "/".join(etree.QName(step).localname for step in reversed(steps))
    parent = node.getparent()
    return path, "" if parent is None else " ".join(etree.QName(child).localname for child in parent)


def _changes(node: Element, words: Words) -> Iterator[Change]:
    namespace = etree.QName(node).namespace or ""
    if node.getparent() is not None:
        yield from _moves(node)
        yield from _strangers(node, namespace, words)
    enumerated = words.enumerated.get(namespace, ())
    if len(node) == 0:
        yield from _texts(node.text or "", enumerated, _set_text)
    for name in node.attrib:
        yield "wrong attribute", f"no {name}", partial(_set_attribute, name, None)
        for _, told, change in _texts(node.get(name, ""), enumerated, partial(_set_attribute, name)):
            yield "wrong attribute", f"{name}: {told}", change
    for name in (*words.attributes.get(namespace, ()), "nonsense", f"{{{FOREIGN}}}own", f"{{{XSI}}}nil"):
        if name not in node.attrib:
            for value in ("1", "x", "true", "en", *enumerated[:1]):
                yield "wrong attribute", f"{name}={value}", partial(_set_attribute, name, value)


def _moves(node: Element) -> Iterator[Change]:
    yield "dropped", "no element", _drop
    if len(node):
        yield "dropped", "no content", _empty
    for times in _TIMES:
        yield "doubled", f"{times} more", partial(_repeat, times)
    if node.getnext() is not None:
        yield "reordered", "behind the next", _swap
        yield "reordered", "to the end", _to_end
    if node.getprevious() is not None:
        yield "reordered", "to the front", _to_front


def _strangers(node: Element, namespace: str, words: Words) -> Iterator[Change]:
    thing = f"{{{FOREIGN}}}thing"
    siblings = [f"{{{namespace}}}{name}" for name in (*words.elements.get(namespace, ()), "nonsense")]
    for tag in (thing, etree.QName(node).localname, *siblings):
        whole = words.specimens.get(tag)
        stranger = etree.Element(tag) if whole is None else whole
        yield "foreign", f"renamed {tag}", partial(_rename, tag)
        yield "foreign", f"{tag} behind", partial(_insert_behind, stranger)
        if node.getprevious() is None:
            yield "foreign", f"{tag} before", partial(_insert_before, stranger)
        if len(node) == 0:
            yield "foreign", f"{tag} inside", partial(_insert_inside, stranger)
    yield "foreign", "text beside elements", partial(_set_tail, "x")


def _texts(text: str, enumerated: tuple[str, ...], change: Callable[[str, Element], None]) -> Iterator[Change]:
    for length in _LENGTHS:
        room = length - len(text)
        told = {"x" * length, text[:length], text[:1] * room + text, text + text[-1:] * room}
        for i, value in enumerate(sorted(told)):
            yield "overlong", f"{length} long, {i}", partial(change, value)
    for value in _NUMBERS:
        yield "overlong", value, partial(change, value)
    for value in (*_TYPES, *enumerated):
        yield "wrong type", value, partial(change, value)


def _drop(element: Element) -> None:
    element.getparent().remove(element)


def _empty(element: Element) -> None:
    del element[:]


def _repeat(times: int, element: Element) -> None:
    for _ in range(times):
        element.addnext(copy.deepcopy(element))


def _swap(element: Element) -> None:
    element.getnext().addnext(element)


def _to_front(element: Element) -> None:
    element.getparent().insert(0, element)


def _to_end(element: Element) -> None:
    element.getparent().append(element)


def _rename(tag: str, element: Element) -> None:
    element.tag = tag


def _insert_behind(stranger: Element, element: Element) -> None:
    element.addnext(copy.deepcopy(stranger))


def _insert_before(stranger: Element, element: Element) -> None:
    element.addprevious(copy.deepcopy(stranger))


def _insert_inside(stranger: Element, element: Element) -> None:
    element.insert(0, copy.deepcopy(stranger))


def _set_tail(text: str, element: Element) -> None:
    element.tail = text


def _set_text(text: str, element: Element) -> None:
    element.text = text


def _set_attribute(name: str, value: str | None, element: Element) -> None:
    if value is None:
        del element.attrib[name]
    else:
        element.set(name, value)
