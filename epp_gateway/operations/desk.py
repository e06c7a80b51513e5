"""The desk: takes intents in, keeps their operations running, and tells callers how they ended.

A caller may leave at any time: the operation stays. What was open when the gateway stopped goes on when it starts.
"""

import hmac
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Literal

import trio
from msgspec.structs import replace

from epp_gateway.journal.entry import IN_FLIGHT, Entry, OperationResult, State
from epp_gateway.journal.recovery import recover
from epp_gateway.journal.states import Event
from epp_gateway.journal.states import moved as move
from epp_gateway.journal.store import Journal, Transaction
from epp_gateway.model.caller import Caller
from epp_gateway.model.errors import (
    Draining,
    NotAllowed,
    NotFound,
    RoadError,
    StoreFailure,
    WrongState,
)
from epp_gateway.model.intent import Intent, IssueAuthCode
from epp_gateway.model.secret import Secret
from epp_gateway.model.terms import format_instant

from .accounts import Accounts
from .bells import Bells
from .memory import refresh_domain
from .outcome import Document, document
from .progress import given_up
from .reconcile import Reconciler
from .road import Parked, Road
from .submit import EVENT_OF, Clerk, Preview, WantsFresh
from .watch import Log, Watch
from .wire import Clock, Wire

Action = Literal["cancel", "release", "reject"]
_EVENTS: dict[Action, Event] = {
    "cancel": Event.CANCELLED,
    "release": Event.RELEASED,
    "reject": Event.REJECTED,
}
_CODES_KEPT = 1000
_FACTS_SECONDS = 15.0
_WAITING = frozenset({State.HELD, State.PENDING})
"""States in which an operation waits for somebody outside."""


def _recovered(tx: Transaction, found: Entry, at: datetime) -> Entry:
    entry, event = recover(found)
    if event is None:
        return found
    entry = replace(entry, updated_at=format_instant(at))
    tx.update_entry(entry, event)
    return entry


def _rests(entry: Entry, *, was_waiting: bool) -> bool:
    """Whether an operation has ended or come to wait for somebody; one that waited before has to move first."""
    return entry.state.completed or (entry.state in _WAITING and not was_waiting)


