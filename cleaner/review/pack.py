"""The user's own pack: what *always* and *never* write, for them to read, change and commit."""

from __future__ import annotations

from pathlib import Path

from cleaner.ledger import Pattern
from cleaner.review.questions import Example
from cleaner.review.session import Remember


class OwnPack(Remember):
    """A folder of rules and a list of words that grow with the answers."""

    def __init__(self, folder: Path, who: str = "") -> None:
        self.folder, self._who = folder, who

    def always(self, pattern: Pattern, text: str, examples: list[Example]) -> str:
        return ""

    def never(self, pattern: Pattern, examples: list[Example]) -> str:
        return ""
