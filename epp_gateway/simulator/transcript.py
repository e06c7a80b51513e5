"""Every frame as it was received and sent, for tests. It is never written to a log: it holds passwords."""

from collections import deque
from datetime import datetime
from itertools import islice
from typing import Literal

from epp_gateway.model.base import Value

Direction = Literal["received", "sent"]


class Frame(Value, frozen=True):
    """One frame. `n` counts from 1; `payload` are the octets behind the length prefix, as far as they went out."""

    n: int
    session: str
    account: str | None
    direction: Direction
    at: datetime
    payload: bytes


class Transcript:
    """The last `limit` frames."""

    def __init__(self, limit: int) -> None:
        self._frames: deque[Frame] = deque(maxlen=limit)
        self._last = 0

    def add(self, session: str, account: str | None, direction: Direction, at: datetime, payload: bytes) -> None:
        """Take note of one frame."""
        self._last += 1
        self._frames.append(
            Frame(n=self._last, session=session, account=account, direction=direction, at=at, payload=payload)
        )

    def after(self, n: int) -> list[Frame]:
        """The frames behind number `n`, oldest first; older ones than are kept are gone."""
        first = self._last - len(self._frames)
        return list(islice(self._frames, max(0, n - first), None))
