"""The books of a simulated registry: every command that changed something, in the order in which it was executed.

Counts say how often, the transcript what was said. The ledger says which transaction did it, also where no answer left
or nobody was connected any more. Whoever compares a client's word with a registry's compares it with this.
"""

from collections import deque
from datetime import datetime
from itertools import islice
from typing import get_args

from epp_gateway.model.base import Value
from epp_gateway.model.commands import Request, TransformCommand, object_of, verb_of

_KEPT = 200_000
_TRANSFORMS = frozenset(get_args(TransformCommand))


class Deed(Value, frozen=True):
    """One executed command.

    Attributes:
        n: counts from 1.
        at: the registry's instant.
        account: who did it.
        session: in which session; `elsewhere` where its connection was gone.
        cltrid: the client's transaction id.
        svtrid: the registry's.
        command: its word, as `domain.transfer.request`.
        object: the name or id.
        code: 1000, or 1001 for what ends later.
    """

    n: int
    at: datetime
    account: str | None
    session: str
    cltrid: str | None
    svtrid: str
    command: str
    object: str
    code: int


class Ledger:
    """The last deeds; more than any test needs, and bounded all the same."""

    def __init__(self, limit: int = _KEPT) -> None:
        self._deeds: deque[Deed] = deque(maxlen=limit)
        self._last = 0

    def note(self, at: datetime, account: str | None, session: str, request: Request, svtrid: str, code: int) -> None:
        """Take note of a command that was accepted, if it is one that changes something."""
        command = request.command
        if code >= 2000 or type(command) not in _TRANSFORMS or getattr(command, "op", None) == "query":
            return
        self._last += 1
        self._deeds.append(
            Deed(
                n=self._last,
                at=at,
                account=account,
                session=session,
                cltrid=request.cltrid,
                svtrid=svtrid,
                command=verb_of(command),
                object=object_of(command) or "",
                code=code,
            )
        )

    def after(self, n: int) -> list[Deed]:
        """The deeds behind number `n`, oldest first; older ones than are kept are gone."""
        first = self._last - len(self._deeds)
        return list(islice(self._deeds, max(0, n - first), None))
