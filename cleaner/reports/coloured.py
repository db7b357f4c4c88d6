"""A diff with colours: removed words red, added words green, inside the lines.  Escape codes of the document itself are
shown as signs.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from cleaner.text.visible import visible

RED, GREEN, CYAN, BOLD, STRONG, END = "\x1b[31m", "\x1b[32m", "\x1b[36m", "\x1b[1m", "\x1b[7m", "\x1b[0m"
_WORDS = re.compile(r"\s+|[\w'’-]+|.")


def coloured(diff: str) -> str:
    """A unified diff with its changed words marked."""
    return "".join(line + "\n" for line in _lines(diff.split("\n")[:-1]))


def _lines(lines: list[str]) -> Iterator[str]:
    removed: list[str] = []
    added: list[str] = []
    for line in [*lines, " "]:
        kind = line[:1]
        if kind == "-" and not line.startswith("--- ") and not added:
            removed.append(visible(line[1:]))
        elif kind == "+" and not line.startswith("+++ "):
            added.append(visible(line[1:]))
        else:
            yield from _marked(removed, added)
            removed, added = [], []
            if kind == "-" and not line.startswith("--- "):
                removed.append(visible(line[1:]))
            elif line != " ":
                yield _plain(line)


def _plain(line: str) -> str:
    if line.startswith("@@"):
        return CYAN + line + END
    return BOLD + visible(line) + END if line[:1] not in (" ", "\\") else visible(line)


def _marked(removed: list[str], added: list[str]) -> Iterator[str]:
    old, new = _WORDS.findall("\n".join(removed)), _WORDS.findall("\n".join(added))
    left, right = [], []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        mark = tag != "equal"
        left.append(_strong("".join(old[a:b]), RED) if mark else "".join(old[a:b]))
        right.append(_strong("".join(new[c:d]), GREEN) if mark else "".join(new[c:d]))
    if removed:
        yield from (f"{RED}-{line}{END}" for line in "".join(left).split("\n"))
    if added:
        yield from (f"{GREEN}+{line}{END}" for line in "".join(right).split("\n"))


def _strong(text: str, colour: str) -> str:
    return "\n".join(f"{STRONG}{part}{END}{colour}" if part else "" for part in text.split("\n"))
