"""The world that is crashed: three registries that live on, and a gateway that is killed and started again."""

import signal
import threading
import time
from pathlib import Path
from random import Random  # noqa: TID251 - seeded: a campaign can be told to draw the same instants again
from typing import Any
from urllib.error import HTTPError

from epp_gateway.app.client import Gateway
from tests.road.conftest import Place, Simulator

PROFILES = ("verisign", "jprs", "generic")
SETTLE_SECONDS = 0.5
REPLY_SECONDS = 0.8
EARLY_SHARE = 0.15
"""How many kills meet a gateway that is starting: it may be in the middle of taking up what was open."""


class GaveUp(Exception):
    """The campaign waits no longer."""


class World:
    """A place whose gateway comes and goes. `gateway()` is for the threads of clients: it waits until one is up."""

    def __init__(self, folder: Path) -> None:
        self.place = Place(folder, PROFILES, "--latency", "5")
        self.over = threading.Event()
        self._gave_up = threading.Event()
        self._change = threading.Condition()
        self._up: Gateway | None = None
        for profile in PROFILES:
            file = f"registries/{profile}.toml"
            self.place.edit(file, "settle_seconds = 1.0", f"settle_seconds = {SETTLE_SECONDS}")
            self.place.edit(file, "reply = 2.0", f"reply = {REPLY_SECONDS}")
        self.place.add_panel("alpha", "read", "write", "unlock", "facts")

    def start(self) -> None:
        """Start a gateway and let the clients at it once it is ready."""
        self.place.start()
        with self._change:
            self._up = self.place.client("alpha")
            self._change.notify_all()

    def kill(self) -> None:
        """SIGKILL: no handler, no flush, no farewell."""
        with self._change:
            self._up = None
        self.place.stop(signal.SIGKILL)

    def live_and_die(self, draw: Random) -> None:
        """One life of the gateway that is up or not yet: it ends at an instant that is drawn.

        Pauses are drawn evenly over their orders of magnitude, from 5 milliseconds to two seconds: a gateway that has
        just come up meets all its clients at once.
        """
        if draw.random() < EARLY_SHARE:
            self.place.start()
            time.sleep(draw.uniform(0.1, 1.3))
        else:
            self.start()
            time.sleep(10 ** draw.uniform(-2.3, 0.3))
        self.kill()

    def gateway(self) -> Gateway:
        """The gateway, once there is one."""
        with self._change:
            while self._up is None and not self._gave_up.is_set():
                self._change.wait(1)
            if self._up is None or self._gave_up.is_set():
                raise GaveUp
            return self._up

    def give_up(self) -> None:
        """Let every client leave where it stands."""
        self._gave_up.set()

    def registry(self, name: str) -> Simulator:
        """The registry that a name belongs to."""
        return self.place.simulators[{"com": "verisign", "jp": "jprs"}.get(name.rpartition(".")[2], "generic")]

    def in_the_books(self, kind: str, name: str, registry: Simulator | None = None) -> dict[str, Any] | None:
        """An object as the registry has it, or None."""
        try:
            return dict((registry or self.registry(name)).control("GET", f"/objects/{kind}/{name}"))
        except HTTPError as answer:
            with answer:
                if answer.code == 404:
                    return None
            raise

    def end(self) -> None:
        """Stop everything."""
        self.give_up()
        self.place.end()
