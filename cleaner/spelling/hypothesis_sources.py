"""Where hypotheses come from: the edges of the lattice at each token.

`STRANGE` and `KNOWN` are the sources for one token, `JOINED` those for a token and the ones after it.  `GUARDS` refuse
hypotheses that are hardly ever right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from cleaner.spelling.cut_words import may_be_cut
from cleaner.spelling.decoder import Edge
from cleaner.spelling.hypotheses import Hypotheses, stop
from cleaner.spelling.kinds import HYPHEN, REAL_WORD, SPECK, WORD
from cleaner.spelling.noisy_text import HYPHENS, NoisyText, is_initial
from cleaner.spelling.tokens import OcrToken

#: words that seldom enter a compound
FUNCTION_WORDS = frozenset(
    "the of to and in was he his had for on with that by at from it as be were is her him she they has have a an not or"
    " this which who but are been their would him my me you i".split()
)
#: the exceptions: those that open a compound (`on-camera`, `with-profits`), and those that close one (`build-up`)
OPENING, CLOSING = frozenset("in on by with for all".split()), frozenset("in on by up".split())
#: words that may stand twice in a row
DOUBLED = frozenset({"that", "had", "very", ""})
#: the zipf from which on a word stands alone
COMMON = 4.3
_JOINABLE = re.compile(r"[^\S\n]{1,2}|\n|[-¬]\n?|[-¬][^\S\n]|[.,:;'’]{1,2}|\*")
#: marks between which no two pieces are joined as they stand
_NO_SPECK = re.compile(r"[:;]|[.,:;'’]{2}")
_BROKEN = re.compile(r"[-¬]\s+")
#: letters that stand alone for a word: `&c`, `v`, `3 s`
_MEANT = re.compile(r"(?:&|[\d'’]\s?)\w{1,2}$|\bv$")


def hypotheses_at(page: NoisyText, i: int, known: Hypotheses) -> list[Edge]:
    """All hypotheses that begin at a token; first the token as it stands."""
    token = page.tokens[i]
    edges = [known.as_it_stands(token)]
    if not page.locked[i]:
        sources = STRANGE if not known.knows(token.text) else KNOWN if page.is_scan else {}
        for source in sources.values():
            if found := source(page, token, known):
                read = token.with_marks(page.text) if found[0].marked else token.text
                refused = [word for guard in GUARDS.values() for word in guard(page, i, read, known)]
                edges += [edge for edge in found if edge.text not in refused] if refused else found
    if pieces := _pieces(page, i, known):
        for joined in JOINED.values():
            edges += joined(page, i, pieces, known)
    return edges


# ---------------------------------------------------------------------- sources for one token


def _misread(page: NoisyText, token: OcrToken, known: Hypotheses) -> Sequence[Edge]:
    return known.edges(page, token, WORD)


def _real_word(page: NoisyText, token: OcrToken, known: Hypotheses) -> Sequence[Edge]:
    return known.edges(page, token, REAL_WORD)


def _with_marks(page: NoisyText, token: OcrToken, known: Hypotheses) -> Sequence[Edge]:
    """A mark beside a word may be a letter of it: `rock«` for `rocks`."""
    return known.edges(page, token, WORD, marked=True)[:4] if token.whole else ()


def _speck(page: NoisyText, token: OcrToken, known: Hypotheses) -> Sequence[Edge]:
    """Nothing stood here: a speck can look like a letter or two."""
    if not page.is_scan or len(token.text) > 2 or token.text.isupper():
        return ()
    meant = _MEANT.search(page.text, max(0, token.start - 2), token.end)
    return () if meant else (Edge(1, stop(token), known.costs.speck, 0.0, "", SPECK),)


# ---------------------------------------------------------------------- guards


def _inflected(page: NoisyText, i: int, read: str, known: Hypotheses) -> Iterable[str]:
    """The same word with an ending more or less: names and new words have plurals and possessives too."""
    return known.inflections(read.lower())


def _doubled(page: NoisyText, i: int, read: str, known: Hypotheses) -> Iterable[str]:
    """A word beside it, which would then stand twice in a row: `the the`."""
    tokens, beside = page.tokens, []
    if i and not tokens[i - 1].stop:
        beside.append(tokens[i - 1].text.lower())
    if not tokens[i].stop and i + 1 < len(tokens):
        beside.append(tokens[i + 1].text.lower())
    return [word for word in beside if word not in DOUBLED]


# ---------------------------------------------------------------------- sources for several tokens


class Pieces(NamedTuple):
    """Two or three tokens that may belong together; `between`: what stands between the first two."""

    tokens: Sequence[OcrToken]
    between: str
    known: Sequence[bool]

    @property
    def whole(self) -> str:
        """The first two as one string."""
        return self.tokens[0].text + self.tokens[1].text


def _pieces(page: NoisyText, i: int, known: Hypotheses) -> Pieces | None:
    token, locked = page.tokens[i], page.locked
    if token.stop or i + 1 == len(page.tokens) or locked[i + 1] or (locked[i] and not is_initial(token)):
        return None
    following, knows = page.tokens[i + 1], known.knows
    between = page.text[token.end : following.start]
    both = (knows(token.text), knows(following.text))
    if between == " " and both == (True, True) and not locked[i] and not _is_one(token, following, known):
        return None  # nearly all: of `JOINED`, none asks whether two words that a blank parts are one
    if not _JOINABLE.fullmatch(between):
        return None
    tokens = page.tokens[i : i + 3]
    return Pieces(tokens, between, [*both, *(knows(u.text) for u in tokens[2:])])


def _broken(page: NoisyText, i: int, pieces: Pieces, known: Hypotheses) -> Iterable[Edge]:
    """The word that a hyphen and the line's end divide, unchanged."""
    if page.locked[i] or not _is_broken(pieces, known):
        return ()
    word_id, own = known.word_id(pieces.whole)
    return (Edge(2, (word_id, *stop(pieces.tokens[1])), 0.0, own),)


