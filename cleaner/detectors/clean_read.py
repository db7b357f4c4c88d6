"""What people say while they think, taken out where the user wants a text to read (`--mode clean-read`).

Fillers, doubled words, restarts, words that were broken off, and `gonna`.  Counted on 11 podcasts of Rev16 that two
people wrote down, one word by word and one to be read (`benchmarks/transcripts.py --what clean-read`): the table says
how many of these places the editor changed, left as they were, or wrote in a third way.  What editors keep more often
stays: `like`, `I mean`, `kind of`, `so`, `well`, and words that are doubled for weight.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import regex

from cleaner.detectors.taking_out import Taken, taken_out
from cleaner.diagnosis.examination import Examination
from cleaner.kit import Kit
from cleaner.model import Evidence, Finding, Suggestion, Tier, log_odds
from cleaner.text.expressions import compiled

# Doubled for weight, or one thing by name.
_KEPT = frozenset(
    "yeah no really very that you yes blah right had bye ha so more many ho hey okay ok wow now far long well knock "
    "there la na da go who what is in die deep gang".split()
)
_KEPT_PAIRS = frozenset({"et cetera", "all right", "for real", "ho ho", "too much"})
_WORD = r"\p{L}[\p{L}'’]*"
_HESITATION = r"(?:,|-{1,2}|…|\.\.\.)"
_BLANK = r"(?!\s*\n\s*\n)\s+"  # behind an empty line somebody else may speak

Takes = Callable[[str, regex.Match[str], Kit], Taken | None]


@dataclass(frozen=True, slots=True)
class Habit:
    """Something that people do when they speak; `sure`: how often it goes."""

    said: regex.Pattern[str]
    takes: Takes
    why: str
    sure: float = 0.97


def _whole(text: str, m: regex.Match[str], kit: Kit) -> Taken | None:
    return taken_out(text, *m.span())


def _no_answer(text: str, m: regex.Match[str], kit: Kit) -> Taken | None:
    """`Mm-hmm` after a question is an answer, and so it is as somebody's whole turn."""
    before = text[: m.start()].rstrip(" ")
    alone = before[-1:] in ("", "\n", ":") and text[m.end() :].lstrip(" .!")[:1] in ("", "\n")
    return None if alone or before.endswith("?") else taken_out(text, *m.span())


def _once(text: str, m: regex.Match[str], kit: Kit) -> Taken | None:
    said = m[1].lower()
    if said in _KEPT or said in _KEPT_PAIRS or said[-1] == "'":
        return None
    first, *rest = said.split()
    return None if first in rest or said.isdigit() else Taken(m.start(), m.end(), m[1])


def _broken_off(text: str, m: regex.Match[str], kit: Kit) -> Taken | None:
    """The beginning of a word, if it is no word itself, or if the word follows."""
    piece, following = m[1], text[m.end() :].lstrip(" ").lower()
    known = kit.lexicon.knows(piece) or kit.lexicon.knows(piece.lower())
    return None if known and not _begins(following, piece.lower()) else taken_out(text, *m.span())


def _begins(following: str, piece: str) -> bool:
    return following.startswith(piece) and following[len(piece) : len(piece) + 1].isalpha()


HABITS: dict[str, Habit] = {  # places that the editors changed, left, wrote in a third way
    "filler": Habit(  # 1,335 / 48 / 0
        compiled(r"(?<![\w'’-])(?:(?i:um+|uh+|uhm|erm|hmm+)|[Ee]r)(?![\w'’])(?!-\w)"), _whole, "A sound of thinking."
    ),
    "back-channel": Habit(  # 129 / 4 / 4
        compiled(r"(?i)(?<![\w-])(?:mm-hmm+|mhm)(?!\w)"), _no_answer,
        "A sound of listening, which answers nothing.", 0.96,
    ),
    "you-know": Habit(  # 295 / 1 / 2
        compiled(r"(?i), you know,"), lambda text, m, kit: Taken(m.start(), m.end(), ""), "Said between two thoughts."
    ),
    "doubled": Habit(  # 744 / 31 / 32
        compiled(rf"(?i)\b({_WORD})(?:{_HESITATION}?{_BLANK}\1\b)++(?!['’-]\w)(?![.!?])"), _once,
        "The same word twice.", 0.96,
    ),
    "restart": Habit(  # 204 / 5 / 11
        compiled(rf"(?i)\b({_WORD} {_WORD})(?:{_HESITATION}{_BLANK}\1\b)++(?!['’-]\w)(?![.!?])"), _once,
        "The same words begun anew.", 0.96,
    ),
    "broken-off": Habit(  # 151 / 9 / 0; with the word behind it 320 / 20 / 1
        compiled(r"(?<![\w'’-])(\p{L}{1,9})-(?=\s)"), _broken_off, "A word that was broken off."
    ),
    "gonna": Habit(  # 191 / 2 / 7
        compiled(r"\bgonna\b"), lambda text, m, kit: Taken(m.start(), m.end(), "going to"),
        "“Going to”, as it is said.", 0.96,
    ),
    "sound": Habit(  # not counted: Rev16 has no such marks
        compiled(
            r"(?i)[\[(](?:laugh(?:s|ter|ing)?|music(?: playing)?|applau(?:se|ding)|cheer(?:s|ing)(?: and applause)?|"
            r"sighs?|coughs?|clears throat|(?:background )?noise|silence)[\])]"
        ), _whole, "A sound that is no word.",
    ),
}  # fmt: skip


def clean_read(seen: Examination, kit: Kit) -> Iterator[Finding]:
    """A fix for each habit of speech; nothing where the user did not ask for clean text."""
    if kit.mode != "clean-read":
        return
    text = seen.analysis.text
    for name, habit in HABITS.items():
        for m in habit.said.finditer(text):
            taken = habit.takes(text, m, kit)
            if taken:
                yield Finding(
                    taken.start, taken.end, f"clean-read/{name}", "asr", Tier.LIKELY, (Suggestion(taken.text),),
                    habit.why, (Evidence("how often editors take it out", log_odds(habit.sure)),),
                )  # fmt: skip
