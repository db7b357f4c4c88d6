"""Spans that no detector may touch, whatever it believes.

The table is the whole policy for plain text; a format adds what its markup means (code in Markdown), a user adds
patterns of his own.  Numbers need no entry: no detector invents digits, and a rule that names them means them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

PROTECTED: dict[str, regex.Pattern[str]] = {
    "address": regex.compile(r"(?i)\b(?:https?|ftp|file|mailto):(?://)?[^\s<>\"”’]+|\bwww\.[^\s<>\"”’]+"),
    "host": regex.compile(
        r"(?i)\b[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.(?:com|org|net|edu|gov|info|io|co\.uk)\b(?:/\S*)?"
    ),
    "e-mail": regex.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "handle": regex.compile(r"(?<!\S)[@#][\p{L}\p{N}_]{2,}"),
    "code": regex.compile(r"`[^`\n]+`"),
    "markup": regex.compile(r"</?[A-Za-z][^<>\n]{0,300}>"),
    "path": regex.compile(r"(?<!\S)(?:~|\.{0,2})/[\w.-]+(?:/[\w.-]+)+|\b[A-Za-z]:\\[\w\\.-]+"),
    "sic": regex.compile(r"\S+\s+[\[(]sic[\])]"),
}

# In a text with markup these are markup too; in plain prose they are what a scraper left.
_ENTITY = regex.compile(r"&(?:[A-Za-z]{2,8}|#\d{1,6});")

# Function words that give a language away.  Words that English has too are left out ("a", "no", "me", "die", "son").
_FOREIGN: dict[str, frozenset[str]] = {
    "es": frozenset("el la los las una del que y en por con para es está como más pero sus le lo se muy".split()),
    "fr": frozenset(
        "le la les des du une est et que qui dans pour avec sur ce cette nous vous pas au aux je il".split()
    ),
    "pt": frozenset("o os uma do da dos das que e em por com para é não mais mas seu sua ao foi".split()),
    "it": frozenset("il lo la gli una del della che e di per con è non più ma sono nel alla".split()),
    "de": frozenset("der das den dem ein eine und ist nicht mit für von zu auf sich wir ich auch wie".split()),
    "la": frozenset("et est non ad cum quod sed qui quae pro ex sunt nec ut".split()),
}
_ENGLISH = frozenset("the of and to a in is that it for on was with as his he be at by had not are but from".split())
_QUOTATION = regex.compile(r"“[^”\n]{8,600}”|«[^»\n]{4,600}»|„[^“”\n]{8,600}[“”]|\"[^\"\n]{8,600}\"")
_LETTERS = regex.compile(r"[\p{L}\p{M}]+")


def protected_spans(text: str, own: Sequence[regex.Pattern[str]] = ()) -> Iterator[tuple[int, int]]:
    """Every protected span of a text, in no order.

    >>> sorted(protected_spans("see https://localhost/x or recieve [sic] it"))
    [(4, 23), (27, 40)]
    """
    entities = (_ENTITY,) if PROTECTED["markup"].search(text) else ()
    for pattern in (*PROTECTED.values(), *entities, *own):
        for m in pattern.finditer(text):
            yield m.span()
    for m in _QUOTATION.finditer(text):
        if is_foreign(m.group()):
            yield m.span()


def is_foreign(passage: str) -> bool:
    """Whether a passage is plainly in another language: by its function words, or by its script.

    >>> is_foreign("«No hay que tener miedo de los cambios»"), is_foreign("he said that it was the end")
    (True, False)
    """
    words = [w.lower() for w in _LETTERS.findall(passage)]
    if not words:
        return False
    if sum(1 for w in words if w[0] > "ɏ") * 2 > len(words):  # past the Latin blocks
        return True
    english = sum(w in _ENGLISH for w in words)
    most = max(sum(w in vocabulary for w in words) for vocabulary in _FOREIGN.values())
    return most >= 2 and most > 2 * english and most * 5 >= len(words)
