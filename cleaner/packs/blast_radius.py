"""The blast radius of a change of rules: what the old rules and the new ones make of the same texts, compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from cleaner.kit import Kit
from cleaner.model import Document, Record, Verdict
from cleaner.pipeline import clean
from cleaner.text.edits import disjoint
from cleaner.text.plural import count
from cleaner.text.visible import visible

NAMES = {Verdict.FIX: "fix", Verdict.ASK: "question", Verdict.FLAG: "flag"}  # the weightiest first
SIGNS = {"gained": "+", "lost": "-", "changed": "~"}
NEIGHBOURS = 40  # characters shown on each side


@dataclass(frozen=True, slots=True)
class Difference:
    """A place at which old and new rules disagree; `records` hold what the old ones say, then what the new ones say."""

    document: Document
    what: str  # gained, lost or changed
    records: tuple[Record, ...]

    @property
    def line(self) -> str:
        """What was said and what is said now, in its context."""
        findings = [record.finding for record in self.records]
        start, end = min(f.start for f in findings), max(f.end for f in findings)
        text, shown = self.document.text, self.records[-1].before
        context = f"{text[max(0, start - NEIGHBOURS) : start]}[{shown}]{text[end : end + NEIGHBOURS]}"
        said = (f"{r.verdict} “{r.before}”" + ("" if r.after is None else f" → “{r.after}”") for r in self.records)
        return visible(f"{SIGNS[self.what]} {' ⇒ '.join(said)}  {self.document.id}: …{context}…")


def compare(document: Document, old: Kit, new: Kit) -> list[Difference]:
    """The places of a document at which old and new rules disagree, in order."""
    before, after = ({_said(r): r for r in clean(document, kit).records} for kit in (old, new))
    gained = [record for key, record in after.items() if key not in before]
    found = []
    for lost in (record for key, record in before.items() if key not in after):
        place = lost.finding.start, lost.finding.end
        met = next((g for g in gained if not disjoint(place, (g.finding.start, g.finding.end))), None)
        if met:
            gained.remove(met)
        found.append(Difference(document, "changed", (lost, met)) if met else Difference(document, "lost", (lost,)))
    found += (Difference(document, "gained", (record,)) for record in gained)
    return sorted(found, key=lambda d: d.records[-1].finding.start)


def _said(r: Record) -> tuple[object, ...]:
    return r.finding.start, r.finding.end, r.finding.rule, r.verdict, tuple(s.text for s in r.finding.suggestions)


def report(documents: int, found: Sequence[Difference], examples: int, markdown: bool = False) -> str:
    """A summary, then each rule with its counts and examples in context; as Markdown, to unfold in a pull request."""
    lines = ["### What this change of rules does", ""] if markdown else []
    lines.append(_summary(documents, found))
    by_rule: dict[str, list[Difference]] = {}
    for difference in found:
        for rule in dict.fromkeys(record.finding.rule for record in difference.records):
            by_rule.setdefault(rule, []).append(difference)
    for rule, of_rule in sorted(by_rule.items(), key=lambda item: (-len(item[1]), item[0])):
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


def _summary(documents: int, found: Sequence[Difference]) -> str:
    """One sentence: how many documents and which edits; a change counts as the weightier of its verdicts."""
    if not found:
        return f"{count(documents, 'document')}: the old rules and the new ones do the same in all of them."
    order = list(NAMES)
    counted = Counter((d.what, min((r.verdict for r in d.records), key=order.index)) for d in found)
    told = [f"{count(counted[w, v], NAMES[v])} {w}" for w in SIGNS for v in NAMES if counted[w, v]]
    differ = len({d.document.id for d in found})
    return f"{differ} of {count(documents, 'document')} differ: {', '.join(told)}."
