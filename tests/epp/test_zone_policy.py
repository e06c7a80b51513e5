"""What a registry says of a zone: a policy comes back from its XML, and nothing that stands there is lost."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from epp_gateway.epp.codec import Codec
from epp_gateway.epp.objects.registry import zone_of
from epp_gateway.model import mappings as m
from epp_gateway.model.responses import Response

from .mappings.registry import THIN
from .words import INSTANTS, NAMES, WORDS, answered, lines

COUNTS = st.integers(0, 100)
MAYBE = st.one_of(st.none(), COUNTS)
FLAGS = st.sampled_from([None, True, False])
WORD = st.one_of(st.none(), WORDS)
AMOUNTS = st.builds(m.ZoneAmount, least=MAYBE, most=MAYBE)
SPANS = st.builds(m.ZoneSpan, value=COUNTS, unit=st.sampled_from(["y", "m", "d", "h"]))
MAYBE_SPAN = st.one_of(st.none(), SPANS)
COMMAND_WORDS = st.sampled_from(["create", "renew", "transfer", "autoRenew"])
NAME_RULES = st.builds(
    m.ZoneNameRule,
    level=MAYBE,
    length=st.one_of(st.none(), AMOUNTS.filter(lambda amount: amount != m.ZoneAmount())),
    alnum_start=FLAGS,
    alnum_end=FLAGS,
    only_dns_chars=FLAGS,
    patterns=st.lists(lines(1, 20), max_size=2).map(tuple),
)
TERMS = st.one_of(
    st.builds(m.ZoneTermRule, command=COMMAND_WORDS, least=MAYBE_SPAN, most=MAYBE_SPAN, default=MAYBE_SPAN),
    st.builds(m.ZoneTermRule, command=COMMAND_WORDS, is_server_decided=st.just(value=True)),
)
NUMBERS = st.lists(COUNTS, max_size=3).map(tuple)
DS_RULES = st.one_of(st.none(), st.builds(m.ZoneDsRule, number=AMOUNTS, algorithms=NUMBERS, digests=NUMBERS))
HOSTS = st.one_of(st.none(), st.builds(m.ZoneAddressRule, addresses=AMOUNTS, shared=WORD))

FIELD = st.one_of(st.none(), st.builds(m.ZoneFieldRule, length=AMOUNTS, entries=AMOUNTS))
CONTACT_FIELDS = st.builds(
    m.ZoneContactFields,
    voice_required=FLAGS,
    **dict.fromkeys(["name", "org", "street", "city", "sp", "pc"], FIELD),
)


def some(of: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(of, max_size=2).map(tuple)


POLICIES = st.builds(
    m.ZonePolicy,
    name=NAMES,
    **dict.fromkeys(["group", "sub_product", "idna", "contact_shared"], WORD),
    **dict.fromkeys(["created", "updated"], st.one_of(st.none(), INSTANTS)),
    **dict.fromkeys(["premium_supported", "contacts_supported", "takes_int", "takes_loc"], FLAGS),
    **dict.fromkeys(["nameservers", "child_hosts"], st.one_of(st.none(), AMOUNTS)),
    **dict.fromkeys(["transfer_hold", "redemption", "restore_report", "pending_delete"], MAYBE_SPAN),
    **dict.fromkeys(["check_domains", "check_hosts", "check_contacts"], MAYBE),
    **dict.fromkeys(["ds", "keys"], DS_RULES),
    **dict.fromkeys(["internal_hosts", "external_hosts"], HOSTS),
    names=some(NAME_RULES),
    contact_fields=st.one_of(st.none(), CONTACT_FIELDS),
    contacts=some(st.builds(m.ZoneContactRule, role=WORDS, number=AMOUNTS)),
    terms=some(TERMS),
    grace=some(st.builds(m.ZoneGraceRule, command=COMMAND_WORDS, span=SPANS)),
    statuses=some(WORDS),
)


@settings(deadline=None)
@given(policy=POLICIES)
def test_a_policy_comes_back_as_it_was(policy: m.ZonePolicy, codec: Codec) -> None:
    response = answered(zone_of(policy))
    assert codec.decode_from_server(codec.encode_response(response)) == response


def zone_in(codec: Codec, change: bytes, by: bytes) -> m.Zone:
    frame = codec.encode_response(answered(zone_of(THIN)))
    assert change in frame
    read = codec.decode_from_server(frame.replace(change, by))
    assert isinstance(read, Response)
    assert isinstance(read.data, m.Zone)
    return read.data


def test_what_we_do_not_read_is_kept(codec: Codec) -> None:
    extra = (
        b'<registry:phase type="open"><registry:startDate>2025-01-01T00:00:00Z</registry:startDate></registry:phase>'
    )
    zone = zone_in(codec, b"<registry:domain>", extra + b"<registry:domain>")
    assert zone.policy == THIN
    assert "2025-01-01T00:00:00Z</registry:startDate>" in zone.xml
    response = answered(zone)
    assert codec.decode_from_server(codec.encode_response(response)) == response


@pytest.mark.parametrize(
    ("change", "by", "field"),
    [
        (b">20</registry:maxCheckDomain>", b">many</registry:maxCheckDomain>", "check_domains"),
        (b">false</registry:contactsSupported>", b">perhaps</registry:contactsSupported>", "contacts_supported"),
        (b">5</registry:transferHoldPeriod>", b">P5D</registry:transferHoldPeriod>", "transfer_hold"),
    ],
)
def test_what_is_not_as_expected_counts_as_not_said(change: bytes, by: bytes, field: str, codec: Codec) -> None:
    assert getattr(THIN, field) is not None
    assert getattr(zone_in(codec, change, by).policy, field) is None
