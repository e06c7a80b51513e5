"""Plans of several steps: what a failed one made is taken back, or told; a made name is never deleted."""

import pytest

from epp_gateway.model.errors import Unreachable
from epp_gateway.model.intent import CreateDomain
from tests.operations.panel import hosts, people

PEOPLE = people(registrant="holder", admin="other")
EXTERNAL = hosts("ns1.dns.example", "ns2.dns.example")


@pytest.fixture
async def panel(world):
    panel = world.panel("p")
    await panel.contact("holder")
    await panel.contact("other")
    return panel


async def test_what_a_failed_plan_made_is_deleted_in_reverse_order(world, panel):
    world.fault("generic", "code", "domain.create", code=2308)
    failed = await panel.create("example.test", contacts=PEOPLE, nameservers=EXTERNAL)
    assert (failed["state"], failed["result"]["code"], failed["orphans"]) == ("failed", 2308, [])
    words = [one.partition(" ")[0] for one in world.did()]
    assert words == ["contact.create"] * 2 + ["host.create"] * 2 + ["host.delete"] * 2 + ["contact.delete"] * 2
    made = [one.command for one in world.ledger]
    assert [made[n].id for n in (0, 1)] == [made[n].id for n in (7, 6)]
    assert [made[n].name for n in (2, 3)] == [made[n].name for n in (5, 4)]
    registry = world.pools["generic"].registry
    assert registry.contacts == registry.hosts == registry.domains == {}


@pytest.mark.parametrize("failing", range(4))
async def test_a_plan_that_fails_at_any_step_leaves_nothing(world, panel, failing):
    word, skip = [("contact.create", 0), ("contact.create", 1), ("host.create", 0), ("host.create", 1)][failing]
    world.fault("generic", "code", word, skip=skip, code=2306)
    failed = await panel.create("example.test", contacts=PEOPLE, nameservers=EXTERNAL)
    assert (failed["state"], failed["orphans"]) == ("failed", [])
    registry = world.pools["generic"].registry
    assert registry.contacts == registry.hosts == registry.domains == {}
    states = [step["state"] for step in failed["steps"] if not step["undo"]]
    assert states == ["done"] * failing + ["failed"] + ["skipped"] * (4 - failing)


async def test_the_same_wish_under_a_new_key_works_after_the_failure(world, panel):
    world.fault("generic", "code", "domain.create", code=2308)
    await panel.create("example.test", contacts=PEOPLE, nameservers=EXTERNAL)
    assert (await panel.create("example.test", contacts=PEOPLE, nameservers=EXTERNAL))["state"] == "succeeded"


async def test_what_can_not_be_deleted_again_is_listed(world, panel):
    world.fault("generic", "code", "domain.create", code=2308)
    world.fault("generic", "code", "host.delete", name="ns1.*", code=2305)
    failed = await panel.create("example.test", contacts=PEOPLE, nameservers=EXTERNAL)
    assert failed["orphans"] == [{"kind": "host", "name": "ns1.dns.example", "registry_id": "ns1.dns.example"}]
    (instance,) = await world.journal.read(lambda tx: tx.instances("host", "p", "ns1.dns.example"))
    assert instance.state == "orphan"
    assert "contact.delete" in " ".join(world.did()), "the other steps are taken back all the same"


async def test_what_is_gone_already_needs_no_deleting(world, panel):
    world.fault("generic", "code", "domain.create", code=2308)
    world.fault("generic", "code", "host.delete", name="ns1.*", code=2303)
    world.others_act = True
    failed = await panel.create("example.test", nameservers=hosts("ns1.dns.example"))
    assert (failed["state"], failed["orphans"]) == ("failed", [])


@pytest.mark.parametrize("answer", [2104, 2400])
async def test_an_undo_that_nobody_can_tell_about_keeps_the_failure_it_belongs_to(world, panel, answer):
    """2104 would hold another step, and a question answered with 2400 would, too; an undo is listed and over."""
    world.fault("generic", "code", "domain.create", code=2308)
    world.fault("generic", "code", "host.delete", code=answer)
    world.fault("generic", "code", "host.info", code=2400, times=100)
    failed = await panel.create("example.test", nameservers=hosts("ns1.dns.example"))
    assert (failed["state"], failed["result"]["code"]) == ("failed", 2308)
    assert [orphan["name"] for orphan in failed["orphans"]] == ["ns1.dns.example"]


async def test_a_lost_reply_to_an_undo_is_asked_about(world, panel):
    world.fault("generic", "code", "domain.create", code=2308)
    world.fault("generic", "lost-after", "host.delete")
    failed = await panel.create("example.test", nameservers=hosts("ns1.dns.example"))
    assert (failed["state"], failed["orphans"]) == ("failed", [])
    assert len(world.pools["generic"].done("host.delete")) == 1


