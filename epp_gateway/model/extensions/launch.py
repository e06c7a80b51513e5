"""launch-1.0 (RFC 8334): what a registry wants to hear while it opens a zone, and for trademark claims ever after."""

from typing import Literal

from epp_gateway.model.base import Value
from epp_gateway.model.secret import Secret

from .marks import EncodedSignedMark, Mark, SignedMark


class LaunchPhase(Value, frozen=True):
    """phase (section 2.3).

    Attributes:
        phase: sunrise, landrush, claims, open or custom.
        name: of a custom phase, or of a part of another one (`claims` during `landrush`).
    """

    phase: str
    name: str | None = None


# check (section 3.1): three forms, each a question of its own


class ClaimsCheck(Value, frozen=True, tag="launch.check.claims", tag_field="type"):
    """check of type claims on a domain check (section 3.1.1): which names need a claims notice to be created?

    Not one word about availability comes back, but `LaunchChecked`.
    """

    phase: LaunchPhase


class AvailabilityCheck(Value, frozen=True, tag="launch.check.avail", tag_field="type"):
    """check of type avail on a domain check (section 3.1.2): which names are to be had in that phase?"""

    phase: LaunchPhase


class TrademarkCheck(Value, frozen=True, tag="launch.check.trademark", tag_field="type"):
    """check of type trademark on a domain check (section 3.1.3): which names match a mark, whatever the phase?

    Not one word about availability comes back, but `LaunchChecked`.
    """


class ClaimKey(Value, frozen=True):
    """claimKey: what to ask a trademark validator for a claims notice with. Without a validator: the ICANN TMCH."""

    key: str
    validator: str | None = None


class LaunchCheckItem(Value, frozen=True):
    """cd (section 3.1.1): whether a name matches a mark."""

    name: str
    exists: bool
    keys: tuple[ClaimKey, ...] = ()


class LaunchChecked(Value, frozen=True, tag="launch.checked", tag_field="type"):
    """chkData in the answer to a domain check of the claims or the trademark form, which has no resData."""

    items: tuple[LaunchCheckItem, ...]
    phase: LaunchPhase | None = None


# info (section 3.2)


class LaunchInfo(Value, frozen=True, tag="launch.info", tag_field="type"):
    """info on a domain info (section 3.2): an application, or a registration that was made in a phase."""

    phase: LaunchPhase
    application_id: str | None = None
    include_mark: bool = False


class LaunchStatus(Value, frozen=True):
    """status (section 2.4).

    Attributes:
        value: pendingValidation, validated, invalid, pendingAllocation, allocated, rejected or custom.
        name: of a custom status, or of a part of another one.
        text: why, in the words of the server.
        lang: the language of the text; None says nothing, which means English.
    """

    value: str
    name: str | None = None
    text: str | None = None
    lang: str | None = None


class LaunchData(Value, frozen=True, tag="launch.data", tag_field="type"):
    """infData in the answer to a domain info (section 3.2), and in notices (section 2.5).

    A notice stands beside a domain's infData, or beside its panData where the status is final: allocated or rejected.
    """

    phase: LaunchPhase
    application_id: str | None = None
    status: LaunchStatus | None = None
    marks: tuple[Mark, ...] = ()


# create (section 3.3)


class MarkCode(Value, frozen=True):
    """code (section 2.6.1): a secret that the validator has given for a mark."""

    code: Secret
    validator: str | None = None


class CodeMark(Value, frozen=True):
    """codeMark (section 2.6.1): a code, a mark, or a code for that mark."""

    code: MarkCode | None = None
    mark: Mark | None = None


class CodeMarks(Value, frozen=True, tag="codes", tag_field="type"):
    """Marks to be validated by code or by hand (section 2.6)."""

    marks: tuple[CodeMark, ...]


class SignedMarks(Value, frozen=True, tag="signed", tag_field="type"):
    """Marks to be validated by their signature (section 2.6.3.1). Their `id` attributes have to differ."""

    marks: tuple[SignedMark, ...]


class EncodedSignedMarks(Value, frozen=True, tag="encoded", tag_field="type"):
    """Marks to be validated by their signature, encoded (section 2.6.3.2)."""

    marks: tuple[EncodedSignedMark, ...]


class ClaimsNotice(Value, frozen=True):
    """notice (section 3.3.2): the claims notice that the registrant has read and accepted.

    Attributes:
        id: of the notice, at its validator.
        not_after: until when the notice is good, an instant.
        accepted: when it was accepted, an instant.
        validator: where the notice is from; None means the ICANN TMCH.
    """

    id: str
    not_after: str
    accepted: str
    validator: str | None = None


class LaunchCreate(Value, frozen=True, tag="launch.create", tag_field="type"):
    """create on a domain create (section 3.3).

    With marks it is the sunrise form (3.3.1), with notices the claims form (3.3.2), with both the mixed form (3.3.4),
    with neither the general form (3.3.3). `object` is what the client expects to be made.
    """

    phase: LaunchPhase
    object: Literal["application", "registration"] | None = None
    marks: CodeMarks | SignedMarks | EncodedSignedMarks | None = None
    notices: tuple[ClaimsNotice, ...] = ()


class LaunchCreated(Value, frozen=True, tag="launch.created", tag_field="type"):
    """creData in the answer to a domain create (section 3.3.5): the application that was made."""

    phase: LaunchPhase
    application_id: str


# update and delete (sections 3.4 and 3.5)


class LaunchUpdate(Value, frozen=True, tag="launch.update", tag_field="type"):
    """update on a domain update (section 3.4): which application is meant."""

    phase: LaunchPhase
    application_id: str


class LaunchDelete(Value, frozen=True, tag="launch.delete", tag_field="type"):
    """delete on a domain delete (section 3.5): which application is withdrawn."""

    phase: LaunchPhase
    application_id: str
