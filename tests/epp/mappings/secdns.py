"""secDNS-1.1 (RFC 5910)."""

from typing import Any

from hypothesis import strategies as st

from epp_gateway.model import commands as c
from epp_gateway.model import extensions as x
from epp_gateway.model import objects as o
from epp_gateway.model.responses import Greeting, Response
from tests.epp.draw import values
from tests.epp.words import CODE, answered, asked, tuples

EMPTY = c.DomainUpdate(name="example.com")
SIGNED = c.DomainCreate(name="example.com", nameservers=("ns1.example.net",), auth_info=CODE)
KEY = x.KeyData(
    flags=257, protocol=3, alg=13, public_key="mdsswUyr3DPW132mOi8V9xESWE8jTo0dxCjjnopKl+GqJxpVXckHAeF+KkxLbxIL"
)
OTHER_KEY = x.KeyData(flags=256, protocol=3, alg=8, public_key="AwEAAcw=")
DIGEST = "D4B7D520E7BB5F0F67674A0CCEB1E3E0614B93C4F9E99B8383F6A1E4469DA50A"
DS = x.DsData(key_tag=55648, alg=13, digest_type=2, digest=DIGEST)
WITH_KEY = x.DsData(key_tag=55648, alg=13, digest_type=2, digest=DIGEST, key=KEY)
OLD = x.DsData(key_tag=0, alg=8, digest_type=1, digest="0B1C2D3E4F5061728394A5B6C7D8E9FA0B1C2D3E")
INFO = o.DomainData(name="example.com", roid="D17_EXAMPLE-REP", sponsor="panel-one")

COMMANDS: dict[str, c.Request] = {
    "rfc/5910/create-ds.command.xml": asked(
        SIGNED, x.SecDnsCreate(data=x.DsRecords(records=(DS, OLD)), max_sig_life=604800)
    ),
    "rfc/5910/create-ds-with-key.command.xml": asked(SIGNED, x.SecDnsCreate(data=x.DsRecords(records=(WITH_KEY,)))),
    "rfc/5910/create-key.command.xml": asked(
        SIGNED, x.SecDnsCreate(data=x.KeyRecords(records=(KEY, OTHER_KEY)), max_sig_life=1)
    ),
    "rfc/5910/update-ds.command.xml": asked(EMPTY, x.SecDnsUpdate(change=x.DsChange(rem=(OLD,), add=(DS, WITH_KEY)))),
    "rfc/5910/update-key.command.xml": asked(
        EMPTY, x.SecDnsUpdate(change=x.KeyChange(rem=(OTHER_KEY,), add=(KEY,)), max_sig_life=86400)
    ),
    "rfc/5910/update-add.command.xml": asked(EMPTY, x.SecDnsUpdate(change=x.KeyChange(add=(KEY,)))),
    "rfc/5910/update-rem-urgent.command.xml": asked(EMPTY, x.SecDnsUpdate(change=x.DsChange(rem=(DS,)), urgent=True)),
    "rfc/5910/update-life.command.xml": asked(EMPTY, x.SecDnsUpdate(max_sig_life=86400)),
    "rfc/5910/update-rem-all.command.xml": asked(EMPTY, x.SecDnsUpdate(change=x.RemoveAll(), urgent=True)),
    "rfc/5910/update-replace.command.xml": asked(
        EMPTY, x.SecDnsUpdate(change=x.RemoveAll(add=x.DsRecords(records=(DS,))), max_sig_life=86400)
    ),
    "rfc/5910/update-other-interface.command.xml": asked(
        EMPTY, x.SecDnsUpdate(change=x.RemoveAll(add=x.KeyRecords(records=(KEY,))))
    ),
    "rfc/5910/update-nothing.command.xml": asked(EMPTY, x.SecDnsUpdate()),
}

ANSWERS: dict[str, Greeting | Response] = {
    "rfc/5910/info-ds.response.xml": answered(
        INFO, x.SecDnsData(data=x.DsRecords(records=(DS, OLD)), max_sig_life=604800)
    ),
    "rfc/5910/info-ds-with-key.response.xml": answered(INFO, x.SecDnsData(data=x.DsRecords(records=(WITH_KEY,)))),
    "rfc/5910/info-key.response.xml": answered(INFO, x.SecDnsData(data=x.KeyRecords(records=(KEY, OTHER_KEY)))),
}

_OCTET, _SHORT = st.integers(0, 255), st.integers(0, 65535)
_LIFE = st.one_of(st.none(), st.integers(1, 2**31 - 1))
_KINDS = (x.DsRecords, x.KeyRecords)
_SETS = st.deferred(lambda: st.one_of(*(values(kind) for kind in _KINDS)))
_DS = st.deferred(lambda: values(x.DsData))
_KEYS = st.deferred(lambda: values(x.KeyData))


def _changes(kind: type[Any], record: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    drawn = st.builds(kind, rem=tuples(record, 0, 2), add=tuples(record, 0, 2))
    return drawn.filter(lambda change: change.rem or change.add)


DRAWN: dict[tuple[type, str], st.SearchStrategy[Any]] = {
    (x.KeyData, "flags"): _SHORT,
    (x.DsData, "key_tag"): _SHORT,
    **dict.fromkeys(
        [(x.KeyData, "protocol"), (x.KeyData, "alg"), (x.DsData, "alg"), (x.DsData, "digest_type")], _OCTET
    ),
    (x.KeyData, "public_key"): st.sampled_from([KEY.public_key, OTHER_KEY.public_key]),
    (x.DsData, "digest"): st.binary(max_size=32).map(lambda octets: octets.hex().upper()),
    (x.DsRecords, "records"): tuples(_DS, 1, 3),
    (x.KeyRecords, "records"): tuples(_KEYS, 1, 3),
    **dict.fromkeys([(x.SecDnsCreate, "data"), (x.SecDnsData, "data")], _SETS),
    **dict.fromkeys([(kind, "max_sig_life") for kind in (x.SecDnsCreate, x.SecDnsUpdate, x.SecDnsData)], _LIFE),
    (x.SecDnsUpdate, "change"): st.one_of(
        st.none(),
        _changes(x.DsChange, _DS),
        _changes(x.KeyChange, _KEYS),
        st.builds(x.RemoveAll, add=st.one_of(st.none(), _SETS)),
    ),
}
