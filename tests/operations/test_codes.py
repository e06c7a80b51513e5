"""Random texts that leave the house: shaped as the strictest registry wants them, and never the same."""

import re
import string
from datetime import UTC, datetime, timedelta

from epp_gateway.operations import codes

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def test_an_auth_code_has_every_class_of_character_and_the_right_length():
    made = [codes.auth_code().reveal() for _ in range(500)]
    for code in made:
        assert 8 <= len(code) <= 32
        assert len(code) == 22
        assert all(
            set(code) & set(wanted) for wanted in (string.ascii_lowercase, string.ascii_uppercase, string.digits)
        )
        assert set(code) - set(string.ascii_letters + string.digits), "a special character"
        assert not set(code) & set("<>&\"' \\"), "nothing that markup or a shell would trip over"
    assert len(set(made)) == len(made)


def test_an_auth_code_does_not_print():
    assert "***" in f"{codes.auth_code()!r} {codes.auth_code()}"


def test_a_contact_id_fits_a_registry():
    made = {codes.contact_id() for _ in range(500)}
    assert len(made) == 500
    assert all(re.fullmatch(r"C[a-z2-7]{13}", contact) for contact in made)


def test_an_operation_id_sorts_by_time_and_fits_a_transaction_id():
    made = [codes.operation_id(NOW + timedelta(milliseconds=n)) for n in range(100)]
    assert made == sorted(made)
    assert len({codes.operation_id(NOW) for _ in range(100)}) == 100
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{26}", one) for one in made)
    assert all(3 <= len(f"Q{one}-12") <= 64 for one in made)
