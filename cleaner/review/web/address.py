"""What an address of the page asks for, read from its query."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from cleaner.ledger import Filter, Status
from cleaner.ledger.lots import BY, Lot
from cleaner.model import Tier
from cleaner.review.filter_words import said_of

LIST = 50  # questions or documents in the list
CASES = 20  # cases of a question at a time


def pages(items: int, size: int) -> int:
    """How many pages a list takes.

    >>> pages(0, 20), pages(20, 20), pages(21, 20)
    (0, 1, 2)
    """
    return -(-items // size)


@dataclass(frozen=True, slots=True)
class Asked:
    """A filter, pages, and what is selected."""

    wanted: Filter
    page: int = 0
    part: int = 0
    selected: int | None = None
    following: tuple[int, ...] = ()  # the first of these that is open is shown once `selected` is answered
    by: str = "rule"  # how a lot is parted
    least: float = 0.0  # less sure cases are not asked one by one
    densest: float = 0.0  # the share of the pages that is left out
    given: Mapping[str, str] = field(default_factory=dict)
    senseless: tuple[str, ...] = ()  # the fields that are not understood

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Asked:
        """The address's query.  A field that makes no sense counts as not given, and is named."""
        given = {k: v for k, v in query.items() if v}
        read = {k: _READERS[k](v) for k, v in given.items() if k in _READERS}
        understood = {k: v for k, v in read.items() if v is not None}
        wanted = Filter(**{name: understood[k] for k, name in _FILTER.items() if k in understood})
        return cls(
            wanted,
            page=understood.get("page", 0),
            part=understood.get("part", 0),
            selected=understood.get("id"),
            following=understood.get("next", ()),
            by=understood.get("by", "rule"),
            least=understood.get("least", 0.0),
            densest=understood.get("densest", 0.0),
            given={k: v for k, v in given.items() if k in _READERS},
            senseless=tuple(k for k in given if k not in understood),
        )

    @property
    def narrows(self) -> bool:
        """Whether it asks for less than all open questions."""
        return self.wanted != Filter() or bool(self.densest or self.least)

    def chips(self) -> list[tuple[str, str]]:
        """Each part of the filter in words, and the address without it."""
        alone = {
            said_of(replace(Filter(), **{name: getattr(self.wanted, name)})): field
            for field, name in _FILTER.items()
            if field in self.given
        }
        alone |= {f"one by one only from {self.least:.0%}": "least"} if self.least else {}
        alone |= {f"without the densest {self.densest:.0%}": "densest"} if self.densest else {}
        beside = {"id": None, "part": None, "page": None, "sample": None, "next": None}
        return [
            (said.removeprefix("only "), self.link(**{field: None, **beside})) for said, field in alone.items() if said
        ]

    def filter_link(self, **changes: object) -> str:
        """A query with the filter of this one, and nothing of its pages and what is selected."""
        kept = {k: v for k, v in self.given.items() if k in _FILTER or k in ("least", "densest", "by")}
        return replace(self, given=kept).link(**changes)

    def showing(self, question: int | None) -> Asked:
        """The same for this question; the page and the sample of another question are dropped."""
        if self.selected in (None, question):
            return self
        given = {k: v for k, v in self.given.items() if k not in ("part", "sample")}
        return replace(self, part=0, given=given)

    def on_a_page_of(self, items: int) -> Asked:
        """The same, with the last page of the list at most; answers make the list shorter."""
        return replace(self, page=min(self.page, max(0, pages(items, LIST) - 1)))

    def on_a_part_of(self, cases: int) -> Asked:
        """The same for the pages of a question's cases."""
        return replace(self, part=min(self.part, max(0, pages(cases, CASES) - 1)))

    def link(self, **changes: object) -> str:
        """A query like this one with changes; None takes a field away."""
        query = {**self.given, **changes}
        return "?" + urlencode({k: v for k, v in query.items() if v not in (None, "")})


def lot_fields(lot: Lot, wanted: Filter) -> dict[str, object]:
    """The fields of an address that narrow a filter to one of its lots."""
    within = lot.within(wanted)
    return {
        field: getattr(within, name)
        for field, name in _FILTER.items()
        if getattr(within, name) != getattr(wanted, name)
    }


def query_of(wanted: Filter, least: float = 0.0, densest: float = 0.0) -> str:
    """The address of the questions that a filter lets through; "" for the usual one.

    >>> query_of(Filter(rule="mt/es/*", low=0.9)), query_of(Filter())
    ('patterns?rule=mt%2Fes%2F%2A&min=0.9', '')
    """
    usual = Filter()
    said = {k: getattr(wanted, name) for k, name in _FILTER.items() if getattr(wanted, name) != getattr(usual, name)}
    said |= {name: share for name, share in (("least", least), ("densest", densest)) if share}
    query = urlencode(said)
    return f"patterns?{query}" if query else ""


def _share(typed: str) -> float | None:
    try:
        share = float(typed)
    except ValueError:
        return None
    return share if 0 <= share <= 1 else None


def _id(typed: str) -> int | None:
    return int(typed) if typed.isdecimal() and len(typed) < 16 else None


def _page(typed: str) -> int:
    """A page number; a wrong one is the first page, so that no answer is refused because of it."""
    return _id(typed) or 0


def _ids(typed: str) -> tuple[int, ...]:
    return tuple(id for part in typed.split(".") if (id := _id(part)) is not None)


# How each field is read; the reader gives None for what makes no sense.
_READERS: Mapping[str, Callable[[str], Any]] = {
    "show": lambda typed: next((s for s in Status if s.value == typed), None),
    "rule": str,
    "min": _share,
    "max": _share,
    "tier": lambda typed: next((t for t in Tier if t.value == typed), None),
    "document": _id,
    "words": str,
    "page": _page,
    "part": _page,
    "id": _id,
    "next": _ids,
    "in": str,
    "sample": str,
    "only": str,
    "confusion": str,
    "by": lambda typed: typed if typed in BY else None,
    "least": _share,
    "densest": _share,
}
# The fields of the filter, and their names in `Filter`.
_FILTER = {
    "show": "status",
    "rule": "rule",
    "min": "low",
    "max": "high",
    "tier": "tier",
    "words": "words",
    "document": "document",
    "only": "only_rule",
    "confusion": "confusion",
}
