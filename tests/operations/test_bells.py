"""Bells: a change is told once to all who listen, and nothing is kept for those who left."""

import trio

from epp_gateway.operations.bells import Bells


async def test_all_who_listen_hear_the_same_change(nursery, autojump_clock):
    bells, heard = Bells(), []

    async def listen() -> None:
        heard.append(await bells.of("one").heard())

    nursery.start_soon(listen)
    nursery.start_soon(listen)
    await trio.testing.wait_all_tasks_blocked()
    bells.ring(_Changed("two"))
    bells.ring(_Changed("one"))
    bells.ring(_Changed("one"))
    await trio.testing.wait_all_tasks_blocked()
    assert [entry.id for entry in heard] == ["one", "one"]


async def test_after_a_ring_there_is_a_new_bell():
    bells = Bells()
    before = bells.of("one")
    assert bells.of("one") is before
    bells.ring(_Changed("one"))
    assert bells.of("one") is not before


class _Changed:
    def __init__(self, operation: str) -> None:
        self.id = operation
