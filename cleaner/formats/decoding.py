"""Turns a file's bytes into text, and edits of the text into edits of the bytes.

A broken file is read as far as possible.  A single byte that is no UTF-8 comes from a page put together from two
encodings: it is read as Windows-1252.  Several in a row, or the beginning of a letter where an article was cut off, are
read as U+FFFD, as other programs show them.  All are written back as they were, unless an edit replaces them.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from cleaner.formats.source import SourceEdit, Unreadable, byte_offsets
from cleaner.model.unified_diff import ByteEdit

LOST = "\N{REPLACEMENT CHARACTER}"
_ONE_BYTE = "?"  # stands for a lost byte: one byte long in every encoding that can have lost bytes

_MARKS = {  # UTF-32 first: its little-endian mark begins with UTF-16's
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
# Files that are no text, by their first bytes, and what to do about them.
_OTHERS = {
    b"%PDF-": "a PDF; call it .pdf, or take its text out first (pdftotext)",
    b"PK\x03\x04": "an archive; call it .docx or .epub if it is one, or take its text out first (pandoc)",
    b"\x1f\x8b": "compressed with gzip; give it the ending .gz",
    b"{\\rtf": "RTF; save it as plain text first",
}


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, its encoding, the length of its byte-order mark, and where bytes of no letter stand."""

    text: str
    encoding: str
    mark: int = 0
    lost: tuple[int, ...] = field(default=(), repr=False)  # ascending characters of the text, of one byte each

    @property
    def measured(self) -> str:
        """The text with a character of one byte where a lost byte stands: as long as the text, and as the file."""
        if not self.lost:
            return self.text
        characters = list(self.text)
        for at in self.lost:
            characters[at] = _ONE_BYTE
        return "".join(characters)

    def offsets(self, characters: Sequence[int]) -> list[int]:
        """Where in the file some ascending characters of the text begin, in bytes."""
        return byte_offsets(self.measured, characters, self.encoding, self.mark)

    def edits(self, edits: Sequence[SourceEdit], errors: str = "strict") -> Iterator[ByteEdit]:
        """Edits of the text as edits of the file.  Raises `Unreadable` for letters that the encoding does not have."""
        places = iter(self.offsets([at for start, end, _ in edits for at in (start, end)]))
        for _, _, new in edits:
            yield ByteEdit(next(places), next(places), self._encoded(new, errors))

    def _encoded(self, text: str, errors: str) -> bytes:
        try:
            return text.encode(self.encoding, errors)
        except UnicodeEncodeError:
            why = f"cannot be written in {self.encoding}; convert the file to UTF-8 first (iconv)"
            raise Unreadable(f"{text!r} {why}") from None

    @property
    def notices(self) -> tuple[str, ...]:
        """What the user should know of how the file was read."""
        found = []
        if self.encoding != "utf-8" and not self.mark:
            found.append(f"not UTF-8; read as {self.encoding} and written back so")
        if self.lost:
            (first,) = self.offsets(self.lost[:1])
            many = "1 byte is" if len(self.lost) == 1 else f"{len(self.lost):,} bytes are"
            shown = " and ".join(dict.fromkeys(LOST if self.text[at] == LOST else "Windows-1252" for at in self.lost))
            found.append(f"{many} no UTF-8 (the first is byte {first}), read as {shown} and kept")
        return tuple(found)


def decoded(data: bytes) -> Decoded:
    """The text of a file.  Raises `Unreadable` for bytes that are no text.

    >>> decoded("\\ufeffé".encode("utf-16-le"))
    Decoded(text='é', encoding='utf-16-le', mark=2)
    >>> decoded(b"caf\\xc3\\xa9, 20 \\xa3").text, decoded("“It’s”, she said".encode("cp1252")).encoding
    ('café, 20 £', 'cp1252')
    """
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return _marked(data, len(mark), encoding)
    for head, told in _OTHERS.items():
        if data.startswith(head):
            raise Unreadable(f"not a text but {told}")
    if b"\0" in data:
        return _wide(data)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        return _spoilt(data) if _is_mostly_utf8(data) else _eight_bits(data, error.start)


def _marked(data: bytes, mark: int, encoding: str) -> Decoded:
    try:
        return Decoded(data[mark:].decode(encoding), encoding, mark)
    except UnicodeDecodeError as error:
        if encoding == "utf-8" and _strays(data[mark:]) * 10 < len(data):
            return _spoilt(data, mark)
        raise Unreadable(f"its mark says {encoding}, but byte {error.start + mark} is not") from None


