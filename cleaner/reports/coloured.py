"""A diff with colours: removed words are red and added words green, inside the lines.

Escape codes that the document itself holds are shown as signs.
"""

from __future__ import annotations

import difflib
import re

from cleaner.text.visible import visible

RED, GREEN, CYAN, BOLD, STRONG, END = "\x1b[31m", "\x1b[32m", "\x1b[36m", "\x1b[1m", "\x1b[7m", "\x1b[0m"
_WORDS = re.compile(r"\s+|[\w'’-]+|.")
# A line that is no change (group 1), or the removed lines (2) with the added ones that follow (3).
_BLOCK = re.compile(r"((?:--- |\+\+\+ |(?![-+])).*\n)|((?:-(?!-- ).*\n)*)((?:\+(?!\+\+ ).*\n)*)")


def coloured(diff: str) -> str:
    """A unified diff with its changed words marked."""
    return "".join(_plain(b[1]) if b[1] else _marked(_lines(b[2]), _lines(b[3])) for b in _BLOCK.finditer(diff))


def _lines(block: str) -> list[str]:
    return [visible(line[1:]) for line in block.split("\n")[:-1]]


def _plain(line: str) -> str:
    shown = visible(line[:-1])
    if line.startswith("@@"):
        return f"{CYAN}{shown}{END}\n"
    return f"{shown}\n" if line[0] in " \\" else f"{BOLD}{shown}{END}\n"


def _marked(removed: list[str], added: list[str]) -> str:
    old, new = _WORDS.findall("\n".join(removed)), _WORDS.findall("\n".join(added))
    left, right = "", ""
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[a:b]), "".join(new[c:d])
        left += gone if tag == "equal" else _strong(gone, RED)
        right += come if tag == "equal" else _strong(come, GREEN)
    shown = [f"{RED}-{line}{END}\n" for line in left.split("\n") if removed]
    return "".join([*shown, *(f"{GREEN}+{line}{END}\n" for line in right.split("\n") if added)])


def _strong(text: str, colour: str) -> str:
    return "\n".join(f"{STRONG}{part}{END}{colour}" if part else "" for part in text.split("\n"))
