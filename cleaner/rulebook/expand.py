"""What replaces a match: with its groups, with capitals kept, `a` and `an` adapted, and no double space left."""

from __future__ import annotations

import re
from collections.abc import Callable
from unicodedata import normalize

import regex

from cleaner.rulebook.patterns import REFERENCE
from cleaner.spelling.lexicon import Lexicon
from cleaner.text.analysis import Analysis
from cleaner.text.casing import match_case
from cleaner.text.expressions import compiled
from cleaner.text.sentences import after_stop

_CASES: dict[str, Callable[[str], str]] = {
    "lower": str.lower,
    "upper": str.upper,
    "capital": lambda s: s[:1].upper() + s[1:],
    "title": str.title,
    "tall": lambda s: s.replace("l", "I"),
}
_ARTICLE = re.compile(r"\b([Aa]n?)(\s{1,3})$")
# Words that begin with another sound than their first letter says; initials are read letter by letter.
_VOWEL_SOUND = re.compile(r"(?i)(?:hono[u]?r|honest|hour|heir)")
_CONSONANT_SOUND = re.compile(
    r"(?i)(?:uni(?!n|m[^e]|d)|us(?:e|a|u)|ut(?:i|e|o)|ur(?:an|et|in)|eu|ew|one(?![a-z])|once|ubiq|ouija)"
)
_SPELT = re.compile(r"[A-Z]{2,}(?![a-z])|[A-Z](?![\w])")
_READ_AS_WORDS = re.compile(r"(?:NATO|NASA|NAFTA|NICE|FIFA|FEMA|SARS|LASER|UNESCO|UNICEF|UEFA)\b")


def expand(template: str, match: regex.Match[str]) -> str:
    r"""A fix with the groups it names put in.

    >>> expand(r"{1:capital} of \2", regex.match(r"(\w+) (\w+)", "war power"))
    'War of power'
    """

    def put(m: re.Match[str]) -> str:
        name = m[1] or m[2] or m[3]
        text = match[int(name) if name.isdigit() else name] or ""
        return _CASES[m[4]](text) if m[4] else text

    made = REFERENCE.sub(put, template)
    return made if None not in match.groups() else re.sub(r" {2,}", " ", made)  # a token that was not there


#: letters of a word, those that print sets as one included, and what holds a word together
_LETTERS = compiled(r"[\p{L}\p{M}'’-]*")
#: `Lexicon.wordlike` in nats a letter: most names lie above this, most misread words below
LIKE_A_NAME = -3.0


def gives_word(analysis: Analysis, span: tuple[int, int], fix: str, lexicon: Lexicon) -> bool:
    """Whether the word that a fix stands in is one then: the lexicon's, or what looks like a name amid a sentence."""
    text, (start, end) = analysis.text, span
    before = _LETTERS.match(text[max(0, start - 40) : start][::-1])
    after = _LETTERS.match(text, end)
    left, right = before.group()[::-1] if before else "", after.group() if after else ""
    word = normalize("NFKC", left + fix + right).strip("'’-")
    if lexicon.knows(word):
        return True
    named = word[:1].isupper() and not word.isupper() and not analysis.opens_sentence(start - len(left))
    return named and lexicon.wordlike(word) >= LIKE_A_NAME


def opened(text: str, start: int, end: int, fix: str) -> str:
    """A fix that opens a sentence with its capital, where the small letter that was read is another letter.

    >>> opened("It was late. fhe road", 13, 16, "the"), opened("It was late. tbe road", 13, 16, "the")
    ('The', 'the')
    """
    misread = fix[:1].islower() and text[start:end][:1].islower() and fix[0] != text[start]
    return fix[0].upper() + fix[1:] if misread and after_stop(text, start) else fix


def article(word: str) -> str:
    """`a` or `an` before a word, by its sound.

    >>> [article(w) for w in ("hour", "mob", "union", "uninvited guest", "MP", "US raid", "UN envoy", "NATO")]
    ['an', 'a', 'a', 'an', 'an', 'a', 'a', 'a']
    """
    word = word.lstrip("\"'“‘(")
    if _READ_AS_WORDS.match(word):
        return "a"
    if _SPELT.match(word):
        return "an" if word[0] in "AEFHILMNORSX" else "a"
    if _VOWEL_SOUND.match(word):
        return "an"
    return "a" if _CONSONANT_SOUND.match(word) or word[:1].lower() not in "aeiou" else "an"


def fitted(
    text: str, start: int, end: int, fixes: tuple[str, ...], keep_case: bool
) -> tuple[int, int, tuple[str, ...]]:
    """The span and the suggestions as they will stand in the text: capitals kept, the article before them mended.

    >>> fitted("It was an election for him.", 10, 18, ("choice", "decision"), True)
    (7, 18, ('a choice', 'a decision'))
    """
    before = text[start:end]
    if keep_case:
        fixes = tuple(match_case(before, f) for f in fixes)
    if any(f == "" for f in fixes):
        return *without_hole(text, start, end), fixes
    found = _ARTICLE.search(text, max(0, start - 6), start) if before[:1].isalnum() else None
    if not found or found[1].lower() != article(before) or all(article(f) == article(before) for f in fixes):
        return start, end, fixes
    capital = found[1][0]
    mended = tuple(f"{capital}{article(f)[1:]}{found[2]}{f}" for f in fixes)
    return found.start(), end, mended


def without_hole(text: str, start: int, end: int) -> tuple[int, int]:
    """The span to delete so that no doubled or stray space is left behind; a whole line goes with its break.

    >>> without_hole("the US UU. forces", 7, 10), without_hole("ad\\nText", 0, 2), without_hole("so UU., he", 3, 6)
    ((6, 10), (0, 3), (2, 6))
    """
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    alone = not text[line_start:start].strip() and not text[end:line_end].strip()
    if alone:
        return _whole_lines(text, line_start, line_end)
    left, right = text[start - 1 : start], text[end : end + 1]
    if left in " \t" and left and (right.isspace() or not right or right in ".,;:!?)”’"):
        return start - 1, end
    if not text[line_start:start].strip() and right in " \t" and right:
        return line_start, end + 1
    return start, end


def _whole_lines(text: str, start: int, end: int) -> tuple[int, int]:
    """A line with its break, and with the blank lines that would double up."""
    end = min(len(text), end + 1)
    if start == 0:
        while end < len(text) and text[end] in "\r\n":
            end += 1
    elif not text[end:].strip():  # the last line: the break before it goes, the final newline stays
        final = end - 1 if text[end - 1 : end] == "\n" else end
        while start > 0 and text[start - 1] in "\r\n":
            start -= 1
        return start, min(final, end)
    elif text[:start].endswith(("\n\n", "\r\n\r\n")):
        while end < len(text) and text[end] in "\r\n":
            end += 1
    return start, end
