"""Problems as values and as answers (RFC 9457), and the one place where our errors become them."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import trio
from starlette.responses import Response

from epp_gateway.model import errors

from .kinds import (
    BAD_CONFIGURATION,
    BAD_VALUE,
    CAPACITY,
    DRAINING,
    EXISTS,
    GATEWAY_BUG,
    INTERNAL,
    KEY_REUSED,
    NO_REPLY,
    NOT_ALLOWED,
    NOT_FOUND,
    NOT_OFFERED,
    NOT_SERVED,
    STORE,
    TIMEOUT,
    UNREACHABLE,
    WRONG_STATE,
    Kind,
)

MEDIA_TYPE = "application/problem+json"

# An exception's own class is looked up first, then its bases.
KIND_OF: Mapping[type[BaseException], Kind] = {
    errors.BadValue: BAD_VALUE,
    errors.NotServed: NOT_SERVED,
    errors.NotOffered: NOT_OFFERED,
    errors.NotFound: NOT_FOUND,
    errors.AlreadyExists: EXISTS,
    errors.KeyReused: KEY_REUSED,
    errors.WrongState: WRONG_STATE,
    errors.ConfigError: BAD_CONFIGURATION,
    errors.NotAllowed: NOT_ALLOWED,
    errors.NoCapacity: CAPACITY,
    errors.Draining: DRAINING,
    errors.BuiltInvalid: GATEWAY_BUG,
    errors.Unsent: UNREACHABLE,
    errors.InDoubt: NO_REPLY,
    errors.StoreFailure: STORE,
    trio.TooSlowError: TIMEOUT,
}


class Problem(Exception):
    """A request that ends in a problem document.

    Attributes:
        detail: what happened, for the caller; no secrets, no names of our own types.
        errors: the entries of `errors[]`; made from kind and detail where none are given.
        members: further members of the document (`operation`, `earliest`, `needs`).
        headers: further response headers.
        type: the problem's type, where it is not the kind's own.
    """

    def __init__(
        self,
        kind: Kind,
        detail: str,
        *,
        errors: Sequence[Mapping[str, Any]] = (),
        members: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        type: str | None = None,  # noqa: A002 - the member's name in RFC 9457
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.errors = tuple(errors) or (mistake(kind, detail),)
        self.members = members or {}
        self.headers = headers or {}
        self.type = type or kind.type

    def document(self) -> dict[str, Any]:
        """The problem document."""
        return {
            "type": self.type,
            "title": self.kind.title,
            "status": self.kind.status,
            "detail": self.detail,
            **self.members,
            "errors": self.errors,
        }

    def response(self) -> Response:
        """The whole answer."""
        waiting = {} if self.kind.retry_after is None else {"Retry-After": str(self.kind.retry_after)}
        return Response(
            msgspec.json.encode(self.document()),
            status_code=self.kind.status,
            media_type=MEDIA_TYPE,
            headers={"RPP-Code": str(self.errors[0]["result"]), "Cache-Control": "no-store", **waiting, **self.headers},
        )


def mistake(kind: Kind, reason: str, *, paths: Sequence[str] = (), place: str | None = None) -> dict[str, Any]:
    """One entry of `errors[]`. `paths` are JSONPaths into the body; `place` names a header or parameter."""
    entry: dict[str, Any] = {"type": kind.type, "result": kind.number, "paths": list(paths), "reason": reason}
    return entry if place is None else {**entry, "place": place}


def problem_of(error: Exception) -> Problem | None:
    """Translate an error that crossed the border; None for one that nobody expected.

    Of a group (tasks that failed together) the first one speaks, if all of them are known.
    """
    if isinstance(error, Problem):
        return error
    if isinstance(error, ExceptionGroup):
        problems = [problem_of(one) for one in error.exceptions]
        return None if None in problems else problems[0]
    kind = next((KIND_OF[cls] for cls in type(error).__mro__ if cls in KIND_OF), None)
    if kind is None:
        return None
    if isinstance(error, errors.ConfigError):
        return Problem(kind, kind.title, errors=[mistake(kind, line) for line in error.mistakes])
    # A caller's mistake and the way to a registry are told in words made for the caller; of the journal only what
    # ails it, and the rest is ours alone.
    reason = error.reason if isinstance(error, errors.CallerError | errors.RoadError) else kind.title
    if isinstance(error, errors.StoreFailure) and error.reason:
        reason = f"{kind.title} ({error.reason})"
    path = getattr(error, "path", None)
    return Problem(kind, reason, errors=[mistake(kind, reason, paths=[path] if path else [])])


def internal_problem() -> Problem:
    """The answer to an error that nobody expected: no detail, no trace."""
    return Problem(INTERNAL, "the request failed inside the gateway; its log says why")
