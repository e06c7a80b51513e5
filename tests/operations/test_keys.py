"""Idempotency: a key acts once, whatever happens, and an operation of which nothing left may be tried again."""

import pytest
import trio

from epp_gateway.model.errors import AlreadyExists, BadValue, Draining, KeyReused
from epp_gateway.model.intent import CreateDomain

WISH = CreateDomain(name="example.com")


async def test_the_same_key_gives_the_same_operation(world):
    panel = world.panel("p")
    first = await panel.do(WISH, key="k")
    again = await panel.do(WISH, key="k")
    assert again == first
    assert world.did() == ["domain.create example.com"]


async def test_the_same_key_gives_the_same_operation_after_a_restart(world):
    panel = world.panel("p")
    first = await panel.do(WISH, key="k")
    await world.crash()
    await world.restart()
    assert await panel.do(WISH, key="k") == first


async def test_a_key_with_another_body_is_an_error_and_changes_nothing(world):
    panel = world.panel("p")
    first = await panel.do(WISH, key="k")
    with pytest.raises(KeyReused):
        await panel.do(CreateDomain(name="other.com"), key="k")
    with pytest.raises(KeyReused):
        await panel.do(WISH, key="k", body="the same wish in other words")
    assert await panel.see(first) == first
    assert world.did() == ["domain.create example.com"]


async def test_a_repeat_is_looked_up_before_anything_else_is_looked_at(world):
    """The name exists by now: a new create of it would be refused, the repeat is not."""
    panel = world.panel("p")
    first = await panel.do(WISH, key="k")
    with pytest.raises(AlreadyExists):
        await panel.do(WISH, key="k2")
    assert (await panel.do(WISH, key="k"))["id"] == first["id"]


async def test_many_at_once_with_one_key_are_one_operation(world):
    panel = world.panel("p")
    seen = []

    async def ask():
        seen.append(await panel.do(WISH, key="k"))

    async with trio.open_nursery() as nursery:
        for _ in range(10):
            nursery.start_soon(ask)
    assert len({document["id"] for document in seen}) == 1
    assert world.did() == ["domain.create example.com"]


async def test_two_panels_may_use_one_key(world):
    one = await world.panel("p").create("one.com", key="k")
    two = await world.panel("q").create("two.com", key="k")
    assert one["id"] != two["id"]


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("no-capacity", "capacity"),
        ("unreachable", "unreachable"),
        ("draining", "draining"),
        ("built-invalid", "gateway-bug"),
    ],
)
async def test_what_never_left_fails_with_its_reason_and_is_tried_again_under_its_key(world, fault, reason):
    panel = world.panel("p")
    world.fault("verisign", fault, "domain.create")
    failed = await panel.do(WISH, key="k")
    assert (failed["state"], failed["sent"], failed["completed"]) == ("failed", "no", True)
    assert (failed["result"]["reason"], failed["result"]["code"]) == (reason, None)
    assert world.arrived == []
    done = await panel.do(WISH, key="k")
    assert (done["id"], done["state"]) == (failed["id"], "succeeded")
    assert done["attempts"][0]["cltrid"] != failed["attempts"][0]["cltrid"]
    assert (await panel.do(WISH, key="k"))["attempts"] == done["attempts"]


async def test_a_retry_may_never_leave_either(world):
    panel = world.panel("p")
    world.fault("verisign", "unreachable", "domain.create", times=3)
    ids = []
    for _ in range(3):
        failed = await panel.do(WISH, key="k")
        ids += [attempt["cltrid"] for attempt in failed["attempts"]]
    assert (await panel.do(WISH, key="k"))["state"] == "succeeded"
    assert len(set(ids)) == 3


async def test_a_retry_is_decided_anew(world):
    """In between the name was locked: what was allowed then is refused now."""
    panel = world.panel("p")
    await panel.do(WISH)
    world.fault("verisign", "unreachable", "domain.delete")
    failed = await panel.delete("example.com", key="k")
    assert (failed["state"], failed["sent"]) == ("failed", "no")
    await panel.gateway_lock("example.com", on=True)
    again = await panel.delete("example.com", key="k")
    assert (again["id"], again["state"]) == (failed["id"], "refused")


