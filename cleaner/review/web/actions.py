"""What the page's answers do.  All that arrives is checked; what makes no sense is refused in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from cleaner.ledger import Answer, Case, Filter, Ledger, Pattern, Reviewer, Scope, Written
from cleaner.ledger.values import Example
from cleaner.packs.remember import Remember, carried_out, switching_off, undone
from cleaner.review.web.samples import Samples
from cleaner.review.web.views import Asked
from cleaner.text.plural import cases

Done = dict[str, object]  # `did` in words; what is to be shown, or asked first


class RefusalError(ValueError):
    """An answer that cannot be carried out; the message says why."""


class Actions:
    """Answers of one session in the browser."""

    def __init__(self, ledger: Ledger, remember: Remember, samples: Samples, who: str, session: str) -> None:
        self._ledger, self._remember, self._samples = ledger, remember, samples
        self._who, self._session = who, session

    def decide(self, said: Mapping[str, object]) -> Done:
        """Carries one answer out; says what was done.

        `said` holds `answer` and `text`; and either `case`, or `pattern` or `rule` with `leave_out`;
        `filter` as in an address; `always` true for every later run too.  What goes further than it says is not
        done, but asked as `doubt`; `switch_off` true or false is the answer to that.
        """
        if doubt := self._doubt(said):
            return {"did": "", "doubt": doubt}
        return {"did": self._answered(said)}

    def _doubt(self, said: Mapping[str, object]) -> str:
        """What *never* would come to, where no exception will do and nobody was asked yet."""
        if said.get("always") is not True or said.get("answer") != "reject" or "switch_off" in said:
            return ""
        wanted = replace(_filter(said.get("filter")), pattern=_number(said.get("pattern")))
        pattern, examples = self._pattern(wanted, self._ledger.case_ids(wanted))
        rule = self._remember.only_switching_off(pattern, examples)
        return switching_off(rule) if rule else ""

    def _answered(self, said: Mapping[str, object]) -> str:
        answer = _answer(said.get("answer"))
        text = said.get("text")
        if not (text is None or isinstance(text, str)):
            raise RefusalError("text must be text")
        if text and any("\ud800" <= c <= "\udfff" for c in text):
            raise RefusalError("the text holds half a character (a lone surrogate)")
        if answer is Answer.REPLACE and text is None:
            raise RefusalError("replace by what?")
        if "case" in said:
            return self._decide([_number(said["case"])], answer, text, Scope.PLACE)
        wanted = _filter(said.get("filter"))
        left_out = set(_numbers(said.get("leave_out")))
        if "rule" in said:
            exact = self._ledger.patterns(replace(wanted, rule=str(said["rule"])), limit=-1)
            ids = [i for p in exact if p.rule == said["rule"] for i in self._of(wanted, p.id) if i not in left_out]
            return self._decide(ids, answer, text, Scope.PATTERN)
        wanted = replace(wanted, pattern=_number(said.get("pattern")))
        ids = [i for i in self._ledger.case_ids(wanted) if i not in left_out]
        if said.get("always") is True:
            return self._always(wanted, ids, answer, text, said.get("switch_off") is True)
        if self._are_all_of_a_document(wanted, ids):
            return f"{self._decide(ids, answer, text, Scope.DOCUMENT)} in this document, in later runs too"
        return self._decide(ids, answer, text, Scope.PATTERN)

    def _of(self, wanted: Filter, pattern: int) -> list[int]:
        return self._ledger.case_ids(replace(wanted, pattern=pattern))

    def _are_all_of_a_document(self, wanted: Filter, ids: list[int]) -> bool:
        """Whether the answer may stand for the document: nothing of the pattern is left out there by hand or filter."""
        whole = Filter(pattern=wanted.pattern, document=wanted.document)
        return wanted.document is not None and ids == self._ledger.case_ids(whole)

    def _always(self, wanted: Filter, ids: list[int], answer: Answer, text: str | None, switch_off: bool) -> str:
        pattern, examples = self._pattern(wanted, ids)
        put = text if text is not None else pattern.after
        if answer is not Answer.REJECT and put is None:
            raise RefusalError("a flag has nothing to put here; replace it by words of your own")
        if answer is Answer.REJECT:
            plan, reach = self._remember.never(pattern, examples, switch_off=switch_off), ", and never again"
        else:
            plan, reach = self._remember.always(pattern, put or "", examples), ", and always"
        done = self._decide(ids, answer, text, Scope.ALWAYS, plan.files)
        wrote = carried_out(self._ledger, self._ledger.history(1, self._session)[0].id, plan)
        return "; ".join(filter(None, [f"{done}{reach}", wrote]))

    def _pattern(self, wanted: Filter, ids: list[int]) -> tuple[Pattern, list[Example]]:
        found = self._ledger.patterns(wanted, limit=1)
        if not found:
            raise RefusalError("this pattern has no open cases any more")
        return found[0], [Example(c, self._ledger.excerpt(c, 300)) for c in self._ledger.cases(ids[:5])]

    def _decide(
        self, ids: list[int], answer: Answer, text: str | None, scope: Scope, files: Sequence[Written] = ()
    ) -> str:
        found: list[Case] = self._ledger.cases(ids)
        if not found:
            raise RefusalError("there is nothing open to answer here any more")
        same = answer is Answer.REPLACE and all(c.record.after == text for c in found)
        answer, text = (Answer.ACCEPT, None) if same else (answer, text)
        put = text if answer is Answer.REPLACE else None
        ids = [c.id for c in found]
        by = Reviewer(self._who, self._session)
        self._ledger.decide(ids, answer, text=put, scope=scope, by=by, files=files)
        did = {Answer.ACCEPT: "accepted", Answer.REJECT: "rejected", Answer.REPLACE: f"replaced by “{put}”:"}
        return f"{did[answer]} {cases(len(found))}"

    def sample(self, said: Mapping[str, object]) -> Done:
        """Draws cases of a pattern by chance, to be looked at one by one."""
        wanted = replace(_filter(said.get("filter")), pattern=_number(said.get("pattern")))
        drawn = self._samples.draw(wanted)
        if not drawn:
            raise RefusalError("there is nothing to draw: look at what is left of the sample first")
        return {"did": f"{cases(drawn)} drawn by chance"}

    def undo(self, said: Mapping[str, object]) -> Done:
        """Takes a decision back: the one that is named, or the last of this session; `pattern` is what it answered."""
        if "decision" in said:
            decision = _number(said["decision"])
        else:
            mine = [s for s in self._ledger.history(200, self._session) if not s.undone]
            if not mine:
                raise RefusalError("nothing to undo in this session; the history lists earlier answers")
            decision = mine[0].id
        try:
            pattern = self._ledger.pattern_of(decision)
            reopened, files = undone(self._ledger, decision, self._remember.folder, self._who, self._session)
            return {"did": f"undone: {cases(reopened)} as before{files}", "pattern": pattern}
        except ValueError as error:
            raise RefusalError(str(error)) from None


def _answer(value: object) -> Answer:
    try:
        return Answer(str(value))
    except ValueError:
        raise RefusalError("an answer is accept, reject or replace") from None


def _number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**62:
        raise RefusalError("a number is missing or wrong")
    return value


def _numbers(value: object) -> list[int]:
    """Numbers, none if nothing is said.  Whatever else stands there might leave less out than was meant."""
    if not (value is None or isinstance(value, list)):
        raise RefusalError("a list of numbers is wanted")
    return [_number(v) for v in value or []]


def _filter(value: object) -> Filter:
    """What the answer is for.  A filter that is not understood must not be taken for none: none is everything."""
    if value is None:
        return Filter()
    if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
        raise RefusalError("a filter is an object of texts, as in the address")
    asked = Asked.of(value)
    if asked.senseless:
        raise RefusalError(f"this filter makes no sense: {', '.join(asked.senseless)}")
    return asked.wanted
