"""Shapes of contacts: cards with postal addresses as RFC 5733 section 2 bounds them."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from epp_gateway.model.intent import ContactCard, CreateContact, UpdateContact
from epp_gateway.model.objects import Phone, PostalInfo, PostalType

from .base import ContactId, Line, Registries, Shape, complaint

_EMAIL = re.compile(r"[^@\s\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]+@[^@\s\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]+")
# RFC 5733 section 4: the number has at most 17 characters, whatever its parts would allow.
_PHONE = re.compile(r"(?=[^x]{1,17}(?:x|$))(\+[0-9]{1,3}\.[0-9]{1,14})(?:x([0-9]{1,10}))?")


def _email(text: str) -> str:
    if not _EMAIL.fullmatch(text):
        raise complaint("must be an e-mail address")
    return text


def _phone(text: str) -> str:
    if not _PHONE.fullmatch(text):
        raise complaint("must look like `+81.312345678`, with `x12` behind it for an extension")
    return text


def phone_of(text: str | None) -> Phone | None:
    """The model's phone number of a checked text."""
    found = _PHONE.fullmatch(text) if text else None
    return Phone(number=found[1], ext=found[2]) if found else None


PhoneNumber = Annotated[str, AfterValidator(_phone), Field(examples=["+81.312345678", "+1.7035555555x1234"])]
Email = Annotated[str, Field(max_length=254, examples=["hostmaster@example.com"]), AfterValidator(_email)]


class PostalShape(Shape):
    """A postal address: `int` in ASCII for all registries, `loc` in the local script."""

    type: PostalType
    name: Line
    org: Line | None = None
    street: Annotated[list[Line], Field(max_length=3)] = []
    city: Line
    sp: Annotated[Line | None, Field(description="State or province.")] = None
    pc: Annotated[Line | None, Field(max_length=16, description="Postal code.")] = None
    cc: Annotated[str, Field(pattern="^[A-Z]{2}$", description="Country code, ISO 3166-1 alpha-2.")]

    @field_validator("name", "org", "street", "city", "sp", "pc")
    @classmethod
    def _ascii_if_international(cls, value: str | list[str] | None, info: ValidationInfo) -> str | list[str] | None:
        texts = value if isinstance(value, list) else [value or ""]
        if info.data.get("type") == "int" and not all(text.isascii() for text in texts):
            raise complaint("must be ASCII in an address of type `int` (RFC 5733 section 2.4)")
        return value

    def value_of(self) -> PostalInfo:
        """The model's address."""
        return PostalInfo(
            type=self.type,
            name=self.name,
            org=self.org,
            street=tuple(self.street),
            city=self.city,
            sp=self.sp,
            pc=self.pc,
            cc=self.cc,
        )


def _one_of_each(postal: list[PostalShape]) -> list[PostalShape]:
    if len({one.type for one in postal}) < len(postal):
        raise complaint("must not have two addresses of one type")
    return postal


class ContactChange(Shape):
    """A contact's new card, whole."""

    postal: Annotated[list[PostalShape], Field(min_length=1, max_length=2), AfterValidator(_one_of_each)]
    email: Email
    voice: PhoneNumber | None = None
    fax: PhoneNumber | None = None

    def card(self) -> ContactCard:
        """The model's card."""
        return ContactCard(
            postal=tuple(one.value_of() for one in self.postal),
            email=self.email,
            voice=phone_of(self.voice),
            fax=phone_of(self.fax),
        )

    def update(self, contact_id: str) -> UpdateContact:
        """The wish to give a contact this card."""
        return UpdateContact(id=contact_id, card=self.card())


class NewContact(ContactChange):
    """A new contact; without an id the gateway makes one."""

    id: ContactId | None = None
    registries: Registries = []

    def create(self, made_up_id: str) -> CreateContact:
        """The wish to keep this contact."""
        return CreateContact(id=self.id or made_up_id, card=self.card(), registries=tuple(self.registries))
