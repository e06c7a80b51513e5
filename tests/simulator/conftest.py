"""Shared hands of the simulator's tests: a registry on the bench, and registrars who talk to it in values."""

import ssl
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime

import pytest
import trio

from epp_gateway.epp.client import ClientSession
from epp_gateway.epp.codec import Codec
from epp_gateway.epp.events import ClientEvent, GreetingReceived, ReplyReceived
from epp_gateway.epp.framing import encode_frame
from epp_gateway.epp.xml.schemas import Schemas
from epp_gateway.model.commands import Command, ContactCreate, DomainCreate, DomainInfo, Hello, Login, Poll, Request
from epp_gateway.model.extensions import Extension, JprsContact, JprsDomainData, NameStore, RgpStatuses
from epp_gateway.model.objects import DomainData, PostalInfo, ResponseData
from epp_gateway.model.responses import Response
from epp_gateway.model.secret import Secret
from epp_gateway.resources import folder
from epp_gateway.simulator import RunningRegistry
from epp_gateway.simulator.execute import execute
from epp_gateway.simulator.profiles import PROFILES
from epp_gateway.simulator.registry import Registrar, Registry
from epp_gateway.simulator.sessions import Session

START = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)


class Bench:
    """A registry without a socket, two registrars in it, and the instant of the story."""

    code = Secret("Aa1!Aa1!Aa1!")
    start = START

    def __init__(self, profile: str) -> None:
        self.registry = Registry(
            PROFILES[profile],
            {clid: Registrar(clid, Secret(f"secret-of-{clid[-1]}")) for clid in ("registrar-a", "registrar-b")},
        )
        self.now = START
        self._sessions = {clid: self.session(clid) for clid in self.registry.registrars}
        self._count = 0

    def session(self, clid: str) -> Session:
        session = Session(id=f"session of {clid}")
        profile = self.registry.profile
        login = Login(
            clid=clid,
            password=self.registry.registrars[clid].password,
            objects=profile.objects,
            extensions=profile.extensions,
        )
        assert execute(self.registry, session, Request(command=login), START).code == 1000
        return session

    def ask(self, command: Command, *extensions: Extension, by: str = "a") -> Response:
        """Let a registrar send one command now."""
        self._count += 1
        if self.registry.profile.id == "verisign" and not extensions:
            name = str(getattr(command, "name", "x.com"))
            extensions = (NameStore(sub_product="dotNET" if name.endswith(".net") else "dotCOM"),)
        request = Request(command=command, cltrid=f"test-{self._count}", extensions=extensions)
        return execute(self.registry, self._sessions[f"registrar-{by}"], request, self.now)

    def done(self, command: Command, *extensions: Extension, by: str = "a") -> Response:
        """The same, and it has to succeed."""
        response = self.ask(command, *extensions, by=by)
        assert response.is_success, response.message
        return response

    def domain(self, name: str, by: str = "a", **fields: object) -> Response:
        """Create a domain, with a registrant where the profile wants one."""
        if self.registry.profile.registrant_kind and "registrant" not in fields:
            fields["registrant"] = f"HOLDER-{by}"
            if fields["registrant"] not in self.registry.contacts:
                self.contact(f"HOLDER-{by}", by=by)
        return self.done(DomainCreate(name=name, auth_info=self.code, **fields), by=by)

    def contact(self, contact_id: str, by: str = "a", kind: str = "registrant") -> Response:
        """Create a contact of the profile's forms."""
        profile = self.registry.profile
        extensions = (JprsContact(kind=kind),) if profile.id == "jprs" else ()
        command = ContactCreate(
            id=contact_id, postal=postal(*profile.postal_types), email="a@example.com", auth_info=self.code
        )
        return self.done(command, *extensions, by=by)

    def info(self, name: str, by: str = "a") -> DomainData:
        """Show a domain."""
        data = self.done(DomainInfo(name=name), by=by).data
        assert isinstance(data, DomainData)
        return data

    def statuses(self, name: str, by: str = "a") -> set[str]:
        """The EPP statuses of a domain."""
        return {status.value for status in self.info(name, by).statuses}

    def rgp(self, name: str) -> tuple[str, ...]:
        """The grace periods of a domain."""
        found = [ext for ext in self.done(DomainInfo(name=name)).extensions if isinstance(ext, RgpStatuses)]
        return found[0].words if found else ()

    def state(self, name: str) -> tuple[str, str | None]:
        """The state and the suspension of a .jp name."""
        (data,) = [ext for ext in self.done(DomainInfo(name=name)).extensions if isinstance(ext, JprsDomainData)]
        return data.state, data.suspend_at

    def messages(self, by: str) -> list[ResponseData | None]:
        """Take all messages out of a queue, and give their data."""
        taken = []
        while (response := self.done(Poll(), by=by)).queue is not None:
            taken.append(response.data)
            self.done(Poll(op="ack", message_id=response.queue.id), by=by)
        return taken


