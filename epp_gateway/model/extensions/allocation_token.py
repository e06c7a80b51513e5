"""allocationToken-1.0 (RFC 8495): a credential to allocate a name that is held back. It is a secret (section 6)."""

from epp_gateway.model.base import Value
from epp_gateway.model.secret import Secret


class AllocationToken(Value, frozen=True, tag="allocation.token", tag_field="type"):
    """allocationToken on a check, create or transfer request, and on an info answer (sections 3.1 and 3.2).

    At a transfer it stands beside the auth code and does not replace it. What does not fit is answered with 2201.
    """

    token: Secret


class AllocationTokenWanted(Value, frozen=True, tag="allocation.wanted", tag_field="type"):
    """info on an info command: show me the token (section 3.1.2). 2201: you may not; 2303: there is none."""
