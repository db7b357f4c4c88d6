r"""Word classes: a name for a list of words, which patterns and cues use.

    classes:
      country: [France, Germany, New Zealand]
      owner: {of: [country], words: [club, firm], without: [Jordan], inflect: noun}

`{class: country}` in a pattern stands for a choice of the words, among cues for the words themselves.  The words are
put in while a file is read: a rule holds them, its version changes with them, and the scan knows nothing of classes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from cleaner.rulebook import fields
from cleaner.rulebook.errors import RuleError, RuleErrors
from cleaner.rulebook.rule import CLASSES, WordClass
from cleaner.rulebook.yamltree import Node
from cleaner.text.nearest import nearest

#: a class amid a pattern
PLACE = re.compile(r"\{class:\s*([\w-]+)\s*\}")
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_KEYS = ("words", "of", "without", "inflect", "refs", "note")
_PATTERNS = ("pattern", "segment", "before", "after")
_FORMS = {"noun": ("NNS",), "verb": ("VBZ", "VBG", "VBD", "VBN"), "adjective": ("JJR", "JJS")}


# ------------------------------------------------------------------ reading


def resolved(roots: Iterable[Node], known: Mapping[str, WordClass]) -> dict[str, WordClass]:
    """The classes that the files of one root declare, each with all its words.

    `known` are those of the roots before: a class may hold them, or take the place of its namesake.  Raises
    `RuleErrors`.
    """
    nodes: dict[str, Node] = {}
    made: dict[str, WordClass] = {}
    errors: dict[str, RuleError] = {}  # a mistake in a class is met again in each that holds it
    for root in roots:
        for name, node in _declared(root, errors):
            if name in nodes:
                twin = f"{nodes[name].file}:{nodes[name].line}"
                errors[name] = RuleError(node.file, node.line, f"the class {name!r} stands already in {twin}")
            nodes[name] = node
    for name in nodes:
        try:
            _resolve(name, nodes, known, made, ())
        except RuleError as error:
            errors[str(error)] = error
    if errors:
        raise RuleErrors(sorted(errors.values(), key=lambda e: (e.file, e.line)))
    return made


def _declared(root: Node, errors: dict[str, RuleError]) -> Iterator[tuple[str, Node]]:
    """The classes of one file, unread."""
    if not isinstance(root.value, dict) or "classes" not in root.value:
        return
    try:
        for name, node in root.value["classes"].items().items():
            if not _NAME.fullmatch(name):
                node.fail(f"{name!r}: a class's name is lower case letters, digits and hyphens")
            if name in CLASSES:
                node.fail(f"{name!r} is a class of tokens already; choose another name")
            yield name, node
    except RuleError as error:
        errors[str(error)] = error


def _resolve(
    name: str,
    nodes: Mapping[str, Node],
    known: Mapping[str, WordClass],
    made: dict[str, WordClass],
    above: tuple[str, ...],
) -> WordClass:
    if name in made:
        return made[name]
    node = nodes[name]
    if name in above:
        chain = " → ".join([*above[above.index(name) :], name])
        node.fail(f"the class {name!r} holds itself ({chain}); take one of them out of `of`")
    entries = node.items() if isinstance(node.value, dict) else {"words": node}
    fields.refuse_unknown(entries, _KEYS)
    words = _own(entries)
    for place in entries["of"].nodes() if "of" in entries else ():
        if place.text() in nodes and (place.text() != name or name not in known):
            words += _resolve(place.text(), nodes, known, made, (*above, name)).words
        else:
            words += _known(place.text(), known, place).words
    left_out = frozenset(entries["without"].texts() if "without" in entries else ())
    for word in sorted(left_out.difference(words)):
        entries["without"].fail(f"`without`: the class {name!r} has no {word!r}{nearest(word, words)}")
    if not (kept := tuple(dict.fromkeys(word for word in words if word not in left_out))):
        node.fail(f"the class {name!r} has no words; give it `words`, or other classes in `of`")
    made[name] = WordClass(
        name, kept, node.file, node.line,
        entries["refs"].texts() if "refs" in entries else (), entries["note"].text() if "note" in entries else "",
    )  # fmt: skip
    return made[name]


def _own(entries: Mapping[str, Node]) -> tuple[str, ...]:
    """The words that a class names itself, with their forms where it asks for them."""
    node = entries.get("words")
    for member in node.nodes() if node else ():
        if not member.text().strip():
            member.fail("an empty word stands everywhere")
        if sign := next((c for c in "()|+?\\^${}" if c in member.text()), ""):
            member.fail(f"a word of a class is no regular expression ({sign!r}); write each word of its own")
    words = node.texts() if node else ()
    if "inflect" not in entries:
        return words
    tags = _FORMS[fields.one_of(*_FORMS).read(entries["inflect"])]
    return tuple(form for word in words for form in (word, *_inflected(word, tags, last="NNS" in tags)))


def _inflected(phrase: str, tags: tuple[str, ...], last: bool) -> Iterator[str]:
    """The other forms of a phrase: of a noun's last word, of a verb's first."""
    import lemminflect  # a quarter of a second: only when rules are compiled

    words = phrase.split(" ")
    head = len(words) - 1 if last else 0
    for tag in tags:
        for form in lemminflect.getInflection(words[head], tag):
            yield " ".join([*words[:head], form, *words[head + 1 :]])


# ------------------------------------------------------------------ putting the words in


def filled(rule: Node, classes: Mapping[str, WordClass]) -> Node:
    """A rule's tree with the words of classes in the place of their names; `RuleError` for a name that is none."""
    if not isinstance(rule.value, dict):
        return rule
    return replace(rule, value={name: _in_field(name, node, classes) for name, node in rule.value.items()})


