"""Extensions of namespaces that we do not know, or not in that shape."""

from epp_gateway.model.base import Value


class OpaqueExtension(Value, frozen=True, tag="opaque", tag_field="type"):
    """An extension of a namespace unknown to us, kept as XML text so that nothing is lost."""

    namespace: str
    xml: str
