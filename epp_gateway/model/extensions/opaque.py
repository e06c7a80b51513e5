"""Extensions of namespaces that we do not know, or not in that shape."""

from epp_gateway.model.base import Carried


class OpaqueExtension(Carried, frozen=True, tag="opaque", tag_field="type"):
    """An extension of a namespace unknown to us, kept as XML text so that nothing is lost."""
