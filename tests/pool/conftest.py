"""What the stories share: throw-away certificates, and a registry in memory behind the pool's connect seam."""

import socket
import ssl
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog
import trio
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from trio.testing import memory_stream_pair

from epp_gateway.epp.codec import Codec
from epp_gateway.epp.errors import LocalProtocolError
from epp_gateway.epp.events import RequestReceived
from epp_gateway.epp.server import ServerSession
from epp_gateway.epp.xml.schemas import Schemas
from epp_gateway.model.commands import Request, verb_of
from epp_gateway.model.errors import Unreachable
from epp_gateway.model.responses import Greeting, Response, Result
from epp_gateway.model.secret import Secret
from epp_gateway.pool.runner import Pool
from epp_gateway.pool.settings import Endpoint, Limits, PoolSettings
from epp_gateway.resources import folder

PASSWORD = "planted-pw-1"
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


# Certificates.


class Authority:
    """A throw-away certificate authority that writes PEM files."""

    def __init__(self, directory: Path, name: str) -> None:
        self._directory = directory
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self._count = 0
        certificate = self._sign(self._name, self._key, x509.BasicConstraints(ca=True, path_length=0), days=30)
        self.file = self._write(f"{name}.pem", certificate.public_bytes(serialization.Encoding.PEM))

    def issue(self, name: str, *, days: int = 10) -> Path:
        """Give a file with a certificate for that name and its key; negative days make an expired one."""
        self._count += 1
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        certificate = self._sign(subject, key, x509.SubjectAlternativeName([x509.DNSName(name)]), days=days)
        pem = certificate.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return self._write(f"{self.file.stem}-{self._count}.pem", pem)

    def _sign(self, subject: x509.Name, key: Any, extension: x509.ExtensionType, *, days: int) -> x509.Certificate:
        now = datetime.now(UTC)  # noqa: TID251 -- OpenSSL compares certificates with the real clock
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=20))
            .not_valid_after(now + timedelta(days=days))
            .add_extension(extension, critical=False)
            .sign(self._key, hashes.SHA256())
        )

    def _write(self, name: str, data: bytes) -> Path:
        path = self._directory / name
        path.write_bytes(data)
        return path


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("ca"), "ours")


@pytest.fixture(scope="session")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("ca"), "theirs")


def server_context(certificate: Path, *, clients: Path | None = None) -> ssl.SSLContext:
    """A server's context; `clients` is the authority whose client certificates it demands."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    if clients is not None:
        context.load_verify_locations(clients)
        context.verify_mode = ssl.CERT_REQUIRED
    return context


Handler = Callable[[trio.SocketStream], Awaitable[None]]


async def listen(nursery: trio.Nursery, handler: Handler) -> int:
    """Serve on a free loopback port and give it. The handler's trouble with a peer that leaves is expected."""

    async def handle(stream: trio.SocketStream) -> None:
        async with stream:
            try:
                await handler(stream)
            except (trio.BrokenResourceError, trio.ClosedResourceError):
                return

    (listener,) = await trio.open_tcp_listeners(0, host="127.0.0.1")
    nursery.start_soon(trio.serve_listeners, handle, [listener])
    port: int = listener.socket.getsockname()[1]
    return port


async def blocking_tls_server(nursery: trio.Nursery, context: ssl.SSLContext) -> int:
    """Serve one connection as a blocking server does, which sends an alert when it ends a handshake."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with listener, listener.accept()[0] as plain:
            plain.settimeout(5)
            with suppress(ssl.SSLError), context.wrap_socket(plain, server_side=True) as tls:
                tls.sendall(b"hello")

    nursery.start_soon(trio.to_thread.run_sync, serve)
    return listener.getsockname()[1]


# A registry in memory.


@pytest.fixture(scope="session")
def codec() -> Codec:
    return Codec(Schemas.load(folder("schemas")))


def response(code: int, message: str = "said so", *, cltrid: str | None = None) -> Response:
    return Response(results=(Result(code=code, message=message),), svtrid="SRV-1", cltrid=cltrid)


class Link:
    """The registry's end of one connection."""

    def __init__(self, registry: "Registry", stream: trio.abc.Stream, codec: Codec) -> None:
        self.registry = registry
        self.stream = stream
        self.session = ServerSession(codec, frame_cap=1 << 20)
        self.logged_in = False

    async def greet(self) -> None:
        greeting = Greeting(
            server_id=self.registry.server_id,
            server_date="2026-11-22T12:00:00Z",
            versions=("1.0",),
            languages=("en",),
            objects=self.registry.objects,
            extensions=self.registry.extensions,
        )
        await self.stream.send_all(self.session.greeting(greeting))

    async def reply(self, request: Request, code: int, message: str = "said so") -> None:
        await self.stream.send_all(self.session.reply(response(code, message, cltrid=request.cltrid)))

    async def send(self, data: bytes) -> None:
        await self.stream.send_all(data)


Answer = Callable[[Link, Request], Awaitable[None]]


