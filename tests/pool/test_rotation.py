"""Other settings while the pool is at work: sessions are replaced one after the other, and nobody notices."""

from pathlib import Path

import pytest
import trio
from msgspec.structs import replace
from trio.testing import wait_all_tasks_blocked

from epp_gateway.model.commands import DomainInfo, Login, Request
from epp_gateway.model.errors import ConfigError
from epp_gateway.model.secret import Secret
from epp_gateway.pool.runner import Pool
from epp_gateway.pool.settings import Limits, TlsSettings

from .conftest import Lines, Link, Registry, StartPool, unreachable

NEW_PASSWORD = Secret("planted-pw-2")


async def slow(link: Link, request: Request) -> None:
    await trio.sleep(0.5)
    await link.reply(request, 1000)


async def work(pool: Pool, seconds: float, done: list[int]) -> None:
    """Send one command after the other for so long; each must be answered."""
    until = trio.current_time() + seconds
    while trio.current_time() < until:
        request = Request(command=DomainInfo(name="example.com"), cltrid=f"OP-{len(done)}-{id(done) % 1000}")
        assert (await pool.execute(request, panel="p", timeout=30)).response.code == 1000
        done.append(1)
        await trio.sleep(0.1)


def passwords(registry: Registry) -> list[str]:
    logins = [request.command for request in registry.requests if isinstance(request.command, Login)]
    return [login.password.reveal() for login in logins]


@pytest.mark.parametrize("sessions", [1, 3])
async def test_all_sessions_are_replaced_under_load_and_no_command_fails(
    autojump_clock, start_pool: StartPool, registry: Registry, sessions: int
) -> None:
    registry.answers["domain.info"] = [slow]
    pool = await start_pool(limits={"max_sessions": sessions, "min_sessions": sessions})
    await wait_all_tasks_blocked()
    before = {session.id for session in pool.snapshot().sessions}
    done: list[list[int]] = [[] for _ in range(6)]
    async with trio.open_nursery() as users:
        for mine in done:
            users.start_soon(work, pool, 30.0, mine)
        await trio.sleep(5)
        pool.change(replace(pool.settings, password=NEW_PASSWORD), connect=registry.connect)
    assert all(done)
    assert registry.most <= sessions
    after = {session.id for session in pool.snapshot().sessions}
    assert len(after) == sessions
    assert not before & after
    assert passwords(registry)[sessions:] == [NEW_PASSWORD.reveal()] * sessions
    assert registry.counts["logout"] == sessions


async def test_where_there_is_room_the_old_sessions_live_on_if_no_new_one_comes_up(
    autojump_clock, start_pool: StartPool, registry: Registry, lines: Lines
) -> None:
    pool = await start_pool(limits={"max_sessions": 3, "min_sessions": 2})
    await wait_all_tasks_blocked()
    before = {session.id for session in pool.snapshot().sessions}
    registry.trouble = unreachable("no route")
    pool.change(pool.settings, connect=registry.connect)
    await trio.sleep(100)
    assert {session.id for session in pool.snapshot().sessions} == before
    assert lines.of("session-failed")
    registry.trouble = None
    await work(pool, 200.0, [])
    assert not before & {session.id for session in pool.snapshot().sessions}


async def test_a_lower_limit_ends_the_sessions_above_it(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    pool = await start_pool(limits={"max_sessions": 4, "min_sessions": 4})
    await wait_all_tasks_blocked()
    limits = Limits(min_sessions=1, max_sessions=2, warm_pause=0.0)
    pool.change(replace(pool.settings, limits=limits), connect=registry.connect)
    await wait_all_tasks_blocked()
    assert registry.open <= 2
    assert pool.snapshot().limit == 2
    assert registry.most == 4


async def test_an_open_circuit_tries_the_new_settings_at_once(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    registry.answers["login"] = [refuse_the_old_password]
    pool = await start_pool()
    await wait_all_tasks_blocked()
    assert pool.snapshot().circuit.state == "open"
    pool.change(replace(pool.settings, password=NEW_PASSWORD), connect=registry.connect)
    await wait_all_tasks_blocked()
    assert pool.snapshot().circuit.state == "closed"
    assert registry.counts["login"] == 2


async def refuse_the_old_password(link: Link, request: Request) -> None:
    assert isinstance(request.command, Login)
    await link.reply(request, 1000 if request.command.password == NEW_PASSWORD else 2200)


async def test_settings_that_can_not_be_used_change_nothing(
    autojump_clock, start_pool: StartPool, registry: Registry, tmp_path: Path
) -> None:
    pool = await start_pool()
    await wait_all_tasks_blocked()
    before = pool.settings
    with pytest.raises(ConfigError, match="cannot be read"):
        pool.change(replace(before, tls=TlsSettings(ca_file=tmp_path / "none.pem")))
    assert pool.settings is before
    await work(pool, 1.0, [])
    assert registry.counts["login"] == 1
