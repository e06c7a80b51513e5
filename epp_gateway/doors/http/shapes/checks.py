"""Shapes of availability checks: a list of names or ids."""

from typing import Annotated

from pydantic import Field

from .base import ContactId, DomainName, Shape

MAX_CHECKS = 500


class NameChecks(Shape):
    """Names to check, of any TLDs."""

    names: Annotated[list[DomainName], Field(min_length=1, max_length=MAX_CHECKS)]


class ContactChecks(Shape):
    """Contact ids to check."""

    names: Annotated[list[ContactId], Field(min_length=1, max_length=MAX_CHECKS)]
