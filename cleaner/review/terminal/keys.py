"""The keys of the review: those of `git add -p` where it has them.  This table is also the help and the
manual.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cleaner.ledger import Answer
from cleaner.review.navigation import Review
from cleaner.review.questions import CaseQuestion, LastQuestion, PatternQuestion, Question
from cleaner.text.plural import cases


@dataclass(frozen=True, slots=True)
class Key:
    """One key: what it does, in words and in fact.

    `wants` says what must be typed after it, if anything; `busy` what is being done where that takes a moment;
    `doubt` is what gives pause before something that goes further than the key says, and `sure` asks about it.
    """

    key: str
    words: str
    act: Callable[[Review, str], str]
    wants: str = ""
    busy: str = ""
    doubt: Callable[[Review, str], str] | None = None
    sure: str = ""


def _own_words(typed: str) -> str:
    """What was typed; `""` deletes."""
    return "" if typed in ('""', "''") else typed


def _all_of_them(review: Review, typed: str) -> str:
    """How many places get the same words; looking at them one by one is two keys away."""
    number = review.answering()
    put = f"“{_own_words(typed)}”" if _own_words(typed) else "Nothing"
    return f"{put} is to stand in all {cases(number)}; x leaves some out, s goes through them" if number > 1 else ""


def _numbers(typed: str) -> list[int]:
    return [int(n) for n in typed.replace(",", " ").split() if n.isdecimal()]


PATTERN_KEYS = (
    Key("y", "accept all", lambda r, _: r.accept_all()),
    Key("n", "reject all: the text stays as it is", lambda r, _: r.reject_all()),
    Key(
        "e",
        'replace all by words of your own ("" deletes)',
        lambda r, t: r.accept_all(_own_words(t)),
        "replace by",
        doubt=_all_of_them,
        sure="Replace all",
    ),
    Key("s", "split: go through them one by one", lambda r, _: r.split()),
    Key("t", "test a sample drawn by chance, and see what it proves", lambda r, _: r.sample()),
    Key(
        "x",
        "leave examples out of the answer, by number (x 2 4)",
        lambda r, t: r.drop(_numbers(t)),
        "leave out",
    ),
    Key("+", "more examples", lambda r, _: r.more()),
    Key("a", "accept this and all later patterns of this rule", lambda r, _: r.rest_of_rule(Answer.ACCEPT)),
    Key("d", "reject this and all later patterns of this rule", lambda r, _: r.rest_of_rule(Answer.REJECT)),
    Key(
        "A",
        "always: accept all, and in every later run",
        lambda r, _: r.always(),
        busy="writing the rule and trying it…",
    ),
    Key(
        "N",
        "never: reject all, and in every later run",
        lambda r, sure: r.never(switch_off=sure == "y"),
        busy="writing the exception and trying it…",
        doubt=lambda r, _: r.doubt_of_never(),
        sure="Switch it off",
    ),
    Key("j", "leave open, see the next", lambda r, _: r.leave()),
    Key("k", "back to the pattern last left open", lambda r, _: r.back()),
)
CASE_KEYS = (
    Key("y", "accept", lambda r, _: r.accept()),
    Key("n", "reject: the text stays as it is", lambda r, _: r.reject()),
    Key("e", 'replace by words of your own ("" deletes)', lambda r, t: r.accept(_own_words(t)), "replace by"),
    Key("a", "accept this and all that are left of this pattern", lambda r, _: r.rest(Answer.ACCEPT)),
    Key("d", "reject this and all that are left of this pattern", lambda r, _: r.rest(Answer.REJECT)),
    Key(
        "h",
        "here: accept these words in all of this document, in later runs too",
        lambda r, _: r.in_document(Answer.ACCEPT),
    ),
    Key(
        "H",
        "here: reject these words in all of this document, in later runs too",
        lambda r, _: r.in_document(Answer.REJECT),
    ),
    Key("j", "leave open, see the next", lambda r, _: r.leave()),
    Key("k", "back to the pattern as a whole", lambda r, _: r.back()),
)
SAMPLE_KEYS = tuple(k for k in CASE_KEYS if k.key not in "adhH")
PROOF_KEYS = (
    Key("y", "accept all that are left", lambda r, _: r.accept_all()),
    Key("n", "reject all that are left", lambda r, _: r.reject_all()),
    Key("t", "test more of them", lambda r, _: r.sample()),
    Key("s", "split: go through the rest one by one", lambda r, _: r.split()),
    Key("j", "leave the rest open, see the next", lambda r, _: r.leave()),
    Key("k", "back to the pattern as a whole", lambda r, _: r.back()),
)
LAST_KEYS = (
    Key("u", "undo the last answer", lambda r, _: r.undo()),
    Key("k", "back to what was left open", lambda r, _: r.back()),
    Key("q", "leave; every answer is saved already", lambda _r, _t: ""),
)
# These work everywhere; the first three are the reader's own (terminal, page) to carry out.
EVERYWHERE = (
    Key("w", "why: the evidence and its weight", lambda _r, _t: ""),
    Key("q", "quit; every answer is saved already", lambda _r, _t: ""),
    Key("?", "this help", lambda _r, _t: ""),
    Key("u", "undo the last answer", lambda r, _: r.undo()),
)


def keys_for(question: Question) -> tuple[Key, ...]:
    """The keys that a question understands, in the order in which they are offered."""
    own: tuple[Key, ...]
    if isinstance(question, LastQuestion):
        return tuple(k for k in LAST_KEYS if question.skipped or k.key != "k")
    if isinstance(question, PatternQuestion):
        own = PATTERN_KEYS
    elif isinstance(question, CaseQuestion):
        own = SAMPLE_KEYS if question.sampling else CASE_KEYS
    else:
        own = PROOF_KEYS
    if own is PATTERN_KEYS and question.pattern.is_flag:
        own = tuple(k for k in own if k.key not in "tA")
    return own + _numbered(question) + EVERYWHERE


def _numbered(question: Question) -> tuple[Key, ...]:
    """`1` to `9` choose among several suggestions."""
    if len(question.suggestions) < 2:
        return ()
    return tuple(_choice(i, text) for i, text in enumerate(question.suggestions[:9], 1))


def _choice(number: int, text: str) -> Key:
    return Key(
        str(number),
        f"“{text}”",
        lambda r, _: r.accept(text) if isinstance(r.question(), CaseQuestion) else r.accept_all(text),
    )


def find_key(question: Question, typed: str) -> tuple[Key | None, str]:
    """The key that a typed line begins with, and the rest of the line.

    `e the crowd` is the key `e` with `the crowd`; `e` alone asks for the words next.
    """
    line = typed.strip()
    key = next((k for k in keys_for(question) if line[:1] == k.key), None)
    rest = line[1:]
    if key is not None and rest and not (key.wants and rest[:1] in " \t"):
        return None, line
    return key, rest.strip()


__all__ = ["EVERYWHERE", "Key", "find_key", "keys_for"]
