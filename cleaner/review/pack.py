"""The user's own pack: what *always* and *never* write, for them to read, change and commit.

*Always* becomes a rule for these words, with the cues of the rule that asked.  *Never* becomes an exception to that
rule, with a test that keeps it; a word that only the speller doubted goes on a list of words.  Nothing is written that
does not load beside the shipped rules and pass its own tests, or that would change what a test of theirs keeps.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path

import yaml

from cleaner import ruletest
from cleaner.kit import Kit
from cleaner.language.lexicon import Lexicon
from cleaner.ledger import Pattern
from cleaner.places import within
from cleaner.review.always import Content, entries, refusal
from cleaner.review.narrow import exceptions, fails
from cleaner.review.questions import Example
from cleaner.review.remember import Remember
from cleaner.review.sentences import slug
from cleaner.rulebook import Rule, Rulebook, RuleErrors, load
from cleaner.text import Analysis

_HEAD = (
    "# Written by `cleaner review`.  Yours to change; remarks belong in `note`: comments are lost at the next answer.\n"
)
REMEMBERED = "these words are remembered in this ledger"


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
        if wrong := refusal(pattern, text, base):
            return f"no rule is written: {wrong}"
        name = f"always-{slug(pattern.before)}"
        wrong = f"“{pattern.before}” is right elsewhere, and its cases have no neighbour in common that would tell"
        for entry in entries(pattern, text, base, examples, f"{self._who or 'a reviewer'}, {date.today()}"):
            wrong = tried(pattern.damage, name, entry)
            if not wrong:
                place = self.place(pattern.damage, "always.yaml")
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
        place = self.place(folder, "never.yaml")
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

    def place(self, folder: str, file: str) -> Path:
        """Where a file of the pack stands.  A ledger or a pack may name any folder: `LeadsOut` for one elsewhere."""
        return within(self.folder, f"{folder}/{file}" if folder else file)

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
        place = within(Path(root), f"{folder}/tried.yaml" if folder else "tried.yaml")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(yaml.safe_dump({"rules": {name: entry}}, allow_unicode=True), "utf-8")
        try:
            book = load([Path(root)], shipped=False)
        except RuleErrors as error:
            return error.errors[0].message
    (rule,) = book.rules.values()
    return fails(rule) or changes_right_text(book)


def changes_right_text(book: Rulebook) -> str:
    """Where a rule would change a sentence that a test of a shipped rule keeps as right; "" if nowhere."""
    (rule,) = book.rules.values()
    words = [w.lower() for w in rule.find] if rule.kind in ("find", "words") else []
    for shipped in load().rules.values():
        for text in (*shipped.tests.keep, *shipped.tests.fix.values()):
            if not words or any(w in text.lower() for w in words):
                match = next((m for m in book.scan(Analysis(text), Lexicon.shipped()).matches if not m.obstacle), None)
                if match:
                    return f"it would change “{match.found}” in “{text}”, which is right (a test of {shipped.id})"
    return ""


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