async def test_a_made_name_stays_the_panels_and_is_listed_when_its_glue_fails(world, panel):
    world.fault("verisign", "code", "host.create", code=2306)
    failed = await panel.create("example.com", nameservers=hosts(("ns1.example.com", "192.0.2.1")))
    assert (failed["state"], failed["result"]["code"]) == ("failed", 2306)
    assert failed["orphans"] == [{"kind": "domain", "name": "example.com", "registry_id": "example.com"}]
    assert (await panel.info("example.com"))["sponsor"] == "registrar-a"
    assert world.pools["verisign"].asked("domain.delete") == 0
    mended = await panel.update("example.com", nameservers=hosts(("ns1.example.com", "192.0.2.1")))
    assert mended["state"] == "succeeded"


async def test_a_made_name_stays_when_the_update_that_uses_its_glue_fails(world, panel):
    world.fault("verisign", "code", "domain.update", code=2306)
    failed = await panel.create("example.com", nameservers=hosts(("ns1.example.com", "192.0.2.1")))
    assert [orphan["kind"] for orphan in failed["orphans"]] == ["domain"]
    registry = world.pools["verisign"].registry
    assert ("example.com" in registry.domains, registry.hosts) == (True, {})


async def test_a_question_that_a_step_rests_on_is_refused(world, panel):
    await panel.create("example.com")
    world.fault("verisign", "code", "domain.info", code=2201)
    failed = await panel.update("example.com", nameservers=hosts("ns1.dns.example"))
    assert (failed["state"], failed["result"]["code"]) == ("failed", 2201)
    assert "ns1.dns.example" not in world.pools["verisign"].registry.hosts, "what was made is taken back"


async def test_ids_of_contacts_are_in_the_journal_before_they_are_sent(world, panel):
    seen = []

    def look(request):
        if request.command.__class__.__name__ == "ContactCreate":
            rows = world.journal._tx.instances("contact", "p", "holder")
            seen.append([(row.registry_id == request.command.id, row.state) for row in rows])
            (entry,) = [one for one in world.journal._tx.open_entries() if one.type == "domain.create"]
            assert request.cltrid in [attempt.cltrid for attempt in entry.attempts]

    world.pools["generic"].before = look
    await panel.create("example.test", contacts=people(registrant="holder"))
    assert seen == [[(True, "wanted")]]


async def test_steps_that_find_no_session_wait_while_there_is_time(world, panel):
    """Once something left, the operation does not give up at the first full pool."""
    world.fault("generic", "no-capacity", "host.create", times=3)
    done = await panel.create("example.test", contacts=PEOPLE, nameservers=EXTERNAL)
    assert done["state"] == "succeeded"
    assert len(done["attempts"]) == 5 + 3


async def test_steps_that_find_no_session_for_too_long_fail_the_plan(world, panel):
    world.fault("generic", "unreachable", "domain.create", times=1000)
    failed = await panel.create("example.test", contacts=PEOPLE)
    assert (failed["state"], failed["result"]["reason"], failed["orphans"]) == ("failed", "unreachable", [])
    assert world.pools["generic"].registry.contacts == {}


async def test_an_orphan_is_listed_when_the_registry_stays_away(world, panel):
    begun = await panel.submit(CreateDomain(name="example.test", contacts=people(registrant="holder")))
    pool = world.pools["generic"]

    def go_away(request):
        pool.away = Unreachable("planted") if request.command.__class__.__name__ == "ContactCreate" else None

    pool.after = go_away
    failed = await panel.wait(begun)
    assert (failed["state"], failed["result"]["reason"]) == ("failed", "unreachable")
    assert [orphan["name"] for orphan in failed["orphans"]] == ["holder"]


async def test_our_own_bug_is_told_as_such_and_undoes_what_was_made(world, panel):
    world.fault("generic", "built-invalid", "domain.create")
    failed = await panel.create("example.test", contacts=PEOPLE)
    assert (failed["state"], failed["result"]["reason"], failed["orphans"]) == ("failed", "gateway-bug", [])


async def test_a_short_deposit_holds_the_plan_where_it_is_until_an_operator_lets_it_go(world, panel):
    world.fault("generic", "code", "domain.create", code=2104)
    held = await panel.create("example.test", contacts=people(registrant="holder"))
    assert (held["state"], held["action_required"], held["sent"]) == ("held", True, "yes")
    assert (held["result"]["code"], held["result"]["reason"]) == (2104, "deposit")
    await world.operator.act(held, "release", "paid")
    done = await panel.wait(held)
    assert (done["state"], done["result"]["code"]) == ("succeeded", 1000)
    assert [one.verb for one in world.ledger] == ["contact.create", "domain.create"]


async def test_a_released_plan_may_be_held_again(world, panel):
    world.fault("generic", "code", "domain.create", code=2104, times=2)
    held = await panel.create("example.test")
    await world.operator.act(held, "release", "paid")
    again = await panel.wait(held)
    assert again["state"] == "held"
    await world.operator.act(held, "release", "paid really")
    assert (await panel.wait(held))["state"] == "succeeded"


async def test_a_plan_with_a_made_name_goes_on_after_a_deposit_was_short(world, panel):
    world.fault("verisign", "code", "host.create", code=2104)
    held = await panel.create("example.com", nameservers=hosts(("ns1.example.com", "192.0.2.1")))
    assert held["state"] == "held"
    await world.operator.act(held, "release", "paid")
    assert (await panel.wait(held))["state"] == "succeeded"
    assert len(world.pools["verisign"].done("domain.create")) == 1
