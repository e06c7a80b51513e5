"""The operation document: one shape for every answer, as the interface lists it."""

from epp_gateway.model.intent import CreateDomain, RenewDomain
from tests.operations.panel import people

FIELDS = {
    *("id", "type", "object", "object_kind", "object_unicode", "registry", "panel", "account", "state", "completed"),
    *("action_required", "sent", "decision", "attempts", "steps", "result", "orphans", "created_at", "updated_at"),
}
DECISION = {"effect", "rules", "displaced", "earliest", "needs", "quote", "packs", "at"}
ATTEMPT = {"cltrid", "svtrid", "command", "session", "sent_at", "answered_at", "code", "message"}
RESULT = {"code", "message", "reason", "values", "ext_values", "data"}


def has_shape(document):
    assert set(document) == FIELDS
    assert set(document["decision"]) == DECISION
    for hit in document["decision"]["rules"]:
        assert set(hit) == {"id", "effect", "cite", "message", "facts"}
        assert set(hit["message"]) == {"en", "ja"}
    for attempt in document["attempts"]:
        assert set(attempt) == ATTEMPT
    assert document["result"] is None or set(document["result"]) == RESULT
    assert document["completed"] == (document["state"] in {"refused", "succeeded", "failed", "cancelled"})
    assert document["action_required"] == (document["state"] == "held")


async def test_every_state_has_the_same_shape(world):
    panel = world.panel("p")
    await panel.contact("holder")
    documents = [await panel.create("example.com"), await panel.create("example.com.test")]
    world.fault("verisign", "code", "domain.renew", code=2104)
    begun = [await panel.submit(wish) for wish in (_renewal(), _renewal())]
    documents += begun + [await panel.see(one) for one in begun]
    documents.append(await panel.act(begun[1], "cancel"))
    documents.append(await panel.wait(begun[0]))
    documents.append(await panel.transfer_out("example.com"))
    documents.append(await panel.create("rakuda.jp", contacts=people(registrant="holder")))
    documents.append(await panel.end("rakuda.jp"))
    world.fault("verisign", "lost", "domain.create")
    documents.append(await panel.create("doubt.com", wait=5))
    for document in documents:
        has_shape(document)
    states = {document["state"] for document in documents}
    assert states == {
        *("queued", "refused", "held", "sending", "reconciling", "pending", "succeeded", "failed", "cancelled"),
    }


def _renewal():
    return RenewDomain(name="example.com", current_expiry="2027-11-22")


async def test_a_repeat_is_told_by_the_same_function(world):
    panel = world.panel("p")
    done = await panel.create("example.com", key="k")
    assert await panel.create("example.com", key="k") == done == await panel.see(done)


async def test_names_are_told_in_both_spellings_and_contacts_in_their_own(world):
    panel = world.panel("p")
    name = await panel.create("xn--zckzah.com")
    assert (name["object"], name["object_kind"], name["object_unicode"]) == ("xn--zckzah.com", "domain", "テスト.com")
    contact = await panel.contact("Holder-1")
    assert (contact["object"], contact["object_unicode"]) == ("Holder-1", "Holder-1")


async def test_what_is_under_way_may_have_left(world):
    """From the promise on bytes may be out, whatever the answer will say."""
    panel = world.panel("p")
    begun = await panel.submit(CreateDomain(name="example.com"))
    assert (begun["state"], begun["sent"]) == ("sending", "maybe")
    world.fault("verisign", "unreachable", "domain.create", name="other.com")
    failed = await panel.create("other.com")
    assert (failed["state"], failed["sent"]) == ("failed", "no")