async def test_many_retries_at_once_are_one_execution(world):
    panel = world.panel("p")
    world.fault("verisign", "unreachable", "domain.create")
    await panel.do(WISH, key="k")
    async with trio.open_nursery() as nursery:
        for _ in range(5):
            nursery.start_soon(lambda: panel.do(WISH, key="k"))
    assert world.did() == ["domain.create example.com"]


async def test_sessions_that_break_before_a_byte_left_are_only_passed_over(world):
    panel = world.panel("p")
    world.fault("verisign", "unsent", "domain.create", times=5)
    done = await panel.do(WISH)
    assert (done["state"], len(done["attempts"])) == ("succeeded", 6)
    assert [attempt["message"][:8] for attempt in done["attempts"][:5]] == ["not sent"] * 5


async def test_sessions_that_never_get_a_byte_out_end_the_operation(world):
    panel = world.panel("p")
    world.fault("verisign", "unsent", "domain.create", times=10_000)
    failed = await panel.do(WISH)
    assert (failed["state"], failed["sent"], failed["result"]["reason"]) == ("failed", "no", "unreachable")


async def test_a_question_that_never_gets_out_is_asked_at_a_measured_pace(world):
    panel = world.panel("p")
    await panel.do(WISH)
    world.fault("verisign", "unsent", "domain.info", times=100_000)
    began = world.clock()
    failed = await panel.update("example.com", nameservers=())
    assert (failed["state"], failed["sent"]) == ("failed", "no")
    assert (world.clock() - began).total_seconds() > 60
    assert world.log.told("gateway-bug") == []


async def test_what_is_not_taken_is_not_kept_and_its_key_is_free(world):
    panel = world.panel("p")
    with pytest.raises(BadValue):
        await panel.create("example.com", years=99, key="k")
    assert (await panel.create("example.com", years=1, key="k"))["state"] == "succeeded"


async def test_a_preview_decides_and_keeps_nothing(world):
    panel = world.panel("p")
    shown = await panel.submit(WISH, key="k", dry_run=True)
    assert (shown["dry_run"], shown["state"], shown["decision"]["effect"]) == (True, "queued", "allow")
    assert (await world.entries(), world.arrived) == ([], [])
    assert (await panel.do(CreateDomain(name="other.com"), key="k"))["state"] == "succeeded"


async def test_the_caller_may_leave_and_the_operation_stays(world):
    panel = world.panel("p")
    with trio.move_on_after(0.01):
        await panel.do(WISH, key="k")
    assert (await panel.do(WISH, key="k"))["state"] == "succeeded"
    assert world.did() == ["domain.create example.com"]


async def test_a_fingerprint_is_kept_keyed(world):
    await world.panel("p").do(WISH, body="body-of-the-request")
    (entry,) = await world.entries()
    assert "body-of-the-request" not in repr(entry)


async def test_a_draining_desk_takes_nothing_new_and_lets_run_what_runs(world):
    panel = world.panel("p")
    begun = await panel.submit(WISH)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(world.desk.drain, 60.0)
        await trio.sleep(0.001)
        with pytest.raises(Draining):
            await panel.submit(CreateDomain(name="other.com"))
    assert (await panel.see(begun))["state"] == "succeeded"
    await world.desk.drain(60.0)


async def test_a_caller_who_leaves_just_after_the_promise_leaves_it_running(world):
    panel, leaving, write = world.panel("p"), trio.CancelScope(), world.journal.write

    async def write_and_leave(job):
        value = await write(job)
        leaving.cancel()
        await trio.lowlevel.checkpoint()
        return value

    world.journal.write = write_and_leave
    with leaving:
        await panel.submit(WISH, key="k")
    world.journal.write = write
    assert (await panel.do(WISH, key="k"))["state"] == "succeeded"
