"""Processes that are measured or measure: each says on one line that it is ready, and is ended at the end."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import Any

from .measure import Measured

START_SECONDS = 60
STOP_SECONDS = 30


class Process:
    """A Python module as a process.

    Attributes:
        ready: what it said when it was ready.
    """

    def __init__(self, folder: Path, module: str, *arguments: str) -> None:
        self._errors = folder / f"{module}-{abs(hash(arguments)):x}.err"
        with self._errors.open("wb") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-m", module, *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        self.ready: dict[str, Any] = self._line(START_SECONDS)

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    def run(self, *, callers: int, seconds: float, **more: Any) -> Measured:
        """Let a worker carry out one run."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"callers": callers, "seconds": seconds, **more}) + "\n")
        self._process.stdin.flush()
        return Measured(**self._line(START_SECONDS + 2 * seconds))

    def end(self) -> None:
        """Stop it, and see that it is gone."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        with self._killed_after(STOP_SECONDS):
            self._process.wait()
        self._process.stdout.close()

    def _line(self, seconds: float) -> dict[str, Any]:
        assert self._process.stdout is not None
        with self._killed_after(seconds):
            line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"a process said nothing more: {self._errors.read_text('utf-8')[-4000:]}")
        said: dict[str, Any] = json.loads(line)
        return said

    @contextmanager
    def _killed_after(self, seconds: float) -> Iterator[None]:
        timer = Timer(seconds, self._process.kill)
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


def end_all(processes: Sequence[Process]) -> None:
    """End them in this order."""
    for process in processes:
        process.end()
