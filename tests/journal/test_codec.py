"""Stored values come back as they were, and what does not fit is a failure of the store."""

from typing import get_args

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from epp_gateway.journal.codec import Codec
from epp_gateway.journal.entry import Entry, OperationResult, Sent, State
from epp_gateway.journal.records import ContactRecord, DomainRecord
from epp_gateway.journal.sealing import Sealer
from epp_gateway.model.commands import DomainCreate, DomainRenew, DomainTransfer, HostUpdate
from epp_gateway.model.decision import Decision, Effect, RuleHit, Text
from epp_gateway.model.errors import StoreFailure
from epp_gateway.model.extensions import TransferMethod
from epp_gateway.model.facts import Fact
from epp_gateway.model.intent import CreateContact, CreateDomain, RenewDomain, TransferIn, UpdateDomain, WantedHost
from epp_gateway.model.objects import DomainCreated, HostData, PendingResult, Status, TransferData
from epp_gateway.model.plan import Attempt, DomainDesired, HostDesired, Made, Step, StepState
from epp_gateway.model.secret import Secret
from epp_gateway.model.terms import Period

words = st.text(max_size=12)
some = st.lists(words, max_size=3).map(tuple)
maybe = st.none() | words
secrets = st.builds(Secret, words)
periods = st.none() | st.builds(Period, value=st.integers(1, 99), unit=st.sampled_from(["y", "m"]))
json = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)
objects = st.dictionaries(words, json, max_size=3)
commands = (
    st.builds(DomainCreate, name=words, auth_info=secrets, period=periods, nameservers=some)
    | st.builds(DomainRenew, name=words, cur_exp_date=words, period=periods)
    | st.builds(DomainTransfer, name=words, op=st.sampled_from(["request", "cancel"]), auth_info=st.none() | secrets)
    | st.builds(HostUpdate, name=words, add_addresses=some, new_name=maybe)
)
goals = (
    commands
    | st.builds(DomainDesired, name=words, nameservers=st.none() | some)
    | st.builds(HostDesired, name=words, addresses=some)
)
data = (
    st.builds(DomainCreated, name=words, created=words, expires=maybe)
    | st.builds(HostData, name=words, roid=words, statuses=st.tuples(st.builds(Status, value=words, text=maybe)))
    | st.builds(
        PendingResult, kind=st.just("domain"), name=words, ok=st.booleans(), cltrid=maybe, svtrid=words, at=words
    )
    | st.builds(
        TransferData,
        kind=st.just("domain"),
        name=words,
        status=words,
        requested_by=words,
        requested_at=words,
        acting=words,
        act_by=words,
    )
)
attempts = st.builds(
    Attempt, cltrid=words, command=commands, promised_at=words, session=maybe, code=st.none() | st.integers(1000, 2502)
)
made = st.builds(Made, kind=st.sampled_from(["domain", "host", "contact"]), name=words, registry_id=words)
steps = st.builds(
    Step,
    goal=goals,
    account=words,
    makes=st.none() | made,
    if_missing=st.booleans(),
    undo=st.booleans(),
    state=st.sampled_from(StepState),
    attempts=st.lists(attempts, max_size=2).map(tuple),
    asked=st.integers(0, 9),
    data=st.none() | data,
)
wishes = (
    st.builds(CreateDomain, name=words, period=periods, auth_code=st.none() | secrets)
    | st.builds(RenewDomain, name=words, current_expiry=words, period=periods)
    | st.builds(TransferIn, name=words, auth_code=secrets, method=st.none() | st.sampled_from(get_args(TransferMethod)))
    | st.builds(
        UpdateDomain, name=words, nameservers=st.none() | st.tuples(st.builds(WantedHost, name=words, addresses=some))
    )
)
hits = st.builds(
    RuleHit,
    id=words,
    effect=st.sampled_from(Effect),
    cite=some,
    message=st.builds(Text, en=words, ja=words),
    facts=objects,
)
decisions = st.builds(
    Decision,
    effect=st.sampled_from(Effect),
    at=words,
    rules=st.lists(hits, max_size=2).map(tuple),
    needs=some,
    quote=json,
    packs=st.dictionaries(words, words, max_size=2),
)
results = st.builds(
    OperationResult,
    message=words,
    code=st.none() | st.integers(1000, 2502),
    ext_values=st.lists(st.tuples(words, words), max_size=2).map(tuple),
    data=objects,
)
entries = st.builds(
    Entry,
    id=words,
    panel=words,
    key=words,
    fingerprint=words,
    type=words,
    object_kind=st.sampled_from(["domain", "host", "contact"]),
    object_name=words,
    wish=wishes,
    state=st.sampled_from(State),
    decision=decisions,
    created_at=words,
    updated_at=words,
    deadline=words,
    account=maybe,
    plan=st.lists(steps, max_size=2).map(tuple),
    sent=st.sampled_from(Sent),
    result=st.none() | results,
    orphans=st.lists(made, max_size=2).map(tuple),
    tries=st.integers(1, 9),
)


@given(entry=entries)
@settings(max_examples=50)
def test_an_entry_comes_back_as_it_was(sealer, entry):
    codec = Codec(sealer)
    assert codec.load(Entry, codec.dump(entry)) == entry


def test_a_secret_is_not_in_the_text(build, sealer):
    text = Codec(sealer).dump(build.entry())
    assert "plan-t-ed" not in text
    assert "name-1.com" in text


def test_a_contact_and_a_fact_come_back(build, sealer):
    codec = Codec(sealer)
    contact = ContactRecord(panel="alpha", id="c1", version=1, card=build.card("京都"), at=build.at)
    wish = CreateContact(id="c1", card=build.card())
    fact = Fact(name="debts", value={"open": [1, 2]}, source="billing", as_of=build.at)
    for value in (contact, wish, fact):
        assert codec.load(type(value), codec.dump(value)) == value


@pytest.mark.parametrize("text", ["", "{", "[]", '{"name": 1}', "{}"])
def test_a_text_that_does_not_fit_is_a_failure_of_the_store(sealer, text):
    with pytest.raises(StoreFailure, match="a stored DomainRecord cannot be read"):
        Codec(sealer).load(DomainRecord, text)


def test_a_secret_under_another_key_is_a_failure_of_the_store(build, sealer):
    text = Codec(sealer).dump(build.entry())
    with pytest.raises(StoreFailure, match="key that is not listed"):
        Codec(Sealer(b"some other key for the journal")).load(Entry, text)


def test_a_field_of_a_later_version_is_passed_over(build, sealer):
    codec = Codec(sealer)
    raw = msgspec.json.decode(codec.dump(build.entry()))
    assert codec.load(Entry, msgspec.json.encode(raw | {"later": 1}).decode()) == build.entry()
