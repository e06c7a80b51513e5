"""How a request finds its handler, and how the handler's arguments are found in the request."""

from typing import Annotated

import pytest
from fastapi import APIRouter, Cookie, Depends, Header, Query, Request
from pydantic import BaseModel
from starlette.responses import Response

from epp_gateway.doors.http.arguments import Arguments, Incoming
from epp_gateway.doors.http.body import ABSENT
from epp_gateway.doors.http.kinds import NO_METHOD, NOT_FOUND
from epp_gateway.doors.http.problems import Problem
from epp_gateway.doors.http.routes import Routes

router = APIRouter()


@router.get("/things")
@router.post("/things")
@router.get("/things/{name}")
@router.delete("/things/{name}")
@router.get("/things/{name}/parts/{part}")
@router.get("/things/all/parts")
async def handler(request: Request) -> Response:
    """Tell the names in the path."""
    return Response(repr(request.path_params))


async def answer(method: str, path: str) -> str:
    """What the handler tells of a request."""
    sent = []

    async def send(message: dict) -> None:
        sent.append(message)

    async def receive() -> dict:
        return {"type": "http.request"}

    await Routes(router.routes)({"type": "http", "method": method, "path": path, "headers": []}, receive, send)
    return sent[1]["body"].decode()


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("/things", {}),
        ("/things/one", {"name": "one"}),
        ("/things/{name}", {"name": "{name}"}),
        ("/things/things", {"name": "things"}),
        ("/things/one/parts/2", {"name": "one", "part": "2"}),
        ("/things/all/parts", {}),
    ],
)
async def test_a_path_leads_to_its_resource(path, named):
    assert await answer("GET", path) == repr(named)


@pytest.mark.parametrize(
    "path",
    ["", "/", "things", "x/things", "/things/", "//things", "/things//parts/2", "/things/one/parts", "/things\n"],
)
async def test_no_other_path_leads_anywhere(path):
    with pytest.raises(Problem) as told:
        await answer("GET", path)
    assert told.value.kind is NOT_FOUND


@pytest.mark.parametrize(
    ("path", "allowed"), [("/things", "POST, GET"), ("/things/one", "DELETE, GET"), ("/things/all/parts", "GET")]
)
async def test_a_method_that_is_not_taken_is_told_with_those_that_are(path, allowed):
    with pytest.raises(Problem) as told:
        await answer("PATCH", path)
    assert told.value.kind is NO_METHOD
    assert set(told.value.headers["Allow"].split(", ")) == set(allowed.split(", "))


class Options(BaseModel):
    much: int = 0


def _incoming(query: str, body: object = ABSENT) -> Incoming:
    request = Request({"type": "http", "query_string": query.encode(), "headers": []})
    return Incoming(request=request, body=body, mistakes=[])


async def test_what_depends_on_a_mistake_is_not_made_and_all_mistakes_are_found():
    made = []

    def maker(options: Annotated[Options, Query()]) -> int:
        made.append(options.much)
        return options.much

    def function(body: list[int], much: Annotated[int, Depends(maker)]) -> None: ...

    arguments = Arguments(function)
    assert arguments.has_body
    assert arguments.of(_incoming("much=1&much=5", [1])) == {"much": 5, "body": [1]}
    wrong = _incoming("much=x", ["y"])
    assert arguments.of(wrong) is None
    assert [one["loc"] for one in wrong.mistakes] == [("query", "much"), ("body", 0)]
    assert made == [5]


@pytest.mark.parametrize("kind", [Annotated[str, Cookie()], Annotated[str, Header()]])
async def test_an_argument_of_an_unknown_kind_stops_the_program_at_its_start(kind):
    def function(one: kind) -> None: ...

    with pytest.raises(TypeError):
        Arguments(function)
