"""Values drawn from the types themselves; a field's name says what may stand in it."""

import types
import typing
from collections.abc import Callable
from typing import Any, Literal, get_args, get_origin

from hypothesis import strategies as st

from epp_gateway.model import commands as c
from epp_gateway.model import objects as o
from epp_gateway.model.base import Value

from .words import (
    ADDRESSES,
    DAYS,
    DOMAIN_STATUSES,
    INSTANTS,
    NAMES,
    NUMBERS,
    OTHER_STATUSES,
    PASSWORDS,
    ROIDS,
    SECRETS,
    URIS,
    WORDS,
    lines,
    tuples,
)

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


def statuses(words: st.SearchStrategy[str]) -> st.SearchStrategy[o.Status]:
    return st.builds(o.Status, value=words, text=st.one_of(st.none(), lines(1, 30)))


SPECIAL: dict[tuple[type, str], st.SearchStrategy[Any]] = {}
"""How this field of this type is filled; each file of `mappings/` brings its own."""

FITTED: dict[type, Callable[[Any], Any]] = {}
"""What makes the drawn fields of a type agree with each other, where a file of `mappings/` says so (`FITTED`)."""


def values(kind: type[Value]) -> st.SearchStrategy[Any]:
    hints = typing.get_type_hints(kind)
    drawn = st.builds(kind, **{name: field(kind, name, hints[name]) for name in kind.__struct_fields__})
    return drawn.map(FITTED[kind]) if kind in FITTED else drawn


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
