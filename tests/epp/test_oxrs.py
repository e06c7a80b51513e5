"""What Afilias says about a refusal, found wherever it is quoted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epp_gateway.epp.extensions.oxrs import details_of, quoted, read_detail
from epp_gateway.model.extensions import OxrsDetail
from epp_gateway.model.responses import ExtValue, Result

from .mappings.afilias import ANSWERS, MISSING, RANGE
from .words import lines


@pytest.mark.parametrize(
    ("path", "detail"), [("afilias/refused.response.xml", RANGE), ("afilias/refused-at-length.response.xml", MISSING)]
)
def test_a_detail_is_found_in_its_frame(path: str, detail: OxrsDetail) -> None:
    (result,) = ANSWERS[path].results  # type: ignore[union-attr]  # no greeting
    assert details_of(result) == (detail,)


def test_all_details_are_found_in_their_order() -> None:
    result = Result(
        code=2005,
        message="",
        values=("plain", quoted(RANGE), '<q xmlns="urn:q"></q>', "<xcp"),
        ext_values=(ExtValue(value=quoted(MISSING), reason=""),),
    )
    assert details_of(result) == (RANGE, MISSING)


def test_a_detail_inside_a_whole_value_is_found_too() -> None:
    whole = f'<value xmlns="urn:ietf:params:xml:ns:epp-1.0">see {quoted(RANGE)}</value>'
    assert read_detail(whole) == RANGE


@pytest.mark.parametrize("value", ["", "xcp", '<xcp xmlns="urn:x">1:a</xcp>', "<xcp>1:a</xcp>", "<xcp"])
def test_what_is_no_detail_is_none(value: str) -> None:
    assert read_detail(value) is None


@given(
    detail=st.builds(
        OxrsDetail,
        code=st.one_of(st.none(), st.integers(0, 99_999)),
        text=lines(1, 30).filter(lambda text: not text[:1].isdigit()),
    )
)
def test_a_detail_comes_back_as_it_was(detail: OxrsDetail) -> None:
    assert read_detail(quoted(detail)) == detail
