"""Facts that panels' billing and operators hand in, and what policy may look at."""

from collections.abc import Mapping
from typing import Any

from epp_gateway.journal.store import Journal, Transaction
from epp_gateway.model.caller import Caller
from epp_gateway.model.errors import BadValue, NotAllowed, NotFound
from epp_gateway.model.facts import Fact, FactScope
from epp_gateway.model.terms import format_instant, parse_instant
from epp_gateway.policy.facts import CATALOGUE, BadFact, check_value, resolve, suggest_fact

from .case import own_domain
from .outcome import Document
from .wire import Clock


class Facts:
    """Reads and keeps facts (scope `facts`)."""

    def __init__(self, journal: Journal, *, clock: Clock) -> None:
        self._journal = journal
        self._clock = clock

    async def get(self, scope: FactScope, subject: str, caller: Caller) -> Document:
        """The facts of an account or a name. Raises NotFound, NotAllowed."""
        return await self._journal.read(lambda tx: self._shown(tx, scope, subject, caller))

    async def put(self, scope: FactScope, subject: str, caller: Caller, facts: Mapping[str, Any]) -> Document:
        """Keep facts: each is `{value, as_of?}` or a plain value.

        Raises:
            BadValue: a name or type that policy does not know. NotFound, NotAllowed.
        """
        at = format_instant(self._clock())
        kept = [_read(name, given, at, caller) for name, given in facts.items()]

        def job(tx: Transaction) -> Document:
            self._shown(tx, scope, subject, caller)
            tx.put_facts(scope, subject, kept)
            return self._shown(tx, scope, subject, caller)

        return await self._journal.write(job)

    def _shown(self, tx: Transaction, scope: FactScope, subject: str, caller: Caller) -> Document:
        if "facts" not in caller.scopes:
            raise NotAllowed("facts need the scope `facts`")
        if scope == "account" and (subject not in tx.panels() or not caller.may_see(subject)):
            raise NotFound(f"there is no account `{subject}`")
        if scope == "domain":
            record = tx.domain(subject)
            own_domain(tx, record.panel if record and caller.may_see(record.panel) else caller.panel, subject)
        return {
            name: {"value": fact.value, "source": fact.source, "as_of": fact.as_of}
            for name, fact in sorted(tx.facts(scope, subject).items())
        }


def _read(name: str, given: Any, at: str, caller: Caller) -> Fact:
    value, as_of = given, at
    if isinstance(given, dict) and "value" in given and set(given) <= {"value", "as_of"}:
        value, as_of = given["value"], given.get("as_of") or at
    path = f"$['{name}']"
    known = resolve(name)
    if known is None:
        raise BadValue(f"policy knows no fact `{name}`{suggest_fact(name)}", path=path)
    if CATALOGUE[known].scope is None:
        raise BadValue(f"`{known}` can not be handed in: it is {CATALOGUE[known].origin}", path=path)
    try:
        check_value(known, value)
    except BadFact as error:
        raise BadValue(str(error), path=f"{path}.value") from None
    try:
        parse_instant(as_of)
    except (ValueError, TypeError, AttributeError):
        raise BadValue(f"`{as_of}` is no instant", path=f"{path}.as_of") from None
    return Fact(name=known, value=value, source=f"panel {caller.panel}", as_of=as_of)
