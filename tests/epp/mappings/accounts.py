"""charge-1.0 and finance-1.x (Identity Digital), balance-1.0 and the polls of Verisign."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from msgspec.structs import replace

from epp_gateway.model import commands as c
from epp_gateway.model import extensions as x
from epp_gateway.model import mappings as m
from epp_gateway.model import objects as o
from epp_gateway.model.responses import Greeting, MessageQueue, Response, Result
from epp_gateway.model.terms import Period
from tests.epp.words import CODE, answered, asked, lines

PREMIUM = x.ChargeSet(
    category="premium",
    category_name="AAAA",
    amounts=(
        x.ChargeAmount(command="create", amount="999.9900"),
        x.ChargeAmount(command="renew", amount="999.9900"),
        x.ChargeAmount(command="update", name="restore", amount="1249.9900"),
    ),
)
EARLY = x.ChargeSet(category="earlyAccess", kind="fee", amounts=(x.ChargeAmount(command="create", amount="10000"),))
CUSTOM = x.ChargeSet(
    category="standard",
    kind="custom",
    kind_name="deposit",
    amounts=(x.ChargeAmount(command="transfer", amount="12.5000"),),
)
NOTICE = Result(code=1301, message="Command completed successfully; ack to dequeue")
QUEUE = MessageQueue(count=2, id="1001", date="2026-04-01T09:00:00Z", text="Read on")
LOW = m.LowBalance(
    registrar_name="Rei & Co.",
    credit_limit="1000",
    threshold=m.CreditThreshold(kind="percent", value="10"),
    available_credit="80",
)

COMMANDS: dict[str, c.Request] = {
    "identity-digital/charge-create.command.xml": asked(
        c.DomainCreate(name="example.info", period=Period(value=1), auth_info=CODE),
        x.ChargeAgreement(sets=(replace(PREMIUM, amounts=PREMIUM.amounts[:1]), EARLY)),
    ),
    "identity-digital/charge-restore.command.xml": asked(
        c.DomainUpdate(name="example.info", registrant="HOLDER-1"),
        x.ChargeAgreement(sets=(replace(PREMIUM, amounts=PREMIUM.amounts[2:]),)),
    ),
    "identity-digital/finance-info.command.xml": asked(m.FinanceInfo()),
    "identity-digital/finance-1.0-info.command.xml": asked(m.FinanceInfo(version="1.0")),
    "identity-digital/finance-unitedtld-info.command.xml": asked(m.FinanceInfo(version="unitedtld-1.0")),
    "verisign/balance-info.command.xml": asked(m.BalanceInfo()),
}

ANSWERS: dict[str, Greeting | Response] = {
    "identity-digital/charge-check.response.xml": answered(
        o.CheckData(kind="domain", items=(o.CheckItem(name="example.info", available=True),)),
        x.ChargeCheckData(items=(x.ChargeItem(name="example.info", sets=(PREMIUM, EARLY)),)),
    ),
    "identity-digital/charge-info.response.xml": answered(
        o.DomainData(name="example.info", roid="D17_EXAMPLE-INFO", sponsor="panel-one"),
        x.ChargeInfoData(sets=(CUSTOM,)),
    ),
    "identity-digital/charge-create.response.xml": answered(
        o.DomainCreated(name="example.info", created="2026-04-01T09:00:00Z"), x.ChargeCreated(sets=(PREMIUM,))
    ),
    "identity-digital/charge-renew.response.xml": answered(
        o.DomainRenewed(name="example.info", expires="2027-04-01T09:00:00Z"), x.ChargeRenewed(sets=(PREMIUM,))
    ),
    "identity-digital/charge-transfer.response.xml": answered(None, x.ChargeTransferred(sets=(PREMIUM,))),
    "identity-digital/charge-update.response.xml": answered(None, x.ChargeUpdated(sets=(PREMIUM,))),
    "identity-digital/finance-info.response.xml": answered(
        m.FinanceData(
            wallets=(
                m.Wallet(
                    code="USD-MAIN",
                    balance="200000.00",
                    thresholds=(
                        m.FinanceThreshold(kind="final", value="0.00"),
                        m.FinanceThreshold(kind="notification", value="1000.00"),
                    ),
                ),
                m.Wallet(code="EAP", balance="-5"),
            )
        )
    ),
    "identity-digital/finance-1.0-info.response.xml": answered(
        m.FinanceData(version="1.0", wallets=(m.Wallet(balance="2500.50"),))
    ),
    "identity-digital/finance-unitedtld-info.response.xml": answered(
        m.FinanceData(
            version="unitedtld-1.0",
            wallets=(m.Wallet(balance="2500.50", thresholds=(m.FinanceThreshold(kind="restricted", value="500.00"),)),),
        )
    ),
    "verisign/balance-info.response.xml": answered(
        m.BalanceData(
            credit_limit="1000.00",
            balance="200.00",
            available_credit="800.00",
            threshold=m.CreditThreshold(value="500.00"),
        )
    ),
    "verisign/balance-info-percent.response.xml": answered(
        m.BalanceData(
            credit_limit="1000.00",
            balance="200.00",
            available_credit="800.00",
            threshold=m.CreditThreshold(kind="percent", value="50"),
        )
    ),
    "verisign/low-balance.response.xml": answered(LOW, result=NOTICE, queue=QUEUE),
    "verisign/restore-pending.response.xml": answered(
        m.RgpNotice(
            name="example.com",
            status="pendingRestore",
            requested_at="2026-04-01T09:00:00Z",
            report_due="2026-04-08T09:00:00Z",
        ),
        result=NOTICE,
        queue=QUEUE,
    ),
}

MONEY = st.from_regex(r"-?[0-9]{1,7}(\.[0-9]{1,2})?", fullmatch=True)
TOKENS = st.one_of(st.none(), lines(1, 20))
WHOLE = st.integers(0, 100).map(str)

DRAWN: dict[tuple[type, str], st.SearchStrategy[Any]] = {
    (x.ChargeAmount, "amount"): MONEY,
    (x.ChargeAmount, "name"): TOKENS,
    (x.ChargeSet, "category"): lines(0, 20),
    **{(x.ChargeSet, name): TOKENS for name in ("category_name", "kind_name")},
    **{(kind, name): MONEY for kind in (m.BalanceData, m.LowBalance) for name in ("credit_limit", "available_credit")},
    (m.BalanceData, "balance"): MONEY,
    (m.CreditThreshold, "value"): WHOLE,
    (m.LowBalance, "registrar_name"): lines(0, 30),
    (m.RgpNotice, "status"): lines(1, 20),
    **{(m.RgpNotice, name): st.sampled_from([None, "2026-04-01T09:00:00Z"]) for name in ("requested_at", "report_due")},
    (m.FinanceThreshold, "value"): MONEY,
    (m.FinanceThreshold, "kind"): lines(1, 20),
    (m.Wallet, "balance"): MONEY,
    (m.Wallet, "code"): lines(1, 20),
}


def _set(value: x.ChargeSet) -> x.ChargeSet:
    return replace(value, amounts=value.amounts or (x.ChargeAmount(command="create", amount="1"),))


def _sets(value: Any) -> Any:
    return replace(value, sets=value.sets or (EARLY,))


def _finance(value: m.FinanceData) -> m.FinanceData:
    if value.version == "1.1":
        return value
    first = value.wallets[0] if value.wallets else m.Wallet(balance="0")
    return replace(value, wallets=(replace(first, code=None),))


FITTED: dict[type, Callable[[Any], Any]] = {
    x.ChargeSet: _set,
    **dict.fromkeys(
        (
            x.ChargeItem,
            x.ChargeAgreement,
            x.ChargeInfoData,
            x.ChargeCreated,
            x.ChargeRenewed,
            x.ChargeTransferred,
            x.ChargeUpdated,
        ),
        _sets,
    ),
    m.FinanceData: _finance,
}
