"""What one kind of registry speaks, as data: namespaces at login, and what its commands must carry.

A dialect never talks and decides no policy: `dress` adds the extensions that the registry demands, nothing else.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from msgspec.structs import replace

from epp_gateway.model.base import Value
from epp_gateway.model.commands import Command, ContactCreate, DomainCreate, DomainTransfer, Request, object_of, verb_of
from epp_gateway.model.extensions import Extension, JprsContact, JprsDomain, JprsTransfer, NameStore
from epp_gateway.model.responses import Greeting

from .jp_names import family_of
from .xml.namespaces import CONTACT, DOMAIN, HOST, JPRS, LOGIN_SECURITY, NAMESTORE, RGP

COMMON = (LOGIN_SECURITY,)
"""Extension namespaces that we know everywhere, since they are about sessions and not about objects."""


class Dialect(Value, frozen=True):
    """What one kind of registry speaks.

    Attributes:
        objects: object namespaces that we know here, in the order of a login.
        extensions: extension namespaces that we know here.
        required: namespaces without which the registry cannot be used.
        sub_products: the namestore sub-product of each TLD (registry facts B2); empty where there are none.
        default_sub_product: the one for names outside those TLDs, such as external hosts.
        files_contacts_by_kind: whether a contact create says which kind of record it makes.
        names_families: whether a domain create says which family of .jp it belongs to.
        moves_by_method: whether a transfer request may say in which way the name moves.
    """

    name: str
    objects: tuple[str, ...] = (DOMAIN, HOST, CONTACT)
    extensions: tuple[str, ...] = (RGP,)
    required: tuple[str, ...] = (DOMAIN,)
    sub_products: Mapping[str, str] = {}
    default_sub_product: str | None = None
    files_contacts_by_kind: bool = False
    names_families: bool = False
    moves_by_method: bool = False

    def services(self, greeting: Greeting) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What to ask for at login: the objects and extensions that the server announces and we know."""
        return (
            tuple(uri for uri in self.objects if uri in greeting.objects),
            tuple(uri for uri in (*self.extensions, *COMMON) if uri in greeting.extensions),
        )

    def missing(self, greeting: Greeting) -> tuple[str, ...]:
        """The required namespaces that the server does not announce; empty where all is well."""
        announced = {*greeting.objects, *greeting.extensions}
        return tuple(uri for uri in self.required if uri not in announced)

    def dress(self, request: Request) -> Request:
        """Add the extensions that this registry demands; one that the request carries already stays as it is."""
        carried = {type(extension) for extension in request.extensions}
        wanted = tuple(extension for extension in self._demands(request.command) if type(extension) not in carried)
        return replace(request, extensions=(*request.extensions, *wanted)) if wanted else request

    def _demands(self, command: Command) -> Iterator[Extension]:
        if self.default_sub_product is not None and verb_of(command).startswith(("domain.", "host.")):
            yield NameStore(sub_product=self._sub_product(object_of(command) or "", self.default_sub_product))
        if self.files_contacts_by_kind and isinstance(command, ContactCreate) and command.kind is not None:
            yield JprsContact(kind=command.kind)
        if self.moves_by_method and isinstance(command, DomainTransfer) and command.op == "request" and command.method:
            yield JprsTransfer(method=command.method)
        if self.names_families and isinstance(command, DomainCreate):
            family = family_of(command.name)
            if family is not None:
                yield JprsDomain(family=family)

    def _sub_product(self, names: str, default: str) -> str:
        first = names.partition(",")[0]
        return self.sub_products.get(first.rpartition(".")[2].lower(), default)


DIALECTS: Mapping[str, Dialect] = MappingProxyType(
    {
        dialect.name: dialect
        for dialect in (
            Dialect(name="generic"),
            Dialect(
                name="verisign",
                extensions=(NAMESTORE, RGP),
                required=(DOMAIN, HOST, NAMESTORE),
                sub_products={"com": "dotCOM", "net": "dotNET"},
                default_sub_product="dotCOM",
            ),
            Dialect(
                name="jprs",
                extensions=(JPRS, RGP),
                required=(DOMAIN, HOST, CONTACT, JPRS),
                files_contacts_by_kind=True,
                names_families=True,
                moves_by_method=True,
            ),
        )
    }
)
"""Every dialect by its name, as configuration names it."""
