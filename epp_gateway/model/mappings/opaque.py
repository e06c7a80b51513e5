"""Objects of mappings that we have no values for, kept as XML text so that nothing is lost."""

from typing import Literal

from epp_gateway.model.base import Carried


class OpaqueCommand(Carried, frozen=True, tag="opaque", tag_field="type"):
    """A command about an object of a mapping that we carry as it is.

    Attributes:
        verb: the verb around the object's element.
        namespace: of the object's element.
        xml: the object's element.
        op: of a transfer.
    """

    verb: Literal["check", "info", "create", "delete", "renew", "transfer", "update"]
    op: Literal["request", "query", "approve", "reject", "cancel"] | None = None


class OpaqueData(Carried, frozen=True, tag="opaque.data", tag_field="type"):
    """An element of `resData` that we do not know, or not in this shape."""
