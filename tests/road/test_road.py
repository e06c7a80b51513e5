"""A panel's HTTP request to a registry and back, over real processes and real TLS."""

import json
import signal
from urllib import error, request

import pytest

from epp_gateway.model.commands import DomainTransfer
from epp_gateway.model.secret import Secret
from tests.road.conftest import CONTACT


def test_a_name_lives_from_check_to_delete(place, fresh) -> None:
    """check, create, info, renew, update, lock, delete at a registry that takes no contacts."""
    panel, name = place.panel(), fresh("com")
    checked = panel.write("POST", "/v1/domain-checks", {"names": [name]}).document["results"][0]
    assert checked["available"] is True
    created = panel.create(name, period={"unit": "y", "value": 2})
    assert created.status == 201
    expires = created.document["result"]["data"]["expires"]
    shown = panel.get(f"/v1/domains/{name}", fresh="true").document
    assert shown["expires"] == expires
    renewed = panel.write("POST", f"/v1/domains/{name}/renewals", {"current_expiry": expires})
    assert renewed.status == 200
    assert int(renewed.document["result"]["data"]["expires"][:4]) == int(expires[:4]) + 1
    updated = panel.write("PATCH", f"/v1/domains/{name}", {"nameservers": ["ns1.example.org", "ns2.example.org"]})
    assert updated.status == 200, updated.document
    assert panel.get(f"/v1/domains/{name}", fresh="true").document["nameservers"] == [
        "ns1.example.org",
        "ns2.example.org",
    ]
    locked = panel.write("PUT", f"/v1/domains/{name}/lock", {"statuses": ["clientDeleteProhibited"]})
    assert locked.status == 200
    refused = panel.write("DELETE", f"/v1/domains/{name}")
    assert refused.status == 409
    assert refused.document["type"].endswith("epp.status.delete-prohibited")
    assert panel.write("PUT", f"/v1/domains/{name}/lock", {"statuses": []}).status == 200
    deleted = panel.write("DELETE", f"/v1/domains/{name}")
    assert deleted.document["state"] == "succeeded"
    assert panel.get(f"/v1/domains/{name}").status == 404


def test_a_create_makes_its_contacts_hosts_glue_and_the_update_that_uses_them(place, fresh) -> None:
    panel, name = place.panel(), fresh("test")
    holder = f"holder-{name[:8]}"
    assert panel.write("POST", "/v1/contacts", {"id": holder, **CONTACT}).status == 201
    created = panel.create(
        name,
        contacts={"registrant": holder, "admin": holder},
        nameservers=[{"name": f"ns1.{name}", "addresses": ["192.0.2.1", "2001:db8::1"]}, f"ns.{fresh('org')}"],
    )
    assert created.status == 201, created.document
    commands = [step["command"] for step in created.document["steps"]]
    assert commands == ["contact.create", "host.create", "domain.create", "host.create", "domain.desired"]
    cltrids = [attempt["cltrid"] for attempt in created.document["attempts"]]
    assert len(set(cltrids)) == len(cltrids) == 5
    found = place.simulators["generic"].control("GET", f"/objects/domain/{name}")
    assert f"ns1.{name}" in found["nameservers"]
    contact = panel.get(f"/v1/contacts/{holder}").document
    assert [one["registry"] for one in contact["objects"]] == ["generic"]
    assert found["registrant"] == contact["objects"][0]["id"]
    assert 3 <= len(contact["objects"][0]["id"]) <= 16


def test_what_a_failed_plan_made_is_deleted_again(place, fresh) -> None:
    panel, name, simulator = place.panel(), fresh("test"), place.simulators["generic"]
    holder, host = f"undo-{name[:8]}", f"ns.{fresh('org')}"
    panel.write("POST", "/v1/contacts", {"id": holder, **CONTACT})
    simulator.fault("code", "domain.create", name, code=2306)
    failed = panel.create(name, contacts={"registrant": holder}, nameservers=[host])
    assert failed.status == 422, failed.document
    document = failed.document["operation"]
    assert (document["state"], document["result"]["code"], document["orphans"]) == ("failed", 2306, [])
    undone = [step["command"] for step in document["steps"] if step["undo"]]
    assert undone == ["host.delete", "contact.delete"]
    with pytest.raises(error.HTTPError):
        simulator.control("GET", f"/objects/host/{host}")


def test_contacts_and_hosts_are_one_thing_for_the_panel(place, fresh) -> None:
    panel, simulator = place.panel(), place.simulators["generic"]
    contact, host = f"c-{fresh('x')[:8]}", f"ns.{fresh('org')}"
    made = panel.write("POST", "/v1/contacts", {"id": contact, "registries": ["generic"], **CONTACT})
    assert made.status == 201, made.document
    handle = panel.get(f"/v1/contacts/{contact}").document["objects"][0]["id"]
    changed = panel.write("PATCH", f"/v1/contacts/{contact}", {**CONTACT, "email": "new@example.jp"})
    assert changed.status == 200, changed.document
    assert simulator.control("GET", f"/objects/contact/{handle}")["email"] == "new@example.jp"
    assert panel.get(f"/v1/contacts/{contact}").document["version"] == 2
    assert panel.write("DELETE", f"/v1/contacts/{contact}").status == 200
    with pytest.raises(error.HTTPError):
        simulator.control("GET", f"/objects/contact/{handle}")
    assert panel.write("POST", "/v1/hosts", {"name": host, "registries": ["generic"]}).status == 201
    checked = panel.write("POST", "/v1/host-checks", {"names": [host], "registry": "generic"}).document["results"][0]
    assert checked["available"] is False
    assert panel.write("DELETE", f"/v1/hosts/{host}").status == 200


