"""What is carried as it is: frames whose values are the texts of their elements, and known data beside them.

The grammars of RFC 8543, 8544, 8063 and 9095 are ours to check; those of RFC 9803 and 9873 and of four extensions of
Verisign were not at hand, and their frames are what public clients and servers are seen to send (unverified).
"""

from typing import Any

from hypothesis import strategies as st
from msgspec.structs import replace

from epp_gateway.model import commands as c
from epp_gateway.model import objects as o
from epp_gateway.model.responses import Greeting, MessageQueue, Response, Result
from tests.epp.kept import command, data, extensions
from tests.epp.words import CODE, HOME, answered, asked

NAME = o.DomainData(name="example.com", roid="D17_EXAMPLE-REP", sponsor="panel-one")
BUNDLE = "xn--fsq.example"
HOLDER = o.ContactData(
    id="HOLDER-1",
    roid="C1-REP",
    statuses=(o.Status(value="ok"),),
    postal=(HOME,),
    email="hanako@example.jp",
    sponsor="panel-one",
    creator="panel-one",
    created="2026-04-01T09:00:00Z",
)


def alone(path: str, verb: str) -> tuple[str, c.Request]:
    """A command of a mapping that we have no values for."""
    file = f"{path}.command.xml"
    return file, asked(command(file, verb))


def beside(path: str, known: c.Command) -> tuple[str, c.Request]:
    """A command that we know, with an extension that we have no values for."""
    file = f"{path}.command.xml"
    return file, asked(known, *extensions(file))


def answer(path: str, known: o.ResponseData | None = None) -> tuple[str, Response]:
    """An answer with data that we know or do not, and with extensions that we do not."""
    file = f"{path}.response.xml"
    if known is not None or not data(file):
        return file, answered(known, *extensions(file))
    return file, replace(answered(*data(file), *extensions(file)), deviations=("unknown-data",))


CREATE = c.DomainCreate(name="example.com", auth_info=CODE)
UPDATE = c.DomainUpdate(name="example.com")
INFO = c.DomainInfo(name="example.com")
CONTACT = c.ContactCreate(id="HOLDER-1", postal=(HOME,), email="hanako@example.jp", auth_info=CODE)

COMMANDS: dict[str, c.Request] = dict(
    [
        alone("rfc/8543/check", "check"),
        alone("rfc/8543/info", "info"),
        alone("rfc/8543/create", "create"),
        alone("rfc/8543/create-least", "create"),
        alone("rfc/8543/delete", "delete"),
        alone("rfc/8543/update", "update"),
        beside("rfc/8544/create", CREATE),
        beside("rfc/8544/update", UPDATE),
        alone("rfc/8063/create", "create"),
        beside("rfc/9095/create", c.DomainCreate(name=BUNDLE, auth_info=CODE)),
        beside("rfc/9803/create", CREATE),
        beside("rfc/9803/info", INFO),
        beside("rfc/9803/update", UPDATE),
        beside("rfc/9873/create", CONTACT),
        beside("verisign/whois-info", INFO),
        beside("verisign/coa-create", CREATE),
        beside("verisign/coa-update", UPDATE),
        beside("verisign/premium-check", c.DomainCheck(names=("example.tv",))),
        beside("verisign/premium-reassign", c.DomainUpdate(name="example.tv")),
        beside("verisign/related-info", INFO),
        beside("verisign/related-update", UPDATE),
    ]
)

ANSWERS: dict[str, Greeting | Response] = dict(
    [
        answer("rfc/8543/check"),
        answer("rfc/8543/create"),
        answer("rfc/8543/info"),
        answer("rfc/8543/pending"),
        answer("rfc/8544/info", NAME),
        answer("rfc/8544/info-none", NAME),
        answer("rfc/9095/create", o.DomainCreated(name=BUNDLE, created="2026-04-01T09:00:00Z")),
        answer("rfc/9095/info", replace(NAME, name=BUNDLE)),
        answer("rfc/9095/renew", o.DomainRenewed(name=BUNDLE, expires="2027-04-01T09:00:00Z")),
        answer(
            "rfc/9095/transfer",
            o.TransferData(
                kind="domain",
                name=BUNDLE,
                status="pending",
                requested_by="panel-one",
                requested_at="2026-04-01T09:00:00Z",
                acting="panel-two",
                act_by="2026-04-06T09:00:00Z",
            ),
        ),
        answer("rfc/9095/delete"),
        answer("rfc/9095/update"),
        answer("rfc/9803/info", NAME),
        answer("rfc/9873/info", HOLDER),
        answer("verisign/whois-info", NAME),
        answer("verisign/coa-info", NAME),
        answer(
            "verisign/premium-check",
            o.CheckData(kind="domain", items=(o.CheckItem(name="example.tv", available=True),)),
        ),
        answer("verisign/related-info", NAME),
    ]
)
ANSWERS["rfc/8063/notice.response.xml"] = replace(
    answered(
        *data("rfc/8063/notice.response.xml"),
        result=Result(code=1301, message="Command completed successfully; ack to dequeue"),
        queue=MessageQueue(count=1, id="M-1", date="2026-04-01T09:00:00Z", text="Keys for you"),
    ),
    deviations=("unknown-data",),
)

DRAWN: dict[tuple[type, str], st.SearchStrategy[Any]] = {}
