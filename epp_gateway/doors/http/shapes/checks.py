"""Shapes of availability checks: a list of names or ids."""

from typing import Annotated

from pydantic import Field

from .base import AccountId, ContactId, DomainName, Shape

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
