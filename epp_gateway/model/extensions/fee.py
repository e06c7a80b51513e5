"""fee-1.0 (RFC 8748) and the drafts before it: what commands cost.

Money stays the registry's own text, so that what was quoted can be agreed to letter by letter. One set of values
serves all versions; `version` says which is spoken. What a version has no place for is refused when it is written.

The drafts differ in where things stand: up to 0.9 a question names each object again and an answer has one part for
each question; 0.11 asks one question for all objects; from 0.12 on both look as in 1.0, with the class of an object
inside of each quote. That is from public copies and from frames seen in use, not from the drafts' texts: unverified.
"""

from typing import Literal

from epp_gateway.model.base import Value
from epp_gateway.model.terms import Period

FeeVersion = Literal["0.5", "0.6", "0.7", "0.8", "0.9", "0.11", "0.12", "0.21", "0.23", "1.0"]
"""The versions that registries are known to speak."""


class Fee(Value, frozen=True):
    """A fee (RFC 8748 section 3.4), zero or more.

    Attributes:
        amount: a decimal number, as the registry writes it.
        refundable: whether it is given back when the object is deleted; None says nothing.
        grace_period: how long it is, as an XML Schema duration (`P5D`).
        applied: whether the account is charged at once or later.
        lang: of the description.
    """

    amount: str
    description: str | None = None
    refundable: bool | None = None
    grace_period: str | None = None
    applied: Literal["immediate", "delayed"] | None = None
    lang: str | None = None


class FeeCredit(Value, frozen=True):
    """A credit (RFC 8748 section 3.4): `amount` is below zero."""

    amount: str
    description: str | None = None
    lang: str | None = None


class FeeReason(Value, frozen=True):
    """Why there is no quote (RFC 8748 section 3.9)."""

    text: str
    lang: str | None = None


class FeeQuery(Value, frozen=True):
    """What is asked of a check (RFC 8748 section 3.1).

    Attributes:
        command: `create`, `delete`, `renew`, `update`, `transfer`, `restore` or `custom`.
        custom_name: with `custom`, the name of the command (from 0.12 on).
        phase: of the launch (RFC 8334).
    """

    command: str
    period: Period | None = None
    custom_name: str | None = None
    phase: str | None = None
    subphase: str | None = None


class FeeQuote(FeeQuery, frozen=True):
    """What a command costs (RFC 8748 section 5.1.1). No fees and no reason: it is free.

    Attributes:
        standard: whether it is the usual price.
        class_name: of the object, in versions 0.12 to 0.23; others have it in `FeeItem`.
    """

    standard: bool = False
    fees: tuple[Fee, ...] = ()
    credits: tuple[FeeCredit, ...] = ()
    class_name: str | None = None
    reason: FeeReason | None = None


class FeeItem(Value, frozen=True):
    """What a check says of one object (`cd`). Up to 0.11 there is one item for each command, with one quote.

    Attributes:
        name: of the object; in lower case where it is a name.
        class_name: `standard`, or a word of the registry (RFC 8748 section 3.7).
        currency: up to 0.11; later it stands in `FeeCheckData`.
        element: which element of the object `name` is.
        object_uri: the object's namespace in versions 0.9 to 0.12; None is a domain.
    """

    name: str
    available: bool = True
    quotes: tuple[FeeQuote, ...] = ()
    class_name: str | None = None
    currency: str | None = None
    reason: FeeReason | None = None
    element: str = "name"
    object_uri: str | None = None


# check and info


class FeeCheck(Value, frozen=True, tag="fee.check", tag_field="type"):
    """The question of a check (RFC 8748 section 5.1.1). Version 0.11 has one query.

    Attributes:
        names: the objects again, up to 0.9 only.
        class_name: 0.11 only: the class that is asked about.
    """

    queries: tuple[FeeQuery, ...]
    currency: str | None = None
    names: tuple[str, ...] = ()
    class_name: str | None = None
    version: FeeVersion = "1.0"


class FeeCheckData(Value, frozen=True, tag="fee.check.data", tag_field="type"):
    """The answer of a check. `currency` is that of all items (from 0.12 on)."""

    items: tuple[FeeItem, ...]
    currency: str | None = None
    version: FeeVersion = "1.0"


class FeeInfo(Value, frozen=True, tag="fee.info", tag_field="type"):
    """The question of an info, in versions 0.5 to 0.7 only."""

    query: FeeQuery
    currency: str | None = None
    version: FeeVersion = "0.7"


class FeeInfoData(Value, frozen=True, tag="fee.info.data", tag_field="type"):
    """The answer of an info, in versions 0.5 to 0.7 only."""

    quote: FeeQuote
    currency: str | None = None
    class_name: str | None = None
    version: FeeVersion = "0.7"


# Commands that change something


class FeeAgreement(Value, frozen=True):
    """What the client is ready to pay (RFC 8748 section 5.2). The sum must not be below the server's own."""

    fees: tuple[Fee, ...]
    credits: tuple[FeeCredit, ...] = ()
    currency: str | None = None
    version: FeeVersion = "1.0"


class FeeCreate(FeeAgreement, frozen=True, tag="fee.create", tag_field="type"):
    """With a create (RFC 8748 section 5.2.1)."""


class FeeRenew(FeeAgreement, frozen=True, tag="fee.renew", tag_field="type"):
    """With a renew (RFC 8748 section 5.2.3)."""


class FeeTransfer(FeeAgreement, frozen=True, tag="fee.transfer", tag_field="type"):
    """With the request for a transfer (RFC 8748 section 5.2.4)."""


class FeeUpdate(FeeAgreement, frozen=True, tag="fee.update", tag_field="type"):
    """With an update, such as a restore (RFC 8748 section 5.2.5)."""


class FeeStatement(Value, frozen=True):
    """What was charged (RFC 8748 section 5.2).

    Attributes:
        period: of a transfer.
        balance: of the account afterwards, below zero where the server lends (section 3.5).
        credit_limit: how much it lends (section 3.6).
    """

    currency: str | None = None
    period: Period | None = None
    fees: tuple[Fee, ...] = ()
    credits: tuple[FeeCredit, ...] = ()
    balance: str | None = None
    credit_limit: str | None = None
    version: FeeVersion = "1.0"


class FeeCreated(FeeStatement, frozen=True, tag="fee.created", tag_field="type"):
    """With the answer to a create (RFC 8748 section 5.2.1)."""


class FeeRenewed(FeeStatement, frozen=True, tag="fee.renewed", tag_field="type"):
    """With the answer to a renew (RFC 8748 section 5.2.3)."""


class FeeTransferred(FeeStatement, frozen=True, tag="fee.transferred", tag_field="type"):
    """With the answer to a transfer's request or query (RFC 8748 sections 5.1.2 and 5.2.4)."""


class FeeUpdated(FeeStatement, frozen=True, tag="fee.updated", tag_field="type"):
    """With the answer to an update (RFC 8748 section 5.2.5)."""


class FeeDeleted(FeeStatement, frozen=True, tag="fee.deleted", tag_field="type"):
    """With the answer to a delete (RFC 8748 section 5.2.2)."""
