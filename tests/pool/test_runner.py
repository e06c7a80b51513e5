"""What a pool does for its callers, told on a jumping clock with a registry in memory."""

import logging

import pytest
import trio
from trio.testing import wait_all_tasks_blocked

from epp_gateway.epp.codec import Codec
from epp_gateway.model.commands import DomainCheck, DomainCreate, DomainInfo, Request
from epp_gateway.model.errors import Draining, InDoubt, NoCapacity, Unreachable
from epp_gateway.model.secret import Secret
from epp_gateway.pool.actions import Priority
from epp_gateway.pool.runner import Pool
from epp_gateway.pool.settings import Endpoint, TlsSettings

from .conftest import (
    NOW,
    PASSWORD,
    Authority,
    Lines,
    Link,
    Registry,
    StartPool,
    blocking_tls_server,
    code,
    listen,
    once,
    server_context,
    settings,
    silence,
    unreachable,
)

INFO = Request(command=DomainInfo(name="example.com"), cltrid="OP-1")
CHECK = Request(command=DomainCheck(names=("example.com",)), cltrid="OP-2")


def lease(pool: Pool, timeout: float = 60.0, panel: str = "panel-1", **more):
    return pool.lease(panel=panel, timeout=timeout, **more)


async def is_clean(pool: Pool, registry: Registry) -> None:
    """The pool still serves, holds nothing it should not, and the registry sees no more than it holds."""
    async with lease(pool) as leased:
        assert (await leased.execute(CHECK)).response.code == 1000
    await wait_all_tasks_blocked()
    snapshot = pool.snapshot()
    assert snapshot.waiting == 0
    assert {session.state for session in snapshot.sessions} == {"idle"}
    assert registry.open == len(snapshot.sessions)


async def late(_link: Link, _request: Request) -> None:
    await trio.sleep(100)


# Leases.


