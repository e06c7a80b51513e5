"""What a client meets when a fault strikes, and what was executed all the same."""

import pytest
import trio

from epp_gateway.epp.events import GreetingReceived, PeerClosed, ReplyReceived, Violation
from epp_gateway.model.commands import DomainCreate, DomainInfo, DomainUpdate, Hello, Poll
from epp_gateway.model.secret import Secret
from epp_gateway.simulator import running
from epp_gateway.simulator.faults import read_rule

CREATE = DomainCreate(name="x.test", auth_info=Secret("Aa1!Aa1!"))


def post(registry, **body):
    registry.simulation.faults.add(read_rule(body))


def created(registry):
    return registry.registry.counts.creates["x.test"]


@pytest.mark.parametrize(
    ("do", "executed", "reason"),
    [
        ("close-before-execute", 0, "closed the connection inside an exchange"),
        ("close-after-execute", 1, "closed the connection inside an exchange"),
        ("truncate", 1, "closed the connection inside an exchange"),
        ("wrong-cltrid", 1, "foreign clTRID"),
        ("garbage", 1, ""),
        ("oversize", 1, "announces"),
    ],
)
async def test_a_reply_that_is_lost_or_spoilt_leaves_the_client_in_doubt(connect, do, executed, reason):
    async with running() as registry, connect(registry) as wire:
        post(registry, do=do, match={"command": "domain.create"})
        await wire.send(CREATE)
        (event,) = await wire.events()
        assert isinstance(event, Violation)
        assert reason in event.reason
        assert event.in_flight
        assert created(registry) == executed


async def test_a_reply_can_stay_away_while_the_session_lives_on(connect):
    async with running() as registry, connect(registry) as wire:
        post(registry, do="no-reply")
        await wire.send(CREATE)
        with trio.move_on_after(0.05) as waited:
            await wire.stream.receive_some(10)
        assert waited.cancelled_caught
        await wire.send(Poll())
        (event,) = await wire.events()
        assert event.request.command == Poll()
        assert created(registry) == 1


@pytest.mark.parametrize("do", ["undeclared-prefix", "schema-invalid"])
async def test_a_reply_that_breaks_the_schema_is_read_all_the_same_and_noted(connect, do):
    async with running() as registry, connect(registry) as wire:
        post(registry, do=do)
        response = await wire.ask(CREATE)
        assert (response.code, bool(response.deviations)) == (1000, True)


async def test_a_reply_without_transaction_id_is_matched_by_order(connect):
    async with running() as registry, connect(registry) as wire:
        post(registry, do="no-cltrid")
        await wire.send(CREATE)
        (event,) = await wire.events()
        assert isinstance(event, ReplyReceived)
        assert (event.matched_by, event.response.code) == ("order", 1000)


async def test_a_reply_that_comes_twice_breaks_the_session(connect):
    async with running() as registry, connect(registry) as wire:
        post(registry, do="duplicate-reply")
        await wire.send(CREATE)
        reply, violation = await wire.events()
        assert (reply.response.code, isinstance(violation, Violation)) == (1000, True)


async def test_a_reply_may_dribble_in_octet_by_octet(connect):
    async with running() as registry, connect(registry) as wire:
        post(registry, do="dribble", ms=0.01)
        assert (await wire.ask(CREATE)).code == 1000


async def test_a_delayed_command_is_executed_at_once_and_answered_late(connect):
    async with running() as registry, connect(registry) as wire:
        post(registry, do="delay", ms=150)
        before = trio.current_time()
        await wire.send(CREATE)
        await trio.sleep(0.05)
        assert created(registry) == 1
        (event,) = await wire.events()
        assert trio.current_time() - before >= 0.15
        assert event.response.code == 1000


@pytest.mark.parametrize("executed", [True, False])
async def test_any_code_can_be_answered_with_or_without_execution(connect, executed):
    async with running() as registry, connect(registry) as wire:
        post(registry, do="code", code=2400, executed=executed)
        assert (await wire.ask(CREATE)).code == 2400
        assert created(registry) == executed
        assert (await wire.ask(Poll())).code == 1300


async def test_a_closing_code_closes(connect):
    async with running() as registry, connect(registry) as wire:
        post(registry, do="code", code=2500, executed=True)
        assert (await wire.ask(CREATE)).code == 2500
        assert isinstance((await wire.events())[0], PeerClosed)
        assert created(registry) == 1


async def test_a_session_that_was_logged_out_answers_2002_while_hello_works(connect):
    async with running() as registry, connect(registry) as wire:
        post(registry, do="logged-out")
        for _ in range(2):
            assert (await wire.ask(CREATE)).is_not_logged_in
        await wire.send(Hello())
        assert isinstance((await wire.events())[0], GreetingReceived)
        assert created(registry) == 0
        assert registry.registry.sessions["registrar-a"] == set()


async def test_logins_can_be_refused_and_limited(connect):
    async with running() as registry, connect(registry, login=False) as wire:
        post(registry, do="refuse-login")
        post(registry, do="session-limit")
        assert (await wire.login()).code == 2200
        assert (await wire.login()).code == 2502
        assert isinstance((await wire.events())[0], PeerClosed)
        assert registry.registry.counts.commands["login"] == 0


async def test_a_command_can_run_after_its_connection_is_gone(connect):
    async with running() as registry, connect(registry) as wire:
        post(registry, do="late-execute", seconds=0.1)
        await wire.send(CREATE)
        assert isinstance((await wire.events())[0], Violation)
        assert created(registry) == 0
        async with connect(registry, "registrar-b") as other:
            with trio.fail_after(3):
                while (await other.ask(DomainInfo(name="x.test"))).code == 2303:
                    await trio.lowlevel.checkpoint()
        assert registry.registry.domains["x.test"].sponsor == "registrar-a"


async def test_a_read_can_be_stale(connect):
    async with running() as registry, connect(registry) as wire:
        await wire.ask(CREATE)
        registry.advance("PT60S")
        await wire.ask(DomainUpdate(name="x.test", add_statuses=("clientHold",)))
        post(registry, do="stale-read", seconds=30)
        post(registry, do="stale-read", seconds=90)
        then = await wire.ask(DomainInfo(name="x.test"))
        assert [status.value for status in then.data.statuses] == ["inactive"]
        assert (await wire.ask(DomainInfo(name="x.test"))).code == 2303
        now = await wire.ask(DomainInfo(name="x.test"))
        assert "clientHold" in [status.value for status in now.data.statuses]
        assert len({then.svtrid, now.svtrid}) == 2


async def test_another_writer_of_the_same_account_can_be_faster(connect):
    async with running() as registry, connect(registry) as wire:
        post(registry, do="second-writer")
        assert (await wire.ask(CREATE)).code == 2302
        data = (await wire.ask(DomainInfo(name="x.test"))).data
        assert data.sponsor == "registrar-a"
        assert data.auth_info != CREATE.auth_info
        assert created(registry) == 1


async def test_all_sessions_can_be_killed_by_a_command(connect):
    async with running() as registry, connect(registry) as wire, connect(registry, "registrar-b") as other:
        post(registry, do="kill-sessions", match={"command": "domain.create"})
        await wire.send(CREATE)
        assert isinstance((await wire.events())[0], Violation)
        assert isinstance((await other.events())[0], PeerClosed)
        assert created(registry) == 1


async def test_a_fault_strikes_a_hello_too(connect):
    async with running() as registry, connect(registry) as wire:
        post(registry, do="garbage", match={"command": "hello"})
        await wire.send(Hello())
        assert isinstance((await wire.events())[0], Violation)
