"""What each dialect offers when its configuration says nothing else. Data only; `[capabilities]` overrides it."""

from typing import Any, Literal

import msgspec

from epp_gateway.model.account import Capabilities

Dialect = Literal["generic", "verisign", "jprs"]

BY_DIALECT: dict[str, Capabilities] = {
    "generic": Capabilities(),
    # com and net are thin: contacts are announced in the greeting and refused in commands.
    "verisign": Capabilities(contact_model="none"),
    # A year at a time, extended by the registry itself at the end of the month.
    "jprs": Capabilities(
        contact_model="required",
        required_contacts=("registrant",),
        postal_types=("loc", "int"),
        contact_kinds=True,
        renew=False,
        min_years=1,
        max_years=1,
        transfer_period=False,
        ending="month-end",
        transfer_methods=("agent-change", "name-move"),
    ),
}


def capabilities_of(dialect: str, overrides: dict[str, Any]) -> Capabilities:
    """The dialect's capabilities with single ones replaced; lists become tuples.

    Raises:
        ValueError: when the periods contradict each other.
    """
    changes = {name: tuple(value) if isinstance(value, list) else value for name, value in overrides.items()}
    merged = msgspec.structs.replace(BY_DIALECT[dialect], **changes)
    if merged.min_years > merged.max_years:
        raise ValueError(f"min_years ({merged.min_years}) is more than max_years ({merged.max_years})")
    return merged
