"""What panels do: stories of one name each, told to the end. Each step is wanted once and waited for."""

from collections.abc import Callable

from epp_gateway.model.commands import DomainTransfer
from epp_gateway.model.secret import Secret
from tests.road.conftest import CONTACT

from .client import Client, Document

Story = Callable[[Client], None]
CODE = "Crash-Code-1"
LONG_AGO = {"contract.start": "2020-01-01", "contract.end": "2030-12-31", "debts": [], "disputes": []}


def _done(end: Document) -> bool:
    return bool(end["state"] == "succeeded")


def _expiry(end: Document) -> str:
    return str(end["result"]["data"]["expires"])


def a_life_of_com(client: Client) -> None:
    """Create, renew twice, other name servers, a status set and lifted, delete."""
    name = client.fresh("com")
    created = client.write("POST", "/v1/domains", {"name": name}, about=name, command="domain.create")
    client.look(name)
    if not _done(created):
        return
    expiry = _expiry(created)
    for _ in range(2):
        renewed = client.write(
            "POST", f"/v1/domains/{name}/renewals", {"current_expiry": expiry}, about=name, command="domain.renew"
        )
        if _done(renewed):
            expiry = _expiry(renewed)
        client.look(name)
    hosts = [f"ns{client.draw.randrange(4)}.example.org", f"ns{client.draw.randrange(4, 8)}.example.net"]
    for change in (
        {"nameservers": hosts, "statuses": ["clientTransferProhibited"]},
        {"nameservers": hosts[:1]},
        {"statuses": []},
    ):
        client.write("PATCH", f"/v1/domains/{name}", change, about=name, command="domain.update")
        client.look(name)
    client.write("DELETE", f"/v1/domains/{name}", about=name, command="domain.delete")
    client.look(name)


def a_name_that_is_taken(client: Client) -> None:
    """Somebody else has it: a lost answer must not make it ours."""
    name = client.fresh("com")
    client.world.registry(name).control("PUT", f"/objects/domain/{name}", {"sponsor": "registrar-b"})
    client.write("POST", "/v1/domains", {"name": name}, about=name, command="domain.create")
    client.look(name)


def a_transfer_in(client: Client) -> None:
    """Asked for, then approved or rejected over there, or taken back."""
    name = client.fresh("com")
    registry = client.world.registry(name)
    registry.control("PUT", f"/objects/domain/{name}", {"sponsor": "registrar-b", "auth_info": CODE})
    asked = client.write(
        "POST",
        f"/v1/domains/{name}/transfers",
        {"auth_code": CODE},
        about=name,
        command="domain.transfer.request",
    )
    if asked["state"] != "pending":
        return
    end = client.draw.choice(("approve", "reject", "cancel"))
    if end == "cancel":
        client.write("DELETE", f"/v1/domains/{name}/transfers/latest", about=name, command="domain.transfer.cancel")
    else:
        registry.as_other_registrar("verisign", DomainTransfer(name=name, op=end))
    client.until_closed(asked, f"closing/{name}")
    client.look(name)


def a_transfer_out(client: Client) -> None:
    """Another registrar asks; the panel approves or rejects."""
    name = client.fresh("com")
    body = {"name": name, "auth_code": CODE}
    if not _done(client.write("POST", "/v1/domains", body, about=name, command="domain.create")):
        return
    client.call("PATCH", f"/v1/domains/{name}/facts", LONG_AGO)
    client.world.registry(name).as_other_registrar(
        "verisign", DomainTransfer(name=name, op="request", auth_info=Secret(CODE))
    )
    answer = client.draw.choice(("approve", "reject"))
    path = f"/v1/domains/{name}/transfers/latest/{answer}"
    client.write("POST", path, about=name, command=f"domain.transfer.{answer}")
    client.look(name)