class Desk:
    """Operations, running.

    Args:
        fingerprint_key: keys the fingerprints of requests before they are kept.
        watch_interval: seconds between two questions about what is pending at a registry.
    """

    def __init__(
        self,
        journal: Journal,
        accounts: Accounts,
        wire: Wire,
        clerk: Clerk,
        *,
        clock: Clock,
        log: Log,
        fingerprint_key: bytes = b"",
        watch_interval: float = 60.0,
    ) -> None:
        self._journal = journal
        self._accounts = accounts
        self._wire = wire
        self._clerk = clerk
        self._clock = clock
        self._log = log
        self._fingerprint_key = fingerprint_key
        self._road = Road(journal, accounts, wire, clerk, clock=clock, turned=self._start_all, noticed=self._notice)
        self._watch = Watch(
            journal,
            Reconciler(accounts, wire, clock=clock),
            self._road.close,
            clock=clock,
            log=log,
            apart=self._apart,
            is_running=lambda entry: entry.id in self._running,
            interval=watch_interval,
        )
        self._nursery: trio.Nursery | None = None
        self._draining = False
        self._running: dict[str, Entry] = {}
        self._bells = Bells()
        self._at_rest = trio.Event()
        self._codes: dict[str, Secret] = {}
        self._failure: StoreFailure | None = None

    @property
    def trouble(self) -> str | None:
        """Why no new work is taken, or None: the journal failed."""
        return str(self._failure) if self._failure else None

    async def run(self, *, task_status: trio.TaskStatus[None] = trio.TASK_STATUS_IGNORED) -> None:
        """Take up what was open, then serve until cancelled."""
        async with trio.open_nursery() as self._nursery:
            self._start_all(await self._journal.write(self._take_up))
            task_status.started()
            await self._watch.run()

    def _take_up(self, tx: Transaction) -> list[Entry]:
        at = self._clock()
        running, waiting = [], []
        for found in tx.open_entries():
            if found.state in IN_FLIGHT:  # what is held or waits sent nothing since, and does not hold its object
                running.append(_recovered(tx, found, at))
            elif found.state is State.QUEUED:
                waiting.append(found)
        for entry in waiting:
            running += self._clerk.next_turn(tx, entry.object_kind, entry.object_name, entry.scope, at)
        return running

    async def drain(self, seconds: float) -> None:
        """Take no new work, and give what runs some seconds to come to a rest."""
        self._draining = True
        if self._running:
            with trio.move_on_after(seconds):
                await self._at_rest.wait()

    async def submit(self, intent: Intent, *, dry_run: bool = False) -> Document:
        """Take an intent: its operation, promised, refused, held or found under its key.

        Raises:
            CallerError: the request can not be taken; nothing is kept.
            Draining: the gateway is going down.
            StoreFailure: the journal can not keep a promise.
        """
        if self._draining:
            raise Draining("the gateway is going down")
        if self._failure:
            raise StoreFailure(str(self._failure), reason=self._failure.reason)
        if dry_run:
            return await self._preview(intent)
        intent = replace(intent, fingerprint=self._keyed(intent.fingerprint))
        try:
            return document(await self._promise(intent, asked=False))
        except WantsFresh as wants:
            await self._ask_about(wants)
        return document(await self._promise(intent, asked=True))

    async def _promise(self, intent: Intent, *, asked: bool) -> Entry:
        """Promise and start in one go: what is promised is started, even when the caller leaves meanwhile."""
        with trio.CancelScope(shield=True):
            entry, is_new = await self._journal.write(lambda tx: self._clerk.promise(tx, intent, asked=asked))
            if is_new:
                self._tell_decision(entry)
                self._notice(entry, EVENT_OF[entry.decision.effect])
            if is_new and entry.state in IN_FLIGHT:
                self._start(entry)
        return entry

    def _keyed(self, fingerprint: str) -> str:
        """A fingerprint that tells nothing without our key: a body may hold a weak auth code that could be guessed."""
        return hmac.digest(self._fingerprint_key, fingerprint.encode(), "sha256").hex()

    async def _preview(self, intent: Intent) -> Document:
        """Decide and plan in a transaction that is taken back: a preview keeps nothing."""
        try:
            await self._journal.write(lambda tx: self._clerk.preview(tx, intent))
        except Preview as preview:
            return {**document(preview.entry), "dry_run": True}
        raise AssertionError("a preview always ends its transaction")

    async def _ask_about(self, wants: WantsFresh) -> None:
        """Ask the registry for a while; what it did not say in time is unknown, and holds."""
        try:
            with trio.move_on_after(_FACTS_SECONDS):
                await refresh_domain(
                    self._journal, self._wire, wants.case.registry_account, wants.case.name, self._clock
                )
        except RoadError as error:
            self._log.info(
                "facts", registry=wants.case.registry_account.id, object=wants.case.name, reason=error.reason
            )

    async def wait(self, operation_id: str, seconds: float) -> Document:
        """An operation once it ends or comes to wait for somebody, or as it stands after some seconds.

        One that waits for somebody already is given when that changes. A new auth code is shown in the first document
        that says that it is set, and never again.

        Raises:
            NotFound: there is no such operation.
        """
        entry = await self._latest(operation_id)
        was_waiting = entry.state in _WAITING
        with trio.move_on_after(seconds):
            while not _rests(entry, was_waiting=was_waiting):
                bell = self._bells.of(operation_id)  # first: it rings for all that comes after
                entry = await self._latest(operation_id)
                if not _rests(entry, was_waiting=was_waiting):
                    entry, was_waiting = await bell.heard(), False
        return document(entry, extra=self._shown_once(entry))

    async def _latest(self, operation: str) -> Entry:
        return self._running.get(operation) or await self._entry(operation)

    def _shown_once(self, entry: Entry) -> dict[str, str]:
        if entry.state is not State.SUCCEEDED or entry.id not in self._codes:
            return {}
        return {"auth_code": self._codes.pop(entry.id).reveal()}

    async def act(self, caller: Caller, operation_id: str, action: Action, reason: str) -> Document:
        """Cancel what has not begun; release or reject what is held (scope `operate`).

        Raises:
            NotFound, NotAllowed, WrongState.
        """
        if action != "cancel" and "operate" not in caller.scopes:
            raise NotAllowed("releasing and rejecting need the scope `operate`")
        by = f"{caller.panel}/{caller.token_id}"
        entry, begun = await self._journal.write(lambda tx: self._acted(tx, caller, operation_id, action, reason, by))
        self._notice(entry, _EVENTS[action])
        self._start_all(begun)
        return document(entry)

    def _acted(
        self, tx: Transaction, caller: Caller, operation: str, action: Action, reason: str, by: str
    ) -> tuple[Entry, Sequence[Entry]]:
        entry = tx.entry(operation)
        if entry is None or not caller.may_see(entry.panel):
            raise NotFound(f"there is no operation `{operation}`")
        event = _EVENTS[action]
        allowed = {State.HELD, State.QUEUED} if action == "cancel" else {State.HELD}
        if entry.state not in allowed or (action == "cancel" and entry.plan):
            raise WrongState(f"an operation that is {entry.state} can not be {event}")
        at = self._clock()
        if action == "reject" and entry.plan:
            entry = given_up(entry, f"given up by an operator: {reason or 'no reason given'}", at)
            tx.update_entry(entry, Event.NOT_EXECUTED, {"by": by, "reason": reason})
            return entry, self._clerk.next_turn(tx, entry.object_kind, entry.object_name, entry.scope, at)
        released_by = by if action == "release" else None
        entry = move(entry, event, at=format_instant(at), released_by=released_by)
        tx.update_entry(entry, event, {"by": by, "reason": reason})
        begun = self._clerk.next_turn(tx, entry.object_kind, entry.object_name, entry.scope, at)
        return tx.entry(entry.id) or entry, begun

    async def _entry(self, operation: str) -> Entry:
        entry = await self._journal.read(lambda tx: tx.entry(operation))
        if entry is None:
            raise NotFound(f"there is no operation `{operation}`")
        return entry

    def _start_all(self, turned: Sequence[Entry]) -> None:
        """Run operations whose turn came; those that ended or were held at their turn are told, too."""
        for entry in turned:
            if entry.state in IN_FLIGHT:
                self._start(entry)
            self._notice(entry, Event.TURN_CAME)

    def _start(self, entry: Entry) -> None:
        if self._nursery is None:
            raise RuntimeError("the desk is not running")
        self._running[entry.id] = entry
        self._nursery.start_soon(self._drive, entry)

    async def _drive(self, entry: Entry) -> None:
        """Run one operation. Its failure must not end the others: it is logged, and stays open for the next start."""
        try:
            with self._apart(entry):
                self._remember_code(entry)
                await self._road.run(entry)
            with self._apart(entry):
                await self._set_aside_if_stuck(entry.id)
        except Parked:
            self._log.info("operation", operation=entry.id, panel=entry.panel, reason="goes on after the next start")
        finally:
            self._running.pop(entry.id, None)
            if self._draining and not self._running:
                self._at_rest.set()

    async def _set_aside_if_stuck(self, operation: str) -> None:
        """Hold an operation that our own failure left in flight: an operator may let it go on, and it asks first."""
        if self._draining or self.trouble or self._running[operation].state not in IN_FLIGHT:
            return
        at = self._clock()

        def job(tx: Transaction) -> Entry | None:
            entry = tx.entry(operation)
            if entry is None or entry.state not in IN_FLIGHT:
                return None
            words = "the gateway failed while it ran this; see its log"
            result = OperationResult(message=words, reason="gateway-bug")
            held = move(_recovered(tx, entry, at), Event.HELD_BACK, at=format_instant(at), result=result)
            tx.update_entry(held, Event.HELD_BACK)
            return held

        held = await self._journal.write(job)
        if held is not None:
            self._notice(held, Event.HELD_BACK)

    @contextmanager
    def _apart(self, entry: Entry | None = None) -> Iterator[None]:
        operation, panel = (entry.id, entry.panel) if entry else (None, None)
        try:
            yield
        except Parked:
            raise
        except StoreFailure as error:
            self._failure = error
            self._log.error("store", operation=operation, reason=str(error))
        except Exception as error:  # noqa: BLE001 - one operation's bug must not end the others; it stays open and told
            self._log.error("gateway-bug", operation=operation, panel=panel, reason=repr(error), exc_info=error)

    def _remember_code(self, entry: Entry) -> None:
        if isinstance(entry.wish, IssueAuthCode) and not entry.wish.clear and entry.plan:
            code = getattr(entry.plan[0].goal, "auth_info", None)
            if code is not None:
                self._codes[entry.id] = code
        while len(self._codes) > _CODES_KEPT:  # nobody came for the oldest; a new key issues a new code
            del self._codes[next(iter(self._codes))]

    def _tell_decision(self, entry: Entry) -> None:
        """Why an operation may go, waits or is refused; an operation that no rule concerns needs no line."""
        if not entry.decision.rules:
            return
        self._log.info(
            "decision",
            operation=entry.id,
            panel=entry.panel,
            registry=entry.account,
            object=entry.object_name,
            command=entry.type,
            effect=entry.decision.effect.value,
            rules=[hit.id for hit in entry.decision.rules],
            reason="; ".join(cite for hit in entry.decision.rules for cite in hit.cite),
        )

    def _notice(self, entry: Entry, event: Event) -> None:
        if entry.id in self._running:
            self._running[entry.id] = entry
        if entry.state.completed and entry.state is not State.SUCCEEDED:
            self._codes.pop(entry.id, None)
        self._bells.ring(entry)
        self._log.info(
            "operation",
            operation=entry.id,
            panel=entry.panel,
            registry=entry.account,
            account=entry.account,
            command=entry.type,
            object=entry.object_name,
            state=entry.state.value,
            reason=event.value,
            code=entry.result.code if entry.result else None,
        )

    async def look_at(self, panel: str, name: str) -> None:
        """Ask about whatever of a panel's is pending for a name."""
        await self._watch.look_at(panel, name)
