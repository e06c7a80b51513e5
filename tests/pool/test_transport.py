import socket
import ssl
import warnings
from pathlib import Path

import msgspec
import pytest
import trio

from epp_gateway.model.errors import ConfigError, Unreachable
from epp_gateway.pool.settings import Deadlines, Endpoint, PoolSettings, TlsSettings
from epp_gateway.pool.transport import Mistrusted, build_ssl_context, connect, connector, explain
from epp_gateway.tls import TlsStream

from .conftest import Authority, blocking_tls_server, listen, server_context, settings

DEADLINES = Deadlines(look_up=5, connect=5, tls=5)


def tls_server(context: ssl.SSLContext):
    async def handle(stream: trio.SocketStream) -> None:
        tls = trio.SSLStream(stream, context, server_side=True, https_compatible=True)
        await tls.send_all(b"hello")
        await tls.receive_some()

    return handle


async def reach(port: int, trusted: Path, *, host: str = "127.0.0.1", name: str = "localhost", **tls) -> TlsStream:
    context = build_ssl_context(TlsSettings(ca_file=trusted, **tls))
    return await connect(Endpoint(host=host, port=port), context, name, tls.get("deadlines", DEADLINES))


async def refusal(port: int, trusted: Path, **more) -> str:
    with pytest.raises(Mistrusted) as caught:
        await reach(port, trusted, **more)
    return caught.value.reason


async def test_a_trusted_server_is_reached_without_delay_for_small_writes(
    nursery: trio.Nursery, authority: Authority
) -> None:
    port = await listen(nursery, tls_server(server_context(authority.issue("localhost"))))
    async with await reach(port, authority.file) as stream:
        assert await stream.receive_some() == b"hello"
        assert stream.transport_stream.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0
    nursery.cancel_scope.cancel()


async def test_a_certificate_of_an_unknown_authority_is_refused(
    nursery: trio.Nursery, authority: Authority, stranger: Authority
) -> None:
    port = await listen(nursery, tls_server(server_context(authority.issue("localhost"))))
    assert "issued by an authority that is not trusted" in await refusal(port, stranger.file)
    nursery.cancel_scope.cancel()


async def test_a_certificate_for_another_name_is_refused(nursery: trio.Nursery, authority: Authority) -> None:
    port = await listen(nursery, tls_server(server_context(authority.issue("other.example"))))
    assert "not accepted for localhost: it is for another name" in await refusal(port, authority.file)
    nursery.cancel_scope.cancel()


async def test_an_expired_certificate_is_refused(nursery: trio.Nursery, authority: Authority) -> None:
    port = await listen(nursery, tls_server(server_context(authority.issue("localhost", days=-1))))
    assert "it has expired" in await refusal(port, authority.file)
    nursery.cancel_scope.cancel()


