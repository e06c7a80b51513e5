"""The results of a response (RFC 5730 section 2.6), with the offending values a server may quote.

A quoted value is kept as XML text, passwords in it masked. A plain text is written beside an empty `undef` element,
since the grammar demands an element.
"""

from epp_gateway.epp.xml.build import add, add_markup
from epp_gateway.epp.xml.canonical import markup_of
from epp_gateway.epp.xml.namespaces import E
from epp_gateway.epp.xml.parse import Element
from epp_gateway.epp.xml.read import attribute, line, number, text
from epp_gateway.epp.xml.redact import redact_text
from epp_gateway.model.responses import ExtValue, Result


def write_result(response: Element, result: Result) -> None:
    """Append `result`."""
    element = add(response, E.result)
    element.set("code", str(result.code))
    add(element, E.msg, result.message)
    for value in result.values:
        _write_value(element, value)
    for ext in result.ext_values:
        pair = add(element, E.extValue)
        _write_value(pair, ext.value)
        add(pair, E.reason, ext.reason)


def read_result(element: Element) -> Result | None:
    """Read `result`; None where it has no code that means done (1xxx) or failed (2xxx)."""
    code = number(attribute(element, "code"))
    if code is None or not 1000 <= code < 3000:
        return None
    return Result(
        code=code,
        message=text(element, E.msg),
        values=tuple(_read_value(value) for value in element.iterfind(E.value)),
        ext_values=tuple(_read_ext_value(pair) for pair in element.iterfind(E.extValue)),
    )


def _write_value(parent: Element, value: str) -> None:
    element = add(parent, E.value)
    if value.startswith("<"):
        add_markup(element, value)
    else:
        element.text = value
        add(element, E.undef)


def _read_value(element: Element) -> str:
    quoted = [child for child in element.iterchildren("*") if child.tag != E.undef]
    return redact_text("".join(markup_of(child) for child in quoted) or line(element))


def _read_ext_value(pair: Element) -> ExtValue:
    value = pair.find(E.value)
    return ExtValue(value="" if value is None else _read_value(value), reason=text(pair, E.reason))
