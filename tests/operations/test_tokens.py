"""Callers kept in memory: found once, forgotten when a token is revoked, never more of them than tokens."""

from datetime import UTC, datetime

import pytest
import trio

from epp_gateway.journal.memory import MemoryJournal
from epp_gateway.model.errors import NotFound
from epp_gateway.operations.panels import Panels

NOW = datetime(2026, 5, 1, tzinfo=UTC)


class Watched:
    """A journal that counts reads; it can be told to hold back what was read or written before it says so."""

    def __init__(self, journal: MemoryJournal) -> None:
        self._journal = journal
        self.reads = 0
        self.hold_reads: trio.Event | None = None
        self.hold_writes: trio.Event | None = None

    async def read(self, job):
        self.reads += 1
        found = await self._journal.read(job)
        if self.hold_reads is not None:
            await self.hold_reads.wait()
        return found

    async def write(self, job):
        if self.hold_writes is not None:
            await self.hold_writes.wait()
        return await self._journal.write(job)


@pytest.fixture
async def journal():
    return Watched(MemoryJournal())


@pytest.fixture
def panels(journal):
    return Panels(journal, clock=lambda: NOW)


async def test_a_known_token_is_looked_up_once(panels, journal):
    token = await panels.add("alpha")
    callers = [await panels.authenticate(token) for _ in range(3)]
    assert callers[0] is not None
    assert callers == callers[:1] * 3
    assert journal.reads == 1


async def test_an_unknown_token_is_looked_up_each_time_and_never_kept(panels, journal):
    for n in range(100):
        assert await panels.authenticate(f"egw_{n}") is None
        assert await panels.authenticate("egw_same") is None
    assert journal.reads == 200
    token = await panels.add("alpha")
    assert (await panels.authenticate(token)).panel == "alpha"


async def test_no_token_is_kept_in_clear(panels):
    token = await panels.add("alpha")
    await panels.authenticate(token)
    assert token.rsplit("_", 1)[1] not in repr(vars(panels))


async def test_a_rotated_token_ends_at_once_and_the_others_stay(panels):
    alpha, beta = await panels.add("alpha"), await panels.add("beta")
    assert await panels.authenticate(alpha)
    assert await panels.authenticate(beta)
    new = await panels.rotate("alpha", scopes=["read"])
    assert await panels.authenticate(alpha) is None
    assert (await panels.authenticate(new)).scopes == {"read"}
    assert (await panels.authenticate(beta)).panel == "beta"


async def test_one_of_two_tokens_that_live_side_by_side_ends_alone(panels):
    first = await panels.add("alpha")
    with pytest.raises(NotFound):
        await panels.rotate("alpha", token_id="none")
    assert await panels.authenticate(first)
    second = await panels.rotate("alpha", token_id=first.split("_")[1])
    assert [bool(await panels.authenticate(token)) for token in (first, second)] == [False, True]


async def test_a_token_that_was_being_looked_up_while_it_was_rotated_is_not_kept(panels, journal, nursery):
    token = await panels.add("alpha")
    journal.hold_reads = trio.Event()
    nursery.start_soon(panels.authenticate, token)
    await trio.testing.wait_all_tasks_blocked()
    await panels.rotate("alpha")
    journal.hold_reads.set()
    await trio.testing.wait_all_tasks_blocked()
    assert await panels.authenticate(token) is None


async def test_who_leaves_a_rotation_does_not_leave_the_old_token_known(panels, journal, nursery):
    token = await panels.add("alpha")
    journal.hold_writes = trio.Event()
    with trio.CancelScope() as scope:
        nursery.start_soon(_set_later, scope, journal.hold_writes)
        await panels.authenticate(token)
        await panels.rotate("alpha")
    assert await panels.authenticate(token) is None


async def _set_later(scope: trio.CancelScope, event: trio.Event) -> None:
    await trio.testing.wait_all_tasks_blocked()
    scope.cancel()
    await trio.testing.wait_all_tasks_blocked()
    event.set()
