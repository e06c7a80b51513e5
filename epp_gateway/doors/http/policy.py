"""Policy: the rules with their articles, and the packs in force."""

from typing import Annotated

from fastapi import Path
from starlette.responses import Response

from .answers import json_answer
from .calls import ReadCall
from .routing import api_router

router = api_router("policy")


@router.get("/policy/rules/{rule}")
async def read_rule(rule: Annotated[str, Path(max_length=200)], call: ReadCall) -> Response:
    """Read a rule: its article, messages and examples."""
    return json_answer(await call.query.rule(rule))


@router.get("/policy/packs")
async def list_packs(call: ReadCall) -> Response:
    """List the packs in force with their versions."""
    return json_answer({"packs": await call.query.packs()})
