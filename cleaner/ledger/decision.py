"""What a person decided, as a value and as a line of a file."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any
from unicodedata import normalize

from cleaner.ledger.neighbours import Side
from cleaner.model import Ruling, Verdict


class Answer(StrEnum):
    """What a person said of a finding."""

    ACCEPT = "accept"
    REJECT = "reject"
    REPLACE = "replace"

    @property
    def done(self) -> str:
        """`accepted`, `rejected`, `replaced`."""
        return f"{self.value.removesuffix('e')}ed"


class Scope(StrEnum):
    """How far a decision reaches.  A *pattern* is many places answered at once.

    *Unseen* are many places that nobody looked at: the rest of a sample, a page past mending.  It holds as one for a
    pattern does, and teaches nothing.
    """

    PLACE = "place"
    PATTERN = "pattern"
    DOCUMENT = "document"
    ALWAYS = "always"
    UNSEEN = "unseen"


@dataclass(frozen=True, slots=True)
class Decision:
    """One answer, with all that is needed to know its place again: `digest` and `start` know it in the same text."""

    answer: Answer
    rule: str
    before: str
    text: str | None = None  # what is to stand there; None for a rejection or a flag that was noted
    left: Side = ()  # the words beside it, nearest first
    right: Side = ()
    scope: Scope = Scope.PLACE
    document: str = ""
    digest: str = ""
    start: int = -1
    who: str = ""
    at: str = ""
    id: int = field(default=0, compare=False)

    @property
    def outcome(self) -> tuple[str, str | None]:
        """What the answer comes to: accepting `mob` and replacing by `mob` are the same."""
        return ("no", None) if self.answer is Answer.REJECT else ("yes", self.text)

    @property
    def says(self) -> str:
        """The answer in words, for a verdict's reason.

        >>> Decision(Answer.REJECT, "mt/es/mafia-mob", "mafia", who="ann", at="2026-11-22T10:00:00").says
        'rejected by ann on 2026-11-22'
        """
        put = f" by “{self.text}”" if self.answer is Answer.REPLACE else ""
        who = f" by {self.who}" if self.who else ""
        when = f" on {self.at[:10]}" if self.at else ""
        always = ", always" if self.scope is Scope.ALWAYS else ""
        return f"{self.answer.done}{put}{always}{who}{when}"

    @property
    def ruling(self) -> Ruling:
        """What it says of a finding that it holds for."""
        return as_ruling(self.answer, self.text, self.says, self.id)

    def to_json(self) -> str:
        """One line of an exported file."""
        said = {k: v for k, v in asdict(self).items() if k != "id" and v is not None}
        # An empty `before` means an insertion and an empty `text` a deletion; other empty fields mean nothing.
        fields = {k: v for k, v in said.items() if k in ("before", "text") or v not in ("", (), -1)}
        return json.dumps(fields, ensure_ascii=False)

    @classmethod
    def from_json(cls, line: str) -> Decision:
        """The decision that a line of an exported file holds; ValueError says what is wrong with it.

        >>> d = Decision(Answer.ACCEPT, "ocr/tbe", "tbe", "the", ("in",), ("¶", "cat"))
        >>> deletion = Decision(Answer.ACCEPT, "repeats/word", " the", "")
        >>> [Decision.from_json(x.to_json()) == x for x in (d, deletion)]
        [True, True]
        """
        try:
            fields: dict[str, Any] = json.loads(line)
        except RecursionError:
            raise ValueError("JSON that is nested too deep for anything") from None
        if not isinstance(fields, dict):
            raise ValueError("not a JSON object")
        wrong = [f"unknown field {name}" for name in sorted(fields.keys() - {f for f in cls.__slots__ if f != "id"})]
        wrong += [f"no field {name}" for name in sorted({"answer", "rule", "before"} - fields.keys())]
        for name, value in fields.items() if not wrong else ():
            if name in ("left", "right"):
                if not (isinstance(value, list) and all(isinstance(word, str) for word in value)):
                    wrong.append(f"{name} must be a list of strings")
            elif not isinstance(value, kind := int if name == "start" else str):
                wrong.append(f"{name} must be {kind.__name__}")
        if wrong:
            raise ValueError("; ".join(wrong))
        sides = {side: tuple(fields.get(side, ())) for side in ("left", "right")}
        said = {"answer": Answer(fields["answer"]), "scope": Scope(fields.get("scope", "place"))}
        return cls(**{**fields, **sides, **said})


def as_ruling(answer: Answer, text: str | None, reason: str, decision: int) -> Ruling:
    """What an answer comes to: words put there are a fix; a rejection or a flag that was noted changes nothing."""
    text = None if answer is Answer.REJECT else text
    return Ruling(Verdict.KEEP if text is None else Verdict.FIX, reason, text, answer.value, decision)


def squeezed(text: str) -> str:
    """White space made single and letters composed, so that a re-wrapped or re-coded line is the same words."""
    return normalize("NFC", " ".join(text.split()) or text)


def digest(text: str) -> str:
    """A short name for a text's exact content."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
