"""What another panel has does not exist; what a token may not do is not done."""

import pytest
import trio

from epp_gateway.model.errors import AlreadyExists, BadValue, NotAllowed, NotFound
from epp_gateway.model.intent import (
    AnswerTransfer,
    DeleteContact,
    DeleteDomain,
    DeleteHost,
    EndContract,
    IssueAuthCode,
    LockDomain,
    RenewDomain,
    TransferOut,
    UpdateContact,
    UpdateDomain,
    UpdateHost,
)
from tests.operations.panel import card, people

NAME, HOST, CONTACT = "example.com", "ns1.example.com", "holder"

FOREIGN = [
    RenewDomain(name=NAME, current_expiry="2027-11-22"),
    UpdateDomain(name=NAME, nameservers=()),
    LockDomain(name=NAME, gateway_lock=True),
    DeleteDomain(name=NAME),
    EndContract(name=NAME, comment="mine now"),
    TransferOut(name=NAME),
    IssueAuthCode(name=NAME),
    *(AnswerTransfer(name=NAME, op=op) for op in ("approve", "reject", "cancel")),
    UpdateHost(name=HOST, addresses=("192.0.2.9",)),
    DeleteHost(name=HOST),
    UpdateContact(id=CONTACT, card=card("Elsewhere")),
    DeleteContact(id=CONTACT),
]


@pytest.fixture
async def owner(world):
    panel = world.panel("owner")
    await panel.contact(CONTACT, registries=("generic",))
    await panel.create(NAME)
    await panel.host(HOST, "192.0.2.1")
    return panel


@pytest.mark.parametrize("wish", FOREIGN, ids=lambda wish: type(wish).__name__)
async def test_no_wish_reaches_what_another_panel_has(world, owner, wish):
    known, arrived = len(await world.entries()), len(world.arrived)
    for stranger in (world.panel("stranger"), world.panel("stranger", "read", "write", "unlock", "operate", "facts")):
        with pytest.raises(NotFound):
            await stranger.do(wish)
    assert (len(await world.entries()), len(world.arrived)) == (known, arrived)


async def test_no_read_shows_what_another_panel_has(world, owner):
    done = await owner.renew(NAME, "2027-11-22")
    stranger = world.panel("stranger")
    reads = [
        lambda: stranger.info(NAME),
        lambda: stranger.info(NAME, fresh=True),
        lambda: world.query.lock("stranger", NAME),
        lambda: world.query.transfer("stranger", NAME),
        lambda: world.query.host("stranger", HOST, fresh=False),
        lambda: world.query.contact("stranger", CONTACT),
        lambda: stranger.see(done),
    ]
    for read in reads:
        with pytest.raises(NotFound):
            await read()
    assert await world.query.domains("stranger", [NAME], None) == []
    assert await listed(world, stranger) == []


async def listed(world, panel, **filters):
    wanted = {"domain": None, "state": None, "limit": 100, "before": None, **filters}
    return [one["id"] for one in (await world.query.operations(panel.caller, **wanted))["operations"]]


async def test_an_operator_sees_every_operation_and_owns_no_name(world, owner):
    assert len(await listed(world, world.operator)) == 3
    with pytest.raises(NotFound):
        await world.operator.info(NAME)


async def test_operations_are_listed_newest_first_by_name_state_and_page(world, owner):
    await world.panel("other").create("other.com")
    await owner.renew(NAME, "2027-11-22")
    mine = await listed(world, owner)
    assert mine == sorted(mine, reverse=True)
    assert len(mine) == 4
    assert len(await listed(world, owner, domain=NAME)) == 2
    assert await listed(world, owner, state="failed") == []
    page = await world.query.operations(owner.caller, domain=None, state=None, limit=3, before=None)
    rest = await listed(world, owner, before=page["next"])
    assert [one["id"] for one in page["operations"]] + rest == mine
    with pytest.raises(BadValue):
        await listed(world, owner, state="lost")


async def test_a_contact_of_another_panel_can_not_be_named(world, owner):
    with pytest.raises(BadValue) as told:
        await world.panel("stranger").create("example.test", contacts=people(registrant=CONTACT))
    assert told.value.path == "$.contacts.registrant"


async def test_a_name_that_left_is_free_for_anybody_and_nothing_of_it_comes_along(world, owner):
    await owner.gateway_lock(NAME, on=True)
    await owner.gateway_lock(NAME, on=False)
    await owner.delete_host(HOST)
    await owner.delete(NAME)
    taker = world.panel("taker")
    assert (await taker.create(NAME))["state"] == "succeeded"
    with pytest.raises(NotFound):
        await owner.info(NAME)
    with pytest.raises(AlreadyExists):
        await owner.create(NAME)


# Scopes.


async def test_locks_come_off_with_the_scope_to_unlock_alone(world, owner):
    careful = owner.with_scopes("read", "write")
    assert (await careful.lock(NAME, "clientDeleteProhibited", "clientHold"))["state"] == "succeeded"
    for wish in (
        LockDomain(name=NAME, statuses=("clientHold",)),
        UpdateDomain(name=NAME, statuses=()),
    ):
        with pytest.raises(NotAllowed):
            await careful.do(wish)
    await careful.gateway_lock(NAME, on=True)
    with pytest.raises(NotAllowed):
        await careful.gateway_lock(NAME, on=False)
    assert (await owner.gateway_lock(NAME, on=False))["state"] == "succeeded"
    assert (await owner.lock(NAME, "clientHold"))["state"] == "succeeded"


async def test_adding_a_lock_needs_no_scope_beyond_writing(world, owner):
    careful = owner.with_scopes("read", "write")
    await owner.lock(NAME, "clientHold")
    assert (await careful.lock(NAME, "clientHold", "clientDeleteProhibited"))["state"] == "succeeded"


async def test_whether_a_lock_comes_off_is_told_by_the_registrys_own_statuses(world, owner):
    """Our record is of a create and knows of no lock; another writer of the account set one."""
    world.pools["verisign"].set_statuses(NAME, "clientTransferProhibited")
    with pytest.raises(NotAllowed):
        await owner.with_scopes("read", "write").lock(NAME)


async def test_two_panels_work_on_one_external_host_without_hearing_of_each_other(world):
    one, two = world.panel("p"), world.panel("q")
    async with trio.open_nursery() as nursery:
        for panel in (one, two):
            nursery.start_soon(lambda panel=panel: panel.host("ns1.dns.example", registries=("generic",)))
    assert world.did() == ["host.create ns1.dns.example"]
    for panel in ("p", "q"):
        assert (await world.query.host(panel, "ns1.dns.example", fresh=False))["objects"][0]["state"] == "live"
