"""Frames on a byte stream (RFC 5734 section 4): four octets of total length, header included, then one XML instance.

The decoder never buffers the body of a frame whose header it does not accept.
"""

from .errors import FramingError, LocalProtocolError

HEADER = 4
"""Octets of the length prefix."""

_LARGEST = 0xFFFF_FFFF


def encode_frame(payload: bytes) -> bytes:
    """Put the length prefix before one XML instance.

    Raises:
        LocalProtocolError: for a payload that is empty or does not fit in four octets of length.
    """
    total = len(payload) + HEADER
    if not payload or total > _LARGEST:
        raise LocalProtocolError(f"a frame cannot carry {len(payload)} octets")
    return total.to_bytes(HEADER, "big") + payload


class FrameDecoder:
    """Cuts a byte stream into frames.

    Args:
        cap: the largest total length accepted, in octets, header included.
    """

    def __init__(self, cap: int) -> None:
        self._cap = cap
        self._buffer = bytearray()

    def feed(self, data: bytes | bytearray | memoryview) -> None:
        """Take what the stream gave, cut anywhere."""
        self._buffer += data

    def next_frame(self) -> bytes | None:
        """Give the next whole payload, or None while it is not here yet.

        Raises:
            FramingError: when the announced length is below 5 or above the cap.
        """
        if len(self._buffer) < HEADER:
            return None
        total = int.from_bytes(self._buffer[:HEADER], "big")
        if not HEADER < total <= self._cap:
            self._buffer.clear()
            raise FramingError(f"a frame announces {total} octets; accepted are {HEADER + 1} to {self._cap}")
        if len(self._buffer) < total:
            return None
        payload = bytes(self._buffer[HEADER:total])
        del self._buffer[:total]
        return payload

    @property
    def at_boundary(self) -> bool:
        """Whether no part of an unfinished frame is waiting."""
        return not self._buffer
