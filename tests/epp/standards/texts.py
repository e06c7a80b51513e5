"""Cuts schemas and examples out of the texts of the RFCs, and mends what printing has broken.

Theory. A text is pages; a page break can stand anywhere, also in a schema. Schemas are whole documents. Examples come
in three kinds: whole frames behind `C:` or `S:`, fragments behind `C:` or `S:`, and fragments without a mark. What the
printed text has broken is mended by rows of `MENDED`, each with its reason; a row that mends nothing any more fails.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lxml import etree

TEXTS = Path(__file__).parents[4] / "shared" / "rfc"
XS = "http://www.w3.org/2001/XMLSchema"
DSIG = "http://www.w3.org/2000/09/xmldsig#"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
FOREIGN = "urn:example:foreign"
"""A namespace that no standard speaks of."""

# Number of a standard to what is replaced in its text, by what, and why.
MENDED: dict[int, tuple[tuple[str, str, str], ...]] = {
    7848: ((r"\n \.\.\. \(base64 data elided for brevity\) \.\.\.\n", "\n", "a line left out of base64 data"),),
    9095: ((r"urn:iana:xml:ns:eppcom-1\.0", "urn:ietf:params:xml:ns:eppcom-1.0", "an import of no namespace at all"),),
    9167: (
        (r"(targetNamespace=\"urn:ietf:params:xml:ns:epp:)\s+(maintenance-1\.0\")", r"\1\2", "a folded namespace"),
        (r"https://www\.w3\.org/2001/XMLSchema", XS, "the namespace of XML Schema has no s"),
    ),
}

STANDARDS: dict[int, str] = {
    5730: "EPP",
    5731: "domains",
    5732: "hosts",
    5733: "contacts",
    3915: "grace periods",
    5910: "DNSSEC",
    7848: "marks",
    8063: "key relay",
    8334: "launch phases",
    8495: "allocation tokens",
    8543: "organizations",
    8544: "organizations of objects",
    8590: "change poll",
    8748: "fees",
    8807: "login security",
    9095: "strict bundling",
    9167: "maintenance",
}
"""The standards that hold a schema of what a registrar and a registry say to each other."""

WITHOUT_SCHEMA: dict[int, str] = {9038: "unhandled namespaces", 9154: "secure authInfo"}
"""Their examples follow the schemas of others."""

LEFT_OUT: dict[int, str] = {
    4114: "telephone numbers: no registrar of names speaks it",
    5076: "telephone numbers: no registrar of names speaks it",
    8909: "deposits of a registry, which no session carries",
    9022: "deposits of a registry, which no session carries",
}
"""Texts with a schema that this project has no use for, and why."""

_SCHEMA = re.compile(r"<(?P<prefix>\w+:)?schema\b.*?</(?P=prefix)?schema>|<schema\b.*?</schema>", re.DOTALL)
_MARKED = re.compile(r"^ *[CS]:(.*)$", re.MULTILINE)
# An opening tag at the start of a line with nothing but text, or with elements from the next line on, inside it: prose
# that names an element goes on behind the tag.
_UNMARKED = re.compile(
    r"^ *<(?P<tag>(?:[A-Za-z][\w.-]*:)?[A-Za-z][\w.-]*)(?=[\s>])[^<>]*>(?:[^<>]*|\s*\n\s*<.*?)</(?P=tag)>",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Schema:
    """One schema of a standard."""

    number: int
    namespace: str
    imports: frozenset[str]
    text: str


@cache
def text_of(number: int) -> str:
    """A text without its page breaks, mended."""
    raw = (TEXTS / f"rfc{number}.txt").read_text(encoding="utf-8", errors="replace")
    text = re.sub(r"\n+[^\n]*\[Page \d+\]\n\f?\n?(?:RFC \d+[^\n]*\n)?\n*", "\n", raw)
    for pattern, by, reason in MENDED.get(number, ()):
        text, times = re.subn(pattern, by, text)
        assert times, f"nothing to mend in RFC {number}: {reason}"
    return text


@cache
def schemas_of(number: int) -> tuple[Schema, ...]:
    """The schemas that a text prints."""
    return tuple(_schema(number, found[0]) for found in _SCHEMA.finditer(text_of(number)))


def _schema(number: int, text: str) -> Schema:
    root = etree.fromstring(text.encode())
    imports = frozenset(element.get("namespace", "") for element in root.iterfind(f"{{{XS}}}import"))
    return Schema(number, root.get("targetNamespace", ""), imports, text)


@cache
def frames_of(number: int) -> tuple[bytes, ...]:
    """The examples that are whole frames, in the order of the text."""
    return tuple(example for example in _marked(number) if example.startswith(b"<?xml"))


@cache
def fragments_of(number: int) -> tuple[bytes, ...]:
    """The examples that are parts of frames, as they are printed: prefixes may be declared nowhere."""
    marked = tuple(example for example in _marked(number) if not example.startswith(b"<?xml"))
    plain = _SCHEMA.sub("", _MARKED.sub("", text_of(number)))
    return marked + tuple(found[0].strip().encode() for found in _UNMARKED.finditer(plain))


def _marked(number: int) -> Iterator[bytes]:
    """Each run of marked lines; a new document and a line that ends the outermost element end a run."""
    lines: list[str] = []
    for line in text_of(number).splitlines():
        marked = _MARKED.match(line)
        content = marked[1].rstrip() if marked else ""
        if lines and ("<?xml" in content or _is_whole(lines)):
            yield "\n".join(lines).strip().encode()
            lines = []
        if content:
            lines.append(content)
    if lines:
        yield "\n".join(lines).strip().encode()


def _is_whole(lines: list[str]) -> bool:
    """Whether the element that the lines begin with has ended."""
    opening = re.search(r"<([A-Za-z][\w.:-]*)", "\n".join(lines))
    return opening is not None and re.search(rf"</{re.escape(opening[1])}>\s*$", "\n".join(lines)) is not None
