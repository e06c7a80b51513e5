"""What every journal promises about operations: each method, each constraint, on disk and in memory alike."""

import msgspec
import pytest

from epp_gateway.journal.entry import COMPLETED, IN_FLIGHT, Sent, State
from epp_gateway.journal.states import IllegalMove
from epp_gateway.journal.store import ObjectBusy, UniqueKey
from epp_gateway.model.errors import StoreFailure

OPEN = [state for state in State if not state.completed]


async def keep(journal, *entries):
    def job(tx):
        for entry in entries:
            tx.insert_entry(entry, "decided-allow")

    await journal.write(job)


def ids(entries):
    return [entry.id for entry in entries]


async def test_an_operation_is_found_by_id_and_by_key(journal, build):
    entry = build.entry()
    await keep(journal, entry)
    assert await journal.read(lambda tx: tx.entry(entry.id)) == entry
    assert await journal.read(lambda tx: tx.entry_by_key("alpha", "key-1")) == entry


async def test_what_is_not_there_is_none_or_empty(journal):
    def job(tx):
        return [tx.entry("x"), tx.entry_by_key("alpha", "x"), tx.in_flight("domain", "x", "")], [
            *tx.open_entries(),
            *tx.entries(),
            *tx.history("x"),
        ]

    assert await journal.read(job) == ([None, None, None], [])


async def test_a_panel_uses_a_key_once(journal, build):
    await keep(journal, build.entry())
    with pytest.raises(UniqueKey, match=r"operation\.panel, operation\.key"):
        await keep(journal, build.entry(2, key="key-1"))
    await keep(journal, build.entry(3, key="key-1", panel="beta"))
    assert ids(await journal.read(lambda tx: tx.entries())) == ["op-000003", "op-000001"]


async def test_an_id_is_used_once(journal, build):
    await keep(journal, build.entry())
    with pytest.raises(UniqueKey, match=r"operation\.id"):
        await keep(journal, build.entry(key="another"))


@pytest.mark.parametrize("second", sorted(IN_FLIGHT))
@pytest.mark.parametrize("first", sorted(IN_FLIGHT))
async def test_one_operation_in_flight_holds_an_object(journal, build, first, second):
    await keep(journal, build.entry(state=first))
    rival = build.entry(2, object_name="name-1.com")
    with pytest.raises(ObjectBusy):
        await keep(journal, msgspec.structs.replace(rival, state=second))
    await keep(journal, rival)
    with pytest.raises(ObjectBusy):
        await journal.write(lambda tx: tx.update_entry(msgspec.structs.replace(rival, state=second), "turn-came"))
    assert (await journal.read(lambda tx: tx.entry(rival.id))).state is State.QUEUED
    assert (await journal.read(lambda tx: tx.in_flight("domain", "name-1.com", ""))).id == "op-000001"


async def test_an_object_is_free_again_when_its_holder_moves_on(journal, build):
    holder, rival = build.entry(state=State.SENDING), build.entry(2, object_name="name-1.com")
    await keep(journal, holder, rival)

    def job(tx):
        tx.update_entry(msgspec.structs.replace(holder, state=State.SUCCEEDED), "finished")
        tx.update_entry(msgspec.structs.replace(rival, state=State.SENDING), "turn-came")

    await journal.write(job)
    assert (await journal.read(lambda tx: tx.in_flight("domain", "name-1.com", ""))).id == rival.id


async def test_waiting_and_pending_operations_hold_nothing(journal, build):
    states = [state for state in State if state not in IN_FLIGHT]
    await keep(journal, *(build.entry(n, object_name="one.com", state=state) for n, state in enumerate(states)))
    assert await journal.read(lambda tx: tx.in_flight("domain", "one.com", "")) is None


