"""sync-1.0 (Verisign)."""

from typing import Any

from hypothesis import strategies as st

from epp_gateway.model import commands as c
from epp_gateway.model import extensions as x
from epp_gateway.model.responses import Greeting, Response
from tests.epp.words import asked

COMMANDS: dict[str, c.Request] = {
    "verisign/sync.command.xml": asked(
        c.DomainUpdate(name="example.com"), x.NameStore(sub_product="dotCOM"), x.SyncUpdate(month_day="--02-29")
    ),
}

ANSWERS: dict[str, Greeting | Response] = {}

DRAWN: dict[tuple[type, str], st.SearchStrategy[Any]] = {
    (x.SyncUpdate, "month_day"): st.dates().map(lambda day: f"--{day:%m-%d}"),
}
