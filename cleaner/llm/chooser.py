"""Asks a model about the open places of a run, the most promising first, as far as the budget goes.

A run looks at all its texts before the first request, since the budget goes where it gains most: to the places where
an answer can make a fix, and among them to those nearest to the bar.
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count

from cleaner.decide import Policy, edits
from cleaner.llm.budget import Budget
from cleaner.llm.endpoint import ChatReply, Endpoint, Unanswered
from cleaner.llm.open_place import OpenPlace, open_places
from cleaner.llm.prompt import Refused, body, chosen
from cleaner.llm.reply_cache import ReplyCache, digest
from cleaner.llm.weighing import ModelAnswer, weighed, would_fix
from cleaner.model import Cleaned, Record, Verdict
from cleaner.text import edits as algebra

GIVEN_UP = 3  # places in a row without an answer: the server is gone
ENDED = "the budget ended before it was asked a second time"
OTHERWISE = "it chose another when the readings stood in the other order"


@dataclass(slots=True)
class Counts:
    """What a run asked.  `calls` and `tokens` were sent now; `kept` answers came from earlier runs."""

    open: int = 0  # places that could be asked
    asked: int = 0
    calls: int = 0
    kept: int = 0
    tokens: int = 0
    refused: int = 0
    unanswered: int = 0  # places in the budget for which no answer came
    unkept: int = 0  # answers that could not be kept for the next run


@dataclass(slots=True)
class Chooser:
    """One model, and what it is asked in one run.  First all texts are `collect`ed, then it is `ask`ed."""

    endpoint: Endpoint
    model: str
    budget: Budget
    cache: ReplyCache
    policy: Policy
    counts: Counts = field(default_factory=Counts)
    trouble: str = ""  # why the server was given up, or why a place was not answered
    _numbers: Iterator[int] = field(default_factory=count)
    _best: list[tuple[bool, float, int, str, Record, OpenPlace]] = field(default_factory=list)
    _known: set[str] = field(default_factory=set)
    _answers: dict[str, ModelAnswer] = field(default_factory=dict)
    _lost: set[str] = field(default_factory=set)

    def collect(self, cleaned: Cleaned) -> None:
        """Notes the open places of a text, as many as the budget could pay."""
        for number, place in open_places(cleaned, self.policy.bar):
            self.counts.open += 1
            key = self._key(place)
            if key in self._known or not self.budget.most:
                continue
            self._known.add(key)
            record = cleaned.records[number]
            entry = place.liftable, place.confidence, -next(self._numbers), key, record, place
            if len(self._best) < self.budget.most:
                heapq.heappush(self._best, entry)
            else:
                self._known.discard(heapq.heappushpop(self._best, entry)[3])

    def requests(self) -> Iterator[bytes]:
        """The first request for each place that the budget pays, in the order in which they are sent."""
        left = self.budget
        for _, _, _, _, _, place in sorted(self._best, reverse=True):
            request = self._body(place)
            if not (paid := left.spent(request)):
                return
            left = paid
            yield request

    def ask(self) -> Iterator[int]:
        """Asks about each place; yields how many are done.  Without an answer a place stays as it was."""
        left, without = self.budget, 0
        for done, (_, _, _, key, record, place) in enumerate(sorted(self._best, reverse=True), 1):
            if not (paid := left.spent(self._body(place))):
                break
            try:
                answer, left = self._answer(record, place, paid, sent=without < GIVEN_UP)
            except Unanswered as error:
                self.trouble = str(error) or self.trouble
                without = GIVEN_UP if error.hopeless else without + 1
                left = paid
                self.counts.unanswered += 1
                self._lost.add(key)
            else:
                without = 0 if without < GIVEN_UP else without
                self.counts.asked += 1
                self.counts.refused += answer.reading is None
                self._answers[key] = answer
            yield done

    def judged(self, cleaned: Cleaned) -> Cleaned:
        """The text with the model's choices among the evidence of its questions."""
        records = list(cleaned.records)
        for number, place in open_places(cleaned, self.policy.bar):
            if answer := self._answers.get(self._key(place)):
                records[number] = weighed(records[number], place, answer, self.policy)
        if records == list(cleaned.records):
            return cleaned
        fixes = [r for r in records if r.verdict is Verdict.FIX]
        return replace(cleaned, records=tuple(records), text=algebra.apply(cleaned.document.text, edits(fixes)))

    def misses(self, cleaned: Cleaned) -> bool:
        """Whether a place of the text should have been answered and was not: the next run asks again."""
        places = open_places(cleaned, self.policy.bar) if self._lost else ()
        return any(self._key(place) in self._lost for _, place in places)

    def _answer(self, record: Record, place: OpenPlace, left: Budget, *, sent: bool) -> tuple[ModelAnswer, Budget]:
        """The answer about a place, and what is left of the budget.

        A choice that would change the text is asked once more with the readings in the other order: a model that goes
        by the order and not by the words is found out.  Where the budget does not pay that, it does not count.
        """
        answer = self._said(place, sent=sent)
        if not would_fix(record, place, answer, self.policy):
            return answer, left
        if not (paid := left.spent(self._body(place, backwards=True))):
            return ModelAnswer(self.model, None, ENDED), replace(left, left=0)
        again = self._said(place, sent=sent, backwards=True)
        if again.reading == answer.reading:
            return answer, paid
        return ModelAnswer(self.model, None, again.refused or OTHERWISE), paid

    def _said(self, place: OpenPlace, *, sent: bool, backwards: bool = False) -> ModelAnswer:
        reply = self._reply(self._body(place, backwards=backwards), sent)
        try:
            if reply.problem:
                raise Refused(reply.problem)
            return ModelAnswer(self.model, chosen(reply.content, place, backwards=backwards))
        except Refused as refusal:
            return ModelAnswer(self.model, None, str(refusal))

    def _reply(self, request: bytes, sent: bool) -> ChatReply:
        if known := self.cache.get(request):
            self.counts.kept += 1
            return known
        if not sent:
            raise Unanswered("")
        reply = self.endpoint.reply(request)
        self.counts.calls += 1
        self.counts.tokens += reply.tokens
        try:
            self.cache.put(request, reply)
        except OSError:
            self.counts.unkept += 1
        return reply

    def _key(self, place: OpenPlace) -> str:
        """Tells a place with what we believe of it; equal ones are asked about once."""
        return digest(self._body(place) + repr((place.ours, place.liftable)).encode("utf-8", "replace"))

    def _body(self, place: OpenPlace, *, backwards: bool = False) -> bytes:
        return json.dumps(body(self.model, place, backwards=backwards), ensure_ascii=False).encode("utf-8", "replace")
