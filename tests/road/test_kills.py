"""kill -9 at many instants under load: nothing told is lost, nothing happens twice, nobody is told a falsehood.

Twenty clients create, renew and then change or delete names, each under a key that it repeats until it hears the end.
The registry's books say what was executed. It closes some connections before or after it acts, so that kills meet
operations in every state. Which instants are hit differs from run to run; what must hold does not.
"""

import collections
import contextlib
import re
import signal
import threading
import time
from typing import Any

from epp_gateway.model.errors import Unreachable
from tests.road.conftest import Panel, Place

CLIENTS = 20
PAUSES = (0.05, 0.3, 0.1, 0.5, 0.02, 0.7, 0.15, 0.4, 0.08, 0.25)
"""Seconds from a gateway that answers to its end."""

_CLTRID = re.compile(r"<clTRID>([^<]+)</clTRID>")


class Load:
    """Clients at work. `told` is every operation document that anybody got, by key."""

    def __init__(self, panel: Panel) -> None:
        self.panel = panel
        self.told: dict[str, list[dict[str, Any]]] = collections.defaultdict(list)
        self.unexpected: list[Any] = []
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._work, args=(n,)) for n in range(CLIENTS)]
        for thread in self._threads:
            thread.start()

    def finish(self) -> None:
        """Let every client come to the end of the name it is at."""
        self._over.set()
        for thread in self._threads:
            thread.join(30)
        assert not any(thread.is_alive() for thread in self._threads)

    def _work(self, client: int) -> None:
        n = 0
        while not self._over.is_set():
            name = f"kill-{client}-{n}.com"
            n += 1
            created = self._persist("creates", name, "POST", "/v1/domains", {"name": name})
            if created["state"] != "succeeded":
                continue
            expiry = {"current_expiry": created["result"]["data"]["expires"]}
            self._persist("renewals", name, "POST", f"/v1/domains/{name}/renewals", expiry)
            if n % 2:
                hosts = {"nameservers": ["ns1.example.org", f"ns{client}.example.org"]}
                self._persist("updates", name, "PATCH", f"/v1/domains/{name}", hosts)
            else:
                self._persist("deletes", name, "DELETE", f"/v1/domains/{name}")

    def _persist(self, what: str, name: str, method: str, path: str, body: Any = None) -> dict[str, Any]:
        """Repeat a write under one key, as a panel does that wants to know, until it has ended for good."""
        key = f"{what} {name}".replace(" ", "/")
        while True:
            with contextlib.suppress(Unreachable):
                answer = self.panel.write(method, path, body, key=key, wait=5)
                operation = answer.document.get("operation", answer.document)
                if "state" in operation:
                    self.told[key].append(operation)
                    if operation["completed"] and operation["sent"] != "no":
                        return dict(operation)
                elif answer.status != 503:
                    self.unexpected.append((key, answer))
                    return {"state": "unexpected"}
            time.sleep(0.02)


def test_kills_under_load_lose_nothing_double_nothing_and_leave_no_lie(own_place) -> None:
    place: Place = own_place("--latency", "10")
    place.edit("registries/verisign.toml", "settle_seconds = 1.0", "settle_seconds = 0.2")
    simulator = place.simulators["verisign"]
    for command in ("domain.create", "domain.renew", "domain.delete"):
        for fault, nth in (("close-before-execute", 9), ("close-after-execute", 23)):
            match = {"command": command, "nth": nth}
            simulator.control("POST", "/faults", {"match": match, "do": fault, "times": 2})
    place.start()
    load = Load(place.panel())
    for pause in PAUSES:
        time.sleep(pause)
        place.stop(signal.SIGKILL)
        place.start()
        load.panel = place.panel()
    load.finish()
    assert load.unexpected == []
    assert len(load.told) > CLIENTS
    check_what_was_told(place, load)
    check_the_books(place, load)


def check_what_was_told(place: Place, load: Load) -> None:
    """A key is one operation for ever; an operation that was told of is there; an end that was told stays the end."""
    panel = place.panel()
    for key, documents in load.told.items():
        (operation,) = {document["id"] for document in documents}
        kept = panel.get(f"/v1/operations/{operation}")
        assert kept.status == 200, key
        for told in documents:
            if told["completed"] and told["sent"] != "no":
                assert told["state"] == kept.document["state"], key
                assert told["result"] == kept.document["result"], key


def check_the_books(place: Place, load: Load) -> None:
    """What the registry executed is what was told, once each; no transaction id was used twice."""
    simulator = place.simulators["verisign"]
    books = simulator.control("GET", "/stats")
    for key, documents in load.told.items():
        what, name = key.split("/")
        if what in books:
            expected = 1 if documents[-1]["state"] == "succeeded" else 0
            assert books[what].get(name, 0) == expected, (key, documents[-1])
    for what in ("creates", "renewals", "deletes"):
        assert set(books[what]) <= {key.split("/")[1] for key in load.told if key.startswith(what)}
    received = (frame["frame"] for frame in simulator.frames() if frame["direction"] == "received")
    ids = collections.Counter(found[1] for frame in received if (found := _CLTRID.search(frame)))
    assert [cltrid for cltrid, times in ids.items() if times > 1] == []
