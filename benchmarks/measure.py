"""What one measurement is: callers repeat one operation, and those that end inside a window after a warm-up count.

The window opens and closes at the end of an operation, so that no part of one is counted. CPU time is read at the same
two instants: this process's own, and that of the processes that are watched.
"""

import json
import os
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import trio

MAX_OPERATIONS = 200_000
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Run:
    """What to do.

    Attributes:
        callers: how many repeat the operation, each one after the other.
        seconds: how long the window is open.
        warm: seconds before it opens.
        what: which operation, where a worker has several.
        watched: processes whose CPU time counts.
    """

    callers: int
    seconds: float
    warm: float = 0.5
    what: str = ""
    watched: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Measured:
    """What came of it.

    Attributes:
        operations: how many ended inside the window.
        seconds: how long it was open.
        own_cpu: CPU seconds of the measuring process, per operation.
        cpu: CPU seconds of each watched process, per operation.
        p50, p99: how long an operation took, in seconds.
    """

    operations: int
    seconds: float
    own_cpu: float
    cpu: list[float]
    p50: float
    p99: float

    @property
    def rate(self) -> float:
        """Operations a second."""
        return self.operations / self.seconds


class Meter:
    """Counts operations as they end."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._opens = time.perf_counter() + run.warm
        self._start: tuple[float, list[float]] | None = None
        self._end: tuple[float, list[float]] | None = None
        self._took: list[float] = []

    @property
    def is_over(self) -> bool:
        """Whether the window has closed."""
        return self._end is not None

    def ended(self, began: float) -> None:
        """Note that an operation that began then has ended now."""
        now = time.perf_counter()
        if self._start is None:
            if now >= self._opens:
                self._start = now, self._cpu()
        elif self._end is None:
            self._took.append(now - began)
            if now >= self._start[0] + self._run.seconds or len(self._took) >= MAX_OPERATIONS:
                self._end = now, self._cpu()

    def result(self) -> Measured:
        """What was counted; the window must have closed."""
        assert self._start is not None
        assert self._end is not None
        took = sorted(self._took)
        own, *cpu = ((after - before) / len(took) for before, after in zip(self._start[1], self._end[1], strict=True))
        return Measured(
            operations=len(took),
            seconds=self._end[0] - self._start[0],
            own_cpu=own,
            cpu=cpu,
            p50=took[len(took) // 2],
            p99=took[len(took) * 99 // 100],
        )

    def _cpu(self) -> list[float]:
        return [time.process_time(), *map(cpu_seconds, self._run.watched)]


def cpu_seconds(pid: int) -> float:
    """The CPU time a process has had, its threads together (proc(5); in steps of a hundredth of a second)."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


@dataclass(frozen=True)
class Busy:
    """How long all processors together were busy since the start of the machine, and when that was read; seconds."""

    busy: float
    at: float


def busy_seconds() -> Busy:
    """Read it (proc(5))."""
    user, nice, system, _idle, _waiting, *other = map(
        int, Path("/proc/stat").read_text("ascii").split("\n")[0].split()[1:]
    )
    return Busy((user + nice + system + sum(other[:3])) / TICKS, time.perf_counter())


async def repeat(run: Run, operation: Callable[[int], Awaitable[None]]) -> Measured:
    """Let the callers of a run repeat an operation, given the caller's number, until the window closes."""
    meter = Meter(run)

    async def caller(number: int) -> None:
        while not meter.is_over:
            began = time.perf_counter()
            await operation(number)
            meter.ended(began)

    async with trio.open_nursery() as nursery:
        for number in range(run.callers):
            nursery.start_soon(caller, number)
    return meter.result()


def repeat_now(run: Run, operation: Callable[[], object]) -> Measured:
    """Repeat an operation that does not wait, one after the other, until the window closes."""
    meter = Meter(run)
    while not meter.is_over:
        began = time.perf_counter()
        operation()
        meter.ended(began)
    return meter.result()


Runner = Callable[[Run], Awaitable[Any]]


def work(opened: Callable[[dict[str, Any]], AbstractAsyncContextManager[Runner]]) -> None:
    """Be a worker: say on standard output that all is ready, then carry out each run that comes on standard input.

    Args:
        opened: makes the runner from the options, which are the program's argument as JSON.
    """
    trio.run(_work, opened)


async def _work(opened: Callable[[dict[str, Any]], AbstractAsyncContextManager[Runner]]) -> None:
    async with opened(json.loads(sys.argv[1])) as runner:
        say({"ready": True})
        while line := await trio.to_thread.run_sync(sys.stdin.readline):
            say(asdict(await runner(Run(**json.loads(line)))))


def say(document: Any) -> None:
    """One line of JSON, at once."""
    sys.stdout.write(json.dumps(document) + "\n")
    sys.stdout.flush()
