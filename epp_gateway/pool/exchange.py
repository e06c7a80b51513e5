"""One command and its answer: as it leaves, while it is waited for, and what came of it."""

from collections.abc import Callable
from datetime import datetime

import trio

from epp_gateway.model.base import Value
from epp_gateway.model.commands import Request
from epp_gateway.model.responses import Greeting, Response


class Frame(Value, frozen=True):
    """A request as it leaves: dressed for the registry, with the octets that say it. It fits any session of a pool."""

    request: Request
    octets: bytes


class Exchange(Value, frozen=True):
    """A command's answer: on which session, written and answered when."""

    response: Response
    session: str
    sent_at: datetime
    answered_at: datetime


class Wait:
    """Somebody waits for one frame.

    Args:
        on_answer: told of the answer once the session could take another command.

    Attributes:
        over: whether it has come, or nothing will.
        scope: what the wait for its first octet is bounded by.
    """

    def __init__(self, on_answer: Callable[[Response], None] | None = None) -> None:
        self.over = trio.Event()
        self.scope = trio.CancelScope()
        self.on_answer = on_answer
        self.greeting: Greeting | None = None
        self.response: Response | None = None
        self.size = 0