def test_glue_is_created_changed_and_deleted_by_its_name(place, fresh) -> None:
    panel, name = place.panel(), fresh("com")
    panel.create(name)
    made = panel.write("POST", "/v1/hosts", {"name": f"ns1.{name}", "addresses": ["192.0.2.1"]})
    assert made.status == 201, made.document
    moved = panel.write("PATCH", f"/v1/hosts/ns1.{name}", {"addresses": ["192.0.2.2"]})
    assert moved.status == 200, moved.document
    found = place.simulators["verisign"].control("GET", f"/objects/host/ns1.{name}")
    assert found["addresses"] == ["192.0.2.2"]
    assert panel.write("DELETE", f"/v1/hosts/ns1.{name}").status == 200


def test_a_jp_name_is_made_for_a_year_never_renewed_and_ended_at_the_month_end(place, fresh) -> None:
    panel, name = place.panel(), fresh("jp")
    holder = f"jp-{name[:8]}"
    panel.write("POST", "/v1/contacts", {"id": holder, **CONTACT})
    assert panel.create(name, contacts={"registrant": holder}, period={"unit": "y", "value": 2}).status == 422
    created = panel.create(name, contacts={"registrant": holder})
    assert created.status == 201, created.document
    assert created.document["result"]["data"]["expires"].endswith("T15:00:00Z")
    expiry = created.document["result"]["data"]["expires"]
    assert panel.write("POST", f"/v1/domains/{name}/renewals", {"current_expiry": expiry}).status == 501
    ended = panel.write("POST", f"/v1/domains/{name}/cancellation", {"comment": "end", "confirm": []})
    assert (ended.status, ended.document["state"]) == (202, "pending")
    shown = panel.get(f"/v1/domains/{name}", fresh="true").document
    assert shown["registry_state"] == "to-be-suspended"
    assert shown["suspend_at"].endswith("T15:00:00Z")


def test_transfers_in_are_asked_queried_and_cancelled(place, fresh) -> None:
    panel, name, simulator = place.panel(), fresh("com"), place.simulators["verisign"]
    simulator.control("PUT", f"/objects/domain/{name}", {"sponsor": "registrar-b", "auth_info": "Right-Code-1"})
    wrong = panel.write("POST", f"/v1/domains/{name}/transfers", {"auth_code": "Wrong-Code-1"})
    assert wrong.status == 403, wrong.document
    asked = panel.write("POST", f"/v1/domains/{name}/transfers", {"auth_code": "Right-Code-1"})
    assert (asked.status, asked.document["state"]) == (202, "pending")
    latest = panel.get(f"/v1/domains/{name}/transfers/latest").document
    assert latest["transfer"]["status"] == "pending"
    cancelled = panel.write("DELETE", f"/v1/domains/{name}/transfers/latest")
    assert cancelled.document["state"] == "succeeded"
    panel.get(f"/v1/domains/{name}/transfers/latest")
    assert panel.until(asked, "failed", "succeeded")["state"] == "failed"


@pytest.mark.parametrize(("answer", "left"), [("approve", True), ("reject", False)])
def test_a_transfer_out_asked_for_by_another_registrar_is_answered(place, fresh, answer, left) -> None:
    """On its first day the terms forbid approving; once the contract is old enough it may go."""
    panel, name, simulator = place.panel(), fresh("com"), place.simulators["verisign"]
    panel.create(name, auth_code="Leaving-Code-1")
    asked = DomainTransfer(name=name, op="request", auth_info=Secret("Leaving-Code-1"))
    (response,) = simulator.as_other_registrar("verisign", asked)
    assert response.code == 1001
    if answer == "approve":
        refused = panel.write("POST", f"/v1/domains/{name}/transfers/latest/approve")
        assert refused.document["type"].endswith("ntt.transfer-out.60-days")
        old = {"contract.start": "2020-01-01", "contract.end": "2030-12-31"}
        assert panel.write("PATCH", f"/v1/domains/{name}/facts", old).status == 200
    assert panel.get(f"/v1/domains/{name}/transfers/latest").document["transfer"]["status"] == "pending"
    done = panel.write("POST", f"/v1/domains/{name}/transfers/latest/{answer}")
    assert (done.status, done.document["state"]) == (200, "succeeded"), done.document
    assert (panel.get(f"/v1/domains/{name}").status == 404) is left
    sponsor = simulator.control("GET", f"/objects/domain/{name}")["sponsor"]
    assert sponsor == ("registrar-b" if left else "registrar-a")


