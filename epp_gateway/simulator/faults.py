"""Faults on demand: which one strikes a command, and what it does to the reply. Pure; the server acts on it.

A fault is a `Rule` that somebody posted. A `Plan` is a row of the table below: whether the command is executed, what
becomes of the answer, and whether the connection lives on.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import Literal, get_args

import msgspec
from msgspec.structs import replace

from epp_gateway.epp.framing import HEADER, encode_frame
from epp_gateway.model import commands as c
from epp_gateway.model.base import Value
from epp_gateway.model.errors import BadValue
from epp_gateway.model.responses import CLOSING_CODES, Response, Result

from .refusal import MESSAGES

WORDS = tuple(
    str(kind.__struct_config__.tag)
    for kind in (*get_args(c.SessionCommand), *get_args(c.ReadCommand), *get_args(c.TransformCommand))
) + tuple(f"{kind}.transfer.{op}" for kind in ("domain", "contact") for op in get_args(c.TransferOp))
"""The words that a fault's `command` may name."""


class Match(Value, frozen=True, forbid_unknown_fields=True):
    """Which commands a fault is for; what is left out matches all. Globs are allowed.

    Attributes:
        command: `object.verb`, or `object.verb.op` for one op of a transfer.
        name: the object's name or id, as an A-label; for a check any of its names.
        account: the client id that is logged in (or tries to).
        nth: strike from the nth matching command on.
    """

    command: str = "*"
    name: str | None = None
    account: str | None = None
    nth: int = 1


class Rule(Value, frozen=True, forbid_unknown_fields=True):
    """A fault as it is posted.

    Attributes:
        do: what happens.
        times: how often; 0 is for ever.
        ms: for `delay` how much later the reply leaves; for `dribble` the pause between octets.
        code: for `code`, the result code to answer with.
        executed: for `code`, whether the command is executed all the same.
        seconds: for `late-execute` how much later, for `stale-read` how old.
    """

    do: str
    match: Match | None = None
    times: int = 1
    ms: float = 0
    code: int | None = None
    executed: bool = False
    seconds: float = 5


Send = Literal["whole", "nothing", "dribble"]


class Plan(Value, frozen=True):
    """What one kind of fault does.

    Attributes:
        executed: whether the command is executed now.
        rewrite: changes the response value.
        mangle: changes the framed octets.
        close: whether the connection is closed afterwards.
        only: the commands it can strike.
    """

    executed: bool = True
    rewrite: Callable[[Response, Rule], Response] | None = None
    mangle: Callable[[bytes], bytes] | None = None
    send: Send = "whole"
    close: bool = False
    only: frozenset[str] | None = None


def answer_with(code: int, reason: str | None = None) -> Result:
    """A result of that code in the standard's words."""
    words = MESSAGES[code]
    return Result(code=code, message=words if reason is None else f"{words}; {reason}")


def _with_code(response: Response, rule: Rule) -> Response:
    code = rule.code or 2400
    return Response(results=(answer_with(code),), svtrid=response.svtrid, cltrid=response.cltrid)


def _foreign_cltrid(response: Response, _rule: Rule) -> Response:
    return replace(response, cltrid="SIM-foreign-" + (response.cltrid or "none")[:40])


def _no_cltrid(response: Response, _rule: Rule) -> Response:
    return replace(response, cltrid=None)


def _refused(code: int, reason: str | None = None) -> Callable[[Response, Rule], Response]:
    def rewrite(response: Response, _rule: Rule) -> Response:
        return Response(results=(answer_with(code, reason),), svtrid=response.svtrid, cltrid=response.cltrid)

    return rewrite


