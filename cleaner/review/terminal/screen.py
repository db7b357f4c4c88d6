"""A question as lines of text, for a terminal of any width, with or without colour."""

from __future__ import annotations

import shutil
from typing import TextIO

from cleaner.ledger import Case
from cleaner.review.questions import (
    CaseQuestion,
    LastQuestion,
    LotProofQuestion,
    LotQuestion,
    OfPatterns,
    PatternQuestion,
    ProofQuestion,
    Question,
    SheetQuestion,
)
from cleaner.review.sampling import SAMPLE, is_worth_a_sample
from cleaner.review.terminal.keys import keys_for
from cleaner.review.terminal.lot_screen import lot, paragraph, proof, sheet
from cleaner.review.terminal.paint import Paint
from cleaner.text.plural import cases, count
from cleaner.text.visible import both_sides, fitted, visible


class Screen(Paint):
    """Each question as lines."""

    def question(self, question: Question, narrowed: str = "", pace: str = "") -> list[str]:
        """The whole question, without the prompt; above it what is asked about, where that is not all."""
        of_lot = isinstance(question, LotQuestion | SheetQuestion | LotProofQuestion)  # its title says it
        left = "" if of_lot else visible(narrowed)
        return [*([self.ends(left, pace, "faint")] if left or pace else []), *self._asked(question)]

    def _asked(self, question: Question) -> list[str]:
        if isinstance(question, LotQuestion):
            return lot(question, self)
        if isinstance(question, SheetQuestion):
            return sheet(question, self)
        if isinstance(question, LotProofQuestion):
            return proof(question, self)
        return self._of_patterns(question)

    def _of_patterns(self, question: OfPatterns) -> list[str]:
        match question:
            case PatternQuestion():
                return self._pattern(question)
            case CaseQuestion():
                return self._case(question)
            case ProofQuestion():
                change = self.change(question.pattern.before, question.pattern.after)
                left = f"{cases(question.pattern.count)} left of it"
                return [self.paint("title", change), *self.wrap(question.statement), left, ""]
            case LastQuestion(0):
                return ["All answered: u undoes the last, q leaves."]
            case LastQuestion(skipped):
                words = f"All else is answered; k goes back to the {skipped} left open, u undoes the last, q leaves."
                return self.wrap(words)

    def prompt(self, question: Question) -> str:
        """The last line: what may be typed, as `git add -p` shows it."""
        keys = "/".join(k.key for k in keys_for(question))
        asked = _ASKED[type(question)]
        if isinstance(question, CaseQuestion) and question.sampling:
            asked = "Right"
        return f"{self.paint('key', f'{asked} [{keys}]?')} "

    def no_key(self, question: Question, typed: str) -> str:
        """A message: what was typed is no key here."""
        keys = " ".join(k.key for k in keys_for(question))
        others = "? shows the keys" if "?" in keys else f"only {keys}"
        return f"{visible(typed)!r} is no key here; {others}"

    def help(self, question: Question) -> list[str]:
        """What each key does."""
        return [f"  {self.paint('key', k.key)}  {visible(k.words)}" for k in keys_for(question)]

    def why(self, case: Case) -> list[str]:
        """The evidence for a case, weight by weight."""
        finding = case.record.finding
        lines = [*self._whole(case), *self.wrap(visible(finding.why), "  ")]
        for e in finding.evidence:
            detail = f" ({visible(e.detail)})" if e.detail else ""
            lines.append(fitted(f"  {e.weight:+7.2f}  {visible(e.name)}{detail}", self.columns - 1))
        lines.append(f"  {'':>7}  together: {finding.confidence:.1%} sure of the best suggestion")
        return [*lines, *self.wrap(f"{case.record.verdict.value}: {visible(case.record.reason)}", "  ")]

    def _whole(self, case: Case) -> list[str]:
        """The whole change, where a question shows only the beginning of it."""
        before, after = case.record.before, case.record.after
        if self.change(before, after) == self.change(before, after, whole=True):
            return []
        old, new = both_sides(before, after)
        lines = ["  as it stands:", *self.wrap(old, "    ")]
        if new is None:
            return lines
        return [*lines, "  what becomes of it:", *(self.wrap(new, "    ") or ["    (nothing: it is taken away)"])]

    def _pattern(self, q: PatternQuestion) -> list[str]:
        p = q.pattern
        patterns, left = q.left
        head = f"{cases(p.count)} in {count(p.documents, 'document')}"
        head += f", {q.wordings} wordings" if q.wordings > 1 else ""
        rest = f"{count(patterns, 'pattern')}, {cases(left)} left"
        lines = [self.ends(head, rest), self.paint("title", self.change(p.before, p.after))]
        lines += self._about(p.rule, p.tier, p.confidence, p.why, q.suggestions)
        lines.append("")
        for number, example in enumerate(q.examples, 1):
            mark = "x" if example.dropped else " "
            lines.append(f"{mark}{number:>3} {self.excerpt(example, self.columns - 6)}")
        if q.dropped:
            lines.append(f"  {cases(q.dropped)} left out of the answer")
        if is_worth_a_sample(p):
            lines.append(
                self.paint("faint", f"  t tests {SAMPLE} drawn by chance, and says what they prove of all {p.count:,}")
            )
        return [*lines, ""]

    def _case(self, q: CaseQuestion) -> list[str]:
        case = q.example.case
        finding = case.record.finding
        title = case.path if case.name in ("", case.path) else f"{case.path}: {case.name}"
        title += case.record.clock and f" at {case.record.clock}"
        left = f"{q.left} of the sample left" if q.sampling else f"{q.left} left"
        lines = [self.ends(visible(title), left)]
        lines += self._about(finding.rule, finding.tier, finding.confidence, finding.why, q.suggestions)
        return [*lines, "", *(f"  {line}" for line in paragraph(q.example, self, self.columns - 4)), ""]

    def _about(self, rule: str, tier: str, confidence: float, why: str, suggestions: tuple[str, ...]) -> list[str]:
        lines = [fitted(visible(f"{rule}  {tier}, {confidence:.0%} sure"), self.columns - 1)]
        lines += self.wrap(visible(why))
        if len(suggestions) > 1:
            options = "  ".join(f"{i} {visible(s) or '(nothing)'}" for i, s in enumerate(suggestions[:9], 1))
            lines += self.wrap(f"instead: {options}")
        return lines


_ASKED = {
    PatternQuestion: "All",
    CaseQuestion: "This",
    ProofQuestion: "The rest",
    LotQuestion: "Group",
    SheetQuestion: "These",
    LotProofQuestion: "The rest",
    LastQuestion: "Leave",
}


def screen_for(out: TextIO, colour: bool = False) -> Screen:
    """The width of the terminal, at most 100."""
    columns = min(100, shutil.get_terminal_size((80, 24)).columns) if out.isatty() else 80
    return Screen(max(40, columns), colour)
