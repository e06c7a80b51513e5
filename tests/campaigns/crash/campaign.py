"""A campaign: rounds of kills under load, each in a world of its own, each followed by the comparison."""

import json
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random  # noqa: TID251 - seeded: a campaign can be told to draw the same instants again

from .client import Client
from .stories import STORIES
from .told import Book
from .verdict import Books, Evidence, findings
from .world import PROFILES, GaveUp, World

CLIENTS = 24
KILLS_IN_A_ROUND = 40
PATIENCE = 90
"""Seconds in which everything must have come to its end once nobody kills any more."""


@dataclass
class Round:
    """One round and what came of it."""

    seed: int
    kills: int
    folder: Path
    found: list[str] = field(default_factory=list)
    book: Book = field(default_factory=Book)
    deeds: int = 0
    seconds: float = 0

    @property
    def summary(self) -> str:
        """One line."""
        counts = self.book.counts
        ends = ", ".join(f"{counts[state]} {state}" for state in ("succeeded", "failed", "pending", "refused", "held"))
        return (
            f"seed {self.seed}: {self.kills} kills, {len(self.book.told)} orders ({ends}), {self.deeds} deeds in the"
            f" books, {counts['faults']} faults armed, {counts['answers lost']} answers lost,"
            f" {counts['objects read']} objects read, {self.seconds:.0f} s: {len(self.found)} findings"
        )


def campaign(seed: int, kills: int, clients: int = CLIENTS) -> Iterator[Round]:
    """Rounds until so many kills are through. Each has a seed of its own, with which it can be played alone."""
    while kills > 0:
        part = min(kills, KILLS_IN_A_ROUND)
        yield play(seed, part, clients)
        seed, kills = seed + 1, kills - part


def play(seed: int, kills: int, clients: int = CLIENTS) -> Round:
    """One round. Its folder is left where something was found: journal, logs, configuration and the books."""
    this = Round(seed, kills, Path(tempfile.mkdtemp(prefix=f"crash-{seed}-")))
    began = time.monotonic()
    try:
        with _world(this.folder) as world:
            _kill_under_load(this, world, clients)
            this.found += this.book.lies
            this.found += _compared(this, world)
            world.place.stop()
            this.found += _at_rest(this.folder)
    except Exception as trouble:  # noqa: BLE001 - a harness that breaks is a finding too, and the folder is kept
        this.found.append(f"the round broke: {trouble!r}")
    this.seconds = time.monotonic() - began
    if not this.found:
        shutil.rmtree(this.folder)
    return this


@contextmanager
def _world(folder: Path) -> Iterator[World]:
    world = World(folder)
    try:
        yield world
    finally:
        world.end()


def _kill_under_load(this: Round, world: World, clients: int) -> None:
    draw = Random(this.seed)
    world.start()
    world.gateway().call("PATCH", "/v1/accounts/alpha/facts", {"debts": [], "disputes": []})
    workers = [
        threading.Thread(target=_work, args=(Client(world, this.book, n, Random(f"{this.seed}/{n}")),), daemon=True)
        for n in range(clients)
    ]
    for worker in workers:
        worker.start()
    world.kill()
    for _ in range(this.kills - 1):
        world.live_and_die(draw)
    world.start()
    world.over.set()
    ends = time.monotonic() + PATIENCE
    for worker in workers:
        worker.join(max(0, ends - time.monotonic()))
    stuck = sum(worker.is_alive() for worker in workers)
    if stuck:
        world.give_up()
        this.found.append(f"{stuck} clients wait for an end that does not come")


def _work(client: Client) -> None:
    """Stories until the campaign is over; the one that is told then is told to its end."""
    story = None
    try:
        while not client.world.over.is_set():
            story = client.draw.choice(STORIES)
            story(client)
    except GaveUp:
        pass
    except Exception as trouble:  # noqa: BLE001 - a thread's own death would otherwise be silent
        client.book.lie(f"the story {getattr(story, '__name__', '')} broke: {trouble!r}")


def _compared(this: Round, world: World) -> list[str]:
    """Ask once more for every operation, take the books, and compare."""
    gateway = world.place.client("alpha")
    ids = {told[0].document["id"] for told in this.book.told.values()}
    answers = {one: gateway.call("GET", f"/v1/operations/{one}") for one in sorted(ids)}
    books = {}
    for profile in PROFILES:
        control = world.place.simulators[profile].control
        deeds, frames = control("GET", "/ledger"), control("GET", "/transcript")
        books[profile] = Books(deeds=deeds, stats=control("GET", "/stats"), frames=frames)
        this.deeds += len(deeds)
    evidence = Evidence(
        told=this.book.told, kept={one: got.document for one, got in answers.items() if got.status == 200}, books=books
    )
    found = findings(evidence)
    if found or this.found:
        _keep(this, evidence)
    return found


def _keep(this: Round, evidence: Evidence) -> None:
    """Write what was told and what was done beside the journal and the log."""
    told = {
        key: [{"at": one.at, "status": one.status, **one.document} for one in answers]
        for key, answers in this.book.told.items()
    }
    (this.folder / "told.json").write_text(json.dumps(told, indent=1, ensure_ascii=False), "utf-8")
    (this.folder / "kept.json").write_text(json.dumps(dict(evidence.kept), indent=1, ensure_ascii=False), "utf-8")
    for registry, books in evidence.books.items():
        text = json.dumps({"ledger": books.deeds, "transcript": books.frames}, indent=1, ensure_ascii=False)
        (this.folder / f"books-{registry}.json").write_text(text, "utf-8")


def _at_rest(folder: Path) -> list[str]:
    """The store is whole, and the log's chain has no gap, whatever was torn on the way."""
    found = []
    with closing(sqlite3.connect(folder / "journal.sqlite")) as db:
        checked = [row[0] for row in db.execute("PRAGMA integrity_check")]
        if checked != ["ok"]:
            found.append(f"the store is damaged: {checked[:3]}")
    verify = [sys.executable, "-m", "epp_gateway", "log", "verify", "--config", str(folder / "gateway.toml")]
    done = subprocess.run(verify, capture_output=True, check=False, timeout=120)
    if done.returncode:
        found.append(f"the log's chain is broken: {(done.stderr or done.stdout).decode()[-500:]}")
    return found