def _truncated(frame: bytes) -> bytes:
    return frame[: HEADER + (len(frame) - HEADER) // 2]


def _twice(frame: bytes) -> bytes:
    return frame + frame


def _garbage(_frame: bytes) -> bytes:
    return encode_frame(b"\x00\xff this is no XML \xfe <<<")


def _oversize(frame: bytes) -> bytes:
    return (0x7FFF_FFFF).to_bytes(HEADER, "big") + frame[HEADER:]


def _inserted(element: bytes) -> Callable[[bytes], bytes]:
    def mangle(frame: bytes) -> bytes:
        head, end, tail = frame[HEADER:].rpartition(b"</")
        return encode_frame(head + element + end + tail)

    return mangle


_LOGIN = frozenset({"login"})

PLANS: Mapping[str, Plan] = MappingProxyType(
    {
        "delay": Plan(),
        "no-reply": Plan(send="nothing"),
        "close-before-execute": Plan(executed=False, send="nothing", close=True),
        "close-after-execute": Plan(send="nothing", close=True),
        "truncate": Plan(mangle=_truncated, close=True),
        "dribble": Plan(send="dribble"),
        "wrong-cltrid": Plan(rewrite=_foreign_cltrid),
        "no-cltrid": Plan(rewrite=_no_cltrid),
        "duplicate-reply": Plan(mangle=_twice),
        "garbage": Plan(mangle=_garbage),
        "oversize": Plan(mangle=_oversize),
        "undeclared-prefix": Plan(mangle=_inserted(b"<undeclared:element/>")),
        "schema-invalid": Plan(mangle=_inserted(b"<unexpected/>")),
        "logged-out": Plan(executed=False, rewrite=_refused(2002, "not logged in")),
        "code": Plan(rewrite=_with_code),
        # The server runs the command later, when nobody waits for it any more.
        "late-execute": Plan(executed=False, send="nothing", close=True),
        "stale-read": Plan(only=frozenset({"domain.info"})),
        "second-writer": Plan(only=frozenset(word for word in WORDS if "." in word)),
        "refuse-login": Plan(executed=False, rewrite=_refused(2200), only=_LOGIN),
        "session-limit": Plan(executed=False, rewrite=_refused(2502), only=_LOGIN),
        "kill-sessions": Plan(send="nothing", close=True),
    }
)
"""Every kind of fault. Sessions other than the command's own are the server's to kill."""


@dataclass
class Armed:
    """A posted fault and how far it got."""

    id: int
    rule: Rule
    seen: int = 0
    struck: int = 0

    @property
    def is_spent(self) -> bool:
        """Whether it will never strike again."""
        return bool(self.rule.times) and self.struck >= self.rule.times


@dataclass
class FaultBook:
    """The faults in force, in the order they were posted; the first that fits a command strikes it."""

    armed: list[Armed] = field(default_factory=list)
    _last_id: int = 0

    def add(self, rule: Rule) -> Armed:
        """Arm a fault. Raises BadValue when it makes no sense."""
        _check(rule)
        self._last_id += 1
        armed = Armed(id=self._last_id, rule=rule)
        self.armed.append(armed)
        return armed

    def remove(self, fault_id: int) -> bool:
        """Disarm one fault; gives whether it was there."""
        before = len(self.armed)
        self.armed = [armed for armed in self.armed if armed.id != fault_id]
        return len(self.armed) < before

    def clear(self) -> None:
        """Disarm all."""
        self.armed = []

    def strike(self, command: c.Command, account: str | None) -> Rule | None:
        """Count a command and give the fault that strikes it, or None."""
        if not self.armed:
            return None
        chosen: Armed | None = None
        for armed in self.armed:
            if armed.is_spent or not _fits(armed.rule, command, account):
                continue
            armed.seen += 1
            nth = armed.rule.match.nth if armed.rule.match else 1
            if chosen is None and armed.seen >= nth:
                armed.struck += 1
                chosen = armed
        return chosen.rule if chosen else None


def _fits(rule: Rule, command: c.Command, account: str | None) -> bool:
    match = rule.match or Match()
    word = c.verb_of(command)
    only = PLANS[rule.do].only
    if (only is not None and word not in only) or not _is_command(match.command, word):
        return False
    if match.account is not None and match.account != account:
        return False
    names = (c.object_of(command) or "").split(",")
    return match.name is None or any(fnmatchcase(name.lower(), match.name.lower()) for name in names)


def _is_command(pattern: str, word: str) -> bool:
    return fnmatchcase(word, pattern) or word.startswith(pattern + ".")


def _check(rule: Rule) -> None:
    match = rule.match or Match()
    checks = (
        (rule.do in PLANS, "do", f"`{rule.do}` is no fault; there are {', '.join(PLANS)}"),
        (
            any(_is_command(match.command, word) for word in WORDS),
            "match.command",
            f"`{match.command}` is no command; there are {', '.join(WORDS)}",
        ),
        (match.nth >= 1, "match.nth", "counts from 1"),
        (rule.times >= 0, "times", "is 0 (for ever) or more"),
        (0 <= rule.ms <= 3_600_000, "ms", "is 0 to 3600000"),
        (0 <= rule.seconds <= 86_400, "seconds", "is 0 to 86400"),
        (rule.do != "code" or rule.code in MESSAGES, "code", f"is one of {', '.join(map(str, MESSAGES))}"),
    )
    for holds, path, reason in checks:
        if not holds:
            raise BadValue(reason, path=path)


def is_closing(rule: Rule, response: Response) -> bool:
    """Whether the connection ends with this answer."""
    return PLANS[rule.do].close or response.code in CLOSING_CODES


def is_executed(rule: Rule) -> bool:
    """Whether the command is executed now."""
    return rule.executed if rule.do == "code" else PLANS[rule.do].executed


def read_rule(body: object) -> Rule:
    """Read a posted fault.

    Raises:
        BadValue: with what is wrong and which words are known.
    """
    try:
        return msgspec.convert(body, Rule)
    except msgspec.ValidationError as error:
        keys = ", ".join(Rule.__struct_fields__)
        inner = ", ".join(Match.__struct_fields__)
        raise BadValue(f"{error}; a fault has the keys {keys}, its match the keys {inner}") from None
