"""Instants and addresses at the edges, as panels and registries may send them."""

import pytest

from epp_gateway.model.errors import BadValue
from epp_gateway.model.names import parse_address
from epp_gateway.model.terms import format_instant, parse_instant


@pytest.mark.parametrize(
    "text", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+00:01"]
)
def test_an_instant_that_its_zone_carries_out_of_the_calendar_is_no_instant(text):
    with pytest.raises(ValueError, match="out of range"):
        parse_instant(text)


def test_the_first_and_the_last_instant_are_read():
    for text in ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"):
        assert format_instant(parse_instant(text)) == text


@pytest.mark.parametrize("text", ["::", "0.0.0.0", "fe80::1%eth0", "192.0.2.1/24", "192.0.2.256", "", "localhost"])  # noqa: S104 - read, not bound
def test_what_is_no_hosts_address_is_refused_with_its_place(text):
    with pytest.raises(BadValue) as caught:
        parse_address(text, path="$.addresses[0]")
    assert caught.value.path == "$.addresses[0]"


def test_an_address_gets_one_spelling():
    assert parse_address(" 2001:0DB8::0:1 ") == "2001:db8::1"
    assert parse_address("192.0.2.1") == "192.0.2.1"
