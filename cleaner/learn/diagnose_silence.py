"""Tells why nothing, or little, is proposed: what was looked at, and what is missing for a proposal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaner.learn.evidence_base import Material
from cleaner.learn.new_rules import alike, is_known
from cleaner.learn.observations import DOCUMENTS, TIMES, Observation, Support
from cleaner.text.plural import count


def lacking(material: Material) -> Iterator[str]:
    """Messages: what was looked at, then why it teaches nothing, or how much is missing for a proposal."""
    if not material.seen:
        yield "no answers to learn from: nobody has reviewed this run; `cleaner review` asks what is open"
        return
    yield _looked_at(material.seen)
    if known := sum(_is_known(s) for s in material.seen):
        yield f"{known} of these agree with what the program says already: they teach no rule"
    nearest = max(_untaught(material), key=lambda cases: (len(cases), Support.of(cases).documents), default=[])
    if not nearest:
        yield "nothing else was corrected or rejected"
        return
    first, support = nearest[0], Support.of(nearest)
    words = f"“{first.before}” " + (
        f"left alone, against {first.rule}" if first.after is None else f"→ “{first.after}”"
    )
    needs = f"a proposal needs {TIMES} equal cases in {DOCUMENTS} documents"
    if support.enough:
        yield f"{needs}; {words} has them, but what was done elsewhere speaks against it"
    else:
        yield f"{needs}; the most there is: {words}, {support.times}"


def _is_known(s: Observation) -> bool:
    return (s.done and not s.rule) or (s.after is not None and not s.done and is_known([s]))


def _looked_at(seen: Sequence[Observation]) -> str:
    documents = len({s.document for s in seen})
    asked = [s for s in seen if s.rule]
    kept = sum(s.after is None for s in asked)
    if len(asked) == len(seen):
        where = f"{count(len(seen), 'answer')} in {count(documents, 'document')}"
        return f"looked at {where}: {len(asked) - kept} for a change, {kept} against"
    corrected = sum(s.after is not None and not s.rule for s in seen)
    where = f"{count(documents, 'pair')} of texts"
    return f"looked at {where}: {count(corrected, 'correction')}, {count(kept, 'finding')} left alone"


def _untaught(material: Material) -> Iterator[list[Observation]]:
    """Groups of equal cases that would teach a rule, an exception or a word if there were more of them."""
    for group in material.same_words:
        yield from (cases for after, cases in alike(group).items() if after is None or not is_known(cases))
