"""namestoreExt-1.1 (Verisign): which zone of a shared server a command means. Unverified."""

from epp_gateway.model.base import Value


class NameStore(Value, frozen=True, tag="namestore", tag_field="type"):
    """namestoreExt-1.1 on a command: which zone of a shared server is meant (`dotCOM`, `dotNET`)."""

    sub_product: str


class NameStoreError(Value, frozen=True, tag="namestore.error", tag_field="type"):
    """namestoreExt-1.1 nsExtErrData on a failed response."""

    code: int
    message: str
