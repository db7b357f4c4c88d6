"""What a rule may say.  `FIELDS` is the table of contents: a name, its reader, and its words for the reference."""

from __future__ import annotations

import difflib
from collections import ChainMap
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cleaner.model import Tier
from cleaner.rulebook.yamltree import Node, RuleError

KINDS = ("find", "words", "pattern", "confusion", "segment", "tokens")
REACHES = ("sentence", "paragraph", "document")
PLACES = ("head", "tail", "first", "last", "start", "end")
HARMS = ("sexual", "criminal", "negation", "number", "agency")
CLASSES = ("number", "capital", "lower", "upper", "name", "known", "unknown")
# Belief in a rule that says nothing of its own: what the tiers promise (docs/rules.md).
PRIORS = {Tier.SAFE: 0.999, Tier.LIKELY: 0.95, Tier.ASK: 0.6, Tier.FLAG: 0.5}


@dataclass(frozen=True, slots=True)
class Cue:
    """Words of which one must (or must not) stand within reach of a match."""

    any: tuple[str, ...]
    within: str


@dataclass(frozen=True, slots=True)
class Item:
    """One member of a token sequence."""

    words: tuple[str, ...] = ()
    kind: str = ""
    excluded: tuple[str, ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Tests:
    """A rule's own tests: texts it mends, points at, leaves alone, and cannot mend yet."""

    fix: Mapping[str, str] = field(default_factory=dict)
    flag: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    known_fail: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of a pack, as its author wrote it."""

    id: str
    damage: str
    file: str
    line: int
    kind: str
    extends: str = ""
    find: Any = ()  # what the kind's reader gave: texts, a table, a pattern, items
    fix: tuple[str, ...] = ()
    inflect: str = ""
    tier: Tier = Tier.ASK
    why: str = ""
    near: tuple[Cue, ...] = ()
    never: tuple[Cue, ...] = ()
    unless: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    before: str = ""
    after: str = ""
    exact: bool = False
    prior: float = 0.0
    evidence: Mapping[str, float] = field(default_factory=dict)
    harm: str = ""
    tags: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    note: str = ""
    tests: Tests = Tests()


@dataclass(frozen=True, slots=True)
class Pack:
    """One file's rules, and the ids it switches off."""

    file: str
    rules: tuple[Rule, ...]
    without: tuple[str, ...] = ()


# ------------------------------------------------------------------ readers: a node becomes a value, or is refused


def _one_of(*allowed: str) -> Callable[[Node], str]:
    def reader(node: Node) -> str:
        text = node.text()
        if text not in allowed:
            node.fail(f"{text!r} is not known here; one of: {', '.join(allowed)}{nearest(text, allowed)}")
        return text

    return reader


def _table(node: Node) -> dict[str, tuple[str, ...]]:
    table = {}
    for wrong, right in node.items().items():
        fixes = right.texts()
        if wrong in fixes:
            right.fail(f"{wrong!r} is its own correction")
        table[wrong] = fixes
    if not table:
        node.fail("the table is empty")
    return table


def _cues(default: str) -> Callable[[Node], tuple[Cue, ...]]:
    def reader(node: Node) -> tuple[Cue, ...]:
        return tuple(_cue(n, default) for n in node.nodes())

    return reader


def _cue(node: Node, default: str) -> Cue:
    if isinstance(node.value, str):
        return Cue(_cue_words(node), default)
    entries = node.items()
    _refuse_unknown(entries, ("any", "within"))
    if "any" not in entries:
        node.fail("a cue needs `any: [words]`")
    within = _one_of(*REACHES)(entries["within"]) if "within" in entries else default
    return Cue(_cue_words(entries["any"]), within)


def _cue_words(node: Node) -> tuple[str, ...]:
    for member in node.nodes():
        if not member.text().strip():
            member.fail("an empty cue stands everywhere")
        if sign := next((c for c in "()|+?\\^$" if c in member.text()), ""):
            member.fail(f"a cue is no regular expression ({sign!r}); write each word of its own, with * and [sz]")
    return node.texts()


def _items(node: Node) -> tuple[Item, ...]:
    return tuple(_item(n) for n in node.nodes())


def _item(node: Node) -> Item:
    if isinstance(node.value, str):
        return Item(words=(node.text(),))
    entries = node.items()
    _refuse_unknown(entries, ("word", "class", "any", "not", "optional"))
    if sum(k in entries for k in ("word", "class", "any")) != 1:
        node.fail("a token is told by exactly one of `word`, `class`, `any`")
    return Item(
        words=entries["word"].texts() if "word" in entries else (),
        kind=_one_of(*CLASSES)(entries["class"]) if "class" in entries else "",
        excluded=entries["not"].texts() if "not" in entries else (),
        optional=entries["optional"].flag() if "optional" in entries else False,
    )


def _tests(node: Node) -> Tests:
    entries = node.items()
    _refuse_unknown(entries, ("fix", "flag", "keep", "known_fail"))

    def pairs(name: str) -> dict[str, str]:
        return {before: after.text() for before, after in entries[name].items().items()} if name in entries else {}

    def texts(name: str) -> tuple[str, ...]:
        return entries[name].texts() if name in entries else ()

    return Tests(pairs("fix"), texts("flag"), texts("keep"), pairs("known_fail"))


def _probability(node: Node) -> float:
    p = node.number()
    if not 0 < p < 1:
        node.fail("a probability lies between 0 and 1")
    return p


def _evidence(node: Node) -> dict[str, float]:
    if isinstance(node.value, dict):
        return {damage: weight.number() for damage, weight in node.value.items()}
    return {"": node.number()}


def _text(node: Node) -> str:
    return node.text()


def _texts(node: Node) -> tuple[str, ...]:
    return node.texts()


def _expression(node: Node) -> str:
    import regex

    try:
        regex.compile(node.text())
    except regex.error as error:
        node.fail(f"not a regular expression: {error}")
    return node.text()


# field: (reader, the name in Rule, what it means)
FIELDS: dict[str, tuple[Callable[[Node], Any], str, str]] = {
    "extends": (_text, "extends", "the id of a rule that stands already: this one takes over all that it does not say"),
    "find": (_texts, "find", "a phrase, or several: whole words, in any case unless `case: exact`"),
    "words": (_table, "find", "a table of words: wrong on the left, right (or a list, best first) on the right"),
    "pattern": (_text, "find", "a regular expression of the regex library"),
    "confusion": (_table, "find", "letters misread inside a word: what was read, and what stood there"),
    "segment": (_text, "find", "a pattern for a whole line"),
    "tokens": (_items, "find", "a sequence of words and classes of words"),
    "fix": (_texts, "fix", "what it should be, best first; '' deletes"),
    "inflect": (_one_of("noun", "verb", "adjective"), "inflect", "find and make the other forms of the word too"),
    "tier": (lambda n: Tier(_one_of(*Tier)(n)), "tier", "how far the rule may go alone"),
    "why": (_text, "why", "the reason, for the reader of a diff"),
    "near": (_cues("paragraph"), "near", "a cue that must stand within reach"),
    "never": (_cues("document"), "never", "a counter-cue that silences the rule"),
    "unless": (_texts, "unless", "phrases in which the match is innocent"),
    "where": (lambda n: tuple(map(_one_of(*PLACES), n.nodes())), "where", "the place in the document or in the line"),
    "before": (_expression, "before", "a pattern that must hold right before the match"),
    "after": (_expression, "after", "a pattern that must hold right after the match"),
    "case": (lambda n: _one_of("keep", "exact")(n) == "exact", "exact", "keep: the fix takes over the capitals"),
    "prior": (_probability, "prior", "how often the first fix is right where the rule fires in such a document"),
    "evidence": (_evidence, "evidence", "log-odds that a firing adds to the diagnosis"),
    "harm": (_one_of(*HARMS), "harm", "a wrong firing would harm a person or turn the sense"),
    "tags": (_texts, "tags", "free words to select rules by"),
    "refs": (_texts, "refs", "where the knowledge is from"),
    "note": (_text, "note", "for maintainers"),
    "tests": (_tests, "tests", "texts that prove the rule, and texts that must stay"),
}


def pack(root: Node, folder: str, errors: list[RuleError], known: Mapping[str, Rule] | None = None) -> Pack:
    """The pack that a file's tree holds; `folder` is its place below the rules' root (`mt/es`).

    `known` are the rules that stand already, for `extends`.  A rule with a mistake is left out and its mistake added
    to `errors`, so that one run shows them all.
    """
    entries = root.items()
    _refuse_unknown(entries, ("rules", "damage", "defaults", "without"))
    damage = entries["damage"].text() if "damage" in entries else folder
    defaults = _fields(entries["defaults"]) if "defaults" in entries else {}
    bases = ChainMap({}, dict(known or {}))
    rules = []
    for name, node in (entries["rules"].items() if "rules" in entries else {}).items():
        try:
            rule = _rule(name, node, folder, damage, defaults, bases)
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
    entries = node.items()
    _refuse_unknown(entries, FIELDS)
    return {FIELDS[k][1]: FIELDS[k][0](v) for k, v in entries.items()}


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
    if rule.inflect and rule.kind != "find":
        node.fail("`inflect` goes with `find`")
    shown = rule.tests.flag if rule.tier is Tier.FLAG else rule.tests.fix
    if not shown or not rule.tests.keep:
        wanted = "flag" if rule.tier is Tier.FLAG else "fix"
        node.fail(f"a rule needs tests: at least one `{wanted}` and one `keep`")
    for before, after in rule.tests.fix.items():
        if before == after:
            node.fail(f"a `fix` test whose two sides are the same: {before!r}")


def _refuse_unknown(entries: Mapping[str, Node], allowed: Iterable[str]) -> None:
    allowed = tuple(allowed)
    for name, node in entries.items():
        if name not in allowed:
            node.fail(f"unknown key {name!r}{nearest(name, allowed) or '; known: ' + ', '.join(allowed)}")


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint at the word that was probably meant.

    >>> nearest("teir", ["tier", "why"])
    '; did you mean tier?'
    """
    close = difflib.get_close_matches(word, list(known), 1, 0.6)
    return f"; did you mean {close[0]}?" if close else ""
