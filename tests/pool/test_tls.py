"""The TLS stream against Trio's own, over connections in memory."""

import ssl

import pytest
import trio
from hypothesis import given
from hypothesis import strategies as st
from trio.testing import MemoryReceiveStream, memory_stream_pair

from epp_gateway.pool.settings import TlsSettings
from epp_gateway.pool.transport import build_ssl_context
from epp_gateway.tls import TlsStream

from .conftest import Authority, server_context

BIG = 300_000  # several TLS records, and more than one chunk of either side


@pytest.fixture(scope="module")
def contexts(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """The client's side and the server's."""
    authority = Authority(tmp_path_factory.mktemp("tls"), "authority")
    return build_ssl_context(TlsSettings(ca_file=authority.file)), server_context(authority.issue("localhost"))


Pair = tuple[TlsStream, "trio.SSLStream[trio.abc.Stream]"]


async def connected(contexts: tuple[ssl.SSLContext, ssl.SSLContext]) -> Pair:
    """Our stream and Trio's, shaken hands."""
    ours, theirs = memory_stream_pair()
    client = TlsStream(ours, contexts[0], "localhost")
    server = trio.SSLStream[trio.abc.Stream](theirs, contexts[1], server_side=True, https_compatible=True)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(client.do_handshake)
        nursery.start_soon(server.do_handshake)
    return client, server


async def take(stream: trio.abc.ReceiveStream, size: int, chunk: int | None = None) -> bytes:
    taken = b""
    while len(taken) < size:
        data = await stream.receive_some(chunk)
        assert data, "the stream ended early"
        taken += data
    return taken


@given(st.lists(st.binary(min_size=1, max_size=40_000), max_size=6), st.sampled_from([None, 1000, 1 << 16]))
def test_whatever_one_side_sends_the_other_receives(
    contexts: tuple[ssl.SSLContext, ssl.SSLContext], sent: list[bytes], chunk: int | None
) -> None:
    async def both_ways() -> None:
        client, server = await connected(contexts)
        whole = b"".join(sent)
        for sender, receiver in ((client, server), (server, client)):
            async with trio.open_nursery() as nursery:

                async def send(sender: trio.abc.SendStream = sender) -> None:
                    for data in sent:
                        await sender.send_all(data)

                nursery.start_soon(send)
                assert await take(receiver, len(whole), chunk) == whole

    trio.run(both_ways)


async def test_both_directions_at_once(contexts: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    client, server = await connected(contexts)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(client.send_all, b"c" * BIG)
        nursery.start_soon(server.send_all, b"s" * BIG)
        nursery.start_soon(take, server, BIG)
        assert await take(client, BIG) == b"s" * BIG


async def test_what_is_sent_leaves_before_other_tasks_run(contexts: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    client, _ = await connected(contexts)
    rounds = 0
    left_in: list[int] = []

    class Watched(trio.abc.SendStream):
        async def send_all(self, data: bytes | bytearray | memoryview) -> None:
            left_in.append(rounds)
            await trio.lowlevel.checkpoint()

        async def wait_send_all_might_not_block(self) -> None: ...

        async def aclose(self) -> None: ...

    async def count() -> None:
        nonlocal rounds
        while True:
            rounds += 1
            await trio.lowlevel.checkpoint()

    client.transport_stream = trio.StapledStream(Watched(), MemoryReceiveStream())
    async with trio.open_nursery() as nursery:
        nursery.start_soon(count)
        await trio.lowlevel.checkpoint()
        before = rounds
        await client.send_all(b"now")
        assert left_in == [before]
        nursery.cancel_scope.cancel()


async def test_the_end_with_a_goodbye_and_without(contexts: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    client, server = await connected(contexts)
    await server.aclose()
    assert await client.receive_some() == b""
    client, server = await connected(contexts)
    await server.transport_stream.aclose()
    assert await client.receive_some() == b""


async def test_bytes_that_are_no_tls_break_the_stream(contexts: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    client, server = await connected(contexts)
    await server.transport_stream.send_all(b"this is no record at all")
    with pytest.raises(trio.BrokenResourceError) as caught:
        await client.receive_some()
    assert isinstance(caught.value.__cause__, ssl.SSLError)


async def test_a_connection_that_ends_in_the_handshake_breaks_the_stream(
    contexts: tuple[ssl.SSLContext, ssl.SSLContext],
) -> None:
    ours, theirs = memory_stream_pair()
    await theirs.aclose()
    client = TlsStream(ours, contexts[0], "localhost")
    with pytest.raises(trio.BrokenResourceError):
        await client.do_handshake()


async def test_a_closed_stream_says_so(contexts: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    client, _ = await connected(contexts)
    await client.wait_send_all_might_not_block()
    await client.aclose()
    with pytest.raises(trio.ClosedResourceError):
        await client.send_all(b"too late")
    with pytest.raises(trio.ClosedResourceError):
        await client.receive_some()


async def test_a_server_that_is_not_trusted_hears_why(
    contexts: tuple[ssl.SSLContext, ssl.SSLContext],
) -> None:
    ours, theirs = memory_stream_pair()
    client = TlsStream(ours, contexts[0], "other.example")
    server = trio.SSLStream[trio.abc.Stream](theirs, contexts[1], server_side=True)

    async def refuse() -> None:
        with pytest.raises(trio.BrokenResourceError):
            await client.do_handshake()

    async def hear() -> None:
        with pytest.raises(trio.BrokenResourceError) as caught:
            await server.receive_some()
        assert "BAD_CERTIFICATE" in str(caught.value.__cause__)

    async with trio.open_nursery() as nursery:
        nursery.start_soon(refuse)
        nursery.start_soon(hear)


async def test_the_servers_side_against_trios_client(contexts: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    ours, theirs = memory_stream_pair()
    server = TlsStream(ours, contexts[1])
    client = trio.SSLStream[trio.abc.Stream](theirs, contexts[0], server_hostname="localhost")
    async with trio.open_nursery() as nursery:
        nursery.start_soon(server.do_handshake)
        nursery.start_soon(client.send_all, b"hello")
    assert await take(server, 5) == b"hello"
    assert server.certificate() == {}
    await server.send_all(b"there")
    await server.aclose()
    assert await client.receive_some() == b"there"
    assert await client.receive_some() == b""  # without `https_compatible`: the goodbye was said
