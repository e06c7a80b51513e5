"""The term of the contract between registrar and holder, kept as facts when a name comes, is renewed or moves.

The contract's end E is not the registry's expiry X: policy uses E, registry commands use X. Terms: one year for gTLD,
up to the day before the corresponding day; .jp to the registry's own month end (002 料金表1, 第14条).
"""

from datetime import date, timedelta

from epp_gateway.journal.store import Transaction
from epp_gateway.model.account import Account
from epp_gateway.model.facts import Fact
from epp_gateway.model.terms import Period, parse_instant
from epp_gateway.policy.dates import jst_day, registry_last_day, term_end

START, END = "contract.start", "contract.end"


def keep_start(
    tx: Transaction, account: Account, name: str, received_at: str, expires: str | None, at: str, months: int = 12
) -> None:
    """A contract begins on the Japanese day of `received_at`."""
    start = jst_day(parse_instant(received_at))
    end = _month_end(account, expires) or term_end(start, months)
    _keep(tx, name, at, **{START: start, END: end})


def keep_renewal(
    tx: Transaction, account: Account, name: str, expires: str | None, at: str, period: Period | None
) -> None:
    """A renewal adds its period to the running term; where no term is known, none is made up."""
    known = tx.facts("domain", name).get(END)
    if known is None:
        return
    end = date.fromisoformat(known.value)
    months = period.months if period else 12
    _keep(tx, name, at, **{END: _month_end(account, expires) or term_end(end + timedelta(days=1), months)})


def _month_end(account: Account, expires: str | None) -> date | None:
    if account.capabilities.ending != "month-end" or not expires:
        return None
    try:
        return registry_last_day(parse_instant(expires))
    except (ValueError, OverflowError):
        return None  # what a registry writes there is not ours to trust


def _keep(tx: Transaction, name: str, at: str, **days: date) -> None:
    facts = [Fact(name=fact, value=day.isoformat(), source="gateway", as_of=at) for fact, day in days.items()]
    tx.put_facts("domain", name, facts)
