"""One HTTP/1.1 connection: h11 speaks the protocol, the application answers one request after the other.

All of it happens in the connection's own task, and an answer leaves in one piece where the application gives it in
one: no task, channel or scope is made for a request, which made up most of what a request cost. One scope bounds every
wait; its deadline moves with what is waited for. While the application works, it bounds itself.

A caller who leaves does not stop the application: it is told when it asks (`http.disconnect`).
"""

from email.utils import formatdate
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

import h11
import msgspec
import trio
from starlette.types import ASGIApp, Message, Scope

from .problems import MEDIA_TYPE

IDLE_SECONDS = 60.0
"""From one answer until the next request's head is whole: longer than a panel's usual pause."""
SEND_SECONDS = 30.0
LINGER_SECONDS = 1.0
HEAD_BYTES = 32 * 1024
CHUNK = 64 * 1024


class Connection:
    """One connection.

    Args:
        app: an ASGI application.
        stream: to the caller; TLS has shaken hands.
        scheme: http or https.
        addresses: the caller's and ours, as (address, port).
    """

    def __init__(
        self, app: ASGIApp, stream: trio.abc.Stream, scheme: str, addresses: tuple[tuple[str, int], tuple[str, int]]
    ) -> None:
        self._app = app
        self._stream = stream
        self._scheme = scheme
        self._client, self._server = addresses
        self._h11 = h11.Connection(h11.SERVER, max_incomplete_event_size=HEAD_BYTES)
        self._scope = trio.CancelScope()
        self._is_idle = True
        self._is_last = False
        self._is_gone = False
        self._is_head = False
        self._body_ended = False
        self._start: Message | None = None

    async def serve(self) -> None:
        """Answer requests until either side has had enough."""
        try:
            with self._scope:
                while await self._serve_one():
                    pass
                if not self._body_ended and not self._is_gone:
                    await self._linger()
        finally:
            with trio.CancelScope(deadline=trio.current_time() + LINGER_SECONDS, shield=True):
                await self._stream.aclose()

    def finish(self) -> None:
        """Take no further request: an idle connection ends now, another one with its answer."""
        self._is_last = True
        if self._is_idle:
            self._scope.cancel()

    async def _serve_one(self) -> bool:
        """Answer one request; gives whether another one may follow."""
        request = await self._next_request()
        if request is None or self._scope.cancel_called:
            return False
        self._is_idle, self._body_ended, self._start = False, False, None
        self._is_head = request.method == b"HEAD"
        self._scope.deadline = float("inf")
        await self._app(self._asgi_scope(request), self._receive, self._send)
        if self._is_gone or self._is_last or {self._h11.our_state, self._h11.their_state} != {h11.DONE}:
            return False
        self._h11.start_next_cycle()
        self._is_idle = True
        return True

    async def _next_request(self) -> h11.Request | None:
        self._scope.deadline = trio.current_time() + IDLE_SECONDS
        try:
            event = self._h11.next_event()
            while event is h11.NEED_DATA:
                await self._read()
                event = self._h11.next_event()
        except h11.RemoteProtocolError as error:
            await self._refuse(error.error_status_hint)
            return None
        return event if isinstance(event, h11.Request) else None

    def _asgi_scope(self, request: h11.Request) -> Scope:
        path, _, query = request.target.partition(b"?")
        return {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": request.http_version.decode("ascii"),
            "method": request.method.decode("ascii"),
            "scheme": self._scheme,
            "path": unquote(path.decode("ascii")),
            "raw_path": path,
            "query_string": query,
            "root_path": "",
            "headers": list(request.headers),
            "client": self._client,
            "server": self._server,
            "state": {},
            "extensions": {},
        }

    # What the application calls.

    async def _receive(self) -> Message:
        """The body as it comes, in one message if it is here already; behind it, the caller's leaving."""
        if self._body_ended:
            await self._left()
            return {"type": "http.disconnect"}
        try:
            body = self._body_so_far()
            while not body and not self._body_ended:
                if self._h11.they_are_waiting_for_100_continue:
                    await self._write(self._h11.send(h11.InformationalResponse(status_code=100, headers=[])))
                await self._read()
                body = self._body_so_far()
        except h11.RemoteProtocolError:
            self._is_gone = True
        if self._is_gone:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": body, "more_body": not self._body_ended}

    async def _send(self, message: Message) -> None:
        """Take a part of the answer. What a caller who left would have got goes nowhere."""
        if message["type"] == "http.response.start":
            self._start = message
            return
        if self._is_gone:
            return
        octets = self._begun()
        body = message.get("body", b"")
        if body and not self._is_head:
            octets += self._h11.send(h11.Data(data=body)) or b""
        if not message.get("more_body", False):
            octets += self._h11.send(h11.EndOfMessage()) or b""
        await self._write(octets)

    def _begun(self) -> bytes:
        """The head of the answer, once. A request whose body did not come whole is the connection's last."""
        if self._start is None:
            return b""
        start, self._start = self._start, None
        headers = [*start.get("headers", ()), (b"date", formatdate(usegmt=True).encode())]
        try:
            self._body_so_far()
        except h11.RemoteProtocolError:
            self._is_last = True
        if self._is_last or not self._body_ended:
            headers.append((b"connection", b"close"))
        return self._h11.send(h11.Response(status_code=start["status"], headers=headers)) or b""

    # Small steps.

    def _body_so_far(self) -> bytes:
        """What of the body has come."""
        parts = []
        while not self._body_ended:
            event = self._h11.next_event()
            if isinstance(event, h11.Data):
                parts.append(bytes(event.data))
            elif isinstance(event, h11.EndOfMessage):
                self._body_ended = True
            else:
                break
        return b"".join(parts)

    async def _left(self) -> None:
        """Wait for the caller to leave; what comes before that is kept for later, as far as it fits."""
        while not self._is_gone and self._h11.our_state is not h11.DONE:
            if len(self._h11.trailing_data[0]) > CHUNK:
                await trio.sleep_forever()
            await self._read()

    async def _read(self) -> None:
        try:
            data = await self._stream.receive_some(CHUNK)
        except (trio.BrokenResourceError, trio.ClosedResourceError):
            data = b""
        self._is_gone = not data
        self._h11.receive_data(bytes(data))

    async def _write(self, octets: bytes | None) -> None:
        if not octets or self._is_gone:
            return
        self._scope.deadline = trio.current_time() + SEND_SECONDS
        try:
            await self._stream.send_all(octets)
        except (trio.BrokenResourceError, trio.ClosedResourceError):
            self._is_gone = True
        self._scope.deadline = float("inf")

    async def _refuse(self, status: int) -> None:
        """Answer what is no HTTP, and end."""
        self._body_ended = False
        if self._h11.our_state not in {h11.IDLE, h11.SEND_RESPONSE}:
            return
        title = HTTPStatus(status).phrase
        body = msgspec.json.encode({"type": "about:blank", "title": title, "status": status})
        headers = [("content-type", MEDIA_TYPE), ("content-length", str(len(body))), ("connection", "close")]
        start = h11.Response(status_code=status, headers=headers)
        parts: list[Any] = [start, h11.Data(data=body), h11.EndOfMessage()]
        await self._write(b"".join(self._h11.send(part) or b"" for part in parts))

    async def _linger(self) -> None:
        """Hear out, for a moment, a caller who still sends: a reset could take the answer from it."""
        self._scope.deadline = trio.current_time() + LINGER_SECONDS
        if isinstance(self._stream, trio.SocketStream):
            await self._stream.send_eof()
        while await self._stream.receive_some(CHUNK):
            pass
