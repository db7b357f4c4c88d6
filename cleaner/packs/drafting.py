"""Drafts a new rule from an example: what it would do, which rules do it already, and where it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cleaner.config import damages
from cleaner.files.given import Misuse
from cleaner.kit import Kit
from cleaner.model import Tier
from cleaner.packs import coverage, pack_writer, rule_tests
from cleaner.packs.pack_text import put
from cleaner.packs.rule_tests import Failure
from cleaner.packs.trial import book_of, id_of, rule_of
from cleaner.rulebook import Rule, RuleErrors, load
from cleaner.rulebook.errors import RuleError
from cleaner.rulebook.packages import is_package
from cleaner.rulebook.patterns import phrase_pattern
from cleaner.spelling.lexicon import Lexicon
from cleaner.text.analysis import Analysis


@dataclass(frozen=True, slots=True)
class Draft:
    """A rule as its author describes it: wrong words, right ones, and a text that shows them."""

    wrong: str
    right: tuple[str, ...]
    example: str
    keep: tuple[str, ...] = ()
    why: str = ""
    damage: str = ""
    tier: str = "ask"
    inflect: str = ""
    near: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    name: str = ""

    def __post_init__(self) -> None:
        """Raises `Misuse` for a draft that makes no sense, and `SettingsError` for an unknown damage."""
        if not self.wrong.strip() or self.wrong in self.right:
            raise Misuse("the wrong words and the right ones must differ")
        if self.tier not in (Tier.SAFE, Tier.LIKELY, Tier.ASK):
            raise Misuse(f"--tier: {self.tier!r} is none of safe, likely, ask")
        if self.damage:
            damages((self.damage,))

    @property
    def slug(self) -> str:
        """A name for the rule, if its author gave none.

        >>> Draft("air  strikes", ("air raids",), "").slug
        'air-strikes-air-raids'
        """
        words = f"{self.wrong} {self.right[0] if self.right and self.right[0] else 'deleted'}"
        return self.name or "-".join(re.findall(r"[a-z0-9]+", words.lower())[:6]) or "rule"

    def fields(self, expected: str) -> dict[str, Any]:
        """The rule's fields in the order in which a person reads them."""
        fields = {
            "find": self.wrong,
            "inflect": self.inflect or None,
            "fix": self.right[0] if len(self.right) == 1 else list(self.right),
            "tier": self.tier,
            "why": self.why or f"A machine wrote “{self.wrong}” for “{self.right[0]}”.",
            "near": {"any": list(self.near)} if self.near else None,
            "never": {"any": list(self.never), "within": "paragraph"} if self.never else None,
            "tests": {"fix": {self.example: expected}, "keep": list(self.keep) or [expected]},
        }
        return {field: value for field, value in fields.items() if value is not None}


def outcome(draft: Draft, lexicon: Lexicon) -> str:
    """What the rule alone makes of its example.  Raises `Misuse` with the reason if it does not fire there."""
    try:
        book = book_of(rule_of(draft.damage, draft.slug, draft.fields("…")))
    except RuleError as error:
        raise Misuse(error.message) from None
    made = rule_tests.mended(draft.example, rule_tests.firings(book, draft.example, lexicon))
    if made != draft.example:
        return made
    reason = f"{draft.wrong!r} does not stand in the example as a whole word"
    for match in book.scan(Analysis(draft.example), lexicon).matches[:1]:
        reason = match.obstacle or f"{match.found!r} is already as it should be"
    raise Misuse(f"the rule does not fire in its own example: {reason}")


def twins(draft: Draft, expected: str, kit: Kit) -> Iterator[str]:
    """A sentence about each rule that looks for the same words or corrects the example already."""
    wanted = phrase_pattern(draft.wrong)
    same = dict.fromkeys(
        form.rule for form in kit.rulebook.forms if form.pattern.removeprefix("(?i)").lower() == wanted.lower()
    )
    for match in rule_tests.firings(kit.rulebook, draft.example, kit.lexicon):
        if rule_tests.mended(draft.example, [match]) == expected:
            same.setdefault(match.rule.id)
    for rule_id in same:
        rule = kit.rulebook.rules[rule_id]
        yield (
            f"{rule.id} looks for this already ({rule.file}:{rule.line}): {rule.why} To change it, write a rule that "
            f"says `extends: {rule.id}`; to switch it off, `without: [{rule.id}]`"
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a new rule goes: a file of a pack, the pack's root (it may be this file), and the user's other roots."""

    file: Path
    root: Path
    others: tuple[Path, ...]


def place(to: Path | None, damage: str, roots: Sequence[Path]) -> Place:
    """The file `to`, else `own.yaml` of this damage in the user's first folder of rules."""
    folders = [r for r in roots if not is_package(r) and not r.is_file()]
    if to is None:
        root = folders[0] if folders else Path("rules")
        file = root / damage / "own.yaml"
    else:
        root = next((r for r in folders if to.resolve().is_relative_to(r.resolve())), to)
        file = root / to.resolve().relative_to(root.resolve()) if root != to else to
    return Place(file, root, tuple(r for r in roots if r.resolve() != root.resolve()))


def write(draft: Draft, expected: str, place: Place, lexicon: Lexicon) -> tuple[Rule, list[Failure]]:
    """Adds the rule to its pack, if everything loads with it; gives the rule and its failures, alone and among all.

    Raises `RuleErrors` and `pack_writer.DoesNotHold`.
    """
    root, file = place.root, place.file
    add_rule = pack_writer.rule(draft.slug, draft.fields(expected), is_new=True)
    told_by_folder = root != file and file.parent == root / draft.damage

    def edit(held: str) -> str:
        is_new = not held and draft.damage and not told_by_folder
        return add_rule(put("", ["damage"], draft.damage) if is_new else held)

    planned = pack_writer.edited_pack(file, edit)
    book = load([*place.others, root], tried={file: planned.after})
    folder = "" if root == file else file.parent.relative_to(root).as_posix()
    rule = book.rules[id_of("" if folder == "." else folder, draft.slug)]
    if draft.damage and rule.damage != draft.damage:
        told = f"this pack mends {rule.damage or 'any damage'}, not {draft.damage}; choose another file (--to)"
        raise RuleErrors([RuleError(str(file), rule.line, told)])
    pack_writer.write([planned])
    kit = Kit(book, lexicon)
    return rule, [*rule_tests.failures([rule], kit), *coverage.shadowed([replace(rule, evidence={})], kit)]
