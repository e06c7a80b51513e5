"""Any sequence of commands, by anybody and at any pace, never raises and never breaks a tie between objects."""

from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from epp_gateway.model import commands as c
from epp_gateway.model.objects import DomainContact, PostalInfo
from epp_gateway.model.secret import Secret
from epp_gateway.model.terms import Period, parse_instant
from epp_gateway.simulator.execute import execute
from epp_gateway.simulator.lifecycle import catch_up
from epp_gateway.simulator.profiles import PROFILES
from epp_gateway.simulator.registry import Registrar, Registry
from epp_gateway.simulator.sessions import Session

DOMAINS = st.sampled_from(["one.test", "two.test", "-bad.test", "three.com"])
HOSTS = st.sampled_from(["ns1.one.test", "ns2.two.test", "ns.example.com", "ns1.three.test"])
CONTACTS = st.sampled_from(["C1", "C2"])
CODES = st.sampled_from([Secret("code-1"), Secret("code-2"), Secret("")])
PERIODS = st.none() | st.builds(Period, value=st.integers(1, 12), unit=st.sampled_from(["y", "m"]))
STATUSES = st.lists(
    st.sampled_from(
        ["clientHold", "clientUpdateProhibited", "clientDeleteProhibited", "clientTransferProhibited", "ok"]
    ),
    max_size=2,
).map(tuple)
ADDRESSES = st.lists(st.sampled_from(["192.0.2.1", "2001:db8::1", "nonsense"]), max_size=2).map(tuple)
REFERENCES = st.lists(st.builds(DomainContact, role=st.sampled_from(["admin", "tech"]), id=CONTACTS), max_size=2)
SOME_HOSTS = st.lists(HOSTS, max_size=2).map(tuple)
POSTAL = (PostalInfo(type="int", name="N", city="C", cc="JP"),)

COMMANDS = st.one_of(
    st.builds(c.DomainCheck, names=st.lists(DOMAINS, min_size=1, max_size=3).map(tuple)),
    st.builds(c.DomainInfo, name=DOMAINS, auth_info=st.none() | CODES),
    st.builds(
        c.DomainCreate,
        name=DOMAINS,
        auth_info=CODES,
        period=PERIODS,
        nameservers=SOME_HOSTS,
        registrant=st.none() | CONTACTS,
        contacts=REFERENCES.map(tuple),
    ),
    st.builds(c.DomainRenew, name=DOMAINS, cur_exp_date=st.sampled_from(["2027-01-01", "2028-01-01"]), period=PERIODS),
    st.builds(
        c.DomainTransfer,
        name=DOMAINS,
        op=st.sampled_from(["request", "query", "approve", "reject", "cancel"]),
        auth_info=st.none() | CODES,
        period=PERIODS,
    ),
    st.builds(
        c.DomainUpdate,
        name=DOMAINS,
        add_nameservers=SOME_HOSTS,
        rem_nameservers=SOME_HOSTS,
        add_contacts=REFERENCES.map(tuple),
        rem_contacts=REFERENCES.map(tuple),
        add_statuses=STATUSES,
        rem_statuses=STATUSES,
        registrant=st.none() | CONTACTS,
        auth_info=st.none() | CODES,
    ),
    st.builds(c.DomainDelete, name=DOMAINS),
    st.builds(c.HostInfo, name=HOSTS),
    st.builds(c.HostCreate, name=HOSTS, addresses=ADDRESSES),
    st.builds(c.HostUpdate, name=HOSTS, add_addresses=ADDRESSES, rem_addresses=ADDRESSES, new_name=st.none() | HOSTS),
    st.builds(c.HostDelete, name=HOSTS),
    st.builds(c.ContactInfo, id=CONTACTS),
    st.builds(c.ContactCreate, id=CONTACTS, postal=st.just(POSTAL), email=st.just("a@b.c"), auth_info=CODES),
    st.builds(c.ContactUpdate, id=CONTACTS, email=st.just("d@e.f"), add_statuses=STATUSES),
    st.builds(c.ContactDelete, id=CONTACTS),
    st.builds(c.Poll, op=st.sampled_from(["req", "ack"]), message_id=st.none() | st.integers(1, 30).map(str)),
)


class AnyCommands(RuleBasedStateMachine):
    """Two registrars and the clock against one registry."""

    @initialize()
    def start(self):
        clids = ("registrar-a", "registrar-b")
        self.registry = Registry(PROFILES["generic"], {clid: Registrar(clid, Secret("x")) for clid in clids})
        self.now = parse_instant("2026-01-01T00:00:00Z")
        self.seen = set()

    @rule(command=COMMANDS, by=st.sampled_from(["registrar-a", "registrar-b"]))
    def ask(self, command, by):
        before = dict(self.registry.domains), dict(self.registry.hosts), dict(self.registry.contacts)
        session = Session(id=by, clid=by)
        response = execute(self.registry, session, c.Request(command=command, cltrid="test"), self.now)
        assert response.svtrid not in self.seen
        self.seen.add(response.svtrid)
        assert response.cltrid == "test"
        if not response.is_success:
            assert before == (self.registry.domains, self.registry.hosts, self.registry.contacts)

    @rule(days=st.sampled_from([1, 5, 30, 400]))
    def wait(self, days):
        self.now += timedelta(days=days)
        catch_up(self.registry, self.now)

    @invariant()
    def every_tie_holds(self):
        registry = self.registry
        for domain in registry.domains.values():
            assert domain.sponsor in registry.registrars
            assert set(domain.nameservers) <= set(registry.hosts)
            assert domain.contact_ids <= set(registry.contacts)
            assert domain.due > self.now
            assert any(entry == (domain.due, domain.name) for entry in registry.agenda)
        for host in registry.hosts.values():
            assert host.sponsor in registry.registrars
            users = {domain.name for domain in registry.domains.values() if host.name in domain.nameservers}
            assert set(registry.users_of_host(host.name)) == users
            parent = registry.profile.parent_of(host.name)
            if parent is not None:
                assert registry.domains[parent].sponsor == host.sponsor
                assert host.name in registry.hosts_below(parent)
        for contact in registry.contacts.values():
            users = {domain.name for domain in registry.domains.values() if contact.id in domain.contact_ids}
            assert set(registry.users_of_contact(contact.id)) == users


AnyCommands.TestCase.settings = settings(max_examples=30, stateful_step_count=40, deadline=None)
test_any_commands_keep_every_tie = AnyCommands.TestCase
