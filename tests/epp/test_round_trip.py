"""Whatever value we can hold comes back from its XML as it was, and that XML is valid.

Values are drawn from the types themselves; a field's name says what may stand in it.
"""

import types
import typing
from datetime import UTC, date, datetime
from typing import Any, Literal, get_args, get_origin

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from epp_gateway.epp.codec import Codec
from epp_gateway.epp.tables import DATA_WRITERS, EXTENSION_WRITERS, OBJECT_WRITERS, SESSION_WRITERS
from epp_gateway.model import commands as c
from epp_gateway.model import extensions as x
from epp_gateway.model import objects as o
from epp_gateway.model.base import Value
from epp_gateway.model.responses import ExtValue, Greeting, MessageQueue, Response, Result
from epp_gateway.model.secret import Secret
from epp_gateway.model.terms import Period

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

# How a field of this name is filled, whatever value it stands in.
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(["name", "names", "new_name", "subordinate_hosts"], NAMES),
    **dict.fromkeys(["nameservers", "add_nameservers", "rem_nameservers"], NAMES),
    **dict.fromkeys(["id", "ids", "registrant", "sponsor", "creator", "updater", "clid"], WORDS),
    **dict.fromkeys(["requested_by", "acting", "svtrid", "cltrid", "message_id"], WORDS),
    **dict.fromkeys(["created", "updated", "expires", "transferred", "requested_at", "act_by", "at"], INSTANTS),
    **dict.fromkeys(["suspend_at", "date", "server_date"], INSTANTS),
    **dict.fromkeys(["addresses", "add_addresses", "rem_addresses"], ADDRESSES),
    **dict.fromkeys(["password", "new_password"], PASSWORDS),
    **dict.fromkeys(["org", "sp", "street"], lines(0, 40)),
    **dict.fromkeys(["objects", "extensions"], URIS),
    "auth_info": SECRETS,
    "cur_exp_date": DAYS,
    "roid": ROIDS,
    "pc": lines(0, 16),
    "city": lines(1, 40),
    "cc": st.sampled_from(["JP", "US"]),
    "email": lines(1, 30),
    "number": NUMBERS,
    "ext": WORDS,
    "reason": lines(1, 32),
    "text": lines(1, 40),
    "version": st.just("1.0"),
    "versions": st.just("1.0"),
    "lang": st.sampled_from(["en", "ja", "fr-CA"]),
    "languages": st.sampled_from(["en", "ja", "fr-CA"]),
    "server_id": lines(3, 64),
    "status": st.sampled_from(["pending", "clientApproved", "serverCancelled"]),
    "sub_product": WORDS,
    "registrant_record": WORDS,
    "message": lines(0, 60),
    "count": st.integers(0, 2**40),
    "code": st.just(1000),
}

# Where the type matters: what the name alone does not say.
SPECIAL: dict[tuple[type, str], st.SearchStrategy[Any]] = {
    (c.ContactCreate, "kind"): st.none(),
    (c.DomainTransfer, "method"): st.none(),
    (c.ContactCreate, "postal"): st.deferred(lambda: tuples(values(o.PostalInfo), 1, 2)),
    (c.ContactUpdate, "postal"): st.deferred(lambda: tuples(values(o.PostalInfo), 0, 2)),
    (o.ContactData, "postal"): st.deferred(lambda: tuples(values(o.PostalInfo), 1, 2)),
    (o.PostalInfo, "name"): lines(1, 40),
    (o.PostalInfo, "street"): st.deferred(lambda: tuples(lines(0, 40), 0, 3)),
    (o.HostData, "statuses"): st.deferred(lambda: tuples(statuses(OTHER_STATUSES), 1, 7)),
    (o.ContactData, "statuses"): st.deferred(lambda: tuples(statuses(OTHER_STATUSES), 1, 7)),
    (o.DomainData, "statuses"): st.deferred(lambda: tuples(statuses(DOMAIN_STATUSES), 0, 11)),
    **dict.fromkeys([(o.HostData, "creator"), (o.ContactData, "creator")], WORDS),
    **dict.fromkeys([(o.HostData, "created"), (o.ContactData, "created")], INSTANTS),
    (x.RgpStatuses, "statuses"): st.deferred(lambda: tuples(st.sampled_from(["addPeriod", "pendingDelete"]), 1, 3)),
    (x.NameStoreError, "code"): st.integers(0, 65535),
    (Period, "value"): st.integers(1, 99),
    (c.DomainUpdate, "registrant"): st.one_of(st.none(), st.just(""), WORDS),
    (c.Login, "extensions"): st.deferred(lambda: tuples(URIS, 0, 3)),
}


QUICK = settings(max_examples=20, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink])


def tuples(of: st.SearchStrategy[Any], least: int, most: int) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(of, min_size=least, max_size=most).map(tuple)


def statuses(words: st.SearchStrategy[str]) -> st.SearchStrategy[o.Status]:
    return st.builds(o.Status, value=words, text=st.one_of(st.none(), lines(1, 30)))


