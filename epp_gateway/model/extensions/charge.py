"""charge-1.0 (United TLD, today at Identity Digital): sets of prices of a name, and the client's agreement to one.

The mapping has no currency: prices are in that of the contract. Unverified: written after a public copy of the grammar.
"""

from typing import Literal

from epp_gateway.model.base import Value


class ChargeAmount(Value, frozen=True):
    """What a command costs.

    Attributes:
        amount: a decimal number, as the registry writes it.
        command: `create`, `renew`, `transfer`, `update` ...
        name: which kind of that command, such as `restore` of an update.
    """

    amount: str
    command: Literal["check", "create", "delete", "info", "renew", "transfer", "update", "custom"]
    name: str | None = None


class ChargeSet(Value, frozen=True):
    """A set of prices.

    Attributes:
        category: `standard`, `premium`, `earlyAccess` ...
        category_name: the registry's own name for it (`AAAA`).
        kind: a price stands for the whole; a fee comes on top of it.
        kind_name: the registry's own name for a `custom` kind.
    """

    category: str
    amounts: tuple[ChargeAmount, ...]
    kind: Literal["price", "fee", "credit", "custom"] = "price"
    category_name: str | None = None
    kind_name: str | None = None


class ChargeItem(Value, frozen=True):
    """What a check says of one name (`cd`)."""

    name: str
    sets: tuple[ChargeSet, ...]


class ChargeCheckData(Value, frozen=True, tag="charge.check.data", tag_field="type"):
    """With the answer to a check; a name at the usual price may be missing."""

    items: tuple[ChargeItem, ...]


class ChargeSets(Value, frozen=True):
    """The sets of one name."""

    sets: tuple[ChargeSet, ...]


class ChargeAgreement(ChargeSets, frozen=True, tag="charge.agreement", tag_field="type"):
    """With a create, renew, transfer or restore: what the client agrees to pay, each set with this command's amount."""


class ChargeInfoData(ChargeSets, frozen=True, tag="charge.info.data", tag_field="type"):
    """With the answer to an info."""


class ChargeCreated(ChargeSets, frozen=True, tag="charge.created", tag_field="type"):
    """With the answer to a create."""


class ChargeRenewed(ChargeSets, frozen=True, tag="charge.renewed", tag_field="type"):
    """With the answer to a renew."""


class ChargeTransferred(ChargeSets, frozen=True, tag="charge.transferred", tag_field="type"):
    """With the answer to a transfer."""


class ChargeUpdated(ChargeSets, frozen=True, tag="charge.updated", tag_field="type"):
    """With the answer to an update."""
