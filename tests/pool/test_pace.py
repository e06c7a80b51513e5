"""How many commands a minute leave: the buckets by themselves, in the machine, and in a pool on a jumping clock."""

import pytest
import trio
from hypothesis import given
from hypothesis import strategies as st

from epp_gateway.model import commands as c
from epp_gateway.model.secret import Secret
from epp_gateway.pool.actions import Grant, Open, Priority, Prove, Refusal, Refuse, Released, TimerFired
from epp_gateway.pool.pace import Bucket, Buckets, CommandClass, class_of
from epp_gateway.pool.settings import Pace

from .conftest import Registry, StartPool, code
from .test_machine import S, Story, grant

CHECK, READ, TRANSFORM = CommandClass.CHECK, CommandClass.READ, CommandClass.TRANSFORM


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        (c.Hello(), CommandClass.SESSION),
        (c.Login(clid="abc", password=Secret("secret"), objects=()), CommandClass.SESSION),
        (c.Logout(), CommandClass.SESSION),
        (c.Poll(), READ),
        (c.DomainCheck(names=("a.example",)), CHECK),
        (c.ContactInfo(id="C-1"), READ),
        (c.DomainTransfer(name="a.example", op="query"), READ),
        (c.DomainTransfer(name="a.example", op="request"), TRANSFORM),
        (c.DomainRenew(name="a.example", cur_exp_date="2027-01-01"), TRANSFORM),
    ],
)
def test_each_command_is_counted_in_a_class(command: c.Command, kind: CommandClass) -> None:
    assert class_of(command) is kind


# The bucket.


@given(st.integers(1, 500), st.lists(st.floats(0, 30), min_size=1, max_size=300))
def test_no_sixty_seconds_see_more_than_the_limit(per_minute: int, pauses: list[float]) -> None:
    bucket, now, left = Bucket(per_minute, 0.0), 0.0, []
    for pause in pauses:
        now = max(now + pause, bucket.ready_at(now + pause))
        bucket.spend(now)
        left.append(now)
    for first, instant in enumerate(left):
        assert sum(instant <= other < instant + 59.999 for other in left[first:]) <= per_minute


@given(st.integers(1, 500), st.lists(st.floats(0, 90), max_size=50))
def test_a_bucket_is_ready_at_the_instant_it_gives_and_not_before(per_minute: int, pauses: list[float]) -> None:
    bucket, now = Bucket(per_minute, 0.0), 0.0
    for pause in pauses:
        now += pause
        ready = bucket.ready_at(now)
        assert ready >= now
        assert bucket.ready_at(ready) == ready
        bucket.spend(ready)
        now = ready


def test_what_was_sent_without_asking_is_owed() -> None:
    bucket = Bucket(60, 0.0)  # 15 at once, and one in 4/3 seconds
    for _ in range(20):
        bucket.spend(0.0)
    assert bucket.ready_at(0.0) == pytest.approx(8.0)


def test_a_class_counts_in_its_own_bucket_and_in_the_one_for_all() -> None:
    buckets = Buckets(Pace(all=8, check=4), 0.0)  # two at once, and one check
    assert buckets.ready_at(CHECK, 0.0) == 0.0
    buckets.spend(CHECK, 0.0)
    assert buckets.ready_at(CHECK, 0.0) == 20.0
    assert buckets.ready_at(READ, 0.0) == 0.0
    buckets.spend(READ, 0.0)
    assert buckets.ready_at(READ, 0.0) == 10.0
    assert buckets.next_of({CHECK, READ}, 0.0) == 10.0
    assert buckets.next_of((), 0.0) == float("inf")


# In the machine.


def served(pace: Pace, **limits: object) -> Story:
    """A pool with one session, which is logged in."""
    story = Story(max_sessions=3, min_sessions=1, pace=pace, **limits)
    story.start()
    story.opened()
    return story


def test_a_waiter_gets_a_free_session_when_the_pace_allows_it() -> None:
    story = served(Pace(check=4))
    assert story.want(1, kind=CHECK) == [grant(1)]
    story.back(1)
    assert story.want(2, kind=CHECK) == []
    assert story.machine.next_deadline() == 20.0
    assert story.at(19.9).tell(TimerFired()) == []
    assert story.at(20.0).tell(TimerFired()) == [grant(2)]


