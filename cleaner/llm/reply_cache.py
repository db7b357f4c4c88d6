"""Answers of models, kept by the request: a request that was answered once is never sent again.

The key is a digest of the whole request: the model, the prompt and the text in it.  Each answer is a file of its own,
written whole or not at all, so any number of processes may share the folder; what cannot be read is asked again.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from cleaner.files import atomic
from cleaner.llm.endpoint import ChatReply


def digest(body: bytes) -> str:
    """The name of a request."""
    return hashlib.sha256(body).hexdigest()


@dataclass(frozen=True, slots=True)
class ReplyCache:
    """The answers in a folder."""

    folder: Path

    def get(self, body: bytes) -> ChatReply | None:
        """What was answered to this request."""
        try:
            content, problem, tokens = json.loads(self._place(body).read_bytes())
        except (OSError, ValueError, TypeError):
            return None
        told = isinstance(content, str) and isinstance(problem, str) and isinstance(tokens, int)
        return ChatReply(content, problem, tokens) if told else None

    def put(self, body: bytes, reply: ChatReply) -> None:
        """Keeps an answer.  Raises OSError."""
        atomic.write(self._place(body), json.dumps(reply).encode())

    def _place(self, body: bytes) -> Path:
        name = digest(body)
        return self.folder / name[:2] / f"{name}.json"
