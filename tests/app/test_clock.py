import json
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
import trio
from trio.testing import MockClock

from epp_gateway.app.clock import ANSWER_CAP, SimulatorClock, SystemClock
from epp_gateway.model.errors import ConfigError, Unreachable

START = datetime(2027, 1, 31, tzinfo=UTC)


class FakeSimulator:
    """Answers each connection with `answer`; `asked` tells of each."""

    def __init__(self):
        self.instant = START
        self.asked = trio.Event()
        self.request = b""
        self.answer = None

    async def serve(self, stream):
        async with stream:
            self.request = await stream.receive_some(4096)
            self.asked.set()
            self.asked = trio.Event()
            body = json.dumps({"now": self.instant.isoformat()}).encode()
            await stream.send_all(b"HTTP/1.1 200 OK\r\n\r\n" + body if self.answer is None else self.answer)


@pytest.fixture
def simulator():
    return FakeSimulator()


@pytest.fixture
async def url(simulator, nursery):
    listeners = await nursery.start(partial(trio.serve_tcp, simulator.serve, 0, host="127.0.0.1"))
    return f"http://127.0.0.1:{listeners[0].socket.getsockname()[1]}"


def test_the_system_clock_is_aware_and_in_utc():
    assert SystemClock().now().tzinfo is UTC


@pytest.mark.parametrize("address", ["http://192.0.2.1:7", "https://127.0.0.1:7", "127.0.0.1:7", "http://"])
def test_only_a_loopback_address_is_followed(address):
    with pytest.raises(ConfigError, match="clock: must be an http:// address on loopback"):
        SimulatorClock(address, environment="ote")


def test_it_is_followed_for_test_accounts_only():
    with pytest.raises(ConfigError, match="clock: a simulator's clock is for `ote` accounts, these are `production`"):
        SimulatorClock("http://127.0.0.1:7", environment="production")


def test_before_it_was_read_it_tells_no_time():
    with pytest.raises(Unreachable, match="has not been read yet"):
        SimulatorClock("http://127.0.0.1:7", environment="ote").now()


async def test_it_shows_the_simulators_time_and_goes_on_between_two_answers(url, simulator):
    elapsed = [100.0]
    clock = SimulatorClock(url, environment="ote", elapsed=lambda: elapsed[0])
    await clock.start()
    assert clock.now() == START
    assert simulator.request.startswith(b"GET /clock HTTP/1.0\r\n")
    elapsed[0] += 0.25
    assert clock.now() == START + timedelta(seconds=0.25)


async def test_the_address_may_name_the_clock_itself(url, simulator):
    await SimulatorClock(f"{url}/clock", environment="ote").start()
    assert simulator.request.startswith(b"GET /clock HTTP/1.0\r\n")


async def test_it_jumps_forward_and_never_back(url, simulator):
    clock = SimulatorClock(url, environment="ote", elapsed=lambda: 0.0)
    await clock.start()
    simulator.instant += timedelta(days=45)
    await clock.start()
    assert clock.now() == START + timedelta(days=45)
    simulator.instant = START
    await clock.start()
    assert clock.now() == START + timedelta(days=45)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 500 Oops\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n\r\n[]",
        b"HTTP/1.1 200 OK\r\n\r\n{}",
        b'HTTP/1.1 200 OK\r\n\r\n{"now": 5}',
        b'HTTP/1.1 200 OK\r\n\r\n{"now": "soon"}',
        b"HTTP/1.1 200 OK\r\n\r\n" + b" " * ANSWER_CAP,
    ],
)
async def test_an_answer_without_an_instant_is_refused(url, simulator, answer):
    simulator.answer = answer
    with pytest.raises(Unreachable, match="does not answer with an instant"):
        await SimulatorClock(url, environment="ote").start()


async def test_a_simulator_that_is_not_there_is_named_as_unreachable():
    listeners = await trio.open_tcp_listeners(0, host="127.0.0.1")
    port = listeners[0].socket.getsockname()[1]
    await listeners[0].aclose()
    with pytest.raises(Unreachable, match="the simulator's clock does not answer"):
        await SimulatorClock(f"http://127.0.0.1:{port}", environment="ote").start()


async def test_it_is_followed_and_trouble_is_told_once(url, simulator):
    told = []
    changed = trio.Event()

    def on_trouble(reason):
        told.append(reason)
        changed.set()

    clock = SimulatorClock(url, environment="ote", on_trouble=on_trouble, elapsed=lambda: 0.0)
    await clock.start()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(clock.run)
        with trio.fail_after(5):
            simulator.answer = b"rubbish"
            await changed.wait()
            changed = trio.Event()
            for _again in range(2):
                await simulator.asked.wait()
            simulator.instant += timedelta(days=1)
            simulator.answer = None
            await changed.wait()
        nursery.cancel_scope.cancel()
    assert told == ["the simulator's clock does not answer with an instant", ""]
    assert clock.now() == START + timedelta(days=1)


async def test_a_silent_simulator_does_not_hold_up_for_ever(autojump_clock: MockClock):
    async def keep_silent(stream):
        async with stream:
            await trio.sleep_forever()

    async with trio.open_nursery() as nursery:
        listeners = await nursery.start(partial(trio.serve_tcp, keep_silent, 0, host="127.0.0.1"))
        port = listeners[0].socket.getsockname()[1]
        with pytest.raises(Unreachable, match="too slow"):
            await SimulatorClock(f"http://127.0.0.1:{port}", environment="ote").start()
        nursery.cancel_scope.cancel()
