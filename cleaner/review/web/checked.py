"""What arrives from the page's script, checked; what makes no sense is refused with a message."""

from __future__ import annotations

from collections.abc import Mapping

from cleaner.ledger import Answer

Reply = dict[str, object]  # `did` in words; what is to be shown, or asked first


class RefusalError(ValueError):
    """A request that cannot be carried out; the message says why."""


def answer_of(said: Mapping[str, object]) -> tuple[Answer, str | None]:
    """The answer, and the words that a *replace* puts there."""
    try:
        answer = Answer(str(said.get("answer")))
    except ValueError:
        raise RefusalError("an answer is accept, reject or replace") from None
    text = said.get("text")
    if not (text is None or isinstance(text, str)):
        raise RefusalError("text must be text")
    if text and any("\ud800" <= c <= "\udfff" for c in text):
        raise RefusalError("the text holds half a character (a lone surrogate)")
    if answer is Answer.REPLACE and text is None:
        raise RefusalError("a replace needs its text")
    return answer, text if answer is Answer.REPLACE else None


def number_of(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**62:
        raise RefusalError("a number is missing or wrong")
    return value


def numbers_of(value: object) -> list[int]:
    """A list of numbers, empty where nothing is given.  Anything else might leave out less than was meant."""
    if not (value is None or isinstance(value, list)):
        raise RefusalError("a list of numbers is wanted")
    return [number_of(v) for v in value or []]
