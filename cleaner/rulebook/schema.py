"""What a rule may say.  `FIELDS` is the table of contents: a name, its reader, and its words for the reference.

The loader, the JSON Schema for editors and `docs/rule-reference.md` are all made from it.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from cleaner.model import Tier
from cleaner.rulebook import fields, word_classes
from cleaner.rulebook.errors import RuleError
from cleaner.rulebook.fields import Reader
from cleaner.rulebook.pattern_tree import ends_in_look_ahead
from cleaner.rulebook.rule import GIVES, HARMS, KINDS, PLACES, PRIORS, Pack, Rule, Tests, WordClass
from cleaner.rulebook.yamltree import Node
from cleaner.text.nearest import nearest

_TIERS, _CASES = fields.one_of(*Tier), fields.one_of("keep", "exact")
_TIER = Reader(lambda node: Tier(_TIERS.read(node)), _TIERS.shape)
_CASE = Reader(lambda node: _CASES.read(node) == "exact", _CASES.shape)
# field: (reader, the name in Rule, what it means)
FIELDS: dict[str, tuple[Reader[Any], str, str]] = {
    "extends": (
        fields.text,
        "extends",
        "the id of a rule that stands already: this one takes over all that it does not say",
    ),
    "find": (fields.texts, "find", "a phrase, or several: whole words, in any case unless `case: exact`"),
    "words": (fields.table, "find", "a table of words: wrong on the left, right (or a list, best first) on the right"),
    "pattern": (fields.pattern, "find", "a regular expression of the regex library"),
    "confusion": (fields.table, "find", "letters misread inside a word: what was read, and what stood there"),
    "segment": (fields.text, "find", "a pattern for a whole line"),
    "tokens": (fields.items, "find", "a sequence of words and classes of words"),
    "fix": (fields.texts, "fix", "what it should be, best first; '' deletes"),
    "inflect": (
        fields.one_of("noun", "verb", "adjective"),
        "inflect",
        "find and make the other forms of the word too",
    ),
    "tier": (_TIER, "tier", "how far the rule may go alone"),
    "why": (fields.text, "why", "the reason, for the reader of a diff"),
    "near": (fields.cues("paragraph"), "near", "a cue that must stand within reach"),
    "never": (fields.cues("document"), "never", "a counter-cue that silences the rule"),
    "unless": (fields.words, "unless", "phrases in which the match is innocent"),
    "where": (fields.some_of(*PLACES), "where", "the place in the document or in the line"),
    "before": (fields.expression, "before", "a pattern that must hold right before the match"),
    "after": (fields.expression, "after", "a pattern that must hold right after the match"),
    "case": (_CASE, "exact", "keep: the fix takes over the capitals"),
    "prior": (fields.probability, "prior", "how often the first fix is right where the rule fires in such a document"),
    "evidence": (fields.evidence, "evidence", "log-odds that a firing adds to the diagnosis"),
    "gives": (fields.one_of(*GIVES), "gives", "word: only a fix that leaves a word of the lexicon counts"),
    "harm": (fields.one_of(*HARMS), "harm", "a wrong firing would harm a person or turn the sense"),
    "refs": (fields.texts, "refs", "where the knowledge is from"),
    "note": (fields.text, "note", "for maintainers"),
    "tests": (fields.tests, "tests", "texts that prove the rule, and texts that must stay"),
}

# Fields that a pack may still have and that mean nothing any more: nothing ever read `tags`.
RETIRED = ("tags",)


def pack(
    root: Node,
    folder: str,
    errors: list[RuleError],
    known: Mapping[str, Rule] | None = None,
    classes: Mapping[str, WordClass] | None = None,
) -> Pack:
    """The pack that a file's tree holds; `folder` is its place below the rules' root (`mt/es`).

    `known` are the rules that stand already, for `extends`; `classes` what its rules may name.  A rule with a
    mistake is left out and its mistake added to `errors`, so that one run shows them all.
    """
    entries = root.items()
    fields.refuse_unknown(entries, ("rules", "classes", "damage", "defaults", "without"))
    damage = fields.damage(entries["damage"]) if "damage" in entries else folder
    named = classes or {}
    defaults = _fields(word_classes.filled(entries["defaults"], named)) if "defaults" in entries else {}
    bases = ChainMap({}, dict(known or {}))
    rules = []
    for name, node in (entries["rules"].items() if "rules" in entries else {}).items():
        try:
            rule = _rule(name, word_classes.filled(node, named), folder, damage, defaults, bases)
            rules.append(rule)
            bases[rule.id] = rule
        except RuleError as error:
            errors.append(error)
    return Pack(root.file, tuple(rules), entries["without"].texts() if "without" in entries else ())


def _rule(
    name: str, node: Node, folder: str, damage: str, defaults: Mapping[str, Any], bases: Mapping[str, Rule]
) -> Rule:
    if not name.replace("-", "").replace("_", "").isalnum() or name != name.lower():
        node.fail(f"{name!r}: a rule's name is lower case letters, digits and hyphens")
    own = _fields(node)
    base = _base(node, bases)
    kinds = [k for k in KINDS if k in node.items()]
    if len(kinds) != 1 and not (base and not kinds):
        node.fail(f"a rule has exactly one of {', '.join(KINDS)}; this one has {' and '.join(kinds) or 'none'}")
    values = {**defaults, **own} if base is None else inherited(base, own)
    damage = damage or (base.damage if base else "")
    rule = Rule(
        id=f"{folder}/{name}" if folder else name,
        damage=damage,
        file=node.file,
        line=node.line,
        kind=kinds[0] if kinds else base.kind if base else "",
        **values,
    )
    evidence = {damage if d == "" else d: w for d, w in rule.evidence.items()}
    rule = replace(rule, prior=rule.prior or PRIORS[rule.tier], evidence=evidence)
    _check(rule, node)
    return rule


def _base(node: Node, bases: Mapping[str, Rule]) -> Rule | None:
    """The rule that this one extends, if it does."""
    if "extends" not in node.items():
        return None
    place = node.items()["extends"]
    if place.text() not in bases:
        place.fail(f"extends: no rule {place.text()!r} stands before this one{nearest(place.text(), bases)}")
    return bases[place.text()]


def inherited(base: Rule, own: Mapping[str, Any]) -> dict[str, Any]:
    """What a rule says that extends another: its own fields win, and innocence adds up.

    `never`, `unless` and `keep` tests come on top of the inherited ones, so that nobody loses a counter-cue by adding
    one.  A rule that becomes a flag offers no fix.
    """
    tests: Tests = own.get("tests", Tests())
    values = {field: getattr(base, field) for _, field, _ in FIELDS.values()} | dict(own)
    values["never"] = (*base.never, *own.get("never", ()))
    values["unless"] = (*base.unless, *own.get("unless", ()))
    values["tests"] = Tests(
        tests.fix or base.tests.fix,
        tests.flag or base.tests.flag,
        (*base.tests.keep, *tests.keep),
        tests.known_fail or base.tests.known_fail,
    )
    if values["tier"] is not base.tier and "prior" not in own and base.prior == PRIORS[base.tier]:
        values["prior"] = 0.0
    if values["tier"] is Tier.FLAG and base.tier is not Tier.FLAG:
        values["fix"] = own.get("fix", ())
        values["tests"] = Tests(flag=tests.flag or tuple(base.tests.fix), keep=values["tests"].keep)
    return values


def _fields(node: Node) -> dict[str, Any]:
    entries = {name: value for name, value in node.items().items() if name not in RETIRED}
    fields.refuse_unknown(entries, FIELDS)
    return {FIELDS[k][1]: FIELDS[k][0].read(v) for k, v in entries.items()}


def _check(rule: Rule, node: Node) -> None:
    """What no single field can know."""
    fixes_itself = rule.kind in ("words", "confusion")
    if not rule.why:
        node.fail("a rule needs a `why`: the reason, for the person who reads the diff")
    if fixes_itself and rule.fix:
        node.fail(f"`{rule.kind}` has its corrections in the table; no `fix` beside it")
    if rule.tier is Tier.FLAG and rule.fix:
        node.fail("a `flag` only points; leave out `fix`, or make it `ask`")
    if rule.tier is not Tier.FLAG and not rule.fix and not fixes_itself:
        node.fail("no `fix`: say what it should be ('' deletes), or make it `tier: flag`")
    if rule.kind == "find" and set(rule.find) & set(rule.fix):
        node.fail("the fix is what was found")
    if ends_in_look_ahead(rule.before):
        node.items().get("before", node).fail(
            f"{rule.id}: `before` sees the text up to the match, so a look ahead at its end sees nothing;"
            " put what is found into `after`, or begin the `pattern` with the whole guard: (?<!… (?=…))"
        )
    if rule.inflect and rule.kind != "find":
        node.fail("`inflect` goes with `find`")
    shown = rule.tests.flag if rule.tier is Tier.FLAG else rule.tests.fix
    if not shown or not rule.tests.keep:
        wanted = "flag" if rule.tier is Tier.FLAG else "fix"
        node.fail(f"a rule needs tests: at least one `{wanted}` and one `keep`")
    for before, after in rule.tests.fix.items():
        if before == after:
            node.fail(f"a `fix` test whose two sides are the same: {before!r}")
