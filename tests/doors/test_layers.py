"""The layers around the application, and the server's log, where a whole request would not reach them."""

import pytest

from epp_gateway.doors.http.middleware import Faults
from epp_gateway.doors.http.validation import json_path

SCOPE = {"type": "http", "method": "GET", "path": "/v1/x", "headers": [], "client": None}


async def nothing() -> dict:
    return {"type": "http.request", "body": b"", "more_body": False}


async def test_an_error_after_the_answer_has_begun_is_logged_and_not_answered_twice(world):
    sent = []

    async def send(message: dict) -> None:
        sent.append(message["type"])

    async def breaks(_scope, _receive, send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise RuntimeError("too late")

    await Faults(breaks, world.log)(SCOPE, nothing, send)
    assert sent == ["http.response.start"]
    assert [line[:2] for line in world.log.lines] == [("error", "door.failed")]


async def test_what_is_no_request_is_not_served(app):
    with pytest.raises(NotImplementedError):
        await app({"type": "lifespan"}, nothing, nothing)


async def test_a_websocket_is_turned_away(app):
    sent = []
    scope = {"type": "websocket", "path": "/v1/domains", "headers": [], "query_string": b"", "client": None}

    async def send(message: dict) -> None:
        sent.append(message["type"])

    async def connect() -> dict:
        return {"type": "websocket.connect"}

    await app(scope, connect, send)
    assert sent == ["websocket.close"]


@pytest.mark.parametrize(
    ("parts", "path"),
    [
        ([], "$"),
        (["nameservers", 0, "<host>", "name"], "$.nameservers[0].name"),
        (["a b", "[key]"], "$['a b']"),
        (["q\"uo'te"], "$['q\"uo\\'te']"),
        (["x" * 100], "$['" + "x" * 64 + "']"),
        (["日本"], "$['日本']"),
    ],
)
def test_a_place_is_written_as_json_path(parts, path):
    assert json_path(parts) == path
