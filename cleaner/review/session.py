"""What an answer does.  Neither the terminal nor the web is known here.

One answer for 214 equal cases; whoever wants to be sure looks at a sample first, and whoever doubts goes through the
cases.  Every answer is in the ledger before the next question is asked, so a session that is killed goes on where it
stopped.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from cleaner.ledger import Answer, Case, Filter, Ledger, Pattern, Reviewer, Scope, Written
from cleaner.packs.remember import Plan, Remember, carried_out, undone
from cleaner.review.alike import as_one, core
from cleaner.review.asking import GONE, OPEN, Ids, Where, ids_of
from cleaner.review.moving import Moving
from cleaner.text.plural import cases, count

ALL_DROPPED = "all its cases are left out; nothing to decide"


class Review(Moving):
    """A session: it asks `question()`, and is told an answer by its methods, each of which says what it
    did.
    """

    def __init__(
        self,
        ledger: Ledger,
        wanted: Filter = OPEN,
        *,
        who: str = "",
        session: str = "",
        remember: Remember | None = None,
    ) -> None:
        super().__init__(ledger, wanted)
        self._who, self._session = who, session
        self._remember = remember or Remember()
        self._past: list[tuple[int, Where]] = []  # decisions of this session, and where we stood

    @property
    def can_undo(self) -> bool:
        """Whether this session has an answer to take back."""
        return bool(self._past)

    # --- answers to a pattern, or to what a sample left of it ---

    def answering(self) -> int:
        """How many cases an answer to what is in hand would be for."""
        ids = self._ledger.case_ids(self._of(ids_of(self._in_hand())))
        return len([i for i in ids if i not in self._where.dropped])

    def accept_all(self, text: str | None = None) -> str:
        """All cases in hand become the best suggestion, or `text`."""
        same = text in (None, as_one(self._in_hand()).after)
        return self._decide_all(Answer.ACCEPT if same else Answer.REPLACE, None if same else text)

    def reject_all(self) -> str:
        """All cases in hand stay as they are."""
        return self._decide_all(Answer.REJECT)

    def rest_of_rule(self, answer: Answer) -> str:
        """This pattern and all later ones of its rule get one answer."""
        rule = self._in_hand()[0].rule
        left_open = {id for ids in self._where.skipped for id in ids}
        found = self._ledger.patterns(replace(self._wanted, rule=rule), limit=-1)
        meant = ids_of([p for p in found if p.rule == rule and p.id not in left_open])
        dropped = self._where.dropped
        ids = [i for i in self._ledger.case_ids(self._of(meant)) if i not in dropped]
        if not ids:
            return ALL_DROPPED
        self._decide(ids, answer, None, Scope.PATTERN)
        self._ask_dropped(self._where.patterns, dropped)
        return f"{_did(answer, None)} {cases(len(ids))} in {count(len(meant), 'pattern')} of {rule}"

    def always(self, text: str | None = None) -> str:
        """Accepted here and in every later run; a rule is written for it."""
        group = self._in_hand()
        best = as_one(group).after
        put = text if text is not None else best
        if put is None:
            return "a flag has nothing to put here; type e and what should stand here"
        examples = self._examples(300)
        plan = self._planned(group, lambda pattern: self._remember.always(pattern, put, examples))
        return self._decide_all(Answer.ACCEPT if put == best else Answer.REPLACE, put, plan, ", and always")

    def never(self, *, switch_off: bool = False) -> str:
        """Rejected here and in every later run; an exception is written for it.

        `switch_off` allows that the whole rule is switched off where no exception would leave anything of it.
        """
        group, examples = self._in_hand(), self._examples(300)
        plan = self._planned(group, lambda p: self._remember.never(p, examples, switch_off=switch_off))
        return self._decide_all(Answer.REJECT, None, plan, ", and never again")

    def only_switching_off(self) -> str:
        """The rule that a *never* could only switch off as a whole; "" where an exception will do."""
        group = self._in_hand()
        return self._remember.only_switching_off(group[0], self._examples(300)) if len(group) == 1 else ""

    # --- answers to one case ---

    def accept(self, text: str | None = None) -> str:
        """This case becomes the best suggestion, or `text`."""
        case = self._case()
        return self._decide_one(case, Answer.ACCEPT if text in (None, case.record.after) else Answer.REPLACE, text)

    def reject(self) -> str:
        """This case stays as it is."""
        return self._decide_one(self._case(), Answer.REJECT, None)

    def rest(self, answer: Answer) -> str:
        """This case and all that are still to go through get one answer."""
        ids = list(self._where.queue)
        self._decide(ids, answer, None, Scope.PATTERN)
        self._where = replace(self._where, queue=())
        return f"{_did(answer, None)} {cases(len(ids))}"

    def in_document(self, answer: Answer) -> str:
        """These words get one answer wherever the rule finds them in this document, in later runs too."""
        case = self._case()
        ids = self._ledger.case_ids(replace(self._of((case.pattern,)), document=case.document))
        self._decide(ids, answer, None, Scope.DOCUMENT)
        self._where = replace(self._where, queue=tuple(i for i in self._where.queue if i not in set(ids)))
        return f"{_did(answer, None)} {cases(len(ids))} in this document, and what a later run finds of it there"

    # --- taking back ---

    def undo(self) -> str:
        """Takes the session's last answer back, with what it wrote, and asks again."""
        if not self._past:
            return "nothing to undo in this session; `cleaner decisions undo` takes back earlier ones"
        decision, self._where = self._past.pop()
        reopened, files = undone(self._ledger, decision, self._remember.folder, self._who, self._session)
        return f"undone: {cases(reopened)} open again{files}"

    # --- how answers are carried out ---

    def _case(self) -> Case:
        found = self._ledger.cases(self._where.queue[:1])
        if not found:
            raise LookupError(GONE)
        return found[0]

    def _decide_all(self, answer: Answer, text: str | None = None, plan: Plan | None = None, reach: str = "") -> str:
        """All cases in hand, and with a plan always; says what was done, how far it reaches, and what was written."""
        group, dropped = self._in_hand(), self._where.dropped
        wanted = self._of(ids_of(group))
        ids = [i for i in self._ledger.case_ids(wanted) if i not in dropped]
        if not ids:
            return ALL_DROPPED
        scope, files = (Scope.PATTERN, ()) if plan is None else (Scope.ALWAYS, plan.files)
        self._decide(ids, answer, text, scope, self._texts(group, ids, text), files)
        wrote = "" if plan is None else carried_out(self._ledger, self._past[-1][0], plan)
        self._ask_dropped(ids_of(group), dropped)
        return "; ".join(filter(None, [f"{_did(answer, text)} {cases(len(ids))}{reach}", wrote]))

    def _ask_dropped(self, patterns: Ids, dropped: frozenset[int]) -> None:
        """What was left out of an answer to these patterns comes next, one by one."""
        remaining = tuple(i for i in self._ledger.case_ids(self._of(patterns)) if i in dropped)
        self._where = Where(self._where.patterns if remaining else (), self._where.skipped, queue=remaining)

    def _texts(self, group: Sequence[Pattern], ids: list[int], text: str | None) -> Mapping[int, str]:
        """What is to stand at each case, where `text` was said of what several patterns have in common."""
        if text is None or len(group) == 1:
            return {}
        found = [(c.id, c.record.before, c.record.after) for c in self._ledger.cases(ids)]
        return {id: core(before, after).around(text) for id, before, after in found if after is not None}

    def _decide_one(self, case: Case, answer: Answer, text: str | None) -> str:
        self._decide([case.id], answer, text, Scope.PLACE)
        self._where = replace(self._where, queue=self._where.queue[1:])
        return f"{_did(answer, text)} one case"

    def _decide(
        self,
        ids: list[int],
        answer: Answer,
        text: str | None,
        scope: Scope,
        texts: Mapping[int, str] | None = None,
        files: Sequence[Written] = (),
    ) -> None:
        decision = self._ledger.decide(
            ids, answer, text=text, texts=texts, scope=scope, by=Reviewer(self._who, self._session), files=files
        )
        self._past.append((decision, self._where))

    def _planned(self, group: Sequence[Pattern], plan: Callable[[Pattern], Plan]) -> Plan:
        """What makes an answer to these patterns hold elsewhere."""
        if len(group) > 1:
            return Plan(f"no rule is written for {len(group)} wordings at once, this ledger remembers them")
        return plan(group[0])


def _did(answer: Answer, text: str | None) -> str:
    replaced = f"replaced by {f'“{text}”' if text else 'nothing'}:"
    return {Answer.ACCEPT: "accepted", Answer.REJECT: "rejected", Answer.REPLACE: replaced}[answer]


def new_session() -> str:
    """A name for a session, so that it can be undone as a whole; the ids sort by time."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(2)}"


__all__ = ["Remember", "Review", "new_session"]
