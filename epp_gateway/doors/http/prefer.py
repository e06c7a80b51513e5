"""The Prefer header (RFC 7240): how long a caller is willing to wait for a final answer."""

import re
from collections.abc import Iterable

from .kinds import BAD_HEADER
from .problems import Problem, mistake

DEFAULT_WAIT = 10
MAX_WAIT = 60

_WAIT = re.compile(r'wait\s*=\s*(?:"(\d{1,9})"|(\d{1,9}))\s*(?:;.*)?', re.IGNORECASE)


def wished_wait(values: Iterable[str]) -> int | None:
    """Read the seconds of `wait=N`, at most 60; None where nothing was said. The first of several counts.

    Preferences of other names are ignored, as RFC 7240 section 2 asks.

    Raises:
        Problem: `wait` is there and has no whole number of seconds.
    """
    for preference in ",".join(values).split(","):
        if preference.strip().partition("=")[0].strip().lower() != "wait":
            continue
        found = _WAIT.fullmatch(preference.strip())
        if found is None:
            detail = "Prefer: wait takes a whole number of seconds, as in `wait=10`"
            raise Problem(BAD_HEADER, detail, errors=[mistake(BAD_HEADER, detail, place="header Prefer")])
        return min(int(found[1] or found[2]), MAX_WAIT)
    return None
