"""The words shapes are made of: names, addresses, texts, codes. Each accepts or says what is wrong, nothing else."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr
from pydantic_core import PydanticCustomError

from epp_gateway.model.errors import BadValue
from epp_gateway.model.names import parse_address, parse_name
from epp_gateway.model.secret import Secret
from epp_gateway.model.terms import Period, cur_exp_date, parse_instant

T = TypeVar("T")

# What XML 1.0 can not carry (section 2.2), and for one-line texts also line breaks and tabs (normalizedString).
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_NOT_LINE = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029\ud800-\udfff\ufffe\uffff]")


class Shape(BaseModel):
    """A body or a part of one: no field beyond those named, no value of another type than the one named."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def complaint(reason: str) -> PydanticCustomError:
    """What a validator raises; the reason is shown to the caller, with what is no Unicode in it made harmless."""
    return PydanticCustomError("bad_value", "{reason}", {"reason": reason.encode("utf-8", "replace").decode()})


def _told(check: Callable[[str], T]) -> Callable[[str], T]:
    """Let a check of the model speak as a validator."""

    def validator(text: str) -> T:
        try:
            return check(text)
        except BadValue as error:
            raise complaint(error.reason) from None

    return validator


def _without(pattern: re.Pattern[str], reason: str) -> Callable[[str], str]:
    def validator(text: str) -> str:
        if pattern.search(text):
            raise complaint(reason)
        return text.strip()

    return validator


@lru_cache(maxsize=4096)
def _a_labels(text: str) -> str:
    """A name's one spelling inside; kept, since panels repeat their names. The shape bounds the text's length."""
    return parse_name(text).ascii


def _instant(text: str) -> str:
    try:
        parse_instant(text)
    except ValueError:
        raise complaint("must be an instant, as in `2026-01-31T09:00:00Z`") from None
    return text


def _not_null(value: Any) -> Any:
    if value is None:
        raise complaint("must not be null: leave the field out to leave the thing as it is")
    return value


def secret(code: SecretStr | None) -> Secret | None:
    """Our own kind of secret."""
    return None if code is None else Secret(code.get_secret_value())


def _plain_code(code: SecretStr) -> SecretStr:
    if _NOT_LINE.search(code.get_secret_value()):
        raise complaint("must be one line without control characters")
    return code


# Values are A-labels after validation; `parse_name` keeps both spellings.
DomainName = Annotated[
    str,
    Field(max_length=512),
    AfterValidator(_told(_a_labels)),
    Field(description="A domain or host name, as U-labels or A-labels.", examples=["example.com"]),
]
Address = Annotated[
    str,
    AfterValidator(_told(parse_address)),
    Field(description="An IPv4 or IPv6 address.", examples=["192.0.2.1"]),
]
ExpiryDate = Annotated[
    str,
    AfterValidator(_told(cur_exp_date)),
    Field(description="The registry's own expiry date as GET showed it.", examples=["2027-01-31"]),
]
Instant = Annotated[str, AfterValidator(_instant), Field(description="An instant with its zone (ISO 8601).")]
ContactId = Annotated[
    str,
    Field(pattern=r"^[A-Za-z0-9._\-]{1,64}$", description="The panel's own id of a contact.", examples=["cust-42"]),
]
AccountId = Annotated[str, Field(pattern=r"^[A-Za-z0-9._\-]{1,64}$", description="An account's id.")]
Registries = Annotated[
    list[AccountId], Field(max_length=16, description="Registry accounts that are to hold it at once.")
]
OperationId = Annotated[str, Field(pattern=r"^[A-Za-z0-9._\-]{1,64}$", description="An operation's id.")]
Line = Annotated[
    str,
    Field(min_length=1, max_length=255),
    AfterValidator(_without(_NOT_LINE, "must be one line without control characters")),
    Field(min_length=1),
]
Note = Annotated[
    str,
    Field(max_length=2000, description="A text for people."),
    AfterValidator(_without(_NOT_XML, "must not have control characters")),
]
AuthCode = Annotated[
    SecretStr,
    Field(min_length=1, max_length=255, description="An auth code. It is never shown again and never logged."),
    AfterValidator(_plain_code),
]
Given = Annotated[T | None, BeforeValidator(_not_null)]
"""A field that may be left out, but not be null: in a change, null would be read in two ways."""


class PeriodShape(Shape):
    """A length of registration."""

    value: Annotated[int, Field(ge=1, le=99)]
    unit: Annotated[Literal["y", "m"], Field(description="`y` for years, `m` for months.")] = "y"


def unique(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts in their order, each once."""
    return tuple(dict.fromkeys(texts))


def period_of(period: PeriodShape | None) -> Period | None:
    """The model's period."""
    return None if period is None else Period(value=period.value, unit=period.unit)
