"""A rule written into a pack that a person keeps: text is added, nothing is rewritten, comments and order stay."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

HEAD = """\
# Rules of our own.  How to write one: docs/write-a-rule.md; every key: docs/rules.md.
rules:
"""


class CannotAppend(Exception):
    """A pack of a shape that nothing can be appended to; the message says what to do."""


def with_rule(content: str, name: str, fields: Mapping[str, Any]) -> str:
    """The pack's text with one more rule at the end of its `rules`.

    >>> print(with_rule("# Ours.\\nrules:\\n  a: {find: x}\\nwithout: [b]\\n", "c", {"find": "no", "fix": ["y", "z"]}))
    # Ours.
    rules:
      a: {find: x}
    <BLANKLINE>
      c:
        find: 'no'
        fix: [y, z]
    without: [b]
    <BLANKLINE>
    """
    content = content if content.endswith("\n") or not content else content + "\n"
    root = yaml.compose(content, Loader=yaml.SafeLoader)
    if root is None:
        return content + HEAD + rule_text(name, fields, 2)
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        raise CannotAppend("the pack is not written as `key: value` lines; put the rule in another file (--to)")
    rules = next((value for key, value in root.value if key.value == "rules"), None)
    if rules is None:
        return content + "rules:\n" + rule_text(name, fields, 2)
    if not isinstance(rules, yaml.MappingNode) or rules.flow_style or not rules.value:
        raise CannotAppend(
            "`rules` is empty or written as {…}; write it as lines, or put the rule in another file (--to)"
        )
    last_key, last = rules.value[-1]
    lines = content.splitlines(keepends=True)
    end = last.end_mark.line if last.end_mark.column == 0 else last.end_mark.line + 1
    while end > last_key.start_mark.line + 1 and _is_blank_or_remark(lines[end - 1], last_key.start_mark.column):
        end -= 1
    made = "\n" + rule_text(name, fields, last_key.start_mark.column)
    return "".join([*lines[:end], made, *lines[end:]])


def rule_text(name: str, fields: Mapping[str, Any], indent: int) -> str:
    """One rule as YAML.  Quotes stand where YAML would take a text for something else.

    >>> print(rule_text("a-b", {"find": "on", "tests": {"fix": {"x: y": "z"}}}, 0), end="")
    a-b:
      find: 'on'
      tests:
        fix: {'x: y': z}
    """
    lines = [f"{name}:"]
    for key, value in fields.items():
        if key == "tests":
            lines.append("  tests:")
            lines += (f"    {kind}: {_inline(texts)}" for kind, texts in value.items())
        else:
            lines.append(f"  {key}: {_inline(value)}")
    return "".join(" " * indent + line + "\n" for line in lines)


def _inline(value: Any) -> str:
    """A value on one line."""
    text = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=float("inf"), sort_keys=False)
    return text.removesuffix("\n").removesuffix("\n...")


def _is_blank_or_remark(line: str, column: int) -> bool:
    """A blank line, or a remark further left than the rules: it belongs to what follows."""
    return not line.strip() or (line.lstrip().startswith("#") and len(line) - len(line.lstrip()) < column)
