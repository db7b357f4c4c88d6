"""The user's own pack: what *always* and *never* write, for them to read, change and commit.

*Always* becomes a rule for these words, with the cues of the rule that asked.  *Never* becomes an exception to that
rule, with a test that keeps it; a word that only the speller doubted goes on a list of words.  Nothing is written that
does not load beside the shipped rules and pass its own tests.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from cleaner import ruletest
from cleaner.kit import Kit
from cleaner.language.lexicon import Lexicon
from cleaner.ledger import Pattern
from cleaner.model import Tier
from cleaner.review.narrow import exceptions, fails
from cleaner.review.questions import Example
from cleaner.review.remember import Remember
from cleaner.rulebook import Rule, RuleErrors, load
from cleaner.text import Analysis

_HEAD = (
    "# Written by `cleaner review`.  Yours to change; remarks belong in `note`: comments are lost at the next answer.\n"
)
Content = dict[str, Any]
REMEMBERED = "these words are remembered in this ledger"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a document, and what it becomes."""

    before: str
    after: str


class OwnPack(Remember):
    """A folder of rules and a list of words that grow with the answers."""

    folder: Path

    def __init__(self, folder: Path, who: str = "") -> None:
        self.folder, self._who = folder, who

    def always(self, pattern: Pattern, text: str, examples: list[Example]) -> str:
        """Writes a rule that puts `text` for these words by itself; says where, or why not."""
        try:
            base = self._rule(pattern.rule)
        except RuleErrors as error:
            return f"no rule is written: the rules do not load ({error.errors[0]})"
        if base is not None and base.harm:
            return f"no rule is written: {pattern.rule} is about harm ({base.harm}) and stays a question elsewhere"
        if base is not None and base.kind not in ("find", "words"):
            # Its pattern looks at what stands around; a rule for the bare words would fire where this one is silent.
            return f"no rule is written: {pattern.rule} looks at more than these words; {REMEMBERED}"
        name = f"always-{slug(pattern.before)}"
        wrong = "there is no sentence to test it with"
        for sentence in sentences(examples, pattern.before, text):
            entry = always_entry(pattern, text, sentence, base, f"{self._who or 'a reviewer'}, {date.today()}")
            wrong = tried(pattern.damage, name, entry)
            if not wrong:
                place = self.folder / pattern.damage / "always.yaml"
                wrong = self.put(place, f"{pattern.damage}/{name}", adding(name, entry))
                if not wrong:
                    return f"rule {pattern.damage}/{name} written to {place}; use it with --rules {self.folder}"
                break
        return f"no rule is written ({wrong}); {REMEMBERED}"

    def never(self, pattern: Pattern, examples: list[Example], *, switch_off: bool = False) -> str:
        """Writes an exception to the rule, or the words on the list of words; says where.

        Where no exception would leave anything of the rule, it is switched off, but only if told to.
        """
        try:
            base = self._rule(pattern.rule)
        except RuleErrors as error:
            return f"no exception is written: the rules do not load ({error.errors[0]})"
        if base is None:
            asked_by_speller = pattern.rule.startswith(("spelling/", "names/"))
            return self.word(pattern.before) if asked_by_speller else REMEMBERED
        folder, _, name = base.id.rpartition("/")
        place = self.folder / folder / "never.yaml"
        wrong = ""
        for rule in exceptions(base, pattern.before, examples[0].excerpt):
            fix = {} if rule.tests.fix == base.tests.fix else rule.tests.fix
            wrong = self.put(place, base.id, excepting(base.id, name, rule.unless[-1], rule.tests.keep[-1], fix))
            if not wrong:
                return f"exception to {base.id} written to {place}; use it with --rules {self.folder}"
        if not switch_off:
            why = wrong or f"{base.id} is about these very words: only switching it off would do"
            return f"no exception is written ({why}); {REMEMBERED}"
        place = self.folder / "without.yaml"
        wrong = self.put(place, None, _without(base.id))
        if wrong:
            return f"no exception is written ({wrong}); {REMEMBERED}"
        return f"{base.id} is switched off in {place}; use it with --rules {self.folder}"

    def only_switching_off(self, pattern: Pattern, examples: list[Example]) -> str:
        """The rule of which no exception would leave anything; "" where an exception will do."""
        try:
            base = self._rule(pattern.rule)
        except RuleErrors:
            return ""
        narrow = base is None or any(True for _ in exceptions(base, pattern.before, examples[0].excerpt))
        return "" if narrow or base is None else base.id

    def word(self, word: str) -> str:
        """Puts a word on the list of words that are right; says where."""
        if len(word.split()) != 1 or word.startswith("#") or Lexicon.shipped().knows(word):
            return REMEMBERED
        place = self.folder / "words.txt"
        known = place.read_text("utf-8").split("\n") if place.is_file() else []
        if word not in known:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text("\n".join([*filter(None, known), word, ""]), "utf-8")
        return f"{word!r} is on the list {place}; use it with --words {place}"

    def _rule(self, id: str) -> Rule | None:
        try:
            return load(self._roots()).rules.get(id)
        except RuleErrors:
            return load().rules.get(id)

    def _roots(self) -> list[Path]:
        return [self.folder] if self.folder.is_dir() else []

    def put(self, place: Path, id: str | None, change: Callable[[Content], Content]) -> str:
        """Changes a file of the pack; puts it back and says what is wrong if the pack does not hold with it."""
        before = place.read_text("utf-8") if place.is_file() else None
        try:
            content = change((yaml.safe_load(before) if before else None) or {})
        except (yaml.YAMLError, AttributeError, TypeError) as error:
            return f"{place} is not as it was written: {error}"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(_HEAD + yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=110), "utf-8")
        wrong = check(self._roots(), id)
        if wrong and before is None:
            place.unlink()
        elif wrong and before is not None:
            place.write_text(before, "utf-8")
        return wrong


