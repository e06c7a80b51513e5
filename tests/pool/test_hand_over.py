"""One command for each caller: the answer hands the session on, whatever becomes of the caller."""

import pytest
import trio
from trio.testing import wait_all_tasks_blocked

from epp_gateway.model.commands import DomainCheck, DomainInfo, Request
from epp_gateway.model.errors import BuiltInvalid, InDoubt, NoCapacity, Unsent
from epp_gateway.pool.exchange import Exchange
from epp_gateway.pool.runner import Pool

from .conftest import Link, Registry, StartPool, code, once, silence, unreachable

INFO = Request(command=DomainInfo(name="example.com"), cltrid="OP-1")
CHECK = Request(command=DomainCheck(names=("example.com",)), cltrid="OP-2")


async def execute(pool: Pool, request: Request = CHECK, timeout: float = 60.0) -> Exchange:  # noqa: ASYNC109 - the pool's own
    return await pool.execute(request, panel="panel-1", timeout=timeout)


async def is_clean(pool: Pool, registry: Registry) -> None:
    """The pool still serves and holds nothing it should not."""
    assert (await execute(pool)).response.code == 1000
    await wait_all_tasks_blocked()
    snapshot = pool.snapshot()
    assert snapshot.waiting == 0
    assert {session.state for session in snapshot.sessions} == {"idle"}
    assert registry.open == len(snapshot.sessions)


async def test_the_session_of_an_answered_command_is_free_or_another_ones_when_its_caller_wakes(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    async def slow(link: Link, request: Request) -> None:
        await trio.sleep(1)
        await link.reply(request, 1000)

    registry.answers["domain.check"] = [slow]
    pool = await start_pool(limits={"max_sessions": 1})
    states: list[str] = []

    async def use(number: int) -> None:
        await execute(pool, Request(command=CHECK.command, cltrid=f"OP-{number}"))
        (session,) = pool.snapshot().sessions
        states.append(session.state)

    began = trio.current_time()
    async with trio.open_nursery() as users:
        for number in range(5):
            users.start_soon(use, number)
    assert states == ["leased"] * 4 + ["idle"]
    assert trio.current_time() - began == 5.0
    assert registry.counts["login"] == 1
    await is_clean(pool, registry)


@pytest.mark.parametrize("rounds", range(8))
async def test_a_caller_who_leaves_about_when_its_answer_comes_does_no_harm_to_the_next_one(
    autojump_clock, start_pool: StartPool, registry: Registry, rounds: int
) -> None:
    leaving = trio.CancelScope()

    async def answer_while_the_caller_leaves(link: Link, request: Request) -> None:
        await link.reply(request, 1000)
        for _ in range(rounds):
            await trio.lowlevel.checkpoint()
        leaving.cancel()

    registry.answers["domain.info"] = [answer_while_the_caller_leaves]
    pool = await start_pool(limits={"max_sessions": 1})
    await wait_all_tasks_blocked()

    async def leave() -> None:
        with leaving:
            await execute(pool, INFO)

    async with trio.open_nursery() as users:
        users.start_soon(leave)
        await wait_all_tasks_blocked(0.001)
        assert (await execute(pool)).response.code == 1000
    await is_clean(pool, registry)


async def goodbye(link: Link, request: Request) -> None:
    await trio.sleep(1)
    await link.reply(request, 2500, "goodbye")


async def test_the_next_one_gets_no_session_that_its_answer_has_spent(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    registry.answers["domain.info"] = [goodbye]
    pool = await start_pool(limits={"max_sessions": 1})
    async with trio.open_nursery() as users:
        users.start_soon(execute, pool, INFO)
        await wait_all_tasks_blocked(0.001)
        users.start_soon(execute, pool)
    assert registry.counts["login"] == 2
    await is_clean(pool, registry)


async def test_a_session_that_is_not_logged_in_is_not_handed_on(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    registry.answers["domain.info"] = [once(code(2002, "not logged in"))]
    pool = await start_pool(limits={"max_sessions": 1})
    with pytest.raises(Unsent, match="not logged in"):
        await execute(pool, INFO)
    await is_clean(pool, registry)


async def test_a_lost_answer_ends_the_session_and_the_next_one_gets_another(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    registry.answers["domain.info"] = [silence]
    pool = await start_pool(limits={"max_sessions": 1})

    async def lose() -> None:
        with pytest.raises(InDoubt):
            await execute(pool, INFO)

    async with trio.open_nursery() as users:
        users.start_soon(lose)
        users.start_soon(execute, pool)
    await is_clean(pool, registry)


async def test_a_command_that_can_not_be_written_out_asks_for_no_session(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    registry.trouble = unreachable("no route")
    pool = await start_pool()
    with pytest.raises(BuiltInvalid, match="name"):
        await execute(pool, Request(command=DomainCheck(names=()), cltrid="OP-1"))


async def test_a_caller_without_a_session_in_time_hears_of_capacity(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    registry.answers["domain.info"] = [silence]
    pool = await start_pool(limits={"max_sessions": 1})
    async with trio.open_nursery() as users:
        users.start_soon(_doubtful, pool)
        await wait_all_tasks_blocked(0.001)
        with pytest.raises(NoCapacity, match="came free in time"):
            await execute(pool, timeout=3)


async def _doubtful(pool: Pool) -> None:
    with pytest.raises(InDoubt):
        await execute(pool, INFO)
