"""Readers: a node of YAML becomes a value, or is refused with its place and the cure.

Each reader carries the JSON shape of what it takes; `packs.json_schema` makes the schema for editors from these shapes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from cleaner.rulebook.rule import CLASSES, REACHES, Cue, Item, Tests
from cleaner.rulebook.yamltree import Node
from cleaner.text.nearest import nearest

T = TypeVar("T")
Shape = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reader(Generic[T]):
    """Reads the value of a field; `shape` is the JSON Schema of what it takes."""

    read: Callable[[Node], T]
    shape: Shape


# ------------------------------------------------------------------ shapes

TEXT: Shape = {"type": "string"}
TEXTS: Shape = {"oneOf": [TEXT, {"type": "array", "items": TEXT, "minItems": 1}]}


def one_or_more(shape: Shape) -> Shape:
    return {"oneOf": [shape, {"type": "array", "items": shape}]}


def closed(properties: Shape, *required: str) -> Shape:
    """A map with these keys and no others."""
    shape = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**shape, "required": list(required)} if required else shape


CLASS = closed({"class": TEXT}, "class")  # a word class among words: its words are put in before a reader sees it
MEMBERS = one_or_more({"oneOf": [TEXT, CLASS]})

# ------------------------------------------------------------------ readers


def one_of(*allowed: str) -> Reader[str]:
    """One of some words."""

    def read(node: Node) -> str:
        text = node.text()
        if text not in allowed:
            node.fail(f"{text!r} is not known here; one of: {', '.join(allowed)}{nearest(text, allowed)}")
        return text

    return Reader(read, {"enum": [str(word) for word in allowed]})


def some_of(*allowed: str) -> Reader[tuple[str, ...]]:
    """One or more of some words."""
    one = one_of(*allowed)
    return Reader(lambda node: tuple(map(one.read, node.nodes())), one_or_more(one.shape))


def _table(node: Node) -> dict[str, tuple[str, ...]]:
    """Wrong words on the left, right ones on the right."""
    rows = {}
    for wrong, right in node.items().items():
        fixes = right.texts()
        if wrong in fixes:
            right.fail(f"{wrong!r} is its own correction")
        rows[wrong] = fixes
    if not rows:
        node.fail("the table is empty")
    return rows


def cues(default: str) -> Reader[tuple[Cue, ...]]:
    """Cues, each with its reach or the default one."""
    with_reach = closed({"any": MEMBERS, "within": {"enum": list(REACHES)}}, "any")
    return Reader(
        lambda node: tuple(_cue(n, default) for n in node.nodes()), one_or_more({"oneOf": [TEXT, CLASS, with_reach]})
    )


def _cue(node: Node, default: str) -> Cue:
    if isinstance(node.value, str):
        return Cue(_cue_words(node), default)
    entries = node.items()
    refuse_unknown(entries, ("any", "within"))
    if "any" not in entries:
        node.fail("a cue needs `any: [words]`")
    within = one_of(*REACHES).read(entries["within"]) if "within" in entries else default
    return Cue(_cue_words(entries["any"]), within)


def _cue_words(node: Node) -> tuple[str, ...]:
    for member in node.nodes():
        if not member.text().strip():
            member.fail("an empty cue stands everywhere")
        if sign := next((c for c in "()|+?\\^$" if c in member.text()), ""):
            member.fail(f"a cue is no regular expression ({sign!r}); write each word of its own, with * and [sz]")
    return node.texts()


def _item(node: Node) -> Item:
    if isinstance(node.value, str):
        return Item(words=(node.text(),))
    entries = node.items()
    refuse_unknown(entries, ("word", "class", "any", "not", "optional"))
    if sum(k in entries for k in ("word", "class", "any")) != 1:
        node.fail("a token is told by exactly one of `word`, `class`, `any`")
    return Item(
        words=entries["word"].texts() if "word" in entries else (),
        kind=one_of(*CLASSES).read(entries["class"]) if "class" in entries else "",
        excluded=entries["not"].texts() if "not" in entries else (),
        optional=entries["optional"].flag() if "optional" in entries else False,
    )


def _tests(node: Node) -> Tests:
    """A rule's own tests."""
    entries = node.items()
    refuse_unknown(entries, ("fix", "flag", "keep", "known_fail"))

    def pairs(name: str) -> dict[str, str]:
        return {before: after.text() for before, after in entries[name].items().items()} if name in entries else {}

    def texts(name: str) -> tuple[str, ...]:
        return entries[name].texts() if name in entries else ()

    return Tests(pairs("fix"), texts("flag"), texts("keep"), pairs("known_fail"))


def _probability(node: Node) -> float:
    """A number between 0 and 1, both left out."""
    p = node.number()
    if not 0 < p < 1:
        node.fail("a probability lies between 0 and 1")
    return p


def damage(node: Node) -> str:
    """The name of a damage: it is a place among the packs as well, so it holds words and slashes and nothing else."""
    if not re.fullmatch(r"[a-z0-9]+(?:[-_/][a-z0-9]+)*", node.text()):
        node.fail(f"{node.text()!r}: a damage is lower case words, with slashes between (mt/es)")
    return node.text()


def _evidence(node: Node) -> dict[str, float]:
    """Log-odds by damage; "" stands for the rule's own."""
    if isinstance(node.value, dict):
        return {name: weight.number() for name, weight in node.value.items()}
    return {"": node.number()}


def _expression(node: Node) -> str:
    """A regular expression of the regex library."""
    import regex

    try:
        regex.compile(node.text())
    except regex.error as error:
        node.fail(f"not a regular expression: {error}")
    return node.text()


_PAIRS: Shape = {"type": "object", "additionalProperties": TEXT}
_ITEM: Shape = {
    "oneOf": [
        TEXT,
        closed({"word": TEXTS, "class": TEXT, "any": {"const": True}, "not": TEXTS} | {"optional": {"type": "boolean"}})
        | {"oneOf": [{"required": [key]} for key in ("word", "class", "any")]},
    ]
}
_WEIGHTS: Shape = {"type": "object", "additionalProperties": {"type": "number"}}

text = Reader(Node.text, TEXT)
texts = Reader(Node.texts, TEXTS)
words = Reader(Node.texts, MEMBERS)
pattern = Reader(Node.text, TEXT | {"format": "regex"})  # compiling says what is wrong with it
expression = Reader(_expression, TEXT)
table = Reader(_table, {"type": "object", "additionalProperties": TEXTS, "minProperties": 1})
items = Reader(lambda node: tuple(map(_item, node.nodes())), {"type": "array", "items": _ITEM, "minItems": 1})
probability = Reader(_probability, {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1})
evidence = Reader(_evidence, {"oneOf": [{"type": "number"}, _WEIGHTS]})
tests = Reader(_tests, closed({"fix": _PAIRS, "flag": TEXTS, "keep": TEXTS, "known_fail": _PAIRS}))


def refuse_unknown(entries: Mapping[str, Node], allowed: Iterable[str]) -> None:
    """Refuse keys that mean nothing, with the one that was probably meant."""
    allowed = tuple(allowed)
    for name, node in entries.items():
        if name not in allowed:
            node.fail(f"unknown key {name!r}{nearest(name, allowed) or '; known: ' + ', '.join(allowed)}")
