"""A server that speaks the chat protocol of OpenAI: llama.cpp, Ollama, vLLM and many others.

One request at a time, on one connection after the other.  Nothing waits for ever: a request has a time limit, an
answer a size limit, and a server that is busy or broken is tried again a few times.
"""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

from cleaner.text.visible import visible

SECONDS = 60.0  # for a connection, and for each part of an answer
SECONDS_IN_ALL = 120.0  # for an answer that comes in drops
LARGEST = 1_000_000  # bytes of an answer; what we ask for has less than 1,000
WAITS = (1.0, 2.0, 4.0)  # seconds before each further try
LONGEST_WAIT = 30.0  # that a server may ask for
AGAIN = {408, 425, 429, 500, 502, 503, 504}  # it is busy, or broken for now
HOPELESS = {301, 302, 303, 307, 308, 401, 403, 404, 405}  # every other request would end the same way


class BadAddress(ValueError):
    """An address that is none of a server; the message says why."""


class Unanswered(Exception):
    """No answer came, after all tries; `hopeless` if none will come to any request."""

    def __init__(self, why: str, hopeless: bool = False) -> None:
        super().__init__(why)
        self.hopeless = hopeless


class ChatReply(NamedTuple):
    """What a model said, or the `problem` with what came instead; and how many tokens the server counted."""

    content: str
    problem: str = ""
    tokens: int = 0


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where requests go; `wait` sleeps for some seconds."""

    scheme: str
    host: str
    path: str
    key: str = ""
    wait: Callable[[float], object] = time.sleep
    seconds: float = SECONDS

    @staticmethod
    def at(url: str, key: str = "") -> Endpoint:
        """The endpoint of a server's address.  Raises `BadAddress`.

        >>> Endpoint.at("http://127.0.0.1:8080").path, Endpoint.at("https://host/openai/v1/").path
        ('/v1/chat/completions', '/openai/v1/chat/completions')
        """
        try:
            parts = urlsplit(url)
            host, _ = (parts.hostname or "").encode("idna"), parts.port
            path = quote(parts.path.rstrip("/"), safe="/%:@!$&'()*+,;=~") or "/v1"
        except ValueError:
            parts, host, path = urlsplit(""), b"", ""
        if parts.scheme not in ("http", "https") or not host:
            raise BadAddress(f"{url!r} is no address of a server, such as http://127.0.0.1:8080/v1")
        if "@" in parts.netloc or parts.query or parts.fragment:
            raise BadAddress("a key belongs into the environment (CLEANER_LLM_KEY), not into the address")
        key = key.strip()
        if not (key.isascii() and key.isprintable()):  # it is not shown: it is a secret
            raise BadAddress("the key in CLEANER_LLM_KEY holds a line end, or another character that no key has")
        return Endpoint(parts.scheme, parts.netloc, path.removesuffix("/chat/completions") + "/chat/completions", key)

    @property
    def url(self) -> str:
        """The whole address."""
        return f"{self.scheme}://{self.host}{self.path}"

    def reply(self, body: bytes) -> ChatReply:
        """What the model says.  Raises `Unanswered` if nothing comes after all tries."""
        for wait in (*WAITS, None):
            try:
                status, data, asked_for = self._once(body)
            except (OSError, http.client.HTTPException) as error:
                why = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
                status, data, asked_for = 0, b"", 0.0
            else:
                why = f"it answers {status}: {visible(data[:200].decode(errors='replace'))}"
                if status == 200:
                    return _read(data)
            if status in HOPELESS or wait is None or (status and status not in AGAIN):
                break
            self.wait(min(max(wait, asked_for), LONGEST_WAIT))
        raise Unanswered(why, status in HOPELESS)

    def _once(self, body: bytes) -> tuple[int, bytes, float]:
        """The status and the bytes of one answer, and how long the server wants us to wait."""
        kind = http.client.HTTPSConnection if self.scheme == "https" else http.client.HTTPConnection
        connection, end = kind(self.host, timeout=self.seconds), time.monotonic() + SECONDS_IN_ALL
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {self.key}"} if self.key else {})
        try:
            connection.request("POST", self.path, body, headers)
            response, data = connection.getresponse(), b""
            while chunk := response.read1(65_536):
                data += chunk
                if len(data) > LARGEST or time.monotonic() > end:
                    raise http.client.HTTPException("its answer has no end")
            if response.length:
                raise http.client.IncompleteRead(data, response.length)
            wait = response.headers.get("Retry-After", "")
            return response.status, data, float(wait) if wait.isdecimal() else 0.0
        finally:
            connection.close()


def _read(data: bytes) -> ChatReply:
    """The words of an answer in the protocol.

    >>> _read(b'{"choices": [{"message": {"content": "2"}}], "usage": {"total_tokens": 90}}')
    ChatReply(content='2', problem='', tokens=90)
    >>> _read(b'{"choices": [{"mess').problem
    "the server's answer is no JSON, or cut"
    """
    try:
        told: Any = json.loads(data)
        usage = told.get("usage") or {}
        content = told["choices"][0]["message"].get("content")
        tokens = usage.get("total_tokens", 0)
    except (LookupError, TypeError, AttributeError):
        return ChatReply("", "the server's answer has no message")
    except (ValueError, RecursionError):
        return ChatReply("", "the server's answer is no JSON, or cut")
    return ChatReply(content if isinstance(content, str) else "", tokens=tokens if isinstance(tokens, int) else 0)