def _in_field(name: str, node: Node, classes: Mapping[str, WordClass]) -> Node:
    if name in _PATTERNS and isinstance(node.value, str):
        put = PLACE.sub(lambda place: _known(place[1], classes, node).choice, node.value)
        return replace(node, value=put)
    if name in ("near", "never"):
        cues = [_in_cue(cue, classes) for cue in node.nodes()]
        return replace(node, value=cues) if isinstance(node.value, list) else cues[0]
    if name == "unless":
        return _listed(node, classes)
    if name == "tokens" and isinstance(node.value, list):
        return replace(node, value=[_in_item(item, classes) for item in node.value])
    if name in ("find", "fix", "words", "confusion") and (place := _named(node)):
        node.fail(f"`{name}` knows no {place}; a class goes into a `pattern`, into `before`, `after`, or among cues")
    return node


def _in_cue(cue: Node, classes: Mapping[str, WordClass]) -> Node:
    if _names_class(cue):
        return replace(cue, value={"any": _listed(cue, classes)})
    if isinstance(cue.value, dict) and "any" in cue.value:
        return replace(cue, value=cue.value | {"any": _listed(cue.value["any"], classes)})
    return cue


def _in_item(item: Node, classes: Mapping[str, WordClass]) -> Node:
    """A token: a class of ours becomes its words."""
    if not isinstance(item.value, dict):
        return item
    if "word" in item.value:
        return replace(item, value=item.value | {"word": _listed(item.value["word"], classes)})
    if "class" not in item.value or item.value["class"].value in CLASSES:
        return item
    name = item.value["class"]
    words = [replace(name, value=word) for word in _known(name.text(), classes, name).words]
    others = {key: node for key, node in item.value.items() if key != "class"}
    return replace(item, value={"word": replace(name, tag="list", value=words), **others})


def _listed(node: Node, classes: Mapping[str, WordClass]) -> Node:
    """A list of words in which classes may stand."""
    members: list[Node] = []
    for member in node.nodes():
        if _names_class(member) and isinstance(member.value, dict):
            name = member.value["class"]
            members += [replace(name, value=word) for word in _known(name.text(), classes, name).words]
        else:
            members.append(member)
    return replace(node, tag="list", value=members) if members != [node] else node


def _names_class(node: Node) -> bool:
    return isinstance(node.value, dict) and node.value.keys() == {"class"}


def _named(node: Node) -> str:
    """A class's name where none can stand; "" if there is none."""
    texts = [n.value for n in node.nodes() if isinstance(n.value, str)]
    return next((place[0] for text in texts if (place := PLACE.search(text))), "")


def _known(name: str, classes: Mapping[str, WordClass], node: Node) -> WordClass:
    if name not in classes:
        node.fail(f"no class {name!r} here{nearest(name, classes)}; `cleaner rules show --class '*'` lists them")
    return classes[name]
