"""Facts: what policy may look at, told by those who know (scope `facts`). No idempotency key: the last one counts."""

from starlette.responses import Response

from epp_gateway.model.facts import FactScope

from .answers import json_answer
from .calls import Call, FactsCall, TellCall
from .routing import AccountPath, NamePath, api_router
from .shapes.facts import FactsChange

router = api_router("facts")


@router.get("/domains/{name}/facts")
async def read_domain_facts(name: NamePath, call: FactsCall) -> Response:
    """Read a domain's facts."""
    return json_answer(await call.query.facts("domain", name, call.caller))


@router.patch("/domains/{name}/facts")
async def change_domain_facts(name: NamePath, body: FactsChange, call: TellCall) -> Response:
    """Tell facts of a domain; those not named stay."""
    return await _change(call, "domain", name, body)


@router.get("/accounts/{account}/facts")
async def read_account_facts(account: AccountPath, call: FactsCall) -> Response:
    """Read an account's facts."""
    return json_answer(await call.query.facts("account", account, call.caller))


@router.patch("/accounts/{account}/facts")
async def change_account_facts(account: AccountPath, body: FactsChange, call: TellCall) -> Response:
    """Tell facts of an account; those not named stay."""
    return await _change(call, "account", account, body)


async def _change(call: Call, scope: FactScope, subject: str, body: FactsChange) -> Response:
    return json_answer(await call.query.put_facts(scope, subject, call.caller, body.facts(call.instant())))
