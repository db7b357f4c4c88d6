"""What the page's templates are given."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from cleaner.ledger import Case, Excerpt, Filter, Ledger, Pattern, Status
from cleaner.model import Tier
from cleaner.text.rows import Row, rows
from cleaner.text.visible import abridged, both_sides

LIST = 50  # patterns or documents in the list
CASES = 20  # cases of a pattern at a time
ROWS = 60  # paragraphs of a document at a time


def pages(items: int, size: int) -> int:
    """How many pages a list takes.

    >>> pages(0, 20), pages(20, 20), pages(21, 20)
    (0, 1, 2)
    """
    return -(-items // size)


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for: a filter, pages, and what is selected."""

    wanted: Filter
    page: int = 0
    part: int = 0
    selected: int | None = None
    following: tuple[int, ...] = ()  # what to show once that is answered, the first that is still there
    given: Mapping[str, str] = field(default_factory=dict)
    senseless: tuple[str, ...] = ()  # what was given and not understood

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Asked:
        """The address's query; what makes no sense is taken as not said, and named."""
        tier = query.get("tier", "")
        status = query.get("show", "open")
        readers = {"show": _is_status, "tier": _is_tier, "min": _is_share, "max": _is_share, "document": _is_id}
        wanted = Filter(
            status=Status(status) if _is_status(status) else Status.OPEN,
            rule=query.get("rule", ""),
            tier=Tier(tier) if _is_tier(tier) else None,
            low=_number(query.get("min", ""), 0.0),
            high=_number(query.get("max", ""), 1.0),
            document=_id(query.get("document", "")),
            words=query.get("words", ""),
        )
        return cls(
            wanted,
            page=int(_number(query.get("page", ""), 0, 10**6)),
            part=int(_number(query.get("part", ""), 0, 10**6)),
            selected=_id(query.get("id", "")),
            following=tuple(id for part in query.get("next", "").split(".") if (id := _id(part)) is not None),
            given={k: v for k, v in query.items() if k in _KNOWN and v},
            senseless=tuple(k for k, v in query.items() if v and (k not in _KNOWN or not readers.get(k, bool)(v))),
        )

    @property
    def narrows(self) -> bool:
        """Whether it asks for less than all open questions."""
        return self.wanted != Filter()

    def showing(self, pattern: int | None) -> Asked:
        """The same; the pages and the sample of a pattern are not those of another."""
        if self.selected in (None, pattern):
            return self
        given = {k: v for k, v in self.given.items() if k not in ("part", "sample")}
        return replace(self, part=0, given=given)

    def on_a_page_of(self, items: int) -> Asked:
        """The same, on the last page of the list at most: answers make it shorter."""
        return replace(self, page=min(self.page, max(0, pages(items, LIST) - 1)))

    def on_a_part_of(self, cases: int) -> Asked:
        """The same for the pages of a pattern's cases."""
        return replace(self, part=min(self.part, max(0, pages(cases, CASES) - 1)))

    def link(self, **changes: object) -> str:
        """A query like this one with changes; None takes a field away."""
        query = {**self.given, **changes}
        return "?" + urlencode({k: v for k, v in query.items() if v not in (None, "")})


def query_of(wanted: Filter) -> str:
    """The address of the patterns that a filter lets through; "" for the usual one.

    >>> query_of(Filter(rule="mt/es/*", low=0.9)), query_of(Filter())
    ('patterns?rule=mt%2Fes%2F%2A&min=0.9', '')
    """
    said = {
        "show": "" if wanted.status is Status.OPEN else wanted.status.value,
        "rule": wanted.rule,
        "tier": wanted.tier.value if wanted.tier else "",
        "min": wanted.low or "",
        "max": wanted.high if wanted.high < 1 else "",
        "words": wanted.words,
    }
    query = urlencode({k: v for k, v in said.items() if v != ""})
    return f"patterns?{query}" if query else ""


_KNOWN = {"show", "rule", "tier", "min", "max", "document", "words", "page", "part", "id", "next", "in", "sample"}


def _number(typed: str, otherwise: float, most: float = 1.0) -> float:
    try:
        number = float(typed)
    except ValueError:
        return otherwise
    return number if 0 <= number <= most else otherwise


def _is_share(typed: str) -> bool:
    return _number(typed, -1.0) >= 0


def _is_id(typed: str) -> bool:
    return _id(typed) is not None


def _is_status(typed: str) -> bool:
    return typed in [s.value for s in Status]


def _is_tier(typed: str) -> bool:
    return typed in [t.value for t in Tier]


def _id(typed: str) -> int | None:
    return int(typed) if typed.isdecimal() and len(typed) < 16 else None


@dataclass(frozen=True, slots=True)
class Shown:
    """A case with its surroundings, as a line of the page."""

    case: Case
    excerpt: Excerpt
    options: tuple[str, ...]


def shown(ledger: Ledger, case: Case, reach: int = 110) -> Shown:
    """The case with the text around it."""
    options = tuple(s.text for s in case.record.finding.suggestions)
    return Shown(case, ledger.excerpt(case, reach), options)


def sides(before: str, after: str | None, most: int = 1000) -> tuple[str, str | None]:
    """A change as the page shows it; the longest are abridged."""
    return both_sides(abridged(before, most), None if after is None else abridged(after, most))


def to_edit(text: str | None) -> str:
    """A suggestion for the page's script, to be put into the box that replaces; nothing that would not fit there.

    It is ASCII, so that nothing in it is seen or obeyed.
    """
    return json.dumps(text if text and len(text) <= 10_000 else None)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the review is."""

    answered: int
    open: int

    @property
    def share(self) -> int:
        """Percent that is answered."""
        return 100 * self.answered // max(1, self.answered + self.open)


def progress(ledger: Ledger) -> Progress:
    """How many findings have an answer, and how many still want one."""
    return Progress(ledger.count(Filter(Status.ANSWERED))[1], ledger.count(Filter(Status.OPEN))[1])


def selected_pattern(ledger: Ledger, asked: Asked, listed: list[Pattern]) -> Pattern | None:
    """The pattern that the address names while the filter lets it through, else the next one, else the first."""
    for id in (asked.selected, *asked.following):
        if id is not None and (found := ledger.patterns(replace(asked.wanted, pattern=id), limit=1)):
            return found[0]
    if not listed:
        return None
    # The last of a full page was answered: what stood on the next page is the last here now.
    return listed[-1] if asked.selected is not None and "next" in asked.given and len(listed) == LIST else listed[0]


@dataclass(frozen=True, slots=True)
class Gap:
    """Unchanged paragraphs, folded up."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A part of a document, side by side: rows with changes, and gaps."""

    items: tuple[Row[Case] | Gap, ...]
    part: int
    parts: int
    cases: int


def sheet(ledger: Ledger, document: int, part: int) -> Sheet:
    """The document's `part`; what another change covers is left out."""
    cases = [c for c in ledger.findings(Filter(Status.ALL, document=document), limit=-1) if not c.implied]
    marks = [(c.record.finding.start, c.record.finding.end, c) for c in cases]
    items: list[Row[Case] | Gap] = []
    for row in rows(ledger.text(document), marks):
        if row.is_marked:
            items.append(row)
            continue
        line = "".join(p for p in row.pieces if isinstance(p, str))
        last = items[-1] if items else None
        if isinstance(last, Gap) and len(last.lines) < ROWS:
            items[-1] = Gap((*last.lines, line))
        else:
            items.append(Gap((line,)))
    parts = max(1, pages(len(items), ROWS))
    part = min(part, parts - 1)
    return Sheet(tuple(items[part * ROWS : (part + 1) * ROWS]), part, parts, len(cases))
