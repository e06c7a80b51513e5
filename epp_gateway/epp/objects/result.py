"""The results of a response (RFC 5730 section 2.6), with the offending values a server may quote.

A quoted value is kept as XML text, passwords in it masked. A plain text is written beside an empty `undef` element,
since the grammar demands an element. A value that has text or attributes around its element is kept as a whole.
"""

from epp_gateway.epp.xml.build import add, add_markup, set_maybe
from epp_gateway.epp.xml.canonical import markup_of
from epp_gateway.epp.xml.namespaces import E
from epp_gateway.epp.xml.parse import Element, parse_fragment
from epp_gateway.epp.xml.read import Parent, Parts, attribute, line, number, text
from epp_gateway.epp.xml.redact import redact_text
from epp_gateway.model.responses import ExtValue, Result


def write_result(response: Element, result: Result) -> None:
    """Append `result`."""
    element = add(response, E.result)
    element.set("code", str(result.code))
    set_maybe(add(element, E.msg, result.message), "lang", result.lang)
    for value in result.values:
        _write_value(element, value)
    for ext in result.ext_values:
        pair = add(element, E.extValue)
        _write_value(pair, ext.value)
        set_maybe(add(pair, E.reason, ext.reason), "lang", ext.lang)


def read_result(element: Element) -> Result | None:
    """Read `result`; None where it has no code that means done (1xxx) or failed (2xxx)."""
    code = number(attribute(element, "code"))
    if code is None or not 1000 <= code < 3000:
        return None
    parts = Parts(element)
    return Result(
        code=code,
        message=text(parts, E.msg),
        lang=_lang(parts, E.msg),
        values=tuple(map(_read_value, parts.iterfind(E.value))),
        ext_values=tuple(map(_read_ext_value, parts.iterfind(E.extValue))),
    )


def _write_value(parent: Element, value: str) -> None:
    if not value.startswith("<"):
        element = add(parent, E.value, value)
        add(element, E.undef)
        return
    is_whole = parse_fragment(value).tag == E.value
    add_markup(parent if is_whole else add(parent, E.value), value)


def _read_value(element: Element) -> str:
    quoted = [child for child in element.iterchildren("*") if child.tag != E.undef]
    if not quoted:
        return redact_text(line(element))
    if len(quoted) > 1 or element.attrib or _has_text(element):
        return redact_text(markup_of(element))
    return redact_text(markup_of(quoted[0]))


def _has_text(element: Element) -> bool:
    """Whether there is text of its own beside the elements inside."""
    return any(part and part.strip() for part in (element.text, *(child.tail for child in element)))


def _read_ext_value(pair: Element) -> ExtValue:
    value = pair.find(E.value)
    told = "" if value is None else _read_value(value)
    return ExtValue(value=told, reason=text(pair, E.reason), lang=_lang(pair, E.reason))


def _lang(parent: Parent, tag: str) -> str | None:
    spoken = parent.find(tag)
    return None if spoken is None else attribute(spoken, "lang") or None