async def test_a_pool_starts_at_once_even_if_its_registry_is_slow(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    registry.slow = 8.0
    pool = await start_pool()
    assert trio.current_time() - autojump_clock.current_time() == 0
    assert pool.snapshot().sessions[0].state == "opening"
    began = trio.current_time()
    async with lease(pool):
        assert trio.current_time() - began == 8.0


async def test_a_pool_serves_from_its_first_session_while_others_come_up(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    registry.slow = 8.0
    pool = await start_pool(limits={"min_sessions": 4})
    began = trio.current_time()
    async with lease(pool) as leased:
        await leased.execute(INFO)
        assert trio.current_time() - began == 8.0
    await trio.sleep(30)
    assert registry.most == 4


async def test_sessions_are_shared_and_never_more_than_the_limit(
    autojump_clock, start_pool: StartPool, registry: Registry, nursery: trio.Nursery
) -> None:
    async def slow(link: Link, request: Request) -> None:
        await trio.sleep(1)
        await link.reply(request, 1000)

    registry.answers["domain.info"] = [slow]
    pool = await start_pool(limits={"max_sessions": 3})

    async def use(number: int) -> None:
        async with lease(pool, panel=f"panel-{number % 4}") as leased:
            await leased.execute(Request(command=DomainInfo(name="example.com"), cltrid=f"OP-{number}"))

    began = trio.current_time()
    async with trio.open_nursery() as users:
        for number in range(30):
            users.start_soon(use, number)
    assert trio.current_time() - began == 10.0
    assert registry.most == 3
    assert registry.counts["login"] == 3
    await is_clean(pool, registry)


async def test_a_waiter_without_a_session_in_time_hears_of_capacity(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    pool = await start_pool(limits={"max_sessions": 1})
    async with lease(pool):
        began = trio.current_time()
        with pytest.raises(NoCapacity, match="came free in time"):
            async with lease(pool, timeout=3):
                pass
        assert trio.current_time() - began == 3.0
    await is_clean(pool, registry)


async def test_too_many_who_wait_are_refused_at_once(autojump_clock, start_pool: StartPool, registry: Registry) -> None:
    pool = await start_pool(limits={"max_sessions": 1, "max_waiting": 0})
    await wait_all_tasks_blocked()
    async with lease(pool):
        began = trio.current_time()
        with pytest.raises(NoCapacity, match="wait for a session already"):
            async with lease(pool):
                pass
        assert trio.current_time() == began


async def test_interactive_work_goes_before_a_poll(
    autojump_clock, start_pool: StartPool, registry: Registry, nursery: trio.Nursery
) -> None:
    pool = await start_pool(limits={"max_sessions": 1})
    served: list[Priority] = []

    async def use(priority: Priority) -> None:
        async with lease(pool, priority=priority):
            served.append(priority)

    async with trio.open_nursery() as users, lease(pool):
        for priority in (Priority.POLL, Priority.BULK, Priority.INTERACTIVE):
            users.start_soon(use, priority)
            await wait_all_tasks_blocked()
    assert served == [Priority.INTERACTIVE, Priority.BULK, Priority.POLL]


async def test_a_session_can_be_avoided(autojump_clock, start_pool: StartPool, registry: Registry) -> None:
    pool = await start_pool(limits={"max_sessions": 2})
    async with lease(pool) as first:
        pass
    async with lease(pool, avoid=first.session) as second:
        assert second.session != first.session


async def test_a_block_that_fails_gives_its_session_back(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    pool = await start_pool(limits={"max_sessions": 1})
    with pytest.raises(ZeroDivisionError):
        async with lease(pool):
            raise ZeroDivisionError
    await is_clean(pool, registry)
    assert registry.counts["login"] == 1


# Limits the registry teaches.


async def test_a_2502_at_login_teaches_the_limit(
    autojump_clock, start_pool: StartPool, registry: Registry, lines: Lines
) -> None:
    logins = 0

    async def at_most_two(link: Link, request: Request) -> None:
        nonlocal logins
        logins += 1
        await link.reply(request, 1000 if logins <= 2 else 2502)

    registry.answers["login"] = [at_most_two]
    pool = await start_pool(limits={"min_sessions": 5})
    await trio.sleep(100)
    assert pool.snapshot().learned_limit == 2
    assert pool.snapshot().limit == 2
    assert registry.counts["login"] == 3
    assert lines.of("limit learned")[0]["reason"] == "2 sessions: login answered 2502: said so"
    await trio.sleep(900)
    assert pool.snapshot().learned_limit == 2, "forgotten, tried, and taught again"
    assert registry.counts["login"] == 4


async def test_another_code_may_mean_too_many_sessions_where_the_registry_says_so(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    async def only_one(link: Link, request: Request) -> None:
        await link.reply(request, 1000 if registry.counts["login"] == 1 else 2501)

    registry.answers["login"] = [only_one]
    pool = await start_pool(limits={"min_sessions": 2}, full_codes=(2501, 2502))
    await trio.sleep(100)
    assert pool.snapshot().learned_limit == 1
    assert pool.snapshot().circuit.state == "closed"


# Cancellation.


async def test_a_caller_who_leaves_in_mid_command_takes_the_session_along(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    registry.answers["domain.info"] = [silence]
    pool = await start_pool(limits={"max_sessions": 1})
    with trio.move_on_after(5):
        async with lease(pool) as leased:
            await leased.execute(INFO)
    await wait_all_tasks_blocked()
    assert leased.session not in {session.id for session in pool.snapshot().sessions}
    await is_clean(pool, registry)
    assert registry.counts["domain.info"] == 1


async def test_a_caller_who_leaves_between_commands_gives_the_session_back(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    pool = await start_pool(limits={"max_sessions": 1})
    with trio.move_on_after(5):
        async with lease(pool) as leased:
            await leased.execute(INFO)
            await trio.sleep_forever()
    await is_clean(pool, registry)
    assert registry.counts["login"] == 1


async def test_a_waiter_who_leaves_while_the_session_connects_leaves_nothing_behind(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    registry.slow = 8.0
    pool = await start_pool(limits={"min_sessions": 0})
    with trio.move_on_after(1):
        async with lease(pool):
            pytest.fail("there is no session yet")
    assert pool.snapshot().waiting == 0
    await is_clean(pool, registry)
    assert registry.connects == 1


@pytest.mark.parametrize("greets", [True, False])
async def test_a_waiter_who_leaves_while_the_session_logs_in_leaves_nothing_behind(
    autojump_clock, start_pool: StartPool, registry: Registry, greets: bool
) -> None:
    registry.greets = greets
    registry.answers["login"] = [once(late)]
    pool = await start_pool()
    with trio.move_on_after(1):
        async with lease(pool):
            pytest.fail("there is no session yet")
    registry.greets = True
    await trio.sleep(200)
    await is_clean(pool, registry)


async def test_a_waiter_who_leaves_at_the_instant_of_its_grant_gives_the_session_back(
    autojump_clock, start_pool: StartPool, registry: Registry, nursery: trio.Nursery
) -> None:
    pool = await start_pool(limits={"max_sessions": 1})
    scope = trio.CancelScope()

    async def wait() -> None:
        with scope:
            async with lease(pool):
                pytest.fail("it left before")

    async with lease(pool):
        nursery.start_soon(wait)
        await wait_all_tasks_blocked()
        scope.cancel()
    # It was granted the session when it had been cancelled and had not run yet.
    await is_clean(pool, registry)
    assert registry.counts["login"] == 1


async def test_a_caller_who_leaves_while_a_session_proves_itself_disturbs_nothing(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    async def slow(link: Link, request: Request) -> None:
        await trio.sleep(10)
        await link.reply(request, 1300)

    registry.answers["poll"] = [slow]
    pool = await start_pool(limits={"max_sessions": 1})
    await is_clean(pool, registry)
    await trio.sleep(121)
    assert pool.snapshot().sessions[0].state == "proving"
    with trio.move_on_after(1):
        async with lease(pool):
            pytest.fail("it is not proved yet")
    await trio.sleep(10)
    await is_clean(pool, registry)
    assert registry.counts["login"] == 1


async def test_a_cancelled_pool_closes_everything_and_refuses_those_who_wait(
    autojump_clock, registry: Registry, codec: Codec, lines: Lines, nursery: trio.Nursery
) -> None:
    pool = Pool(
        settings(limits={"max_sessions": 1}), codec=codec, clock=lambda: NOW, log=lines.logger, connect=registry.connect
    )
    scope = trio.CancelScope()
    refused = trio.Event()

    async def run(task_status: trio.TaskStatus[None]) -> None:
        with scope:
            await pool.run(task_status=task_status)

    async def wait() -> None:
        with pytest.raises(Draining, match="has stopped"):
            async with lease(pool):
                pass
        refused.set()

    await nursery.start(run)
    async with lease(pool) as leased:
        nursery.start_soon(wait)
        await wait_all_tasks_blocked()
        scope.cancel()
        with trio.fail_after(1):
            await refused.wait()
        await wait_all_tasks_blocked()
        assert registry.open == 0
        assert pool.snapshot().phase == "stopped"
    with pytest.raises(Draining, match="not running"):
        async with lease(pool):
            pass
    assert leased.session
    await pool.drain()


async def test_a_command_on_the_wire_when_the_pool_is_cancelled_is_in_doubt(
    autojump_clock, registry: Registry, codec: Codec, lines: Lines, nursery: trio.Nursery
) -> None:
    registry.answers["domain.info"] = [silence]
    pool = Pool(settings(), codec=codec, clock=lambda: NOW, log=lines.logger, connect=registry.connect)
    scope = trio.CancelScope()

    async def run(task_status: trio.TaskStatus[None]) -> None:
        with scope:
            await pool.run(task_status=task_status)

    await nursery.start(run)
    nursery.start_soon(_cancel_after, scope, 1)
    async with lease(pool) as leased:
        with pytest.raises(InDoubt, match="cancelled"):
            await leased.execute(INFO)


async def _cancel_after(scope: trio.CancelScope, seconds: float) -> None:
    await trio.sleep(seconds)
    scope.cancel()


# Draining.


async def test_a_drained_pool_logs_every_session_out(autojump_clock, start_pool: StartPool, registry: Registry) -> None:
    pool = await start_pool(limits={"min_sessions": 3})
    await wait_all_tasks_blocked()
    await pool.drain()
    assert registry.counts == {"login": 3, "logout": 3}
    assert registry.open == 0
    assert pool.snapshot().phase == "drained"
    assert pool.snapshot().sessions == ()
    with pytest.raises(Draining):
        async with lease(pool):
            pass


async def test_a_drain_lets_a_running_command_finish(
    autojump_clock, start_pool: StartPool, registry: Registry, nursery: trio.Nursery
) -> None:
    async def slow(link: Link, request: Request) -> None:
        await trio.sleep(5)
        await link.reply(request, 1000)

    registry.answers["domain.info"] = [slow]
    pool = await start_pool()
    async with trio.open_nursery() as others, lease(pool) as leased:
        others.start_soon(pool.drain)
        assert (await leased.execute(INFO)).response.code == 1000
    assert registry.counts["logout"] == 1


async def test_a_drain_does_not_wait_for_ever(
    autojump_clock, start_pool: StartPool, registry: Registry, nursery: trio.Nursery
) -> None:
    registry.answers["domain.info"] = [silence]
    pool = await start_pool()
    async with trio.open_nursery() as others, lease(pool) as leased:
        others.start_soon(pool.drain)
        with pytest.raises(InDoubt, match="draining"):
            await leased.execute(INFO, timeout=1000)
    assert pool.snapshot().phase == "drained"


async def test_a_registry_that_does_not_answer_a_logout_does_not_hold_a_drain_up(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    registry.answers["logout"] = [silence]
    pool = await start_pool()
    await wait_all_tasks_blocked()
    began = trio.current_time()
    await pool.drain()
    assert trio.current_time() - began == 5.0


async def test_a_drain_ends_a_session_that_is_still_coming_up(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    registry.slow = 1000
    pool = await start_pool()
    await wait_all_tasks_blocked()
    began = trio.current_time()
    await pool.drain()
    assert trio.current_time() == began
    assert registry.seen == []


async def test_an_old_session_is_logged_out_and_replaced(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    pool = await start_pool(limits={"max_age": 50.0})
    await is_clean(pool, registry)
    first = pool.snapshot().sessions[0].id
    await trio.sleep(51)
    assert registry.seen == ["login", "domain.check", "logout", "login"]
    assert pool.snapshot().sessions[0].id != first


async def test_a_pool_that_never_ran_can_be_drained_and_looked_at(
    registry: Registry, codec: Codec, lines: Lines
) -> None:
    pool = Pool(settings(), codec=codec, clock=lambda: NOW, log=lines.logger, connect=registry.connect)
    await pool.drain()
    pool.resume()
    assert pool.snapshot().phase == "stopped"
    with pytest.raises(Draining, match="not running"):
        async with lease(pool):
            pass


# What people see.


async def test_a_snapshot_shows_the_sessions_and_the_circuit(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    pool = await start_pool(limits={"max_sessions": 1, "circuit_after": 2})
    async with lease(pool) as leased:
        await leased.execute(INFO)
        snapshot = pool.snapshot()
        (session,) = snapshot.sessions
        assert (session.id, session.state, session.commands) == (leased.session, "leased", 1)
        assert session.opened_at == NOW
        registry.trouble = unreachable("connect: refused")
        await registry.links[0].stream.aclose()
        await trio.sleep(1)
    await trio.sleep(3)
    snapshot = pool.snapshot()
    assert snapshot.sessions == ()
    assert snapshot.circuit.state == "open"
    assert snapshot.circuit.first_cause == "connect: refused"


async def test_each_answered_command_is_one_line_with_the_fields_of_the_session_log(
    autojump_clock, start_pool: StartPool, registry: Registry, lines: Lines
) -> None:
    registry.answers["domain.info"] = [code(2303, "no such object")]
    pool = await start_pool()
    async with lease(pool, operation="op-7") as leased:
        await leased.execute(INFO)
    login, info = lines.of("command")
    assert login["command"] == "login"
    assert login["object"] is None
    assert isinstance(info.pop("ms"), float)
    assert info.pop("bytes") > 100
    assert info == {
        "level": "info",
        "event": "command",
        "registry": "example",
        "account": "example",
        "session": leased.session,
        "direction": "out",
        "command": "domain.info",
        "object": "example.com",
        "cltrid": "OP-1",
        "svtrid": "SRV-1",
        "operation": "op-7",
        "panel": "panel-1",
        "code": 2303,
        "reason": "no such object",
    }


async def test_a_command_in_doubt_is_one_line_without_a_code(
    autojump_clock, start_pool: StartPool, registry: Registry, lines: Lines
) -> None:
    registry.answers["domain.info"] = [silence]
    pool = await start_pool()
    async with lease(pool) as leased:
        with pytest.raises(InDoubt):
            await leased.execute(INFO)
    line = lines.of("command")[-1]
    assert (line["code"], line["reason"], line["ms"]) == (None, "no answer within 30 s", 30000.0)


async def test_the_life_of_a_session_is_in_the_log(
    autojump_clock, start_pool: StartPool, registry: Registry, lines: Lines
) -> None:
    registry.answers["login"] = [once(code(2200))]
    pool = await start_pool()
    await wait_all_tasks_blocked()
    pool.resume()
    await wait_all_tasks_blocked()
    await pool.drain()
    told = [entry["event"] for entry in lines.entries if entry["event"] not in {"frame", "command"}]
    assert told == ["session-failed", "circuit opened", "circuit closed", "session-opened", "session-closed"]


async def test_no_secret_reaches_the_log_even_at_debug(
    autojump_clock, start_pool: StartPool, registry: Registry, lines: Lines
) -> None:
    pool = await start_pool()
    create = DomainCreate(name="example.com", auth_info=Secret("planted-code-2"))
    async with lease(pool) as leased:
        await leased.execute(Request(command=create, cltrid="OP-3"))
    await pool.drain()
    told = repr(lines.entries)
    assert "<login>" in told
    assert "domain:create" in told or "create" in told
    assert PASSWORD not in told
    assert "planted-code-2" not in told


async def test_frames_are_not_even_rendered_above_debug(
    autojump_clock, registry: Registry, codec: Codec, nursery: trio.Nursery
) -> None:
    lines = Lines(level=logging.INFO)
    pool = Pool(settings(), codec=codec, clock=lambda: NOW, log=lines.logger, connect=registry.connect)
    await nursery.start(pool.run)
    async with lease(pool):
        pass
    assert lines.of("command")
    assert not lines.of("frame")
    await pool.drain()


# Over TLS.


async def test_a_pool_without_the_demanded_client_certificate_says_so_and_stops_trying(
    nursery: trio.Nursery, authority: Authority, codec: Codec, lines: Lines
) -> None:
    port = await blocking_tls_server(nursery, server_context(authority.issue("localhost"), clients=authority.file))
    pool = Pool(
        settings(
            endpoints=(Endpoint(host="127.0.0.1", port=port),),
            tls=TlsSettings(ca_file=authority.file, server_name="localhost"),
        ),
        codec=codec,
        clock=lambda: NOW,
        log=lines.logger,
    )
    await nursery.start(pool.run)
    with pytest.raises(Unreachable, match="the server demands a client certificate"):
        async with lease(pool, timeout=5):
            pass
    assert pool.snapshot().circuit.state == "open"
    await pool.drain()


async def test_a_pool_speaks_epp_over_tls(
    nursery: trio.Nursery, authority: Authority, registry: Registry, codec: Codec, lines: Lines
) -> None:
    context = server_context(authority.issue("localhost"), clients=authority.file)

    async def serve(stream: trio.SocketStream) -> None:
        await registry.serve(trio.SSLStream(stream, context, server_side=True, https_compatible=True))

    port = await listen(nursery, serve)
    pool = Pool(
        settings(
            endpoints=(Endpoint(host="127.0.0.1", port=port),),
            tls=TlsSettings(ca_file=authority.file, server_name="localhost", cert_file=authority.issue("registrar")),
        ),
        codec=codec,
        clock=lambda: NOW,
        log=lines.logger,
    )
    await nursery.start(pool.run)
    async with lease(pool, timeout=5) as leased:
        assert (await leased.execute(INFO)).response.code == 1000
    await pool.drain()
    assert registry.seen == ["login", "domain.info", "logout"]
    nursery.cancel_scope.cancel()
