"""YAML with its line numbers kept and its traps refused.

PyYAML's safe loader forgets where a value stood, lets a key appear twice, and reads `no` as False, `1.10` as 1.1.
Here a file becomes a tree of `Node`s that know their line, and whoever asks for text gets exactly what was written or
is told which quotes are missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn
from unicodedata import normalize

import yaml

from cleaner.rulebook.errors import RuleError


@dataclass(frozen=True, slots=True)
class Node:
    """A YAML value and its place.  `value` is text as written, a dict of nodes, or a list of nodes."""

    file: str
    line: int
    tag: str  # what YAML takes a plain scalar for: str, int, float, bool, null, …
    value: str | dict[str, Node] | list[Node]

    def fail(self, message: str) -> NoReturn:
        raise RuleError(self.file, self.line, message)

    def text(self) -> str:
        """The scalar as text; anything that YAML would not read as text is refused."""
        if not isinstance(self.value, str):
            self.fail("a text is wanted here, not a list or a map")
        if self.tag != "str":
            meaning = {"bool": "true or false", "null": "nothing", "timestamp": "a date"}.get(self.tag, "a number")
            self.fail(f"YAML reads {self.value or 'an empty value'} as {meaning}; write '{self.value}' in quotes")
        return self.value

    def number(self) -> float:
        """The scalar as a number."""
        if not isinstance(self.value, str) or self.tag not in ("int", "float"):
            self.fail("a number is wanted here")
        try:
            return float(self.value)
        except ValueError:
            self.fail(f"{self.value!r} is a number to YAML and to nobody else; write it in decimals")

    def flag(self) -> bool:
        """The scalar as true or false."""
        if self.tag != "bool" or not isinstance(self.value, str):
            self.fail("true or false is wanted here")
        return self.value.lower() in ("true", "yes", "on")

    def items(self) -> dict[str, Node]:
        """The map's entries."""
        if not isinstance(self.value, dict):
            self.fail("a map (key: value) is wanted here")
        return self.value

    def nodes(self) -> list[Node]:
        """The list's members; a lone value counts as a list of one."""
        if isinstance(self.value, list):
            return self.value
        return [self]

    def texts(self) -> tuple[str, ...]:
        """A text or a list of texts."""
        return tuple(n.text() for n in self.nodes())


def read(content: str, file: str) -> Node:
    """The tree of one YAML file.

    >>> read("a: [x, no]", "p.yaml").items()["a"].texts()
    Traceback (most recent call last):
    cleaner.rulebook.errors.RuleError: p.yaml:1: YAML reads no as true or false; write 'no' in quotes
    """
    try:
        root = yaml.compose(normalize("NFC", content), Loader=_LOADER)  # texts are read composed
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        hint = _hint(content, mark.line) if mark else ""
        raise RuleError(
            file, mark.line + 1 if mark else 1, f"not YAML: {error.problem or error.context}{hint}"
        ) from None
    except yaml.YAMLError as error:
        raise RuleError(file, 1, f"not YAML: {error}") from None
    if root is None:
        return Node(file, 1, "map", {})
    return _node(root, file, 0, set())


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 40
_PLAIN = "tag:yaml.org,2002:"
_TAGS = frozenset("str int float bool null timestamp merge value map seq".split())  # what YAML gives a value by itself


def _node(node: yaml.Node, file: str, depth: int, seen: set[int]) -> Node:
    line = node.start_mark.line + 1
    if depth > _DEEPEST:
        raise RuleError(file, line, "nested too deeply")
    if id(node) in seen:  # an alias is the same node again; a few lines of them can stand for a billion values
        raise RuleError(file, line, "no anchors and aliases (& and *) here; write it out, or use `defaults`")
    seen.add(id(node))
    tag = node.tag.removeprefix(_PLAIN)
    if tag not in _TAGS:
        raise RuleError(file, line, f"no tags here: leave out `{node.tag.replace(_PLAIN, '!!')}`")
    if isinstance(node, yaml.MappingNode):
        return Node(file, line, "map", dict(_entries(node, file, depth, seen)))
    if isinstance(node, yaml.SequenceNode):
        return Node(file, line, "list", [_node(child, file, depth + 1, seen) for child in node.value])
    return Node(file, line, tag, node.value)


def _entries(node: yaml.MappingNode, file: str, depth: int, seen: set[int]) -> Iterator[tuple[str, Node]]:
    lines: dict[str, int] = {}
    for key_node, value_node in node.value:
        key = _node(key_node, file, depth + 1, seen)
        name = key.text()
        if name in lines:
            key.fail(f"{name!r} stands twice; first on line {lines[name]}")
        lines[name] = key.line
        yield name, _node(value_node, file, depth + 1, seen)


def _hint(content: str, line: int) -> str:
    lines = content.splitlines()
    text = lines[line] if line < len(lines) else ""
    if "\t" in text:
        return "; YAML wants spaces, not tabs"
    if text.count(": ") > 1 or "'" in text or '"' in text:
        return "; a text with a colon, a quote or a leading sign needs quotes around it"
    return ""
