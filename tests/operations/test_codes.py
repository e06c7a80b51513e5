"""Random texts: as long, as strong and as mixed as the strictest registry asks."""

import re

import pytest

from epp_gateway.operations.codes import auth_code, contact_id


@pytest.mark.parametrize("characters", ["[A-Z]", "[a-z]", "[0-9]", r"[!#$%*+\-.:=?@_]"])
def test_an_auth_code_has_a_character_of_each_class(characters):
    assert all(re.search(characters, auth_code().reveal()) for _ in range(200))


def test_an_auth_code_has_22_printable_characters():
    assert all(re.fullmatch("[!-~]{22}", auth_code().reveal()) for _ in range(200))


def test_every_character_comes_at_every_place():
    drawn = [auth_code().reveal() for _ in range(3000)]
    assert {len({code[place] for code in drawn}) for place in range(22)} == {75}


def test_no_two_codes_are_alike():
    assert len({auth_code().reveal() for _ in range(200)} | {contact_id() for _ in range(200)}) == 400
