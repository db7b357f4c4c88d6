"""Patterns for the words of a rule: whole phrases, words with `*` and `[sz]`, cues."""

from __future__ import annotations

import re

# A found phrase is whole: no letter or digit beside it, and no hyphen that ties it to one.
LEFT = r"(?<![\p{L}\p{M}\p{N}_]|[\p{L}\p{M}\p{N}][-‐‑])"
RIGHT = r"(?![\p{L}\p{M}\p{N}_]|[-‐‑][\p{L}\p{M}\p{N}])"
SPACE = r"\s{1,8}"
# A group of the match in a fix: `\1`, `\g<name>`, `{name:upper}`.
REFERENCE = re.compile(r"\\(\d)|\\g<(\w+)>|\{(\w+)(?::(lower|upper|capital|title|tall))?\}")


def phrase_pattern(phrase: str) -> str:
    """A pattern for a phrase as whole words, with any white space between and either apostrophe.

    >>> import regex
    >>> bool(regex.search(phrase_pattern("air strikes"), "the air\\nstrikes"))
    True
    >>> bool(regex.search(phrase_pattern("rape"), "grapes"))
    False
    """
    body = SPACE.join(re.sub(r"['’]", "['’]", re.escape(w).replace(r"\-", "[-‐‑]")) for w in phrase.split())
    return (LEFT if phrase[0].isalnum() else "") + body + (RIGHT if phrase[-1].isalnum() else "")


def glob(word: str) -> str:
    """`protest*` as a pattern; `[sz]` stays a class.

    >>> glob("organi[sz]e*")
    "organi[sz]e[\\\\p{L}\\\\p{M}\\\\p{N}'’-]*"
    """
    pieces = re.split(r"(\*|\[[^\]]+\]|\s+|['’])", word)
    special = {"*": r"[\p{L}\p{M}\p{N}'’-]*", "'": "['’]", "’": "['’]"}
    return "".join(
        special.get(p) or (SPACE if p.isspace() else p if p.startswith("[") else re.escape(p)) for p in pieces if p
    )


def cue_pattern(words: tuple[str, ...]) -> str:
    """A pattern for cues: caseless, whole words, with `*` and `[sz]`."""
    return rf"(?i)(?<![\p{{L}}\p{{M}}\p{{N}}])(?:{'|'.join(glob(w) for w in words)})(?![\p{{L}}\p{{M}}\p{{N}}])"
