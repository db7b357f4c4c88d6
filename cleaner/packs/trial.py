"""A rule tried by itself in memory, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cleaner.packs import rule_tests
from cleaner.packs.pack_text import put
from cleaner.packs.rule_tests import firings
from cleaner.rulebook import Rule, Rulebook, load, schema, yamltree
from cleaner.rulebook.assemble import harmful
from cleaner.rulebook.compile import forms
from cleaner.rulebook.errors import RuleError
from cleaner.spelling.lexicon import Lexicon


def rule_of(folder: str, name: str, entry: Mapping[str, Any]) -> Rule:
    """The rule that an entry of a pack describes.  Raises `RuleError`, with the rule's id in place of a file."""
    errors: list[RuleError] = []
    tree = yamltree.read(put("", ["rules", name], dict(entry)), id_of(folder, name))
    rules = schema.pack(tree, folder, errors, classes=load().classes).rules
    for error in (*errors, *harmful(rules, frozenset(), Lexicon.shipped())):
        raise error
    return rules[0]


def id_of(folder: str, name: str) -> str:
    """A rule's id, or a file's name, in a folder of the pack; "" is the pack itself."""
    return f"{folder}/{name}" if folder else name


def book_of(rule: Rule) -> Rulebook:
    """A rulebook of this rule alone.  Raises `RuleError` if the rule cannot be compiled."""
    return Rulebook.of([rule], list(forms(rule, Lexicon.shipped())))


def fails(rule: Rule) -> str:
    """The first of a rule's own tests that it fails; "" if it passes."""
    book = book_of(rule)
    return next((f.message for f in rule_tests.alone(rule, book, Lexicon.shipped())), "")


def tried(folder: str, name: str, entry: Mapping[str, Any]) -> str:
    """Why an entry by itself is refused: it does not load, fails its tests or changes right text; "" if it is fine."""
    try:
        rule = rule_of(folder, name, entry)
        return fails(rule) or _changes_right_text(rule)
    except RuleError as error:
        return error.message


def _changes_right_text(rule: Rule) -> str:
    """Where a rule would change a sentence that a test of a shipped rule keeps as right; "" if nowhere."""
    book, lexicon = book_of(rule), Lexicon.shipped()
    words = [w.lower() for w in rule.find] if rule.kind in ("find", "words") else [""]
    for shipped in load().rules.values():
        for text in (*shipped.tests.keep, *shipped.tests.fix.values()):
            if any(w in text.lower() for w in words) and (found := firings(book, text, lexicon)):
                return f"it would change “{found[0].found}” in “{text}”, which is right (a test of {shipped.id})"
    return ""
