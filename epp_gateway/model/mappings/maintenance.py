"""maintenance-1.0 (RFC 9167): what a registry will do to its systems, asked for or told by a notice."""

from typing import Literal

from epp_gateway.model.base import Value


class MaintenanceInfo(Value, frozen=True, tag="maintenance.info", tag_field="type"):
    """info about one event, or about all of them where `id` is None (section 4.1.1)."""

    id: str | None = None


class MaintenanceKind(Value, frozen=True):
    """type (section 3.3): in the registry's words, such as `Routine Maintenance`."""

    text: str
    lang: str = "en"


class MaintainedSystem(Value, frozen=True):
    """system (section 3.3): `name` such as `EPP`, `impact` one of none, partial and full, `host` an A-label name."""

    name: str
    impact: str
    host: str | None = None


class MaintenanceText(Value, frozen=True):
    """description (section 3.3): for people. What is called `html` is foreign markup: it is never to be rendered."""

    text: str
    lang: str = "en"
    format: Literal["plain", "html"] = "plain"


class Intervention(Value, frozen=True):
    """intervention (section 3.3): whether clients have to connect again, or to change their programs."""

    connection: bool
    implementation: bool


class Maintenance(Value, frozen=True, tag="maintenance", tag_field="type"):
    """item of infData, in an answer to info by id and in notices (section 3.3).

    Attributes:
        id: the server's, the same for the event's whole life.
        systems: what is affected; one or more.
        environment: production, ote, staging, dev or custom.
        starts, ends: instants.
        reason: `planned` or `emergency`.
        created, updated: of this announcement; the latter only where it was changed.
        name: of the event, for people, in `name_lang`.
        poll_type: in notices alone: what has become of the announcement (create, update, delete), or that the event is
            near (courtesy) or over (end). After create and update it says how it stands now; at delete how it stood.
        environment_name: of a custom one.
        detail: where more is told (a URI).
        tlds: A-labels; none means that everything there is affected.
    """

    id: str
    systems: tuple[MaintainedSystem, ...]
    environment: str
    starts: str
    ends: str
    reason: str
    created: str
    updated: str | None = None
    name: str | None = None
    name_lang: str = "en"
    types: tuple[MaintenanceKind, ...] = ()
    poll_type: str | None = None
    environment_name: str | None = None
    detail: str | None = None
    descriptions: tuple[MaintenanceText, ...] = ()
    tlds: tuple[str, ...] = ()
    intervention: Intervention | None = None


class MaintenanceSummary(Value, frozen=True):
    """listItem (section 4.1.1.2)."""

    id: str
    starts: str
    ends: str
    created: str
    updated: str | None = None
    name: str | None = None
    name_lang: str = "en"


class MaintenanceList(Value, frozen=True, tag="maintenance.list", tag_field="type"):
    """list of infData, in an answer to info without an id (section 4.1.1.2). It may be empty."""

    summaries: tuple[MaintenanceSummary, ...] = ()
