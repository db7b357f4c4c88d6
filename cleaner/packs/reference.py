"""`docs/rule-reference.md`: every field and every shipped rule, made from the schema and the packs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path

from cleaner.files.locations import shipped_rules
from cleaner.packs.class_report import by_name
from cleaner.rulebook import Rule
from cleaner.rulebook.rule import KINDS, WordClass
from cleaner.rulebook.schema import FIELDS

LONGEST = 90  # characters of a cell
FEW = 4  # rows of a table of words that are shown
HEAD = """\
# Rule reference

Made by `cleaner rules reference > docs/rule-reference.md`; a test refuses a page that is not current. How to write a
rule: [write-a-rule.md](write-a-rule.md). What the fields mean in full: [rules.md](rules.md). One rule with its cues and
its tests: `cleaner rules show ID`.
"""


def as_markdown(rules: Iterable[Rule], classes: Mapping[str, WordClass]) -> str:
    """The page: fields, word classes, then one table a pack."""
    ordered = sorted(rules, key=lambda r: (_pack(r), r.line))
    parts = [HEAD, *_fields(), *_classes(classes)]
    packs = {pack: list(members) for pack, members in groupby(ordered, key=_pack)}
    parts.append(f"## Packs: {len(packs)}, rules: {len(ordered)}\n")
    for pack, members in packs.items():
        parts.append(f"### {pack}\n\n| rule | tier | what → fix | why |\n|---|---|---|---|")
        parts += (_row(rule, classes) for rule in members)
        parts.append("")
    return "\n".join(parts)


def _fields() -> Iterator[str]:
    yield "## Fields\n\n| field | meaning |\n|---|---|"
    for name, (_, _, told) in FIELDS.items():
        kind = " (a kind: exactly one of these)" if name in KINDS else ""
        yield f"| `{name}` | {_cell(told)}{kind} |"
    yield ""


def _classes(classes: Mapping[str, WordClass]) -> Iterator[str]:
    yield "## Word classes\n\nAll words of one: `cleaner rules show --class NAME`.\n"
    yield "| class | words | such as | what they are |\n|---|---|---|---|"
    for name, known in sorted(classes.items()):
        some = ", ".join(known.words[:: max(1, len(known.words) // FEW)][:FEW])
        yield f"| `{name}` | {len(known.words)} | {_cell(some)} | {_cell(known.note)} |"
    yield ""


def _pack(rule: Rule) -> str:
    """The pack's file below the rules' root."""
    return Path(rule.file).resolve().relative_to(shipped_rules().resolve()).as_posix()


def _row(rule: Rule, classes: Mapping[str, WordClass]) -> str:
    harm = f" (harm: {rule.harm})" if rule.harm else ""
    return f"| `{rule.id}` | {rule.tier}{harm} | {_what(rule, classes)} | {_cell(rule.why)} |"


def _what(rule: Rule, classes: Mapping[str, WordClass]) -> str:
    if rule.kind in ("words", "confusion"):
        rows = [f"{_code(wrong)} → {_code(fixes[0])}" for wrong, fixes in list(rule.find.items())[:FEW]]
        more = len(rule.find) - FEW
        return ", ".join(rows) + (f", and {more} more" if more > 0 else "")
    fix = " / ".join(_code(f) if f else "nothing" for f in rule.fix[:FEW])
    return _found(rule, classes) + (f" → {fix}" if fix else "")


def _found(rule: Rule, classes: Mapping[str, WordClass]) -> str:
    if rule.kind == "tokens":
        return _code(" ".join("/".join(item.words) or f"<{item.kind or 'any'}>" for item in rule.find))
    if rule.kind == "find":
        return " / ".join(map(_code, rule.find[:FEW])) + (" / …" if len(rule.find) > FEW else "")
    return _code(by_name(rule.find, classes))


def _code(text: str) -> str:
    """Text as code in a cell of a table: bars, backquotes and line breaks, which would end it, are escaped."""
    short = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    visible = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in short).replace("|", "\\|")
    ticks = "``" if "`" in visible else "`"
    pad = " " if visible[:1] in ("`", " ", "") or visible[-1:] in ("`", " ") else ""
    return f"{ticks}{pad}{visible}{pad}{ticks}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")
