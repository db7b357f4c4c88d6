"""Shows a rule in full."""

from __future__ import annotations

from collections.abc import Mapping

from cleaner.packs.class_report import by_name, cues_by_name
from cleaner.rulebook import Rule
from cleaner.rulebook.rule import WordClass
from cleaner.text.visible import visible


def as_text(rule: Rule, classes: Mapping[str, WordClass]) -> str:
    """What the rule says, and where it stands; word classes by their names."""

    def cues(words: tuple[str, ...]) -> str:
        return ", ".join(cues_by_name(words, classes))

    found = by_name(rule.find, classes) if isinstance(rule.find, str) else rule.find
    lines = [
        f"{rule.id}  ({rule.file}:{rule.line})",
        f"  {rule.why}",
        f"  {rule.tier}, damage {rule.damage or 'any'}, prior {rule.prior:g}" + (rule.harm and f", harm: {rule.harm}"),
        f"  {rule.kind}: {_short(found)}" + (rule.inflect and f" ({rule.inflect})"),
    ]
    if rule.extends:
        lines.append(f"  extends: {rule.extends}")
    if rule.fix:
        lines.append("  fix: " + ", ".join(repr(f) for f in rule.fix))
    lines += (f"  near ({c.within}): {cues(c.any)}" for c in rule.near)
    lines += (f"  never ({c.within}): {cues(c.any)}" for c in rule.never)
    conditions = {"unless": cues(rule.unless), "where": " or ".join(rule.where)}
    conditions |= {"before": by_name(rule.before, classes), "after": by_name(rule.after, classes)}
    lines += (f"  {name}: {value}" for name, value in conditions.items() if value)
    lines += (f"  evidence: {weight:+g} for {damage}" for damage, weight in rule.evidence.items())
    lines += (f"  refs: {ref}" for ref in rule.refs)
    for before, after in rule.tests.fix.items():
        lines += f"  mends: {before!r}", f"      to {after!r}"
    lines += (f"  flags: {text!r}" for text in rule.tests.flag)
    lines += (f"  keeps: {text!r}" for text in rule.tests.keep)
    return "".join(f"{visible(line)}\n" for line in lines)


def _short(found: object) -> str:
    if isinstance(found, dict):
        rows = [f"{wrong} → {'/'.join(right)}" for wrong, right in found.items()]
        return ", ".join(rows[:8]) + (f", … ({len(rows)})" if len(rows) > 8 else "")
    return ", ".join(map(str, found)) if isinstance(found, tuple) else str(found)
