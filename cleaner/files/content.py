"""The content of a file, known by its hash."""

from __future__ import annotations

import hashlib


def sha256(data: bytes) -> str:
    """The hash by which a file's content is known."""
    return hashlib.sha256(data).hexdigest()
