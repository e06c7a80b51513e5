"""idn-1.0, the older one of Afilias, and idnLang-1.0 of Verisign."""

from typing import Any

from hypothesis import strategies as st

from epp_gateway.model import commands as c
from epp_gateway.model import extensions as x
from epp_gateway.model import objects as o
from epp_gateway.model.responses import Greeting, Response
from tests.epp.words import CODE, WORDS, answered, asked, lines

NAME = "xn--r8jz45g.example"
CREATE = c.DomainCreate(name=NAME, auth_info=CODE)
INFO = o.DomainData(name=NAME, roid="D17_EXAMPLE-REP", sponsor="panel-one")

COMMANDS: dict[str, c.Request] = {
    "identity-digital/idn-create.command.xml": asked(CREATE, x.IdnTable(table="ja", uname="例え.example")),
    "identity-digital/idn-create-table.command.xml": asked(CREATE, x.IdnTable(table="ja")),
    "verisign/idn-create.command.xml": asked(
        c.DomainCreate(name="xn--r8jz45g.com", auth_info=CODE),
        x.NameStore(sub_product="dotCOM"),
        x.IdnLanguage(tag="JPN"),
    ),
    "afilias/idn-check.command.xml": asked(c.DomainCheck(names=(NAME,)), x.AfiliasIdnCheck(script="ja")),
    "afilias/idn-create.command.xml": asked(CREATE, x.AfiliasIdnCreate(script="ja")),
    "afilias/idn-update.command.xml": asked(c.DomainUpdate(name=NAME), x.AfiliasIdnUpdate(script="Latn")),
}

ANSWERS: dict[str, Greeting | Response] = {
    "identity-digital/idn-info.response.xml": answered(INFO, x.IdnTable(table="ja", uname="例え.example")),
    "afilias/idn-info.response.xml": answered(INFO, x.AfiliasIdnData(script="ja")),
}

_SCRIPTED = (x.AfiliasIdnCheck, x.AfiliasIdnCreate, x.AfiliasIdnUpdate, x.AfiliasIdnData)

DRAWN: dict[tuple[type, str], st.SearchStrategy[Any]] = {
    (x.IdnTable, "table"): WORDS,
    (x.IdnTable, "uname"): st.one_of(st.none(), lines(1, 60).filter(lambda name: "  " not in name)),
    (x.IdnLanguage, "tag"): st.sampled_from(["JPN", "ja", "zh-Hans-CN"]),
    **{(kind, "script"): WORDS for kind in _SCRIPTED},
}
