"""How much may be asked: so many calls, or so many tokens.

What was asked in an earlier run costs as much as when it was asked, though nothing is sent for it: so the same run on
the same texts asks about the same places, whatever is kept of the answers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from cleaner.llm.prompt import MOST_TOKENS

CHARACTERS = 3  # of a request in a token: English has 4, and misread words have fewer
LEAST = 100  # tokens that every request has
DEFAULT = "1000"


class BadBudget(ValueError):
    """A budget that cannot be read; the message says how to write one."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What is left to spend, in calls or in tokens."""

    left: int
    in_tokens: bool = False

    @staticmethod
    def told(text: str) -> Budget:
        """The budget that a user names.  Raises `BadBudget`.

        >>> Budget.told("500"), Budget.told("20000 tokens").in_tokens
        (Budget(left=500, in_tokens=False), True)
        """
        m = re.fullmatch(r"(\d{1,12}) ?(calls?|tokens?)?", text.strip())
        if not m:
            raise BadBudget(f"{text!r} is no budget: write 500 (calls) or 200000tokens")
        return Budget(int(m[1]), (m[2] or "").startswith("token"))

    def share(self, number: int, of: int) -> Budget:
        """The share of one of several parts of a run.

        >>> [Budget(7).share(n, 3).left for n in (1, 2, 3)]
        [3, 2, 2]
        """
        return replace(self, left=self.left // of + (number <= self.left % of))

    @property
    def most(self) -> int:
        """How many calls it can pay at most."""
        return self.left // LEAST if self.in_tokens else self.left

    def spent(self, body: bytes) -> Budget | None:
        """What is left after a request; None if it cannot be paid.

        The tokens are those that the request will have by its length, so that they are known before it is sent.
        """
        cost = len(body) // CHARACTERS + MOST_TOKENS if self.in_tokens else 1
        return replace(self, left=self.left - cost) if cost <= self.left else None
