"""A small client of a running gateway's HTTP API, for the command line. Standard library only; it decides nothing.

A request that names an idempotency key may be repeated as it is: the gateway gives the same operation.
"""

import json
import os
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib import error, parse, request

from epp_gateway.model.base import Value
from epp_gateway.model.errors import ConfigError, Unreachable
from epp_gateway.model.secret import Secret

from .loopback import is_loopback

SECONDS = 15.0
ANSWER_CAP = 16 << 20


class Answer(Value, frozen=True):
    """What came back: the HTTP status and the JSON document (None for an empty body)."""

    status: int
    document: Any

    @property
    def ok(self) -> bool:
        """Whether it was done, or is on its way; an operation that ended refused or failed is not ok."""
        state = self.document.get("state") if isinstance(self.document, dict) else None
        return 200 <= self.status < 300 and state not in {"refused", "failed"}


class _NoRedirect(request.HTTPRedirectHandler):
    """A redirect is not followed: it would carry the token elsewhere."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        """Follow nothing."""


class Gateway:
    """A running gateway, by its address and a token."""

    def __init__(self, url: str, token: Secret) -> None:
        """Take the address (scheme, host and port).

        Raises:
            ConfigError: when it is no address.
        """
        parts = parse.urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ConfigError([f"--url: `{url}` is not an address such as http://127.0.0.1:8080"])
        self._url = url.rstrip("/")
        self._token = token
        # A proxy of the environment is for the world outside, never for this machine.
        proxy = request.ProxyHandler({} if is_loopback(parts.hostname) else None)
        self._opener = request.build_opener(_NoRedirect, proxy)

    def call(
        self, method: str, path: str, body: Any = None, *, key: str | None = None, wait: int | None = None, **query: Any
    ) -> Answer:
        """Send one request.

        Args:
            method: GET, POST, PUT, PATCH or DELETE.
            path: from `/v1` on; parts taken from people are quoted with `part`.
            body: sent as JSON unless None.
            key: the idempotency key of a write.
            wait: how many seconds the gateway may wait for a final answer.
            query: parameters; those that are None are left out.

        Raises:
            Unreachable: no answer came.
        """
        chosen = parse.urlencode({name: value for name, value in query.items() if value is not None})
        asked = request.Request(  # noqa: S310 - the scheme was checked above
            f"{self._url}{path}{'?' + chosen if chosen else ''}",
            data=None if body is None else json.dumps(body).encode(),
            method=method,
            headers=self._headers(body is not None, key, wait),
        )
        try:
            return self._answer(asked, SECONDS + (wait or 0))
        except (error.URLError, OSError, HTTPException) as trouble:
            reason = getattr(trouble, "reason", trouble)
            raise Unreachable(f"no gateway answers at {self._url}: {reason}") from None

    def _answer(self, asked: request.Request, seconds: float) -> Answer:
        try:
            with self._opener.open(asked, timeout=seconds) as answer:
                return Answer(status=answer.status, document=_document(_whole(answer)))
        except error.HTTPError as answer:
            with answer:
                return Answer(status=answer.code, document=_document(_whole(answer)))

    def _headers(self, has_body: bool, key: str | None, wait: int | None) -> dict[str, str]:
        headers = {"Authorization": f"Bearer {self._token.reveal()}", "Accept": "application/json"}
        if has_body:
            headers["Content-Type"] = "application/json"
        if key is not None:
            headers["Idempotency-Key"] = key
        if wait is not None:
            headers["Prefer"] = f"wait={wait}"
        return headers


def part(text: str) -> str:
    """One part of a path, quoted."""
    return parse.quote(text, safe="")


def token_from(file: Path | None) -> Secret:
    """The token out of `--token-file`, else EPP_GATEWAY_TOKEN: the token itself, or the path of a file that holds it.

    Raises:
        ConfigError: there is none.
    """
    given = os.environ.get("EPP_GATEWAY_TOKEN", "")
    path = file or (Path(given) if given and len(given) < 1024 and Path(given).is_file() else None)
    try:
        token = path.read_text("utf-8").strip() if path else given.strip()
    except (OSError, UnicodeDecodeError) as trouble:
        raise ConfigError([f"--token-file: {path} cannot be read: {trouble}"]) from None
    if not token or not token.isascii() or not token.isprintable():
        raise ConfigError(["--token-file: no token is given; name a file, or set EPP_GATEWAY_TOKEN"])
    return Secret(token)


def _whole(answer: Any) -> bytes:
    """The body, if all of it came: one that was cut off says nothing, whatever the status before it promised."""
    body: bytes = answer.read(ANSWER_CAP)
    if answer.length:
        raise Unreachable("the gateway's answer was cut off; a write may be repeated with the same key")
    return body


def _document(body: bytes) -> Any:
    try:
        return json.loads(body) if body else None
    except ValueError:
        raise Unreachable("what answers there is not a gateway: its answer is no JSON") from None
