"""Serves the application on Trio: binds, tells the real address, gives connections their tasks, ends gracefully."""

import socket
import ssl
from functools import partial
from pathlib import Path

import trio

from .app import Api
from .connection import Connection
from .ports import Log

BACKLOG = 256
HANDSHAKE_SECONDS = 10.0

Address = tuple[str, int]


async def serve(
    app: Api,
    *,
    host: str,
    port: int,
    shutdown: trio.Event,
    tls: tuple[Path, Path] | None = None,
    graceful_seconds: float = 10,
    task_status: trio.TaskStatus[Address] = trio.TASK_STATUS_IGNORED,
) -> None:
    """Serve until `shutdown` is set; requests under way are finished, those that wait for an operation at once.

    Args:
        app: as `build_app` made it.
        shutdown: ends the service.
        host: an address of this machine.
        port: 0 picks a free one; `task_status` is given the real address when connections are taken.
        tls: certificate chain and key, as PEM files.
        task_status: hears the address.
        graceful_seconds: how long requests may take to finish after `shutdown`.

    Raises:
        OSError: the address cannot be bound, or a PEM file cannot be used.
    """
    context = None if tls is None else _tls_context(*tls)
    listener = _bound(host, port)
    address: Address = listener.socket.getsockname()[:2]
    server = Server(app, address, context, app.door.log)
    async with trio.open_nursery() as nursery:
        with trio.CancelScope() as accepting:
            async with trio.open_nursery() as acceptor:
                acceptor.start_soon(partial(trio.serve_listeners, server.handle, [listener], handler_nursery=nursery))
                task_status.started(address)
                await shutdown.wait()
                accepting.cancel()
        app.door.waits.close()
        server.finish()
        nursery.cancel_scope.deadline = trio.current_time() + graceful_seconds


class Server:
    """The connections of one listener.

    Args:
        app: answers requests.
        address: ours.
        context: the server's side of TLS; None means none.
        log: hears of errors that nobody expected.
    """

    def __init__(self, app: Api, address: Address, context: ssl.SSLContext | None, log: Log) -> None:
        self._app = app
        self._address = address
        self._context = context
        self._log = log
        self._connections: set[Connection] = set()

    def finish(self) -> None:
        """Let every connection end with the answer it owes."""
        for connection in self._connections:
            connection.finish()

    async def handle(self, tcp: trio.SocketStream) -> None:
        """Serve one connection. What goes wrong with it ends it alone."""
        try:
            client: Address = tcp.socket.getpeername()[:2]
            stream = await self._secured(tcp)
        except (OSError, trio.BrokenResourceError, trio.TooSlowError):
            await trio.aclose_forcefully(tcp)
            return
        scheme = "http" if self._context is None else "https"
        connection = Connection(self._app, stream, scheme, (client, self._address))
        self._connections.add(connection)
        try:
            await connection.serve()
        except trio.BrokenResourceError:
            return  # the caller broke off
        except Exception as error:  # noqa: BLE001 - one connection never takes the others along
            self._log.error("http.server", exc_info=error)
        finally:
            self._connections.discard(connection)

    async def _secured(self, tcp: trio.SocketStream) -> trio.abc.Stream:
        if self._context is None:
            return tcp
        stream = trio.SSLStream(tcp, self._context, server_side=True, https_compatible=True)
        with trio.fail_after(HANDSHAKE_SECONDS):
            await stream.do_handshake()
        return stream


def _bound(host: str, port: int) -> trio.SocketListener:
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(BACKLOG)
        return trio.SocketListener(trio.socket.from_stdlib_socket(listener))
    except OSError:
        listener.close()
        raise


def _tls_context(certificate: Path, key: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    # An encrypted key would make OpenSSL ask at the terminal.
    context.load_cert_chain(certificate, key, password=lambda: "")
    context.set_alpn_protocols(["http/1.1"])
    return context
