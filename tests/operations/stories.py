"""Every transform as a story: what has to be there, the wish, and the command that is struck on its way."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from epp_gateway.model.commands import DomainCreate, DomainTransfer, HostCreate
from epp_gateway.model.intent import (
    AnswerTransfer,
    CreateContact,
    CreateDomain,
    CreateHost,
    DeleteContact,
    DeleteDomain,
    DeleteHost,
    IssueAuthCode,
    LockDomain,
    RenewDomain,
    TransferIn,
    UpdateContact,
    UpdateDomain,
    UpdateHost,
    Wish,
)
from epp_gateway.model.secret import Secret
from tests.operations.panel import Panel, card, hosts
from tests.operations.world import World

CODE = "Aa1!Aa1!Aa1!"
NAME = "example.com"


async def nothing(_world: World, _panel: Panel) -> None:
    """Nothing has to be there."""


async def a_name(world: World, panel: Panel) -> None:
    await panel.create(NAME, code=CODE)
    world.pools["verisign"].by_hand(HostCreate(name="ns1.dns.example"))
    await world.know(NAME, debts=[], disputes=[], exempt__pref_jp_2012=False)


async def an_old_name(world: World, panel: Panel) -> None:
    await a_name(world, panel)
    world.clock.forward(days=100)


async def a_leaving_name(world: World, panel: Panel) -> None:
    await an_old_name(world, panel)
    await panel.info(NAME, fresh=True)
    world.pools["verisign"].by_hand(DomainTransfer(name=NAME, op="request", auth_info=Secret(CODE)))


async def their_name(world: World, _panel: Panel) -> None:
    world.pools["verisign"].by_hand(DomainCreate(name=NAME, auth_info=Secret(CODE)))


async def an_arriving_name(world: World, panel: Panel) -> None:
    await their_name(world, panel)
    await panel.transfer_in(NAME, CODE)


async def a_host(world: World, panel: Panel) -> None:
    await panel.create(NAME)
    await panel.host(f"ns1.{NAME}", "192.0.2.1")


async def a_contact(_world: World, panel: Panel) -> None:
    await panel.contact("holder", registries=("generic",))


class Story(NamedTuple):
    """A transform: what has to be there, the wish, and the word of the command that is struck."""

    before: Callable[[World, Panel], Awaitable[None]]
    wish: Wish
    word: str
    account: str = "verisign"
    ends: str = "succeeded"


STORIES = {
    "create": Story(nothing, CreateDomain(name=NAME), "domain.create"),
    "renew": Story(a_name, RenewDomain(name=NAME, current_expiry="2027-11-22T17:30:00Z"), "domain.renew"),
    "update": Story(a_name, UpdateDomain(name=NAME, nameservers=hosts("ns1.dns.example")), "domain.update"),
    "lock": Story(a_name, LockDomain(name=NAME, statuses=("clientHold", "clientUpdateProhibited")), "domain.update"),
    "auth-code": Story(an_old_name, IssueAuthCode(name=NAME), "domain.update"),
    "delete": Story(a_name, DeleteDomain(name=NAME), "domain.delete"),
    "late-delete": Story(an_old_name, DeleteDomain(name=NAME), "domain.delete", ends="pending"),
    "transfer": Story(
        their_name, TransferIn(name=NAME, auth_code=Secret(CODE)), "domain.transfer.request", ends="pending"
    ),
    "cancel": Story(an_arriving_name, AnswerTransfer(name=NAME, op="cancel"), "domain.transfer.cancel"),
    "approve": Story(a_leaving_name, AnswerTransfer(name=NAME, op="approve"), "domain.transfer.approve"),
    "reject": Story(a_leaving_name, AnswerTransfer(name=NAME, op="reject"), "domain.transfer.reject"),
    "host-create": Story(a_name, CreateHost(name=f"ns1.{NAME}", addresses=("192.0.2.1",)), "host.create"),
    "host-update": Story(a_host, UpdateHost(name=f"ns1.{NAME}", addresses=("192.0.2.9",)), "host.update"),
    "host-delete": Story(a_host, DeleteHost(name=f"ns1.{NAME}"), "host.delete"),
    "contact-create": Story(
        nothing, CreateContact(id="holder", card=card(), registries=("generic",)), "contact.create", "generic"
    ),
    "contact-update": Story(a_contact, UpdateContact(id="holder", card=card("Minato")), "contact.update", "generic"),
    "contact-delete": Story(a_contact, DeleteContact(id="holder"), "contact.delete", "generic"),
}
