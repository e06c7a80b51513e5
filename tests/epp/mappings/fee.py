"""fee-1.0 (RFC 8748) and its drafts."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from msgspec.structs import replace

from epp_gateway.epp.extensions.fee_questions import EACH, INFO, ONE
from epp_gateway.model import commands as c
from epp_gateway.model import extensions as x
from epp_gateway.model import objects as o
from epp_gateway.model.responses import Greeting, Response
from epp_gateway.model.terms import Period
from tests.epp.words import CODE, PENDING, answered, asked, lines

YEAR, TWO_YEARS = Period(value=1), Period(value=2)
FIVE_DAYS = x.Fee(amount="10.00", description="Registration fee", refundable=True, grace_period="P5D", lang="en")
CREATED = o.DomainCreated(name="example.com", created="2026-04-01T09:00:00Z", expires="2028-04-01T09:00:00Z")
MOVING = o.TransferData(
    kind="domain",
    name="example.com",
    status="pending",
    requested_by="panel-one",
    requested_at="2026-04-01T09:00:00Z",
    acting="panel-two",
    act_by="2026-04-06T09:00:00Z",
)
FREE = o.CheckData(
    kind="domain",
    items=(o.CheckItem(name="example.com", available=True), o.CheckItem(name="example.net", available=True)),
)
ONLY_ONE_YEAR = x.FeeReason(text="One year at a time", lang="en")
ASKED = c.DomainCheck(names=("example.com", "example.net"))
NEW = c.DomainCreate(name="example.com", period=TWO_YEARS, auth_info=CODE)

STANDARD: dict[str, c.Request] = {
    "rfc/8748/check.command.xml": asked(
        ASKED,
        x.FeeCheck(
            currency="USD",
            queries=(
                x.FeeQuery(command="create", period=TWO_YEARS, phase="sunrise", subphase="first-come"),
                x.FeeQuery(command="restore"),
                x.FeeQuery(command="custom", custom_name="lock", period=Period(value=6, unit="m")),
            ),
        ),
    ),
    "rfc/8748/create.command.xml": asked(
        NEW,
        x.FeeCreate(currency="USD", fees=(x.Fee(amount="10.00"), x.Fee(amount="2.5", description="Early access"))),
    ),
    "rfc/8748/renew.command.xml": asked(
        c.DomainRenew(name="example.com", cur_exp_date="2026-04-01", period=YEAR),
        x.FeeRenew(
            currency="USD",
            fees=(x.Fee(amount="5.00"),),
            credits=(x.FeeCredit(amount="-1.00", description="Rebate", lang="en"),),
        ),
    ),
    "rfc/8748/transfer.command.xml": asked(
        c.DomainTransfer(name="example.com", op="request", auth_info=CODE),
        x.FeeTransfer(fees=(x.Fee(amount="5.00"),)),
    ),
    "rfc/8748/update.command.xml": asked(
        c.DomainUpdate(name="example.com", registrant="HOLDER-1"),
        x.FeeUpdate(currency="XXX", fees=(x.Fee(amount="1"),)),
    ),
}
STANDARD_ANSWERS: dict[str, Greeting | Response] = {
    "rfc/8748/check.response.xml": answered(
        FREE,
        x.FeeCheckData(
            currency="USD",
            items=(
                x.FeeItem(
                    name="example.com",
                    class_name="premium",
                    quotes=(
                        x.FeeQuote(command="create", period=TWO_YEARS, fees=(FIVE_DAYS,), phase="open"),
                        x.FeeQuote(command="renew", period=YEAR, standard=True, fees=(x.Fee(amount="5.00"),)),
                        x.FeeQuote(command="delete", credits=(x.FeeCredit(amount="-5.00", description="Refund"),)),
                        x.FeeQuote(command="transfer"),
                    ),
                ),
                x.FeeItem(
                    name="example.net",
                    available=False,
                    quotes=(x.FeeQuote(command="create", period=TWO_YEARS, reason=ONLY_ONE_YEAR),),
                    reason=x.FeeReason(text="No fee can be told"),
                ),
            ),
        ),
    ),
    "rfc/8748/create.response.xml": answered(
        CREATED,
        x.FeeCreated(
            currency="USD",
            fees=(x.Fee(amount="10.00", refundable=False, applied="delayed"),),
            balance="-5.00",
            credit_limit="1000.00",
        ),
    ),
    "rfc/8748/renew.response.xml": answered(
        o.DomainRenewed(name="example.com", expires="2027-04-01T09:00:00Z"),
        x.FeeRenewed(currency="USD", fees=(x.Fee(amount="5.00", applied="immediate"),), balance="995.00"),
    ),
    "rfc/8748/transfer.response.xml": answered(
        MOVING, x.FeeTransferred(currency="USD", period=YEAR, fees=(x.Fee(amount="5.00"),)), result=PENDING
    ),
    "rfc/8748/update.response.xml": answered(None, x.FeeUpdated(currency="USD")),
    "rfc/8748/delete.response.xml": answered(
        None,
        x.FeeDeleted(
            currency="USD",
            credits=(x.FeeCredit(amount="-10.00", description="Within the grace period"),),
            balance="1005.00",
        ),
    ),
}

# The drafts: where each puts what it asks and answers. 0.6 to 0.8 look as 0.5 does, and 0.23 as 0.21.
DRAFTS: dict[str, c.Request] = {
    "fee-drafts/0.5-check.command.xml": asked(
        ASKED,
        x.FeeCheck(
            version="0.5",
            currency="USD",
            names=ASKED.names,
            queries=(x.FeeQuery(command="create", period=YEAR, phase="sunrise"), x.FeeQuery(command="renew")),
        ),
    ),
    "fee-drafts/0.7-info.command.xml": asked(
        c.DomainInfo(name="example.com"),
        x.FeeInfo(version="0.7", currency="USD", query=x.FeeQuery(command="renew", period=YEAR)),
    ),
    "fee-drafts/0.8-create.command.xml": asked(
        NEW, x.FeeCreate(version="0.8", currency="USD", fees=(x.Fee(amount="10.00"),))
    ),
    "fee-drafts/0.9-check.command.xml": asked(
        ASKED, x.FeeCheck(version="0.9", names=ASKED.names, queries=(x.FeeQuery(command="create", period=YEAR),))
    ),
    "fee-drafts/0.11-check.command.xml": asked(
        ASKED,
        x.FeeCheck(
            version="0.11", currency="USD", queries=(x.FeeQuery(command="create", period=YEAR),), class_name="premium"
        ),
    ),
    "fee-drafts/0.12-check.command.xml": asked(
        ASKED, x.FeeCheck(version="0.12", queries=(x.FeeQuery(command="create", period=YEAR),))
    ),
    "fee-drafts/0.21-check.command.xml": asked(
        ASKED,
        x.FeeCheck(
            version="0.21", currency="EUR", queries=(x.FeeQuery(command="create"), x.FeeQuery(command="restore"))
        ),
    ),
    "fee-drafts/0.23-renew.command.xml": asked(
        c.DomainRenew(name="example.com", cur_exp_date="2026-04-01"),
        x.FeeRenew(version="0.23", fees=(x.Fee(amount="5.00"),)),
    ),
}
_EACH_YEAR = x.FeeQuote(command="create", period=YEAR, fees=(FIVE_DAYS,))
DRAFT_ANSWERS: dict[str, Greeting | Response] = {
    "fee-drafts/0.5-check.response.xml": answered(
        FREE,
        x.FeeCheckData(
            version="0.5",
            items=(
                x.FeeItem(name="example.com", currency="USD", quotes=(_EACH_YEAR,), class_name="premium"),
                x.FeeItem(name="example.net", currency="EUR", quotes=(x.FeeQuote(command="renew", period=YEAR),)),
            ),
        ),
    ),
    "fee-drafts/0.7-info.response.xml": answered(
        o.DomainData(name="example.com", roid="D17_EXAMPLE-REP", sponsor="panel-one"),
        x.FeeInfoData(version="0.7", currency="USD", quote=_EACH_YEAR, class_name="premium"),
    ),
    "fee-drafts/0.8-create.response.xml": answered(
        CREATED,
        x.FeeCreated(version="0.8", currency="USD", fees=(x.Fee(amount="10.00"),), balance="5.00", credit_limit="0"),
    ),
    "fee-drafts/0.9-check.response.xml": answered(
        FREE,
        x.FeeCheckData(version="0.9", items=(x.FeeItem(name="example.com", currency="CAD", quotes=(_EACH_YEAR,)),)),
    ),
    "fee-drafts/0.11-check.response.xml": answered(
        FREE,
        x.FeeCheckData(
            version="0.11",
            items=(
                x.FeeItem(name="example.com", currency="USD", quotes=(_EACH_YEAR,), class_name="standard"),
                x.FeeItem(
                    name="example.net",
                    available=False,
                    currency="USD",
                    quotes=(x.FeeQuote(command="create", period=TWO_YEARS),),
                    reason=x.FeeReason(text="One year at a time"),
                ),
            ),
        ),
    ),
    "fee-drafts/0.12-check.response.xml": answered(
        FREE,
        x.FeeCheckData(
            version="0.12",
            currency="USD",
            items=(x.FeeItem(name="example.com", quotes=(replace(_EACH_YEAR, class_name="premium"),)),),
        ),
    ),
    "fee-drafts/0.21-check.response.xml": answered(
        FREE,
        x.FeeCheckData(
            version="0.21",
            currency="EUR",
            items=(
                x.FeeItem(name="example.com", quotes=(_EACH_YEAR, x.FeeQuote(command="restore", phase="open"))),
                x.FeeItem(name="example.net", available=False, reason=ONLY_ONE_YEAR),
            ),
        ),
    ),
    "fee-drafts/0.23-renew.response.xml": answered(
        o.DomainRenewed(name="example.com", expires="2027-04-01T09:00:00Z"),
        x.FeeRenewed(version="0.23", currency="USD", fees=(x.Fee(amount="5.00"),)),
    ),
}

COMMANDS = STANDARD | DRAFTS
ANSWERS = STANDARD_ANSWERS | DRAFT_ANSWERS

VERBS = st.sampled_from(["create", "delete", "renew", "update", "transfer", "restore", "custom"])
CURRENCIES = st.sampled_from(["USD", "EUR", "XXX"])
MONEY = st.from_regex(r"[0-9]{1,7}(\.[0-9]{1,4})?", fullmatch=True)
OWED = MONEY.map("-{}".format)
TOKENS = st.one_of(st.none(), lines(1, 20))
LABELS = st.sampled_from(["name", "id"])
NAMESPACES = st.sampled_from([None, "urn:example:object"])
_AGREEMENTS = (x.FeeCreate, x.FeeRenew, x.FeeTransfer, x.FeeUpdate)
_STATEMENTS = (x.FeeCreated, x.FeeRenewed, x.FeeTransferred, x.FeeUpdated, x.FeeDeleted)

DRAWN: dict[tuple[type, str], st.SearchStrategy[Any]] = {
    (x.Fee, "amount"): MONEY,
    (x.Fee, "description"): st.one_of(st.none(), lines(0, 20)),
    (x.Fee, "grace_period"): st.sampled_from([None, "P5D", "P0D", "PT36H", "P1Y2M"]),
    (x.FeeCredit, "amount"): OWED,
    (x.FeeCredit, "description"): st.one_of(st.none(), lines(0, 20)),
    **{(kind, "command"): VERBS for kind in (x.FeeQuery, x.FeeQuote)},
    **{(kind, name): TOKENS for kind in (x.FeeQuery, x.FeeQuote) for name in ("custom_name", "phase", "subphase")},
    **{(kind, "class_name"): TOKENS for kind in (x.FeeQuote, x.FeeItem, x.FeeCheck, x.FeeInfoData)},
    **{
        (kind, "currency"): st.one_of(st.none(), CURRENCIES)
        for kind in (x.FeeItem, x.FeeCheck, x.FeeCheckData, x.FeeInfo, x.FeeInfoData, *_AGREEMENTS, *_STATEMENTS)
    },
    (x.FeeItem, "element"): LABELS,
    (x.FeeItem, "object_uri"): NAMESPACES,
    **{(kind, name): st.one_of(st.none(), MONEY, OWED) for kind in _STATEMENTS for name in ("balance", "credit_limit")},
    **{(kind, "version"): st.sampled_from(INFO) for kind in (x.FeeInfo, x.FeeInfoData)},
}


def _plain(query: Any) -> Any:
    """What an older draft can ask or say in one word."""
    changed = {"class_name": None, "reason": None, "standard": False} if isinstance(query, x.FeeQuote) else {}
    return replace(query, custom_name=None, **changed)


def _check(value: x.FeeCheck) -> x.FeeCheck:
    queries = value.queries or (x.FeeQuery(command="create"),)
    if value.version in EACH:
        names = tuple(dict.fromkeys(value.names))
        return replace(value, names=names, queries=tuple(map(_plain, queries)), class_name=None)
    if value.version in ONE:
        return replace(value, names=(), queries=(_plain(queries[0]),))
    return replace(value, names=(), queries=queries, class_name=None)


def _check_data(value: x.FeeCheckData) -> x.FeeCheckData:
    version = value.version
    if version not in EACH | ONE:
        currency = value.currency or ("USD" if version == "1.0" else None)
        return replace(value, currency=currency, items=tuple(_item(version, item) for item in value.items))
    return replace(value, currency=None, items=tuple(_single(version, item) for item in value.items))


def _item(version: str, item: x.FeeItem) -> x.FeeItem:
    quotes = item.quotes if version != "1.0" else tuple(replace(quote, class_name=None) for quote in item.quotes)
    return replace(item, currency=None, quotes=quotes, object_uri=item.object_uri if version == "0.12" else None)


def _single(version: str, item: x.FeeItem) -> x.FeeItem:
    quote = _plain(item.quotes[0]) if item.quotes else x.FeeQuote(command="create")
    item = replace(item, quotes=(quote,), available=item.available or version in EACH)
    return item if version in ("0.9", "0.11") else replace(item, element="name", object_uri=None)


def _agreement(value: Any) -> Any:
    return replace(value, fees=value.fees or (x.Fee(amount="0"),))


FITTED: dict[type, Callable[[Any], Any]] = {
    x.FeeCheck: _check,
    x.FeeCheckData: _check_data,
    x.FeeInfo: lambda value: replace(value, query=_plain(value.query)),
    x.FeeInfoData: lambda value: replace(value, quote=_plain(value.quote)),
    **dict.fromkeys(_AGREEMENTS, _agreement),
}
