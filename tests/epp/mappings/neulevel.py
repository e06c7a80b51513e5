"""neulevel-1.0 (.biz)."""

from typing import Any

from hypothesis import strategies as st

from epp_gateway.model import commands as c
from epp_gateway.model import extensions as x
from epp_gateway.model import objects as o
from epp_gateway.model.responses import Greeting, Response
from tests.epp.kept import extensions
from tests.epp.words import CODE, HOME, WORDS, answered, asked, tuples

NAME = o.DomainData(name="example.biz", roid="D17_EXAMPLE-REP", sponsor="panel-one")


def said(**pairs: str) -> x.Neulevel:
    return x.Neulevel(pairs=tuple(x.NeulevelPair(key=key, value=value) for key, value in pairs.items()))


COMMANDS: dict[str, c.Request] = {
    "neulevel/contact-create.command.xml": asked(
        c.ContactCreate(id="HOLDER-1", postal=(HOME,), email="hanako@example.jp", auth_info=CODE),
        said(AppPurpose="P1", NexusCategory="C31/DE"),
    ),
    "neulevel/restore.command.xml": asked(
        c.DomainUpdate(name="example.biz"),
        said(RestoreReasonCode="1", RestoreComment="The holder & we had lost it", TrueData="Y", ValidUse="Y"),
    ),
}

ANSWERS: dict[str, Greeting | Response] = {
    "neulevel/info.response.xml": answered(NAME, said(EXTContact="EXT-1", WhoisType="NATURAL", Publish="")),
    "neulevel/unpaired.response.xml": answered(NAME, *extensions("neulevel/unpaired.response.xml")),
}

DRAWN: dict[tuple[type, str], st.SearchStrategy[Any]] = {
    (x.NeulevelPair, "key"): st.from_regex(r"[A-Za-z][A-Za-z0-9]{0,9}", fullmatch=True),
    (x.NeulevelPair, "value"): st.one_of(st.just(""), WORDS, st.just("two words")),
    (x.Neulevel, "pairs"): st.deferred(
        lambda: tuples(
            st.builds(x.NeulevelPair, key=DRAWN[x.NeulevelPair, "key"], value=DRAWN[x.NeulevelPair, "value"]), 1, 3
        )
    ),
}
