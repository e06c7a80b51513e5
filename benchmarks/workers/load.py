"""The load: callers with one keep-alive connection each, who create domains over HTTP and wait for the answer.

One thread, no framework: requests are made by hand and answers are cut by Content-Length, so that the load costs as
little as it can on a machine that it shares with what it measures.
"""

import json
import re
import selectors
import socket
import sys
import time
from dataclasses import asdict
from itertools import count
from typing import Any

from benchmarks.measure import Meter, Run, say

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
CLOSE = re.compile(rb"\r\nconnection: *close", re.IGNORECASE)
SILENCE_SECONDS = 30
CREATED = b"HTTP/1.1 201 "


class Caller:
    """One connection, one request at a time."""

    def __init__(self, options: dict[str, Any], names: "count[int]") -> None:
        self._options = options
        self._names = names
        self._address = (options["host"], options["port"])
        self.socket = self._connect()
        self._received = b""
        self._is_last = False
        self.began = 0.0

    def ask(self) -> None:
        """Send the next request."""
        number = next(self._names)
        name = f"{self._options['prefix']}{number}.{self._options['tld']}"
        body = json.dumps({"name": name, "period": {"unit": "y", "value": 1}}).encode()
        head = (
            f"POST /v1/domains HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer {self._options['token']}\r\n"
            f"Idempotency-Key: {self._options['prefix']}{number}\r\nPrefer: wait=20\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self.began = time.perf_counter()
        self.socket.sendall(head.encode() + body)

    def take(self) -> bool:
        """Take what has come; gives whether the answer is whole."""
        self._received += self.socket.recv(65536)
        head, blank, body = self._received.partition(b"\r\n\r\n")
        found = LENGTH.search(head)
        if not blank or found is None or len(body) < int(found[1]):
            assert self._received, "the gateway closed the connection"
            return False
        assert self._received.startswith(CREATED), self._received.decode("utf-8", "replace")
        self._is_last = CLOSE.search(head) is not None
        self._received = b""
        return True

    def reconnect_if_told(self, selector: selectors.BaseSelector) -> None:
        """Begin a new connection where the server said that it ends this one (many do after so many requests)."""
        if self._is_last:
            selector.unregister(self.socket)
            self.close()
            self.socket = self._connect()
            selector.register(self.socket, selectors.EVENT_READ, self)

    def close(self) -> None:
        """Hang up."""
        self.socket.close()

    def _connect(self) -> socket.socket:
        connected = socket.create_connection(self._address, SILENCE_SECONDS)
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connected.settimeout(0)  # a request is smaller than the empty send buffer
        return connected


def run_load(run: Run, options: dict[str, Any], names: "count[int]") -> dict[str, Any]:
    """Carry out one run; every request that was sent is answered before it ends."""
    meter = Meter(run)
    with selectors.DefaultSelector() as selector:
        callers = [Caller(options, names) for _ in range(run.callers)]
        for caller in callers:
            selector.register(caller.socket, selectors.EVENT_READ, caller)
            caller.ask()
        waiting = len(callers)
        while waiting:
            ready = selector.select(SILENCE_SECONDS)
            assert ready, "the gateway is silent"
            for key, _ in ready:
                caller = key.data
                if not caller.take():
                    continue
                meter.ended(caller.began)
                if meter.is_over:
                    waiting -= 1
                else:
                    caller.reconnect_if_told(selector)
                    caller.ask()
        for caller in callers:
            caller.close()
    return asdict(meter.result())


def main() -> None:
    """Serve runs until standard input ends."""
    options = json.loads(sys.argv[1])
    names = count(1)
    say({"ready": True})
    for line in sys.stdin:
        say(run_load(Run(**json.loads(line)), options, names))


if __name__ == "__main__":
    main()
