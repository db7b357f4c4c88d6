"""A question as lines of text, for a terminal of any width, with or without colour."""

from __future__ import annotations

import shutil
import textwrap
from dataclasses import dataclass
from typing import TextIO

from cleaner.ledger import Case
from cleaner.ledger.values import Example
from cleaner.review.questions import CaseQuestion, LastQuestion, PatternQuestion, ProofQuestion, Question
from cleaner.review.sampling import SAMPLE, is_worth_a_sample
from cleaner.review.terminal.keys import keys_for
from cleaner.text.plural import cases, count
from cleaner.text.visible import both_sides, fitted, one_line, visible, width

_COLOURS = {"before": "31;9", "after": "32", "title": "1", "faint": "2", "key": "1;36", "now": "1"}


@dataclass(frozen=True, slots=True)
class Screen:
    """How wide the terminal is, and whether it may be coloured.  Without colour a change is `[-mafia-]{+mob+}`."""

    columns: int = 80
    colour: bool = False

    def paint(self, role: str, text: str) -> str:
        """The text in the colour of its role."""
        return f"\x1b[{_COLOURS[role]}m{text}\x1b[0m" if self.colour and text else text

    def wrap(self, text: str, indent: str = "") -> list[str]:
        """The text in lines that fit, broken at blanks; a word that is longer than a line is broken too."""
        room = self.columns - 1
        return textwrap.wrap(text, room, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)

    def change(self, before: str, after: str | None, *, whole: bool = False) -> str:
        """What stands and what should: marked by colour, or by signs as in `git diff --word-diff`.

        Each side is cut to half a line, unless `whole`.
        """
        old, new = both_sides(before, after)
        if not whole:
            room = max(8, (self.columns - 12) // 2)
            old, new = fitted(old, room), None if new is None else fitted(new, room)
        if new is None:
            return self.paint("now", old if self.colour else f"[?{old}?]")
        if self.colour:
            return f"{self.paint('before', old)}{' → ' if old and new else ''}{self.paint('after', new)}"
        return (f"[-{old}-]" if old else "") + (f"{{+{new}+}}" if new else "")

    def question(self, question: Question) -> list[str]:
        """The whole question, without the prompt."""
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
        lines = [self._ends(head, rest), self.paint("title", self.change(p.before, p.after))]
        lines += self._about(p.rule, p.tier, p.confidence, p.why, q.suggestions)
        lines.append("")
        for number, example in enumerate(q.examples, 1):
            mark = "x" if example.dropped else " "
            lines.append(f"{mark}{number:>3} {self._excerpt(example, self.columns - 6)}")
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
        lines = [self._ends(visible(title), left)]
        lines += self._about(finding.rule, finding.tier, finding.confidence, finding.why, q.suggestions)
        return [*lines, "", *self._paragraph(q.example), ""]

    def _about(self, rule: str, tier: str, confidence: float, why: str, suggestions: tuple[str, ...]) -> list[str]:
        lines = [fitted(visible(f"{rule}  {tier}, {confidence:.0%} sure"), self.columns - 1)]
        lines += self.wrap(visible(why))
        if len(suggestions) > 1:
            options = "  ".join(f"{i} {visible(s) or '(nothing)'}" for i, s in enumerate(suggestions[:9], 1))
            lines += self.wrap(f"instead: {options}")
        return lines

    def _ends(self, left: str, right: str) -> str:
        """Two texts at both ends of a line."""
        left = fitted(left, self.columns - width(right) - 3)
        gap = " " * (self.columns - 1 - width(left) - width(right))
        return f"{left}{gap}{self.paint('faint', right)}"

    def _excerpt(self, example: Example, columns: int) -> str:
        """One line: the change in the middle, as much around it as there is room for."""
        before, after = example.excerpt.words, example.case.record.after
        said = f"{example.case.record.clock} " if example.case.record.clock else ""
        shown = self.change(before, after)
        columns -= len(said)
        plain = Screen(self.columns).change(before, after)
        room = max(4, columns - width(plain)) // 2
        left = fitted(one_line(example.excerpt.left), room, keep="right")
        right = fitted(one_line(example.excerpt.right), columns - width(plain) - width(left))
        return said + left + shown + right

    def _paragraph(self, example: Example) -> list[str]:
        """Several lines around the change.  The marks are put in after wrapping, so that colour takes no room."""
        e = example.excerpt
        left, right = one_line(e.left), one_line(e.right)
        change = Screen(self.columns).change(e.words, example.case.record.after, whole=True)
        hole = "\ue000" * min(max(1, width(change)), self.columns - 8)  # a private character, which no shown text holds
        text = ("…" if e.cut_left else "") + left + hole + right + ("…" if e.cut_right else "")
        painted = self.change(e.words, example.case.record.after, whole=True)
        return ["  " + line.replace(hole, painted) for line in textwrap.wrap(text, self.columns - 4)]


_ASKED = {PatternQuestion: "All", CaseQuestion: "This", ProofQuestion: "The rest", LastQuestion: "Leave"}


def screen_for(out: TextIO, colour: bool = False) -> Screen:
    """The width of the terminal, at most 100."""
    columns = min(100, shutil.get_terminal_size((80, 24)).columns) if out.isatty() else 80
    return Screen(max(40, columns), colour)
