"""Secrets at rest: a `Secret` inside stored JSON is a sealed text, AES-256-GCM under a key that the store never holds.

A sealed text is `s1.` and base64url of key id (8 bytes), nonce (12), cipher text and tag. The id says which listed key
fits, so keys can be changed: new secrets take the first, old ones are read with the key they name. What a key unlocks
is never printed, and neither is a key.
"""

import base64
import binascii
import secrets
from collections.abc import Iterable
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from epp_gateway.model.errors import StoreFailure
from epp_gateway.model.secret import Secret

MIN_KEY = 16
_PREFIX = "s1."
_ID, _NONCE = 8, 12


class Sealer:
    """Seals and opens secrets.

    Args:
        key: at least 16 random bytes of any length; the AES key is derived from them (HKDF, RFC 5869).
        old: keys that earlier secrets may be sealed with, for reading only.

    Raises:
        ValueError: when a key is too short.
    """

    def __init__(self, key: bytes, *, old: Iterable[bytes] = ()) -> None:
        listed = [_derive(each) for each in (key, *old)]
        self._current = listed[0][0]
        self._ciphers = {key_id: AESGCM(aes) for key_id, aes in reversed(listed)}
        self._last: tuple[Secret, str] | None = None

    def seal(self, secret: Secret) -> str:
        """The sealed text; two sealings of one secret differ."""
        nonce = secrets.token_bytes(_NONCE)
        box = self._ciphers[self._current].encrypt(nonce, secret.reveal().encode(), _PREFIX.encode())
        return _PREFIX + base64.urlsafe_b64encode(self._current + nonce + box).decode("ascii")

    def unseal(self, sealed: str) -> Secret:
        """The secret again.

        Raises:
            StoreFailure: when no listed key fits, or the text was changed.
        """
        raw = _unpack(sealed)
        cipher = self._ciphers.get(raw[:_ID])
        if cipher is None:
            raise StoreFailure("a stored secret is sealed with a key that is not listed")
        try:
            text = cipher.decrypt(raw[_ID : _ID + _NONCE], raw[_ID + _NONCE :], _PREFIX.encode())
        except (InvalidTag, ValueError):
            raise StoreFailure("a stored secret was changed since it was sealed") from None
        return Secret(text.decode())

    def is_current(self, sealed: str) -> bool:
        """Whether a sealed text was sealed with the first key."""
        return _unpack(sealed)[:_ID] == self._current

    def enc_hook(self, value: Any) -> str:
        """For msgspec: how a type that JSON does not know is written. Secrets only.

        An entry carries one auth code in several places: as long as it is the same object it is sealed once.
        """
        if isinstance(value, Secret):
            last = self._last
            if last is None or last[0] is not value:
                last = self._last = (value, self.seal(value))
            return last[1]
        raise NotImplementedError(f"{type(value).__name__} has no place in the journal")

    def dec_hook(self, shape: type, value: Any) -> Secret:
        """For msgspec: how such a type is read."""
        if shape is Secret and isinstance(value, str):
            return self.unseal(value)
        raise NotImplementedError(f"{shape.__name__} has no place in the journal")


def _derive(key: bytes) -> tuple[bytes, bytes]:
    """A key's public id and its AES key."""
    if len(key) < MIN_KEY:
        raise ValueError(f"a sealing key needs at least {MIN_KEY} bytes, this one has {len(key)}")
    out = HKDF(algorithm=SHA256(), length=_ID + 32, salt=None, info=b"epp-gateway journal s1").derive(key)
    return out[:_ID], out[_ID:]


def _unpack(sealed: str) -> bytes:
    """The bytes of a sealed text."""
    try:
        return base64.urlsafe_b64decode(sealed.removeprefix(_PREFIX).encode("ascii"))
    except (binascii.Error, UnicodeEncodeError):
        raise StoreFailure("a stored secret is no sealed text") from None
