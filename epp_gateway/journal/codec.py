"""Values to JSON text and back, secrets sealed on the way. Knows no table.

Unknown fields are passed over and new fields need a default, so that neighbouring versions read each other's rows.
"""

from typing import Any, TypeVar

import msgspec

from epp_gateway.model.errors import StoreFailure

from .sealing import Sealer

V = TypeVar("V")


class Codec:
    """Writes and reads stored values. One for each connection: it is not shared between threads."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer
        self._encoder = msgspec.json.Encoder(enc_hook=sealer.enc_hook)
        self._decoders: dict[Any, msgspec.json.Decoder[Any]] = {}

    def dump(self, value: Any) -> str:
        """The JSON text of a value."""
        return self._encoder.encode(value).decode()

    def load(self, shape: type[V], text: str) -> V:
        """A value of that shape.

        Raises:
            StoreFailure: when the text does not fit the shape, or a secret in it cannot be opened.
        """
        decoder = self._decoders.get(shape)
        if decoder is None:
            decoder = self._decoders[shape] = msgspec.json.Decoder(shape, dec_hook=self._sealer.dec_hook)
        try:
            value: V = decoder.decode(text)
        except msgspec.DecodeError as error:
            raise StoreFailure(f"a stored {shape.__name__} cannot be read: {error}") from error
        return value
