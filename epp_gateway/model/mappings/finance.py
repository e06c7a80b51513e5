"""finance-1.0 and finance-1.1 (Identity Digital): the wallets of the client's account.

Money stays the registry's own text. Unverified: written after a public copy of the grammar of 1.1 and after frames of
1.0 that were seen in use, in its namespace at United TLD and in one under the IETF's that the .rs registry has too.
"""

from typing import Literal

from epp_gateway.model.base import Value

FinanceVersion = Literal["1.0", "1.1", "unitedtld-1.0"]


class FinanceThreshold(Value, frozen=True):
    """A balance below which something happens: `kind` is a word of the registry (`final`, `restricted` ...)."""

    value: str
    kind: str


class Wallet(Value, frozen=True):
    """A wallet. In version 1.0 there is one, and it has no code."""

    balance: str
    thresholds: tuple[FinanceThreshold, ...] = ()
    code: str | None = None


class FinanceInfo(Value, frozen=True, tag="finance.info", tag_field="type"):
    """What is in the wallets?"""

    version: FinanceVersion = "1.1"


class FinanceData(Value, frozen=True, tag="finance", tag_field="type"):
    """infData of the account."""

    wallets: tuple[Wallet, ...]
    version: FinanceVersion = "1.1"
