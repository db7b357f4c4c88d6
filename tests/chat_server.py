"""A server that plays a language model: in a thread of this process, on the loopback address."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Play = Callable[[dict[str, Any]], "str | bytes | int | tuple[int, bytes]"]


@dataclass
class Chat:
    """What the server was asked; `play` says what it answers: a model's words, whole bytes, or a status."""

    play: Play
    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)  # of each answer, beside its length
    stop: Callable[[], None] = lambda: None


def readings(request: dict[str, Any]) -> list[str]:
    """The readings of a request, as they are numbered."""
    found = re.findall(r"^\d+\. (\".*\")(?: \(as it stands\))?$", request["messages"][1]["content"], re.MULTILINE)
    return [json.loads(f) for f in found]


def passage(request: dict[str, Any]) -> str:
    """The passage of a request."""
    return str(json.loads(request["messages"][1]["content"].splitlines()[1]))


def choosing(wanted: Callable[[str], bool]) -> Play:
    """A model that chooses the first reading that is wanted, and keeps the words where none is."""

    def play(request: dict[str, Any]) -> str:
        return next((str(n) for n, r in enumerate(readings(request), 1) if wanted(r)), "KEEP")

    return play


@contextmanager
def served(play: Play) -> Iterator[Chat]:
    """The server, while it runs."""
    chat = Chat(play)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            chat.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            chat.keys.append(self.headers.get("Authorization"))
            said = chat.play(chat.asked[-1])
            status, data = said if isinstance(said, tuple) else (said, b"") if isinstance(said, int) else (200, said)
            if isinstance(data, str):
                told = {
                    "choices": [{"message": {"role": "assistant", "content": data}}],
                    "usage": {"total_tokens": 200},
                }
                data = json.dumps(told).encode()
            self.send_response(status)
            for name, value in {"Content-Length": str(len(data)), **chat.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    chat.url = f"http://127.0.0.1:{server.server_port}/v1"

    def stop() -> None:
        server.shutdown()
        server.server_close()

    chat.stop = stop
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.005}, daemon=True)
    thread.start()
    try:
        yield chat
    finally:
        if server.socket.fileno() != -1:
            stop()
        thread.join(5)
