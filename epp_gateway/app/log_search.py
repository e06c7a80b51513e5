"""Reads the session log: lines that match, from a day on, and if wanted those still to come. Never writes."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from epp_gateway.model.base import Value
from epp_gateway.model.terms import parse_instant

from .log_chain import files, stamp

_AGO = re.compile(r"(\d+)([smhd])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


class Filters(Value, frozen=True):
    """What a line must match; None takes any.

    Attributes:
        domain: a name, A-label; matches where it is the object or one of several.
        registry: matches the registry or the account.
        since: an instant as the log writes it; earlier lines are left out.
    """

    domain: str | None = None
    operation: str | None = None
    registry: str | None = None
    session: str | None = None
    code: int | None = None
    since: str | None = None

    def match(self, line: dict[str, Any]) -> bool:
        """Whether a line matches all that is asked."""
        return (
            (self.since is None or str(line.get("ts", "")) >= self.since)
            and self.operation in {None, line.get("operation")}
            and self.registry in {None, line.get("registry"), line.get("account")}
            and self.session in {None, line.get("session")}
            and self.code in {None, line.get("code")}
            and (self.domain is None or self.domain in str(line.get("object", "")).split(","))
        )


def since(text: str, now: datetime) -> str:
    """Read `2025-01-31`, an instant, or an age such as `15m`, `2h`, `3d`; gives an instant as the log writes it.

    Raises:
        ValueError: when it is none of these.
    """
    if ago := _AGO.fullmatch(text):
        return stamp(now - timedelta(**{_UNITS[ago[2]]: int(ago[1])}))
    try:
        return stamp(parse_instant(text))
    except ValueError:
        raise ValueError(f"`{text}` is no day, no instant and no age (15m, 2h, 3d)") from None


def search(
    folder: Path, filters: Filters, *, wait: Callable[[], bool] | None = None
) -> Iterator[tuple[bytes, dict[str, Any]]]:
    """Give the matching lines, oldest first, each as written and as values; what is no JSON is skipped.

    Args:
        folder: the log's folder.
        filters: what to look for.
        wait: to follow the log: called when there is nothing more to read; it returns False to end.
    """
    for line in _follow(folder, (filters.since or "")[:10], wait):
        try:
            values = msgspec.json.decode(line)
        except msgspec.DecodeError:
            continue
        if isinstance(values, dict) and filters.match(values):
            yield line, values


def _follow(folder: Path, first_day: str, wait: Callable[[], bool] | None) -> Iterator[bytes]:
    """Whole lines of all files from a day on; then, while `wait` says so, whatever is added, in new files too."""
    done: dict[Path, int] = {}
    while True:
        for file in files(folder):
            if file.stem >= first_day and file.stat().st_size > done.get(file, 0):
                with file.open("rb") as stream:
                    stream.seek(done.get(file, 0))
                    for line in stream:
                        if line.endswith(b"\n"):
                            done[file] = done.get(file, 0) + len(line)
                            yield line[:-1]
        if wait is None or not wait():
            return
