"""The user's own pack: what *always* and *never* write, for them to read, change and commit.

*Always* becomes a rule for these words, with the cues of the rule that asked.  *Never* becomes an exception to that
rule, with a test that keeps it; a word that only the speller doubted goes on a list of words.  A change is planned only
if the pack then loads beside the shipped rules, its tests pass, and it changes nothing that a shipped test keeps.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import yaml

from cleaner.files.locations import PACKAGE
from cleaner.files.places import LeadsOut, within
from cleaner.kit import Kit
from cleaner.ledger import Pattern, Written
from cleaner.ledger.values import Example
from cleaner.packs import pack_writer, rule_tests
from cleaner.packs.exceptions import exceptions, fails
from cleaner.packs.from_answer import entries, refusal
from cleaner.packs.pack_writer import DoesNotHold, Edit, Fields
from cleaner.packs.remember import Plan, Remember
from cleaner.packs.sentences import slug
from cleaner.rulebook import Rule, Rulebook, RuleErrors, load
from cleaner.spelling.lexicon import Lexicon
from cleaner.text.analysis import Analysis

NOWHERE = PACKAGE / "tried"  # the root of rules that lie in no folder
REMEMBERED = "these words are remembered in this ledger"


class OwnPack(Remember):
    """A folder of rules and a list of words that grow with the answers."""

    folder: Path

    def __init__(self, folder: Path, who: str = "") -> None:
        self.folder, self._who = folder, who

    def always(self, pattern: Pattern, text: str, examples: list[Example]) -> Plan:
        """A rule that puts `text` for these words by itself; or why there is none."""
        try:
            base = self._rule(pattern.rule)
        except RuleErrors as error:
            return Plan(f"no rule is written: the rules do not load ({error.errors[0]})")
        if wrong := refusal(pattern, text, base):
            return Plan(f"no rule is written: {wrong}")
        name = f"always-{slug(pattern.before)}"
        wrong = f"“{pattern.before}” is right elsewhere, and its cases have no neighbour in common that would tell"
        for entry in entries(pattern, text, base, examples, f"{self._who or 'a reviewer'}, {date.today()}"):
            wrong = tried(pattern.damage, name, entry)
            if wrong:
                continue
            id = beside(pattern.damage, name)
            try:
                file = self.changed(beside(pattern.damage, "always.yaml"), id, pack_writer.rule(name, entry))
            except DoesNotHold as error:
                wrong = str(error)
                break
            where = self.folder / pattern.damage / "always.yaml"
            return Plan(f"rule {id} written to {where}; use it with --rules {self.folder}", (file,))
        return Plan(f"no rule is written ({wrong}); {REMEMBERED}")

    def never(self, pattern: Pattern, examples: list[Example], *, switch_off: bool = False) -> Plan:
        """An exception to the rule, or the words on the list of words.

        Where no exception would leave anything of the rule, it is switched off, but only if told to.
        """
        try:
            base = self._rule(pattern.rule)
        except RuleErrors as error:
            return Plan(f"no exception is written: the rules do not load ({error.errors[0]})")
        if base is None:
            asked_by_speller = pattern.rule.startswith(("spelling/", "names/"))
            return self.word(pattern.before) if asked_by_speller else Plan(REMEMBERED)
        folder = base.id.rpartition("/")[0]
        why = f"{base.id} is about these very words: only switching it off would do"
        for rule in exceptions(base, pattern.before, examples[0].excerpt):
            fix = {} if rule.tests.fix == base.tests.fix else rule.tests.fix
            exception = pack_writer.exception(base.id, rule.unless[-1], rule.tests.keep[-1], fix)
            try:
                file = self.changed(beside(folder, "never.yaml"), base.id, exception)
            except DoesNotHold as error:
                why = str(error)
                continue
            where = self.folder / folder / "never.yaml"
            return Plan(f"exception to {base.id} written to {where}; use it with --rules {self.folder}", (file,))
        if not switch_off:
            return Plan(f"no exception is written ({why}); {REMEMBERED}")
        try:
            file = self.changed("without.yaml", None, pack_writer.without(base.id))
        except DoesNotHold as error:
            return Plan(f"no exception is written ({error}); {REMEMBERED}")
        where = self.folder / "without.yaml"
        return Plan(f"{base.id} is switched off in {where}; use it with --rules {self.folder}", (file,))

    def only_switching_off(self, pattern: Pattern, examples: list[Example]) -> str:
        """The rule of which no exception would leave anything; "" where an exception will do."""
        try:
            base = self._rule(pattern.rule)
        except RuleErrors:
            return ""
        narrow = base is None or any(True for _ in exceptions(base, pattern.before, examples[0].excerpt))
        return "" if narrow or base is None else base.id

    def word(self, word: str) -> Plan:
        """A word on the list of words that are right."""
        if len(word.split()) != 1 or word.startswith("#") or Lexicon.shipped().knows(word):
            return Plan(REMEMBERED)
        return self.listed(word, "words.txt", "--words")

    def listed(self, word: str, name: str, option: str) -> Plan:
        """A word on one of the pack's lists, one a line, if it is not there; `option` is how runs take the list."""

        def with_word(held: str) -> str:
            known = held.split("\n")
            return held if word in known else "\n".join([*filter(None, known), word, ""])

        try:
            file = self.rewritten(name, with_word)
        except DoesNotHold as error:
            return Plan(f"nothing is written: {error}")
        place = self.folder / name
        return Plan(f"{word!r} is on the list {place}; use it with {option} {place}", (file,))

    def _rule(self, id: str) -> Rule | None:
        try:
            return load(self._roots()).rules.get(id)
        except RuleErrors:
            return load().rules.get(id)

    def _roots(self) -> list[Path]:
        return [self.folder] if self.folder.is_dir() else []

    def rewritten(self, name: str, edit: Edit) -> Written:
        """A file of the pack before and after an edit; `DoesNotHold` if it lies outside the pack or cannot be read."""
        return pack_writer.edited(self._place(name), edit)

    def changed(self, name: str, id: str | None, edit: Edit) -> Written:
        """A YAML file of the pack as it would be; `DoesNotHold` if the pack, or its rule `id`, does not with it."""
        file = pack_writer.edited_pack(self._place(name), edit)
        if wrong := check([self.folder], id, {self.folder / name: file.after}):
            raise DoesNotHold(wrong)
        return file

    def _place(self, name: str) -> Path:
        try:
            return within(self.folder, name, followed=True)
        except LeadsOut as error:
            raise DoesNotHold(str(error)) from None


def check(roots: Iterable[Path], id: str | None, files: Mapping[Path, str]) -> str:
    """What is wrong with packs beside the shipped ones if they held these files, or with a rule; "" if nothing is."""
    try:
        book = load(roots, tried=files)
    except RuleErrors as error:
        return error.errors[0].message
    if id is None:
        return ""
    kit = Kit(book, Lexicon.shipped())
    return next((f.message for f in rule_tests.alone(book.rules[id], book.only({id}), kit)), "")


def tried(folder: str, name: str, entry: Fields) -> str:
    """What is wrong with an entry by itself: it does not load, or fails its tests.  Quick: one rule only."""
    content = yaml.safe_dump({"rules": {name: dict(entry)}}, allow_unicode=True)
    try:
        book = load([NOWHERE], shipped=False, tried={within(NOWHERE, beside(folder, "tried.yaml")): content})
    except RuleErrors as error:
        return error.errors[0].message
    except LeadsOut as error:
        return str(error)
    return fails(next(iter(book.rules.values()))) or changes_right_text(book)


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


def beside(folder: str, name: str) -> str:
    """A name in a folder of the pack, "" for the pack itself."""
    return f"{folder}/{name}" if folder else name
