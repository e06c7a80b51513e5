"""fee-1.0 (RFC 8748) and the drafts before it: agreements, statements, and the rows of all versions.

Questions and their answers stand in `fee_questions`. The standard binds itself to no kind of object, so any object's
command may carry it.
"""

from collections.abc import Iterator
from functools import partial
from typing import TypeVar

from epp_gateway.epp.rows import ExtensionRow
from epp_gateway.epp.xml.build import add_maybe, add_object
from epp_gateway.epp.xml.namespaces import Tags
from epp_gateway.epp.xml.parse import Element
from epp_gateway.epp.xml.read import word
from epp_gateway.model.extensions import (
    FeeAgreement,
    FeeCheck,
    FeeCheckData,
    FeeCreate,
    FeeCreated,
    FeeDeleted,
    FeeInfo,
    FeeInfoData,
    FeeRenew,
    FeeRenewed,
    FeeStatement,
    FeeTransfer,
    FeeTransferred,
    FeeUpdate,
    FeeUpdated,
)

from .fee_parts import (
    TAGS,
    known,
    read_credits,
    read_currency,
    read_fees,
    read_period,
    version_of,
    write_currency,
    write_money,
    write_period,
)
from .fee_questions import (
    INFO,
    read_check,
    read_check_data,
    read_info,
    read_info_data,
    write_check,
    write_check_data,
    write_info,
    write_info_data,
)

_Agreement = TypeVar("_Agreement", FeeCreate, FeeRenew, FeeTransfer, FeeUpdate)
_Statement = TypeVar("_Statement", FeeCreated, FeeRenewed, FeeTransferred, FeeUpdated, FeeDeleted)


# What the client is ready to pay (section 5.2)


def write_agreement(word: str, parent: Element, value: FeeAgreement) -> None:
    """Append `create`, `renew`, `transfer` or `update`, whichever the word says."""
    tags = TAGS[value.version]
    root = add_object(parent, tags, getattr(tags, word))
    write_currency(root, tags, value.currency)
    write_money(root, tags, value.fees, value.credits)


def read_agreement(kind: type[_Agreement], element: Element) -> _Agreement:
    """Read `create`, `renew`, `transfer` or `update`."""
    version = version_of(element)
    tags = TAGS[version]
    return kind(
        fees=read_fees(element, tags),
        credits=read_credits(element, tags),
        currency=read_currency(element, tags),
        version=version,
    )


# What was charged (section 5.2)


def write_statement(word: str, parent: Element, value: FeeStatement) -> None:
    """Append `creData`, `renData`, `trnData`, `updData` or `delData`, whichever the word says."""
    tags = TAGS[value.version]
    root = add_object(parent, tags, getattr(tags, word))
    write_currency(root, tags, value.currency)
    write_period(root, tags, value.period)
    write_money(root, tags, value.fees, value.credits)
    add_maybe(root, tags.balance, value.balance)
    add_maybe(root, tags.creditLimit, value.credit_limit)


def read_statement(kind: type[_Statement], element: Element) -> _Statement:
    """Read `creData`, `renData`, `trnData`, `updData` or `delData`."""
    version = version_of(element)
    tags = TAGS[version]
    return kind(
        currency=read_currency(element, tags),
        period=read_period(element, tags),
        fees=read_fees(element, tags),
        credits=read_credits(element, tags),
        balance=word(element, tags.balance),
        credit_limit=word(element, tags.creditLimit),
        version=version,
    )


# Rows


def _about(verb: str, *, op: str = "") -> frozenset[str]:
    """The commands of that verb about any object."""
    return frozenset(f"{kind}.{verb}{op}" for kind in ("domain", "host", "contact", "opaque"))


def _questions(tags: Tags) -> Iterator[ExtensionRow]:
    check = _about("check")
    yield ExtensionRow(FeeCheck, tags.check, write_check, known(read_check), commands=check)
    yield ExtensionRow(FeeCheckData, tags.chkData, write_check_data, known(read_check_data), answers=check)
    info = _about("info")
    if tags in [TAGS[version] for version in INFO]:
        yield ExtensionRow(FeeInfo, tags.info, write_info, known(read_info), commands=info)
        yield ExtensionRow(FeeInfoData, tags.infData, write_info_data, known(read_info_data), answers=info)


def _agreement(kind: type[_Agreement], tags: Tags, word: str, commands: frozenset[str]) -> ExtensionRow:
    read = known(partial(read_agreement, kind))
    return ExtensionRow(kind, getattr(tags, word), partial(write_agreement, word), read, commands=commands)


def _statement(kind: type[_Statement], tags: Tags, word: str, answers: frozenset[str]) -> ExtensionRow:
    read = known(partial(read_statement, kind))
    return ExtensionRow(kind, getattr(tags, word), partial(write_statement, word), read, answers=answers)


def _changes(tags: Tags) -> Iterator[ExtensionRow]:
    yield _agreement(FeeCreate, tags, "create", _about("create"))
    yield _agreement(FeeRenew, tags, "renew", _about("renew"))
    yield _agreement(FeeTransfer, tags, "transfer", _about("transfer", op=".request"))
    yield _agreement(FeeUpdate, tags, "update", _about("update"))
    yield _statement(FeeCreated, tags, "creData", _about("create"))
    yield _statement(FeeRenewed, tags, "renData", _about("renew"))
    yield _statement(FeeTransferred, tags, "trnData", _about("transfer"))
    yield _statement(FeeUpdated, tags, "updData", _about("update"))
    yield _statement(FeeDeleted, tags, "delData", _about("delete"))


EXTENSIONS = tuple(row for tags in TAGS.values() for row in (*_questions(tags), *_changes(tags)))
