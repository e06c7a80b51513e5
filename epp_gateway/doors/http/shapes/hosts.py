"""Shapes of hosts: a name and its addresses."""

from typing import Annotated

from pydantic import Field

from epp_gateway.model.intent import CreateHost, UpdateHost

from .base import Address, DomainName, Registries, Shape, unique

Addresses = Annotated[list[Address], Field(max_length=26, description="IPv4 and IPv6 addresses.")]


class HostChange(Shape):
    """A host's new set of addresses."""

    addresses: Addresses

    def update(self, name: str) -> UpdateHost:
        """The wish to give a host these addresses."""
        return UpdateHost(name=name, addresses=unique(self.addresses))


class NewHost(Shape):
    """A new host."""

    name: DomainName
    addresses: Addresses = []
    registries: Registries = []

    def create(self) -> CreateHost:
        """The wish to create it."""
        return CreateHost(name=self.name, addresses=unique(self.addresses), registries=tuple(self.registries))
