"""TLS over one connection, as a Trio stream: of a session with its registry, of a simulator with its clients.

The protocol is OpenSSL's, through `ssl.SSLObject`. It differs from `trio.SSLStream` in one thing: `send_all` hands its
octets to the kernel before it first lets other tasks run. That stream waits for a lock before, so a session that has
just been handed on would idle for a whole round of the event loop.
"""

import ssl
from contextlib import suppress
from typing import Any

import trio

_CHUNK = 1 << 16
_GONE = (trio.BrokenResourceError, trio.ClosedResourceError)


class TlsStream(trio.abc.Stream):
    """TLS with one peer.

    One task may send and one may receive at a time. `receive_some` raises BrokenResourceError from the SSLError at
    fault, as `send_all` and `do_handshake` do.

    Args:
        transport_stream: the connection, which belongs to this stream from now on.
        context: what is trusted and shown.
        server_name: what the server's certificate must be for; None on the server's side.
    """

    def __init__(
        self, transport_stream: trio.abc.Stream, context: ssl.SSLContext, server_name: str | None = None
    ) -> None:
        self.transport_stream = transport_stream
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(
            self._incoming, self._outgoing, server_hostname=server_name, server_side=server_name is None
        )
        self._is_flushing = self._is_closed = False

    def certificate(self) -> dict[str, Any]:
        """What the peer showed, as `SSLSocket.getpeercert` gives it; empty where it showed none."""
        return self._tls.getpeercert() or {}

    async def do_handshake(self) -> None:
        """Shake hands, before anything else. With TLS 1.3 the server's verdict on us comes with the first read."""
        while True:
            try:
                self._tls.do_handshake()
            except ssl.SSLWantReadError:
                await self._flush()
                await self._fill()
            except ssl.SSLError as error:
                with suppress(*_GONE):
                    await self._flush()  # the alert that tells the peer why
                raise trio.BrokenResourceError from error
            else:
                return await self._flush()

    async def send_all(self, data: bytes | bytearray | memoryview) -> None:
        """Send octets: at once, as far as the connection takes them."""
        self._check_open()
        try:
            self._tls.write(data)
        except ssl.SSLError as error:
            raise trio.BrokenResourceError from error
        await self._flush()

    async def wait_send_all_might_not_block(self) -> None:
        """Wait until the connection takes octets."""
        await self.transport_stream.wait_send_all_might_not_block()

    async def receive_some(self, max_bytes: int | None = None) -> bytes:
        """Give what has come, or nothing at the end. EPP frames carry their length, so a goodbye may be missing."""
        self._check_open()
        while True:
            try:
                return self._tls.read(max_bytes or _CHUNK)
            except ssl.SSLWantReadError:
                await self._flush()  # an answer of TLS itself, such as to an update of keys
                await self._fill()
            except ssl.SSLError as error:
                if _is_end(error):
                    return b""
                raise trio.BrokenResourceError from error

    async def aclose(self) -> None:
        """Say goodbye, without waiting for the peer's, and close the connection."""
        self._is_closed = True
        try:
            with suppress(ssl.SSLError, *_GONE):
                with suppress(ssl.SSLWantReadError):
                    self._tls.unwrap()
                await self._flush()
        finally:
            await self.transport_stream.aclose()

    def _check_open(self) -> None:
        if self._is_closed:
            raise trio.ClosedResourceError

    async def _fill(self) -> None:
        """Take octets from the connection, or its end."""
        octets = await self.transport_stream.receive_some(_CHUNK)
        if octets:
            self._incoming.write(octets)
        else:
            self._incoming.write_eof()

    async def _flush(self) -> None:
        """Send what TLS has ready. Where another task does so already, it takes all of it along."""
        if self._is_flushing:
            return
        self._is_flushing = True
        try:
            while octets := self._outgoing.read():
                await self.transport_stream.send_all(octets)
        finally:
            self._is_flushing = False


def _is_end(error: ssl.SSLError) -> bool:
    """Whether the connection ended without TLS's goodbye: OpenSSL says so in two ways, by its version."""
    return isinstance(error, ssl.SSLEOFError) or error.reason == "UNEXPECTED_EOF_WHILE_READING"
