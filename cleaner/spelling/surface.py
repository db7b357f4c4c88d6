"""The surface form of a correction: its capitals (*truecasing*), and the line's end that it may cross.

Candidates are in lower case.  `cased` gives them the capitals of what was read, unless a capital itself was misread.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from cleaner.spelling.error_model import shape
from cleaner.spelling.noisy_text import HYPHENS
from cleaner.text.casing import match_case

#: up to this length, `Mc…` is no name of a clan: `Mc`, `Mcs`
MC = 4


class Change(NamedTuple):
    """What was read, `own`, and what is to stand there, `new`, in lower case.

    `is_name`, `is_common`: the new words are so.  `opens`: by the capital that was read a sentence begins here;
    `after_stop`: by what stands before, one should.  `in_name`: a word beside it has a capital.
    """

    own: str
    new: str
    is_name: bool = False
    is_common: bool = False
    opens: bool = False
    after_stop: bool = False
    in_name: bool = False


def cased(change: Change) -> str:
    """The new words with their capitals, by the first rule of `CAPITALS` that answers.

    >>> cased(Change("Tbe", "the")), cased(Change("i1", "i")), cased(Change("fsraeli", "israeli", is_name=True))
    ('The', 'I', 'Israeli')
    >>> cased(Change("Mclnnes", "mcinnes", is_name=True)), cased(Change("Bhort", "short", is_common=True))
    ('McInnes', 'short')
    """
    return next((written for rule in CAPITALS.values() if (written := rule(change)) is not None), change.new)


def _the_pronoun(it: Change) -> str | None:
    words = it.new.split()
    if not any(w == "i" or w.startswith("i'") for w in words):
        return None
    words = [w.replace("i", "I", 1) if w == "i" or w.startswith("i'") else w for w in words]
    return match_case(it.own[:1], " ".join(words)) if it.own[:1].isupper() else " ".join(words)


def _opening(it: Change) -> str | None:
    """The capital that opens a sentence is lost, because its letter was misread: `lt`, `fhe`, `8he`."""
    lost = it.after_stop and not it.own[:1].isupper() and it.new[:1] and it.own[0] != it.new[0]
    return it.new[0].upper() + it.new[1:] if lost else None


def _lost_capital(it: Change) -> str | None:
    """The capital of a name is lost, because its letter was misread: `fsraeli`."""
    lost = it.is_name and it.own.islower() and it.own[:1] != it.new[:1]
    return it.new.capitalize() if lost else None


def _no_capital(it: Change) -> str | None:
    """A small letter was misread as a capital: `Bhort` within a sentence, but not `Ghurch` in a name."""
    capital = it.own[:1].isupper() and it.own[1:] == it.own[1:].lower()
    misread = capital and it.new[:1] not in (it.own[:1].lower(), "i")
    return it.new if misread and it.is_common and not (it.is_name or it.opens or it.in_name) else None


def _clan(it: Change) -> str | None:
    written = match_case(it.own, it.new)
    return "Mc" + written[2:].capitalize() if it.is_name and written.startswith("Mc") and len(written) > MC else None


def _added(it: Change) -> str | None:
    """Letters that were no letters have no say: `eHill` is Hill, and `NMr` is Mr."""
    kept = _own_letters(it)
    first = kept[:1].isupper() and kept[:1].lower() == it.new[:1]
    return match_case(kept, it.new) if first and len(it.own) > len(it.new) and " " not in it.new else None


def _own_letters(it: Change) -> str:
    """The letters of what was read that stand in the word, with their height."""
    opcodes = Levenshtein.opcodes(it.own.lower(), it.new)
    return "".join(it.own[op.src_start : op.src_end] for op in opcodes if op.tag == "equal")


#: the rules of capitals, in order; a rule that does not apply answers None, and the last one always answers
CAPITALS: dict[str, Callable[[Change], str | None]] = {
    "I": _the_pronoun,
    "a sentence's start": _opening,
    "a lost capital": _lost_capital,
    "no capital": _no_capital,
    "a clan's name": _clan,
    "letters added": _added,
    "as what was read": lambda it: match_case(it.own, it.new),
}


def placed(text: str, start: int, end: int, new: str) -> tuple[int, str]:
    """Where the change ends and what it writes; a line's end may lie in `[start, end)`.

    A hyphen at the line's end stays between the same letters.  Without a hyphen the word is written whole and the line
    ends after it.

    >>> placed("the coun-\\ntiy was", 4, 14, "country")
    (14, 'coun-\\ntry')
    >>> placed("the coun\\ntiy was", 4, 12, "country")
    (13, 'country\\n')
    """
    before = text[start:end]
    if "\n" not in before or " " in new:
        return end, new
    first, between, second = _parts(before)
    if HYPHENS & {*between}:
        cut = _counterpart(shape(first) + second, new, len(first))
        return end, new[:cut] + between + new[cut:]
    return (end + 1, new + "\n") if text[end : end + 1] == " " else (end, new)


def _parts(before: str) -> tuple[str, str, str]:
    """A word that a line's end divides: its first part, what lies between, its second part."""
    at = before.index("\n")
    first, second = before[:at].rstrip(), before[at:].lstrip()
    bare = first.rstrip("".join(HYPHENS))
    return bare, before[len(bare) : len(before) - len(second)], second


def _counterpart(read: str, printed: str, at: int) -> int:
    """The place in `printed` that corresponds to the place `at` in `read`."""
    for op in Levenshtein.opcodes(read, printed):
        if op.src_start <= at <= op.src_end:
            return int(min(op.dest_end, op.dest_start + at - op.src_start))
    return round(at * len(printed) / max(1, len(read)))