class Registry:
    """A registry in memory: `connect` is the pool's way to it.

    Attributes:
        answers: what to do on a verb, in place of the usual answer; a list is used up one by one.
        seen: the verbs received, in order.
        requests: the requests received.
        most: how many connections were open at the same time at most.
        trouble: what `connect` raises, if anything.
    """

    def __init__(self, codec: Codec, nursery: trio.Nursery) -> None:
        self._codec = codec
        self._nursery = nursery
        self.server_id = "registry.example"
        self.objects = tuple(f"urn:ietf:params:xml:ns:{name}-1.0" for name in ("domain", "host", "contact"))
        self.extensions: tuple[str, ...] = ("urn:ietf:params:xml:ns:rgp-1.0", "urn:example:unknown-1.0")
        self.greet: Callable[[Link], Awaitable[None]] = Link.greet
        self.answers: dict[str, list[Answer]] = {}
        self.seen: list[str] = []
        self.requests: list[Request] = []
        self.open = self.most = self.connects = 0
        self.trouble: Exception | None = None
        self.links: list[Link] = []
        self.greets = True
        self.slow = 0.0

    @property
    def counts(self) -> Counter[str]:
        return Counter(self.seen)

    async def connect(self) -> trio.abc.Stream:
        self.connects += 1
        await trio.sleep(self.slow)
        if self.trouble is not None:
            raise self.trouble
        ours, theirs = memory_stream_pair()
        self._nursery.start_soon(self.serve, theirs)
        return ours

    async def serve(self, stream: trio.abc.Stream) -> None:
        """Serve one connection to its end."""
        link = Link(self, stream, self._codec)
        self.links.append(link)
        self.open += 1
        self.most = max(self.most, self.open)
        try:
            async with link.stream:
                if self.greets:
                    await self.greet(link)
                await self._talk(link)
        except (trio.BrokenResourceError, trio.ClosedResourceError, LocalProtocolError):
            return
        finally:
            self.open -= 1

    async def _talk(self, link: Link) -> None:
        while data := await link.stream.receive_some(4096):
            for event in link.session.receive(bytes(data)):
                assert isinstance(event, RequestReceived), event
                await self._answer(link, event.request)

    async def _answer(self, link: Link, request: Request) -> None:
        verb = verb_of(request.command)
        self.seen.append(verb)
        self.requests.append(request)
        special = self.answers.get(verb)
        if special:
            await (special.pop(0) if len(special) > 1 or special[0] in ONCE else special[0])(link, request)
        else:
            await link.reply(request, USUAL.get(verb, 1000))
            if verb == "logout":
                await link.stream.aclose()


USUAL = {"logout": 1500, "poll": 1300}
ONCE: set[Answer] = set()


def once(answer: Answer) -> Answer:
    """An answer that is given a single time; then the usual ones follow."""
    ONCE.add(answer)
    return answer


def code(number: int, message: str = "said so") -> Answer:
    """Answer with a code, each time."""

    async def answer(link: Link, request: Request) -> None:
        await link.reply(request, number, message)

    return answer


async def silence(_link: Link, _request: Request) -> None:
    """Answer nothing."""


async def hang_up(link: Link, _request: Request) -> None:
    """Close after the command came."""
    await link.stream.aclose()


@pytest.fixture
async def registry(codec: Codec, nursery: trio.Nursery) -> Registry:
    return Registry(codec, nursery)


def settings(**changes: Any) -> PoolSettings:
    limits = {"linger": 0.0, "warm_pause": 0.0, **changes.pop("limits", {})}
    return PoolSettings(
        **{
            "account": "example",
            "clid": "registrar-1",
            "password": Secret(PASSWORD),
            "endpoints": (Endpoint(host="localhost"),),
            "limits": Limits(**limits),
            **changes,
        }
    )


class Lines:
    """A log that keeps its lines."""

    def __init__(self, level: int = 10) -> None:
        self.entries: list[dict[str, Any]] = []
        self.logger = structlog.wrap_logger(
            None, processors=[self._keep], wrapper_class=structlog.make_filtering_bound_logger(level)
        ).bind()

    def _keep(self, _logger: Any, level: str, event: dict[str, Any]) -> dict[str, Any]:
        self.entries.append({"level": level, **event})
        raise structlog.DropEvent

    def of(self, event: str) -> list[dict[str, Any]]:
        return [entry for entry in self.entries if entry["event"] == event]


@pytest.fixture
def lines() -> Lines:
    return Lines()


StartPool = Callable[..., Awaitable[Pool]]


@pytest.fixture
async def start_pool(codec: Codec, registry: Registry, lines: Lines, nursery: trio.Nursery) -> StartPool:
    """Start a pool on the registry in memory. Keywords are settings."""

    async def start(**changes: Any) -> Pool:
        pool = Pool(
            settings(**changes),
            codec=codec,
            clock=lambda: NOW + timedelta(seconds=trio.current_time()),
            log=lines.logger,
            connect=registry.connect,
            spread=lambda: 0.0,
        )
        await nursery.start(pool.run)
        return pool

    return start


def unreachable(reason: str) -> Unreachable:
    return Unreachable(reason)
