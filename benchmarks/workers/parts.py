"""The parts of an operation, each by itself with the gateway's own objects, on one that was really carried out.

A part repeated in a loop runs with warm caches, so the sum of the parts is less than the whole: what is left over is
named in the table, not hidden.
"""

from itertools import count

from msgspec.structs import replace
from structlog.typing import FilteringBoundLogger

from benchmarks.measure import Measured, Run, repeat, repeat_now
from epp_gateway.app.packs import pack_texts
from epp_gateway.app.settings import GatewayConfig
from epp_gateway.epp.codec import Codec
from epp_gateway.epp.dialect import DIALECTS
from epp_gateway.epp.xml.schemas import Schemas
from epp_gateway.journal.entry import Entry, Sent, State
from epp_gateway.journal.records import DomainRecord
from epp_gateway.journal.states import Event
from epp_gateway.journal.store import Journal, Transaction
from epp_gateway.model.commands import Request
from epp_gateway.model.intent import CreateDomain, Intent
from epp_gateway.model.plan import StepState
from epp_gateway.model.responses import Response, Result
from epp_gateway.model.terms import parse_instant
from epp_gateway.operations.accounts import Accounts
from epp_gateway.operations.case import open_case
from epp_gateway.operations.judge import Judge
from epp_gateway.policy.load import load_packs
from epp_gateway.pool.session_log import Asker
from epp_gateway.pool.session_log import SessionLog as CommandLog
from epp_gateway.resources import folder


class Parts:
    """Measures parts.

    Args:
        panel: whose newest succeeded operation, a create, is the example.
        config: as the gateway has it.
        journal: where the example lies, and where copies of it are written.
        log: where copies of its lines are written.
    """

    def __init__(self, panel: str, config: GatewayConfig, journal: Journal, log: FilteringBoundLogger) -> None:
        self._panel = panel
        self._config = config
        self._journal = journal
        self._log = log
        self._numbers = count(1)
        self._example: Entry | None = None

    async def measure(self, run: Run) -> Measured:
        """Carry out one run, by its name: `xml`, `policy`, `journal` or `log`."""
        example = self._example = self._example or await self._newest()
        match run.what:
            case "xml":
                return self._xml(run, example)
            case "policy":
                return await self._journal.read(lambda tx: self._policy(tx, run, example))
            case "journal":
                return await self._two_writes(run, example)
            case "log":
                return self._lines(run, example)
            case _:
                raise ValueError(f"there is no part `{run.what}`")

    async def _newest(self) -> Entry:
        states = (State.SUCCEEDED,)
        (newest,) = await self._journal.read(lambda tx: tx.entries(panel=self._panel, states=states, limit=1))
        return newest

    def _xml(self, run: Run, example: Entry) -> Measured:
        """The command written and validated, the reply parsed, validated and read."""
        codec, dialect = Codec(Schemas.load(folder("schemas"))), DIALECTS[self._config.accounts[0].pool.dialect]
        attempt, data = example.attempts[-1], example.plan[-1].data
        ended = Result(code=1000, message=attempt.message or "")
        reply = codec.encode_response(
            Response(results=(ended,), svtrid=attempt.svtrid, cltrid=attempt.cltrid, data=data)
        )
        request = Request(command=attempt.command, cltrid=attempt.cltrid)

        def exchange() -> None:
            codec.encode_request(dialect.dress(request))
            codec.decode_from_server(reply)

        return repeat_now(run, exchange)

    def _policy(self, tx: Transaction, run: Run, example: Entry) -> Measured:
        """The facts read from the journal's tables, and the decision."""
        accounts = Accounts([replace(one.account, packs=self._config.packs) for one in self._config.accounts])
        judge = Judge(load_packs(pack_texts(self._config.policy_folders)))
        wish = CreateDomain(name=f"policy-{example.object_name}")
        at = example.created_at
        intent = Intent(panel=example.panel, key="", fingerprint="", wish=wish, received_at=at, scopes=())
        case, instant = open_case(tx, accounts, intent), parse_instant(at)
        return repeat_now(run, lambda: judge.decide(tx, case, instant))

    def _lines(self, run: Run, example: Entry) -> Measured:
        """The three lines of an operation: promised, command, ended."""
        attempt = example.attempts[-1]
        command_log = CommandLog(self._log, example.account or "")
        request = Request(command=attempt.command, cltrid=attempt.cltrid)
        answer = Response(results=(Result(code=1000, message="ok"),), svtrid=attempt.svtrid, cltrid=attempt.cltrid)
        asker = Asker(panel=example.panel, operation=example.id)

        def lines() -> None:
            self._operation_line(example, State.SENDING)
            command_log.command(attempt.session or "", request, asker, seconds=0.02, size=800, answer=answer, doubt="")
            self._operation_line(example, State.SUCCEEDED)

        return repeat_now(run, lines)

    def _operation_line(self, entry: Entry, state: State) -> None:
        self._log.info(
            "operation",
            operation=entry.id,
            panel=entry.panel,
            registry=entry.account,
            account=entry.account,
            command=entry.type,
            object=entry.object_name,
            state=state.value,
            reason="finished",
            code=1000,
        )

    async def _two_writes(self, run: Run, example: Entry) -> Measured:
        """The promise and the end with its record, each in a transaction shared with whoever writes meanwhile."""
        record = await self._journal.read(lambda tx: tx.domain(example.object_name))
        assert record is not None

        async def written(_number: int) -> None:
            copy = copy_of(example, f"part-{next(self._numbers)}")
            await self._journal.write(lambda tx: tx.insert_entry(promised(copy), Event.DECIDED_ALLOW))
            kept = replace(record, name=copy.object_name)
            await self._journal.write(lambda tx: _keep(tx, copy, kept))

        return await repeat(run, written)


def _keep(tx: Transaction, entry: Entry, record: DomainRecord) -> None:
    tx.put_domain(record)
    tx.update_entry(entry, Event.FINISHED)


def copy_of(entry: Entry, name: str) -> Entry:
    """The same operation on another name."""
    return replace(entry, id=name, key=name, object_name=f"{name}.com")


def promised(entry: Entry) -> Entry:
    """A finished operation of one step as it was when that step was promised."""
    step = entry.plan[-1]
    attempts = (replace(step.attempts[-1], code=None, svtrid=None, session=None, sent_at=None, answered_at=None),)
    plan = (replace(step, state=StepState.SENT, attempts=attempts, data=None),)
    return replace(entry, state=State.SENDING, sent=Sent.MAYBE, result=None, plan=plan)
