"""What lines of a terminal are made of: colours, widths, a change, a line around it."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from cleaner.ledger.values import Example
from cleaner.text.visible import both_sides, fitted, one_line, visible, width

_COLOURS = {"before": "31;9", "after": "32", "title": "1", "faint": "2", "key": "1;36", "now": "1"}


@dataclass(frozen=True, slots=True)
class Paint:
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

    def ends(self, left: str, right: str, role: str = "") -> str:
        """Two texts at both ends of a line; the left one is cut where there is no room, and painted."""
        left = fitted(left, max(0, self.columns - width(right) - 3))
        gap = " " * (self.columns - 1 - width(left) - width(right))
        return f"{self.paint(role, left) if role else left}{gap}{self.paint('faint', right)}"

    def excerpt(self, example: Example, columns: int) -> str:
        """One line: the change in the middle, as much around it as there is room for."""
        before, after = example.excerpt.words, example.case.record.after
        said = visible(f"{example.case.record.clock} ") if example.case.record.clock else ""
        shown = self.change(before, after)
        columns -= len(said)
        plain = Paint(self.columns).change(before, after)
        room = max(4, columns - width(plain)) // 2
        left = fitted(one_line(example.excerpt.left), room, keep="right")
        right = fitted(one_line(example.excerpt.right), columns - width(plain) - width(left))
        return said + left + shown + right