def postal(*forms: str) -> tuple[PostalInfo, ...]:
    """Addresses of those forms."""
    return tuple(PostalInfo(type=form, name="Holder", city="Chiyoda", cc="JP") for form in forms)


@pytest.fixture
def generic() -> Bench:
    return Bench("generic")


@pytest.fixture
def verisign() -> Bench:
    return Bench("verisign")


@pytest.fixture
def jprs() -> Bench:
    return Bench("jprs")


class Wire:
    """A client on a real TLS connection, built on the client's half of the EPP layer."""

    def __init__(self, registry: RunningRegistry, stream: trio.SSLStream, clid: str) -> None:
        self.registry = registry
        self.stream = stream
        self.clid = clid
        self.protocol = ClientSession(CODEC, frame_cap=1_000_000, depth=10)
        self._count = 0

    async def events(self) -> list[ClientEvent]:
        """Whatever comes next; the end of the stream is an event, too."""
        with trio.fail_after(5):
            while True:
                try:
                    data = await self.stream.receive_some(65536)
                except trio.BrokenResourceError:
                    data = b""
                events = self.protocol.receive(bytes(data)) if data else self.protocol.receive_eof()
                if events:
                    return events

    async def send(self, command: Command, *extensions: Extension) -> Request:
        self._count += 1
        cltrid = None if isinstance(command, Hello) else f"wire-{self.clid}-{self._count}"
        request = Request(command=command, cltrid=cltrid, extensions=extensions)
        await self.stream.send_all(self.protocol.send(request))
        return request

    async def ask(self, command: Command, *extensions: Extension) -> Response:
        await self.send(command, *extensions)
        (event,) = await self.events()
        assert isinstance(event, ReplyReceived), event
        return event.response

    async def say(self, command: Command) -> Response:
        """Send what a client that keeps the rules would not send now, and read the answer."""
        request = Request(command=command, cltrid="out-of-turn")
        await self.stream.send_all(encode_frame(CODEC.encode_request(request)))
        with trio.fail_after(5):
            raw = await self.stream.receive_some(65536)
        response = CODEC.decode_from_server(bytes(raw[4:]))
        assert isinstance(response, Response)
        return response

    def login_of(self, **fields: object) -> Login:
        """A login of this client's account for all that is announced."""
        profile = self.registry.registry.profile
        values = {
            "clid": self.clid,
            "password": self.registry.password(self.clid),
            "objects": profile.objects,
            "extensions": profile.extensions,
        }
        return Login(**{**values, **fields})

    async def login(self, **fields: object) -> Response:
        return await self.ask(self.login_of(**fields))


CODEC = Codec(Schemas.load(folder("schemas")))


@pytest.fixture
def connect() -> Callable[..., AbstractAsyncContextManager[Wire]]:
    """Opens connections that are greeted, and logged in unless told otherwise."""

    @asynccontextmanager
    async def opened(registry: RunningRegistry, clid: str = "registrar-a", *, login=True, certificate=None):
        context = ssl.create_default_context(cafile=str(registry.files.ca))
        if certificate is not None:
            context.load_cert_chain(registry.files.clients[certificate])
        with trio.fail_after(20):
            tcp = await trio.open_tcp_stream(registry.host, registry.port)
            async with trio.SSLStream(tcp, context, server_hostname=registry.host) as stream:
                wire = Wire(registry, stream, clid)
                (event,) = await wire.events()
                assert isinstance(event, GreetingReceived), event
                if login:
                    assert (await wire.login()).code == 1000
                yield wire
                # What a test leaves open is cut, not mourned.
                await trio.aclose_forcefully(stream)

    return opened
