"""One HTTP connection: requests cut anywhere, answers in order, callers who dawdle, leave or speak nonsense."""

import json
import re

import pytest
import trio
from trio.testing import lockstep_stream_pair, memory_stream_pair, wait_all_tasks_blocked

from epp_gateway.doors.http.connection import HEAD_BYTES, IDLE_SECONDS, SEND_SECONDS, Connection

HEAD = b"HTTP/1.1\r\nHost: x\r\n"
ADDRESSES = (("127.0.0.1", 1), ("127.0.0.1", 2))


class App:
    """Answers with what it was asked; keeps what it saw."""

    def __init__(self) -> None:
        self.scopes: list = []
        self.bodies: list[bytes] = []
        self.messages: list = []

    async def __call__(self, scope, receive, send) -> None:
        self.scopes.append(scope)
        body = b""
        while True:
            message = await receive()
            self.messages.append(message)
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        self.bodies.append(body)
        answer = scope["path"].encode() + b":" + body
        headers = [(b"content-length", str(len(answer)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": answer})


@pytest.fixture
def app():
    return App()


@pytest.fixture
def connect(nursery):
    """Opens a connection to an application; gives the caller's end and the connection."""

    def open_to(app, pair=memory_stream_pair):
        caller, ours = pair()
        connection = Connection(app, ours, "http", ADDRESSES)
        nursery.start_soon(connection.serve)
        return caller, connection

    return open_to


async def everything(stream) -> bytes:
    """What comes until the connection ends."""
    received = b""
    while data := await stream.receive_some():
        received += data
    return received


async def so_far(stream) -> bytes:
    """What comes before everybody waits."""
    await wait_all_tasks_blocked()
    return bytes(await stream.receive_some())


async def dribble(stream) -> None:
    """An octet each second, for ever."""
    while True:
        await trio.sleep(1)
        await stream.send_all(b"x")


async def test_a_request_is_what_asgi_says(app, connect):
    caller, _ = connect(app)
    await caller.send_all(b"GET /v1/%E6%97%A5?a=b%20c HTTP/1.1\r\nHost: x\r\nX-Thing: 1\r\n\r\n")
    answer = await so_far(caller)
    (scope,) = app.scopes
    assert scope["path"] == "/v1/日"
    assert (scope["raw_path"], scope["query_string"]) == (b"/v1/%E6%97%A5", b"a=b%20c")
    assert (scope["method"], scope["http_version"], scope["scheme"]) == ("GET", "1.1", "http")
    assert scope["headers"] == [(b"host", b"x"), (b"x-thing", b"1")]
    assert (scope["client"], scope["server"]) == ADDRESSES
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b"\r\ndate: " in answer.lower()
    assert b"connection" not in answer.lower()


async def test_a_connection_serves_one_request_after_the_other(app, connect):
    caller, _ = connect(app)
    for path in (b"/one", b"/two"):
        await caller.send_all(b"GET " + path + b" " + HEAD + b"\r\n")
        assert (await so_far(caller)).endswith(path + b":")


async def test_requests_sent_ahead_are_answered_in_order(app, connect):
    caller, _ = connect(app)
    await caller.send_all(b"".join(b"GET /%d %s\r\n" % (n, HEAD) for n in range(20)))
    answers = await so_far(caller)
    assert re.findall(rb"\r\n\r\n/(\d+):", answers) == [b"%d" % n for n in range(20)]


async def test_a_request_may_come_octet_by_octet(app, connect):
    caller, _ = connect(app)
    for octet in b"POST /slow " + HEAD + b"Content-Length: 5\r\n\r\nhello":
        await caller.send_all(bytes([octet]))
        await wait_all_tasks_blocked()
    assert (await so_far(caller)).endswith(b"/slow:hello")


async def test_a_body_that_is_here_comes_in_one_message(app, connect):
    caller, _ = connect(app)
    await caller.send_all(b"POST / " + HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n")
    await so_far(caller)
    assert app.messages == [{"type": "http.request", "body": b"hello", "more_body": False}]


async def test_a_caller_who_waits_to_be_told_to_go_on_is_told(app, connect):
    caller, _ = connect(app)
    await caller.send_all(b"POST / " + HEAD + b"Expect: 100-continue\r\nContent-Length: 2\r\n\r\n")
    assert (await so_far(caller)).startswith(b"HTTP/1.1 100 ")
    await caller.send_all(b"ok")
    assert (await so_far(caller)).endswith(b"/:ok")


async def test_an_answer_to_head_has_no_body(app, connect):
    caller, _ = connect(app)
    await caller.send_all(b"HEAD /head " + HEAD + b"\r\n")
    answer = await so_far(caller)
    assert answer.endswith(b"\r\n\r\n")
    assert b"content-length: 6" in answer.lower()


async def test_a_caller_of_http_1_0_is_answered_and_left(app, connect):
    caller, _ = connect(app)
    await caller.send_all(b"GET /old HTTP/1.0\r\n\r\n")
    assert (await everything(caller)).endswith(b"/old:")


async def test_an_answer_in_parts_is_sent_in_parts(connect):
    async def parts(_scope, receive, send) -> None:
        await receive()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for part in (b"one", b"two"):
            await send({"type": "http.response.body", "body": part, "more_body": True})
        await send({"type": "http.response.body"})

    caller, _ = connect(parts)
    await caller.send_all(b"GET / " + HEAD + b"\r\n")
    assert (await so_far(caller)).endswith(b"3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n")


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"NONSENSE\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
        (b"GET / " + HEAD + b"X: " + b"x" * (HEAD_BYTES + 1), 431),
        (b"POST / " + HEAD + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
        (b"POST / " + HEAD + b"Transfer-Encoding: gzip\r\n\r\n", 501),
    ],
)
async def test_what_is_no_request_is_answered_with_a_problem_and_the_end(app, connect, autojump_clock, sent, status):
    caller, _ = connect(app)
    await caller.send_all(sent)
    head, _, body = (await everything(caller)).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 %d " % status)
    assert b"connection: close" in head.lower()
    assert json.loads(body)["status"] == status
    assert app.scopes == []


async def test_a_body_that_is_no_body_ends_the_connection(app, connect, autojump_clock):
    caller, _ = connect(app)
    await caller.send_all(b"POST / " + HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n")
    assert await everything(caller) == b""
    assert app.messages == [{"type": "http.disconnect"}]


async def refusing(_scope, _receive, send) -> None:
    """An application that answers without reading the body."""
    await send({"type": "http.response.start", "status": 413, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body"})


async def test_a_body_nobody_read_ends_the_connection_after_the_answer(connect, autojump_clock):
    caller, _ = connect(refusing)
    await caller.send_all(b"POST / " + HEAD + b"Content-Length: 1000000\r\n\r\nbegin")
    answer = await so_far(caller)
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"connection: close" in answer.lower()
    await caller.send_all(b"x" * 1000)
    assert await everything(caller) == b""


async def test_a_body_nobody_read_that_came_whole_does_no_harm(connect):
    caller, _ = connect(refusing)
    for _ in range(2):
        await caller.send_all(b"POST / " + HEAD + b"Content-Length: 5\r\n\r\nwhole")
        answer = await so_far(caller)
        assert answer.startswith(b"HTTP/1.1 413 ")
        assert b"connection: close" not in answer.lower()


async def test_an_application_that_asks_is_told_that_the_caller_left(connect):
    told = []

    async def asking(_scope, receive, _send) -> None:
        told.extend([await receive(), await receive()])

    caller, _ = connect(asking)
    await caller.send_all(b"GET / " + HEAD + b"\r\n")
    await wait_all_tasks_blocked()
    await caller.send_all(b"GET /next " + HEAD + b"\r\n")  # sent ahead: no sign of leaving
    await wait_all_tasks_blocked()
    assert told == []
    await caller.aclose()
    await wait_all_tasks_blocked()
    assert [message["type"] for message in told] == ["http.request", "http.disconnect"]


async def test_after_its_answer_an_application_hears_of_the_end_at_once(connect):
    told = []

    async def asking(_scope, receive, send) -> None:
        await receive()
        await refusing(_scope, receive, send)
        told.append(await receive())

    caller, _ = connect(asking)
    await caller.send_all(b"GET / " + HEAD + b"\r\n")
    await so_far(caller)
    assert told == [{"type": "http.disconnect"}]


async def test_a_caller_who_leaves_does_not_stop_the_application(connect):
    go_on, ended = trio.Event(), trio.Event()

    async def working(scope, receive, send) -> None:
        await receive()
        await go_on.wait()
        await refusing(scope, receive, send)
        await send({"type": "http.response.body"})
        ended.set()

    caller, _ = connect(working)
    await caller.send_all(b"GET / " + HEAD + b"\r\n")
    await wait_all_tasks_blocked()
    await caller.aclose()
    go_on.set()
    with trio.fail_after(1):
        await ended.wait()


async def test_a_body_that_stops_half_way_is_told_as_leaving(app, connect):
    caller, _ = connect(app)
    await caller.send_all(b"POST / " + HEAD + b"Content-Length: 10\r\n\r\nhalf")
    await wait_all_tasks_blocked()
    await caller.aclose()
    await wait_all_tasks_blocked()
    assert [message["type"] for message in app.messages] == ["http.request", "http.disconnect"]


async def test_an_idle_connection_ends_after_a_while(app, connect, autojump_clock):
    caller, _ = connect(app)
    await caller.send_all(b"GET / " + HEAD + b"\r\n")
    await so_far(caller)
    began = trio.current_time()
    assert await everything(caller) == b""
    assert trio.current_time() - began == pytest.approx(IDLE_SECONDS, abs=1)


async def test_a_head_that_dribbles_has_no_more_time_than_an_idle_connection(app, connect, autojump_clock):
    caller, _ = connect(app)
    began = trio.current_time()
    await caller.send_all(b"GET / ")
    with pytest.raises(trio.BrokenResourceError):
        await dribble(caller)
    assert trio.current_time() - began == pytest.approx(IDLE_SECONDS, abs=2)
    assert app.scopes == []


async def test_a_caller_who_does_not_read_is_cut_off(app, connect, autojump_clock):
    caller, _ = connect(app, lockstep_stream_pair)
    began = trio.current_time()
    await caller.send_all(b"GET / " + HEAD + b"\r\n")
    await trio.sleep(SEND_SECONDS + 5)
    with pytest.raises(trio.BrokenResourceError):
        await caller.send_all(b"GET / " + HEAD + b"\r\n")
    assert trio.current_time() - began < SEND_SECONDS + 10


async def test_asked_to_finish_an_idle_connection_ends_at_once(app, connect):
    caller, connection = connect(app)
    await caller.send_all(b"GET / " + HEAD + b"\r\n")
    await so_far(caller)
    connection.finish()
    with trio.fail_after(1):
        assert await everything(caller) == b""


async def test_asked_to_finish_a_busy_connection_ends_with_its_answer(connect):
    go_on = trio.Event()

    async def working(scope, receive, send) -> None:
        await receive()
        await go_on.wait()
        await refusing(scope, receive, send)

    caller, connection = connect(working)
    await caller.send_all(b"GET / " + HEAD + b"\r\n" + b"GET / " + HEAD + b"\r\n")
    await wait_all_tasks_blocked()
    connection.finish()
    go_on.set()
    with trio.fail_after(1):
        answer = await everything(caller)
    assert answer.count(b"HTTP/1.1 413 ") == 1
    assert b"connection: close" in answer.lower()
