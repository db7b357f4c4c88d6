"""Text of a document made safe to show on a screen.

Escape sequences, carriage returns and marks that turn the direction of writing could move the cursor,
colour the screen or swap the order of words before the reader's eyes.  Here they become signs that stand
for them.
"""

from __future__ import annotations

import re
import sys
import unicodedata

_NAMED = {"\n": "⏎", "\t": "⇥", "\x7f": "␡"}
_HIDDEN = {
    "Cc",
    "Cf",
    "Cs",
    "Co",
    "Zl",
    "Zp",
}  # control, format (bidi, zero width), surrogate, private, separators


def visible(text: str) -> str:
    """The text with every control and every invisible mark replaced by a sign.

    >>> visible("a\\x1b[31mred\\tb\\n")
    'a␛[31mred⇥b⏎'
    >>> visible("abc\\u202edef\\u200b")
    'abc⟨U+202E⟩def⟨U+200B⟩'
    """
    if text.isprintable():
        return text
    return "".join(_sign(c) for c in text)


def _sign(char: str) -> str:
    if char in _NAMED:
        return _NAMED[char]
    if char < " ":
        return chr(0x2400 + ord(char))
    if unicodedata.category(char) in _HIDDEN:
        return f"⟨U+{ord(char):04X}⟩"
    return char


def lines_visible(text: str) -> str:
    """The same, but line breaks stay: for a view that shows paragraphs.

    >>> lines_visible("one\\r\\ntwo\\x1b")
    'one\\ntwo␛'
    """
    return "\n".join(visible(line) for line in text.replace("\r\n", "\n").split("\n"))


def on_screen(text: str) -> str:
    """The same, but line breaks and tabs stay: for all that is printed, whatever it is made of.

    >>> on_screen("a\\tb\\r\\n\\x9b31m\\u202e")
    'a\\tb\\n⟨U+009B⟩31m⟨U+202E⟩'
    """
    return "\t".join(map(lines_visible, text.split("\t")))


def in_json(text: str) -> str:
    """JSON in which what cannot be seen is escaped; it means the same.

    >>> in_json('{"id": "a\\x9b\\u202eb", "text": "né"}')
    '{"id": "a\\\\u009b\\\\u202eb", "text": "né"}'
    """
    if text.isprintable():
        return text
    import json

    return "".join(json.dumps(c)[1:-1] if unicodedata.category(c) in _HIDDEN and c != "\n" else c for c in text)


def one_line(text: str) -> str:
    """The same for an excerpt: white space is a space, and a line break can be told from it.

    >>> one_line("a  b\\n\\nc")
    'a b ⏎ c'
    """
    parts = [" ".join(part.split(" ")) for part in text.replace("\r\n", "\n").replace("\t", " ").split("\n")]
    joined = " ⏎ ".join(part.strip(" ") if 0 < i < len(parts) - 1 else part for i, part in enumerate(parts))
    squeezed = " ".join(word for word in joined.split(" ") if word)
    squeezed = squeezed.replace("⏎ ⏎", "⏎").replace("⏎ ⏎", "⏎")
    before = " " if text[:1] == " " else ""
    after = " " if text[-1:] == " " and squeezed else ""
    return visible(before + squeezed + after)


def both_sides(before: str, after: str | None, most: int = sys.maxsize) -> tuple[str, str | None]:
    """A change as it is shown, with all white space in it that a reader could overlook.

    Where only white space differs, all of it is shown; elsewhere one space between words is just a space.  A side that
    is longer than `most` is abridged.

    >>> both_sides("a  b", "a b"), both_sides(" ,", ","), both_sides("tbe  end", "the end")
    (('a··b', 'a·b'), ('·,', ','), ('tbe··end', 'the end'))
    >>> both_sides("tbe\\nend", "the end"), both_sides("tbe ", "the"), both_sides("10\\xa0km", "10 km")
    (('tbe ⏎ end', 'the end'), ('tbe·', 'the'), ('10⍽km', '10·km'))
    """
    before = abridged(before, most)
    if after is None:
        return _spaces_shown(before, _ODD), None
    after = abridged(after, most)
    which = _ANY if "".join(before.split()) == "".join(after.split()) else _ODD
    return _spaces_shown(before, which), _spaces_shown(after, which)


_ANY = re.compile(r"\s+")
_ODD = re.compile(r"^\s+|\s+$|[^\S ]+|\s{2,}")  # at an end, no plain space, or more than one
_SPACES = {" ": "·", "\xa0": "⍽", "\t": "⇥", "\n": " ⏎ "}


def _spaces_shown(text: str, which: re.Pattern[str]) -> str:
    def signs(run: re.Match[str]) -> str:
        return "".join(_SPACES.get(c) or f"⟨U+{ord(c):04X}⟩" for c in run[0])

    return visible(which.sub(signs, text.replace("\r\n", "\n")))


def abridged(text: str, most: int = 1000) -> str:
    """A very long text's beginning and end, and how much stands between them, so that no view has to hold it all.

    >>> abridged("a word"), abridged("x" * 5000 + "end", 6)
    ('a word', 'xxx … 4,997 characters … end')
    """
    if len(text) <= most:
        return text
    half = most // 2
    return f"{text[:half]} … {len(text) - 2 * half:,} characters … {text[-half:]}"


def width(text: str) -> int:
    """Columns that a text takes on a terminal: wide East Asian characters two, combining marks none.

    >>> width("abc"), width("漢字"), width("e\\u0301")
    (3, 4, 1)
    """
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def fitted(text: str, columns: int, *, keep: str = "left") -> str:
    """The text cut to a width, `…` where something is missing; `keep` tells which end stays.

    >>> fitted("a long line", 7), fitted("a long line", 7, keep="right")
    ('a long…', '…g line')
    """
    if width(text) <= columns:
        return text
    if keep == "right":
        return "…" + fitted(text[::-1], columns, keep="left")[-2::-1] if columns > 1 else "…"
    room, kept = columns - 1, ""
    for char in text:
        room -= width(char)
        if room < 0:
            break
        kept += char
    return kept + "…"
