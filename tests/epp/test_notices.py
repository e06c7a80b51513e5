"""Notices and events of registries that say more, less or other things than their standards do."""

import pytest

from epp_gateway.epp.codec import Codec
from epp_gateway.model.extensions import ChangeCase, ChangePoll, LoginEvents, OpaqueExtension
from epp_gateway.model.mappings import Maintenance, MaintenanceInfo, OpaqueData
from epp_gateway.model.responses import Response

from .mappings import change_poll, login_security, maintenance


def changed(codec: Codec, answer: object, *changes: tuple[str, str]) -> Response:
    """An answer as a registry would say it that writes other words in some places."""
    assert isinstance(answer, Response)
    frame = codec.encode_response(answer).decode()
    for old, new in changes:
        assert old in frame
        frame = frame.replace(old, new)
    read = codec.decode_from_server(frame.encode())
    assert isinstance(read, Response)
    return read


def change_in(codec: Codec, *changes: tuple[str, str]) -> ChangePoll:
    read = changed(codec, change_poll.ANSWERS["rfc/8590/locked.response.xml"], *changes)
    (change,) = read.extensions
    assert isinstance(change, ChangePoll)
    assert read.data == change_poll.LOCKED
    return change


def test_a_change_without_a_state_shows_the_object_as_it_is_now(codec: Codec) -> None:
    assert change_in(codec, (' state="after"', "")).state == "after"


def test_a_state_that_nobody_knows_is_not_guessed(codec: Codec) -> None:
    read = changed(codec, change_poll.ANSWERS["rfc/8590/locked.response.xml"], ('state="after"', 'state="during"'))
    (kept,) = read.extensions
    assert isinstance(kept, OpaqueExtension)
    assert 'state="during"' in kept.xml
    assert read.data == change_poll.LOCKED


@pytest.mark.parametrize(
    ("old", "new", "case"),
    [
        ('type="urs"', 'type="udrp"', ChangeCase(id="URS-2026-17", type="udrp")),
        ('type="urs"', 'type="dispute"', ChangeCase(id="URS-2026-17", type="custom", name="dispute")),
        ('type="urs"', 'type="own" name="court"', ChangeCase(id="URS-2026-17", type="custom", name="court")),
        (' type="urs"', "", ChangeCase(id="URS-2026-17", type="custom")),
    ],
)
def test_a_case_is_told_whatever_its_kind(old: str, new: str, case: ChangeCase, codec: Codec) -> None:
    assert change_in(codec, (old, new)).case == case


def test_a_new_operation_and_a_long_reason_are_told(codec: Codec) -> None:
    change = change_in(codec, (">update<", ">autoSuspend<"), (">URS lock<", f">{'because ' * 9}<"))
    assert change.operation == "autoSuspend"
    assert change.reason == ("because " * 9).strip()


def test_a_kind_of_event_that_nobody_knows_does_not_hide_the_others(codec: Codec) -> None:
    expected = login_security.ANSWERS["rfc/8807/login.response.xml"]
    assert isinstance(expected, Response)
    read = changed(codec, expected, ('type="cipher" level="warning"', 'type="quantum" level="notice"'))
    (events,) = read.extensions
    assert isinstance(events, LoginEvents)
    assert [event.type for event in events.events] == [
        "password",
        "certificate",
        "quantum",
        "tlsProtocol",
        "stat",
        "custom",
    ]
    assert read.deviations == ("schema-invalid",)


def test_events_by_another_name_are_kept(codec: Codec) -> None:
    read = changed(
        codec, login_security.ANSWERS["rfc/8807/refused.response.xml"], ("loginSec:event", "loginSec:notice")
    )
    (kept,) = read.extensions
    assert isinstance(kept, OpaqueExtension)
    assert "It has expired" in kept.xml


def test_maintenance_in_other_words_is_read(codec: Codec) -> None:
    read = changed(
        codec,
        maintenance.ANSWERS["rfc/9167/info.response.xml"],
        (">full<", ">intermittent<"),
        (">planned<", ">unplanned<"),
        ('type="production"', 'type="sandbox"'),
        (">epp.registry.example<", ">EPP.Registry.Example<"),
        (">true<", ">yes<"),
    )
    event = read.data
    assert isinstance(event, Maintenance)
    assert (event.systems[0].impact, event.reason, event.environment) == ("intermittent", "unplanned", "sandbox")
    assert event.systems[0].host == "epp.registry.example"
    assert event.intervention is None
    assert (event.starts, event.ends) == (maintenance.EVENT.starts, maintenance.EVENT.ends)


@pytest.mark.parametrize("inside", ["<maint:item><maint:start/></maint:item>", "<maint:what/>", ""])
def test_maintenance_of_no_event_is_kept_as_it_is(inside: str, codec: Codec) -> None:
    answer = maintenance.ANSWERS["rfc/9167/none.response.xml"]
    read = changed(codec, answer, ("<maint:list/>", inside))
    assert isinstance(read.data, OpaqueData)


def test_a_name_beside_the_id_says_nothing_that_the_id_does_not(codec: Codec) -> None:
    frame = codec.encode_request(maintenance.COMMANDS["rfc/9167/info.command.xml"])
    named = frame.replace(b"<maint:id>", b'<maint:id name="Mai" lang="de">')
    assert codec.decode_request(named).command == MaintenanceInfo(id="EVENT-2026-17")
