"""Random texts that leave the house: operation ids, auth codes, contact ids. Randomness is `secrets` alone."""

import secrets
import string
from datetime import datetime

from epp_gateway.model.secret import Secret

_CLASSES = (string.ascii_uppercase, string.ascii_lowercase, string.digits, "!#$%*+-.:=?@_")
_EVERY = "".join(_CLASSES)
_FAIR = 256 - 256 % len(_EVERY)
"""Octets below it fall on each character equally often."""
_CHARACTER_OF = bytes(ord(_EVERY[octet % len(_EVERY)]) for octet in range(256))
_UNFAIR = bytes(range(_FAIR, 256))
_LENGTH = 22
"""22 characters of 75 are some 137 bits, above the 128 that RFC 9154 section 4.1 asks for."""


def auth_code() -> Secret:
    """A strong auth code with a character of each class, as the strictest registry asks (8 to 32 characters)."""
    while True:
        octets = secrets.token_bytes(3 * _LENGTH)
        code = octets.translate(_CHARACTER_OF, _UNFAIR)[:_LENGTH].decode("ascii")
        if len(code) == _LENGTH and not any(set(code).isdisjoint(characters) for characters in _CLASSES):
            return Secret(code)


def contact_id() -> str:
    """A contact id of 14 characters (RFC 5733 allows 3 to 16): a letter and 13 of base 32, some 65 bits."""
    return "C" + "".join(secrets.choice("abcdefghijklmnopqrstuvwxyz234567") for _ in range(13))


_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PAIRS = [first + second for first in _CROCKFORD for second in _CROCKFORD]


def operation_id(now: datetime) -> str:
    """An id of 26 characters that sorts by the millisecond it was made in: 48 bits of time, 80 of chance."""
    number = int(now.timestamp() * 1000) << 80 | secrets.randbits(80)
    return "".join([_PAIRS[number >> shift & 1023] for shift in range(120, -1, -10)])
