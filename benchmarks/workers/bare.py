"""The bare loop: EPP sessions without a pool, each creating one domain after the other.

Only the protocol is there: commands to XML, validated, over TLS, and answers back; no policy, no journal, no log.
"""

import ssl
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import count
from typing import Any

import trio

from benchmarks.measure import Measured, Run, Runner, repeat, work
from epp_gateway.epp.client import ClientSession
from epp_gateway.epp.codec import Codec
from epp_gateway.epp.dialect import DIALECTS
from epp_gateway.epp.events import ClientEvent, GreetingReceived, ReplyReceived
from epp_gateway.epp.xml.schemas import Schemas
from epp_gateway.model.commands import Command, DomainCreate, Login, Request
from epp_gateway.model.responses import Response
from epp_gateway.model.secret import Secret
from epp_gateway.model.terms import Period
from epp_gateway.resources import folder

CHUNK = 65536


class Bare:
    """One session."""

    def __init__(self, options: dict[str, Any], codec: Codec, names: "count[int]") -> None:
        self._options = options
        self._dialect = DIALECTS[options["dialect"]]
        self._client = ClientSession(codec, frame_cap=1 << 20)
        self._names = names
        self._stream: trio.abc.Stream | None = None

    async def open(self, context: ssl.SSLContext) -> None:
        """Connect and log in."""
        host, port = self._options["epp"].rsplit(":", 1)
        tcp = await trio.open_tcp_stream(host, int(port))
        self._stream = trio.SSLStream(tcp, context, server_hostname=host, https_compatible=True)
        greeted = await self._event()
        assert isinstance(greeted, GreetingReceived)
        objects, extensions = self._dialect.services(greeted.greeting)
        password = Secret(self._options["password"])
        login = Login(clid=self._options["clid"], password=password, objects=objects, extensions=extensions)
        response = await self._exchange(login)
        assert response.code == 1000, response

    async def create(self) -> None:
        """Create a domain that nobody has."""
        name = f"{self._options['prefix']}{next(self._names)}.{self._options['tld']}"
        create = DomainCreate(name=name, period=Period(value=1), auth_info=Secret("Bare-Loop-2026-Secret"))
        response = await self._exchange(create)
        assert response.code == 1000, response

    async def _exchange(self, command: Command) -> Response:
        assert self._stream is not None
        request = Request(command=command, cltrid=f"{self._options['prefix']}-{next(self._names)}")
        await self._stream.send_all(self._client.send(self._dialect.dress(request)))
        event = await self._event()
        assert isinstance(event, ReplyReceived), event
        return event.response

    async def _event(self) -> ClientEvent:
        assert self._stream is not None
        with trio.fail_after(30):
            while True:
                events = self._client.receive(bytes(await self._stream.receive_some(CHUNK)))
                if events:
                    return events[0]

    async def aclose(self) -> None:
        """Hang up."""
        if self._stream is not None:
            await trio.aclose_forcefully(self._stream)


@asynccontextmanager
async def opened(options: dict[str, Any]) -> AsyncIterator[Runner]:
    """The sessions, logged in. A run's callers are sessions."""
    context = ssl.create_default_context(cafile=options["ca"])
    context.load_cert_chain(options["cert"])
    codec, names = Codec(Schemas.load(folder("schemas"))), count(1)
    async with AsyncExitStack() as stack:
        sessions = []
        for _ in range(options["sessions"]):
            session = Bare(options, codec, names)
            stack.push_async_callback(session.aclose)
            await session.open(context)
            sessions.append(session)

        async def runner(run: Run) -> Measured:
            return await repeat(run, lambda number: sessions[number].create())

        yield runner


if __name__ == "__main__":
    work(opened)
