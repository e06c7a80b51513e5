"""The words that packs may use: tiers, effects, strengths, guarded operations, families and result codes."""

from enum import StrEnum
from typing import Literal, get_args


class Tier(StrEnum):
    """Where a document stands, highest first: a higher one may displace what a lower one says."""

    LAW = "law"
    UPPER = "upper"
    SPECIAL = "special"
    ANNEX = "annex"
    REGISTRAR = "registrar"
    PANEL = "panel"

    @property
    def rank(self) -> int:
        """0 for the highest."""
        return _RANKS[self]


_RANKS = {tier: rank for rank, tier in enumerate(Tier)}

Strength = Literal["must", "may", "should", "derived"]
"""must: the text leaves no choice; may: an operator may override; should: advice; derived: not in the text."""

STRENGTHS: tuple[str, ...] = get_args(Strength)

Family = Literal["gtld", "cctld", "jp-general", "jp-prefecture", "jp-organisational", "jp-geographic", "jp-unknown"]
FAMILIES: tuple[str, ...] = get_args(Family)

TRANSFER_OUT = ("transfer_out.request", "transfer_out.unlock", "transfer_out.authcode", "transfer_out.answer")

OPS = (
    *("create", "renew", "transfer_in", *TRANSFER_OUT, "info", "update", "lock", "assign", "rename"),
    *("restore", "cancel", "delete", "autopay.disable", "order.place", "order.update", "order.cancel"),
    *("account.open", "account.suspend", "account.terminate", "account.close", "account.grant", "account.assign"),
    *("policy.load", "quote"),
)
"""The guarded operations that are named one by one."""

OP_GROUPS = ("sanction.", "tick.", "registry.", "dispute.")
"""Operators' sanctions, clock events, registry events and disputes are open-ended: any word may follow."""

EPP_CODES = (2003, 2104, 2105, 2106, 2201, 2202, 2304, 2305, 2306, 2308)
"""What a refusal may answer over EPP."""

DEFAULT_EPP_CODE = 2308


def is_op(word: str) -> bool:
    """Whether the word names a guarded operation."""
    return word in OPS or any(word.startswith(group) and len(word) > len(group) for group in OP_GROUPS)


def covers(pattern: str, op: str) -> bool:
    """Whether a word of a rule's `ops` covers an operation: the same word, `*`, or a group such as `transfer_out.*`."""
    return pattern in ("*", op) or (pattern.endswith(".*") and op.startswith(pattern[:-1]))


def is_op_pattern(word: str) -> bool:
    """Whether the word may stand in a rule's `ops`."""
    if is_op(word) or word == "*":
        return True
    return word.endswith(".*") and any(op.startswith(word[:-1]) for op in (*OPS, *OP_GROUPS))
