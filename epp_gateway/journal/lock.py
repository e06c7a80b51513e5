"""One process writes one store: an advisory lock on a side file, which the system lets go when the process dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from epp_gateway.model.errors import StoreFailure


@contextmanager
def only_writer(path: Path) -> Iterator[None]:
    """Hold the store at `path` for this process, without waiting. The side file stays: removing it would race.

    Raises:
        StoreFailure: when another process (or another journal of this one) holds it, or the file cannot be made.
    """
    side = path.with_name(path.name + ".lock")
    try:
        held = os.open(side, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StoreFailure(f"{side}: {error.strerror}") from error
    try:
        _take(held, path)
        yield
    finally:
        os.close(held)


def _take(held: int, path: Path) -> None:
    """Lock the open side file, and write our process id into it for the one who comes second."""
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        owner = os.pread(held, 20, 0).decode("ascii", "replace").strip() or "unknown"
        raise StoreFailure(f"{path}: the store is in use by process {owner}") from error
    os.ftruncate(held, 0)
    os.pwrite(held, f"{os.getpid()}\n".encode(), 0)
