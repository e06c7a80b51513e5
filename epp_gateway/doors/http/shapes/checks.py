"""Shapes of availability checks: a list of names or ids."""

from typing import Annotated

from pydantic import Field, model_validator

from .base import AccountId, ContactId, DomainName, Shape, complaint

MAX_CHECKS = 500


class Checks(Shape):
    """What all checks may say."""

    registry: Annotated[AccountId | None, Field(description="The registry account to ask.")] = None


class NameChecks(Checks):
    """Names to check, of any TLDs."""

    names: Annotated[list[DomainName], Field(min_length=1, max_length=MAX_CHECKS)]


class ContactChecks(Checks):
    """Contact ids to check: here, or with `registry` there."""

    names: Annotated[list[ContactId], Field(min_length=1, max_length=MAX_CHECKS)]

    @model_validator(mode="after")
    def _askable(self) -> "ContactChecks":
        if self.registry is not None and not all(3 <= len(name) <= 16 for name in self.names):
            raise complaint("a registry's contact ids have 3 to 16 characters (RFC 5733 section 2.1)")
        return self
