"""Small builders of entries and records, and both journals behind one fixture."""

from types import SimpleNamespace

import msgspec
import pytest

from epp_gateway.journal.entry import Entry, State
from epp_gateway.journal.memory import MemoryJournal
from epp_gateway.journal.sealing import Sealer
from epp_gateway.journal.writer import SqliteJournal
from epp_gateway.model.commands import DomainCreate
from epp_gateway.model.decision import Decision, Effect
from epp_gateway.model.intent import ContactCard, CreateDomain
from epp_gateway.model.objects import PostalInfo
from epp_gateway.model.plan import Attempt, Step, StepState
from epp_gateway.model.secret import Secret

AT = "2026-04-01T00:00:00Z"
KEY = b"a key of the tests, thirty-two b"


def make_entry(n=1, **changes):
    """The n-th operation: a queued create of `name-n.com` by panel `alpha`, with one step."""
    name = f"name-{n}.com"
    entry = Entry(
        id=f"op-{n:06d}",
        panel="alpha",
        key=f"key-{n}",
        fingerprint="00",
        type="domain.create",
        object_kind="domain",
        object_name=name,
        wish=CreateDomain(name=name, auth_code=Secret("plan-t-ed-1")),
        state=State.QUEUED,
        decision=Decision(effect=Effect.ALLOW, at=AT),
        created_at=AT,
        updated_at=AT,
        deadline="2026-04-01T00:02:00Z",
        account="verisign",
        plan=(make_step(name),),
    )
    return msgspec.structs.replace(entry, **changes)


def make_step(name="name-1.com", state=StepState.TODO, **changes):
    """A create step; one that is not TODO has an attempt."""
    goal = DomainCreate(name=name, auth_info=Secret("plan-t-ed-2"))
    attempts = () if state is StepState.TODO else (Attempt(cltrid="op-1-1", command=goal, promised_at=AT),)
    return Step(goal=goal, account="verisign", state=state, attempts=attempts, **changes)


def make_card(city="Tokyo"):
    """A contact's card."""
    postal = PostalInfo(type="int", name="Hanako", city=city, cc="JP", street=("1-2-3",))
    return ContactCard(postal=(postal,), email="hanako@example.com")


@pytest.fixture(scope="session")
def build():
    """The builders, since a test folder is no package to import from."""
    return SimpleNamespace(entry=make_entry, step=make_step, card=make_card, at=AT, key=KEY)


@pytest.fixture(scope="session")
def sealer():
    return Sealer(KEY)


@pytest.fixture
async def on_disk(tmp_path, sealer):
    async with SqliteJournal.open(tmp_path / "store.db", environment="ote", sealer=sealer) as opened:
        yield opened


@pytest.fixture(params=["memory", "disk"])
async def journal(request, tmp_path, sealer):
    """Each journal in turn: what one promises, the other promises."""
    opening = (
        MemoryJournal.open(environment="ote", sealer=sealer)
        if request.param == "memory"
        else SqliteJournal.open(tmp_path / "store.db", environment="ote", sealer=sealer)
    )
    async with opening as opened:
        yield opened
