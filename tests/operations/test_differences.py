"""The update that is still needed: it reaches the wanted state, and is empty exactly when that is there already."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from epp_gateway.model.commands import DomainUpdate, HostUpdate
from epp_gateway.model.objects import CLIENT_STATUSES, DomainContact, DomainData, HostData, Status
from epp_gateway.model.plan import DomainDesired, HostDesired
from epp_gateway.operations.differences import apply_domain_update, domain_update, host_update

NAME = "example.com"
nameservers = st.lists(st.sampled_from([f"ns{n}.dns.example" for n in range(5)]), unique=True).map(tuple)
client = st.lists(st.sampled_from(sorted(CLIENT_STATUSES)), unique=True).map(tuple)
server = st.lists(
    st.sampled_from(["ok", "inactive", "serverHold", "serverDeleteProhibited", "pendingTransfer"]), unique=True
)
contacts = st.lists(
    st.builds(DomainContact, role=st.sampled_from(["admin", "tech", "billing"]), id=st.sampled_from(["A", "B"])),
    unique=True,
).map(tuple)
people = st.none() | st.sampled_from(["A", "B"])
addresses = st.lists(st.sampled_from(["192.0.2.1", "192.0.2.2", "2001:db8::1"]), unique=True).map(tuple)


@st.composite
def domains(draw):
    values = [Status(value=value) for value in (*draw(client), *draw(server))]
    return DomainData(
        name=NAME,
        roid="D1",
        statuses=tuple(draw(st.permutations(values))),
        nameservers=draw(nameservers),
        contacts=draw(contacts),
        registrant=draw(people),
    )


wishes = st.builds(
    DomainDesired,
    name=st.just(NAME),
    nameservers=st.none() | nameservers,
    client_statuses=st.none() | client,
    registrant=people,
    contacts=st.none() | contacts,
)


def after(found: DomainData, update: DomainUpdate) -> DomainData:
    """A registry's view of an update."""
    changed = replace(found, **apply_domain_update(found, update))
    return replace(changed, statuses=(*changed.statuses, *(Status(value=value) for value in update.add_statuses)))


def is_reached(wish: DomainDesired, found: DomainData) -> bool:
    values = {status.value for status in found.statuses} & CLIENT_STATUSES
    return (
        (wish.nameservers is None or set(wish.nameservers) == set(found.nameservers))
        and (wish.client_statuses is None or set(wish.client_statuses) == values)
        and (wish.contacts is None or set(wish.contacts) == set(found.contacts))
        and (wish.registrant is None or wish.registrant == found.registrant)
    )


@given(wish=wishes, found=domains())
def test_an_update_reaches_the_wanted_state(wish, found):
    assert is_reached(wish, after(found, domain_update(wish, found)))


@given(wish=wishes, found=domains())
def test_an_update_is_empty_exactly_when_the_wanted_state_is_there(wish, found):
    assert domain_update(wish, found).is_empty == is_reached(wish, found)


@given(wish=wishes, found=domains())
def test_an_update_never_adds_what_is_there_nor_removes_what_is_not(wish, found):
    """Registries refuse both (2306)."""
    update = domain_update(wish, found)
    values = {status.value for status in found.statuses}
    assert not set(update.add_nameservers) & set(found.nameservers)
    assert set(update.rem_nameservers) <= set(found.nameservers)
    assert not set(update.add_statuses) & values
    assert set(update.rem_statuses) <= values & CLIENT_STATUSES
    assert not set(update.add_contacts) & set(found.contacts)
    assert set(update.rem_contacts) <= set(found.contacts)


@given(wish=wishes, found=domains())
def test_what_the_registry_set_and_what_is_not_spoken_of_stays(wish, found):
    changed = after(found, domain_update(wish, found))
    kept = [status.value for status in found.statuses if status.value not in CLIENT_STATUSES]
    assert [status.value for status in changed.statuses if status.value not in CLIENT_STATUSES] == kept
    if wish.nameservers is None:
        assert changed.nameservers == found.nameservers
    if wish.contacts is None:
        assert changed.contacts == found.contacts


@given(wanted=addresses, there=addresses)
def test_a_hosts_update_reaches_the_wanted_addresses(wanted, there):
    found = HostData(name="ns1.example.com", roid="H1", addresses=there)
    update = host_update(HostDesired(name="ns1.example.com", addresses=wanted), found)
    assert set(there) - set(update.rem_addresses) | set(update.add_addresses) == set(wanted)
    assert not set(update.add_addresses) & set(there)
    assert set(update.rem_addresses) <= set(there)
    assert (update == HostUpdate(name="ns1.example.com")) == (set(wanted) == set(there))
