"""The blast radius of a change of rules, as text and as Markdown for a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.model import Record, Verdict
from cleaner.packs.blast_radius import Blast, Difference, What
from cleaner.text.plural import count
from cleaner.text.visible import visible

NAMES = {Verdict.FIX: "fix", Verdict.ASK: "question", Verdict.FLAG: "flag"}
SIGNS = {What.GAINED: "+", What.LOST: "-", What.CHANGED: "~"}


def as_text(blast: Blast, examples: int) -> str:
    """A summary, then each rule with its counts and examples in context."""
    lines = [summary(blast)]
    for rule, found in blast.by_rule().items():
        lines += "", visible(f"{rule}: {_counts(found)}")
        lines += (f"  {_line(d)}" for d in found[:examples])
        if len(found) > examples:
            lines.append(f"  … and {len(found) - examples} more")
    return "\n".join(lines) + "\n"


def as_markdown(blast: Blast, examples: int) -> str:
    """The same for a pull request: a table of rules, and examples to unfold."""
    lines = ["### What this change of rules does", "", summary(blast), ""]
    if not blast.differences:
        return "\n".join(lines)
    lines += ["| rule | gained | lost | changed |", "|---|---:|---:|---:|"]
    by_rule = blast.by_rule()
    for rule, found in by_rule.items():
        cells = (str(sum(d.what is what for d in found) or "") for what in What)
        lines.append(f"| `{visible(rule)}` | {' | '.join(cells)} |")
    for rule, found in by_rule.items():
        lines += ["", f"<details><summary><code>{visible(rule)}</code>: {_counts(found)}</summary>", "", "```diff"]
        lines += (_line(d).replace("```", "'''") for d in found[:examples])
        lines += ["```", f"\n… and {len(found) - examples} more"] if len(found) > examples else ["```"]
        lines += ["", "</details>"]
    return "\n".join(lines) + "\n"


def summary(blast: Blast) -> str:
    """One sentence: how many documents and which edits."""
    told = list(_totals(blast))
    if not told:
        return f"{count(blast.documents, 'document')}: the old rules and the new ones do the same in all of them."
    return f"{len(blast.touched)} of {count(blast.documents, 'document')} differ: {', '.join(told)}."


def _totals(blast: Blast) -> Iterator[str]:
    for what in What:
        for verdict, name in NAMES.items():
            if found := len(blast.of(what, verdict)):
                yield f"{count(found, name)} {what}"


def _counts(found: list[Difference]) -> str:
    counts = {what: sum(d.what is what for d in found) for what in What}
    return ", ".join(f"{number} {what}" for what, number in counts.items() if number)


def _line(d: Difference) -> str:
    told = " ⇒ ".join(_said(r) for r in (d.old, d.new) if r)
    context = f"{d.left}[{d.record.before}]{d.right}"
    return f"{SIGNS[d.what]} {visible(told)}  {visible(d.document)}: …{visible(context)}…"


def _said(r: Record) -> str:
    if r.after is None:
        return f"{r.verdict} “{r.before}”"
    return f"{r.verdict} “{r.before}” → “{r.after}”"
