"""Panels and their tokens. A token is shown once; the store holds only its hash.

A token reads `egw_<id>_<secret>`: the id may be named in logs and lists, the secret part has 256 bits.

One process owns the store, so nobody else revokes a token while this one runs: a caller that was found once is kept by
its token's hash until a token is revoked here. What was not found is not kept, so there are never more callers than
tokens.
"""

import hashlib
import re
import secrets
from collections.abc import Iterable

import trio
from msgspec.structs import replace

from epp_gateway.journal.records import Token
from epp_gateway.journal.store import Journal, Transaction, UniqueKey
from epp_gateway.model.caller import Caller
from epp_gateway.model.errors import AlreadyExists, BadValue, NotFound
from epp_gateway.model.terms import format_instant

from .wire import Clock

SCOPES = ("read", "write", "unlock", "operate", "facts")
DEFAULT_SCOPES = ("read", "write", "unlock")
_PANEL = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")


class Panels:
    """Adds panels, makes and checks tokens."""

    def __init__(self, journal: Journal, *, clock: Clock) -> None:
        self._journal = journal
        self._clock = clock
        self._callers: dict[str, Caller] = {}

    async def authenticate(self, token: str) -> Caller | None:
        """The caller a token stands for, or None."""
        digest = _digest(token)
        # What is read now is kept only here: a rotation in the meantime puts another dictionary in its place.
        callers = self._callers
        caller = callers.get(digest)
        if caller is None:
            found = await self._journal.read(lambda tx: tx.token(digest))
            if found is None or found.revoked_at is not None:
                return None
            caller = callers[digest] = Caller(panel=found.panel, scopes=frozenset(found.scopes), token_id=found.id)
        return caller

    async def add(self, panel: str, scopes: Iterable[str] = DEFAULT_SCOPES) -> str:
        """Add a panel and give its first token.

        Raises:
            BadValue: the id or a scope is none. AlreadyExists: the panel exists.
        """
        if not _PANEL.fullmatch(panel):
            raise BadValue(f"`{panel}` is no panel id: 1 to 63 of a-z, 0-9 and -, not beginning with -")
        text, token = self._make(panel, _checked(scopes))

        def job(tx: Transaction) -> None:
            try:
                tx.add_panel(panel, token.created_at)
            except UniqueKey:
                raise AlreadyExists(f"there is a panel `{panel}` already") from None
            tx.put_token(token)

        await self._journal.write(job)
        return text

    async def rotate(self, panel: str, token_id: str | None = None, scopes: Iterable[str] | None = None) -> str:
        """Give a panel a new token and revoke the old one: the named one, or all.

        Without `scopes` the new token has those of the ones it replaces.

        Raises:
            NotFound: no such panel or token.
        """

        def job(tx: Transaction) -> str:
            old = [t for t in tx.tokens(panel) if t.revoked_at is None and token_id in {None, t.id}]
            if panel not in tx.panels() or (token_id is not None and not old):
                raise NotFound(f"there is no panel `{panel}`" + (f" with a token `{token_id}`" if token_id else ""))
            kept = _checked(scopes or sorted({scope for token in old for scope in token.scopes}) or DEFAULT_SCOPES)
            text, token = self._make(panel, kept)
            for replaced in old:
                tx.put_token(replace(replaced, revoked_at=token.created_at))
            tx.put_token(token)
            return text

        try:
            # Shielded: the journal carries a job out even if its caller leaves, and then nobody would forget.
            with trio.CancelScope(shield=True):
                made = await self._journal.write(job)
        finally:
            self._callers = {}
        return made

    async def list(self) -> "dict[str, list[Token]]":
        """All panels with their tokens (hashes only)."""
        return await self._journal.read(lambda tx: {panel: [*tx.tokens(panel)] for panel in tx.panels()})

    def _make(self, panel: str, scopes: tuple[str, ...]) -> tuple[str, Token]:
        token_id = secrets.token_hex(4)
        text = f"egw_{token_id}_{secrets.token_urlsafe(32)}"
        at = format_instant(self._clock())
        return text, Token(id=token_id, digest=_digest(text), panel=panel, scopes=scopes, created_at=at)


def _checked(scopes: Iterable[str]) -> tuple[str, ...]:
    given = tuple(dict.fromkeys(scopes))
    unknown = [scope for scope in given if scope not in SCOPES]
    if unknown:
        raise BadValue(f"unknown scope {', '.join(unknown)}; there are: {', '.join(SCOPES)}")
    return given


def _digest(token: str) -> str:
    # A token has 256 random bits: a plain hash is as strong as a slow one.
    return hashlib.sha256(token.encode()).hexdigest()
