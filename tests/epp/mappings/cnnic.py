"""cnnic-contact-1.0, cnnic-domain-1.0 and cnnic-registry-1.0 (.cn)."""

from typing import Any

from hypothesis import strategies as st

from epp_gateway.model import commands as c
from epp_gateway.model import extensions as x
from epp_gateway.model import objects as o
from epp_gateway.model.responses import Greeting, Response
from tests.epp.kept import extensions
from tests.epp.words import CODE, HOME, WORDS, answered, asked

HOLDER = x.CnnicHolder(
    kind="E",
    document=x.CnnicDocument(type="ORG", number="110101190001010001"),
    purveyor="agent-one",
    mobile="+86.13800000000",
)
CREATE = c.ContactCreate(id="HOLDER-1", postal=(HOME,), email="hanako@example.jp", auth_info=CODE)
NAME = o.DomainData(name="example.cn", roid="D17_EXAMPLE-REP", sponsor="panel-one")

COMMANDS: dict[str, c.Request] = {
    "cnnic/contact-create.command.xml": asked(
        CREATE, x.CnnicRegistryCreate(registry="cnnic"), x.CnnicContactCreate(holder=HOLDER)
    ),
    "cnnic/contact-update.command.xml": asked(
        c.ContactUpdate(id="HOLDER-1"),
        x.CnnicContactUpdate(
            add=x.CnnicHolder(document=x.CnnicDocument(type="YYZZ", number="91-1")),
            rem=x.CnnicHolder(mobile="+86.13800000000"),
            chg=x.CnnicHolder(kind="I", document=x.CnnicDocument(type="SFZ", number="110101190001010002")),
        ),
    ),
    "cnnic/domain-create.command.xml": asked(
        c.DomainCreate(name="example.cn", auth_info=CODE), x.CnnicDomainCreate(purveyor="agent-one", kind="E")
    ),
    "cnnic/domain-update.command.xml": asked(
        c.DomainUpdate(name="example.cn"), x.CnnicDomainUpdate(purveyor="agent-two", kind="I")
    ),
}

ANSWERS: dict[str, Greeting | Response] = {
    "cnnic/contact-info.response.xml": answered(
        o.ContactData(
            id="HOLDER-1",
            roid="C1-REP",
            statuses=(o.Status(value="ok"),),
            postal=(HOME,),
            email="hanako@example.jp",
            sponsor="panel-one",
            creator="panel-one",
            created="2026-04-01T09:00:00Z",
        ),
        x.CnnicContactData(holder=HOLDER),
        x.CnnicRegistryData(registry="cnnic"),
    ),
    "cnnic/domain-info.response.xml": answered(NAME, x.CnnicDomainData(purveyor="agent-one")),
    "cnnic/another-kind.response.xml": answered(NAME, *extensions("cnnic/another-kind.response.xml")),
}

DRAWN: dict[tuple[type, str], st.SearchStrategy[Any]] = {
    (x.CnnicDocument, "type"): st.sampled_from(["SFZ", "ORG", "TYXYDM"]),
    (x.CnnicDocument, "number"): WORDS,
    **{
        (kind, "purveyor"): WORDS
        for kind in (x.CnnicDomainCreate, x.CnnicDomainUpdate, x.CnnicDomainData, x.CnnicHolder)
    },
    (x.CnnicHolder, "mobile"): WORDS,
    (x.CnnicRegistryCreate, "registry"): WORDS,
    (x.CnnicRegistryData, "registry"): WORDS,
}
