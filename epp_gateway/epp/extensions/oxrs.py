"""oxrs-1.1: the detail of a refusal, in the `value` of a result or of its `extValue`. Unverified, and no other element
of it is known; one in `extension` is carried as it is.
"""

import re

from epp_gateway.epp.xml.build import add_object, frame
from epp_gateway.epp.xml.canonical import markup_of
from epp_gateway.epp.xml.namespaces import OX
from epp_gateway.epp.xml.parse import parse_fragment
from epp_gateway.epp.xml.read import line
from epp_gateway.model.extensions import OxrsDetail
from epp_gateway.model.responses import Result

_CODED = re.compile(r"(\d{1,9}):(.*)", re.DOTALL)


def details_of(result: Result) -> tuple[OxrsDetail, ...]:
    """Every detail that a result quotes, in its order: values first."""
    quoted = (*result.values, *(pair.value for pair in result.ext_values))
    return tuple(detail for value in quoted if (detail := read_detail(value)) is not None)


def read_detail(value: str) -> OxrsDetail | None:
    """Read what a `value` quotes; None where it is no detail."""
    if "xcp" not in value:
        return None
    try:
        element = next(parse_fragment(value).iter(OX.xcp), None)
    except ValueError:
        return None
    if element is None:
        return None
    told = line(element)
    coded = _CODED.fullmatch(told)
    return OxrsDetail(text=told) if coded is None else OxrsDetail(code=int(coded[1]), text=coded[2])


def quoted(detail: OxrsDetail) -> str:
    """Write a detail as the text of a `value`, for whoever answers as a registry."""
    element = add_object(frame(), OX, OX.xcp)
    element.text = detail.text if detail.code is None else f"{detail.code}:{detail.text}"
    return markup_of(element)