async def test_a_server_with_tls_1_1_only_is_refused(nursery: trio.Nursery, authority: Authority) -> None:
    context = server_context(authority.issue("localhost"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # asking for TLS 1.1 is the point
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.set_ciphers("ALL:@SECLEVEL=0")
    port = await blocking_tls_server(nursery, context)
    assert "no TLS version from 1.2 on" in await refusal(port, authority.file)


async def test_a_missing_client_certificate_is_named_in_the_handshake_of_tls_1_2(
    nursery: trio.Nursery, authority: Authority
) -> None:
    context = server_context(authority.issue("localhost"), clients=authority.file)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    port = await blocking_tls_server(nursery, context)
    assert "client certificate" in await refusal(port, authority.file)


async def test_a_missing_client_certificate_is_named_at_the_first_read_of_tls_1_3(
    nursery: trio.Nursery, authority: Authority
) -> None:
    context = server_context(authority.issue("localhost"), clients=authority.file)
    port = await blocking_tls_server(nursery, context)
    stream = await reach(port, authority.file)
    with pytest.raises(trio.BrokenResourceError) as caught:
        await stream.receive_some()
    await trio.aclose_forcefully(stream)
    trouble = explain(caught.value, "reading")
    assert isinstance(trouble, Mistrusted)
    assert trouble.reason == "reading: the server demands a client certificate"


async def test_a_client_certificate_is_shown(nursery: trio.Nursery, authority: Authority) -> None:
    context = server_context(authority.issue("localhost"), clients=authority.file)
    port = await listen(nursery, tls_server(context))
    async with await reach(port, authority.file, cert_file=authority.issue("registrar")) as stream:
        assert await stream.receive_some() == b"hello"
    nursery.cancel_scope.cancel()


async def test_a_port_without_tls_is_named(nursery: trio.Nursery, authority: Authority) -> None:
    async def plain(stream: trio.SocketStream) -> None:
        await stream.send_all(b"\x00\x00\x00\x10 a plain greeting")
        await stream.receive_some()

    port = await listen(nursery, plain)
    assert "does not speak TLS on this port" in await refusal(port, authority.file)
    nursery.cancel_scope.cancel()


async def test_a_closed_port_is_named_with_its_address(authority: Authority) -> None:
    (listener,) = await trio.open_tcp_listeners(0, host="127.0.0.1")
    port = listener.socket.getsockname()[1]
    await listener.aclose()
    with pytest.raises(Unreachable, match=f"connect to 127.0.0.1 port {port}: .*refused") as caught:
        await reach(port, authority.file)
    assert not isinstance(caught.value, Mistrusted)


async def test_a_server_that_hangs_up_in_the_handshake_is_named(nursery: trio.Nursery, authority: Authority) -> None:
    async def hang_up(stream: trio.SocketStream) -> None:
        await stream.receive_some()

    port = await listen(nursery, hang_up)
    with pytest.raises(Unreachable, match=f"TLS with 127.0.0.1 port {port}: the server hung up") as caught:
        await reach(port, authority.file)
    assert not isinstance(caught.value, Mistrusted)
    nursery.cancel_scope.cancel()


async def test_a_handshake_that_never_ends_is_given_up(nursery: trio.Nursery, authority: Authority) -> None:
    async def stare(stream: trio.SocketStream) -> None:
        await trio.sleep_forever()

    port = await listen(nursery, stare)
    context = build_ssl_context(TlsSettings(ca_file=authority.file))
    endpoint = Endpoint(host="127.0.0.1", port=port)
    with pytest.raises(Unreachable, match=r"no handshake within 0\.05 s"):
        await connect(endpoint, context, "localhost", Deadlines(tls=0.05))
    nursery.cancel_scope.cancel()


class Names(trio.abc.HostnameResolver):
    """A look-up that answers as told, or never."""

    def __init__(self, *addresses: str, error: OSError | None = None, hangs: bool = False) -> None:
        self.addresses = addresses
        self.error = error
        self.hangs = hangs

    async def getaddrinfo(self, host, port, family=0, type=0, proto=0, flags=0):  # noqa: A002 -- the interface's name
        if self.hangs:
            await trio.sleep_forever()
        if self.error is not None:
            raise self.error
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in self.addresses]

    async def getnameinfo(self, sockaddr, flags):
        raise NotImplementedError


@pytest.fixture
def names():
    """Sets the look-up for one test."""
    return trio.socket.set_custom_hostname_resolver


async def test_every_address_of_a_name_is_tried(nursery: trio.Nursery, authority: Authority, names) -> None:
    port = await listen(nursery, tls_server(server_context(authority.issue("registry.example"))))
    names(Names("127.0.0.2", "127.0.0.1"))
    async with await reach(port, authority.file, host="registry.example", name="registry.example") as stream:
        assert await stream.receive_some() == b"hello"
    nursery.cancel_scope.cancel()


async def test_all_addresses_are_named_when_none_works(authority: Authority, names) -> None:
    names(Names("127.0.0.2", "127.0.0.3"))
    with pytest.raises(Unreachable, match=r"registry.example: .*127\.0\.0\.2.*; .*127\.0\.0\.3"):
        await reach(9, authority.file, host="registry.example")


async def test_a_wrong_certificate_at_one_address_is_not_worked_around(
    nursery: trio.Nursery, authority: Authority, names
) -> None:
    port = await listen(nursery, tls_server(server_context(authority.issue("other.example"))))
    names(Names("127.0.0.1", "127.0.0.2"))
    reason = await refusal(port, authority.file, host="registry.example", name="registry.example")
    assert "127.0.0.2" not in reason
    nursery.cancel_scope.cancel()


async def test_a_name_that_does_not_exist_is_named_as_look_up(authority: Authority, names) -> None:
    names(Names(error=socket.gaierror(-2, "Name or service not known")))
    with pytest.raises(Unreachable, match=r"look-up of registry\.example: .*not known"):
        await reach(700, authority.file, host="registry.example")


async def test_a_look_up_that_never_ends_is_given_up(authority: Authority, names) -> None:
    names(Names(hangs=True))
    context = build_ssl_context(TlsSettings(ca_file=authority.file))
    with pytest.raises(Unreachable, match=r"look-up of registry.example: no answer within 0\.02 s"):
        await connect(Endpoint(host="registry.example"), context, "x", Deadlines(look_up=0.02))


async def test_the_second_endpoint_is_tried_when_the_first_is_down(nursery: trio.Nursery, authority: Authority) -> None:
    port = await listen(nursery, tls_server(server_context(authority.issue("localhost"))))
    endpoints = (Endpoint(host="127.0.0.2", port=9), Endpoint(host="127.0.0.1", port=port))
    tls = TlsSettings(ca_file=authority.file, server_name="localhost")
    stream = await connector(settings(endpoints=endpoints, tls=tls))()
    assert await stream.receive_some() == b"hello"
    await trio.aclose_forcefully(stream)
    nursery.cancel_scope.cancel()


async def test_a_wrong_certificate_at_the_first_endpoint_is_not_worked_around(
    nursery: trio.Nursery, authority: Authority
) -> None:
    wrong = await listen(nursery, tls_server(server_context(authority.issue("other.example"))))
    right = await listen(nursery, tls_server(server_context(authority.issue("localhost"))))
    endpoints = tuple(Endpoint(host="127.0.0.1", port=port) for port in (wrong, right))
    tls = TlsSettings(ca_file=authority.file, server_name="localhost")
    with pytest.raises(Mistrusted, match="another name"):
        await connector(settings(endpoints=endpoints, tls=tls))()
    nursery.cancel_scope.cancel()


class DeafSocket:
    """A socket whose connection is never answered."""

    closed = False

    def setsockopt(self, *args: object) -> None:
        pass

    async def connect(self, address: object) -> None:
        await trio.sleep_forever()

    def close(self) -> None:
        self.closed = True


class DeafSockets(trio.abc.SocketFactory):
    """Gives a deaf socket each time."""

    def __init__(self) -> None:
        self.made: list[DeafSocket] = []

    def socket(self, family=None, type=None, proto=None):  # noqa: A002 -- the interface's name
        self.made.append(DeafSocket())
        return self.made[-1]


async def test_an_address_that_does_not_answer_is_given_up(autojump_clock, authority: Authority) -> None:
    sockets = DeafSockets()
    trio.socket.set_custom_socket_factory(sockets)
    with pytest.raises(Unreachable, match=r"connect to 127\.0\.0\.1 port 700: no answer within 5 s"):
        await reach(700, authority.file)
    assert [made.closed for made in sockets.made] == [True]


async def test_both_endpoints_are_named_when_both_are_down(authority: Authority) -> None:
    endpoints = (Endpoint(host="127.0.0.2", port=9), Endpoint(host="127.0.0.3", port=9))
    way = connector(settings(endpoints=endpoints, tls=TlsSettings(ca_file=authority.file)))
    with pytest.raises(Unreachable, match=r"127\.0\.0\.2.*127\.0\.0\.3"):
        await way()


async def test_without_an_endpoint_nothing_is_reached(authority: Authority) -> None:
    way = connector(settings(endpoints=(), tls=TlsSettings(ca_file=authority.file)))
    with pytest.raises(Unreachable, match="no endpoint is configured"):
        await way()


async def test_a_cancelled_handshake_leaves_no_socket_open(nursery: trio.Nursery, authority: Authority) -> None:
    ended = trio.Event()

    async def stare(stream: trio.SocketStream) -> None:
        while await stream.receive_some():
            pass
        ended.set()

    port = await listen(nursery, stare)
    with trio.move_on_after(0.05):
        await reach(port, authority.file)
    with trio.fail_after(5):
        await ended.wait()
    nursery.cancel_scope.cancel()


def test_the_context_always_checks_certificate_and_name(authority: Authority) -> None:
    context = build_ssl_context(TlsSettings(ca_file=authority.file))
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert context.minimum_version is ssl.TLSVersion.TLSv1_2


def test_no_setting_could_turn_a_check_off() -> None:
    fields = {field.name for shape in (TlsSettings, PoolSettings) for field in msgspec.structs.fields(shape)}
    assert not [name for name in fields if any(word in name for word in ("verify", "check", "insecure", "allow"))]


def test_the_system_s_authorities_are_trusted_where_none_is_named() -> None:
    assert build_ssl_context(TlsSettings()).verify_mode is ssl.CERT_REQUIRED


def test_files_that_cannot_be_used_are_configuration_errors(authority: Authority, tmp_path: Path) -> None:
    missing, rubbish = tmp_path / "missing.pem", tmp_path / "rubbish.pem"
    rubbish.write_text("no certificate")
    for wrong in (
        TlsSettings(ca_file=missing),
        TlsSettings(ca_file=rubbish),
        TlsSettings(ca_file=authority.file, cert_file=missing),
        TlsSettings(ca_file=authority.file, cert_file=rubbish),
        TlsSettings(ca_file=authority.file, cert_file=authority.file),
    ):
        with pytest.raises(ConfigError, match=r"\.pem: the "):
            build_ssl_context(wrong)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (trio.BrokenResourceError("reset by peer"), "reading: reset by peer"),
        (trio.BrokenResourceError(), "reading: the connection broke"),
        (ssl.SSLError(1, "[SSL: DECRYPTION_FAILED] wrong"), "reading: "),
        (ExceptionGroup("several", [OSError("first"), OSError("second")]), "reading: first"),
    ],
)
def test_any_broken_stream_is_put_into_words(error: Exception, words: str) -> None:
    trouble = explain(error, "reading")
    assert trouble.reason.startswith(words)
    assert not isinstance(trouble, Mistrusted)


