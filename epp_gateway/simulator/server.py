"""The EPP side of a simulator: accepts connections over TLS and gives each its dialogue.

A connection that fails ends alone. Ends: cancelled by whoever started it.
"""

import logging
import ssl
from collections.abc import Callable
from itertools import count

import trio

from epp_gateway.epp.server import ServerSession
from epp_gateway.tls import TlsStream

from .dialogue import Dialogue
from .sessions import Session, leave
from .simulation import Simulation

_HANDSHAKE_SECONDS = 10
_FAREWELL_SECONDS = 1
_log = logging.getLogger(__name__)


class Server:
    """Serves one simulation.

    Args:
        simulation: what is served.
        context: the server's side of TLS.
        needs_certificate: whether a login needs a client certificate of its own name.
        protocol: makes the session automaton of a new connection.
    """

    def __init__(
        self,
        simulation: Simulation,
        context: ssl.SSLContext,
        *,
        needs_certificate: bool,
        protocol: Callable[[], ServerSession],
    ) -> None:
        self._simulation = simulation
        self._context = context
        self._needs_certificate = needs_certificate
        self._protocol = protocol
        self._numbers = count(1)

    async def serve(
        self,
        host: str,
        port: int,
        *,
        task_status: trio.TaskStatus[list[trio.SocketListener]] = trio.TASK_STATUS_IGNORED,
    ) -> None:
        """Listen until cancelled. Raises OSError when the address cannot be had."""
        await trio.serve_tcp(self._handle, port, host=host, task_status=task_status)

    async def _handle(self, tcp: trio.SocketStream) -> None:
        session = Session(id=f"s{next(self._numbers)}", needs_certificate=self._needs_certificate)
        stream = TlsStream(tcp, self._context)
        with trio.CancelScope() as scope:
            self._simulation.connections[session.id] = (session, scope)
            try:
                await self._converse(stream, session)
            except (trio.BrokenResourceError, trio.TooSlowError):
                _log.debug("session %s broke off", session.id)
            except Exception:  # noqa: BLE001 - one connection never takes the registry along, though the mistake be ours
                _log.exception("session %s failed", session.id)
            finally:
                del self._simulation.connections[session.id]
                leave(self._simulation.registry, session)
                await _part(stream)

    async def _converse(self, stream: TlsStream, session: Session) -> None:
        with trio.fail_after(_HANDSHAKE_SECONDS):
            await stream.do_handshake()
        session.certificate = _common_name(stream)
        await Dialogue(self._simulation, stream, session, self._protocol()).run()


async def _part(stream: TlsStream) -> None:
    """Say goodbye on the TLS layer if the client listens; when cancelled, just close."""
    with trio.move_on_after(_FAREWELL_SECONDS):
        try:
            await stream.aclose()
        except trio.BrokenResourceError:
            _log.debug("a client was gone before the goodbye")


def _common_name(stream: TlsStream) -> str | None:
    """The common name of the client's certificate, which was verified; None where it showed none."""
    parts = (part for group in stream.certificate().get("subject", ()) for part in group)
    return next((value for key, value in parts if key == "commonName"), None)
