"""balance-1.0 and lowbalance-poll-1.0 (Verisign): the client's account, and the notice that it runs low.

Money stays the registry's own text. Unverified: written after public descriptions.
"""

from typing import Literal

from epp_gateway.model.base import Value


class CreditThreshold(Value, frozen=True):
    """Where an account counts as low: an amount of available credit, or a share of the credit limit in percent."""

    value: str
    kind: Literal["fixed", "percent"] = "fixed"


class BalanceInfo(Value, frozen=True, tag="balance.info", tag_field="type"):
    """What is on the account?"""


class BalanceData(Value, frozen=True, tag="balance", tag_field="type"):
    """infData of the account.

    Attributes:
        balance: what is owed, between zero and the limit.
        available_credit: the limit without the balance.
    """

    credit_limit: str
    balance: str
    available_credit: str
    threshold: CreditThreshold


class LowBalance(Value, frozen=True, tag="lowbalance", tag_field="type"):
    """pollData: the account has reached its threshold."""

    registrar_name: str
    credit_limit: str
    threshold: CreditThreshold
    available_credit: str