def _hyphen(page: NoisyText, i: int, pieces: Pieces, known: Hypotheses) -> Iterable[Edge]:
    """Two words that form no compound, with a blank for the hyphen that a scanner read."""
    first, second = pieces.tokens[:2]
    if page.locked[i] or not page.is_scan or pieces.between != "-" or not all(pieces.known[:2]):
        return ()
    if page.text[first.start - 1 : first.start] in HYPHENS or page.text[second.end : second.end + 1] in HYPHENS:
        return ()
    if not _parted(first.text.lower(), second.text.lower(), known):
        return ()
    word_ids = (known.word_id(first.text)[0], known.word_id(second.text)[0], *stop(second))
    return (Edge(2, word_ids, 0.0, 0.0, f"{first.text} {second.text}", HYPHEN),)


def _initial(page: NoisyText, i: int, pieces: Pieces, known: Hypotheses) -> Iterable[Edge]:
    """`W illiam` and `P RINCIPLES` are one word, `W Smith` and `J LOUDON` are not."""
    if not page.locked[i] or not page.is_scan or pieces.between != " " or pieces.known[1]:
        return ()
    rest = pieces.tokens[1].text
    goes_on = rest[0].islower() or (rest.isupper() and known.knows(pieces.whole))
    return known.joined(page, pieces.tokens[:2], " ") if goes_on else ()


def _two(page: NoisyText, i: int, pieces: Pieces, known: Hypotheses) -> Iterable[Edge]:
    """Two pieces as one word: one of them is no word, or they are rather one word than two."""
    between, both = pieces.between, all(pieces.known[:2])
    if page.locked[i]:
        return ()
    if HYPHENS & {*between}:
        at_an_end = between[-1].isspace() and (page.is_scan or _BROKEN.fullmatch(between))
        joins = at_an_end and not both and not _is_broken(pieces, known)
    else:
        parted = between.strip() or "\n" in between
        joins = (
            page.is_scan
            and not _NO_SPECK.fullmatch(between)
            and not (both and (parted or not _is_one(pieces.tokens[0], pieces.tokens[1], known)))
        )
    return known.joined(page, pieces.tokens[:2], between) if joins else ()


def _cut(page: NoisyText, i: int, pieces: Pieces, known: Hypotheses) -> Iterable[Edge]:
    """Two pieces as one word, in which the marks that cut it stand for letters."""
    first, second = pieces.tokens[:2]
    if page.locked[i] or not page.is_scan or not may_be_cut(page.text, first, second, known.lexicon.zipf):
        return ()
    there = {edge.text for edge in _two(page, i, pieces, known)}  # the same word twice would be its own rival
    return [edge for edge in known.cut(page, pieces.tokens[:2], pieces.between) if edge.text not in there]


def _three(page: NoisyText, i: int, pieces: Pieces, known: Hypotheses) -> Iterable[Edge]:
    """Three pieces as one word: only blanks stand between them, and one at most is a word."""
    if not page.is_scan or len(pieces.tokens) < 3 or sum(pieces.known) > 1 or pieces.tokens[1].stop:
        return ()
    if any(page.locked[i : i + 3]) or any(page.between(j) not in (" ", "\n") for j in (i, i + 1)):
        return ()
    return known.joined(page, pieces.tokens, "  ")


def _is_broken(pieces: Pieces, known: Hypotheses) -> bool:
    """Do a hyphen and the line's end divide a known word?"""
    if not _BROKEN.fullmatch(pieces.between) or pieces.tokens[1].text[0].isupper():
        return False
    return known.knows(pieces.whole)


def _is_one(one: OcrToken, other: OcrToken, known: Hypotheses) -> bool:
    """Are two words that may stand alone rather one?  Not if both are common (`in to`), nor if both are names."""
    first, second = one.text, other.text
    if not known.knows(first + second) or (first[0].isupper() and second[0].isupper() and not second.isupper()):
        return False
    return min(known.lexicon.zipf(first), known.lexicon.zipf(second)) < COMMON


def _parted(first: str, second: str, known: Hypotheses) -> bool:
    """Do two words form no compound, as in `he-was`, `of-the`?"""
    return (
        (first in FUNCTION_WORDS or second in FUNCTION_WORDS)
        and first not in OPENING
        and second not in CLOSING
        and not known.lexicon.zipf(first + second)
    )


#: the sources for a token that is no known word, and for a known word in a text that is taken for a scan
STRANGE: dict[str, Callable[[NoisyText, OcrToken, Hypotheses], Sequence[Edge]]] = {
    "misread": _misread,
    "speck": _speck,
}
KNOWN: dict[str, Callable[[NoisyText, OcrToken, Hypotheses], Sequence[Edge]]] = {
    "real word": _real_word,
    "marks": _with_marks,
}
#: words that are refused as hypotheses for one token
GUARDS: dict[str, Callable[[NoisyText, int, str, Hypotheses], Iterable[str]]] = {
    "inflected": _inflected,
    "doubled": _doubled,
}
#: the sources for a token and those after it
JOINED: dict[str, Callable[[NoisyText, int, Pieces, Hypotheses], Iterable[Edge]]] = {
    "broken at a line's end": _broken,
    "hyphen": _hyphen,
    "initial": _initial,
    "two pieces": _two,
    "marks as letters": _cut,
    "three pieces": _three,
}
