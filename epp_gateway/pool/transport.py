"""TLS to a registry: look-up, connection, handshake, and what went wrong in plain words.

The server's certificate and name are always checked, TLS is 1.2 or newer, and nothing here can turn that off.
TCP_NODELAY is on for every stream (Trio's socket streams set it).
"""

import socket
import ssl
from collections.abc import Awaitable, Callable

import trio

from epp_gateway.model.errors import ConfigError, Unreachable
from epp_gateway.tls import TlsStream

from .settings import Deadlines, Endpoint, PoolSettings, TlsSettings

Connect = Callable[[], Awaitable[trio.abc.Stream]]
"""Gives a stream to the registry, ready for EPP. Raises Unreachable."""


class Mistrusted(Unreachable):
    """The two sides do not accept each other's certificate or TLS version: trying again will not help."""


# What OpenSSL says about the server's certificate (X509_V_ERR_*), in plain words.
_VERDICTS = {
    9: "it is not valid yet",
    10: "it has expired",
    18: "it is self-signed and not among the trusted authorities",
    19: "its chain ends in an authority that is not trusted",
    20: "it was issued by an authority that is not trusted",
    21: "it was issued by an authority that is not trusted",
    62: "it is for another name",
    64: "it is for another address",
}

# What the server's alert says about us, by a part of OpenSSL's reason.
_ALERTS = {
    "CERTIFICATE_REQUIRED": "the server demands a client certificate",
    "BAD_CERTIFICATE": "the server does not accept our client certificate",
    "UNKNOWN_CA": "the server does not know who issued our client certificate",
    "CERTIFICATE_EXPIRED": "the server says that our client certificate has expired",
    "CERTIFICATE_REVOKED": "the server says that our client certificate was revoked",
    "UNSUPPORTED_PROTOCOL": "the server offers no TLS version from 1.2 on",
    "PROTOCOL_VERSION": "the server offers no TLS version from 1.2 on",
    "HANDSHAKE_FAILURE": "the server found nothing acceptable in our offer, often for want of a client certificate",
    "WRONG_VERSION_NUMBER": "the server does not speak TLS on this port",
}
_EOF = "the server hung up, as some do that want a client certificate or another TLS version"


def build_ssl_context(tls: TlsSettings) -> ssl.SSLContext:
    """Make the context that all connections of an account share.

    Raises:
        ConfigError: when a file cannot be read or holds no usable certificate or key.
    """
    try:
        context = ssl.create_default_context(cafile=tls.ca_file)
    except OSError as error:
        raise ConfigError([f"{tls.ca_file}: the trusted authorities cannot be read: {error}"]) from None
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if tls.cert_file is not None:
        try:
            # An encrypted key would make OpenSSL ask at the terminal.
            context.load_cert_chain(tls.cert_file, tls.key_file, password=lambda: "")
        except (OSError, ValueError) as error:
            raise ConfigError([f"{tls.cert_file}: the client certificate cannot be used: {error}"]) from None
    return context


def connector(settings: PoolSettings) -> Connect:
    """Give the way to one registry account: its endpoints in order, with one context for all connections.

    Raises:
        ConfigError: see `build_ssl_context`.
    """
    context = build_ssl_context(settings.tls)

    async def connect_to_any() -> trio.abc.Stream:
        failures: list[str] = []
        for endpoint in settings.endpoints:
            try:
                name = settings.tls.server_name or endpoint.host
                return await connect(endpoint, context, name, settings.deadlines, settings.source_address)
            except Mistrusted:
                raise
            except Unreachable as error:
                failures.append(error.reason)
        raise Unreachable("; ".join(failures) or "no endpoint is configured")

    return connect_to_any


async def connect(
    endpoint: Endpoint, context: ssl.SSLContext, server_name: str, deadlines: Deadlines, source: str | None = None
) -> TlsStream:
    """Connect to the first address of an endpoint that works and shake hands; from the address `source` if given.

    Raises:
        Mistrusted: a certificate or TLS version is not accepted; other addresses are not tried.
        Unreachable: no address works; the reason names the step for each.
    """
    failures: list[str] = []
    for address in await _look_up(endpoint, deadlines):
        try:
            socket_stream = await _connect_address(address, endpoint.port, deadlines, source)
            return await _secured(
                socket_stream, f"TLS with {address} port {endpoint.port}", context, server_name, deadlines
            )
        except Mistrusted as error:
            raise Mistrusted(f"{endpoint.host}: {error.reason}") from None
        except Unreachable as error:
            failures.append(error.reason)
    raise Unreachable(f"{endpoint.host}: {'; '.join(failures)}")


async def _look_up(endpoint: Endpoint, deadlines: Deadlines) -> list[str]:
    try:
        with trio.fail_after(deadlines.look_up):
            found = await trio.socket.getaddrinfo(endpoint.host, endpoint.port, type=socket.SOCK_STREAM)
    except trio.TooSlowError:
        raise Unreachable(f"look-up of {endpoint.host}: no answer within {deadlines.look_up:g} s") from None
    except (OSError, UnicodeError) as error:
        raise Unreachable(f"look-up of {endpoint.host}: {error}") from None
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


async def _connect_address(address: str, port: int, deadlines: Deadlines, source: str | None) -> trio.SocketStream:
    try:
        with trio.fail_after(deadlines.connect):
            return await trio.open_tcp_stream(address, port, local_address=source)
    except trio.TooSlowError:
        raise Unreachable(f"connect to {address} port {port}: no answer within {deadlines.connect:g} s") from None
    except OSError as error:
        raise Unreachable(f"connect to {address} port {port}: {_innermost(error)}") from None


async def _secured(
    socket_stream: trio.SocketStream, step: str, context: ssl.SSLContext, server_name: str, deadlines: Deadlines
) -> TlsStream:
    stream = TlsStream(socket_stream, context, server_name)
    try:
        await _shake_hands(stream, step, server_name, deadlines)
    except BaseException:
        await trio.aclose_forcefully(stream)
        raise
    return stream


async def _shake_hands(stream: TlsStream, step: str, server_name: str, deadlines: Deadlines) -> None:
    try:
        with trio.fail_after(deadlines.tls):
            await stream.do_handshake()
    except trio.TooSlowError:
        raise Unreachable(f"{step}: no handshake within {deadlines.tls:g} s") from None
    except trio.BrokenResourceError as error:
        raise explain(error, step, server_name) from None


def explain(error: BaseException, step: str, server_name: str = "") -> Unreachable:
    """Put a broken stream into words: Mistrusted where certificates or versions are at fault, else Unreachable."""
    cause = error.__cause__ or error
    if isinstance(cause, ssl.SSLCertVerificationError):
        verdict = _VERDICTS.get(cause.verify_code, cause.verify_message)
        return Mistrusted(f"{step}: the server's certificate is not accepted for {server_name}: {verdict}")
    alert: str = getattr(cause, "reason", None) or ""  # of an SSLError, as OpenSSL spells it
    for word, meaning in _ALERTS.items():
        if word in alert:
            return Mistrusted(f"{step}: {meaning}")
    if "EOF" in alert or isinstance(cause, ssl.SSLZeroReturnError | ssl.SSLEOFError):  # as the OpenSSL at hand tells it
        return Unreachable(f"{step}: {_EOF}")
    return Unreachable(f"{step}: {_innermost(cause) or 'the connection broke'}")


def _innermost(error: BaseException) -> str:
    """The text of the first error that is not just a wrapper."""
    while True:
        if isinstance(error, BaseExceptionGroup):
            error = error.exceptions[0]
        elif error.__cause__ is not None:
            error = error.__cause__
        else:
            return str(error)
