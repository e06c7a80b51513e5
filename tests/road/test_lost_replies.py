"""The registry acts and its reply is lost: the panel is told the truth, and it happens exactly once.

The simulator's clock stands at 16:30Z, so that expiry instants lie between 15:00Z and 24:00Z: another day in Japan.
The books of the registry, not the gateway's word, say how often something was executed.
"""

import signal

import pytest

from tests.road.conftest import Place

CLOCK = ("--clock", "2027-01-31T16:30:00Z")


@pytest.fixture(scope="module")
def late(tmp_path_factory):
    """A place whose registry and gateway live at 16:30Z; shared by the tests here, so names are their own."""
    place = Place(tmp_path_factory.mktemp("late"), ("verisign",), *CLOCK)
    try:
        place.add_panel("alpha", "read", "write", "unlock", "facts")
        place.start("--clock", place.simulators["verisign"].ready["control"])
        yield place
    finally:
        place.end()


def test_a_lost_create_is_found_and_not_made_twice(late) -> None:
    panel, simulator = late.panel(), late.simulators["verisign"]
    simulator.fault("close-after-execute", "domain.create", "lost.com")
    created = panel.create("lost.com")
    assert (created.status, created.document["state"]) == (201, "succeeded")
    assert created.document["result"]["data"]["expires"].startswith("2028-01-31T16:3")
    assert simulator.executed("creates", "lost.com") == 1
    assert len(created.document["attempts"]) == 1
    assert created.document["sent"] == "yes", "what was done must have arrived"


def test_a_lost_renewal_is_found_and_keeps_the_registrys_own_date(late) -> None:
    panel, simulator = late.panel(), late.simulators["verisign"]
    panel.create("kept.com")
    shown = panel.get("/v1/domains/kept.com").document
    assert shown["current_expiry"] == "2028-01-31"  # in Japan that instant is 1 February
    simulator.fault("close-after-execute", "domain.renew", "kept.com")
    renewed = panel.write("POST", "/v1/domains/kept.com/renewals", {"current_expiry": shown["expires"]})
    assert (renewed.status, renewed.document["state"]) == (200, "succeeded"), renewed.document
    assert simulator.executed("renewals", "kept.com") == 1
    assert "<domain:curExpDate>2028-01-31</domain:curExpDate>" in simulator.received("<domain:renew")[0]
    assert panel.get("/v1/domains/kept.com", fresh="true").document["expires"].startswith("2029-01-31T16:3")


def test_a_command_that_never_ran_is_sent_again_with_another_id(late) -> None:
    """Not done is final only after the registry was asked twice, with its settle time between."""
    panel, simulator = late.panel(), late.simulators["verisign"]
    simulator.fault("close-before-execute", "domain.create", "again.com")
    created = panel.create("again.com")
    assert created.document["state"] == "succeeded", created.document
    assert simulator.executed("creates", "again.com") == 1
    first, second = (attempt["cltrid"] for attempt in created.document["attempts"])
    assert first != second
    asked = [frame for frame in simulator.received("<domain:info") if "again.com" in frame]
    assert len(asked) >= 2


@pytest.mark.parametrize(
    ("fault", "more"), [("no-reply", {}), ("wrong-cltrid", {}), ("code", {"code": 2400, "executed": True})]
)
def test_whatever_hides_the_outcome_the_registry_is_asked(late, fault, more) -> None:
    panel, simulator = late.panel(), late.simulators["verisign"]
    simulator.fault(fault, "domain.create", f"{fault}.com", **more)
    created = panel.create(f"{fault}.com", wait=0)
    assert created.status == 202
    assert panel.until(created, "succeeded", "failed", "held")["state"] == "succeeded"
    assert simulator.executed("creates", f"{fault}.com") == 1


def test_killed_with_a_reply_outstanding_it_goes_on_where_it_stopped(late) -> None:
    """Kill -9 while the registry has the command: after the start the registry is asked, and the panel told."""
    panel, simulator = late.panel(), late.simulators["verisign"]
    simulator.fault("delay", "domain.create", "killed.com", ms=3000)
    created = panel.create("killed.com", key="the-key", wait=0)
    panel.until(created, "sending")
    while not simulator.executed("creates", "killed.com"):
        pass
    late.stop(signal.SIGKILL)
    late.start("--clock", simulator.ready["control"])
    panel = late.panel()
    assert panel.until(created, "succeeded", "failed", "held")["state"] == "succeeded"
    assert simulator.executed("creates", "killed.com") == 1
    assert panel.create("killed.com", key="the-key").document["id"] == created.document["id"]


def test_a_lost_transfer_request_is_found_pending(late) -> None:
    panel, simulator = late.panel(), late.simulators["verisign"]
    simulator.control("PUT", "/objects/domain/moving.com", {"sponsor": "registrar-b", "auth_info": "Right-Code-1"})
    simulator.fault("close-after-execute", "domain.transfer.request", "moving.com")
    asked = panel.write("POST", "/v1/domains/moving.com/transfers", {"auth_code": "Right-Code-1"})
    assert (asked.status, asked.document["state"]) == (202, "pending"), asked.document
    assert simulator.executed("transfers", "moving.com") == 1
    simulator.control("POST", "/clock", {"advance": "P6D"})
    panel.get("/v1/domains/moving.com/transfers/latest")
    assert panel.until(asked, "succeeded", "failed")["state"] == "succeeded"


def test_a_plan_killed_in_the_middle_goes_on_with_its_next_step(own_place) -> None:
    place = own_place(profiles=("generic",))
    place.start()
    panel, simulator = place.panel(), place.simulators["generic"]
    simulator.fault("delay", "domain.create", "half.test", ms=3000)
    glue = [{"name": "ns1.half.test", "addresses": ["192.0.2.1"]}]
    created = panel.create("half.test", nameservers=[*glue, "ns.other.org"], wait=0)
    while not simulator.executed("creates", "half.test"):
        pass
    place.stop(signal.SIGKILL)
    place.start()
    ended = place.panel().until(created, "succeeded", "failed", "held")
    assert ended["state"] == "succeeded", ended
    assert simulator.executed("creates", "half.test") == 1
    found = simulator.control("GET", "/objects/domain/half.test")
    assert sorted(found["nameservers"]) == ["ns.other.org", "ns1.half.test"]
