"""What Verisign adds."""

from typing import Any

from hypothesis import strategies as st

from epp_gateway.model import commands as c
from epp_gateway.model import extensions as x
from epp_gateway.model import objects as o
from epp_gateway.model.responses import Greeting, Response, Result
from tests.epp.words import answered, asked

COMMANDS: dict[str, c.Request] = {
    "verisign/domain-check.command.xml": asked(
        c.DomainCheck(names=("example.net", "example.com")), x.NameStore(sub_product="dotNET")
    ),
    "verisign/host-create.command.xml": asked(c.HostCreate(name="ns.example.org"), x.NameStore(sub_product="dotCOM")),
}

ANSWERS: dict[str, Greeting | Response] = {
    "verisign/info.response.xml": answered(
        o.DomainData(name="example.com", roid="17_DOMAIN_COM-VRSN", sponsor="panel-one"),
        x.NameStore(sub_product="dotCOM"),
        x.RgpStatuses(statuses=(x.RgpStatus(value="autoRenewPeriod"),)),
    ),
    "verisign/refused.response.xml": answered(
        None,
        x.NameStoreError(code=1, message="No such sub-product"),
        result=Result(code=2306, message="Parameter value policy error"),
    ),
}

DRAWN: dict[tuple[type, str], st.SearchStrategy[Any]] = {
    (x.NameStoreError, "code"): st.integers(0, 65535),
}