def _wide(data: bytes) -> Decoded:
    """UTF-16 without a mark: in a western text every second byte is NUL, and no other."""
    for encoding, low in (("utf-16-le", 0), ("utf-16-be", 1)):
        if len(data) % 2 == 0 and 0 not in data[low::2] and data[1 - low :: 2].count(0) * 4 > len(data):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            if _reads(text):
                return Decoded(text, encoding)
    raise Unreadable("it holds NUL bytes: a binary file, or a text that was cut off or wrongly converted")


# ------------------------------------------------------------------ UTF-8 with bytes in it that are none

# What UTF-8 writes for one letter, or wrote: halves of surrogate pairs and overlong forms come from old converters.
_SEQUENCE = re.compile(rb"[\xc0-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf7][\x80-\xbf]{3}")
_TELLING = re.compile(rb"[\xc2\xc3][\x80-\xbf]|\xe2[\x80-\x84][\x80-\xbf]")
# The beginning of a letter at the end of a file: of an accented one, a quotation mark, a dash, a sign, an emoji.
_CUT = re.compile(rb"(?:[\xc2\xc3]|\xe2[\x80-\x84]?|\xf0(?:\x9f[\x80-\xbf]?)?)\Z")


def _is_mostly_utf8(data: bytes) -> bool:
    """Whether whole letters of UTF-8 outnumber the bytes above ASCII that are part of none; a few weigh more that in
    another encoding would be `Ã©` or `â€™`.
    """
    letters = max(len(_SEQUENCE.findall(data)), 5 * len(_TELLING.findall(data)))
    return _strays(data) <= letters and _reads(data.decode("latin-1"))


def _strays(data: bytes) -> int:
    return sum(byte > 0x7F for byte in _SEQUENCE.sub(b"", _CUT.sub(b"", data)))


def _spoilt(data: bytes, mark: int = 0) -> Decoded:
    escaped = data[mark:].decode("utf-8", "surrogateescape")
    lost = tuple(m.start() for m in _STRAY.finditer(escaped))
    cut = _CUT.search(data)
    whole = len(escaped) - len(cut[0] if cut else b"")
    text = _ALONE.sub(_western, escaped[:whole]) + escaped[whole:]
    return Decoded(_STRAY.sub(LOST, text), "utf-8", mark, lost)


_STRAY = re.compile("[\udc80-\udcff]")
_ALONE = re.compile("(?<![\udc80-\udcff])[\udc80-\udcff](?![\udc80-\udcff])")


def _western(stray: re.Match[str]) -> str:
    return stray[0].encode("utf-8", "surrogateescape").decode("cp1252", "replace")


# ------------------------------------------------------------------ one byte a letter


def _eight_bits(data: bytes, first: int) -> Decoded:
    # English with a few accents is Windows' western encoding, or Latin-1, which that includes; only a text full of
    # other letters needs a guess.
    few = sum(byte > 0x7F for byte in data) * 10 < len(data)
    western = data.decode("cp1252", "replace")
    if LOST not in western and (few or _looks_western(western)) and _reads(western):
        return Decoded(western, "cp1252")
    import charset_normalizer  # only for the few files that get so far

    best = charset_normalizer.from_bytes(data).best()
    if best:
        text = data.decode(best.encoding, "replace")
        if text.encode(best.encoding, "replace") == data and _reads(text):
            return Decoded(text, best.encoding)
    raise Unreadable(f"not UTF-8 (byte {first}), nor any other encoding we can tell; convert it first (iconv)")


# Four accented letters in a row, or a sign between two letters: what a text of another alphabet, or of DOS, looks like.
_FOREIGN = re.compile("[À-ÖØ-öø-ÿŠŒŽšœžŸ]{4}|(?<=[^\\W\\d_])[\x80-\xbf€‚ƒ„…†‡ˆ‰‹•˜™›](?=[^\\W\\d_])|[a-z][À-ÖØ-ÞŠŒŽ]")


def _looks_western(text: str) -> bool:
    return any(c.isascii() and c.isalpha() for c in text) and not _FOREIGN.search(text)


def _reads(text: str) -> bool:
    """Whether it has no more control characters than a text may have by accident: one in a hundred."""
    return sum(c < " " and c not in "\t\n\r\f" for c in text) * 100 <= len(text)
