"""What a pool says about its sessions, in the fields of the session log. Frames only at debug, and only redacted."""

import logging
from typing import Literal

from structlog.typing import FilteringBoundLogger

from epp_gateway.epp.echoes import secrets_of, without
from epp_gateway.epp.xml.redact import redact
from epp_gateway.model.base import Value
from epp_gateway.model.commands import Request, object_of, verb_of
from epp_gateway.model.responses import Response


class Asker(Value, frozen=True):
    """For whom a command is sent. A session's own commands have no asker."""

    panel: str | None = None
    operation: str | None = None


NOBODY = Asker()


class SessionLog:
    """Writes about one pool.

    Args:
        log: a structlog logger.
        account: the account's name, which is also the registry's.
    """

    def __init__(self, log: FilteringBoundLogger, account: str) -> None:
        self._log = log.bind(registry=account, account=account)
        self._shows_frames = log.is_enabled_for(logging.DEBUG)
        self._seen: set[str] = set()

    def event(self, event: str, *, reason: str | None = None, session: str | None = None, **fields: object) -> None:
        """Say that something happened to the pool or one of its sessions."""
        self._log.info(event, session=session, reason=reason, **fields)

    def trouble(self, event: str, *, reason: str, session: str | None = None) -> None:
        """Say that something happened that a person should look at."""
        self._log.warning(event, session=session, reason=reason)

    def command(
        self,
        session: str,
        request: Request,
        asker: Asker,
        *,
        seconds: float,
        size: int,
        answer: Response | None,
        doubt: str,
    ) -> None:
        """Say that a command was answered, or that it was not and why (`doubt`). `size` is the answer's octets."""
        self._log.info(
            "command",
            session=session,
            direction="out",
            command=verb_of(request.command),
            object=object_of(request.command),
            cltrid=request.cltrid,
            svtrid=answer.svtrid if answer else None,
            operation=asker.operation,
            panel=asker.panel,
            code=answer.code if answer else None,
            ms=round(seconds * 1000, 1),
            bytes=size,
            reason=answer.message if answer else doubt,
        )

    def frame(self, session: str, direction: Literal["in", "out"], payload: bytes, *about: Request) -> None:
        """Show a frame without its secrets and those of the requests it is about, if frames are shown at all."""
        if self._shows_frames:
            shown = redact(payload)
            for request in about:
                shown = without(shown, secrets_of(request.command, *request.extensions))
            self._log.debug("frame", session=session, direction=direction, bytes=len(payload), frame=shown)

    def deviation(self, session: str, kind: str, cltrid: str | None) -> None:
        """Say that the registry's frames differ from the standard, once for each kind."""
        if kind not in self._seen:
            self._seen.add(kind)
            self._log.warning("deviation", session=session, cltrid=cltrid, reason=kind)
