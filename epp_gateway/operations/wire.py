"""The way to the registries, as operations need it: ask freely, send once.

A question may be repeated on another session when its answer is lost. A transform is handed over once: what becomes
of it is the caller's to settle.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

from epp_gateway.model.account import Account
from epp_gateway.model.commands import Command, Request, TransformCommand
from epp_gateway.model.errors import InDoubt, Unreachable, Unsent
from epp_gateway.model.responses import Response
from epp_gateway.pool.actions import Priority
from epp_gateway.pool.pace import CommandClass, class_of

from .codes import operation_id
from .progress import Reply

_READ_TRIES = 3


class Exchange(Protocol):
    """What came of a command (see pool.session)."""

    @property
    def response(self) -> Response:
        """The registry's answer."""

    @property
    def session(self) -> str:
        """The session it came on."""

    @property
    def sent_at(self) -> datetime:
        """When the command was handed to the connection."""

    @property
    def answered_at(self) -> datetime:
        """When its answer was whole."""


class Lease(Protocol):
    """A session for a while."""

    async def execute(self, request: Request, timeout: float | None = None) -> Exchange:  # noqa: ASYNC109 - the pool's own deadline
        """Send a command and give its answer. Raises Unsent or InDoubt."""


class Registry(Protocol):
    """A pool of sessions to one account."""

    def lease(
        self,
        *,
        panel: str,
        timeout: float,
        priority: Priority = Priority.INTERACTIVE,
        operation: str | None = None,
        avoid: str | None = None,
        kind: CommandClass = CommandClass.READ,
    ) -> AbstractAsyncContextManager[Lease]:
        """Borrow a session for the block. Raises NoCapacity, Unreachable or Draining."""

    async def execute(
        self,
        request: Request,
        *,
        panel: str,
        timeout: float,  # noqa: ASYNC109 - the pool's own deadline
        operation: str | None = None,
    ) -> Exchange:
        """Send one command on the next free session. Raises Unsent, of every kind, or InDoubt."""


class Wire:
    """The pools by account.

    Args:
        lease_timeout: seconds to wait for a session before the answer is `capacity`.
        clock: gives the instant, for ids.
    """

    def __init__(self, pools: Mapping[str, Registry], *, clock: "Clock", lease_timeout: float = 10.0) -> None:
        self._pools = pools
        self._clock = clock
        self._lease_timeout = lease_timeout

    async def send(self, account: str, panel: str, operation: str, cltrid: str, command: TransformCommand) -> Reply:
        """Send a promised command once.

        Raises:
            Unsent: no byte left, or the registry proved that it did not run.
            InDoubt: bytes left and no valid reply came.
        """
        pool = self._pool(account)
        request = Request(command=command, cltrid=cltrid)
        exchange = await pool.execute(request, panel=panel, timeout=self._lease_timeout, operation=operation)
        return Reply(exchange.response, exchange.session, exchange.sent_at, exchange.answered_at)

    async def ask(
        self,
        account: Account,
        panel: str,
        questions: Sequence[Command],
        *,
        operation: str | None = None,
        avoid: str | None = None,
        priority: Priority = Priority.INTERACTIVE,
    ) -> list[Response]:
        """Ask questions one after the other on one session; again on another one when an answer is lost.

        Raises:
            Unsent: no session was to be had.
            InDoubt: the answers were lost again and again.
        """
        pool = self._pool(account.id)
        tries = 0
        while True:
            tries += 1
            try:
                leasing = pool.lease(
                    panel=panel,
                    timeout=self._lease_timeout,
                    priority=priority,
                    operation=operation,
                    avoid=avoid,
                    kind=class_of(questions[0]),
                )
                return await self._ask_once(leasing, questions)
            except InDoubt as lost:
                if tries == _READ_TRIES:
                    raise
                avoid = lost.session
            except Unsent as broken:
                if type(broken) is not Unsent or tries == _READ_TRIES:
                    raise

    async def _ask_once(
        self, leasing: AbstractAsyncContextManager[Lease], questions: Sequence[Command]
    ) -> list[Response]:
        answers = []
        async with leasing as lease:
            asked = operation_id(self._clock())
            for n, question in enumerate(questions):
                exchange = await lease.execute(Request(command=question, cltrid=f"Q{asked}-{n}"))
                answers.append(exchange.response)
        return answers

    def _pool(self, account: str) -> Registry:
        try:
            return self._pools[account]
        except KeyError:
            raise Unreachable(f"the account {account} is not configured any more") from None


class Clock(Protocol):
    """Gives the present instant, aware, in UTC."""

    def __call__(self) -> datetime:
        """The instant."""
