"""kill -9 at any instant loses nothing that was acknowledged, and breaks no promise."""

import secrets
import subprocess
import sys

import msgspec
import pytest

from epp_gateway.journal.entry import State
from epp_gateway.journal.writer import SqliteJournal

# Four callers insert operations and move each to sending and to its end; each durable move is told on the pipe.
WRITER = """
import os, sys, msgspec, trio
from epp_gateway.journal.entry import Entry, State
from epp_gateway.journal.sealing import Sealer
from epp_gateway.journal.writer import SqliteJournal

path, key, template, run = sys.argv[1:]
sealer = Sealer(key.encode())
first = msgspec.json.decode(template, type=Entry, dec_hook=sealer.dec_hook)

async def caller(journal, who):
    n = 0
    while True:
        n += 1
        name = f"{run}-{who}-{n:06d}"
        entry = msgspec.structs.replace(first, id=name, key=name, object_name=name)
        await journal.write(lambda tx: tx.insert_entry(entry, "decided-allow"))
        os.write(1, f"{name} queued\\n".encode())
        for state in (State.SENDING, State.SUCCEEDED):
            moved = msgspec.structs.replace(entry, state=state)
            await journal.write(lambda tx: tx.update_entry(moved, "moved"))
            os.write(1, f"{name} {state}\\n".encode())

async def main():
    async with SqliteJournal.open(path, environment="ote", sealer=sealer) as journal, trio.open_nursery() as nursery:
        for who in range(4):
            nursery.start_soon(caller, journal, who)

trio.run(main)
"""
ORDER = [State.QUEUED, State.SENDING, State.SUCCEEDED]


def run_and_kill(path, key, template, run):
    """Let a writer acknowledge a number of moves that nobody can foresee, kill it, and give all that it told."""
    command = [sys.executable, "-c", WRITER, str(path), key.decode(), template, str(run)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
        try:
            told = [writer.stdout.readline() for _ in range(1 + secrets.randbelow(200))]
        finally:
            writer.kill()
        told += writer.stdout.readlines()
    return [line.decode().split() for line in told if line.endswith(b"\n")]


@pytest.fixture
def template(build, sealer):
    return msgspec.json.encode(build.entry(), enc_hook=sealer.enc_hook).decode()


async def test_nothing_acknowledged_is_lost_when_the_process_is_killed(tmp_path, build, sealer, template):
    path = tmp_path / "store.db"
    last = {}
    for run in range(5):
        acknowledged = run_and_kill(path, build.key, template, run)
        assert acknowledged
        last |= {name: State(state) for name, state in acknowledged}
        async with SqliteJournal.open(path, environment="ote", sealer=sealer) as journal:
            kept = {entry.id: entry for entry in await journal.read(lambda tx: tx.entries(limit=100_000))}
            lines = await journal.read(lambda tx, ids=tuple(kept): {name: len(tx.history(name)) for name in ids})
        for name, state in last.items():
            assert ORDER.index(kept[name].state) >= ORDER.index(state)
        assert lines == {name: ORDER.index(entry.state) + 1 for name, entry in kept.items()}
