"""What policy decided, and everything needed to replay it."""

from enum import StrEnum
from typing import Any

from .base import Value


class Effect(StrEnum):
    """The effects of a rule, weakest first; the strongest of all matching rules wins."""

    ALLOW = "allow"
    NOTICE = "notice"
    HOLD = "hold"
    REFUSE = "refuse"

    @property
    def strength(self) -> int:
        """Its place in the order of strength."""
        return list(Effect).index(self)


class Text(Value, frozen=True):
    """A message in both languages; `ja` may be empty where nobody wrote it."""

    en: str
    ja: str = ""


class RuleHit(Value, frozen=True):
    """A rule that matched: its effect, the articles it rests on, and the facts it saw."""

    id: str
    effect: Effect
    cite: tuple[str, ...]
    message: Text
    facts: dict[str, Any]


class Displaced(Value, frozen=True):
    """A rule that a higher tier made weaker: what it would have said, and who displaced it."""

    id: str
    effect: Effect
    cite: tuple[str, ...]
    by: str
    tier: str


class Decision(Value, frozen=True):
    """The decision record.

    Attributes:
        rules: every rule that matched, strongest first.
        earliest: the instant at which the strongest refusal ends, when it is a matter of time.
        needs: what is missing, as words a panel can act on (`fact:contract.start`).
        packs: pack id to the version in force.
        at: the receipt instant all rules used.
    """

    effect: Effect
    at: str
    rules: tuple[RuleHit, ...] = ()
    displaced: tuple[Displaced, ...] = ()
    earliest: str | None = None
    needs: tuple[str, ...] = ()
    quote: Any = None
    packs: dict[str, str] = {}
