"""Starts the page on the loopback address and opens the browser."""

from __future__ import annotations

import secrets
import socket
import sys
import webbrowser

import uvicorn

from cleaner.ledger import Filter, Ledger
from cleaner.packs.remember import Remember
from cleaner.review.asking import OPEN
from cleaner.review.pictures import Pictures
from cleaner.review.web.address import query_of
from cleaner.review.web.app import build


def serve(
    ledger: Ledger,
    remember: Remember,
    pictures: Pictures | None = None,
    *,
    wanted: Filter = OPEN,
    least: float = 0.0,
    densest: float = 0.0,
    who: str = "",
    port: int = 0,
    browser: bool = True,
) -> None:
    """Serves the review until Ctrl-C, first showing what is `wanted`; `least` and `densest` as on the command line.

    The address with its token is printed on stderr and nowhere else.
    """
    # asyncio sends small packets at once (TCP_NODELAY) only where the protocol is named; otherwise an answer's second
    # packet waits 40 ms for the browser's acknowledgement of the first.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen()  # before the address is printed, so that no quick request is refused
        port = listener.getsockname()[1]
        token = secrets.token_urlsafe(24)
        address = f"http://127.0.0.1:{port}/{token}/{query_of(wanted, least, densest)}"
        app = build(ledger, remember, token=token, port=port, who=who, pictures=pictures)
        print(f"review at {address}\nCtrl-C ends it; every answer is saved already", file=sys.stderr, flush=True)
        if browser:
            webbrowser.open(address)
        # No access log: it would hold the token.
        config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, lifespan="off")
        uvicorn.Server(config).run(sockets=[listener])