def check(roots: Iterable[Path], id: str | None) -> str:
    """What is wrong with packs beside the shipped ones, or with one of their rules; "" if nothing is."""
    try:
        book = load(roots)
    except RuleErrors as error:
        return error.errors[0].message
    if id is None:
        return ""
    kit = Kit(book, Lexicon.shipped())
    return next((f.message for f in ruletest.alone(book.rules[id], book.only({id}), kit)), "")


def tried(folder: str, name: str, entry: Content) -> str:
    """What is wrong with an entry by itself: it does not load, or fails its tests.  Quick: one rule only."""
    with tempfile.TemporaryDirectory() as root:
        place = Path(root) / (folder or ".") / "tried.yaml"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(yaml.safe_dump({"rules": {name: entry}}, allow_unicode=True), "utf-8")
        try:
            book = load([Path(root)], shipped=False)
        except RuleErrors as error:
            return error.errors[0].message
    return fails(next(iter(book.rules.values())))


def always_entry(pattern: Pattern, text: str, sentence: Sentence, base: Rule | None, by: str) -> Content:
    """The rule that *always* writes: these words, with the conditions of the rule that asked."""
    entry: Content = {"find": pattern.before, "fix": text, "tier": Tier.LIKELY.value, "prior": 0.999}
    if base is not None:
        for field in ("near", "never"):
            if cues := getattr(base, field):
                entry[field] = [{"any": list(c.any), "within": c.within} for c in cues]
        for field in ("unless", "where"):
            if texts := getattr(base, field):
                entry[field] = list(texts)
        for field in ("before", "after"):
            if condition := getattr(base, field):
                entry[field] = condition
    elif pattern.before != pattern.before.lower():
        entry["case"] = "exact"  # a name, or a misreading that depends on its capitals
    return entry | {
        "why": pattern.why,
        "note": f"always accepted: {by}",
        "tests": {"fix": {sentence.before: sentence.after}, "keep": [sentence.after]},
    }


def adding(name: str, entry: Content) -> Callable[[Content], Content]:
    """A change that adds a rule."""
    return lambda content: content | {"rules": content.get("rules", {}) | {name: entry}}


def excepting(
    id: str, name: str, words: str, sentence: str, fix: Mapping[str, str] | None = None
) -> Callable[[Content], Content]:
    """Adds an exception to those that the rule has already; `fix` replaces tests that used these very words."""

    def more(entry: Content) -> Content:
        unless = [*dict.fromkeys([*entry.get("unless", []), words])]
        tests = entry.get("tests", {})
        keep = [*dict.fromkeys([*tests.get("keep", []), sentence])]
        return {"unless": unless, "tests": tests | ({"fix": dict(fix)} if fix else {}) | {"keep": keep}}

    return extending(id, name, more)


def extending(id: str, name: str, fields: Callable[[Content], Content]) -> Callable[[Content], Content]:
    """Lets a rule differ from the shipped one in some fields; what the pack says of it already stays.

    A pack may extend a rule once: so all that it says of a rule goes through here.
    """

    def change(content: Content) -> Content:
        rules = content.get("rules", {})
        entry = {"extends": id} | rules.get(name, {})
        return content | {"rules": rules | {name: entry | fields(entry)}}

    return change


def _without(id: str) -> Callable[[Content], Content]:
    return lambda content: {"without": [*dict.fromkeys([*content.get("without", []), id])]}


def sentences(examples: Iterable[Example], before: str, after: str | None) -> Iterator[Sentence]:
    """What a test can be made of: the sentence around a case, and if that is not enough its paragraph."""
    for example in examples:
        e = example.excerpt
        text = e.left + e.words + e.right
        analysis = Analysis(text)
        for start, end in (analysis.sentence(len(e.left)), analysis.paragraph(len(e.left))):
            left, right = text[start : len(e.left)], text[len(e.left) + len(e.words) : end]
            # Only words in single spaces make a test that a person likes to read.
            shown = [" ".join((left + words + right).split()) for words in (before, after or "")]
            if before in shown[0] and shown[0] != shown[1]:
                yield Sentence(*shown)


def slug(text: str) -> str:
    """A rule's name made of words.

    >>> slug("The mafia’s "), slug("¿")
    ('the-mafia-s', 'u00bf')
    """
    name = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40].strip("-")
    return name or "-".join(f"u{ord(c):04x}" for c in text[:4])
