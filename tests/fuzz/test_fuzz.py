"""One round of the campaign, always the same one; and the campaign finds what it is there to find."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import strategies as st

from .campaign import run, targets
from .mutations import PAYLOADS


@pytest.mark.parametrize(("target", "inputs"), targets(), ids=lambda part: getattr(part, "__name__", ""))
def test_no_bytes_end_in_another_way_than_declared(
    target: Callable[[Any], None], inputs: st.SearchStrategy[Any]
) -> None:
    run(target, inputs, 1)


def test_the_fixtures_are_what_it_begins_with() -> None:
    assert len(PAYLOADS) > 100


def rounds(target: Callable[[Any], None], inputs: st.SearchStrategy[Any], count: int) -> None:
    for number in range(count):
        run(target, inputs, number)


@pytest.mark.parametrize("needle", [b"&nope;", b"<!DOCTYPE", b"\xff", b"99999999999999999999999"])
def test_a_reader_that_cannot_bear_something_is_found_out(needle: bytes) -> None:
    def reader(payload: bytes) -> None:
        assert needle not in payload

    (_, frames), *_ = targets()
    with pytest.raises(AssertionError):
        rounds(reader, frames, 20)