async def test_contacts_of_two_panels_share_a_name_and_hosts_do_not(journal, build):
    def sending(n, kind, panel):
        return build.entry(n, object_kind=kind, object_name="c1", panel=panel, state=State.SENDING)

    await keep(journal, sending(1, "contact", "alpha"), sending(2, "contact", "beta"), sending(3, "host", "alpha"))
    with pytest.raises(ObjectBusy):
        await keep(journal, sending(4, "contact", "beta"))
    with pytest.raises(ObjectBusy):
        await keep(journal, sending(5, "host", "beta"))
    assert (await journal.read(lambda tx: tx.in_flight("contact", "c1", "beta"))).id == "op-000002"
    assert await journal.read(lambda tx: tx.in_flight("contact", "c1", "")) is None


async def test_the_oldest_that_waits_for_an_object_is_first(journal, build):
    queue = [build.entry(n, object_name="one.com") for n in (3, 1, 2)]
    await keep(journal, *queue, build.entry(0, object_name="one.com", state=State.HELD), build.entry(4))
    assert (await journal.read(lambda tx: tx.first_queued("domain", "one.com", ""))).id == "op-000001"
    assert await journal.read(lambda tx: tx.first_queued("host", "one.com", "")) is None


async def test_open_operations_are_listed_oldest_first(journal, build):
    entries = [build.entry(n, state=state) for n, state in enumerate(State)]
    await keep(journal, *reversed(entries))
    found = await journal.read(lambda tx: tx.open_entries())
    assert list(found) == [entry for entry in entries if entry.state not in COMPLETED]


async def test_operations_are_listed_newest_first_in_pages(journal, build):
    await keep(journal, *(build.entry(n) for n in range(7)))
    first = await journal.read(lambda tx: tx.entries(limit=3))
    second = await journal.read(lambda tx: tx.entries(limit=3, before=first[-1].id))
    third = await journal.read(lambda tx: tx.entries(limit=3, before=second[-1].id))
    assert ids([*first, *second, *third]) == [f"op-{n:06d}" for n in range(6, -1, -1)]


async def test_operations_are_filtered_by_panel_object_and_state(journal, build):
    await keep(
        journal,
        build.entry(1),
        build.entry(2, panel="beta"),
        build.entry(3, object_name="one.com", state=State.HELD),
        build.entry(4, object_name="one.com", panel="beta", state=State.FAILED),
    )

    async def found(**filters):
        return ids(await journal.read(lambda tx: tx.entries(**filters)))

    assert await found(panel="alpha") == ["op-000003", "op-000001"]
    assert await found(object_name="one.com") == ["op-000004", "op-000003"]
    assert await found(states=[State.HELD, State.FAILED]) == ["op-000004", "op-000003"]
    assert await found(panel="beta", object_name="one.com", states=iter([State.FAILED])) == ["op-000004"]
    assert await found(panel="alpha", before="op-000003") == ["op-000001"]
    assert await found(panel="nobody") == []


async def test_history_grows_by_a_line_for_each_move(journal, build):
    entry = build.entry()
    await keep(journal, build.entry(2))
    await journal.write(lambda tx: tx.insert_entry(entry, "decided-allow", {"packs": {"jp": "1"}}))
    later = msgspec.structs.replace(entry, state=State.SENDING, updated_at="2026-04-01T00:00:09Z")
    await journal.write(lambda tx: tx.update_entry(later, "turn-came"))
    lines = await journal.read(lambda tx: tx.history(entry.id))
    assert [(line.n, line.at, line.event, line.detail) for line in lines] == [
        (1, build.at, "decided-allow", {"packs": {"jp": "1"}}),
        (2, "2026-04-01T00:00:09Z", "turn-came", {}),
    ]
    assert {line.operation for line in lines} == {entry.id}


async def test_the_history_cannot_be_rewritten(journal, build):
    await keep(journal, build.entry())
    for sql in (
        "UPDATE history SET event = 'x'",
        "DELETE FROM history",
        "DELETE FROM operation",
        "INSERT INTO history VALUES ('nobody', 1, '', '', '{}')",
    ):
        with pytest.raises(IllegalMove):
            await journal.write(lambda tx, sql=sql: tx._run(sql))
    assert len(await journal.read(lambda tx: tx.history("op-000001"))) == 1


