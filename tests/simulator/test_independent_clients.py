"""Clients that others wrote, unmodified, against a simulator: our codec is never tested only against itself."""

from datetime import date

import pytest
import trio

from epp_gateway.model.terms import parse_instant
from epp_gateway.simulator import running
from epp_gateway.simulator.objects import put_domain

START = parse_instant("2026-11-22T17:30:00Z")

# Both packages speak TLS through functions and options that Python 3.11 calls deprecated.
OLD_TLS = "ignore:ssl.*deprecated:DeprecationWarning"


def eppy_story(host, port, ca, clid, password):
    """Tell the life of a name with the package EPP; gives each answer's code."""
    from eppy import doc  # noqa: PLC0415 - its import warns, where only this test can allow it
    from eppy.client import EppClient  # noqa: PLC0415 - see above

    client = EppClient(ssl_cacerts=ca, socket_timeout=10)
    client.connect(host, port)
    codes = [client.login(clid, password).code]

    def send(kind, **fields):
        command = kind()
        for key, value in {"name": "eppy.test", **fields}.items():
            setattr(command, key, value)
        answer = client.send(command)
        codes.append(answer.code)
        return answer

    send(doc.EppCheckDomainCommand, name=["eppy.test", "other.test"])
    send(doc.EppCreateDomainCommand, period={"@unit": "y", "_text": "2"}, authInfo={"pw": "Eppy-code-1"})
    shown = send(doc.EppInfoDomainCommand)
    expiry = str(shown["epp"]["response"]["resData"]["domain:infData"]["exDate"])
    send(doc.EppRenewDomainCommand, curExpDate=expiry[:10])
    send(doc.EppCreateHostCommand, name="ns1.eppy.test", addr=[{"@ip": "v4", "_text": "192.0.2.1"}])
    send(doc.EppUpdateDomainCommand, add={"ns": {"hostObj": ["ns1.eppy.test"]}})
    send(doc.EppUpdateDomainCommand, rem={"ns": {"hostObj": ["ns1.eppy.test"]}})
    send(doc.EppDeleteHostCommand, name="ns1.eppy.test")
    send(doc.EppDeleteDomainCommand)
    send(doc.EppInfoDomainCommand)
    codes.append(client.logout().code)
    client.close()
    return expiry, [int(code) for code in codes]


def pyepp_story(host, port, clid, password):
    """The same with the package pyepp, and a transfer of another registrar's name."""
    from pyepp import (  # noqa: PLC0415 - as above
        AddressData,
        Contact,
        ContactData,
        Domain,
        DomainData,
        EppCommunicator,
        PostalInfoData,
    )

    link = EppCommunicator(host, str(port))
    link.connect()
    codes = [link.login(clid, password).code]
    domains, contacts = Domain(link), Contact(link)
    address = AddressData(street_1="S", city="C", country_code="JP")
    holder = ContactData("HOLDER", "a@example.com", PostalInfoData(name="N", address=address, type="int"))
    for answer in (
        contacts.create(holder),
        domains.check(["pyepp.test"]),
        domains.create(DomainData("pyepp.test", period=1, registrant="HOLDER", password="Pyepp-code-1")),
        domains.info("pyepp.test"),
        domains.renew("pyepp.test", date(2027, 11, 22)),
        domains.update("pyepp.test", add_statuses=[("clientHold", "")]),
        domains.transfer("theirs.test", "code-of-b"),
        domains.delete("pyepp.test"),
    ):
        codes.append(answer.code)
    codes.append(link.logout().code)
    link.disconnect()
    return codes


@pytest.mark.filterwarnings(OLD_TLS)
async def test_the_package_epp_registers_renews_changes_and_deletes_a_name():
    async with running("generic", clock=START) as registry:
        password = registry.password("registrar-a").reveal()
        expiry, codes = await trio.to_thread.run_sync(
            eppy_story, registry.host, registry.port, str(registry.files.ca), "registrar-a", password
        )
        assert expiry == "2028-11-22T17:30:00Z"
        assert codes == [1000] * 10 + [2303, 1500]
        assert registry.registry.counts.renewals == {"eppy.test": 1}


@pytest.mark.filterwarnings(OLD_TLS)
async def test_the_package_pyepp_asks_for_a_transfer(monkeypatch):
    async with running("generic", clock=START) as registry:
        put_domain(registry.registry, "theirs.test", {"sponsor": "registrar-b", "auth_info": "code-of-b"}, START)
        # It trusts what the system trusts, which OpenSSL takes from here.
        monkeypatch.setenv("SSL_CERT_FILE", str(registry.files.ca))
        password = registry.password("registrar-a").reveal()
        codes = await trio.to_thread.run_sync(pyepp_story, registry.host, registry.port, "registrar-a", password)
        assert codes == [1000] * 7 + [1001, 1000, 1500]
        assert registry.registry.domains["theirs.test"].is_moving
