"""The blast radius of a change of rules: what the old rules and the new ones make of the same texts, compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cleaner.kit import Kit
from cleaner.model import Document, Record, Verdict
from cleaner.pipeline import clean
from cleaner.text.plural import count
from cleaner.text.visible import visible

NAMES = {Verdict.FIX: "fix", Verdict.ASK: "question", Verdict.FLAG: "flag"}  # the weightiest first
SIGNS = {"gained": "+", "lost": "-", "changed": "~"}
NEIGHBOURS = 40  # characters shown on each side


@dataclass(frozen=True, slots=True)
class Difference:
    """One place at which the two disagree; `old` or `new` is missing where one has nothing to say."""

    document: Document
    old: Record | None
    new: Record | None

    @property
    def records(self) -> list[Record]:
        return [record for record in (self.old, self.new) if record]

    @property
    def what(self) -> str:
        """Gained, lost or changed."""
        return "changed" if self.old and self.new else "gained" if self.new else "lost"

    @property
    def line(self) -> str:
        """What was said and what is said now, in its context."""
        findings = [record.finding for record in self.records]
        start, end = min(f.start for f in findings), max(f.end for f in findings)
        text, shown = self.document.text, self.records[-1].before
        context = f"{text[max(0, start - NEIGHBOURS) : start]}[{shown}]{text[end : end + NEIGHBOURS]}"
        told = " ⇒ ".join(map(_told, self.records))
        return visible(f"{SIGNS[self.what]} {told}  {self.document.id}: …{context}…")


def compare(document: Document, old: Kit, new: Kit) -> list[Difference]:
    """The places of a document at which old and new rules disagree, in order."""
    return list(_differences(document, clean(document, old).records, clean(document, new).records))


def _differences(document: Document, old: Sequence[Record], new: Sequence[Record]) -> Iterator[Difference]:
    before, after = {_said(r): r for r in old}, {_said(r): r for r in new}
    lost = [r for key, r in before.items() if key not in after]
    gained = [r for key, r in after.items() if key not in before]
    pairs: list[tuple[Record | None, Record | None]] = []
    for record in lost:
        met = next((g for g in gained if _meet(record, g)), None)
        if met:
            gained.remove(met)
        pairs.append((record, met))
    pairs += ((None, record) for record in gained)
    found = (Difference(document, *pair) for pair in pairs)
    yield from sorted(found, key=lambda d: d.records[-1].finding.start)


def _said(r: Record) -> tuple[int, int, str, Verdict, tuple[str, ...]]:
    return r.finding.start, r.finding.end, r.finding.rule, r.verdict, tuple(s.text for s in r.finding.suggestions)


def _meet(a: Record, b: Record) -> bool:
    one, two = a.finding, b.finding
    return (one.start, one.end) == (two.start, two.end) or (one.start < two.end and two.start < one.end)


def _told(r: Record) -> str:
    return f"{r.verdict} “{r.before}”" if r.after is None else f"{r.verdict} “{r.before}” → “{r.after}”"


# ------------------------------------------------------------------ for reading


def report(documents: int, found: Sequence[Difference], examples: int, markdown: bool = False) -> str:
    """A summary, then each rule with its counts and examples in context; as Markdown, to unfold in a pull request."""
    lines = ["### What this change of rules does", ""] if markdown else []
    lines.append(_summary(documents, found))
    for rule, of_rule in _by_rule(found).items():
        counted = Counter(d.what for d in of_rule)
        head = visible(f"{rule}: {', '.join(f'{counted[what]} {what}' for what in SIGNS if counted[what])}")
        shown = [d.line for d in of_rule[:examples]]
        if len(of_rule) > examples:
            shown.append(f"… and {len(of_rule) - examples} more")
        if markdown:
            fenced = [line.replace("```", "'''") for line in shown]
            lines += "", f"<details><summary>{head}</summary>", "", "```diff", *fenced, "```", "", "</details>"
        else:
            lines += "", head, *(f"  {line}" for line in shown)
    return "\n".join(lines) + "\n"


def _by_rule(found: Iterable[Difference]) -> dict[str, list[Difference]]:
    """The differences by the rules that are answerable, the busiest first."""
    rules: dict[str, list[Difference]] = {}
    for difference in found:
        for rule in dict.fromkeys(record.finding.rule for record in difference.records):
            rules.setdefault(rule, []).append(difference)
    return dict(sorted(rules.items(), key=lambda item: (-len(item[1]), item[0])))


def _summary(documents: int, found: Sequence[Difference]) -> str:
    """One sentence: how many documents and which edits; a change counts as the weightier of its verdicts."""
    if not found:
        return f"{count(documents, 'document')}: the old rules and the new ones do the same in all of them."
    order = list(NAMES)
    counted = Counter((d.what, min((r.verdict for r in d.records), key=order.index)) for d in found)
    told = [f"{count(counted[w, v], NAMES[v])} {w}" for w in SIGNS for v in NAMES if counted[w, v]]
    differ = len({d.document.id for d in found})
    return f"{differ} of {count(documents, 'document')} differ: {', '.join(told)}."
