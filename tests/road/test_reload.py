"""Other settings for a gateway that runs: by an operator over HTTP, and by SIGHUP."""

import signal
import time
from collections.abc import Callable

from .conftest import SECONDS, Place

SESSIONS = "max_sessions = {}"


def limit(place: Place) -> int:
    return int(place.panel("operator").get("/v1/registries/verisign").document["limit"])


def test_an_operator_reloads_limits_while_a_panel_works(own_place: Callable[..., Place]) -> None:
    place = own_place("--latency", "50")
    place.add_panel("operator", "read", "operate", "facts")
    place.start()
    place.panel().write("PATCH", "/v1/accounts/alpha/facts", {"debts": [], "disputes": []})
    assert place.panel().create("before-reload.com").status == 201
    place.edit("registries/verisign.toml", SESSIONS.format(limit(place)), SESSIONS.format(2))
    first = place.panel().create("during-reload.com", wait=0)
    answer = place.panel("operator").write("POST", "/v1/registries/verisign/reload")
    assert answer.status == 200, answer
    assert answer.document["limit"] == 2
    assert place.panel().until(first, "succeeded")
    assert place.panel().create("after-reload.com").status == 201
    assert place.simulators["verisign"].executed("creates", "during-reload.com") == 1


def test_sighup_reloads_and_a_mistake_leaves_all_as_it_was(own_place: Callable[..., Place]) -> None:
    place = own_place()
    place.add_panel("operator", "read", "operate", "facts")
    place.start()
    before = limit(place)
    place.edit("registries/verisign.toml", SESSIONS.format(before), SESSIONS.format(0))
    hang_up(place, "reload-refused")
    assert limit(place) == before
    place.edit("registries/verisign.toml", "max_sessions = 0", "max_sessions = 2")
    hang_up(place, "reloaded")
    assert limit(place) == 2


def hang_up(place: Place, event: str) -> None:
    """Send SIGHUP and wait for what the log says of it; a bounded wait on a real process."""
    assert place.gateway is not None
    place.gateway.process.send_signal(signal.SIGHUP)
    ends = time.monotonic() + SECONDS
    while not any(line["event"] == event for line in place.log_lines()):
        assert time.monotonic() < ends, place.log_lines()
        time.sleep(0.02)
