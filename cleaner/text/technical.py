"""Whether a text is about programs: a manual, release notes, a README.

Such a text is full of words that no list has (`fsck`, `musl`, `tk`), and each is near to a common one.  It shows what
it is by what prose never has: options, calls, names of files, code between backticks.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from cleaner.text.codelike import code_tokens
from cleaner.text.expressions import compiled
from cleaner.text.lines import Span, on_lines

#: so many different marks of code, and one in so many characters (some 200 words)
LEAST, EVERY = 5, 1200
_CODE = compiled(r"`[^`\n]+`")
_DOTTED = compiled(r"\.(?=[A-Za-z])"), compiled(r"(?<![\w.])[A-Za-z]\w*+(?:\.[A-Za-z]\w*+)++")


@lru_cache(maxsize=4)
def is_technical(text: str) -> bool:
    """Whether it is about programs.

    >>> is_technical("Call `open` with --read-only or a_b from menu.lst, then close() it.")
    True
    >>> is_technical("See menu.lst and a_b, then menu.lst, then a_b, then menu.lst again.")
    False
    """
    least = max(LEAST, len(text) / EVERY)
    marks = {text[start:end] for start, end in code_tokens(text)}
    return len(marks) >= least or ("`" in text and len(marks.union(_CODE.findall(text))) >= least)


def dotted_names(text: str) -> Iterator[Span]:
    """Names of a part of something, where a text is about programs; elsewhere `end.The` lost a blank.

    >>> text = "Use net.Socket with `open`, --read-only, a_b, ${HOME} and close()."
    >>> [text[a:b] for a, b in dotted_names(text)], list(dotted_names("At the end.The bell rang."))
    (['net.Socket'], [])
    """
    return on_lines(*_DOTTED, text) if "." in text and is_technical(text) else iter(())
