"""The clocks, and the only place of the gateway where the time of day is read.

`SystemClock` is the machine's. `SimulatorClock` follows a simulator that can jump; it exists for tests and
demonstrations, so only a loopback address is followed and only while every account is a test account.
"""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import trio

from epp_gateway.model.errors import ConfigError, Unreachable
from epp_gateway.model.terms import parse_instant

from .config_fields import loopback_url

POLL_SECONDS = 0.2
ANSWER_SECONDS = 2.0
ANSWER_CAP = 65_536

Clock = Callable[[], datetime]
"""Gives the instant, aware, in UTC."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The instant, aware, in UTC."""
        return datetime.now(UTC)  # noqa: TID251 - this is the one place that may


class SimulatorClock:
    """Shows the time of a simulator: what it said last, and the time since; it never goes back.

    Enter it with `start`, then keep `run` going in a nursery.
    """

    def __init__(
        self,
        url: str,
        *,
        environment: str,
        on_trouble: Callable[[str], None] | None = None,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take the simulator's control address.

        Args:
            url: where its control listens: `http://127.0.0.1:PORT`.
            environment: that of the accounts; anything but `ote` is refused.
            on_trouble: called once with a reason when the simulator stops answering, and with "" when it is back.
            elapsed: seconds that only go forward, to go on between two answers.

        Raises:
            ConfigError: when such a clock must not be followed.
        """
        try:
            parts = urlsplit(loopback_url(url))
        except ValueError as error:
            raise ConfigError([f"clock: {error}"]) from None
        if environment != "ote":
            raise ConfigError([f"clock: a simulator's clock is for `ote` accounts, these are `{environment}`"])
        self._host, self._port = parts.hostname or "", parts.port or 80
        self._path = parts.path.removesuffix("/clock").rstrip("/") + "/clock"
        self._on_trouble = on_trouble or (lambda _reason: None)
        self._trouble = ""
        self._elapsed = elapsed
        self._zero: datetime | None = None

    def now(self) -> datetime:
        """The simulated instant, in UTC. Raises Unreachable before `start`."""
        if self._zero is None:
            raise Unreachable("the simulator's clock has not been read yet")
        return self._zero + timedelta(seconds=self._elapsed())

    async def start(self) -> None:
        """Read it for the first time. Raises Unreachable when the simulator does not answer."""
        await self._read()

    async def run(self) -> None:
        """Follow it until cancelled. While the simulator is silent the time goes on as on any clock."""
        while True:
            await trio.sleep(POLL_SECONDS)
            try:
                await self._read()
                trouble = ""
            except Unreachable as error:
                trouble = error.reason
            if bool(trouble) != bool(self._trouble):
                self._on_trouble(trouble)
            self._trouble = trouble

    async def _read(self) -> None:
        try:
            with trio.fail_after(ANSWER_SECONDS):
                answer = await self._ask()
            instant = parse_instant(json.loads(answer)["now"])
        except (OSError, trio.TooSlowError, trio.BrokenResourceError) as error:
            raise Unreachable(f"the simulator's clock does not answer: {str(error) or 'too slow'}") from None
        except (ValueError, KeyError, TypeError, AttributeError):
            raise Unreachable("the simulator's clock does not answer with an instant") from None
        zero = instant - timedelta(seconds=self._elapsed())
        self._zero = max(zero, self._zero or zero)

    async def _ask(self) -> bytes:
        """One GET in HTTP/1.0, where the answer ends with the connection; gives the body."""
        stream = await trio.open_tcp_stream(self._host, self._port)
        async with stream:
            await stream.send_all(f"GET {self._path} HTTP/1.0\r\nHost: {self._host}\r\n\r\n".encode())
            answer = b""
            async for chunk in stream:
                answer += chunk
                if len(answer) > ANSWER_CAP:
                    raise ValueError("too long")
        head, _, body = answer.partition(b"\r\n\r\n")
        if b" 200 " not in head.partition(b"\r\n")[0]:
            raise ValueError("not 200")
        return body
