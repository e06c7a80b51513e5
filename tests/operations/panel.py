"""A panel in a story: every wish is a method, and gives the operation's document once it ends or waits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

from msgspec.structs import replace

from epp_gateway.model.caller import Caller
from epp_gateway.model.intent import (
    AnswerTransfer,
    ContactCard,
    CreateContact,
    CreateDomain,
    CreateHost,
    DeleteContact,
    DeleteDomain,
    DeleteHost,
    EndContract,
    Intent,
    IssueAuthCode,
    LockDomain,
    RenewDomain,
    TransferIn,
    TransferOut,
    UpdateContact,
    UpdateDomain,
    UpdateHost,
    WantedContact,
    WantedHost,
    Wish,
)
from epp_gateway.model.objects import Phone, PostalInfo
from epp_gateway.model.secret import Secret
from epp_gateway.model.terms import Period, format_instant

if TYPE_CHECKING:
    from epp_gateway.operations.outcome import Document
    from tests.operations.world import World

LONG = 100_000.0
"""Seconds of virtual time that every operation of these stories ends in."""


def card(city: str = "Chiyoda", email: str = "hanako@example.jp", voice: str | None = "+81.312345678") -> ContactCard:
    """A contact with both forms of its address."""
    postal = tuple(PostalInfo(type=form, name="Hanako", city=city, cc="JP", pc="100-0001") for form in ("int", "loc"))
    return ContactCard(postal=postal, email=email, voice=Phone(number=voice) if voice else None)


def hosts(*wanted: str | tuple[str, ...]) -> tuple[WantedHost, ...]:
    """Name servers: a name, or a name with its addresses."""
    return tuple(
        WantedHost(name=one) if isinstance(one, str) else WantedHost(name=one[0], addresses=one[1:]) for one in wanted
    )


def people(**roles: str) -> tuple[WantedContact, ...]:
    """Contacts by role."""
    return tuple(WantedContact(role=role, id=contact) for role, contact in roles.items())  # type: ignore[arg-type] # roles


class Panel:
    """A panel by one token. `key`, `wait` and `scopes` may be given to every wish."""

    def __init__(self, world: World, name: str, scopes: tuple[str, ...], keys: Iterator[int]) -> None:
        self.world = world
        self.name = name
        self.caller = Caller(panel=name, scopes=frozenset(scopes), token_id=f"t-{name}")
        self._keys = keys

    # Envelope.

    def intent(self, wish: Wish, *, key: str | None = None, body: str | None = None) -> Intent:
        """The wish in its envelope; the fingerprint is the body's."""
        return Intent(
            panel=self.name,
            key=key or f"key-{next(self._keys)}",
            fingerprint=body if body is not None else repr(wish),
            wish=wish,
            received_at=format_instant(self.world.clock()),
            scopes=tuple(sorted(self.caller.scopes)),
        )

    async def submit(
        self, wish: Wish, *, key: str | None = None, body: str | None = None, dry_run: bool = False
    ) -> Document:
        """Hand a wish in, and do not wait."""
        with self.world.call():
            return await self.world.desk.submit(self.intent(wish, key=key, body=body), dry_run=dry_run)

    async def wait(self, document: Document, seconds: float = LONG) -> Document:
        """Wait for an operation as a door does."""
        with self.world.call():
            return await self.world.desk.wait(document["id"], seconds)

    async def do(self, wish: Wish, *, wait: float = LONG, **envelope: Any) -> Document:
        """Hand a wish in and wait for its end."""
        document = await self.submit(wish, **envelope)
        if document["state"] in {"queued", "sending", "reconciling"}:
            document = await self.wait(document, wait)
        return document

    async def see(self, document: Document) -> Document:
        """Look at an operation."""
        return await self.world.query.operation(self.caller, document["id"])

    async def act(
        self, document: Document, action: Literal["cancel", "release", "reject"], reason: str = ""
    ) -> Document:
        """Cancel, release or reject an operation."""
        with self.world.call():
            return await self.world.desk.act(self.caller, document["id"], action, reason)

    async def info(self, name: str, *, fresh: bool = False) -> Document:
        """Look at a name."""
        return await self.world.query.domain(self.name, name, fresh=fresh)

    # Wishes.

    async def create(self, name: str, *, years: int | None = None, code: str | None = None, **more: Any) -> Document:
        envelope = _envelope(more)
        period = Period(value=years) if years else None
        wish = CreateDomain(name=name, period=period, auth_code=Secret(code) if code else None, **more)
        return await self.do(wish, **envelope)

    async def renew(self, name: str, expiry: str, years: int | None = 1, **more: Any) -> Document:
        period = Period(value=years) if years else None
        return await self.do(RenewDomain(name=name, current_expiry=expiry, period=period), **more)

    async def update(self, name: str, **more: Any) -> Document:
        envelope = _envelope(more)
        return await self.do(UpdateDomain(name=name, **more), **envelope)

    async def lock(self, name: str, *statuses: str, **more: Any) -> Document:
        envelope = _envelope(more)
        return await self.do(LockDomain(name=name, statuses=statuses, **more), **envelope)

    async def gateway_lock(self, name: str, *, on: bool, **more: Any) -> Document:
        return await self.do(LockDomain(name=name, gateway_lock=on, reason="careful"), **more)

    async def delete(self, name: str, **more: Any) -> Document:
        return await self.do(DeleteDomain(name=name), **more)

    async def end(self, name: str, **more: Any) -> Document:
        return await self.do(EndContract(name=name, comment="moving out"), **more)

    async def transfer_in(self, name: str, code: str, *, years: int | None = None, **more: Any) -> Document:
        envelope = _envelope(more)
        period = Period(value=years) if years else None
        return await self.do(TransferIn(name=name, auth_code=Secret(code), period=period, **more), **envelope)

    async def transfer_out(self, name: str, **more: Any) -> Document:
        return await self.do(TransferOut(name=name), **more)

    async def answer(self, name: str, op: Literal["approve", "reject", "cancel"], **more: Any) -> Document:
        return await self.do(AnswerTransfer(name=name, op=op), **more)

    async def auth_code(self, name: str, *, clear: bool = False, code: str | None = None, **more: Any) -> Document:
        wish = IssueAuthCode(name=name, clear=clear, auth_code=Secret(code) if code else None)
        return await self.do(wish, **more)

    async def host(self, name: str, *addresses: str, registries: tuple[str, ...] = (), **more: Any) -> Document:
        return await self.do(CreateHost(name=name, addresses=addresses, registries=registries), **more)

    async def update_host(self, name: str, *addresses: str, **more: Any) -> Document:
        return await self.do(UpdateHost(name=name, addresses=addresses), **more)

    async def delete_host(self, name: str, **more: Any) -> Document:
        return await self.do(DeleteHost(name=name), **more)

    async def contact(self, contact: str, *, registries: tuple[str, ...] = (), **more: Any) -> Document:
        return await self.do(CreateContact(id=contact, card=card(), registries=registries), **more)

    async def update_contact(self, contact: str, new: ContactCard, **more: Any) -> Document:
        return await self.do(UpdateContact(id=contact, card=new), **more)

    async def delete_contact(self, contact: str, **more: Any) -> Document:
        return await self.do(DeleteContact(id=contact), **more)

    def with_scopes(self, *scopes: str) -> Panel:
        """The same panel by a token with other scopes."""
        other = Panel(self.world, self.name, scopes, self._keys)
        other.caller = replace(other.caller, token_id=f"t2-{self.name}")
        return other


def _envelope(more: dict[str, Any]) -> dict[str, Any]:
    return {name: more.pop(name) for name in ("key", "body", "wait", "dry_run") if name in more}
