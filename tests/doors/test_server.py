"""The embedded server on a real loopback socket: its address, its grace, its end."""

import datetime as dt
import ipaddress
import ssl
from functools import partial
from pathlib import Path

import httpx
import pytest
import trio
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from epp_gateway.doors.http.server import Server, serve

AUTH = {"Authorization": "Bearer all", "Idempotency-Key": "k"}


async def test_it_serves_and_ends_after_the_request_under_way(world):
    world.query.gate = trio.Event()
    shutdown, answers = trio.Event(), []

    async def ask(base: str) -> None:
        async with httpx.AsyncClient(base_url=base) as http:
            answers.append(await http.get("/v1/domains/a.com", headers=AUTH))

    with trio.fail_after(10):
        async with trio.open_nursery() as nursery:
            host, port = await nursery.start(partial(serve, world.app(), host="127.0.0.1", port=0, shutdown=shutdown))
            assert host == "127.0.0.1"
            assert port > 0
            async with httpx.AsyncClient(base_url=f"http://{host}:{port}") as http:
                health = await http.get("/healthz")
                assert health.json() == {"status": "ok"}
                assert "server" not in health.headers
                created = await http.post("/v1/domains", json={"name": "日本.jp"}, headers=AUTH)
                assert created.status_code == 201
            nursery.start_soon(ask, f"http://{host}:{port}")
            await world.query.entered.wait()
            shutdown.set()
            await trio.testing.wait_all_tasks_blocked(0.05)
            with pytest.raises(OSError, match="connect"):
                await trio.open_tcp_stream(host, port)
            world.query.gate.set()
    assert answers[0].status_code == 200
    await _can_be_bound(host, port)
    assert not [line for line in world.log.lines if line[0] != "info"]


async def test_those_who_wait_for_an_operation_get_it_when_it_ends(world):
    world.desk.stuck = True
    shutdown, answers = trio.Event(), []

    async def ask(base: str) -> None:
        async with httpx.AsyncClient(base_url=base, timeout=30) as http:
            answers.append(await http.delete("/v1/domains/a.com", headers={**AUTH, "Prefer": "wait=60"}))

    with trio.fail_after(10):
        async with trio.open_nursery() as nursery:
            host, port = await nursery.start(partial(serve, world.app(), host="127.0.0.1", port=0, shutdown=shutdown))
            nursery.start_soon(ask, f"http://{host}:{port}")
            await world.desk.waiting.wait()
            shutdown.set()
    assert answers[0].status_code == 202


async def test_a_body_beyond_the_cap_does_not_hurt_the_server(world):
    shutdown = trio.Event()
    with trio.fail_after(10):
        async with trio.open_nursery() as nursery:
            host, port = await nursery.start(partial(serve, world.app(), host="127.0.0.1", port=0, shutdown=shutdown))
            stream = await trio.open_tcp_stream(host, port)
            head = b"POST /v1/domains HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer all\r\n"
            await stream.send_all(head + b"Content-Length: 10000000\r\n\r\n")
            assert (await stream.receive_some()).startswith(b"HTTP/1.1 413 ")
            await stream.aclose()
            async with httpx.AsyncClient(base_url=f"http://{host}:{port}") as http:
                assert (await http.get("/healthz")).status_code == 200
            shutdown.set()


async def test_an_address_in_use_is_an_error_of_the_system(world):
    listener = (await trio.open_tcp_listeners(0, host="127.0.0.1"))[0]
    port = listener.socket.getsockname()[1]
    async with listener:
        with pytest.raises(OSError, match="in use"):
            await serve(world.app(), host="127.0.0.1", port=port, shutdown=trio.Event())


async def test_it_speaks_tls(world, tmp_path):
    certificate, key = _certificate(tmp_path)
    shutdown = trio.Event()
    context = ssl.create_default_context(cafile=str(certificate))
    with trio.fail_after(10):
        async with trio.open_nursery() as nursery:
            run = partial(serve, world.app(), host="127.0.0.1", port=0, shutdown=shutdown, tls=(certificate, key))
            host, port = await nursery.start(run)
            async with httpx.AsyncClient(base_url=f"https://{host}:{port}", verify=context) as http:
                assert (await http.get("/healthz")).status_code == 200
            shutdown.set()


async def test_what_does_not_shake_hands_hurts_nobody(world, tmp_path):
    certificate, key = _certificate(tmp_path)
    shutdown = trio.Event()
    with trio.fail_after(10):
        async with trio.open_nursery() as nursery:
            run = partial(serve, world.app(), host="127.0.0.1", port=0, shutdown=shutdown, tls=(certificate, key))
            host, port = await nursery.start(run)
            stream = await trio.open_tcp_stream(host, port)
            await stream.send_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            assert b"HTTP" not in await stream.receive_some()
            await stream.aclose()
            shutdown.set()
    assert not [line for line in world.log.lines if line[0] != "info"]


async def test_requests_that_do_not_finish_in_time_are_cut_off(world):
    world.query.gate = trio.Event()
    shutdown = trio.Event()
    with trio.fail_after(10):
        async with trio.open_nursery() as nursery:
            run = partial(serve, world.app(), host="127.0.0.1", port=0, shutdown=shutdown, graceful_seconds=0.05)
            host, port = await nursery.start(run)
            stream = await trio.open_tcp_stream(host, port)
            await stream.send_all(b"GET /v1/domains/a.com HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer all\r\n\r\n")
            await world.query.entered.wait()
            shutdown.set()
            assert await stream.receive_some() == b""
            await stream.aclose()


async def test_an_application_that_breaks_ends_its_connection_and_is_told(world, nursery):
    async def broken(_scope, _receive, _send) -> None:
        raise RuntimeError("broken")

    (listener,) = await trio.open_tcp_listeners(0, host="127.0.0.1")
    server = Server(broken, listener.socket.getsockname(), None, world.log)
    nursery.start_soon(trio.serve_listeners, server.handle, [listener])
    stream = await trio.open_tcp_stream(*listener.socket.getsockname())
    await stream.send_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    with trio.fail_after(5):
        assert await stream.receive_some() == b""
    await stream.aclose()
    ((level, event, fields),) = world.log.lines
    assert (level, event, str(fields["exc_info"])) == ("error", "http.server", "broken")


async def _can_be_bound(host: str, port: int) -> None:
    for listener in await trio.open_tcp_listeners(port, host=host):
        await listener.aclose()


def _certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "door")])
    now = dt.datetime.now(dt.UTC)  # noqa: TID251 - TLS compares with the real clock
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate_file, key_file = folder / "door.pem", folder / "door.key"
    certificate_file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return certificate_file, key_file