async def test_a_failed_insert_leaves_no_line(journal, build):
    await keep(journal, build.entry())
    with pytest.raises(UniqueKey):
        await keep(journal, build.entry(2, key="key-1"))
    assert await journal.read(lambda tx: tx.history("op-000002")) == []


async def test_an_unknown_operation_cannot_be_moved(journal, build):
    with pytest.raises(LookupError, match="there is no operation `op-000001`"):
        await journal.write(lambda tx: tx.update_entry(build.entry(), "turn-came"))


@pytest.mark.parametrize("sent", list(Sent))
@pytest.mark.parametrize("state", sorted(COMPLETED))
async def test_a_completed_operation_stays_completed(journal, build, state, sent):
    entry = build.entry(state=state, sent=sent)
    await keep(journal, entry)
    await journal.write(lambda tx: tx.update_entry(msgspec.structs.replace(entry, tries=2), "noted"))
    again = msgspec.structs.replace(entry, state=State.QUEUED)
    if state is State.FAILED and sent is Sent.NO:
        await journal.write(lambda tx: tx.update_entry(again, "retried"))
        assert (await journal.read(lambda tx: tx.entry(entry.id))).state is State.QUEUED
    else:
        with pytest.raises(IllegalMove, match="stays completed"):
            await journal.write(lambda tx: tx.update_entry(again, "retried"))
        assert (await journal.read(lambda tx: tx.entry(entry.id))).state is state


async def test_a_broken_promise_caught_by_the_job_spoils_nothing(journal, build):
    await keep(journal, build.entry())

    def job(tx):
        with pytest.raises(UniqueKey):
            tx.insert_entry(build.entry(2, key="key-1"), "decided-allow")
        tx.insert_entry(build.entry(3), "decided-allow")
        return tx.entry_by_key("alpha", "key-1")

    assert (await journal.write(job)).id == "op-000001"
    assert await journal.read(lambda tx: tx.entry("op-000003")) == build.entry(3)


async def test_a_job_that_fails_takes_back_all_its_rows_and_raises_its_own_error(journal, build):
    class Leave(BaseException):
        pass

    for error in (ValueError("mine"), Leave("mine")):

        def job(tx, error=error):
            tx.insert_entry(build.entry(), "decided-allow")
            tx.put_meta("note", "x")
            raise error

        with pytest.raises(type(error), match="mine"):
            await journal.write(job)
        assert await journal.read(lambda tx: (tx.entry("op-000001"), tx.meta("note"))) == (None, None)


async def test_a_job_sees_its_own_rows(journal, build):
    def job(tx):
        tx.insert_entry(build.entry(), "decided-allow")
        return tx.entry("op-000001")

    assert await journal.write(job) == build.entry()


async def test_a_read_cannot_write(journal, build):
    with pytest.raises(StoreFailure, match="read-only"):
        await journal.read(lambda tx: tx.put_meta("note", "x"))
    await journal.write(lambda tx: tx.put_meta("note", "y"))
    assert await journal.read(lambda tx: tx.meta("note")) == "y"


async def test_a_mistake_in_sql_is_a_store_failure_and_spoils_nothing(journal):
    def wrong(tx):
        tx.put_meta("note", "x")
        tx._run("SELECT x FROM nowhere")

    with pytest.raises(StoreFailure, match="no such table"):
        await journal.write(wrong)
    with pytest.raises(StoreFailure, match="no such table"):
        await journal.read(lambda tx: tx._run("SELECT x FROM nowhere"))
    assert await journal.read(lambda tx: tx.meta("note")) is None


async def test_a_closed_journal_takes_nothing(journal):
    await journal.close()
    await journal.close()
    with pytest.raises(StoreFailure, match="the journal is closed"):
        await journal.write(lambda tx: tx.panels())
    with pytest.raises(StoreFailure, match="the journal is closed"):
        await journal.read(lambda tx: tx.panels())


async def test_the_store_knows_its_environment_and_id(journal):
    kept = await journal.read(lambda tx: (tx.meta("environment"), tx.meta("store_id"), tx.meta("nothing")))
    assert kept[0] == "ote"
    assert len(kept[1]) == 16
    assert kept[2] is None