def a_code_that_is_issued(client: Client) -> None:
    """A new auth code: what is shown, once, is what the registry has."""
    name = client.fresh("com")
    if not _done(client.write("POST", "/v1/domains", {"name": name}, about=name, command="domain.create")):
        return
    client.call("PATCH", f"/v1/domains/{name}/facts", LONG_AGO)
    issued = client.write("POST", f"/v1/domains/{name}/auth-code", {}, about=name, command="domain.update")
    found = client.world.in_the_books("domain", name)
    shown = ((issued["result"] or {}).get("data") or {}).get("auth_code")
    if _done(issued) and shown is not None and (found is None or found["auth_info"] != shown):
        client.book.lie(f"{name}: the panel is shown another auth code than the registry has")


def a_life_of_jp(client: Client) -> None:
    """A holder, a name with it, name servers, the end of the contract."""
    name = client.fresh("jp")
    holder = f"jp-{name.removesuffix('.jp')}"
    client.write("POST", "/v1/contacts", {"id": holder, **CONTACT}, about=name, command="contact.create")
    body = {"name": name, "contacts": {"registrant": holder}}
    created = client.write("POST", "/v1/domains", body, about=name, command="domain.create")
    client.look(name)
    if not _done(created):
        return
    hosts = {"nameservers": ["ns1.example.org", "ns2.example.org"]}
    client.write("PATCH", f"/v1/domains/{name}", hosts, about=name, command="domain.update")
    client.look(name)
    ending = {"comment": "no longer needed", "confirm": []}
    client.write("POST", f"/v1/domains/{name}/cancellation", ending, about=name, command="domain.delete")
    client.look(name)


def a_plan_of_many_steps(client: Client) -> None:
    """Contact, host, name, glue and the update that uses it as one order; then all of it changed and taken away."""
    name = client.fresh("test")
    holder, host = f"t-{name.removesuffix('.test')}", f"ns.{name.removesuffix('.test')}.example.org"
    card = {"id": holder, "registries": ["generic"], **CONTACT}
    made = client.write("POST", "/v1/contacts", card, about=name, command="contact.create")
    glue = {"name": f"ns1.{name}", "addresses": ["192.0.2.1"]}
    body = {"name": name, "nameservers": [glue, host], "contacts": {"registrant": holder} if _done(made) else {}}
    struck = client.draw.choice(("domain.create", "host.create", "domain.update"))
    created = client.write("POST", "/v1/domains", body, about=name, command=struck)
    client.look(name)
    if not _done(created):
        return
    card = {**CONTACT, "email": "new@example.jp"}
    client.write("PATCH", f"/v1/contacts/{holder}", card, about=name, command="contact.update")
    moved = {"addresses": ["192.0.2.2"]}
    client.write("PATCH", f"/v1/hosts/ns1.{name}", moved, about=f"ns1.{name}", command="host.update")
    renewal = {"current_expiry": _expiry(created)}
    client.write("POST", f"/v1/domains/{name}/renewals", renewal, about=name, command="domain.renew")
    client.look(name)
    refused = client.write("DELETE", f"/v1/domains/{name}", about=name, command="domain.delete")
    if _done(refused):
        client.book.lie(f"{name} was deleted although a host stands below it")
    client.write("PATCH", f"/v1/domains/{name}", {"nameservers": [host]}, about=name, command="domain.update")
    client.write("DELETE", f"/v1/hosts/ns1.{name}", about=f"ns1.{name}", command="host.delete")
    client.look(name)
    client.write("DELETE", f"/v1/domains/{name}", about=name, command="domain.delete")
    client.write("DELETE", f"/v1/contacts/{holder}", about=name, command="contact.delete")
    client.look(name)


STORIES: tuple[Story, ...] = (
    a_life_of_com,
    a_life_of_com,
    a_plan_of_many_steps,
    a_plan_of_many_steps,
    a_life_of_jp,
    a_life_of_jp,
    a_transfer_in,
    a_transfer_out,
    a_name_that_is_taken,
    a_code_that_is_issued,
)
"""Drawn from; what stands twice is drawn twice as often."""