def test_commands_of_another_class_go_ahead() -> None:
    story = served(Pace(check=4))
    story.want(1, kind=CHECK)
    story.back(1)
    assert story.want(2, kind=CHECK) == []
    assert story.want(3, kind=TRANSFORM, priority=Priority.BULK) == [grant(3)]


def test_nobody_opens_a_session_for_waiters_whom_the_pace_holds_up() -> None:
    story = served(Pace(check=4))
    story.want(1, kind=CHECK)
    for waiter in range(2, 9):
        assert not any(isinstance(action, Open) for action in story.want(waiter, kind=CHECK))


def test_a_login_counts_and_waits_for_the_pace() -> None:
    story = Story(min_sessions=2, pace=Pace(all=4))  # one at once, and one in twenty seconds
    assert story.start() == [Open(session=S(1))]
    story.at(1).opened()
    assert story.machine.next_deadline() == pytest.approx(20.0)
    assert story.at(20.0).tell(TimerFired()) == [Open(session=S(2))]


def test_a_proof_waits_for_the_pace() -> None:
    story = served(Pace(read=1), idle_proof=50.0)
    story.want(1, kind=READ)
    story.at(10).back(1)
    assert story.machine.next_deadline() == 60.0
    assert story.at(60.0).tell(TimerFired()) == [Prove(session=S(1))]


def test_who_waits_too_long_hears_whose_limit_it_is() -> None:
    story = served(Pace(check=1))
    story.want(1, kind=CHECK)
    story.back(1)
    story.want(2, kind=CHECK, timeout=5)
    (refused,) = story.at(5.0).tell(TimerFired())
    assert isinstance(refused, Refuse)
    assert refused.refusal is Refusal.CAPACITY
    assert "by its own limit" in refused.reason


def test_a_session_rests_after_an_error() -> None:
    story = served(Pace(), error_penalty=1.0)
    story.want(1)
    story.at(5).tell(Released(waiter=1, session=S(1), refused=True))
    opens = story.want(2)
    assert not any(isinstance(action, Grant) for action in opens)
    assert story.machine.next_deadline() == 6.0
    assert grant(2) in story.at(6.0).tell(TimerFired())


# In a pool.


async def test_a_pool_keeps_the_pace_of_its_registry(autojump_clock, start_pool: StartPool, registry: Registry) -> None:
    pool = await start_pool(limits={"max_sessions": 4}, pace=Pace(all=40))
    at: list[float] = []

    async def ask(number: int) -> None:
        request = c.Request(command=c.DomainInfo(name="example.com"), cltrid=f"OP-{number}")
        await pool.execute(request, panel="p", timeout=1000)
        at.append(trio.current_time())

    async with trio.open_nursery() as users:
        for number in range(120):
            users.start_soon(ask, number)
    logins = registry.counts["login"]
    assert (120 + logins - 10) / (30 / 60) - 4 <= at[-1] - at[0] <= (120 + logins) / (30 / 60)
    assert max(sum(first <= other < first + 59.9 for other in at) for first in at) <= 40


async def test_later_commands_of_a_lease_are_owed(autojump_clock, start_pool: StartPool, registry: Registry) -> None:
    pool = await start_pool(limits={"max_sessions": 1}, pace=Pace(read=8))  # two at once, one in ten seconds
    async with pool.lease(panel="p", timeout=60) as lease:
        for number in range(5):
            await lease.execute(c.Request(command=c.DomainInfo(name="example.com"), cltrid=f"OP-{number}"))
    began = trio.current_time()
    await pool.execute(c.Request(command=c.DomainInfo(name="example.com"), cltrid="OP-9"), panel="p", timeout=100)
    assert trio.current_time() - began == pytest.approx(40.0)


async def test_an_error_makes_its_session_rest(autojump_clock, start_pool: StartPool, registry: Registry) -> None:
    registry.answers["domain.info"] = [code(2303)]
    pool = await start_pool(limits={"max_sessions": 1, "error_penalty": 1.0})
    began = trio.current_time()
    for number in range(3):
        await pool.execute(
            c.Request(command=c.DomainInfo(name="example.com"), cltrid=f"OP-{number}"), panel="p", timeout=60
        )
    assert trio.current_time() - began == pytest.approx(2.0)
