"""Adds or replaces one value in the text of a pack; every other character stays as its author wrote it.

The YAML parser tells where each value stands, and the text is changed only there.  Comments, order, quotes, blank lines
and line ends stay.  (A library that reads a file and writes it again does not do that: ruamel.yaml 0.19 lost a comment
within a list, wrapped lines differently, and put a new rule below a comment that belongs to the next key.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

HEAD = "# Rules of our own.  How to write one: docs/write-a-rule.md; every key: docs/rules.md.\n"
Keys = Sequence[str]  # from the top of the pack to a value: rules, then a rule's name, then a field


class CannotPut(ValueError):
    """The pack has no place for the value; the message says what to do."""


def put(content: str, keys: Keys, value: Any) -> str:
    """The pack's text with `value` under `keys`, in place of what stands there now.

    >>> ours = "rules:\\n  a: {find: x}  # one\\nwithout: [b]\\n"
    >>> print(put(ours, ["rules", "c"], {"find": "no", "fix": "y"}))
    rules:
      a: {find: x}  # one
    <BLANKLINE>
      c:
        find: 'no'
        fix: y
    without: [b]
    <BLANKLINE>
    """
    root = yaml.compose(content, Loader=yaml.SafeLoader)
    if root is not None and not isinstance(root, yaml.MappingNode):
        raise CannotPut("the pack is not written as `key: value`; put the rule in another file (--to)")
    if root is None or not root.value:
        kept = content if root is None else content[: root.start_mark.index] + content[root.end_mark.index :].lstrip()
        return _spliced(kept or HEAD, len(kept or HEAD), _lines(keys[:1], _nested(keys[1:], value), 0))
    return _put(content, root, keys, 0, value)


def add(content: str, keys: Keys, text: str) -> str:
    """The pack's text with `text` added to the list under `keys`, unless it is there; a lone text becomes a list.

    >>> print(add("without:\\n- b  # was wrong\\n", ["without"], "c"), end="")
    without:
    - b  # was wrong
    - c
    """
    there = _at(content, keys)
    if isinstance(there, yaml.ScalarNode) and not _is_empty(there):
        return content if there.value == text else put(content, keys, [there.value, text])
    if not isinstance(there, yaml.SequenceNode) or not there.value:
        return put(content, keys, [text])
    if any(member.value == text for member in there.value):
        return content
    last = _end(there.value[-1])
    if there.flow_style:
        return f"{content[:last]}, {_in_flow(text)}{content[last:]}"
    column = there.start_mark.column
    return _spliced(content, _below(content, last, column), [f"{' ' * column}- {_inline(text)}"])


def has(content: str, keys: Keys) -> bool:
    """Whether anything stands under `keys`."""
    return _at(content, keys) is not None


# ------------------------------------------------------------------ where a value goes


def _at(content: str, keys: Keys) -> yaml.Node | None:
    node = yaml.compose(content, Loader=yaml.SafeLoader)
    for name in keys:
        entries = node.value if isinstance(node, yaml.MappingNode) else []
        node = next((value for key, value in entries if key.value == name), None)
    return node


def _put(text: str, within: yaml.MappingNode, keys: Keys, depth: int, value: Any) -> str:
    """The text with the value at its place in a map that has entries; `depth` keys lead to this map."""
    upto, rest = keys[: depth + 1], keys[depth + 1 :]
    for key, old in within.value:
        if key.value != keys[depth]:
            continue
        if rest and isinstance(old, yaml.MappingNode) and old.value:
            return _put(text, old, keys, depth + 1, value)
        if rest and not _is_empty(old):
            raise CannotPut(f"`{keys[depth]}` is no map; put the rule in another file (--to)")
        return _replaced(text, key, old, upto, _nested(rest, value), within.flow_style)
    return _inserted(text, within, upto, _nested(rest, value))


def _inserted(text: str, within: yaml.MappingNode, keys: Keys, value: Any) -> str:
    """A new entry below the others."""
    last = _end(within.value[-1][1])
    if within.flow_style:
        return f"{text[:last]}, {_in_flow(keys[-1])}: {_in_flow(value)}{text[last:]}"
    column = within.value[0][0].start_mark.column
    lines = _lines(keys, value, column)
    return _spliced(text, _below(text, last, column), ["", *lines] if len(keys) == 2 else lines)


def _replaced(text: str, key: yaml.Node, old: yaml.Node, keys: Keys, value: Any, in_flow: bool) -> str:
    """Another value for a key."""
    start, end = old.start_mark.index, _end(old)
    if _is_block(old):
        line, column = text.rfind("\n", 0, start) + 1, old.start_mark.column
        if text[line:start].strip():
            raise CannotPut(f"`{keys[-1]}` begins with an anchor or a tag; take that out")
        lines = _children(keys, value, column) if _as_lines(keys, value) else [" " * column + _inline(value)]
        return _spliced(text[:line] + text[_next_line(text, end) :], line, lines)
    if _as_lines(keys, value) and not in_flow:
        without = text[:start].rstrip(" ") + text[end:]
        below = _next_line(without, key.end_mark.index)
        return _spliced(without, below, _children(keys, value, key.start_mark.column + 2))
    written = _in_flow(value) if in_flow else _inline(value)
    gap = " " if text[start - 1] == ":" else ""
    return text[:start] + gap + written + (_line_end(text) if text[end - 1] == "\n" else "") + text[end:]


def _is_empty(node: yaml.Node) -> bool:
    return bool(node.tag.endswith(":null") or (isinstance(node, yaml.CollectionNode) and not node.value))


def _is_block(node: yaml.Node) -> bool:
    """Whether a map or list is written as lines."""
    return isinstance(node, yaml.CollectionNode) and bool(node.value) and not node.flow_style


def _end(node: yaml.Node) -> int:
    """Where a value's last character ends; the parser puts the end of a block where the next thing begins."""
    while _is_block(node):
        node = node.value[-1][1] if isinstance(node, yaml.MappingNode) else node.value[-1]
    return int(node.end_mark.index)