async def test_a_server_on_ipv6_is_reached_from_the_address_that_is_set(
    nursery: trio.Nursery, authority: Authority
) -> None:
    peers: list[str] = []

    async def tell_peer(stream: trio.SocketStream) -> None:
        peers.append(stream.socket.getpeername()[0])
        await tls_server(server_context(authority.issue("localhost")))(stream)

    (six,) = await trio.open_tcp_listeners(0, host="::1")
    (four,) = await trio.open_tcp_listeners(0, host="127.0.0.1")
    nursery.start_soon(trio.serve_listeners, tell_peer, [six, four])
    tls = TlsSettings(ca_file=authority.file, server_name="localhost")
    for host, listener, source in (("::1", six, None), ("127.0.0.1", four, "127.0.0.9")):
        endpoints = (Endpoint(host=host, port=listener.socket.getsockname()[1]),)
        stream = await connector(settings(endpoints=endpoints, tls=tls, source_address=source))()
        assert await stream.receive_some() == b"hello"
        await trio.aclose_forcefully(stream)
    assert peers == ["::1", "127.0.0.9"]
    nursery.cancel_scope.cancel()


async def test_an_address_that_is_not_ours_is_named(authority: Authority) -> None:
    tls = TlsSettings(ca_file=authority.file)
    endpoints = (Endpoint(host="127.0.0.1", port=9),)
    with pytest.raises(Unreachable, match=r"connect to 127\.0\.0\.1 port 9: "):
        await connector(settings(endpoints=endpoints, tls=tls, source_address="192.0.2.7"))()
