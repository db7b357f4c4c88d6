"""A filter in words, as it stands above every question."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.ledger import Filter, Status
from cleaner.text.plural import count


def said_of(wanted: Filter, *, least: float = 0.0, document: str = "") -> str:
    """What a filter lets through; "" if that is all that is open.  `document` is the title of its document.

    >>> said_of(Filter(rule="mt/es/*", low=0.8)), said_of(Filter())
    ('only mt/es/*, at least 80% sure', '')
    >>> said_of(Filter(Status.FIXED, confusion="u → n"), least=0.5)
    'only fixes, u → n; one by one only from 50%'
    """
    parts = list(_parts(wanted, document))
    beside = f"one by one only from {least:.0%}" if least else ""
    return "; ".join(part for part in (f"only {', '.join(parts)}" if parts else "", beside) if part)


def _parts(wanted: Filter, document: str) -> Iterator[str]:
    if wanted.status is not Status.OPEN:
        yield {Status.FIXED: "fixes", Status.ANSWERED: "answers"}.get(wanted.status, "open, fixed and answered")
    yield from (said for said in (wanted.rule, wanted.only_rule, wanted.confusion) if said)
    if wanted.tier:
        yield f"tier {wanted.tier.value}"
    if wanted.low > 0:
        yield f"at least {wanted.low:.0%} sure"
    if wanted.high < 1:
        yield f"at most {wanted.high:.0%} sure"
    if wanted.words:
        yield f"with “{wanted.words}”"
    if wanted.document is not None:
        yield document or "one document"
    if wanted.without:
        yield f"without {count(len(wanted.without), 'page')} past mending"
