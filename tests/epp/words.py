"""What the files beside this one are made of: words to draw, and the usual frame around a value."""

from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st

from epp_gateway.model import commands as c
from epp_gateway.model import extensions as x
from epp_gateway.model import objects as o
from epp_gateway.model.responses import MessageQueue, Response, Result
from epp_gateway.model.secret import Secret

CHARACTERS = st.characters(
    codec="utf-8",
    exclude_categories=["Cc", "Cs", "Cn"],
    include_characters="&<>'\"é山\u3000 😀",
    exclude_characters="\ufffe\uffff",
)
WORDS = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Z"]), min_size=3, max_size=16
)


def lines(least: int, most: int) -> st.SearchStrategy[str]:
    """Text without layout around it, which is not content."""
    return st.text(alphabet=CHARACTERS, min_size=least, max_size=most).filter(
        lambda text: text == text.strip(" \t\r\n")
    )


NAMES = st.from_regex(r"[a-z0-9é][a-z0-9é.&<-]{0,60}", fullmatch=True).filter(lambda name: name == name.lower())
INSTANTS = st.datetimes(datetime(1985, 1, 1), datetime(2999, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001  bounds are naive
    lambda instant: instant.isoformat().replace("+00:00", "Z")
)
DAYS = st.dates(date(1985, 1, 1), date(2999, 1, 1)).map(str)
NUMBERS = st.from_regex(r"\+[0-9]{1,3}\.[0-9]{1,12}", fullmatch=True)
ADDRESSES = st.sampled_from(["192.0.2.1", "198.51.100.77", "2001:db8::1", "2001:db8:1:2:3:4:5:6"])
ROIDS = st.from_regex(r"[A-Z0-9_]{1,20}-[A-Z]{1,8}", fullmatch=True)
SECRETS = st.text(alphabet=CHARACTERS, max_size=32).map(Secret)
PASSWORDS = WORDS.filter(lambda word: 6 <= len(word) <= 16).map(Secret)
URIS = st.sampled_from(["urn:ietf:params:xml:ns:domain-1.0", "urn:example:a", "http://example.com/epp/x-1.0"])
MARKUP = st.sampled_from(['<a:b xmlns:a="urn:a" c="1">é &amp; <a:d></a:d></a:b>', '<q xmlns="urn:q"></q>'])
DOMAIN_STATUSES = st.sampled_from(sorted(o.CLIENT_STATUSES))
OTHER_STATUSES = st.sampled_from(["clientDeleteProhibited", "clientUpdateProhibited"])


def tuples(of: st.SearchStrategy[Any], least: int, most: int) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(of, min_size=least, max_size=most).map(tuple)


DOMAIN, HOST, CONTACT = (f"urn:ietf:params:xml:ns:{name}-1.0" for name in ("domain", "host", "contact"))
RGP = "urn:ietf:params:xml:ns:rgp-1.0"
NAMESTORE = "http://www.verisign-grs.com/epp/namestoreExt-1.1"
JPRS = "urn:epp-gateway:params:xml:ns:jprs-1.0"

CODE = Secret("Tr4nsfer-&-code")
DONE, PENDING = Result(code=1000, message="Command completed successfully"), Result(code=1001, message="Action pending")
HOME = o.PostalInfo(
    type="loc",
    name="山田 花子",
    org="例示株式会社",
    street=("緑町一丁目二番三号", "見本ビル 4階"),
    city="千代田区",
    sp="13",
    pc="100-0001",
    cc="JP",
)
ABROAD = o.PostalInfo(
    type="int",
    name="Hanako Yamada",
    org="Rei & Co.",
    street=("1-2-3 Midoricho", "Mihon Bldg. 4F"),
    city="Chiyoda-ku",
    sp="13",
    pc="100-0001",
    cc="JP",
)


def asked(command: c.Command, *extensions: x.Extension, cltrid: str = "PANEL-0001") -> c.Request:
    return c.Request(command=command, cltrid=cltrid, extensions=extensions)


def answered(
    data: o.ResponseData | None = None,
    *extensions: x.Extension,
    result: Result = DONE,
    queue: MessageQueue | None = None,
) -> Response:
    return Response(
        results=(result,), svtrid="SRV-9001", cltrid="PANEL-0001", data=data, extensions=extensions, queue=queue
    )
