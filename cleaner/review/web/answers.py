"""What the page's script may ask for: an answer, a sample, an undo.

Everything that arrives is checked; what makes no sense is refused with a message.  The session does the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from cleaner.ledger import Answer, Filter, Ledger, Scope
from cleaner.review import sampling
from cleaner.review.catalogue import GONE, Selection
from cleaner.review.grouping import Ids
from cleaner.review.pace import Pace
from cleaner.review.session import Session
from cleaner.review.web.address import Asked
from cleaner.review.web.checked import RefusalError, Reply, answer_of, number_of, numbers_of
from cleaner.review.web.lot_requests import LotRequests
from cleaner.text.plural import cases


class PageRequests:
    """Answers what the page's script sends."""

    def __init__(self, ledger: Ledger, session: Session) -> None:
        self._ledger, self._session = ledger, session
        self._drawn: dict[int, Ids] = {}  # the samples drawn since the server started, by question
        self._left_out: dict[float, Ids] = {}  # pages, by the share that was asked to be left out
        self.lots, self.seen, self._pace = LotRequests(ledger, session), set[int](), Pace()

    # --- what an address or an answer is about ---

    def resolved(self, asked: Asked, one_by_one: bool = True) -> Asked:
        """What an address asks for, without the densest pages, and `one_by_one` without what is not sure enough.

        The densest pages are those of the first time: they do not change while they are answered.
        """
        if asked.densest and asked.densest not in self._left_out:
            self._left_out[asked.densest] = self._ledger.densest(asked.densest)
        wanted = replace(asked.wanted, without=self._left_out.get(asked.densest, ()))
        if one_by_one:
            wanted = replace(wanted, low=max(wanted.low, asked.least))
        return replace(asked, wanted=wanted)

    def _filter(self, value: object) -> Filter:
        return self.resolved(_asked_in(value)).wanted

    # --- answers ---

    def lot(self, said: Mapping[str, object]) -> Reply:
        """Does something with a lot: see `LotRequests`."""
        wanted = self.resolved(_asked_in(said.get("filter")), one_by_one=False).wanted
        reply, decisions = self.lots.carry_out(said, wanted)
        return self._paced(reply) if decisions else reply

    def close(self, said: Mapping[str, object]) -> Reply:
        """Closes a page that is past mending, by its `document`."""
        return self._paced({"did": self._session.close_page(number_of(said.get("document"))).said})

    def _paced(self, reply: Reply) -> Reply:
        self._pace.note()
        return reply

    def pace(self, questions: int) -> str:
        """How fast the answers come, and how long so many questions will take."""
        return self._pace.told(questions)

    def decide(self, said: Mapping[str, object]) -> Reply:
        """Carries one answer out; says what was done.

        `said` holds `answer` and `text`; and either `case`, or `pattern`, `patterns` or `rule` with `leave_out`;
        `filter` as in an address; `always` true for every later run too.  Instead of a *never* that
        would switch a rule off, the reply is a question, `doubt`; `switch_off` true or false answers it.  So is
        it before a `rule` with many cases; `sure` true answers them all.
        """
        answer, text = answer_of(said)
        if "case" in said:
            return self._paced({"did": self._session.answer_cases((number_of(said["case"]),), answer, text).said})
        selection = self._selection(said)
        if "rule" in said:
            if said.get("sure") is not True and (doubt := self._session.doubt_of_rule(selection)):
                return {"did": "", "doubt": doubt}
            done = self._session.whole_rule(selection, answer)
        elif said.get("always") is not True:
            done = self._session.answer(selection, answer, text, self._scope(selection))
        elif answer is not Answer.REJECT:
            done = self._session.always(selection, text)
        elif "switch_off" not in said and (doubt := self._session.doubt_of_never(selection)):
            return {"did": "", "doubt": doubt}
        else:
            done = self._session.never(selection, switch_off=said.get("switch_off") is True)
        return self._paced({"did": done.said})

    def _selection(self, said: Mapping[str, object]) -> Selection:
        """What an answer or a sample is for."""
        wanted, left_out = self._filter(said.get("filter")), frozenset(numbers_of(said.get("leave_out")))
        if "rule" in said:
            if answer_of(said)[0] is Answer.REPLACE:
                raise RefusalError("a whole rule is accepted or rejected")
            return self._session.catalogue.of_rule(wanted, str(said["rule"]), left_out=left_out)
        patterns = tuple(numbers_of(said["patterns"])) if "patterns" in said else (number_of(said.get("pattern")),)
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
        decision = number_of(said["decision"]) if "decision" in said else self._session.last_decision()
        if decision is None:
            raise RefusalError("nothing to undo in this session; the history lists earlier answers")
        pattern = self._ledger.pattern_of(decision)
        did = ", ".join(self._session.undo(one) for one in reversed(self.lots.taken_with(decision)))
        question = None if pattern is None else self._ledger.group_of(pattern)
        return {"did": did, "pattern": question}


def _asked_in(value: object) -> Asked:
    """The filter of an answer.  Refuses one that is not understood, because no filter would mean all cases."""
    if value is None:
        return Asked(Filter())
    if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
        raise RefusalError("a filter is an object of texts, as in the address")
    asked = Asked.of(value)
    if asked.senseless:
        raise RefusalError(f"this filter makes no sense: {', '.join(asked.senseless)}")
    return asked