def _below(text: str, end: int, column: int) -> int:
    """Where a line goes that follows a value ending at `end`: below comments that are indented at least as far."""
    at = here = _next_line(text, end)
    for line in text[at:].split("\n"):
        here += len(line) + 1
        is_remark = line.lstrip().startswith("#") and len(line) - len(line.lstrip()) >= column
        if is_remark:
            at = here
        elif line.strip():
            break
    return min(at, len(text))


def _next_line(text: str, at: int) -> int:
    """Where the line after a place begins; the place itself if a line begins there."""
    return at if text[at - 1 : at] == "\n" else text.find("\n", at) + 1 or len(text)


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _spliced(text: str, at: int, lines: Sequence[str]) -> str:
    """The text with some lines at a place where a line begins or the text ends."""
    end = _line_end(text)
    before = text[:at] + ("" if text[at - 1 : at] in ("", "\n") else end)
    return before + "".join(line + end for line in lines) + text[at:]


# ------------------------------------------------------------------ how a value is written


def _nested(keys: Keys, value: Any) -> Any:
    for key in reversed(keys):
        value = {key: value}
    return value


def _as_lines(keys: Keys, value: Any) -> bool:
    """Whether a map is written as lines: the rules, each rule, and its tests; the rest stands on a line of its own."""
    return isinstance(value, Mapping) and bool(value) and (len(keys) < 3 or keys[-1] == "tests")


def _lines(keys: Keys, value: Any, column: int) -> list[str]:
    key = " " * column + _in_flow(keys[-1])
    if _as_lines(keys, value):
        return [f"{key}:", *_children(keys, value, column + 2)]
    return [f"{key}: {_inline(value)}"]


def _children(keys: Keys, value: Mapping[str, Any], column: int) -> list[str]:
    return [line for name, inner in value.items() for line in _lines([*keys, name], inner, column)]


class _OneLine(yaml.SafeDumper):
    """Writes everything on one line; line breaks in a text become escapes in double quotes."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def text(self, text: str) -> yaml.ScalarNode:
        quotes = '"' if set(text) & set("\n\x85\u2028\u2029") else None
        return self.represent_scalar("tag:yaml.org,2002:str", text, quotes)


_OneLine.add_representer(str, _OneLine.text)


def _inline(value: Any) -> str:
    """A value on one line; a text is quoted where YAML would read it as something else.

    >>> print(_inline("on"), _inline(["a, b", "c"]), _inline({"x: y": "z"}))
    'on' ['a, b', c] {'x: y': z}
    """
    text = yaml.dump(
        value, Dumper=_OneLine, default_flow_style=True, allow_unicode=True, width=float("inf"), sort_keys=False
    )
    return text.removesuffix("\n").removesuffix("\n...")


def _in_flow(value: Any) -> str:
    """The same between brackets or braces, where a comma in a text needs quotes."""
    return _inline([value])[1:-1]
