"""What every journal promises about names, contacts, hosts, facts, panels and tokens."""

import msgspec
import pytest

from epp_gateway.journal.records import ContactRecord, DomainRecord, HostRecord, Instance, Token
from epp_gateway.journal.states import IllegalMove
from epp_gateway.journal.store import UniqueKey
from epp_gateway.model.facts import Fact
from epp_gateway.model.intent import WantedContact
from epp_gateway.model.objects import DomainData


def domain(name="a.com", panel="alpha", account="verisign", **changes):
    return DomainRecord(name=name, unicode=name, panel=panel, account=account, **changes)


def instance(registry_id="R1", **changes):
    base = Instance(account="pir", kind="contact", panel="alpha", name="c1", registry_id=registry_id, state="wanted")
    return msgspec.structs.replace(base, **changes)


async def test_a_name_is_kept_whole_and_replaced(journal, build):
    data = DomainData(name="a.com", roid="D1", expires="2027-04-01T00:00:00Z")
    first = domain(
        contacts=(WantedContact(role="admin", id="c1"),),
        registry=data,
        as_of=build.at,
        gateway_lock={"who": "panel"},
        extra={"state": "active"},
    )
    second = domain(panel="beta", account="pir", left="transferred")
    await journal.write(lambda tx: tx.put_domain(first))
    assert await journal.read(lambda tx: tx.domain("a.com")) == first
    await journal.write(lambda tx: tx.put_domain(second))
    assert await journal.read(lambda tx: tx.domain("a.com")) == second
    assert await journal.read(lambda tx: tx.domains(panel="alpha")) == []
    assert await journal.read(lambda tx: tx.domains(panel="beta", account="pir")) == [second]


async def test_names_are_listed_by_panel_name_and_account(journal):
    names = ["b.com", "a.com", "c.org", "d\"'.com"]

    def job(tx):
        for name in names:
            tx.put_domain(domain(name, account="pir" if name.endswith("org") else "verisign"))
        tx.put_domain(domain("e.com", panel="beta"))

    await journal.write(job)

    async def found(**filters):
        return [record.name for record in await journal.read(lambda tx: tx.domains(panel="alpha", **filters))]

    assert await found() == sorted(names)
    assert await found(account="pir") == ["c.org"]
    assert await found(names=iter(["b.com", "e.com", "x.com", "d\"'.com"])) == ["b.com", "d\"'.com"]
    assert await found(names=["c.org"], account="verisign") == []


async def test_more_names_than_a_statement_has_placeholders(journal):
    await journal.write(lambda tx: tx.put_domain(domain()))
    many = [f"n{n}.com" for n in range(40_000)] + ["a.com"]
    assert await journal.read(lambda tx: tx.domains(panel="alpha", names=many)) == [domain()]


async def test_versions_of_a_contact_are_kept_and_never_overwritten(journal, build):
    def version(n, city, panel="alpha"):
        return ContactRecord(panel=panel, id="c1", version=n, card=build.card(city), at=build.at)

    versions = [version(n, f"city {n}") for n in range(1, 12)]
    await journal.write(lambda tx: [tx.add_contact_version(each) for each in reversed(versions)])
    await journal.write(lambda tx: tx.add_contact_version(version(1, "Osaka", panel="beta")))
    with pytest.raises(UniqueKey, match=r"contact\.panel, contact\.id, contact\.version"):
        await journal.write(lambda tx: tx.add_contact_version(version(3, "elsewhere")))
    with pytest.raises(IllegalMove, match="written once"):
        await journal.write(lambda tx: tx._run("UPDATE contact SET body = ''"))
    assert await journal.read(lambda tx: tx.contact_versions("alpha", "c1")) == versions
    assert await journal.read(lambda tx: tx.contact("alpha", "c1")) == versions[-1]
    assert await journal.read(lambda tx: tx.contact("alpha", "c2")) is None


async def test_a_host_belongs_to_its_panel_and_is_replaced(journal, build):
    host = HostRecord(panel="alpha", name="ns1.a.com", addresses=("192.0.2.1",), at=build.at)
    gone = msgspec.structs.replace(host, deleted=True)
    await journal.write(lambda tx: tx.put_host(host))
    await journal.write(lambda tx: tx.put_host(gone))
    assert await journal.read(lambda tx: tx.host("alpha", "ns1.a.com")) == gone
    assert await journal.read(lambda tx: tx.host("beta", "ns1.a.com")) is None


