"""A disk that is full, fails or is damaged: no new work and a clear reason, reads go on, nothing is lost or doubled.

The limit on a file's size is set on the running gateway from outside; to it that is a disk that fails at the next
write, for the store, the log and standard error alike. A small file system that is really full needs the right to
mount one, and is skipped elsewhere.
"""

import contextlib
import json
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.road.conftest import Place

NOTHING, EVERYTHING = 1, resource.RLIM_INFINITY


def disk(place: Place, octets: int) -> None:
    """Let no file of the gateway's grow beyond this."""
    resource.prlimit(place.gateway.process.pid, resource.RLIMIT_FSIZE, (octets, resource.RLIM_INFINITY))


def refused(answer) -> str:
    """The reason of a refusal for the journal's sake."""
    assert (answer.status, answer.document["type"]) == (503, "/docs#store"), answer
    return answer.document["detail"]


def assert_reads_go_on(panel) -> None:
    for fresh in (None, "true"):
        shown = panel.get("/v1/domains/kept.com", fresh=fresh)
        assert (shown.status, shown.document["sponsor"]) == (200, "registrar-a"), shown
    assert len(panel.get("/v1/operations").document["operations"]) >= 1
    checked = panel.write("POST", "/v1/domain-checks", {"names": ["kept.com"]})
    assert checked.document["results"][0]["available"] is False


def test_new_work_is_refused_while_nothing_can_be_written_and_taken_again_afterwards(own_place) -> None:
    place = own_place()
    place.start()
    panel, simulator = place.panel(), place.simulators["verisign"]
    panel.create("kept.com")
    disk(place, NOTHING)
    assert "disk" in refused(panel.create("never.com", key="the-key"))
    assert_reads_go_on(panel)
    assert simulator.about("never.com") == 0, "not one byte without a promise"
    disk(place, EVERYTHING)
    assert panel.create("never.com", key="the-key").status == 201, "the refusal was no promise, and used no key up"
    assert simulator.executed("creates", "never.com") == 1


def test_an_answer_that_can_not_be_kept_is_asked_about_after_the_restart(own_place) -> None:
    """The registry did it, the journal could not keep that: no panel is told an end that a crash would take back."""
    place = own_place()
    place.start()
    panel, simulator = place.panel(), place.simulators["verisign"]
    panel.create("kept.com")
    simulator.fault("delay", "domain.create", "half.com", ms=700)
    half = panel.create("half.com", key="the-key", wait=0)
    while not simulator.executed("creates", "half.com"):
        pass
    disk(place, NOTHING)
    waited = panel.get(f"/v1/operations/{half.document['id']}", wait=3)
    assert waited.document["state"] == "sending", waited.document
    ready = panel.get("/readyz")
    assert (ready.status, "disk" in json.dumps(ready.document["reasons"])) == (503, True)
    assert "disk" in refused(panel.create("never.com"))
    assert_reads_go_on(panel)
    place.stop(signal.SIGKILL)
    place.start()
    panel = place.panel()
    assert panel.until(half, "succeeded", "failed", "held")["state"] == "succeeded"
    assert panel.create("half.com", key="the-key").document["id"] == half.document["id"]
    assert simulator.control("GET", "/stats")["creates"] == {"kept.com": 1, "half.com": 1}
    verify = [sys.executable, "-m", "epp_gateway", "log", "verify", "--config", str(place.config)]
    assert subprocess.run(verify, capture_output=True, check=False).returncode == 0


@pytest.fixture
def small_disk(tmp_path: Path):
    """A file system of sixteen megabytes."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(folder)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("mounting a small file system is not allowed here")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)  # noqa: S607 - wherever the system has it


def fill(file: Path) -> None:
    """Take all the room there is."""
    with file.open("wb", buffering=0) as stream, contextlib.suppress(OSError):
        while True:
            stream.write(b"x" * 4096)


def test_a_disk_that_is_really_full_is_named_and_room_is_all_that_it_needs(own_place, small_disk) -> None:
    place = own_place()
    place.edit("gateway.toml", '"journal.sqlite"', json.dumps(str(small_disk / "journal.sqlite")))
    place.edit("gateway.toml", '"log"', json.dumps(str(small_disk / "log")))
    place.add_panel("alpha", "read", "write")
    place.start()
    panel, simulator = place.panel(), place.simulators["verisign"]
    panel.create("kept.com")
    filler = small_disk / "filler"
    fill(filler)
    names = [f"full-{n}.com" for n in range(40)]
    # The room inside the write-ahead log is used up first.
    answers = {name: panel.create(name, key=name) for name in names}
    assert "the disk is full" in refused(answers[names[-1]])
    assert_reads_go_on(panel)
    filler.unlink()
    place.stop()
    place.start()
    panel = place.panel()
    for name in names:
        again = panel.create(name, key=name)
        assert again.document.get("state") == "succeeded", again
    assert simulator.control("GET", "/stats")["creates"] == dict.fromkeys(["kept.com", *names], 1)


def test_a_damaged_store_is_named_and_not_written_to(own_place) -> None:
    """Better no gateway than one that acts on half of what it promised."""
    place = own_place()
    place.start()
    place.panel().create("kept.com")
    place.stop()
    store = place.folder / "journal.sqlite"
    whole = store.read_bytes()
    damaged = whole[:4096] + b"\xa5" * (len(whole) - 4096)
    store.write_bytes(damaged)
    serve = [sys.executable, "-m", "epp_gateway", "serve", "--config", str(place.config)]
    ended = subprocess.run(serve, capture_output=True, check=False, timeout=30)
    assert ended.returncode == 1
    assert b"the store is damaged" in ended.stderr
    assert store.read_bytes() == damaged
