"""The session log: structlog in front, one JSON line for each event, one file for each UTC day, chained by hash.

Nothing secret gets through: `mask` is the last of several guards and works by type and by key. Frames come here
already redacted by element. One process writes; the clock is given.
"""

import mmap
import sys
from collections.abc import Callable, Mapping, MutableMapping
from contextlib import suppress
from datetime import datetime
from io import FileIO
from pathlib import Path
from typing import Any

import msgspec
import structlog

from epp_gateway.model.secret import Secret

from .log_chain import GENESIS, HEAD, files, follows, last_line, read_head, seal, split, stamp

FIELDS = (
    *("ts", "level", "event", "registry", "account", "session", "direction", "command", "object", "cltrid", "svtrid"),
    *("operation", "panel", "code", "ms", "bytes", "reason"),
)
"""The fields that lines share. Others may follow them (`frame` at level debug)."""

MASK = "***"
SECRET_KEYS = frozenset(
    {"password", "new_password", "pw", "newpw", "auth_code", "authcode", "auth_info", "authinfo"}
    | {"authorization", "token", "secret", "seal_key"}
)
_PLAIN = frozenset({str, int, float, bool, type(None)})
_LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40}


class SessionLog:
    """Writes the log of one process.

    Use `logger` (a structlog logger) as `log.logger.info("command", registry="verisign", code=1000)`.

    Attributes:
        lost: lines that could not be written (the disk is full) and are not yet told of in the log itself.
    """

    def __init__(self, folder: Path, now: Callable[[], datetime], level: str = "info") -> None:
        """Open the log and go on with its chain.

        Args:
            folder: made when it is missing.
            now: the clock that dates the lines.
            level: the least level that is written: debug, info, warning or error.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._now = now
        self._encode = msgspec.json.Encoder(enc_hook=str).encode
        self.listener: Callable[[Mapping[str, Any]], None] | None = None
        """Hears every line that is written, before it is: the metrics are counted from them."""
        self._day, self._hash, torn = _resume(folder)
        self._file: FileIO | None = None
        self.lost = 0
        self._head = _mapped(folder / HEAD, self._hash)
        self.logger: structlog.typing.FilteringBoundLogger = structlog.wrap_logger(
            self,
            processors=[self._stamp, structlog.processors.format_exc_info, mask, self._line],
            wrapper_class=structlog.make_filtering_bound_logger(_LEVELS[level]),
        ).bind()
        if torn:
            self.logger.warning("log-torn", bytes=torn, reason="the last line was never finished and was taken away")

    def close(self) -> None:
        """Close the files. The log cannot be used afterwards."""
        self._head.close()
        if self._file is not None:
            self._file.close()

    def msg(self, body: bytes, day: str) -> None:
        """Write one line; structlog calls this after the processors.

        The line goes first and the head after it: a kill between the two leaves the head one line behind, which both
        `_resume` and `verify` know.
        """
        digest, line = seal(self._hash, body)
        if not self._append(line, day):
            self.lost += 1
            return
        self._hash = digest
        self._head[:] = digest.encode()
        if self.lost:
            count, self.lost = self.lost, 0
            self.logger.error("log-lost", reason=f"{count} lines could not be written before the last one")

    debug = info = warning = error = critical = msg

    def _append(self, line: bytes, day: str) -> bool:
        """Write a whole line or nothing of it. A full disk does not stop the gateway: what was lost is told later."""
        try:
            file = self._file_of(day)
            written = file.write(line)
            if written == len(line):
                return True
            file.truncate(file.tell() - written)
        except OSError as error:
            with suppress(OSError):  # standard error is most often a file on the same disk
                sys.stderr.write(f"session log: {error}\n")
        return False

    def _file_of(self, day: str) -> FileIO:
        """The file of a day. A clock that is set back does not reopen an older day: the chain has one direction."""
        if self._file is None or day > self._day:
            opened = FileIO(self._folder / f"{max(day, self._day)}.jsonl", "ab")
            if self._file is not None:
                self._file.close()
            self._file, self._day = opened, max(day, self._day)
        return self._file

    def _stamp(self, _logger: Any, level: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        return {"ts": stamp(self._now()), "level": level, "event": event.pop("event", ""), **event}

    def _line(
        self, _logger: Any, _level: str, event: MutableMapping[str, Any]
    ) -> tuple[tuple[bytes, str], dict[str, Any]]:
        if self.listener is not None:
            self.listener(event)
        return (self._encode(event), event["ts"][:10]), {}


def _mapped(head: Path, current: str) -> mmap.mmap:
    """The head in memory: a store there costs no system call and outlives a kill of the process."""
    with head.open("r+b" if head.exists() else "w+b") as stream:
        stream.write(current.encode())
        stream.truncate(len(current))
        stream.flush()
        return mmap.mmap(stream.fileno(), len(current))


def mask(_logger: Any, _level: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Mask every `Secret`, and whatever stands under a key that names one, at any depth."""
    for key, value in event.items():
        if key.lower() in SECRET_KEYS:
            event[key] = MASK
        elif type(value) not in _PLAIN:
            event[key] = _masked(value)
    return event


def _masked(value: Any) -> Any:
    """A value with its secrets masked. What JSON does not know is written as its text, where a `Secret` is masked."""
    if isinstance(value, dict):
        return {str(k): MASK if str(k).lower() in SECRET_KEYS else _masked(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_masked(item) for item in value]
    return MASK if isinstance(value, Secret) else value


def _resume(folder: Path) -> tuple[str, str, int]:
    """Where to go on: the newest day, the hash to follow, and how many bytes of an unfinished line were taken away.

    The head rules: if the last line does not fit it, the chain goes on from the head, and the break stays visible.
    """
    head = read_head(folder)
    found = files(folder)
    if not found:
        return "", head or GENESIS, 0
    line, torn = last_line(found[-1])
    if torn:
        with found[-1].open("r+b") as stream:
            stream.truncate(stream.seek(0, 2) - torn)
    parts = split(line)
    ahead = parts is not None and (head is None or follows(head, line))
    return found[-1].stem, parts[1] if parts and ahead else head or GENESIS, torn