def test_a_refusal_reaches_no_registry(place, fresh) -> None:
    """The simulator's own transcript is the witness."""
    panel, name, simulator = place.panel(), fresh("com"), place.simulators["verisign"]
    panel.create(name)
    before = simulator.about(name)
    refused = panel.write("POST", f"/v1/domains/{name}/transfers", {"direction": "out"})
    assert refused.status == 409
    assert refused.document["type"].endswith("ntt.transfer-out.60-days")
    assert refused.document["operation"]["decision"]["rules"][0]["cite"] == ["002 別記3-1-2"]
    assert simulator.about(name) == before
    panel.write("PUT", f"/v1/domains/{name}/lock", {"gateway_lock": True, "reason": "court order"})
    locked = panel.write("DELETE", f"/v1/domains/{name}")
    assert locked.document["type"].endswith("gateway.lock")
    assert simulator.about(name) == before


def test_another_panels_objects_do_not_exist(place, fresh) -> None:
    name = fresh("com")
    created = place.panel("alpha").create(name)
    beta = place.panel("beta")
    assert beta.get(f"/v1/domains/{name}").status == 404
    assert beta.get(f"/v1/operations/{created.document['id']}").status == 404
    assert beta.write("DELETE", f"/v1/domains/{name}").status == 404
    assert beta.write("PATCH", f"/v1/domains/{name}", {"statuses": []}).status == 404
    assert beta.get("/v1/domains", names=name).document["domains"] == []
    assert place.panel("operator").get(f"/v1/operations/{created.document['id']}").status == 200


def test_bad_input_gets_a_clear_problem_and_loses_nothing(place, fresh) -> None:
    panel = place.panel()

    def problem(name: str, **body: object) -> tuple[int, str]:
        answer = panel.create(name, **body)
        return answer.status, json.dumps(answer.document)

    assert problem("not a name")[0] == 422
    assert problem("example.invalidtld")[0] == 422
    status, words = problem(fresh("com"), colour="red", period={"unit": "y", "value": 0})
    assert status == 422
    assert "colour" in words
    assert "$.period" in words
    asked = request.Request(f"{place.url}/v1/domains", method="POST", data=b'{"name": ')
    asked.add_header("Authorization", f"Bearer {place.token('alpha')}")
    asked.add_header("Content-Type", "application/json")
    asked.add_header("Idempotency-Key", "k")
    with pytest.raises(error.HTTPError) as raised, request.urlopen(asked, timeout=10):
        pass
    with raised.value as answer:
        assert answer.code == 400
        assert "Traceback" not in answer.read().decode()


def test_repeats_of_a_key_give_the_same_operation(place, fresh) -> None:
    panel, name = place.panel(), fresh("com")
    first = panel.create(name, key=f"key-{name}")
    again = panel.create(name, key=f"key-{name}")
    other = panel.create(fresh("com"), key=f"key-{name}")
    assert first.document["id"] == again.document["id"]
    assert again.status == first.status
    assert other.status == 422
    assert place.simulators["verisign"].executed("creates", name) == 1


def test_sigterm_drains_and_logs_every_session_out(own_place) -> None:
    place = own_place()
    place.start()
    panel, name, simulator = place.panel(), "drained.com", place.simulators["verisign"]
    simulator.fault("delay", "domain.create", name, ms=1500)
    created = panel.create(name, wait=0)
    assert created.status == 202
    assert place.stop(signal.SIGTERM) == 0
    assert simulator.executed("creates", name) == 1
    assert simulator.control("GET", "/stats")["sessions"].get("registrar-a", 0) == 0
    assert simulator.received("<logout/>")
    place.start()
    assert place.panel().operation(created)["state"] == "succeeded"


def test_a_foreign_server_id_is_no_registry_of_ours(own_place) -> None:
    place = own_place()
    place.edit("registries/verisign.toml", "Verisign-style", "Somebody else's")
    place.start()
    answer = place.panel().create("never.com", wait=12)
    assert answer.status == 503
    assert place.simulators["verisign"].executed("creates", "never.com") == 0
    assert "server" in json.dumps(place.panel().get("/readyz").document)


def test_registrant_data_is_kept_in_versions_where_the_registry_takes_none(place, fresh) -> None:
    """One call with the holder's card: .com has no contacts on the wire, so the gateway keeps them."""
    panel, name, simulator = place.panel(), fresh("com"), place.simulators["verisign"]
    created = panel.create(name, contacts={"registrant": CONTACT, "admin": CONTACT})
    assert created.status == 201, created.document
    assert [step["command"] for step in created.document["steps"]] == ["domain.create"]
    contacts = panel.get(f"/v1/domains/{name}").document["contacts"]
    assert contacts["registrant"] == contacts["admin"]
    holder = panel.get(f"/v1/contacts/{contacts['registrant']}").document
    assert (holder["version"], holder["email"]) == (1, CONTACT["email"])
    assert not [frame for frame in simulator.received("contact-1.0") if "contact:create" in frame]
    panel.write("PATCH", f"/v1/contacts/{contacts['registrant']}", {**CONTACT, "email": "other@example.jp"})
    assert panel.get(f"/v1/contacts/{contacts['registrant']}").document["version"] == 2
