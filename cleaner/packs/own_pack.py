"""The user's own pack: what *always* and *never* write, for the user to read, change and commit.

*Always* becomes a rule for these words, with the cues of the rule that asked.  *Never* becomes an exception to that
rule, with a test for it; a word that only the speller doubted goes on a list of words.  A change is planned only if the
pack then loads beside the shipped rules, its tests pass, and it changes nothing that a shipped test keeps.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from cleaner.files.places import LeadsOut, within
from cleaner.ledger import Pattern, Written
from cleaner.ledger.values import Example
from cleaner.packs import pack_writer, rule_tests
from cleaner.packs.exceptions import Exemption, exceptions
from cleaner.packs.from_answer import entries, refusal, slug
from cleaner.packs.pack_writer import DoesNotHold, Edit
from cleaner.packs.remember import Plan, Remember
from cleaner.packs.trial import id_of, tried
from cleaner.rulebook import Rule, RuleErrors, load, packages
from cleaner.spelling.lexicon import Lexicon

REMEMBERED = "these words are remembered in this ledger"
WRITTEN = "written to"
GLOSSARY = packages.GLOSSARY


def file_about(rule: str) -> str:
    """The one file with all that a pack says of a rule, since a pack may extend a rule once."""
    return id_of(rule.rpartition("/")[0], "never.yaml")


class OwnPack(Remember):
    """A folder of rules and a list of words that grow with the answers."""

    folder: Path

    def __init__(self, folder: Path, who: str = "") -> None:
        self.folder, self._who = folder, who

    def always(self, pattern: Pattern, text: str, examples: list[Example]) -> Plan:
        """A rule that puts `text` for these words by itself, or the reason why none is written."""
        base = self._rule(pattern.rule)
        if wrong := refusal(pattern, text, base):
            return Plan(f"no rule is written: {wrong}")
        name = f"always-{slug(pattern.before)}"
        wrong = f"“{pattern.before}” is right elsewhere, and its cases have no neighbour in common that would tell"
        for entry in entries(pattern, text, base, examples, f"{self._who or 'a reviewer'}, {date.today()}"):
            if wrong := tried(pattern.damage, name, entry):
                continue
            id, file = id_of(pattern.damage, name), id_of(pattern.damage, "always.yaml")
            try:
                return self.plan(f"rule {id} written to", file, id, pack_writer.rule(name, entry))
            except DoesNotHold as error:
                wrong = str(error)
                break
        return Plan(f"no rule is written ({wrong}); {REMEMBERED}")

    def never(self, pattern: Pattern, examples: list[Example], *, switch_off: bool = False) -> Plan:
        """An exception to the rule, or the words on the list of words; the rule is switched off only if told to."""
        base = self._rule(pattern.rule)
        if base is None:
            asked_by_speller = pattern.rule.startswith(("spelling/", "names/"))
            return self.word(pattern.before) if asked_by_speller else Plan(REMEMBERED)
        why = f"{base.id} is about these very words: only switching it off would do"
        for exemption in exceptions(base, pattern.before, examples[0].excerpt):
            try:
                return self.exempted(base.id, exemption, f"exception to {base.id} written to")
            except DoesNotHold as error:
                why = str(error)
        if switch_off:
            try:
                return self.switched_off(base.id, f"{base.id} is switched off in")
            except DoesNotHold as error:
                why = str(error)
        return Plan(f"no exception is written ({why}); {REMEMBERED}")

    def only_switching_off(self, pattern: Pattern, examples: list[Example]) -> str:
        """The id of the rule if no exception would leave anything of it; "" where an exception will do."""
        base = self._rule(pattern.rule)
        possible = base and next(exceptions(base, pattern.before, examples[0].excerpt), None)
        return base.id if base and not possible else ""

    def word(self, word: str) -> Plan:
        """A word on the list of words that are right."""
        if len(word.split()) != 1 or word.startswith("#") or Lexicon.shipped().knows(word):
            return Plan(REMEMBERED)
        return self.listed(word, "words.txt", "--words")

    def listed(self, word: str, name: str, option: str) -> Plan:
        """A word added to one of the pack's lists, which have a word a line; a run takes the list with `option`."""

        def with_word(held: str) -> str:
            known = held.split("\n")
            return held if word in known else "\n".join([*filter(None, known), word, ""])

        try:
            file = self.rewritten(name, with_word)
        except DoesNotHold as error:
            return Plan(f"nothing is written: {error}")
        place = self.folder / name
        return Plan(f"{word!r} is on the list {place}; use it with {option} {place}", (file,))

    def alias(self, name: str, said: str, *, always: bool = False) -> Plan:
        """An alias of a name on the pack's glossary; `always`: put right although it is made of everyday words."""
        file = self.rewritten(GLOSSARY, pack_writer.alias(name, said, always=always))
        place = self.folder / GLOSSARY
        return Plan(f"“{said}” is an alias of “{name}” in {place}; use it with --glossary {place}", (file,))

    def exempted(self, rule: str, exemption: Exemption, said: str = WRITTEN) -> Plan:
        """An exception to the rule of this id.  Raises `DoesNotHold`, as all that follow do."""
        return self.plan(said, file_about(rule), rule, pack_writer.exception(rule, *exemption))

    def switched_off(self, rule: str, said: str = WRITTEN) -> Plan:
        """The rule of this id switched off."""
        return self.plan(said, "without.yaml", None, pack_writer.without(rule))

    def plan(self, said: str, name: str, id: str | None, edit: Edit) -> Plan:
        """A change of a YAML file, if the pack then loads and rule `id` passes its tests; `said` begins the message."""
        file = pack_writer.edited_pack(self._place(name), edit)
        try:
            book = load([self.folder], tried={self.folder / name: file.after})
        except RuleErrors as error:
            raise DoesNotHold(error.errors[0].message) from None
        for failure in rule_tests.alone(book.rules[id], book.only({id}), Lexicon.shipped()) if id else ():
            raise DoesNotHold(failure.message)
        return Plan(f"{said} {self.folder / name}; use it with --rules {self.folder}", (file,))

    def rewritten(self, name: str, edit: Edit) -> Written:
        """A file of the pack before and after an edit; `DoesNotHold` if it lies outside the pack or cannot be read."""
        return pack_writer.edited(self._place(name), edit)

    def _place(self, name: str) -> Path:
        try:
            return within(self.folder, name, followed=True)
        except LeadsOut as error:
            raise DoesNotHold(str(error)) from None

    def _rule(self, id: str) -> Rule | None:
        """The rule that asked; while the pack does not load, the shipped rule."""
        try:
            return load([self.folder] if self.folder.is_dir() else []).rules.get(id)
        except RuleErrors:
            return load().rules.get(id)