async def test_registry_objects_stand_behind_a_contact_in_every_account_and_role(journal):
    kept = [instance("R1"), instance("R2", account="verisign"), instance("R3", role="tech"), instance("R4", name="c2")]
    await journal.write(lambda tx: [tx.put_instance(each) for each in kept])
    found = await journal.read(lambda tx: tx.instances("contact", "alpha", "c1"))
    assert [each.registry_id for each in found] == ["R1", "R3", "R2"]
    live = instance("R9", state="live")
    await journal.write(lambda tx: tx.put_instance(live))
    assert await journal.read(lambda tx: tx.instance_of("pir", "contact", "R9")) == [live]
    assert await journal.read(lambda tx: tx.instance_of("pir", "contact", "R1")) == []


async def test_a_registry_id_stands_for_one_contact_of_an_account(journal):
    await journal.write(lambda tx: tx.put_instance(instance("R1")))
    with pytest.raises(UniqueKey, match="registry_id"):
        await journal.write(lambda tx: tx.put_instance(instance("R1", panel="beta")))
    await journal.write(lambda tx: tx.put_instance(instance("R1", account="verisign")))
    await journal.write(lambda tx: tx.put_instance(instance("R1", state="live")))
    assert [each.state for each in await journal.read(lambda tx: tx.instance_of("pir", "contact", "R1"))] == ["live"]


async def test_an_external_host_may_be_used_by_several_panels(journal):
    hosts = [instance("ns1.x.net", kind="host", panel=panel, name="ns1.x.net") for panel in ("alpha", "beta")]
    await journal.write(lambda tx: [tx.put_instance(each) for each in hosts])
    assert await journal.read(lambda tx: tx.instance_of("pir", "host", "ns1.x.net")) == hosts


async def test_a_fact_replaces_the_one_of_its_name_in_its_scope(journal, build):
    def fact(name, value, as_of="2026-04-01"):
        return Fact(name=name, value=value, source="billing", as_of=as_of)

    def job(tx):
        tx.put_facts("account", "alpha", [fact("debts", 1), fact("paid", {"at": ["x"]})])
        tx.put_facts("account", "alpha", iter([fact("debts", 2, "2026-04-02")]))
        tx.put_facts("domain", "alpha", [fact("debts", 3)])

    await journal.write(job)
    found = await journal.read(lambda tx: tx.facts("account", "alpha"))
    assert found == {"debts": fact("debts", 2, "2026-04-02"), "paid": fact("paid", {"at": ["x"]})}
    assert await journal.read(lambda tx: tx.facts("domain", "alpha")) == {"debts": fact("debts", 3)}
    assert await journal.read(lambda tx: tx.facts("domain", "beta")) == {}


async def test_a_panel_is_added_once(journal, build):
    await journal.write(lambda tx: [tx.add_panel(panel, build.at) for panel in ("beta", "alpha")])
    with pytest.raises(UniqueKey, match=r"panel\.id"):
        await journal.write(lambda tx: tx.add_panel("beta", build.at))
    assert await journal.read(lambda tx: tx.panels()) == ["alpha", "beta"]


async def test_a_token_is_found_by_its_digest_and_can_be_revoked(journal, build):
    token = Token(id="t1", digest="d1", panel="alpha", scopes=("read", "write"), created_at=build.at)
    revoked = msgspec.structs.replace(token, revoked_at=build.at)
    await journal.write(lambda tx: tx.put_token(token))
    assert await journal.read(lambda tx: tx.token("d1")) == token
    assert await journal.read(lambda tx: tx.token("d2")) is None
    await journal.write(lambda tx: tx.put_token(revoked))
    assert await journal.read(lambda tx: tx.tokens("alpha")) == [revoked]
    with pytest.raises(UniqueKey, match=r"token\.digest"):
        await journal.write(lambda tx: tx.put_token(msgspec.structs.replace(token, id="t2")))


async def test_settings_are_replaced(journal):
    await journal.write(lambda tx: tx.put_meta("note", "1"))
    await journal.write(lambda tx: tx.put_meta("note", "2"))
    assert await journal.read(lambda tx: tx.meta("note")) == "2"
