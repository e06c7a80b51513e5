"""A panel that wants to know: it repeats each write under one key until it has the end, then reads what is so."""

from collections.abc import Mapping
from random import Random  # noqa: TID251 - seeded, see `world`
from typing import Any

from epp_gateway.app.client import Answer
from epp_gateway.model.errors import Unreachable

from .told import Book
from .world import REPLY_SECONDS, SETTLE_SECONDS, World

FAULT_SHARE = 0.3
FAULTS: tuple[Mapping[str, Any], ...] = (
    {"do": "close-before-execute"},
    {"do": "close-after-execute"},
    {"do": "close-after-execute"},
    {"do": "no-reply"},
    {"do": "delay", "ms": REPLY_SECONDS * 1500},
    {"do": "delay", "ms": 100},
    {"do": "truncate"},
    {"do": "wrong-cltrid"},
    {"do": "logged-out"},
    {"do": "code", "code": 2400, "executed": True},
    {"do": "code", "code": 2400, "executed": False},
    {"do": "late-execute", "seconds": SETTLE_SECONDS * 0.4},
)
"""What hides an outcome. A command that runs late does so within the settle time: later ones nobody could foresee."""

Document = dict[str, Any]


class Client:
    """One panel's worker: its own dice, its own names."""

    def __init__(self, world: World, book: Book, number: int, draw: Random) -> None:
        self.world, self.book, self.draw = world, book, draw
        self._number, self._serial = number, 0

    def fresh(self, suffix: str) -> str:
        """A name that nobody else uses."""
        self._serial += 1
        return f"crash-{self._number}-{self._serial}.{suffix}"

    def write(self, method: str, path: str, body: Any = None, *, about: str, command: str) -> Document:
        """Want something once, whatever it takes; gives the operation at its end, or where it waits for somebody.

        The registry of `about` may misbehave meanwhile, at the command of that word.
        """
        self._serial += 1
        key = f"{self._number}/{self._serial}/{command}/{about}"
        fault = self._fault(command, about)
        try:
            end = self._persist(key, method, path, body)
        finally:
            if fault is not None:
                self.world.registry(about).control("DELETE", f"/faults/{fault}")
        self.book.count(end["state"])
        self._read_again(key, end)
        return end

    def _fault(self, command: str, about: str) -> int | None:
        if self.draw.random() >= FAULT_SHARE:
            return None
        kind = self.draw.choice(FAULTS)
        # The registry's ids of contacts are made by the gateway, so a contact's fault may strike a neighbour's.
        name = "*" if command.startswith("contact") else about
        rule = {"match": {"command": command, "name": name, "account": "registrar-a"}, "times": 1, **kind}
        self.book.count("faults")
        return int(self.world.registry(about).control("POST", "/faults", rule)["id"])

    def _persist(self, key: str, method: str, path: str, body: Any) -> Document:
        while True:
            answer = self.call(method, path, body, key=key, wait=self.draw.choice((0, 1, 5)))
            document = answer.document.get("operation", answer.document)
            if "state" not in document:
                if answer.status not in {429, 503}:
                    self.book.lie(f"{key}: {method} {path} was answered {answer.status} {answer.document}")
                    return {"state": "unexpected", "completed": True, "sent": "no", "id": None, "result": None}
                continue
            told = self.book.hear(key, answer.status, document)
            if told.is_end or document["state"] in {"pending", "held"}:
                return dict(document)

    def call(self, method: str, path: str, body: Any = None, **more: Any) -> Answer:
        """Ask until there is an answer. A gateway that is not up is waited for, not asked again and again."""
        while True:
            gateway = self.world.gateway()
            try:
                return gateway.call(method, path, body, **more)
            except Unreachable:
                self.book.count("answers lost")

    def _read_again(self, key: str, end: Document) -> None:
        """The operation by its id says what the answer said."""
        if end["id"] is None:
            return
        answer = self.call("GET", f"/v1/operations/{end['id']}")
        if answer.status != 200:
            self.book.lie(f"{key}: operation {end['id']} was told and is answered {answer.status}")
        else:
            self.book.hear(key, 200, answer.document)

    def until_closed(self, end: Document, key: str) -> Document:
        """A pending operation once the registry's end of it is known; a look at the transfer makes the gateway ask."""
        while end["state"] == "pending":
            self.call("GET", f"/v1/domains/{end['object']}/transfers/latest")
            answer = self.call("GET", f"/v1/operations/{end['id']}", wait=1)
            end = dict(self.book.hear(key, answer.status, answer.document).document)
        return end

    def look(self, name: str) -> Document | None:
        """What the gateway says of a name that nobody changes now, held against the registry's books at once."""
        fresh = self.draw.choice(("true", None))
        answer = self.call("GET", f"/v1/domains/{name}", fresh=fresh)
        found = self.world.in_the_books("domain", name)
        self.book.count("objects read")
        shown = answer.document if answer.status == 200 else None
        for difference in differences(shown, found):
            self.book.lie(f"{name} (fresh={fresh}): {difference}")
        return shown


def differences(shown: Document | None, found: Document | None) -> list[str]:
    """What a panel is shown of a name against what the registry has. One that is going may be gone for the panel."""
    if found is None or found["sponsor"] != "registrar-a":
        return [] if shown is None else ["it is not ours at the registry, and the panel is shown it"]
    going = "pendingDelete" in found["statuses"]
    if shown is None:
        return [] if going else ["it is ours at the registry, and the panel is told there is no such name"]
    if going and "pendingDelete" not in shown["statuses"]:
        return ["it is going at the registry, and the panel is not told"]
    return [
        f"{field}: the panel is shown {told}, the registry has {true}"
        for field, told, true in (
            ("expires", shown["expires"], found["expires"]),
            ("nameservers", sorted(shown["nameservers"]), sorted(found["nameservers"])),
            ("statuses", _set_by_us(shown["statuses"]), _set_by_us(found["statuses"])),
        )
        if told != true
    ]


def _set_by_us(statuses: list[str]) -> list[str]:
    return sorted(status for status in statuses if status.startswith("client"))