def values(kind: type[Value]) -> st.SearchStrategy[Any]:
    hints = typing.get_type_hints(kind)
    return st.builds(kind, **{name: field(kind, name, hints[name]) for name in kind.__struct_fields__})


def field(owner: type, name: str, hint: Any) -> st.SearchStrategy[Any]:
    if (owner, name) in SPECIAL:
        return SPECIAL[owner, name]
    if get_origin(hint) in (types.UnionType, typing.Union):
        inner = next(part for part in get_args(hint) if part is not type(None))
        return st.one_of(st.none(), field(owner, name, inner))
    if get_origin(hint) is tuple:
        least = 1 if name in ("names", "ids", "items", "objects", "versions", "languages") else 0
        return tuples(field(owner, name, get_args(hint)[0]), least, 3)
    if name.endswith("_statuses"):
        return DOMAIN_STATUSES if owner is c.DomainUpdate else OTHER_STATUSES
    if get_origin(hint) is Literal:
        return st.sampled_from(get_args(hint))
    if hint is bool:
        return st.booleans()
    return values(hint) if isinstance(hint, type) and issubclass(hint, Value) else FIELDS[name]


def about_objects(kind: type[Value]) -> st.SearchStrategy[Any]:
    """Answers that serve several kinds of object: a contact's has an id, and no expiry."""
    return values(kind).map(_fitting)


def _fitting(data: Any) -> Any:
    if data.kind != "contact":
        return data
    match data:
        case o.CheckData():
            return replace(data, items=tuple(replace(item, name=f"C-{i}") for i, item in enumerate(data.items)))
        case o.TransferData():
            return replace(data, name="C-1", expires=None)
        case _:
            return replace(data, name="C-1")


def _opaque(markup: str) -> x.OpaqueExtension:
    return x.OpaqueExtension(namespace="urn:a" if "urn:a" in markup else "urn:q", xml=markup)


KNOWN = [kind for kind in EXTENSION_WRITERS if kind is not x.OpaqueExtension]
EXTENSIONS = st.one_of(MARKUP.map(_opaque), *(values(kind) for kind in KNOWN))
QUOTED = st.one_of(MARKUP, lines(0, 20).filter(lambda text: "<" not in text and "&" not in text))
RESULTS = st.builds(
    Result,
    code=st.sampled_from([1000, 1001, 1301, 2001, 2303, 2400, 2502]),
    message=lines(0, 60),
    values=tuples(QUOTED, 0, 2),
    ext_values=tuples(st.builds(ExtValue, value=QUOTED, reason=lines(0, 40)), 0, 2),
)
SHARED = (o.CheckData, o.TransferData, o.PendingResult)
COMMANDS = [*SESSION_WRITERS, *OBJECT_WRITERS]


def test_every_command_and_answer_of_the_model_is_in_the_tables() -> None:
    assert {*COMMANDS, c.Hello} == set(get_args(c.Command))
    assert set(DATA_WRITERS) == set(get_args(o.ResponseData))
    assert set(EXTENSION_WRITERS) == set(get_args(x.Extension))


@pytest.mark.parametrize("kind", COMMANDS, ids=lambda kind: kind.__name__)
def test_a_command_comes_back_as_it_was(kind: type[Value], codec: Codec) -> None:
    @QUICK
    @given(command=values(kind), cltrid=st.one_of(st.none(), WORDS), extensions=tuples(EXTENSIONS, 0, 2))
    def holds(command: c.Command, cltrid: str | None, extensions: tuple[x.Extension, ...]) -> None:
        request = c.Request(command=command, cltrid=cltrid, extensions=extensions)
        assert codec.decode_request(codec.encode_request(request)) == request

    holds()


@pytest.mark.parametrize("kind", DATA_WRITERS, ids=lambda kind: kind.__name__)
def test_an_answer_comes_back_as_it_was(kind: type[Value], codec: Codec) -> None:
    @QUICK
    @given(
        data=about_objects(kind) if kind in SHARED else values(kind),
        queue=st.one_of(st.none(), values(MessageQueue)),
        cltrid=WORDS,
        svtrid=WORDS,
        extensions=tuples(EXTENSIONS, 0, 2),
        results=tuples(RESULTS, 1, 2),
    )
    def holds(**parts: Any) -> None:
        response = Response(**parts)
        assert codec.decode_from_server(codec.encode_response(response)) == response

    holds()


def test_a_greeting_comes_back_as_it_was(codec: Codec) -> None:
    @QUICK
    @given(greeting=values(Greeting))
    def holds(greeting: Greeting) -> None:
        assert codec.decode_from_server(codec.encode_greeting(greeting)) == greeting

    holds()


def test_a_hello_comes_back_as_it_was(codec: Codec) -> None:
    assert codec.decode_request(codec.encode_request(c.Request(command=c.Hello()))) == c.Request(command=c.Hello())
