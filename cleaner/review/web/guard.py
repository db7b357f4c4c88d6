"""Who may use the page: only a browser on this machine that has the token, and only from the page itself.

The server listens on the loopback address alone.  That keeps other machines out, but not other web sites in
the same browser, so each request must also name our host (DNS rebinding), carry the token that only the printed
address holds, and, if it changes anything, come from our own origin.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST = 1_000_000  # bytes of a request; answers are small
LONGEST = 16_000  # bytes of what an address asks for
POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


class Guard:
    """Passes allowed requests on, without the token in their path; refuses the others itself."""

    def __init__(self, app: ASGIApp, token: str, hosts: Iterable[str]) -> None:
        self._app = app
        self._token = token
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        refusal = self._refusal(scope) if scope["type"] == "http" else "only HTTP is spoken here"
        if refusal:
            await PlainTextResponse(refusal + "\n", 403)(scope, receive, send_safely)
            return
        if len(scope["query_string"]) > LONGEST:
            await PlainTextResponse("no filter is so long\n", 414)(scope, receive, send_safely)
            return
        path = scope["path"].removeprefix(f"/{self._token}") or "/"
        await self._app({**scope, "path": path, "raw_path": path.encode()}, receive, send_safely)

    def _refusal(self, scope: Scope) -> str:
        """Why a request may not pass; "" if it may."""
        headers = Headers(scope=scope)
        given = scope["path"].removeprefix("/").partition("/")[0]
        if headers.get("host") not in self._hosts:
            return "this is not the address of the review"
        if not secrets.compare_digest(given.encode(), self._token.encode()):
            return "open the whole address that `cleaner review --web` printed"
        return "" if scope["method"] in ("GET", "HEAD") else self._refusal_of_answer(headers)

    def _refusal_of_answer(self, headers: Headers) -> str:
        ours = {f"http://{host}" for host in self._hosts}
        if headers.get("origin") not in ours or headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return "an answer must come from the review's own page"
        if headers.get("content-type", "").partition(";")[0].strip() != "application/json":
            return "an answer is JSON"
        length = headers.get("content-length", "")
        return "" if length.isdecimal() and int(length) <= LARGEST else "an answer is small"
