"""What the page's script may ask for: an answer, a sample, an undo.

Everything that arrives is checked; what makes no sense is refused with a message.  The session does the rest.
"""

from __future__ import annotations

from collections.abc import Mapping

from cleaner.ledger import Answer, Filter, Ledger, Scope
from cleaner.review import sampling
from cleaner.review.catalogue import GONE, Selection
from cleaner.review.grouping import Ids
from cleaner.review.session import Session
from cleaner.review.web.address import Asked
from cleaner.text.plural import cases

Reply = dict[str, object]  # `did` in words; what is to be shown, or asked first


class RefusalError(ValueError):
    """A request that cannot be carried out; the message says why."""


class PageRequests:
    """Answers what the page's script sends."""

    def __init__(self, ledger: Ledger, session: Session) -> None:
        self._ledger, self._session = ledger, session
        self._drawn: dict[int, Ids] = {}  # the samples drawn since the server started, by question

    def decide(self, said: Mapping[str, object]) -> Reply:
        """Carries one answer out; says what was done.

        `said` holds `answer` and `text`; and either `case`, or `pattern`, `patterns` or `rule` with `leave_out`;
        `filter` as in an address; `always` true for every later run too.  Instead of a *never* that
        would switch a rule off, the reply is a question, `doubt`; `switch_off` true or false answers it.
        """
        answer, text = _answer(said)
        if "case" in said:
            return {"did": self._session.answer_cases((_number(said["case"]),), answer, text).said}
        selection = self._selection(said)
        if "rule" in said:
            done = self._session.whole_rule(selection, answer)
        elif said.get("always") is not True:
            done = self._session.answer(selection, answer, text, self._scope(selection))
        elif answer is not Answer.REJECT:
            done = self._session.always(selection, text)
        elif "switch_off" not in said and (doubt := self._session.doubt_of_never(selection)):
            return {"did": "", "doubt": doubt}
        else:
            done = self._session.never(selection, switch_off=said.get("switch_off") is True)
        return {"did": done.said}

    def _selection(self, said: Mapping[str, object]) -> Selection:
        """What an answer or a sample is for."""
        wanted, left_out = _filter(said.get("filter")), frozenset(_numbers(said.get("leave_out")))
        if "rule" in said:
            if _answer(said)[0] is Answer.REPLACE:
                raise RefusalError("a whole rule is accepted or rejected")
            return self._session.catalogue.of_rule(wanted, str(said["rule"]), left_out=left_out)
        patterns = tuple(_numbers(said["patterns"])) if "patterns" in said else (_number(said.get("pattern")),)
        found = self._session.catalogue.selection(wanted, patterns, left_out)
        if found is None:
            raise LookupError(GONE)
        if found.wordings != len(patterns) and said.get("text") is not None:
            raise RefusalError("one of its wordings was answered meanwhile: look again")
        return found

    def _scope(self, selection: Selection) -> Scope:
        """DOCUMENT if the answer is for all cases of its document: none is left out by hand or by the filter."""
        whole = Filter(patterns=selection.wanted.patterns, document=selection.wanted.document)
        if whole.document is not None and self._session.cases_of(selection) == self._ledger.case_ids(whole):
            return Scope.DOCUMENT
        return Scope.PATTERN

    def sample(self, said: Mapping[str, object]) -> Reply:
        """Draws cases of a question by chance, to be looked at one by one."""
        selection = self._selection(said)
        question = self._ledger.group_of(selection.wanted.patterns[0])
        earlier = self._drawn.get(question, ())
        new = () if self.drawn(question).left else sampling.draw(self._ledger, selection.wanted, earlier)
        if not new:
            raise RefusalError("there is nothing to draw: look at what is left of the sample first")
        self._drawn[question] = (*earlier, *new)
        return {"did": f"{cases(len(new))} drawn by chance"}

    def drawn(self, question: int) -> sampling.DrawnSample:
        """How far the sample of a question is."""
        return sampling.progress_of(self._ledger, self._drawn.get(question, ()))

    def undo(self, said: Mapping[str, object]) -> Reply:
        """Takes back the answer that is named, or the last of this session.  `pattern`: the question it answered."""
        decision = _number(said["decision"]) if "decision" in said else self._session.last_decision()
        if decision is None:
            raise RefusalError("nothing to undo in this session; the history lists earlier answers")
        pattern = self._ledger.pattern_of(decision)
        did = self._session.undo(decision)
        question = None if pattern is None else self._ledger.group_of(pattern)
        return {"did": did, "pattern": question}


def _answer(said: Mapping[str, object]) -> tuple[Answer, str | None]:
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


def _number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**62:
        raise RefusalError("a number is missing or wrong")
    return value


def _numbers(value: object) -> list[int]:
    """A list of numbers, empty where nothing is given.  Anything else might leave out less than was meant."""
    if not (value is None or isinstance(value, list)):
        raise RefusalError("a list of numbers is wanted")
    return [_number(v) for v in value or []]


def _filter(value: object) -> Filter:
    """The filter of an answer.  Refuses one that is not understood, because no filter would mean all cases."""
    if value is None:
        return Filter()
    if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
        raise RefusalError("a filter is an object of texts, as in the address")
    asked = Asked.of(value)
    if asked.senseless:
        raise RefusalError(f"this filter makes no sense: {', '.join(asked.senseless)}")
    return asked.wanted
